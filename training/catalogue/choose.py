"""Which pictures are used, in what groups, and on which side of the split each group lies."""

import hashlib
from collections.abc import Mapping, Sequence

from training.catalogue import alike
from training.catalogue.photographs import Facts
from training.catalogue.prepared import LeftOut, Picture
from training.catalogue.rows import Row
from training.catalogue.split import held_out
from training.texts import say


def choose(
    rows: Sequence[Row],
    facts: Mapping[str, Facts],
    same: Sequence[Sequence[str]],
    near: Sequence[Sequence[str]],
    barred: Mapping[str, str],
) -> tuple[list[Picture], list[LeftOut]]:
    """The pictures to use and those left out; `same` and `near` are sets of file names.

    barred: files that something stops, and what.
    """
    copies = {name: names[0] for names in same for name in names[1:]}
    left = [LeftOut(row.file, say("left_flag")) for row in rows if not row.may_train]
    used: dict[str, Row] = {}
    for row in rows:
        if not row.may_train or row.file not in facts:
            continue
        if row.file in barred:
            left.append(LeftOut(row.file, barred[row.file]))
        elif row.file in copies:
            left.append(LeftOut(row.file, say("left_same", file=copies[row.file])))
        else:
            used.setdefault(row.file, row)
    names = _groups(used, near)
    outs = held_out([row.kind for row in used.values()], [names[file] for file in used])
    pictures = [
        Picture(
            file=file, sha256=facts[file].sha256, width=facts[file].width,
            height=facts[file].height, caption=row.caption, kind=row.kind, subject=row.subject,
            group=names[file], held_out=out, rights=row.rights, holder=row.holder,
            may_publish=row.may_publish,
        )
        for (file, row), out in zip(used.items(), outs, strict=True)
    ]  # fmt: skip
    return pictures, left


def _groups(used: Mapping[str, Row], near: Sequence[Sequence[str]]) -> dict[str, str]:
    """A name for each file's group: its subject, and whatever looks nearly the same."""
    place = {file: index for index, file in enumerate(used)}
    by_subject: dict[str, list[int]] = {}
    for index, row in enumerate(used.values()):
        by_subject.setdefault(row.subject or row.file, []).append(index)
    ties = [[place[file] for file in together if file in used] for together in near]
    numbers = alike.groups(len(used), [*by_subject.values(), *filter(None, ties)])
    # Named after content: the same pictures make the same groups in whatever order they stand.
    inside: dict[int, list[str]] = {}
    for file, number in zip(used, numbers, strict=True):
        inside.setdefault(number, []).append(used[file].subject or file)
    names = {
        number: hashlib.sha256("\n".join(sorted(set(members))).encode()).hexdigest()[:12]
        for number, members in inside.items()
    }
    return {file: names[number] for file, number in zip(used, numbers, strict=True)}
