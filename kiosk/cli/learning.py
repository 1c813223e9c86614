"""`heritage-kiosk learn`: the second opinion made anew from judged sentences, and its worth."""

import itertools
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from rich.progress import Progress

from kiosk import errors, files
from kiosk.cli import report, words
from kiosk.prompts import glossary, lexicon, opinion, rules, safety, wish
from kiosk.prompts.opinion import Example
from kiosk.prompts.rulebook import Rulebook

# Each fifth of the sentences is judged by what the other four taught.
_FOLDS: Final = 5
_ARTICLES: Final = ("um", "uma", "o", "a")


class _Line(words.Expected, frozen=True, kw_only=True):
    """`category` is a category of the rules, empty where the sentence is allowed."""

    text: str
    category: str = ""


def learned(folder: Path, out: Path, as_json: bool) -> None:
    """Learn from all JSONL files in `folder` and the rules' own examples, write the opinion to
    `out`, and print what rules and opinion come to on sentences that were not learnt from.

    Raises SetUnreadable naming the line that is wrong, or the folder without such files.
    """
    file = rules.read(rules.chosen())
    book = Rulebook(file)
    lines = list(_lines(folder, book))
    own = [Example(_seen(text, book), name) for text, name in _own(file) if text]
    examples = [Example(_seen(line.text, book), line.category or opinion.ALLOWED) for line in lines]
    fold = [zlib.crc32(line.text.encode()) % _FOLDS for line in lines]
    held_out: list[rules.Verdict] = ["allow"] * len(lines)
    with Progress(transient=True) as bar:
        task = bar.add_task("learn", total=(_FOLDS + 1) * opinion.EPOCHS)
        for number in range(_FOLDS):
            others = [one for one, at in zip(examples, fold, strict=True) if at != number]
            taught = opinion.learn(own + others, done=lambda: bar.advance(task))
            second = Rulebook(file, taught)
            for at, line in enumerate(lines):
                if fold[at] == number:
                    held_out[at] = safety.judge(line.text, second).verdict
        made = opinion.learn(own + examples, done=lambda: bar.advance(task))
    files.write_atomically(out, made.packed())
    table: dict[str, Any] = {"sentences": len(lines), "classes": len(made.names)}
    table |= words.compared(held_out, lines)
    report.result(table, as_json, report.say("learned.table", **table))


def _own(file: rules.RuleFile) -> Iterator[tuple[str, str]]:
    """The examples of the rules themselves and the words of the lexicon, each with its class."""
    for rule in file.rule:
        yield from ((text, rule.category) for text in rule.applies)
        yield from ((text, opinion.ALLOWED) for text in (*rule.spares, rule.instead))
    for text in _harmless():
        yield text, opinion.ALLOWED


def _harmless() -> Iterator[str]:
    """Every word of the lexicon in short wishes, and every pair of chips: all of it is offered."""
    subjects = lexicon.chips("who")
    for chip in lexicon.chips():
        yield chip.fragment
        if chip.category != "who":
            yield from (f"{who.fragment} {chip.fragment}" for who in subjects)
    for term in glossary.terms():
        yield from (term.gloss or "", *term.forms)
        yield from (f"{article} {form}" for form in term.forms for article in _ARTICLES)
    before, after = wish.manners()
    fragments = itertools.cycle(chip.fragment for chip in subjects)
    for phrase in before:
        yield from (phrase, f"{phrase} {next(fragments)}", f"{phrase} {next(fragments)}")
    for phrase in after:
        yield from (phrase, f"{next(fragments)} {phrase}", f"{next(fragments)} {phrase}")


def _seen(text: str, book: Rulebook) -> npt.NDArray[np.intp]:
    clear = next(iter(book.readings(text.split())), ())
    return opinion.see(book.sight(clear, book.hits(clear)))


def _lines(folder: Path, book: Rulebook) -> Iterator[_Line]:
    found = sorted(folder.glob("*.jsonl"))
    if not found:
        # The lexicon alone would teach that everything is allowed.
        raise errors.SetUnreadable(file=folder, line=0, reason="*.jsonl")
    for file in found:
        for number, line in enumerate(words.records(file, words.lines_of(file), _Line), start=1):
            rule = book.by_category.get(line.category)
            verdict = rule.verdict if rule is not None else "allow"
            if verdict != line.expect or (rule is None and line.category):
                reason = f"{line.expect}: {line.category}"
                raise errors.SetUnreadable(file=file, line=number, reason=reason)
            yield line
