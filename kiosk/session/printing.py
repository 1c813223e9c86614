"""Prints a scene through CUPS: whether the printer can now, how many are left today, the sheet."""

import datetime
import io
import logging
import os
import subprocess
from typing import Final

import msgspec
from PIL import Image, ImageDraw, ImageFont

from kiosk import catalogue, errors, files, paths

_log = logging.getLogger(__name__)
_WAIT_S: Final = 5.0
# Prints at 300 dots per inch on paper of 10 by 15 cm; CUPS fits the sheet to what is loaded.
_PAPER: Final = (1181, 1772)
_MARGIN: Final = 90
_INK: Final = (29, 27, 23)


def idle_printer(name: str | None) -> str | None:
    """The printer's name if it is idle and accepting, else None. Takes up to some seconds.

    `name` None asks for the system's default printer.
    """
    printer = name or _default()
    if printer is None:
        return None
    state, accepts = _say("lpstat", "-p", printer), _say("lpstat", "-a", printer)
    idle = state.startswith(f"printer {printer} is idle")
    return printer if idle and accepts.startswith(f"{printer} accepting") else None


def send(printer: str, png: bytes) -> None:
    """Hand a sheet to CUPS, over standard input: it touches no disk of ours.

    Raises PrinterAbsent.
    """
    command = ["lp", "-s", "-d", printer, "-t", catalogue.text("cli.picture.title"),
               "-o", "fit-to-page", "--", "-"]  # fmt: skip
    try:
        # The printer's name is from the configuration or from CUPS; nothing of a visitor is in it.
        done = subprocess.run(  # noqa: S603
            command, input=png, capture_output=True, timeout=4 * _WAIT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as gone:
        raise errors.PrinterAbsent(reason=type(gone).__name__) from gone
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise errors.PrinterAbsent(reason=said or str(done.returncode))


def sheet(png: bytes, sentence: str, language: str) -> bytes:
    """A PNG to print: the picture, the visitor's sentence, and that a machine made it."""
    with Image.open(io.BytesIO(png)) as scene:
        picture = scene.convert("RGB")
    width = _PAPER[0] - 2 * _MARGIN
    height = round(width * picture.height / picture.width)
    paper = Image.new("RGB", _PAPER, "white")
    paper.paste(picture.resize((width, height), Image.Resampling.LANCZOS), (_MARGIN, _MARGIN))
    draw = ImageDraw.Draw(paper)
    serif = ImageFont.truetype(paths.assets() / "fonts" / "Vollkorn-Medium.ttf", 58)
    sans = ImageFont.truetype(paths.assets() / "fonts" / "Cabin-Medium.otf", 34)
    y = _MARGIN + height + 60
    for line in _lines(draw, sentence, serif, width)[:4]:
        draw.text((_MARGIN, y), line, _INK, serif)
        y += 72
    for line in _lines(draw, catalogue.text("ui.label", language), sans, width):
        draw.text((_MARGIN, y + 24), line, _INK, sans)
        y += 44
    data = io.BytesIO()
    paper.save(data, "PNG", dpi=(300, 300))
    return data.getvalue()


class Quota:
    """Prints left today, kept in the state folder. `today` is injected for tests."""

    def __init__(self, most: int) -> None:
        self._most = most

    def left(self, today: datetime.date) -> int:
        """How many sheets may still be printed on this day."""
        counted = _counted()
        return self._most - counted.sheets if counted.day == today else self._most

    def count(self, today: datetime.date) -> None:
        """One sheet more. Raises OSError."""
        counted = _counted()
        sheets = counted.sheets + 1 if counted.day == today else 1
        files.write_atomically(
            paths.state_dir() / "prints.json", msgspec.json.encode(_Counted(today, sheets))
        )


class _Counted(msgspec.Struct, frozen=True):
    day: datetime.date
    sheets: int


def _counted() -> _Counted:
    file = paths.state_dir() / "prints.json"
    try:
        return msgspec.json.decode(file.read_bytes(), type=_Counted)
    except FileNotFoundError:
        pass
    except (OSError, msgspec.DecodeError) as broken:
        _log.warning("%s: %s; today's prints are counted from none", file, broken)
    return _Counted(datetime.date.min, 0)


def _default() -> str | None:
    _, colon, name = _say("lpstat", "-d").partition("system default destination:")
    return name.strip() or None if colon else None


def _say(*command: str) -> str:
    """What a CUPS command says, in its own English; "" where there is no CUPS."""
    try:
        done = subprocess.run(  # noqa: S603
            command,
            capture_output=True,
            text=True,
            timeout=_WAIT_S,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def _lines(
    draw: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, width: int
) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and draw.textlength(longer, font) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
