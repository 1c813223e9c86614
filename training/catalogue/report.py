"""The report: one static page with thumbnails, problems first; opens without a network."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from training.catalogue.findings import Finding, Weight
from training.catalogue.photographs import Facts
from training.catalogue.prepared import Prepared
from training.catalogue.reading import thumbnail
from training.files import write_atomically
from training.texts import language, say

NAME = "index.html"


def write_report(
    out: Path, found: Prepared, findings: Sequence[Finding], facts: Mapping[str, Facts]
) -> Path:
    """Write the page into `out`, beside the thumbnails; returns its path."""
    # Escapes everything: file names and captions come from outside.
    pages = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    pages.globals["say"] = say

    def small(file: str) -> str:
        """The thumbnail's address from the page, or nothing."""
        if file not in facts or not facts[file].readable:
            return ""
        return thumbnail(out, facts[file].sha256).relative_to(out).as_posix()

    page = pages.get_template("report.html").render(
        language=language(),
        ready=not any(one.weight is Weight.STOP for one in findings),
        weights=[(weight, [f for f in findings if f.weight is weight]) for weight in Weight],
        kinds=_kinds(found),
        sides=[("train", found.side(held_out=False)), ("held_out", found.side(held_out=True))],
        left_out=found.left_out,
        digest=found.catalogue_sha256[:16],
        small=small,
    )
    write_atomically(out / NAME, page.encode())
    return out / NAME


def _kinds(found: Prepared) -> list[tuple[str, int, int, int]]:
    """Kind, subjects, pictures to learn from, pictures held out."""
    rows: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    subjects: dict[str, set[str]] = defaultdict(set)
    for picture in found.pictures:
        rows[picture.kind][picture.held_out] += 1
        subjects[picture.kind].add(picture.subject)
    return [(kind, len(subjects[kind]), rows[kind][0], rows[kind][1]) for kind in sorted(rows)]
