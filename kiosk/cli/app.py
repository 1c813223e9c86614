"""Commands and their options. The work itself is in the modules that each command imports."""

from pathlib import Path
from typing import Annotated

import typer

from kiosk import config
from kiosk.cli import bundles, credentials, report, speech, workers
from kiosk.cli import staff as staffing
from kiosk.cli.options import BundleFolder, Json, Keys, Out, ProfileName, Seed, settings

app = typer.Typer(
    help=report.say("help.app"),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.command(help=report.say("help.paint"))
def paint(
    text: Annotated[str, typer.Argument(metavar="TEXT", help=report.say("help.text"))],
    out: Out,
    seed: Seed = None,
    as_json: Json = False,
    profile: ProfileName = None,
    bundle: BundleFolder = None,
    keys: Keys = None,
    steps_preview: Annotated[
        Path | None,
        typer.Option("--steps-preview", metavar="DIR", help=report.say("help.steps_preview")),
    ] = None,
) -> None:
    with report.faults(as_json):
        from kiosk.cli import scene

        asked = scene.Asked(out, seed, profile, bundle, steps_preview)
        scene.paint(text, asked, settings(keys), as_json)


@app.command(help=report.say("help.say"))
def say(
    file: Annotated[Path, typer.Argument(metavar="FILE.wav", help=report.say("help.wav"))],
    out: Out,
    seed: Seed = None,
    as_json: Json = False,
    profile: ProfileName = None,
    bundle: BundleFolder = None,
    keys: Keys = None,
) -> None:
    with report.faults(as_json):
        from kiosk.cli import scene

        scene.say(file, scene.Asked(out, seed, profile, bundle, None), settings(keys), as_json)


@app.command(help=report.say("help.run"))
def run(
    headless: Annotated[
        bool, typer.Option("--headless", help=report.say("help.headless"))
    ] = False,
    fullscreen: Annotated[
        bool, typer.Option("--fullscreen", help=report.say("help.fullscreen"))
    ] = False,
    no_workers: Annotated[
        bool, typer.Option("--no-workers", help=report.say("help.no_workers"))
    ] = False,
) -> None:
    with report.faults():
        if headless:
            from kiosk import demo

            raise typer.Exit(demo.main())
        report.log_to_journal(quiet=False)
        from kiosk.ui import app as window

        raise typer.Exit(
            window.run(config.load(), windowed=not fullscreen, workers=not no_workers)
        )


@app.command(help=report.say("help.selftest"))
def selftest(as_json: Json = False) -> None:
    with report.faults(as_json):
        if not staffing.selftest(as_json):
            raise typer.Exit(1)


@app.command(help=report.say("help.tune"))
def tune(
    redo: Annotated[bool, typer.Option("--redo", help=report.say("help.redo"))] = False,
    as_json: Json = False,
    bundle: BundleFolder = None,
    keys: Keys = None,
) -> None:
    with report.faults(as_json):
        from kiosk.cli import tuning

        tuning.show(bundle, settings(keys), redo, as_json)


@app.command(help=report.say("help.bench"))
def bench(
    growth: Annotated[bool, typer.Option("--growth", help=report.say("help.growth"))] = False,
    runs: Annotated[
        int, typer.Option("--runs", metavar="N", min=1, help=report.say("help.runs"))
    ] = 5,
    as_json: Json = False,
    bundle: BundleFolder = None,
    keys: Keys = None,
) -> None:
    with report.faults(as_json):
        from kiosk.cli import bench as measuring

        asked = measuring.Asked(bundle, tuple(keys or ()), runs)
        (measuring.growth if growth else measuring.bench)(asked, settings(keys), as_json)


@app.command(help=report.say("help.soak"))
def soak(
    visits: Annotated[
        int, typer.Option("--visits", metavar="N", min=1, help=report.say("help.visits"))
    ] = 2000,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help=report.say("help.dice"))] = 0,
    as_json: Json = False,
) -> None:
    with report.faults(as_json):
        from kiosk.cli import soaking

        if not soaking.soak(config.load(), visits, seed, as_json):
            raise typer.Exit(1)


app.add_typer(speech.app)
app.add_typer(workers.app)
app.add_typer(bundles.app, name="bundle")
app.add_typer(staffing.pins, name="pin")
app.add_typer(credentials.app, name="credentials")
