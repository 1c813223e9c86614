"""`heritage-train prepare`: read the catalogue and every picture, judge them, write the report."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from training.catalogue import alike, checks
from training.catalogue.choose import choose
from training.catalogue.findings import Finding, Weight, finding
from training.catalogue.photographs import Facts
from training.catalogue.prepared import NAME, Picture, Prepared
from training.catalogue.reading import embeddings, pictures_in, read_facts
from training.catalogue.report import write_report
from training.catalogue.rows import NAME as CATALOGUE
from training.catalogue.rows import Row, draft, read_catalogue
from training.files import sha256_of, write_atomically
from training.texts import TrainingError, say


class Outcome(msgspec.Struct, frozen=True):
    """What came of it. `prepared` is None where something stops the training."""

    prepared: Prepared | None
    findings: tuple[Finding, ...]
    report: str


def prepare(
    sources: Path, out: Path, *, size: int = 512, today: datetime.date | None = None
) -> Outcome:
    """Judge the pictures in `sources` by the catalogue there; results go to `out`.

    size: what the model is trained at, in pixels. Repeated runs read only what is new.
    Raises TrainingError where there is no catalogue (a draft is written to `out`) or none that
    can be read, or where `out` lies inside `sources`.
    """
    sources = sources.resolve()
    if out.resolve().is_relative_to(sources):
        raise TrainingError("prepare_inside", out=out, folder=sources)
    out.mkdir(parents=True, exist_ok=True)
    there = pictures_in(sources)
    catalogue = sources / CATALOGUE
    if not catalogue.is_file():
        _leave_draft(sources, there, out)
    rows, findings = read_catalogue(catalogue)
    inside, outside = _inside(rows, sources)
    findings += [finding(Weight.STOP, "file_outside", row.file) for row in outside]
    missing = [row.file for row in inside if row.may_train and row.file not in there]
    facts = read_facts(sources, [row.file for row in inside if row.file in there], out)
    same, near = _alike(inside, facts, sources)
    findings += checks.of_rows(rows, today or datetime.datetime.now(datetime.UTC).date())
    findings += checks.of_files(inside, facts, missing, size)
    findings += checks.of_duplicates(inside, same, near)
    strangers = sorted(set(there) - {row.file for row in rows})
    if strangers:
        count = len(strangers)
        findings.append(finding(Weight.WARN, "file_uncatalogued", *strangers, count=count))
    barred = {file: one.text for one in findings if one.weight is Weight.STOP for file in one.files}
    pictures, left = choose(inside, facts, same, near, barred)
    findings += checks.of_amount(len(pictures))
    findings += _unsplit(pictures)
    found = Prepared(
        sources=str(sources), catalogue_sha256=sha256_of(catalogue), size=size,
        pictures=tuple(pictures), left_out=tuple(left),
    )  # fmt: skip
    stopped = any(one.weight is Weight.STOP for one in findings)
    report = write_report(out, found, findings, facts)
    file = out / NAME
    if stopped:
        # What was prepared before holds no longer: nobody shall train on it by mistake.
        file.unlink(missing_ok=True)
        return Outcome(None, tuple(findings), str(report))
    write_atomically(file, msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")
    return Outcome(found, tuple(findings), str(report))


def _leave_draft(sources: Path, there: Sequence[str], out: Path) -> None:
    hashes = {name: sha256_of(sources / name) for name in there}
    file = out / f"rascunho-{CATALOGUE}"
    write_atomically(file, draft(hashes))
    raise TrainingError(
        "catalogue_drafted", folder=sources, count=len(hashes), draft=file, name=CATALOGUE
    )


def _inside(rows: Sequence[Row], sources: Path) -> tuple[list[Row], list[Row]]:
    """Rows whose file lies below `sources`, and the others."""
    inside: list[Row] = []
    outside: list[Row] = []
    for row in rows:
        place = (sources / row.file).resolve()
        (inside if place.is_relative_to(sources) else outside).append(row)
    return inside, outside


def _alike(
    rows: Sequence[Row], facts: Mapping[str, Facts], sources: Path
) -> tuple[list[list[str]], list[list[str]]]:
    """Sets of names of the same file, and of nearly the same picture."""
    names = [row.file for row in rows if row.file in facts]
    names = list(dict.fromkeys(names))
    known = [facts[name] for name in names]
    same = [[names[i] for i in rows] for rows in alike.same(known)]
    files = [sources / name for name in names]
    vectors = embeddings(files, alike.doubtful(known))
    near: dict[int, list[str]] = {}
    numbers = alike.groups(len(names), alike.near(known, vectors))
    for name, group in zip(names, numbers, strict=True):
        near.setdefault(group, []).append(name)
    return same, [together for together in near.values() if len(together) > 1]


def _unsplit(pictures: Sequence[Picture]) -> list[Finding]:
    kinds = {picture.kind for picture in pictures}
    measured = {picture.kind for picture in pictures if picture.held_out}
    alone = [say(f"kind_{kind}") for kind in sorted(kinds - measured)]
    return [finding(Weight.WARN, "unsplit", kind=kind) for kind in alone]
