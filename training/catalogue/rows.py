"""The catalogue file: a table (CSV) with one row a picture, as a spreadsheet writes it."""

import csv
import datetime
import io
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path

import msgspec

from training.catalogue.findings import Finding, Weight, finding
from training.texts import TrainingError

NAME = "catalogo.csv"
COLUMNS = (
    "file", "accession", "source", "rights", "holder", "expires", "may_train", "may_publish",
    "sensitivity", "kind", "subject", "caption", "caption_origin", "sha256",
)  # fmt: skip
_NEEDED = ("file", "rights", "may_train", "kind", "subject", "caption")
_FLAGS = {"sim": True, "yes": True, "si": True, "sí": True, "1": True, "true": True,
          "não": False, "nao": False, "no": False, "0": False, "false": False}  # fmt: skip


class Kind(StrEnum):
    """What a picture shows; the presets are named after it."""

    OBJECT = "object"
    SPECIES = "species"
    PERSON = "person"


class Sensitivity(StrEnum):
    """What the communities concerned say of showing or imitating it."""

    NONE = "none"
    CONSULT = "consult"  # train on it only once a named person has agreed: see `holder`
    RESTRICTED = "restricted"  # never


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One picture. `file` is relative to the folder; `subject` is the one object, individual, place
    or event shown: pictures of the same subject never lie on both sides of the split.
    """

    file: str
    rights: str
    may_train: bool
    kind: Kind
    subject: str
    caption: str
    accession: str = ""
    source: str = ""
    holder: str = ""
    expires: datetime.date | None = None
    may_publish: bool = False
    sensitivity: Sensitivity = Sensitivity.NONE
    caption_origin: str = ""
    sha256: str = ""


def read_catalogue(file: Path) -> tuple[list[Row], list[Finding]]:
    """All rows that can be read, and what is wrong with the others.

    Commas or semicolons, with or without a byte-order mark: as Excel and LibreOffice write it.
    Raises TrainingError where there is no such table at all.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise TrainingError("catalogue_missing", file=file) from error
    except (OSError, UnicodeDecodeError) as error:
        raise TrainingError("catalogue_unreadable", file=file, reason=error) from error
    rows: list[Row] = []
    findings: list[Finding] = []
    for number, cells in _lines(file, text):
        wrong = list(_wrong(cells))
        if wrong:
            name = cells["file"] or str(number)
            findings += [
                finding(Weight.STOP, "row_value", name, line=number, column=column, value=value,
                        allowed=allowed)
                for column, value, allowed in wrong
            ]  # fmt: skip
            continue
        rows.append(_row(cells))
    return rows, findings


def draft(files: Mapping[str, str]) -> bytes:
    """A catalogue to fill in: one line for each of `files` (name to sha256), the rest empty."""
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\r\n")
    table.writeheader()
    table.writerows({"file": name, "sha256": digest} for name, digest in sorted(files.items()))
    return text.getvalue().encode("utf-8-sig")


def _lines(file: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    head = text.split("\n", 1)[0]
    table = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ","
    )
    columns = [(name or "").strip() for name in table.fieldnames or ()]
    missing = [name for name in _NEEDED if name not in columns]
    strange = [name for name in columns if name not in COLUMNS]
    if missing or strange:
        raise TrainingError(
            "catalogue_columns", file=file, missing=", ".join(missing) or "-",
            strange=", ".join(strange) or "-", known=", ".join(COLUMNS),
        )  # fmt: skip
    table.fieldnames = columns
    for cells in table:
        # A line with more cells than the head puts the rest under None.
        values = {name: (cells.get(name) or "").strip() for name in COLUMNS}
        if any(values.values()):
            yield table.line_num, values


def _wrong(cells: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Column, value and what is allowed there, for every cell that cannot be read."""
    if not cells["file"]:
        yield "file", "", "…/foto.jpg"
    for column in ("may_train", "may_publish"):
        needed = column in _NEEDED
        if (cells[column] or needed) and cells[column].casefold() not in _FLAGS:
            yield column, cells[column], "sim, não"
    for column, values in (("kind", Kind), ("sensitivity", Sensitivity)):
        if (cells[column] or column in _NEEDED) and cells[column] not in list(values):
            yield column, cells[column], ", ".join(values)
    if cells["expires"] and _date(cells["expires"]) is None:
        yield "expires", cells["expires"], "2027-12-31, 31/12/2027"


def _row(cells: Mapping[str, str]) -> Row:
    return Row(
        file=cells["file"].replace("\\", "/"),
        rights=cells["rights"],
        may_train=_FLAGS[cells["may_train"].casefold()],
        kind=Kind(cells["kind"]),
        subject=cells["subject"],
        caption=cells["caption"],
        accession=cells["accession"],
        source=cells["source"],
        holder=cells["holder"],
        expires=_date(cells["expires"]),
        may_publish=_FLAGS.get(cells["may_publish"].casefold(), False),
        sensitivity=Sensitivity(cells["sensitivity"] or Sensitivity.NONE),
        caption_origin=cells["caption_origin"],
        sha256=cells["sha256"].lower(),
    )


def _date(text: str) -> datetime.date | None:
    """ISO, or day first as Brazilian spreadsheets write it."""
    parts = text.split("/")
    iso = "-".join(reversed(parts)) if len(parts) == 3 else text
    try:
        return datetime.date.fromisoformat(iso)
    except ValueError:
        return None
