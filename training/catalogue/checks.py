"""All that may be wrong with a catalogue and its pictures; pure functions of what was read."""

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import median

from training.catalogue.findings import Finding, Weight, finding
from training.catalogue.photographs import Facts
from training.catalogue.rights import Standing, standing
from training.catalogue.rows import Row, Sensitivity

LEAST = 8  # pictures that a concept can be learnt from at all
WORDS = 55  # about what CLIP's 77 tokens hold of Portuguese
_MOST_OF_ONE = 0.4  # share of all pictures that one subject may have
_NOT_A_SENTENCE = re.compile(
    r"(?i)^(?:img|dsc|dscn|p|pic|foto|scan|imagem)?[\s_-]*\d[\d\s_-]*$|\.(?:jpe?g|png|tiff?)$|https?://"
)
_PLAIN_MODES = ("RGB", "L", "P", "RGBA", "LA", "PA")


def of_rows(rows: Sequence[Row], today: datetime.date) -> list[Finding]:
    """What the catalogue alone shows: rights, consent, captions, subjects, balance."""
    wanted = [row for row in rows if row.may_train]
    return [
        *_twice(rows),
        *(one for row in wanted for one in _of_rights(row, today)),
        *(one for row in wanted for one in _of_caption(row)),
        *_captions(wanted),
        *_subjects(wanted),
    ]


def of_files(
    rows: Sequence[Row], facts: Mapping[str, Facts], missing: Sequence[str], size: int
) -> list[Finding]:
    """What the files of the rows that shall be trained on show; `size` in pixels is the model's."""
    wanted = [row for row in rows if row.may_train]
    found = [finding(Weight.STOP, "file_missing", name) for name in missing]
    for row in wanted:
        if row.file in facts:
            found += _of_file(row, facts[row.file], size)
    known = [(row.file, facts[row.file]) for row in wanted if row.file in facts]
    return [*found, *_of_many(known, size)]


def of_duplicates(
    rows: Sequence[Row], same: Sequence[Sequence[str]], near: Sequence[Sequence[str]]
) -> list[Finding]:
    """Files that are the same or nearly: `same` and `near` are sets of file names."""
    by_file = {row.file: row for row in rows}
    found = []
    for names in same:
        said = {(by_file[name].rights, by_file[name].may_train) for name in names}
        if len(said) == 1:
            found.append(finding(Weight.WARN, "same", *names))
        else:
            found.append(finding(Weight.STOP, "same_contradicts", *names))
    return [*found, *(finding(Weight.WARN, "near", *names) for names in near)]


def of_amount(usable: int) -> list[Finding]:
    """Too few pictures to learn from, or none."""
    if usable == 0:
        return [finding(Weight.STOP, "nothing")]
    if usable < LEAST:
        return [finding(Weight.WARN, "few", count=usable, least=LEAST)]
    return []


def _twice(rows: Sequence[Row]) -> Iterator[Finding]:
    for name, count in Counter(row.file for row in rows).items():
        if count > 1:
            yield finding(Weight.STOP, "row_twice", name)


def _of_rights(row: Row, today: datetime.date) -> Iterator[Finding]:
    allowed = standing(row.rights)
    if not row.rights:
        yield finding(Weight.STOP, "rights_missing", row.file)
    elif allowed is None:
        yield finding(Weight.STOP, "rights_unknown", row.file, uri=row.rights)
    elif allowed is Standing.NEVER:
        yield finding(Weight.STOP, "rights_never", row.file, uri=row.rights)
    elif allowed is Standing.ASK and not row.holder:
        yield finding(Weight.STOP, "rights_consent", row.file, uri=row.rights)
    if row.expires is not None and row.expires < today:
        yield finding(Weight.STOP, "rights_expired", row.file, date=row.expires.isoformat())
    if row.sensitivity is Sensitivity.RESTRICTED:
        yield finding(Weight.STOP, "restricted", row.file)
    elif row.sensitivity is Sensitivity.CONSULT and not row.holder:
        yield finding(Weight.STOP, "consult", row.file)


def _of_caption(row: Row) -> Iterator[Finding]:
    if not row.caption:
        yield finding(Weight.STOP, "caption_missing", row.file)
    elif _NOT_A_SENTENCE.search(row.caption):
        yield finding(Weight.WARN, "caption_name", row.file, caption=row.caption)
    elif len(row.caption.split()) > WORDS:
        words = len(row.caption.split())
        yield finding(Weight.WARN, "caption_long", row.file, words=words, most=WORDS)
    if not row.subject:
        yield finding(Weight.WARN, "subject_missing", row.file)


def _captions(rows: Sequence[Row]) -> Iterator[Finding]:
    by_caption: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.caption:
            by_caption[row.caption.casefold()].append(row.file)
    for caption, files in by_caption.items():
        if len(files) > max(3, len(rows) // 4):
            count = len(files)
            yield finding(Weight.WARN, "caption_same", *files, count=count, caption=caption)
    silent = [row.file for row in rows if row.caption and not row.caption_origin]
    if silent:
        yield finding(Weight.NOTE, "origin_missing", *silent, count=len(silent))


def _subjects(rows: Sequence[Row]) -> Iterator[Finding]:
    by_subject: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.subject:
            by_subject[row.subject].append(row.file)
    if len(by_subject) < 2:
        return
    usual = median(len(files) for files in by_subject.values())
    for subject, files in by_subject.items():
        if len(files) > _MOST_OF_ONE * len(rows) and len(files) > 3 * usual:
            count, total = len(files), len(rows)
            yield finding(
                Weight.WARN, "unbalanced", *files, subject=subject, count=count, total=total
            )


def _of_file(row: Row, facts: Facts, size: int) -> Iterator[Finding]:
    least = size // 4
    if row.sha256 and row.sha256 != facts.sha256:
        yield finding(Weight.STOP, "file_changed", row.file)
    shape = {"width": facts.width, "height": facts.height}
    if facts.too_large:
        yield finding(Weight.STOP, "too_large", row.file, **shape)
    elif facts.fault:
        yield finding(Weight.STOP, "unreadable", row.file, reason=facts.fault)
    elif min(facts.width, facts.height) < least:
        yield finding(Weight.STOP, "too_small", row.file, size=size, least=least, **shape)


def _of_many(known: Sequence[tuple[str, Facts]], size: int) -> Iterator[Finding]:
    """What is common and harmless: told once for all files."""
    readable = [(name, facts) for name, facts in known if facts.readable]

    def having(holds: Callable[[Facts], bool]) -> list[str]:
        return [name for name, facts in readable if holds(facts)]

    small = having(lambda facts: size // 4 <= min(facts.width, facts.height) < size)
    if small:
        yield finding(Weight.WARN, "small", *small, count=len(small), size=size)
    turned = having(lambda facts: facts.turned)
    if turned:
        yield finding(Weight.NOTE, "turned", *turned, count=len(turned))
    odd = having(lambda facts: facts.mode not in _PLAIN_MODES)
    if odd:
        modes = sorted({facts.mode for _, facts in readable} - set(_PLAIN_MODES))
        yield finding(Weight.NOTE, "mode", *odd, count=len(odd), modes=", ".join(modes))
