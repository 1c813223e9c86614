"""heritage-train: fine-tune, judge and prepare, offline. Heavy libraries load when needed."""

import json
import logging
import sys
import warnings
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from training.base.cli import app as base_app
from training.interop.cli import app as adapter_app
from training.options import JsonFlag
from training.places import BASE, PROBE
from training.texts import TrainingError, say
from training.tune.cli import app as tune_app

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Ensina cenas do patrimônio gaúcho a um modelo de imagens, sem internet. "
    "(Fine-tunes heritage adapters offline.)",
)
app.add_typer(base_app, name="base")
app.add_typer(tune_app)
app.add_typer(adapter_app, name="adapter")


@app.command()
def prepare(
    folder: Annotated[Path, typer.Argument(help="Pasta das imagens, com catalogo.csv.")],
    out: Annotated[
        Path | None, typer.Option(help="Onde escrever; sem ela, PASTA-preparada ao lado.")
    ] = None,
    size: Annotated[int, typer.Option(min=64, help="Lado em pixels com que se treina.")] = 512,
    as_json: JsonFlag = False,
) -> None:
    """Confere imagens, direitos e legendas de uma pasta, sem alterá-la, e divide o conjunto."""
    from training.catalogue.prepare import prepare as run_prepare

    if not folder.is_dir():
        raise TrainingError("folder_missing", folder=folder)
    out = out or folder.resolve().with_name(f"{folder.resolve().name}-preparada")
    outcome = run_prepare(folder, out, size=size)
    stops = [one for one in outcome.findings if one.weight == "stop"]
    if as_json:
        typer.echo(msgspec.json.encode(outcome).decode())
    elif outcome.prepared is not None:
        train, held = (len(outcome.prepared.side(held_out=side)) for side in (False, True))
        left = len(outcome.prepared.left_out)
        typer.echo(say("prepare_done", train=train, held=held, left=left, report=outcome.report))
    if stops:
        for one in stops[:10]:
            typer.echo(one.text, err=True)
        raise TrainingError("prepare_refused", count=len(stops), report=outcome.report)


@app.command()
def probe(
    images: Annotated[Path, typer.Argument(help="Uma imagem ou uma pasta delas.")],
    as_json: JsonFlag = False,
) -> None:
    """Diz o que cada imagem mostra (conceitos, céu, estilo, quantos), com probabilidades."""
    from training.probe.predict import Probe, read_pictures, told

    files, pictures = read_pictures(images)
    answers = told(Probe(), pictures)
    if as_json:
        rows = [
            {"file": str(file), **msgspec.to_builtins(answer)}
            for file, answer in zip(files, answers, strict=True)
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for file, answer in zip(files, answers, strict=True):
        best = list(answer.concepts.items())[:3]
        best += [(one.value, one.p) for one in (answer.sky, answer.look)]
        typer.echo(f"{file}: " + ", ".join(f"{name} {100 * p:.0f} %" for name, p in best))


@app.command("probe-train")
def probe_train(
    run: Annotated[Path, typer.Option(help="Pasta de trabalho; o treino continua dali.")] = Path(
        "runs/probe"
    ),
    out: Annotated[Path, typer.Option(help="Onde gravar a sonda.")] = PROBE,
    until: Annotated[int | None, typer.Option(help="Parar neste passo.")] = None,
) -> None:
    """Treina a sonda de conceitos nas cenas pintadas e mede-a em cenas que não viu."""
    from training.probe.train import ProbeRecipe, train_probe

    done = train_probe(ProbeRecipe(), out, run, until=until)
    if isinstance(done, int):
        typer.echo(say("stopped", step=done), err=True)
        raise typer.Exit(1 if until is None else 0)
    typer.echo(json.dumps(done))


@app.command()
def distil(
    model: Annotated[Path, typer.Option(help="Modelo base (pasta diffusers).")] = BASE,
    run: Annotated[Path, typer.Option(help="Pasta de trabalho; o treino continua dali.")] = Path(
        "runs/pampa-mini-rapido"
    ),
    config: Annotated[Path | None, typer.Option(help="Receita em TOML.")] = None,
    until: Annotated[int | None, typer.Option(min=1, help="Parar neste passo.")] = None,
) -> None:
    """Ensina o modelo base a pintar em quatro passos; grava few_step.safetensors na pasta dele."""
    from training.base.distil import distil as run_distil
    from training.base.fewstep_config import FewStepConfig, read_few_step_config

    recipe = read_few_step_config(config) if config else FewStepConfig()
    written = run_distil(recipe, model, run, until=until)
    if written is None:
        typer.echo(say("stopped", step=until or "?"), err=True)
        raise typer.Exit(1 if until is None else 0)
    typer.echo(str(written))


@app.command()
def scenes(
    concept: Annotated[str, typer.Argument(help="Conceito, por exemplo: sapinho.")],
    out: Annotated[Path, typer.Option(help="Pasta a criar.")],
    count: Annotated[int, typer.Option(min=1, help="Quantas cenas.")] = 48,
    size: Annotated[int, typer.Option(min=64, help="Lado da imagem em pixels.")] = 256,
    seed: Annotated[int, typer.Option(help="Primeira semente.")] = 7_000_000,
) -> None:
    """Pinta uma pasta de exemplo com imagens e legendas de um conceito, para treinar um LoRA."""
    from training.scenes.dataset import paint_dataset

    paint_dataset(concept, out, count=count, size=size, first_seed=seed)
    typer.echo(str(out))


@app.command()
def archive(
    concept: Annotated[str, typer.Argument(help="Conceito, por exemplo: esporas.")],
    out: Annotated[Path, typer.Option(help="Pasta a criar.")],
    kind: Annotated[str, typer.Option(help="object, species ou person.")],
    count: Annotated[int, typer.Option(min=16, help="Quantas imagens.")] = 48,
    seed: Annotated[int, typer.Option(help="Primeira semente.")] = 8_000_000,
    mended: Annotated[
        bool, typer.Option("--mended", help="Já sem os problemas de direitos do catálogo.")
    ] = False,
) -> None:
    """Pinta um acervo de exemplo: fotos de tamanhos vários, cópias, direitos que faltam."""
    from training.catalogue.rows import Kind
    from training.scenes.archive import paint_archive

    if kind not in list(Kind):
        raise typer.BadParameter(", ".join(Kind), param_hint="--kind")
    paint_archive(concept, out, kind=Kind(kind), count=count, first_seed=seed, mended=mended)
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
    _hush()
    try:
        app()
    except TrainingError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)


def _hush() -> None:
    """Leave out what libraries say when they are imported and staff can do nothing about."""
    warnings.filterwarnings("ignore", message="CUDA is not available or torch_xla")
    for name in ("diffusers.utils.import_utils", "bitsandbytes.backends.cpu.ops"):
        logging.getLogger(name).setLevel(logging.ERROR)
