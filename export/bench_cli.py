"""`heritage-export bench`: options and what is printed. The work is in export.bench."""

from enum import StrEnum
from pathlib import Path
from statistics import median
from typing import Annotated, Any, Final

import msgspec
import typer

from export import messages
from export.console import Json, described, faults, offline, progress


class Peer(StrEnum):
    """Those that may be left out."""

    DIFFUSERS = "diffusers"
    COMPILE = "compile"
    OPTIMUM = "optimum"


_BASE: Final = Path(__file__).resolve().parents[1] / "assets" / "base" / "pampa-mini"


def bench(
    base: Annotated[
        Path, typer.Option("--base", metavar="DIR", help=described("bench_base"))
    ] = _BASE,
    home: Annotated[
        Path, typer.Option("--home", metavar="DIR", help=described("bench_home"))
    ] = Path("runs/export-bench"),
    profile: Annotated[str, typer.Option("--profile", help=described("bench_profile"))] = (
        "completo"
    ),
    turns: Annotated[int, typer.Option("--turns", min=1, help=described("bench_turns"))] = 3,
    pictures: Annotated[
        int, typer.Option("--pictures", min=1, help=described("bench_pictures"))
    ] = 5,
    without: Annotated[
        list[Peer] | None, typer.Option("--without", help=described("bench_without"))
    ] = None,
    as_json: Json = False,
) -> None:
    """Measure and print."""
    with faults(as_json):
        offline()
        from export import bench as benching
        from export.errors import ProfileUnknown
        from export.profiles import KNOWN

        if profile not in KNOWN:
            raise ProfileUnknown(name=profile, known=", ".join(KNOWN))
        asked = benching.Asked(
            base=base, home=home.absolute(), spec=KNOWN[profile], turns=turns, pictures=pictures,
            sides=tuple(side for side in benching.SIDES if side not in (without or ())),
        )  # fmt: skip
        with progress(len(asked.sides) * (turns + 1)) as stage:
            found = benching.bench(asked, stage)
    if as_json:
        print(msgspec.json.encode(found).decode())
        return
    _table(found)


def _table(found: Any) -> None:
    print(messages.text("bench.head"))
    for row in found.rows:
        first = {"side": row.side, "first": row.first_s, "peak": row.peak_mb}
        print(messages.text("bench.row", picture=median(row.picture_s), **first))
    for name, value in found.ratio.items():
        print(messages.text("bench.ratio", name=name, value=value))
