"""heritage-train's commands around one recipe: train, plan, verify, sweep, bench."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from training.options import JsonFlag
from training.texts import TrainingError, say
from training.tune.likes import Like

app = typer.Typer()

Recipe = Annotated[Path, typer.Argument(help="Receita em TOML (veja training/presets).")]


@app.command()
def tune(
    config: Recipe,
    until: Annotated[int | None, typer.Option(min=1, help="Parar neste passo.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Ensina ao modelo o que mostra uma pasta de imagens; parar e repetir o comando continua."""
    from training.tune.config import read_tune_config
    from training.tune.loop import tune as run

    recipe = read_tune_config(config)
    for warning in recipe.warnings():
        typer.echo(warning, err=True)
    made = run(recipe, until=until)
    if made is None:
        typer.echo(say("stopped", step=until or "?"), err=True)
        raise typer.Exit(1 if until is None else 0)
    typer.echo(msgspec.json.encode({"adapter": str(made)}).decode() if as_json else str(made))


# The name that it had when LoRA was all it could do.
app.command("lora", hidden=True)(tune)


@app.command()
def plan(
    config: Recipe,
    free: Annotated[
        int | None, typer.Option(min=1, help="Memória livre em MiB, para prever outra máquina.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Prevê memória e tempo de uma receita nesta máquina e diz o que a faria caber."""
    from training.tune.config import read_tune_config
    from training.tune.plan import plan as forecast

    found = forecast(read_tune_config(config), free=free * 2**20 if free else None)
    if as_json:
        typer.echo(msgspec.json.encode(found).decode())
    else:
        for name, size in found.memory.items():
            if size:
                typer.echo(f"{say(f'plan_{name}'):34} {_mebibytes(size):>12}")
        typer.echo(f"{say('plan_peak'):34} {_mebibytes(found.peak):>12}")
        typer.echo(f"{say('plan_free'):34} {_mebibytes(found.free):>12}")
        minutes = found.total_seconds / 60
        typer.echo(say("plan_time", seconds=f"{found.seconds:.2f}", minutes=f"{minutes:.0f}"))
    if found.fits:
        return
    settings = "\n".join(f"{name} = {_toml(value)}" for name, value in found.switches.items())
    key = "plan_fits_with" if found.fits_with_switches else "plan_never_fits"
    raise TrainingError(key, settings=settings)


@app.command()
def verify(config: Recipe, as_json: JsonFlag = False) -> None:
    """Repete os primeiros passos de um treino e compara perdas e pesos com o registro."""
    from training.tune.config import read_tune_config
    from training.tune.verify import verify as replay

    found = replay(read_tune_config(config))
    if as_json:
        typer.echo(msgspec.json.encode(found).decode())
    elif found.exact:
        typer.echo(say("verify_exact", steps=found.steps))
    else:
        typer.echo(
            say("verify_differs", losses=found.losses, steps=found.steps,
                largest=f"{found.largest:.2g}", differing="; ".join(found.differing) or "-")
        )  # fmt: skip
    if not found.exact:
        raise typer.Exit(1)


@app.command()
def sweep(
    config: Recipe,
    out: Annotated[Path | None, typer.Option(help="Pasta da folha de contato.")] = None,
    prompt: Annotated[list[str] | None, typer.Option(help="Frase a pintar; pode repetir.")] = None,
    ranks: Annotated[
        str, typer.Option(help="Postos, com vírgulas; 0 é o modelo base.")
    ] = "0,4,8,16",
    scales: Annotated[str, typer.Option(help="Pesos do adaptador, com vírgulas.")] = "1.0",
    guidances: Annotated[str, typer.Option(help="Pesos da frase, com vírgulas.")] = "3.0",
    steps: Annotated[str, typer.Option(help="Números de passos, com vírgulas.")] = "20",
    seeds: Annotated[int, typer.Option(min=1, help="Imagens por frase.")] = 4,
    concept: Annotated[
        str | None, typer.Option(help="Conceito que a sonda deve achar nas imagens.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Compara postos, pesos, orientação e passos de um adaptador já treinado, lado a lado."""
    from training.tune.config import read_tune_config
    from training.tune.dataset import read_dataset
    from training.tune.result import ADAPTER
    from training.tune.sweep import Grid
    from training.tune.sweep import sweep as compare

    recipe = read_tune_config(config)
    taught = [e for e in read_dataset(recipe.dataset, None) if not e.held_out]
    grid = Grid(
        ranks=_numbers(ranks, int), scales=_numbers(scales, float),
        guidances=_numbers(guidances, float), steps=_numbers(steps, int),
    )  # fmt: skip
    prompts = prompt or list(recipe.sample_prompts) or [recipe.trigger_word]
    out = out or recipe.output / "sweep"
    cells = compare(
        recipe.base, recipe.output / ADAPTER, out, grid, prompts=prompts, seeds=seeds,
        taught=taught, concept=concept,
    )  # fmt: skip
    if as_json:
        typer.echo(msgspec.json.encode(cells).decode())
        return
    for cell in cells:
        share = "    -" if cell.concept is None else f"{100 * cell.concept:4.0f}%"
        typer.echo(
            f"r{cell.rank:<3} ×{cell.scale:<4g} g{cell.guidance:<4g} {cell.steps:>3}  {share}  "
            f"{cell.likeness:.3f}  {cell.nearest:.3f}  {cell.spread:.3f}"
        )
    typer.echo(str(out))


@app.command()
def bench(
    like: Annotated[
        Like, typer.Option(help="Modelo a medir: pampa-mini, ou sd15 com pesos sorteados.")
    ] = "pampa-mini",
    home: Annotated[Path, typer.Option(help="Pasta de trabalho.")] = Path("runs/bench"),
    turns: Annotated[int, typer.Option(min=1, help="Vezes de cada um, alternadas.")] = 3,
    steps: Annotated[int, typer.Option(min=1, help="Passos medidos por vez.")] = 40,
    batch: Annotated[int, typer.Option(min=1, help="Imagens por passo.")] = 1,
    checkpointing: Annotated[
        bool, typer.Option("--checkpointing", help="Com gradient checkpointing em ambos.")
    ] = False,
    switches: Annotated[
        bool, typer.Option("--switches", help="Medir cada economia de memória, uma por vez.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Mede tempo e memória de um passo ao lado de um laço direto em diffusers e peft."""
    from training.tune.bench import bench as measure

    if switches:
        _switches(like, home, turns, steps, batch, as_json)
        return

    found = measure(like, home, turns=turns, steps=steps, batch=batch, checkpointing=checkpointing)
    if as_json:
        typer.echo(msgspec.json.encode(found).decode())
        return
    for row in found.rows:
        typer.echo(f"{row.side:6} {row.seconds:.4f} s  {_mebibytes(row.peak):>10}  {row.dtype}")
    ratio = found.ratio
    typer.echo(
        say("bench_ratio", time=f"{ratio.step_time:.2f}", memory=f"{ratio.peak_memory:.2f}")
    )


def _switches(like: Like, home: Path, turns: int, steps: int, batch: int, as_json: bool) -> None:
    from training.tune.switches import measure_switches

    rows = measure_switches(like, home, turns=turns, steps=steps, batch=batch)
    if as_json:
        typer.echo(msgspec.json.encode(rows).decode())
        return
    for row in rows:
        ratios = f"{row.step_time:5.2f} ×  {row.peak_memory:5.2f} ×"
        typer.echo(f"{row.name:22} {row.seconds:.4f} s  {_mebibytes(row.peak):>10}  {ratios}")


def _numbers(text: str, kind: type) -> tuple:  # type: ignore[type-arg]
    try:
        return tuple(kind(part) for part in text.split(","))
    except ValueError as error:
        raise typer.BadParameter(say("not_numbers", text=text)) from error


def _mebibytes(size: int) -> str:
    return f"{size / 2**20:,.0f} MiB"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)
