"""heritage-train base: train the embedded model, measure it, show what it paints."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from training.base.guidance import GUIDANCE
from training.bases.cli import app as bases_app
from training.options import JsonFlag
from training.places import BASE, PROBE
from training.texts import say

app = typer.Typer()
app.add_typer(bases_app)

Model = Annotated[Path, typer.Option(help="Modelo base (pasta diffusers).")]


@app.callback(invoke_without_command=True)
def base(
    context: typer.Context,
    run: Annotated[Path, typer.Option(help="Pasta de trabalho; o treino continua dali.")] = Path(
        "runs/pampa-mini"
    ),
    out: Annotated[Path | None, typer.Option(help="Onde publicar o modelo em fp16.")] = None,
    config: Annotated[Path | None, typer.Option(help="Receita em TOML.")] = None,
    until: Annotated[int | None, typer.Option(help="Parar neste passo.")] = None,
    begin: Annotated[
        Path | None, typer.Option(help="Começar dos pesos de um modelo já publicado.")
    ] = None,
    publish_only: Annotated[
        bool, typer.Option("--publish-only", help="Só publicar o que já foi treinado.")
    ] = False,
) -> None:
    """Treina do zero o modelo embutido pampa-mini; parar e repetir o comando continua."""
    if context.invoked_subcommand is not None:
        return
    from training.base.command import train_base
    from training.base.config import BaseConfig, read_base_config

    recipe = read_base_config(config) if config else BaseConfig()
    done = train_base(recipe, run, out, until=until, publish_only=publish_only, begin=begin)
    typer.echo(done)


@app.command()
def evaluate(
    model: Model = BASE,
    probe: Annotated[Path, typer.Option(help="Sonda de conceitos.")] = PROBE,
    run: Annotated[
        Path | None, typer.Option(help="Pasta para resultados parciais; repetir continua.")
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Poucas imagens, para olhar durante o treino.")
    ] = False,
    guidance: Annotated[float, typer.Option(min=1.0, help="Peso da frase.")] = GUIDANCE,
    write: Annotated[
        bool, typer.Option("--write", help="Gravar os números na pasta e na ficha do modelo.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Mede se o modelo obedece à frase, varia e não copia (uns 15 minutos em dois núcleos)."""
    if quick and write:
        raise typer.BadParameter(say("quick_unwritten"), param_hint="--write")
    from training.base.card import read_made, write_card
    from training.base.evaluate import QUICK, Effort
    from training.base.evaluate import evaluate as measure
    from training.base.verdict import LIMITS, write_evaluation
    from training.probe.predict import Probe

    if write:
        read_made(model)
    effort = QUICK if quick else Effort()
    found = measure(model, Probe(probe), run=run, effort=effort, guidance=guidance)
    if write:
        write_evaluation(model, found)
        write_card(model)
    if as_json:
        typer.echo(msgspec.json.encode(found).decode())
        return
    for name, bar in found.bars.items():
        sign = "≤" if LIMITS[name].most else "≥"
        typer.echo(f"{'✓' if bar.met else '✗'} {name:16} {bar.value:.3f}  {sign} {bar.bar:g}")


@app.command()
def sheet(
    model: Model = BASE,
    out: Annotated[Path, typer.Option(help="Pasta das páginas JPEG.")] = Path(
        "docs/images/pampa-mini"
    ),
    guidance: Annotated[float, typer.Option(min=1.0, help="Peso da frase.")] = GUIDANCE,
) -> None:
    """Folhas de contato: todos os conceitos e quarenta frases com o que o modelo pinta delas."""
    from training.base.pipeline import load_pipeline
    from training.base.sheet import write_sheets

    for file in write_sheets(load_pipeline(model), out, guidance):
        typer.echo(str(file))


@app.command()
def speed(
    turns: Annotated[int, typer.Option(min=1, help="Vezes de cada formato, alternadas.")] = 5,
    steps: Annotated[int, typer.Option(min=1, help="Passos por vez.")] = 8,
    as_json: JsonFlag = False,
) -> None:
    """Mede o que o formato bf16 ganha no treino do modelo base neste processador."""
    from training.base.config import BaseConfig
    from training.base.speed import speed as measure

    found = measure(BaseConfig(), turns=turns, steps=steps)
    if as_json:
        typer.echo(msgspec.json.encode(found).decode())
        return
    typer.echo(f"fp32 {found.fp32:.1f}/s  bf16 {found.bf16:.1f}/s  × {found.ratio:.2f}")
