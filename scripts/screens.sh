#!/usr/bin/env bash
# Draws every screen of the kiosk at 1080×1920, 1920×1080, 3840×2160 and 1024×600 into docs/screens:
# visitors' pages, the staff's, and those of the gallery. Pictures and chips are painted first, by the
# shipped bundle. Takes some minutes; nothing of this computer's own kiosk is touched.
#   scripts/screens.sh ENVIRONMENT
set -euo pipefail
cd "$(dirname "$0")/.."
bin=${1:?folder with bin/heritage-kiosk}/bin
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export QT_QPA_PLATFORM=offscreen QT_QUICK_BACKEND=software
for name in state cache runtime; do
  mkdir -m 700 "$home/$name"
  export "${name^^}_DIRECTORY=$home/$name"
done

"$bin/heritage-kiosk" paint "um gaúcho na coxilha ao entardecer" --seed 7 --out "$home/scene.png" >&2
echo "• Chip pictures" >&2
timeout --signal=TERM 150 "$bin/heritage-kiosk" run >/dev/null 2>&1 || true
chips=$(find "$home/cache/chips" -mindepth 1 -maxdepth 1 -type d | head -n 1)
echo "• $(find "$chips" -name '*.png' | wc -l) chips painted; drawing the screens" >&2
"$bin/python" -m tests.kiosk.ui.screens "$home/scene.png" "$home/drawn" "$chips"
"$bin/python" -m tests.kiosk.ui.gallery_screens "$home/drawn"
rm -rf "$home/state" && mkdir -m 700 "$home/state"
"$bin/python" -m tests.kiosk.ui.staff_screens "$home/drawn"

rm -rf docs/screens
mkdir docs/screens
"$bin/python" - "$home/drawn" docs/screens <<'PY'
import pathlib, sys
from PIL import Image
drawn, kept = map(pathlib.Path, sys.argv[1:])
for file in sorted(drawn.glob("*.png")):
    Image.open(file).convert("RGB").save(kept / f"{file.stem}.webp", quality=62, method=4)
PY
echo "• $(find docs/screens -name '*.webp' | wc -l) screens in docs/screens" >&2
