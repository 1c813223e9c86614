"""Taking home: off, on paper through CUPS's own commands, or by the real share process."""

import datetime
import io
import os
import queue
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from kiosk import config, errors, paths
from kiosk.credentials import identity, sign
from kiosk.session import printing
from kiosk.session.take_home import LOOK_S, TakeHome
from tests.kiosk.share.conftest import folder, free_address, start

__all__ = ["folder", "start"]
DAY = datetime.date(2026, 9, 20)

# Speaks as CUPS's lpstat does in the C locale; what it says of the printer lies in a file.
LPSTAT = """#!/bin/sh
case "$1" in
-d) echo "system default destination: Epson";;
-p) cat "$PRINTER_STATE";;
-a) echo "Epson accepting requests since Sun 20 Sep 2026";;
esac
"""
LP = """#!/bin/sh
printf '%s\\n' "$@" > "$PRINTED.arguments"
exec cat > "$PRINTED"
"""


class Bench:
    """A TakeHome on a pumped thread."""

    def __init__(self, settings: config.KioskConfig, share: Path) -> None:
        self._posted: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.seconds = 0.0
        self.home = TakeHome(settings, share, self._posted.put, lambda: None, lambda: self.seconds)

    def look(self) -> None:
        self.seconds += LOOK_S
        self.home.look()
        self.until(lambda: not self.home._looking)

    def until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + 15
        while not holds():
            assert time.monotonic() < end, self.home.status
            try:
                self._posted.get(timeout=0.05)()
            except queue.Empty:
                continue


@pytest.fixture
def printer(tmp_path: Path, monkeypatch) -> Iterator[Path]:
    """CUPS's two commands, standing for a printer that this machine has not."""
    for name, text in (("lpstat", LPSTAT), ("lp", LP)):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(stat.S_IRWXU)
    state = tmp_path / "state"
    state.write_text("printer Epson is idle.  enabled since Sun 20 Sep 2026\n")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PRINTER_STATE", str(state))
    monkeypatch.setenv("PRINTED", str(tmp_path / "sheet.png"))
    return tmp_path


def picture() -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (64, 64), (9, 140, 40)).save(data, "PNG")
    return data.getvalue()


def settings(way: str, **more: object) -> config.KioskConfig:
    return config.KioskConfig(take_home=way, **more)


def test_off_is_the_default_and_asks_nobody(folder: Path) -> None:
    bench = Bench(config.KioskConfig(), folder / "share.sock")
    bench.look()
    bench.home.begin(picture(), "um boi", "pt-BR")
    assert (bench.home.ready, bench.home.status) == (False, "")


def test_a_sheet_is_printed_signed_and_counted(folder: Path, printer: Path) -> None:
    identity.make("Museu")
    bench = Bench(settings("print", prints_per_day=1), folder / "none")
    bench.look()
    assert bench.home.ready
    bench.home.begin(picture(), "um boi na coxilha, em aquarela", "pt-BR")
    assert bench.home.status == "working"
    bench.until(lambda: bench.home.status == "printed")
    sheet = (printer / "sheet.png").read_bytes()
    reading = sign.read(sheet)
    assert reading is not None
    assert reading.intact
    with Image.open(io.BytesIO(sheet)) as paper:
        assert paper.size == (1181, 1772)
        assert paper.convert("RGB").getpixel((590, 590)) == (9, 140, 40)
        # Ink below the picture: the sentence and the label.
        below = paper.convert("L").crop((0, 1100, 1181, 1772))
        assert sum(below.histogram()[:128]) > 2000
    said = (printer / "sheet.png.arguments").read_text()
    assert "um boi" not in said, "a visitor's words are not for a list of processes"
    assert not [file for file in paths.runtime_dir().rglob("*") if file.is_file()]
    bench.home.put_away()
    bench.look()
    assert not bench.home.ready, "the day's sheets are used up"


@pytest.mark.parametrize(
    "state",
    [
        "printer Epson now printing Epson-7.  enabled since Sun\n",
        "printer Epson disabled since Sun 20 Sep 2026 -\n\tout of paper\n",
        "",
    ],
)
def test_a_printer_that_cannot_is_not_offered(folder: Path, printer: Path, state: str) -> None:
    (printer / "state").write_text(state)
    bench = Bench(settings("print"), folder / "none")
    bench.look()
    assert not bench.home.ready


def test_without_cups_nothing_is_offered(folder: Path, monkeypatch) -> None:
    monkeypatch.setenv("PATH", str(folder))
    bench = Bench(settings("print"), folder / "none")
    bench.look()
    assert not bench.home.ready
    with pytest.raises(errors.PrinterAbsent):
        printing.send("Epson", picture())


def test_a_printer_that_refuses_costs_a_kind_word(folder: Path, printer: Path) -> None:
    (printer / "lp").write_text("#!/bin/sh\necho 'lp: out of paper' >&2\nexit 1\n")
    bench = Bench(settings("print"), folder / "none")
    bench.look()
    bench.home.begin(picture(), "um boi", "pt-BR")
    bench.until(lambda: bench.home.status == "failed")
    with pytest.raises(errors.PrinterAbsent, match="out of paper"):
        printing.send("Epson", picture())


def test_the_quota_begins_anew_each_day() -> None:
    quota = printing.Quota(2)
    quota.count(DAY)
    assert quota.left(DAY) == 1
    quota.count(DAY)
    assert printing.Quota(2).left(DAY) == 0
    assert quota.left(DAY + datetime.timedelta(days=1)) == 2
    (paths.state_dir() / "prints.json").write_bytes(b"broken")
    assert quota.left(DAY) == 2


def test_a_telephone_is_offered_the_signed_picture_while_the_process_answers(
    folder: Path, start
) -> None:
    identity.make("Museu")
    process: subprocess.Popen[str] = start(free_address())
    bench = Bench(settings("wifi"), folder / "share.sock")
    bench.look()
    assert bench.home.ready
    bench.home.begin(picture(), "um boi", "pt-BR")
    bench.until(lambda: bench.home.status == "offered")
    got = subprocess.run(
        [sys.executable, "-c", "import sys,urllib.request as u;"
         "sys.stdout.buffer.write(u.urlopen(sys.argv[1]).read())", bench.home.url + ".png"],
        capture_output=True, check=True,
    ).stdout  # fmt: skip
    reading = sign.read(got)
    assert reading is not None
    assert reading.source == "trainedAlgorithmicMedia"
    process.terminate()
    process.wait(10)
    bench.look()
    assert (bench.home.ready, bench.home.status, bench.home.url) == (False, "", "")


def test_what_comes_after_the_visitor_left_is_not_shown(folder: Path, start) -> None:
    start(free_address())
    bench = Bench(settings("wifi"), folder / "share.sock")
    bench.look()
    bench.home.begin(picture(), "um boi", "pt-BR")
    bench.home.forget()
    time.sleep(0.5)
    bench.look()
    assert (bench.home.status, bench.home.url) == ("", "")
