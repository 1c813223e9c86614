#!/usr/bin/env bash
# Makes a virtual environment with some extras of this distribution, every version pinned.
#   scripts/environment.sh FOLDER EXTRAS        for example: .venv-kiosk kiosk
# Does nothing where the environment was already made from the same requirements.
set -euo pipefail

folder=$1
extras=$2
python=${PYTHON:-python3}
cd "$(dirname "$0")/.."

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "Python 3.11 or newer is needed, and '$python' is not. Name another: make PYTHON=python3.11" >&2
  exit 1
fi

# Whatever changes what pip would install; settings of linters and tests do not.
key=$("$python" - "$extras" "$PWD" <<'PY'
import hashlib, json, pathlib, sys, tomllib
project = tomllib.loads(pathlib.Path("pyproject.toml").read_text(encoding="utf-8"))
parts = [project["project"], project["build-system"], pathlib.Path("constraints.txt").read_text()]
print(hashlib.sha256(json.dumps([*parts, sys.version, *sys.argv[1:]]).encode()).hexdigest())
PY
)
stamp="$folder/.made-from"
if [ "$(cat "$stamp" 2>/dev/null)" = "$key" ]; then
  echo "• Environment $folder: ready."
  exit 0
fi

began=$SECONDS
echo "• Environment $folder with [$extras]: installing, this takes some minutes …"
"$python" -m venv --clear "$folder"
log="$folder/install.log"
# The constraints also hold for what pip needs to build the package itself.
export PIP_CONSTRAINT=$PWD/constraints.txt PIP_DISABLE_PIP_VERSION_CHECK=1
export PIP_ROOT_USER_ACTION=ignore PIP_NO_INPUT=1
if ! "$folder/bin/python" -m pip install --progress-bar off --editable ".[$extras]" 2>&1 \
  | tee "$log" | sed -un 's/^Collecting \([A-Za-z0-9._-]*\).*/    \1/p; s/^\(Installing collected packages\).*/  \1 …/p'
then
  tail -n 20 "$log" >&2
  echo "pip did not finish; the whole log is in $log" >&2
  exit 1
fi
echo "$key" >"$stamp"
echo "  Done in $((SECONDS - began)) s, $(du -sh "$folder" | cut -f1) on the disk."
