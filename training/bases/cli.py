"""heritage-train base import, heritage-train base random."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from training.texts import say

app = typer.Typer()

Out = Annotated[Path, typer.Option(help="Pasta nova do modelo, por exemplo models/sd15.")]


@app.command("import")
def import_(
    source: Annotated[
        Path, typer.Argument(help="Pasta diffusers, ou um arquivo .safetensors, de SD 1.x.")
    ],
    out: Out,
    licence: Annotated[str, typer.Option(help="Licença do modelo, como veio escrita.")],
) -> None:
    """Traz um modelo Stable Diffusion 1.x, sem internet, e o registra em models.lock."""
    from training.bases.checkpoint import import_base

    entry = import_base(source, out, licence=licence)
    typer.echo(say("base_imported", folder=out, sha256=entry.sha256))


@app.command()
def random(
    out: Out,
    like: Annotated[
        Literal["sd15", "tiny"], typer.Option(help="Arquitetura: a do SD 1.5 ou uma miniatura.")
    ] = "sd15",
    seed: Annotated[int, typer.Option(help="Semente dos pesos.")] = 0,
) -> None:
    """Cria um modelo de pesos aleatórios, só para medir tempo e memória; não pinta nada."""
    from training.bases.randomly import random_base

    random_base(out, like=like, seed=seed)
    typer.echo(str(out))
