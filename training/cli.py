"""heritage-train: fine-tune, judge and prepare, offline. Heavy libraries load when needed."""

import json
import sys
import warnings
from pathlib import Path
from typing import Annotated

import typer

from training.places import BASE, PROBE
from training.texts import TrainingError, say

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Ensina cenas do patrimônio gaúcho a um modelo de imagens, sem internet. "
    "(Fine-tunes heritage adapters offline.)",
)
JsonFlag = Annotated[bool, typer.Option("--json", help="Resposta para máquinas, em JSON.")]


@app.command()
def base(
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
    from training.base.command import train_base
    from training.base.config import BaseConfig, read_base_config

    recipe = read_base_config(config) if config else BaseConfig()
    done = train_base(recipe, run, out, until=until, publish_only=publish_only, begin=begin)
    typer.echo(done)


@app.command()
def lora(
    config: Annotated[Path, typer.Argument(help="Receita em TOML (veja training/presets).")],
    until: Annotated[int | None, typer.Option(help="Parar neste passo.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Ensina um conceito ao modelo a partir de uma pasta de imagens com legendas."""
    from training.lora.config import read_lora_config
    from training.lora.train import train_lora

    recipe = read_lora_config(config)
    for warning in recipe.warnings():
        typer.echo(warning, err=True)
    adapter = train_lora(recipe, until=until)
    if adapter is None:
        typer.echo(say("stopped", step=until or "?"), err=True)
        raise typer.Exit(1 if until is None else 0)
    typer.echo(json.dumps({"adapter": str(adapter)}) if as_json else str(adapter))


@app.command()
def probe(
    images: Annotated[Path, typer.Argument(help="Uma imagem ou uma pasta delas.")],
    as_json: JsonFlag = False,
) -> None:
    """Diz que conceitos cada imagem mostra, com probabilidades."""
    from training.probe.predict import Probe, read_pictures

    files, pictures = read_pictures(images)
    yardstick = Probe()
    rows = []
    for file, row in zip(files, yardstick.probabilities(pictures), strict=True):
        concepts = {c: round(float(p), 4) for c, p in zip(yardstick.concepts, row, strict=True)}
        ranked = dict(sorted(concepts.items(), key=lambda pair: -pair[1]))
        rows.append({"file": str(file), "top": next(iter(ranked)), "concepts": ranked})
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for entry in rows:
        best = list(entry["concepts"].items())[:3]  # type: ignore[attr-defined]
        typer.echo(f"{entry['file']}: " + ", ".join(f"{name} {100 * p:.0f} %" for name, p in best))


@app.command("probe-train")
def probe_train(
    run: Annotated[Path, typer.Option(help="Pasta de trabalho.")] = Path("runs/probe"),
    out: Annotated[Path, typer.Option(help="Onde gravar a sonda.")] = PROBE,
) -> None:
    """Treina a sonda de conceitos nas cenas pintadas e mede-a em cenas que não viu."""
    from training.probe.train import train_probe

    typer.echo(json.dumps(train_probe(out, run)))


@app.command()
def scenes(
    concept: Annotated[str, typer.Argument(help="Conceito, por exemplo: sapinho.")],
    out: Annotated[Path, typer.Option(help="Pasta a criar.")],
    count: Annotated[int, typer.Option(min=1, help="Quantas cenas.")] = 48,
    size: Annotated[int, typer.Option(min=64, help="Lado da imagem em pixels.")] = 128,
    seed: Annotated[int, typer.Option(help="Primeira semente.")] = 7_000_000,
) -> None:
    """Pinta uma pasta de exemplo com imagens e legendas de um conceito, para treinar um LoRA."""
    from training.scenes.dataset import paint_dataset

    paint_dataset(concept, out, count=count, size=size, first_seed=seed)
    typer.echo(str(out))


@app.command()
def picturebook(
    out: Annotated[Path, typer.Option(help="Imagem PNG a gravar.")] = Path("folha.png"),
) -> None:
    """Pinta a folha de contato de todos os desenhos, para quem os revisa e aprova."""
    from training.scenes.sheet import write_sheet

    write_sheet(out)
    typer.echo(str(out))


@app.command()
def judge(
    model: Annotated[Path, typer.Option(help="Modelo base (pasta diffusers).")] = BASE,
    adapter: Annotated[Path | None, typer.Option(help="Adaptador a somar ao modelo.")] = None,
    concept: Annotated[list[str] | None, typer.Option(help="Só estes conceitos.")] = None,
    seeds: Annotated[int, typer.Option(min=1, help="Imagens por conceito.")] = 16,
    as_json: JsonFlag = False,
) -> None:
    """Mede em quantas imagens o modelo pinta o conceito pedido."""
    from training.base.pipeline import load_pipeline
    from training.judge import agreement
    from training.probe.predict import Probe
    from training.scenes.concepts import CORPUS

    pipeline = load_pipeline(model)
    if adapter:
        pipeline.load_lora_weights(adapter.parent, weight_name=adapter.name)
    result = agreement(pipeline, concept or CORPUS, Probe(), seeds=seeds)
    if as_json:
        typer.echo(json.dumps({"overall": result.overall, "shares": result.shares}))
        return
    for name, share in result.shares.items():
        typer.echo(f"{name:24} {100 * share:5.1f} %")
    typer.echo(f"{'':24} {100 * result.overall:5.1f} %")


def main() -> None:
    """Entry point; a user's mistake ends in its sentence, never in a traceback."""
    # diffusers says so at import on every machine without a GPU; staff can do nothing about it.
    warnings.filterwarnings("ignore", message="CUDA is not available or torch_xla")
    try:
        app()
    except TrainingError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
