"""heritage-train adapter: give adapters to other tools, and take theirs in."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    no_args_is_help=True, help="Troca adaptadores com outros programas. (Other tools' adapters.)"
)


@app.command("to-kohya")
def to_kohya(
    adapter: Annotated[Path, typer.Argument(help="Adaptador deste projeto.")],
    out: Annotated[Path, typer.Argument(help="Arquivo .safetensors a gravar.")],
) -> None:
    """Grava um adaptador no formato kohya-ss, que outros programas leem."""
    from training.interop.kohya import to_kohya as write_kohya

    write_kohya(adapter, out)
    typer.echo(str(out))


@app.command("import")
def take_in(
    file: Annotated[Path, typer.Argument(help="Adaptador no formato kohya-ss ou diffusers.")],
    out: Annotated[Path, typer.Argument(help="Adaptador a gravar.")],
    base: Annotated[Path, typer.Option(help="Modelo base para o qual foi feito.")],
    trigger: Annotated[str, typer.Option(help="Palavra que o chama numa frase.")],
    rights: Annotated[str, typer.Option(help="O que se pode fazer com ele, e quem o permite.")],
    licence: Annotated[str, typer.Option(help="Licença, por exemplo: CC-BY-4.0.")],
) -> None:
    """Traz o adaptador de outro programa, depois de conferi-lo com o modelo base."""
    from training.interop.take_in import import_adapter

    import_adapter(file, out, base, trigger=trigger, rights=rights, licence=licence)
    typer.echo(str(out))
