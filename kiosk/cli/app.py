"""Commands and their options. The work itself is in the modules that each command imports."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kiosk import config, paths
from kiosk.cli import credentials, report
from kiosk.cli import staff as staffing


class SpokenLanguage(StrEnum):
    """What a visitor speaks."""

    PT = "pt"
    ES = "es"
    EN = "en"


class PromptLanguage(StrEnum):
    """What a bundle's text encoder reads."""

    PT = "pt"
    EN = "en"


app = typer.Typer(
    help=report.say("help.app"),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
bundles = typer.Typer(help=report.say("help.bundle"), no_args_is_help=True, rich_markup_mode=None)
app.add_typer(bundles, name="bundle")
app.add_typer(staffing.pins, name="pin")
app.add_typer(credentials.app, name="credentials")

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
Folder = Annotated[Path, typer.Argument(metavar="DIR", help=report.say("help.folder"))]
Socket = Annotated[Path, typer.Option("--socket", metavar="S")]
Child = Annotated[bool, typer.Option("--child")]


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
        scene.paint(text, asked, _config(keys), as_json)


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

        scene.say(file, scene.Asked(out, seed, profile, bundle, None), _config(keys), as_json)


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


@bundles.command(help=report.say("help.verify"))
def verify(folder: Folder, as_json: Json = False, keys: Keys = None) -> None:
    with report.faults(as_json):
        from kiosk.cli import packages

        if not packages.verify(folder, _config(keys), as_json):
            raise typer.Exit(1)


@bundles.command(help=report.say("help.install"))
def install(folder: Folder, as_json: Json = False, keys: Keys = None) -> None:
    with report.faults(as_json):
        from kiosk.cli import packages

        packages.install(folder, _config(keys), as_json)


@bundles.command(help=report.say("help.load"))
def load(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help=report.say("help.load_folder"))
    ] = None,
    as_json: Json = False,
    ahead: Annotated[bool, typer.Option("--ahead", help=report.say("help.ahead"))] = False,
    socket: Annotated[
        Path | None, typer.Option("--socket", metavar="S", help=report.say("help.socket"))
    ] = None,
) -> None:
    with report.faults(as_json):
        from kiosk.cli import packages

        at = socket or paths.runtime_dir() / "painter.sock"
        packages.load(folder, at, ahead, as_json)


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

        tuning.show(bundle, _config(keys), redo, as_json)


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
        (measuring.growth if growth else measuring.bench)(asked, _config(keys), as_json)


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


@app.command(help=report.say("help.words"))
def words(
    file: Annotated[
        Path | None, typer.Argument(metavar="SET.jsonl", help=report.say("help.words_set"))
    ] = None,
    as_json: Json = False,
    rules: Annotated[
        Path | None, typer.Option("--rules", metavar="F.toml", help=report.say("help.rules"))
    ] = None,
    reads: Annotated[
        PromptLanguage, typer.Option("--reads", help=report.say("help.reads"))
    ] = PromptLanguage.PT,
    counts: Annotated[bool, typer.Option("--counts", help=report.say("help.counts"))] = False,
) -> None:
    with report.faults(as_json):
        from kiosk.cli import words as judging

        if counts:
            judging.counts(as_json)
        elif file is None:
            judging.checked(rules, as_json)
        else:
            judging.judged(file, reads.value, judging.rulebook(rules), as_json)


@app.command(help=report.say("help.translate"))
def translate(
    file: Annotated[Path, typer.Argument(metavar="SET.tsv", help=report.say("help.translate_set"))],
    as_json: Json = False,
) -> None:
    with report.faults(as_json):
        from kiosk.cli import translating

        translating.translated(file, as_json)


@app.command(help=report.say("help.listen"))
def listen(
    wav: Annotated[
        Path | None, typer.Option("--wav", metavar="F.wav", help=report.say("help.listen_wav"))
    ] = None,
    devices: Annotated[
        bool, typer.Option("--devices", help=report.say("help.listen_devices"))
    ] = False,
    as_json: Json = False,
) -> None:
    with report.faults(as_json):
        from kiosk.cli import listening

        if devices:
            listening.devices(config.load(), as_json)
        else:
            listening.listen(config.load(), wav, as_json)


@app.command(help=report.say("help.transcribe"))
def transcribe(
    file: Annotated[
        Path, typer.Argument(metavar="SET.tsv", help=report.say("help.transcribe_set"))
    ],
    audio: Annotated[Path, typer.Option("--audio", metavar="DIR", help=report.say("help.audio"))],
    language: Annotated[
        SpokenLanguage, typer.Option("--language", help=report.say("help.spoken"))
    ] = SpokenLanguage.PT,
    as_json: Json = False,
) -> None:
    with report.faults(as_json):
        from kiosk.cli import transcribing

        transcribing.transcribed(file, audio, language.value, as_json)


@app.command(hidden=True)
def painter(
    socket: Socket,
    as_json: Json = False,
    child: Child = False,
    bundle: BundleFolder = None,
    keys: Keys = None,
) -> None:
    """A worker: paints what is asked over the socket."""
    with report.faults(as_json):
        from kiosk.painter import service

        _begin_worker(as_json, child)
        service.run(socket, _config(keys), bundle)


@app.command(hidden=True)
def listener(socket: Socket, as_json: Json = False, child: Child = False) -> None:
    """A worker: hears the microphone or a recording when asked over the socket."""
    with report.faults(as_json):
        from kiosk.listener import service

        _begin_worker(as_json, child)
        service.run(socket, config.load())


@app.command(help=report.text("share.help.share"))
def share(
    socket: Annotated[
        Path | None, typer.Option("--socket", metavar="S", help=report.say("help.socket"))
    ] = None,
    as_json: Json = False,
    child: Child = False,
) -> None:
    with report.faults(as_json):
        from kiosk.share import service

        _begin_worker(as_json, child)
        service.run(socket or paths.runtime_dir() / "share.sock", config.load())


def _begin_worker(as_json: bool, child: bool) -> None:
    report.log_to_journal(as_json)
    if child:
        from kiosk.cli import worker

        worker.leave_with_parent()


def _config(keys: list[Path] | None) -> config.KioskConfig:
    loaded = config.load()
    return config.with_keys(loaded, keys) if keys else loaded
