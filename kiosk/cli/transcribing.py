"""`heritage-kiosk transcribe`: recordings of a file's sentences heard as a visitor's are."""

import csv
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np

from kiosk import config as configuration
from kiosk import errors
from kiosk.cli import report
from kiosk.listener import transcribe, wav
from kiosk.prompts import normalise, repair
from kiosk.wire import messages

_COLUMNS: Final = ("id", "text", "key_terms")
# The first sentence reads the lexicon, which the kiosk has done before a visitor speaks.
_WARMING: Final = "um xima rão quente"


class Row(msgspec.Struct, frozen=True):
    """A sentence, its gaúcho words, and the recording that says it."""

    id: str
    text: str
    key_terms: tuple[str, ...]
    audio: Path


class Heard(msgspec.Struct, frozen=True):
    """What was heard, "" where it was doubted; `repaired` is what the kiosk goes on with."""

    text: str
    repaired: str
    seconds: float


def transcribed(file: Path, audio: Path, language: messages.Language, as_json: bool) -> None:
    """Print what is heard in DIR/<id>.wav for every row of a TSV file.

    Raises SetUnreadable, AudioFault, SpeechModelAbsent or SpeechModelChanged; a row or recording
    that is not there is told before anything is heard.
    """
    asked = list(rows(file, audio))
    for row in asked:
        if not row.audio.is_file():
            raise errors.AudioMissing(file=str(row.audio))
    config = configuration.load()
    given = None if config.speech_model is None else Path(config.speech_model)
    model = transcribe.ready(
        given, configuration.threads(config), gpu=config.provider != "cpu"
    )
    repair.repair(_WARMING)
    heard = [hear(model, row, language) for row in asked]
    after = [one.repaired for one in heard]
    recall, precision = terms(asked, after)
    took = [one.seconds for one in heard]
    fields: dict[str, Any] = {
        "wer": _rounded(word_error_rate(asked, [one.text for one in heard])),
        "term_recall": _rounded(recall),
        "term_precision": _rounded(precision),
        "p50_s": _rounded(float(np.percentile(took, 50))),
        "p95_s": _rounded(float(np.percentile(took, 95))),
        "items": [
            {"id": row.id, "text": one.text, "repaired": one.repaired}
            for row, one in zip(asked, heard, strict=True)
        ],
    }
    report.result(fields, as_json, _told(fields, *terms(asked, [one.text for one in heard])))


def word_error_rate(asked: Sequence[Row], heard: Sequence[str]) -> float | None:
    """Words wrong, lost and added of all that were said, compared without accents and case."""
    said = wrong = 0
    for row, text in zip(asked, heard, strict=True):
        meant = normalise.fold(row.text).split()
        said += len(meant)
        wrong += _edits(meant, normalise.fold(text).split())
    return wrong / said if said else None


def terms(asked: Sequence[Row], heard: Sequence[str]) -> tuple[float | None, float | None]:
    """Share of the key terms that were heard, and share of those heard that were said.

    The second looks for the key terms of every row in every row's text.
    """
    every = sorted({term for row in asked for term in row.key_terms})
    wanted = found = claimed = right = 0
    for row, text in zip(asked, heard, strict=True):
        wanted += len(row.key_terms)
        found += sum(_says(text, term) for term in row.key_terms)
        claims = [term for term in every if _says(text, term)]
        claimed += len(claims)
        right += sum(_says(row.text, term) for term in claims)
    return found / wanted if wanted else None, right / claimed if claimed else None


def rows(file: Path, audio: Path) -> Iterator[Row]:
    """The rows of a set. Raises SetUnreadable with the line that is wrong."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise errors.SetUnreadable(file=file, line=0, reason=str(fault)) from fault
    table = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    seen: set[str] = set()
    for cells in table:
        # Too many cells are under None, missing ones are None.
        if None in cells or any(cells.get(name) is None for name in _COLUMNS):
            _refuse(file, table.line_num, "columns", names=", ".join(_COLUMNS))
        name = cells["id"]
        if name in seen or not name or name.startswith(".") or Path(name).name != name:
            _refuse(file, table.line_num, "id", name=name)
        seen.add(name)
        key_terms = tuple(term for term in cells["key_terms"].split("|") if term.strip())
        yield Row(name, cells["text"], key_terms, audio / f"{name}.wav")
    if not seen:
        _refuse(file, table.line_num, "empty")


def _refuse(file: Path, line: int, why: str, **values: str) -> None:
    reason = report.say(f"transcribed.{why}", **values)
    raise errors.SetUnreadable(file=file, line=line, reason=reason)


def hear(model: transcribe.Transcriber, row: Row, language: messages.Language) -> Heard:
    """Timed from the end of speech: the recording is in memory by then."""
    try:
        samples = wav.read(row.audio)
    except errors.AudioSilent:
        samples = np.zeros(0, np.float32)
    began = time.perf_counter()
    try:
        text = model.transcribe(samples, language).text
    except errors.NothingUnderstood:
        text = ""
    repaired = repair.repair(text)
    return Heard(text, repaired, time.perf_counter() - began)


def _says(text: str, term: str) -> bool:
    return f" {normalise.fold(term)} " in f" {normalise.fold(text)} "


def _edits(meant: Sequence[str], heard: Sequence[str]) -> int:
    """Levenshtein's distance in words."""
    row = list(range(len(heard) + 1))
    for at, word in enumerate(meant, start=1):
        before, row = row, [at]
        for to, other in enumerate(heard, start=1):
            row.append(min(before[to] + 1, row[-1] + 1, before[to - 1] + (word != other)))
    return row[-1]


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 4)


def _told(fields: dict[str, Any], recall: float | None, precision: float | None) -> str:
    lines = [report.say("transcribed.row", **item) for item in fields["items"]]
    before = {"recall_heard": _rounded(recall), "precision_heard": _rounded(precision)}
    return "\n".join((*lines, report.say("transcribed.table", **fields, **before)))
