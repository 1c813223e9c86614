"""What commands print: results on stdout, sentences on stderr, never a traceback for a user."""

import functools
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import typer

from kiosk import catalogue, config, errors

# A scene that the kiosk prefers not to paint: not a failure, but no picture either.
EXIT_BLOCKED: Final = 3


@functools.cache
def language() -> str:
    """The configured language; the default while the configuration cannot be read."""
    try:
        return config.load().language
    except errors.ConfigFault:
        return catalogue.DEFAULT


def say(key: str, **values: object) -> str:
    """A sentence of the command line in the configured language."""
    return catalogue.text(f"cli.{key}", language(), **values)


def text(key: str, **values: object) -> str:
    """Any other sentence of the catalogue in the configured language."""
    return catalogue.text(key, language(), **values)


def result(fields: dict[str, Any], as_json: bool, sentence: str) -> None:
    """Print one result: a JSON object for machines, or a sentence for people."""
    print(json.dumps(fields, ensure_ascii=False) if as_json else sentence)


def note(sentence: str) -> None:
    """Tell a person at a terminal what goes on; machines and pipes are not told."""
    if sys.stderr.isatty():
        print(sentence, file=sys.stderr)


def log_to_journal(quiet: bool) -> None:
    """A worker's log lines on stderr; only warnings where another command is the parent."""
    level = logging.WARNING if quiet else logging.INFO
    logging.basicConfig(level=level, format="%(name)s: %(message)s")


@contextmanager
def faults(as_json: bool = False) -> Iterator[None]:
    """Turn typed errors into their sentence and exit code."""
    try:
        yield
    except errors.HeritageError as fault:
        _tell(fault, as_json)
        raise typer.Exit(fault.exit_code) from None
    except OSError as refused:
        reason = refused.strerror or str(refused)
        unwritable = errors.OutputRefused(file=refused.filename or "?", reason=reason)
        _tell(unwritable, as_json)
        raise typer.Exit(unwritable.exit_code) from None
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _tell(fault: errors.HeritageError, as_json: bool) -> None:
    message = fault.say(language())
    if as_json:
        values = {name: str(value) for name, value in fault.values.items()}
        kind = type(fault).__name__
        fields = {"error": fault.key, "message": message, "kind": kind, "values": values}
        print(json.dumps(fields, ensure_ascii=False), flush=True)
    else:
        print(message, file=sys.stderr)
