"""`heritage-kiosk credentials`: make, show and verify what signs the pictures that leave."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk import errors
from kiosk.cli import report
from kiosk.cli.options import Json

if TYPE_CHECKING:
    from kiosk.credentials import identity, sign

app = typer.Typer(
    help=report.text("credentials.help.group"), no_args_is_help=True, rich_markup_mode=None
)


@app.command(help=report.text("credentials.help.new"))
def new(
    museum: Annotated[
        str, typer.Option("--museum", metavar="NAME", help=report.text("credentials.help.museum"))
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help=report.text("credentials.help.replace"))
    ] = False,
    as_json: Json = False,
) -> None:
    with report.faults(as_json):
        from kiosk.credentials import identity

        _show("made", identity.make(museum, replace=replace), as_json)


@app.command(help=report.text("credentials.help.status"))
def status(as_json: Json = False) -> None:
    with report.faults(as_json):
        from kiosk.credentials import identity

        found = identity.load()
        if found is None:
            report.result({"signed": False}, as_json, report.text("credentials.absent"))
            raise typer.Exit(1)
        _show("present", found, as_json)


@app.command(help=report.text("credentials.help.verify"))
def verify(
    file: Annotated[
        Path, typer.Argument(metavar="F.png", help=report.text("credentials.help.picture"))
    ],
    as_json: Json = False,
) -> None:
    with report.faults(as_json):
        from kiosk.credentials import sign

        reading = sign.read(_bytes(file))
        report.result(_fields(reading), as_json, _told(file, reading))
        if reading is None or not reading.intact:
            raise typer.Exit(1)


def _show(key: str, found: "identity.Identity", as_json: bool) -> None:
    values = {
        "organisation": found.organisation,
        "file": str(found.file),
        "ends": f"{found.ends:%Y-%m-%d}",
    }
    report.result({"signed": True, **values}, as_json, report.text(f"credentials.{key}", **values))


def _fields(reading: "sign.Reading | None") -> dict[str, object]:
    import msgspec

    return {"signed": False} if reading is None else {
        "signed": True, **msgspec.structs.asdict(reading)
    }  # fmt: skip


def _told(file: Path, reading: "sign.Reading | None") -> str:
    if reading is None:
        return report.text("credentials.none", file=file)
    if not reading.intact:
        return report.text("credentials.changed", file=file, failures=", ".join(reading.failures))
    return report.text(
        "credentials.intact",
        file=file,
        organisation=reading.organisation,
        whose=report.text("credentials.ours" if reading.ours else "credentials.foreign"),
        source=reading.source,
    )


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as refused:
        raise errors.PictureUnreadable(file=file, reason=refused.strerror) from refused
