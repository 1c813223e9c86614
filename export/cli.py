"""`heritage-export`: options, progress and what is printed. The work is in export.build."""

import getpass
import os
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from export import bench_cli, keys, messages
from export.console import Json, described, faults, offline, progress, tell

app = typer.Typer(
    help=described("app"),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
pairs = typer.Typer(help=described("keys"), no_args_is_help=True, rich_markup_mode=None)
app.add_typer(pairs, name="keys")

app.command(help=described("bench"))(bench_cli.bench)


@app.command(help=described("build"))
def build(
    key: Annotated[Path, typer.Option("--key", metavar="FILE", help=described("key"))],
    recipe: Annotated[
        Path | None, typer.Argument(metavar="[RECIPE]", help=described("recipe"))
    ] = None,
    base: Annotated[
        Path | None, typer.Option("--base", metavar="DIR", help=described("base"))
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help=described("out"))] = None,
    adapter: Annotated[
        list[Path] | None, typer.Option("--adapter", metavar="FILE", help=described("adapter"))
    ] = None,
    scale: Annotated[list[float] | None, typer.Option("--scale", help=described("scale"))] = None,
    name: Annotated[str | None, typer.Option("--name", help=described("name"))] = None,
    title: Annotated[str | None, typer.Option("--title", help=described("title"))] = None,
    release: Annotated[
        int | None, typer.Option("--release", min=1, help=described("release"))
    ] = None,
    licence: Annotated[str | None, typer.Option("--licence", help=described("licence"))] = None,
    prompt_language: Annotated[
        str | None, typer.Option("--prompt-language", metavar="pt|en", help=described("language"))
    ] = None,
    flavour: Annotated[
        list[str] | None, typer.Option("--flavour", help=described("flavour"))
    ] = None,
    allow_unproven: Annotated[
        bool, typer.Option("--allow-unproven", help=described("allow_unproven"))
    ] = False,
    seeds: Annotated[int | None, typer.Option("--seeds", min=1, help=described("seeds"))] = None,
    size: Annotated[int | None, typer.Option("--size", min=64, help=described("size"))] = None,
    work: Annotated[
        Path | None, typer.Option("--work", metavar="DIR", help=described("work"))
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help=described("replace"))] = False,
    as_json: Json = False,
) -> None:
    began = time.monotonic()
    with faults(as_json):
        offline()
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
            size=size,
            work=work,
        )
        secret = keys.load_key(key, _passphrase_for(key))
        with progress(len(building.STAGES)) as stage:
            built = building.build(
                order, secret, lambda name: stage(messages.text(f"stages.{name}"))
            )
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
        tell(fields, "same", as_json)
    elif unproven:
        tell(fields, "unproven", as_json, unproven=", ".join(unproven), **more)
    else:
        worst = max(scene["mean_difference"] for scene in built.gate["pictures"])
        tell(fields, "built", as_json, worst=f"{worst * 255:.3f}", **more)


@app.command(help=described("diff"))
def diff(
    before: Annotated[Path, typer.Argument(metavar="A", help=described("diff_before"))],
    after: Annotated[Path, typer.Argument(metavar="B", help=described("diff_after"))],
    as_json: Json = False,
) -> None:
    with faults(as_json):
        from export.diff import diff as compare

        changes = compare(before, after)
    if as_json:
        print(msgspec.json.encode({"ok": True, "changes": changes}).decode())
        return
    for change in changes:
        print(f"{change.what}: {change.before or '-'} → {change.after or '-'}")
    if not changes:
        print(messages.text("build.alike"))


@pairs.command(help=described("keys_new"))
def new(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help=described("keys_out"))],
    name: Annotated[str, typer.Option("--name", help=described("keys_name"))] = "release",
    passphrase: Annotated[bool, typer.Option("--passphrase", help=described("passphrase"))] = False,
    as_json: Json = False,
) -> None:
    with faults(as_json):
        secret = os.environ.get(keys.LOCK_VARIABLE)
        if passphrase and not secret:
            secret = typer.prompt(
                messages.text("build.passphrase_new"), hide_input=True, confirmation_prompt=True
            )
        pair = keys.new_pair(out, name, secret)
    fields = {"ok": True, "secret": str(pair.secret), "public": str(pair.public)}
    tell(fields, "keys", as_json)


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
