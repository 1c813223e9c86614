"""`heritage-kiosk words`: sentences of a file judged as a visitor's are, and rules tested."""

import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec
import typer

from kiosk import errors
from kiosk.cli import report
from kiosk.gallery import local
from kiosk.prompts import opinion, path, rules, safety
from kiosk.prompts.rulebook import Rulebook

_T = TypeVar("_T")
# The first sentences read the lexicon, which the kiosk has done before a visitor speaks: one with
# a word to repair, one with nothing to paint.
_WARMING: Final = ("um xima rão quente", "um helicopterozinho")


class _Sentence(msgspec.Struct, frozen=True):
    """All that is read of a line before it is judged; other fields are ignored."""

    id: str
    text: str


class Expected(msgspec.Struct, frozen=True):
    """What a line says should have come out; read when everything is judged."""

    expect: rules.Verdict | None = None
    kind: str = ""


def judged(file: Path, reads: path.PromptLanguage, book: Rulebook | None, as_json: bool) -> None:
    """Print what becomes of every sentence in a JSONL file.

    `reads` is the language of the bundle's model. Raises SetUnreadable.
    """
    lines = lines_of(file)
    for text in _WARMING:
        path.prepare(text, prompt_language=reads, book=book)
    items = []
    outcomes = []
    for sentence in records(file, lines, _Sentence):
        began = time.perf_counter()
        prepared = path.prepare(sentence.text, prompt_language=reads, book=book)
        ms = (time.perf_counter() - began) * 1000
        outcomes.append(prepared)
        items.append(
            {
                "id": sentence.id,
                "verdict": prepared.verdict,
                "final_prompt": prepared.final_prompt,
                "terms": [canonical for _, canonical, _ in prepared.terms],
                "ms": round(ms, 3),
            }
        )
    verdicts = [prepared.verdict for prepared in outcomes]
    table = _table(items, outcomes) | compared(verdicts, list(records(file, lines, Expected)))
    report.result({"items": items, "table": table}, as_json, _told(items, table))


def rulebook(file: Path | None) -> Rulebook | None:
    """The rules in `file`, None for those in force. Raises ConfigUnreadable."""
    return None if file is None else Rulebook(rules.read(file), opinion.shipped())


def checked(file: Path | None, as_json: bool) -> None:
    """Put a rule file, else the one in force, to its own examples; leaves with 1 if one fails.

    Raises ConfigUnreadable.
    """
    at = file or rules.chosen()
    book = Rulebook(rules.read(at), opinion.shipped())
    failed = [msgspec.structs.asdict(failure) for failure in safety.failures(book)]
    examples = sum(len((*one.rule.applies, *one.rule.spares)) for one in book.rules)
    fields = {"file": str(at), "rules": len(book.rules), "examples": examples, "failures": failed}
    rows = [report.say("words.failure", **failure) for failure in failed]
    told = report.say("words.checked", failed=len(failed), **fields)
    report.result(fields, as_json, "\n".join((*rows, told)))
    if failed:
        raise typer.Exit(1)


def counts(as_json: bool) -> None:
    """Print how often each category applied on this computer."""
    counted = dict(local.words_counted())
    rows = [report.say("words.count", name=name, count=count) for name, count in counted.items()]
    report.result({"counts": counted}, as_json, "\n".join(rows) or report.say("words.nothing"))


def lines_of(file: Path) -> list[bytes]:
    try:
        return file.read_bytes().splitlines()
    except OSError as refused:
        raise errors.SetUnreadable(file=file, line=0, reason=refused.strerror) from refused


def records(file: Path, lines: Sequence[bytes], shape: type[_T]) -> Iterator[_T]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield msgspec.json.decode(line, type=shape)
            except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
                raise errors.SetUnreadable(file=file, line=number, reason=str(wrong)) from wrong


def _table(items: Sequence[dict[str, Any]], outcomes: Sequence[path.Prepared]) -> dict[str, Any]:
    verdicts = Counter(prepared.verdict for prepared in outcomes)
    took = sorted(item["ms"] for item in items)
    return {
        "sentences": len(items),
        "allow": verdicts["allow"],
        "soften": verdicts["soften"],
        "block": verdicts["block"],
        "categories": dict(Counter(one.category for one in outcomes if one.category)),
        "ms_p50": statistics.median(took) if took else 0.0,
        "ms_max": took[-1] if took else 0.0,
    }


def compared(
    outcomes: Sequence[rules.Verdict], expected: Sequence[Expected]
) -> dict[str, float | None]:
    """Shares of right and wrong verdicts; nothing where the file expects nothing.

    None is a share of no sentences at all.
    """
    pairs = [
        (want.expect, want.kind, got)
        for want, got in zip(expected, outcomes, strict=True)
        if want.expect is not None
    ]
    if not pairs:
        return {}
    allowed = [got for expect, _, got in pairs if expect == "allow"]
    tricky = [got for expect, kind, got in pairs if expect == "allow" and kind == "tricky"]
    return {
        "blocked_recall": _share([got for expect, _, got in pairs if expect == "block"], "block"),
        "wrongly_blocked": _share(allowed, "block"),
        "wrongly_blocked_tricky": _share(tricky, "block"),
        "wrongly_softened": _share(allowed, "soften"),
        "soften_right": _share([got for expect, _, got in pairs if expect == "soften"], "soften"),
    }


def _share(verdicts: Sequence[rules.Verdict], wanted: rules.Verdict) -> float | None:
    return round(verdicts.count(wanted) / len(verdicts), 4) if verdicts else None


def _told(items: Sequence[dict[str, Any]], table: dict[str, Any]) -> str:
    rows = [report.say("words.row", **item) for item in items]
    return "\n".join((*rows, report.say("words.table", **table)))
