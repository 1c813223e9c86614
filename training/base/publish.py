"""Write the trained base as a diffusers folder in fp16, with a model card and sample pictures."""

import json
import shutil
from pathlib import Path

import msgspec
import torch
from transformers import CLIPTokenizer

from training.adapter import FEW_STEP_NAME, hash_base
from training.base.card import MADE, OVERVIEW, Made, Stretch, write_card
from training.base.config import BaseConfig
from training.base.corpus import painted_scenes
from training.base.models import build_scheduler
from training.base.pipeline import assemble, load_pipeline
from training.base.sheet import write_overview
from training.base.verdict import NAME
from training.base.weights import load_decoder, load_ema

# What a published folder tells of its training, and how a run that begins from it keeps that.
BEGUN_FROM = {
    MADE: "begun-from.json", "curve.jsonl": "curve-before.jsonl", "decoder.jsonl": "decoder.jsonl",
}  # fmt: skip


def publish(config: BaseConfig, run: Path, out: Path) -> str:
    """Write `out` anew from the run's newest weights; returns the base hash.

    What was measured or distilled stays where the weights are the same; else it is dropped, and
    the card says "not measured yet" until `heritage-train base evaluate --write`.
    """
    text, unet, step = load_ema(config, run)
    tokenizer = CLIPTokenizer.from_pretrained(run / "tokenizer")
    pipeline = assemble(text, unet, load_decoder(run), tokenizer, build_scheduler(config))
    pipeline.to(dtype=torch.float16)
    draft = out.with_name(f".{out.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    pipeline.save_pretrained(draft)
    _forget_places(draft)
    psnr = json.loads((run / "decoder.jsonl").read_text().splitlines()[-1])["psnr_db"]
    before = _before(run)
    made = Made(
        config=config, step=step, psnr_db=psnr, history=_history(run), before=before,
        beside=_beside(config, run),
    )  # fmt: skip
    (draft / MADE).write_bytes(msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n")
    shutil.copy(run / "decoder.jsonl", draft / "decoder.jsonl")
    (draft / "curve.jsonl").write_text(_curve(run, sum(stretch.steps for stretch in before)))
    base = hash_base(draft)
    if out.exists() and hash_base(out) == base:
        for kept in (NAME, FEW_STEP_NAME):
            if (out / kept).is_file():
                shutil.copy(out / kept, draft / kept)
    write_overview(load_pipeline(draft), draft / OVERVIEW, config.sample_guidance)
    write_card(draft)
    retired = out.with_name(f".{out.name}.retired")
    shutil.rmtree(retired, ignore_errors=True)
    if out.exists():
        out.rename(retired)
    draft.rename(out)
    shutil.rmtree(retired, ignore_errors=True)
    return base


def _forget_places(folder: Path) -> None:
    """Take out where the parts were read from: diffusers notes the path in their configs."""
    for file in folder.rglob("config.json"):
        settings = json.loads(file.read_text(encoding="utf-8"))
        settings.pop("_name_or_path", None)
        file.write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")


def _before(run: Path) -> tuple[Stretch, ...]:
    """The stretches of training behind the weights that this run began from."""
    file = run / BEGUN_FROM[MADE]
    if not file.is_file():
        return ()
    return msgspec.json.decode(file.read_bytes(), type=Made).stretches


def _beside(config: BaseConfig, run: Path) -> int:
    """Scenes that were painted while the UNet learnt."""
    return painted_scenes(run / "corpus") - config.scenes if config.scenes_beside else 0


def _curve(run: Path, steps: int) -> str:
    """The curve since the very first step, as JSON lines; `steps` were taken before this run."""
    before = run / BEGUN_FROM["curve.jsonl"]
    lines = before.read_text().splitlines() if before.is_file() else []
    rows = [json.loads(line) for line in (run / "curve.jsonl").read_text().splitlines()]
    lines += [json.dumps({**row, "step": row["step"] + steps}) for row in rows]
    return "".join(f"{line}\n" for line in lines)


def _history(run: Path) -> str:
    """What the recipe does not say of this very run, if its folder holds a history.md."""
    file = run / "history.md"
    return file.read_text(encoding="utf-8").strip() if file.is_file() else ""
