"""What the commands of `heritage-export` share: words, a progress bar, failures as sentences."""

import json
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from export import messages
from export.errors import ExportFault


def described(name: str) -> str:
    """What `--help` says of a command or an option."""
    return messages.text(f"help.{name}")


Json = Annotated[bool, typer.Option("--json", help=described("json"))]


def offline() -> None:
    """Nothing is fetched and nobody is told; has to be said before the libraries are imported."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["TRANSFORMERS_VERBOSITY"] = "error"
    os.environ["DIFFUSERS_VERBOSITY"] = "error"
    # The libraries' own remarks at import; staff can do nothing about them.
    warnings.simplefilter("ignore")


@contextmanager
def progress(stages: int) -> Iterator[Callable[[str], None]]:
    """A bar of `stages` stages; what it yields is told the description of each as it begins."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    times = (TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, *times, console=console, transient=True) as bar:
        task = bar.add_task("", total=stages)
        begun = 0

        def stage(name: str) -> None:
            nonlocal begun
            bar.update(task, description=name, completed=begun)
            begun += 1

        yield stage


@contextmanager
def faults(as_json: bool) -> Iterator[None]:
    """Typed failures become a sentence and an exit code."""
    try:
        yield
    except ExportFault as fault:
        message = fault.say()
        if as_json:
            fields = {"ok": False, "error": fault.key, "message": message}
            print(json.dumps(fields, ensure_ascii=False))
        else:
            print(message, file=sys.stderr)
        raise typer.Exit(fault.exit_code) from None
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def tell(fields: dict[str, Any], sentence: str, as_json: bool, **more: object) -> None:
    """A result: its fields as JSON, or the catalogue's sentence with them filled in."""
    if as_json:
        print(json.dumps(fields, ensure_ascii=False))
    else:
        print(messages.text(f"build.{sentence}", None, **{**fields, **more}))
