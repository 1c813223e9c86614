"""`heritage-kiosk bundle`: its commands and their options."""

from pathlib import Path
from typing import Annotated

import typer

from kiosk import paths
from kiosk.cli import report
from kiosk.cli.options import Json, Keys, Socket, settings

app = typer.Typer(help=report.say("help.bundle"), no_args_is_help=True, rich_markup_mode=None)
Folder = Annotated[Path, typer.Argument(metavar="DIR", help=report.say("help.folder"))]


@app.command(help=report.say("help.verify"))
def verify(folder: Folder, as_json: Json = False, keys: Keys = None) -> None:
    with report.faults(as_json):
        from kiosk.cli import packages

        if not packages.verify(folder, settings(keys), as_json):
            raise typer.Exit(1)


@app.command(help=report.say("help.install"))
def install(folder: Folder, as_json: Json = False, keys: Keys = None) -> None:
    with report.faults(as_json):
        from kiosk.cli import packages

        packages.install(folder, settings(keys), as_json)


@app.command(help=report.say("help.load"))
def load(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help=report.say("help.load_folder"))
    ] = None,
    as_json: Json = False,
    ahead: Annotated[bool, typer.Option("--ahead", help=report.say("help.ahead"))] = False,
    socket: Socket = None,
) -> None:
    with report.faults(as_json):
        from kiosk.cli import packages

        at = socket or paths.runtime_dir() / "painter.sock"
        packages.load(folder, at, ahead, as_json)
