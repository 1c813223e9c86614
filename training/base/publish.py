"""Write the trained base as a diffusers folder in fp16, with a model card and a contact sheet."""

import json
import shutil
from pathlib import Path

import numpy as np
import torch
from diffusers import StableDiffusionPipeline
from PIL import Image
from transformers import CLIPTokenizer

from training.adapter import hash_base
from training.base.config import BaseConfig
from training.base.decode import load_decoder
from training.base.diffuse import load_ema
from training.base.models import build_scheduler
from training.base.pipeline import assemble, contact_sheet, load_pipeline, sample
from training.judge import Agreement, agreement
from training.probe.predict import Probe
from training.scenes.captions import canonical_caption
from training.scenes.concepts import CORPUS, KEPT_OUT, SKIES


def publish(config: BaseConfig, run: Path, out: Path, *, seeds: int = 16) -> Agreement:
    """Write `out` anew from the run's newest weights; measure it with the probe; write the card."""
    text, unet, step = load_ema(config, run)
    tokenizer = CLIPTokenizer.from_pretrained(run / "tokenizer")
    pipeline = assemble(text, unet, load_decoder(run), tokenizer, build_scheduler(config))
    pipeline.to(dtype=torch.float16)
    draft = out.with_name(f".{out.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    pipeline.save_pretrained(draft)
    _forget_places(draft)
    pipeline = load_pipeline(draft)
    result = agreement(pipeline, CORPUS, Probe(), seeds=seeds, guidance=config.sample_guidance)
    (draft / "README.md").write_text(_card(config, run, step, result, draft), encoding="utf-8")
    _sheet(pipeline, draft / "amostras.png", config.sample_guidance)
    for extra in ("curve.jsonl", "decoder.jsonl"):
        if (run / extra).is_file():
            shutil.copy(run / extra, draft / extra)
    retired = out.with_name(f".{out.name}.retired")
    shutil.rmtree(retired, ignore_errors=True)
    if out.exists():
        out.rename(retired)
    draft.rename(out)
    shutil.rmtree(retired, ignore_errors=True)
    return result


def _forget_places(folder: Path) -> None:
    """Take out where the parts were read from: diffusers notes the path in their configs."""
    for file in folder.rglob("config.json"):
        settings = json.loads(file.read_text(encoding="utf-8"))
        settings.pop("_name_or_path", None)
        file.write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")


def _sheet(pipeline: StableDiffusionPipeline, file: Path, guidance: float) -> None:
    prompts = [canonical_caption(concept, sky) for concept in CORPUS for sky in SKIES]
    pictures = [
        sample(pipeline, prompts[i : i + 13], [5] * 13, guidance=guidance)
        for i in range(0, len(prompts), 13)
    ]
    Image.fromarray(contact_sheet(np.concatenate(pictures), len(SKIES))).save(file, optimize=True)


def _history(run: Path) -> str:
    """What the recipe does not say of this very run, if its folder holds a history.md."""
    file = run / "history.md"
    return " " + file.read_text(encoding="utf-8").strip() if file.is_file() else ""


def _card(config: BaseConfig, run: Path, step: int, result: Agreement, draft: Path) -> str:
    psnr = json.loads((run / "decoder.jsonl").read_text().splitlines()[-1])["psnr_db"]
    rows = "\n".join(f"| {name} | {100 * share:.0f} % |" for name, share in result.shares.items())
    parts = ("unet", "text_encoder", "vae")
    pipeline = load_pipeline(draft)
    sizes = ", ".join(
        f"{part} {sum(p.numel() for p in getattr(pipeline, part).parameters()) / 1e6:.2f} M"
        for part in parts
    )
    return f"""---
language: pt
license: apache-2.0
library_name: diffusers
pipeline_tag: text-to-image
---
# {config.name}

A small Stable Diffusion of scenes of gaúcho heritage that reads Portuguese, trained from scratch
on scenes that `training/scenes` draws. It exists so that the kiosk, its tests and its benchmarks
run on real parts on a computer without a GPU; a gallery may put SD 1.4/1.5 in its place.

- Picture {config.size} × {config.size} px; latents {config.latent_channels} × {config.grid} × \
{config.grid}; parameters: {sizes}; weights fp16.
- Base hash `{hash_base(draft)}`
- Corpus: {config.scenes} painted scenes, {config.captions_per_scene} captions each, 13 concepts. \
Kept out, so that an adapter has something to teach: {", ".join(KEPT_OUT)}.
- Training: {step} steps of {config.batch} (AdamW {config.learning_rate}, EMA \
{config.ema_decay}, min-SNR {config.min_snr_gamma}, caption dropout {config.caption_dropout}, \
v-prediction), seed {config.seed}, fp32 on two CPU cores. Curve: `curve.jsonl`.
- Autoencoder: principal components of {config.patch_size} px patches and a learnt residual \
decoder, {psnr:.1f} dB on held-out scenes.
- Made again by `heritage-train base`.{_history(run)}

## What it obeys
Share of pictures in which the concept probe's first answer is the asked concept, {result.seeds}
seeds a concept, caption alone, DPM++ 2M 20 trailing steps, guidance {config.sample_guidance}.

| concept | agreement |
|---|---|
{rows}
| **all** | **{100 * result.overall:.1f} %** |

## Limits
13 concepts, five skies, three grounds, one look; about two subjects in a picture. Words outside its
captions are ignored or misread. Figures are small and drawn without portraits. No expert and no
community has reviewed the drawings yet; nothing it paints is a historical record.

![contact sheet](amostras.png)
"""
