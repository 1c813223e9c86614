#!/usr/bin/env bash
# Sets up the kiosk's own environment (no torch) and opens it; without a display the same job is
# done headless. HEADLESS=1 asks for that on a machine with a display too.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1

if [ -z "${HEADLESS:-}" ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  mode=window
else
  mode=headless
fi
scripts/system-libraries.sh "$mode"
scripts/environment.sh "$folder" kiosk
if [ "$mode" = window ]; then
  echo "• Opening the kiosk. Close its window to end."
  exec "$folder/bin/heritage-kiosk" run
fi
echo "• No display here: hearing a recording instead."
exec "$folder/bin/python" -m kiosk.demo
