#!/usr/bin/env bash
# Three example runs into docs/examples: archive, curation, training, sweep, report. Stopped, it goes
# on where it was.
set -euo pipefail
cd "$(dirname "$0")/.."
train=${1:?folder with bin/heritage-train}/bin/heritage-train

example() { # preset, concept, kind
  local run=runs/$1
  [ -f "$run/acervo/catalogo.csv" ] ||
    "$train" archive "$2" --kind "$3" --out "$run/acervo" --count 48 --mended
  "$train" prepare "$run/acervo" --size 256
  "$train" plan "training/presets/$1.toml"
  "$train" tune "training/presets/$1.toml"
  "$train" sweep "training/presets/$1.toml" --concept "$2" --ranks 0,4,8,16 --scales 0.7,1.0 --seeds 3
  mkdir -p "docs/examples/$1"
  cp "$run/treino/report.html" "$run/treino/sweep/sweep.jpg" "$run/treino/sweep/sweep.json" "docs/examples/$1/"
}

example objeto esporas object
example paisagem-especie gato_do_mato_pequeno species
example pessoa-evento lanceiro person
