"""A program that speaks like espeak-ng and spd-say, without a sound: it notes what it was given.

Installed under their names in a folder of PATH. Each call writes one JSON line to $SPEAKER_LOG when
it begins and, if it was let finish, one when it ends.
"""

import json
import os
import stat
import sys
import time
from pathlib import Path

import msgspec

SCRIPT = """#!{python}
import json, os, sys, time
def note(what, text=""):
    with open(os.environ["SPEAKER_LOG"], "a") as log:
        entry = {{"what": what, "name": os.path.basename(sys.argv[0]), "text": text}}
        log.write(json.dumps(entry | {{"arguments": sys.argv[1:], "pid": os.getpid()}}) + "\\n")
text = sys.stdin.read()
note("begun", text)
time.sleep(float(os.environ.get("SPEAKER_SECONDS", "0.05")))
note("ended", text)
sys.exit(int(os.environ.get("SPEAKER_CODE", "0")))
"""


class Note(msgspec.Struct, frozen=True):
    what: str
    name: str
    arguments: list[str]
    text: str
    pid: int


class Speakers:
    """A folder of such programs, and what they noted."""

    def __init__(self, folder: Path, monkeypatch) -> None:
        self.folder = folder
        self._log = folder / "log.jsonl"
        self._environment = monkeypatch
        monkeypatch.setenv("SPEAKER_LOG", str(self._log))
        monkeypatch.setenv("PATH", str(folder))

    def install(self, *names: str, seconds: float = 0.05, code: int = 0) -> None:
        self._environment.setenv("SPEAKER_SECONDS", str(seconds))
        self._environment.setenv("SPEAKER_CODE", str(code))
        for name in names:
            file = self.folder / name
            file.write_text(SCRIPT.format(python=sys.executable))
            file.chmod(file.stat().st_mode | stat.S_IXUSR)

    def notes(self, what: str = "begun") -> list[Note]:
        if not self._log.exists():
            return []
        lines = [json.loads(line) for line in self._log.read_text().splitlines()]
        return [msgspec.convert(line, Note) for line in lines if line["what"] == what]

    def texts(self, what: str = "begun") -> list[str]:
        return [note.text.strip() for note in self.notes(what)]


def alive(pid: int) -> bool:
    """Whether a process runs; a dead one that nobody has reaped does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"


def until(holds, seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)
