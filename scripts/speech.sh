#!/usr/bin/env bash
# Robot speech and noise, made on the spot and heard by `heritage-kiosk transcribe`: word errors,
# gaúcho words before and after repair, time, and what was believed of noise. Writes the numbers to
# stdout and keeps the recordings in runs/speech. Needs espeak-ng and about ten minutes of two cores.
#   scripts/speech.sh ENVIRONMENT
set -euo pipefail
cd "$(dirname "$0")/.."
bin=${1:?folder with bin/heritage-kiosk}/bin
home=runs/speech
rm -rf "$home"
mkdir -p "$home"
"$bin/python" -m tests.kiosk.robot "$home"
for set in robot noise; do
  echo "• $set" >&2
  "$bin/heritage-kiosk" transcribe "$home/$set.tsv" --audio "$home/$set" --json >"$home/$set.json"
done

"$bin/python" - "$home" <<'PY'
import json, pathlib, sys
from kiosk.cli import transcribing
from kiosk.listener import doubt
from kiosk.prompts import normalise
from tests.kiosk import robot
home = pathlib.Path(sys.argv[1])
told, noise = (json.loads((home / f"{name}.json").read_text()) for name in ("robot", "noise"))
asked = list(transcribing.rows(home / "robot.tsv", home / "robot"))
heard = [(item["text"], item["repaired"]) for item in told["items"]]
print("| | clips | believed | WER of those | recall, precision as heard | after repair |")
print("|---|---|---|---|---|---|")
def row(name, places):
    rows = [asked[at] for at in places]
    some = [at for at in places if heard[at][0]]
    errors = transcribing.word_error_rate([asked[at] for at in some], [heard[at][0] for at in some])
    shares = [transcribing.terms(rows, [heard[at][which] for at in places]) for which in (0, 1)]
    cells = [", ".join("-" if one is None else f"{one:.3f}" for one in pair) for pair in shares]
    print(f"| {name} | {len(rows)} | {len(some)} | {errors or 0:.2f} | {cells[0]} | {cells[1]} |")
width = len(robot.CONDITIONS)
for at, condition in enumerate(robot.CONDITIONS):
    row(condition, range(at, len(asked), width))
for half, name in enumerate(("tuning half", "held-out half")):
    row(name, [at for at in range(len(asked)) if at // width % 2 == half])
row("all", range(len(asked)))
print(f"\nEnd of speech to text: median {told['p50_s']:.2f} s, 95 % {told['p95_s']:.2f} s.")
scenes = [item for item in noise["items"] if item["text"]]
phantoms = [item for item in scenes if doubt.phantom(normalise.fold(item["text"]))]
print(f"Noise: {len(noise['items'])} clips, {len(scenes)} scenes, {len(phantoms)} phantoms.")
for item in scenes:
    print(f"  {item['id']}: {item['text']}")
PY
