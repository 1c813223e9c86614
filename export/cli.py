"""`heritage-export`: options, progress and what is printed. The work is in export.build."""

import getpass
import json
import os
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from export import keys, messages
from export.errors import ExportFault


def _help(name: str) -> str:
    return messages.text(f"help.{name}")


app = typer.Typer(
    help=_help("app"),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
pairs = typer.Typer(help=_help("keys"), no_args_is_help=True, rich_markup_mode=None)
app.add_typer(pairs, name="keys")

Json = Annotated[bool, typer.Option("--json", help=_help("json"))]


@app.command(help=_help("build"))
def build(
    key: Annotated[Path, typer.Option("--key", metavar="FILE", help=_help("key"))],
    recipe: Annotated[
        Path | None, typer.Argument(metavar="[RECIPE]", help=_help("recipe"))
    ] = None,
    base: Annotated[Path | None, typer.Option("--base", metavar="DIR", help=_help("base"))] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help=_help("out"))] = None,
    adapter: Annotated[
        list[Path] | None, typer.Option("--adapter", metavar="FILE", help=_help("adapter"))
    ] = None,
    scale: Annotated[list[float] | None, typer.Option("--scale", help=_help("scale"))] = None,
    name: Annotated[str | None, typer.Option("--name", help=_help("name"))] = None,
    title: Annotated[str | None, typer.Option("--title", help=_help("title"))] = None,
    release: Annotated[int | None, typer.Option("--release", min=1, help=_help("release"))] = None,
    licence: Annotated[str | None, typer.Option("--licence", help=_help("licence"))] = None,
    prompt_language: Annotated[
        str | None, typer.Option("--prompt-language", metavar="pt|en", help=_help("language"))
    ] = None,
    flavour: Annotated[list[str] | None, typer.Option("--flavour", help=_help("flavour"))] = None,
    allow_unproven: Annotated[
        bool, typer.Option("--allow-unproven", help=_help("allow_unproven"))
    ] = False,
    seeds: Annotated[int | None, typer.Option("--seeds", min=1, help=_help("seeds"))] = None,
    work: Annotated[Path | None, typer.Option("--work", metavar="DIR", help=_help("work"))] = None,
    replace: Annotated[bool, typer.Option("--replace", help=_help("replace"))] = False,
    as_json: Json = False,
) -> None:
    began = time.monotonic()
    with _faults(as_json):
        _offline()
        from export import build as building
        from export import order as orders
        from export.recipe import read_recipe

        order = orders.order(
            read_recipe(recipe) if recipe else None,
            replace=replace,
            base=base,
            out=out.absolute() if out else None,
            adapters=orders.scaled(adapter or [], scale or []),
            name=name,
            title=title,
            release=release,
            licence=licence,
            prompt_language=prompt_language,
            flavours=flavour or None,
            allow_unproven=allow_unproven,
            seeds=seeds,
            work=work,
        )
        secret = keys.load_key(key, _passphrase_for(key))
        with _progress(len(building.STAGES)) as stage:
            built = building.build(order, secret, stage)
    _tell_built(built, time.monotonic() - began, as_json)


def _tell_built(built: Any, seconds: float, as_json: bool) -> None:
    size = sum(entry.size for entry in built.manifest.files)
    fields = {
        "ok": True,
        "out": str(built.folder),
        "name": built.manifest.name,
        "release": built.manifest.release,
        "fresh": built.fresh,
        "files": len(built.manifest.files),
        "bytes": size,
        "gate": dict(built.gate),
        "seconds": round(seconds, 1),
    }
    more = {"megabytes": f"{size / 1e6:.1f}"}
    unproven = [name for name, said in built.gate["flavours"].items() if said != "passed"]
    if not built.fresh:
        _tell(fields, "same", as_json)
    elif unproven:
        _tell(fields, "unproven", as_json, unproven=", ".join(unproven), **more)
    else:
        worst = max(scene["mean_difference"] for scene in built.gate["pictures"])
        _tell(fields, "built", as_json, worst=f"{worst * 255:.3f}", **more)


@app.command(help=_help("diff"))
def diff(
    before: Annotated[Path, typer.Argument(metavar="A", help=_help("diff_before"))],
    after: Annotated[Path, typer.Argument(metavar="B", help=_help("diff_after"))],
    as_json: Json = False,
) -> None:
    with _faults(as_json):
        from export.diff import diff as compare

        changes = compare(before, after)
    if as_json:
        print(msgspec.json.encode({"ok": True, "changes": changes}).decode())
        return
    for change in changes:
        print(f"{change.what}: {change.before or '-'} → {change.after or '-'}")
    if not changes:
        print(messages.text("build.alike"))


@pairs.command(help=_help("keys_new"))
def new(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help=_help("keys_out"))],
    name: Annotated[str, typer.Option("--name", help=_help("keys_name"))] = "release",
    passphrase: Annotated[bool, typer.Option("--passphrase", help=_help("passphrase"))] = False,
    as_json: Json = False,
) -> None:
    with _faults(as_json):
        secret = os.environ.get(keys.LOCK_VARIABLE)
        if passphrase and not secret:
            secret = typer.prompt(
                messages.text("build.passphrase_new"), hide_input=True, confirmation_prompt=True
            )
        pair = keys.new_pair(out, name, secret)
    fields = {"ok": True, "secret": str(pair.secret), "public": str(pair.public)}
    _tell(fields, "keys", as_json)


def main() -> None:
    """The console command."""
    app()


def _passphrase_for(key: Path) -> str | None:
    """From the environment, else asked for where the key is locked and a person is there."""
    given = os.environ.get(keys.LOCK_VARIABLE)
    locked = key.is_file() and b"ENCRYPTED" in key.read_bytes()
    if given or not locked or not sys.stdin.isatty():
        return given
    return getpass.getpass(messages.text("build.passphrase", file=key))


def _offline() -> None:
    """Nothing is fetched and nobody is told; has to be said before the libraries are imported."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["TRANSFORMERS_VERBOSITY"] = "error"
    os.environ["DIFFUSERS_VERBOSITY"] = "error"
    # The libraries' own remarks at import; staff can do nothing about them.
    warnings.simplefilter("ignore")


@contextmanager
def _progress(stages: int) -> Iterator[Any]:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        task = bar.add_task("", total=stages)
        begun = 0

        def stage(name: str) -> None:
            nonlocal begun
            bar.update(task, description=messages.text(f"stages.{name}"), completed=begun)
            begun += 1

        yield stage


@contextmanager
def _faults(as_json: bool) -> Iterator[None]:
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


def _tell(fields: dict[str, Any], sentence: str, as_json: bool, **more: object) -> None:
    if as_json:
        print(json.dumps(fields, ensure_ascii=False))
    else:
        print(messages.text(f"build.{sentence}", None, **{**fields, **more}))
