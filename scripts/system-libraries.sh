#!/usr/bin/env bash
# Installs the system libraries that wheels do not carry, where apt may be used without a password;
# otherwise prints the one command to run and stops.
#   scripts/system-libraries.sh headless   PortAudio
#   scripts/system-libraries.sh tests      and what Qt needs to draw off-screen, a voice, and strace
#   scripts/system-libraries.sh window     and what Qt needs to open a window (X11 or Wayland)
set -euo pipefail

readonly HEADLESS="libportaudio.so.2=libportaudio2"
readonly OFFSCREEN="libEGL.so.1=libegl1 libGL.so.1=libgl1 libdbus-1.so.3=libdbus-1-3
  libfontconfig.so.1=libfontconfig1 libglib-2.0.so.0=libglib2.0-0
  libgssapi_krb5.so.2=libgssapi-krb5-2 libxkbcommon.so.0=libxkbcommon0"
readonly WINDOW="libX11-xcb.so.1=libx11-xcb1 libwayland-client.so.0=libwayland-client0
  libwayland-cursor.so.0=libwayland-cursor0 libwayland-egl.so.1=libwayland-egl1
  libxcb-cursor.so.0=libxcb-cursor0 libxcb-icccm.so.4=libxcb-icccm4
  libxcb-image.so.0=libxcb-image0 libxcb-keysyms.so.1=libxcb-keysyms1
  libxcb-randr.so.0=libxcb-randr0 libxcb-render-util.so.0=libxcb-render-util0
  libxcb-shape.so.0=libxcb-shape0 libxcb-xkb.so.1=libxcb-xkb1
  libxkbcommon-x11.so.0=libxkbcommon-x11-0"

# Programs by name, found on PATH: the kiosk starts espeak-ng where it is installed (GPL-3, a program
# of its own; nothing of it is part of this repository), and the tests try the real one. With strace
# they see that nothing of a voice is written.
programs=""

case "${1:-}" in
  headless) wanted="$HEADLESS" ;;
  tests) wanted="$HEADLESS $OFFSCREEN"; programs="espeak-ng=espeak-ng strace=strace" ;;
  window) wanted="$HEADLESS $OFFSCREEN $WINDOW" ;;
  *) echo "usage: $0 headless|tests|window" >&2; exit 64 ;;
esac

known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p)
missing=()
for pair in $wanted; do
  grep -qF "${pair%%=*} " <<<"$known" || missing+=("${pair#*=}")
done
for pair in $programs; do
  command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
done
"${PYTHON:-python3}" -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)

if [ ${#missing[@]} -eq 0 ]; then
  echo "• System libraries: all there."
  exit 0
fi

install="apt-get install --yes --no-install-recommends ${missing[*]}"
echo "• System libraries missing: ${missing[*]}"
if ! command -v apt-get >/dev/null; then
  echo "  Please install them with this system's package manager, then run make again." >&2
  exit 1
elif [ "$(id -u)" = 0 ]; then
  as_root=()
elif sudo -n true 2>/dev/null; then
  as_root=(sudo -n)
else
  printf '  Please run this one command, then make again:\n\n    sudo %s\n\n' "$install" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "  Installing them through apt …"
# shellcheck disable=SC2086  # the command's words are meant to be split
if ! { "${as_root[@]}" apt-get update && "${as_root[@]}" $install; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  printf '  apt did not finish. Please run:\n\n    sudo apt-get update && sudo %s\n\n' "$install" >&2
  exit 1
fi
echo "  Done."
