"""What the kiosk makes of words and voices: the commands and their options."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kiosk import config
from kiosk.cli import report
from kiosk.cli.options import Json


class SpokenLanguage(StrEnum):
    """What a visitor speaks."""

    PT = "pt"
    ES = "es"
    EN = "en"


class PromptLanguage(StrEnum):
    """What a bundle's text encoder reads."""

    PT = "pt"
    EN = "en"


app = typer.Typer()


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


@app.command(help=report.say("help.learn"))
def learn(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=report.say("help.learn_folder"))],
    out: Annotated[
        Path, typer.Option("--out", metavar="F.npz", help=report.say("help.learn_out"))
    ],
    as_json: Json = False,
) -> None:
    with report.faults(as_json):
        from kiosk.cli import learning

        learning.learned(folder, out, as_json)


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
