#!/usr/bin/env bash
# Everything that wants a CUDA GPU, in one call: one more stretch of the embedded base with its few-step
# weights, and the fine-tuning bench at the size of Stable Diffusion 1.5. Stopped, it goes on where it was.
#   scripts/cuda.sh PYTHON OUT
# PYTHON has this repository's training extra and a torch that sees the GPU; weights, curves and numbers
# come to lie in OUT, with the device and the date in device.txt. Look at the new base before it takes the
# place of assets/base/pampa-mini: heritage-train base evaluate, heritage-train base sheet.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${1:?python with torch and CUDA}
out=${2:?folder for the results}
mkdir -p "$out"

"$python" - >"$out/device.txt" <<'PY'
import datetime
import sys
import torch
if not torch.cuda.is_available():
    sys.exit("torch sees no CUDA device here")
print(torch.cuda.get_device_name(), "torch", torch.__version__, datetime.date.today())
PY
"$python" -m training base --begin assets/base/pampa-mini --config training/presets/base/cuda.toml \
  --run "$out/run" --out "$out/pampa-mini"
"$python" -m training distil --model "$out/pampa-mini" --run "$out/distil"
"$python" -m training bench --like sd15 --json >"$out/bench-sd15.json"
