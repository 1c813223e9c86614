"""`make demo` without a display: the whole way from a recording to a scene, told line by line.

The work is done by `heritage-kiosk say` in a process of its own, so what is shown is the command
that anybody may run.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

from kiosk import catalogue, config, errors, paths
from kiosk.listener import weights

OUT: Final = Path("demo") / "cena.png"
# The year the Farroupilha revolution began. Any number paints; one number paints the same again.
SEED: Final = 1835
_TOLD: Final = ("transcript", "verdict", "final_prompt", "times", "scene")


def main(out: Path = OUT) -> int:
    """Hear the bundled recording and paint it into `out`. Returns the exit code of `say`.

    Raises HeritageError when the recording or the speech model is missing.
    """
    language = config.load().language
    recording = _recording()
    _tell("speech_model", language)
    began = time.perf_counter()
    weights.embedded()
    _tell("speech_model_ready", language, seconds=time.perf_counter() - began)
    _tell("listening", language, file=recording.name)
    code, fields = _say(recording, out)
    if code:
        print(fields.get("message", ""), file=sys.stderr)
        return code
    for key in _TOLD:
        _tell(key, language, **fields)
    _tell("written", language, out=out)
    return 0


def _recording() -> Path:
    folder = paths.assets() / "demo"
    found = sorted(folder.glob("*.wav"))
    if not found:
        raise errors.AudioMissing(file=folder)
    return found[0]


def _say(recording: Path, out: Path) -> tuple[int, dict[str, Any]]:
    command = [sys.executable, "-m", "kiosk", "say", str(recording), "--out", str(out)]
    # Our own interpreter, command and recording: nothing of a visitor is in it.
    done = subprocess.run(  # noqa: S603
        [*command, "--seed", str(SEED), "--json"], stdout=subprocess.PIPE, text=True, check=False
    )
    lines = done.stdout.splitlines()
    return done.returncode, json.loads(lines[-1]) if lines else {}


def _tell(key: str, language: str, **values: object) -> None:
    print(catalogue.text(f"demo.{key}", language, **values), flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except errors.HeritageError as fault:
        print(fault, file=sys.stderr)
        sys.exit(fault.exit_code)
