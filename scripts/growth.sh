#!/usr/bin/env bash
# What a picture takes as its size grows: the embedded base exported at several sizes, each measured
# by `heritage-kiosk bench` with all cores, three times in turn. Writes the table of the least times,
# which a busy machine spoils least, and the straight line through its ends to stdout.
#   scripts/growth.sh ENVIRONMENT [SIZES…]
set -euo pipefail
cd "$(dirname "$0")/.."
bin=${1:?folder with bin/heritage-export}/bin
shift
sizes=("$@")
[ ${#sizes[@]} -gt 0 ] || sizes=(128 256 384 512 768)
home=runs/growth
mkdir -p "$home"
[ -f "$home/keys/release.key" ] || "$bin/heritage-export" keys new --out "$home/keys" >&2

for size in "${sizes[@]}"; do
  [ -d "$home/$size" ] ||
    "$bin/heritage-export" build --base assets/base/pampa-mini --size "$size" --seeds 1 \
      --name "size-$size" --key "$home/keys/release.key" --out "$home/$size" >&2
done
echo "threads = $(nproc)" >"$home/kiosk.toml"
export HERITAGE_KIOSK_CONFIG=$home/kiosk.toml
for turn in 1 2 3; do
  for size in "${sizes[@]}"; do
    echo "• $size, turn $turn" >&2
    "$bin/heritage-kiosk" bench --bundle "$home/$size" --keys "$home/keys" --json \
      >"$home/$size-$turn.json"
  done
done

"$bin/python" - "$home" "${sizes[@]}" <<'PY'
import json, pathlib, sys
home, sizes = pathlib.Path(sys.argv[1]), [int(size) for size in sys.argv[2:]]
rows = []
for size in sizes:
    told = [json.loads((home / f"{size}-{turn}.json").read_text()) for turn in (1, 2, 3)]
    whole = [next(p for p in one["profiles"] if p["profile"] == "completo") for one in told]
    least = {name: min(one[name] for one in whole) for name in ("warm_s", "step_s")}
    rows.append((size, least["warm_s"], least["step_s"], max(one["peak_mb"] for one in told)))
(small, least, *_), (large, most, *_) = rows[0], rows[-1]
slope = (most - least) / (large**2 - small**2)
print("| Side | `completo` | a step | straight line in pixels | memory |\n|---|---|---|---|---|")
for size, scene, step, memory in rows:
    line = least + slope * (size**2 - small**2)
    print(f"| {size} px | {scene:.2f} s | {step:.4f} s | {line:.2f} s | {memory:.0f} MB |")
PY
