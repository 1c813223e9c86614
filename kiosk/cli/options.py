"""Options that several commands take."""

from pathlib import Path
from typing import Annotated

import typer

from kiosk import config
from kiosk.cli import report

Json = Annotated[bool, typer.Option("--json", help=report.say("help.json"))]
Out = Annotated[Path, typer.Option("--out", metavar="F.png", help=report.say("help.out"))]
Seed = Annotated[int | None, typer.Option("--seed", metavar="N", help=report.say("help.seed"))]
ProfileName = Annotated[str | None, typer.Option("--profile", help=report.say("help.profile"))]
BundleFolder = Annotated[
    Path | None, typer.Option("--bundle", metavar="DIR", help=report.say("help.bundle_option"))
]
Keys = Annotated[
    list[Path] | None, typer.Option("--keys", metavar="DIR", help=report.say("help.keys"))
]
Socket = Annotated[
    Path | None, typer.Option("--socket", metavar="S", help=report.say("help.socket"))
]
WorkerSocket = Annotated[Path, typer.Option("--socket", metavar="S")]
Child = Annotated[bool, typer.Option("--child")]


def settings(keys: list[Path] | None) -> config.KioskConfig:
    """The configuration, with these folders of keys in place of its own where there are any."""
    loaded = config.load()
    return config.with_keys(loaded, keys) if keys else loaded
