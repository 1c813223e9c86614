"""What `heritage-train base` does, in order: prepare, decoder, diffusion, publish."""

from pathlib import Path

import numpy as np
from diffusers import UNet2DConditionModel
from PIL import Image
from transformers import CLIPTextModel, CLIPTokenizer

from training.base.autoencoder import with_new_decoder
from training.base.config import BaseConfig
from training.base.decode import finish_decoder, train_decoder
from training.base.diffuse import Watcher, train_diffusion
from training.base.latents import prepare_latents
from training.base.models import build_autoencoder, build_scheduler
from training.base.pipeline import assemble, contact_sheet, load_pipeline, sample
from training.base.prepare import prepare
from training.base.publish import BEGUN_FROM, publish
from training.base.weights import load_decoder
from training.checkpoint import latest_step
from training.files import write_atomically
from training.probe.predict import Probe
from training.recipe import same_recipe
from training.scenes.captions import canonical_caption
from training.scenes.concepts import CONCEPTS, CORPUS
from training.texts import say

_ACROSS = 9


def train_base(
    config: BaseConfig,
    run: Path,
    out: Path | None,
    *,
    until: int | None,
    publish_only: bool,
    begin: Path | None = None,
) -> str:
    """Go on from whatever `run` holds; returns a sentence that says where it stands."""
    run.mkdir(parents=True, exist_ok=True)
    if begin is not None:
        begin_from(begin, run, config)
    same_recipe(config, run)
    if not publish_only:
        stopped = _train(config, run, until, published=out is not None)
        if stopped is not None:
            return say("stopped", step=stopped)
    if out is None:
        return str(run)
    return f"{out}: {publish(config, run, out)}"


def _train(config: BaseConfig, run: Path, until: int | None, *, published: bool) -> int | None:
    """The courses in their order, each from where it stands; the step where it was stopped, if so.

    A diffusion that is stopped early is no end where what there is shall be published.
    """
    prepare(config, run)
    if train_decoder(config, run, until=config.decoder_steps) < config.decoder_steps:
        return 0
    prepare_latents(config, run)
    goal = min(until or config.steps, config.steps)
    step = latest_step(run / "checkpoints")
    if step < goal:
        step = train_diffusion(config, run, until=goal, watch=watcher(config, run))
    if step < config.steps:
        return None if published else step
    finished = finish_decoder(config, run, until=config.finish_steps)
    return step if finished < config.finish_steps else None


def begin_from(published: Path, run: Path, config: BaseConfig) -> None:
    """Lay a published model's parts into a new run, so that training goes on from its weights.

    A decoder that the recipe wants otherwise is begun anew, over the same latents.
    """
    pipeline = load_pipeline(published)
    fresh = build_autoencoder(config)
    if pipeline.vae.state_dict().keys() != fresh.state_dict().keys():
        pipeline.vae = with_new_decoder(pipeline.vae, fresh)
    parts = {
        "tokenizer": pipeline.tokenizer,
        "text-encoder": pipeline.text_encoder,
        "unet": pipeline.unet,
        "vae-linear": pipeline.vae,
    }
    for name, part in parts.items():
        if not (run / name).exists():
            part.save_pretrained(run / name)
    for name, kept in BEGUN_FROM.items():
        if (published / name).is_file() and not (run / kept).exists():
            write_atomically(run / kept, (published / name).read_bytes())


def watcher(config: BaseConfig, run: Path) -> Watcher:
    """A function that paints a contact sheet and asks the probe, for `train_diffusion`."""
    tokenizer = CLIPTokenizer.from_pretrained(run / "tokenizer")

    def watch(step: int, text: CLIPTextModel, unet: UNet2DConditionModel) -> dict[str, float]:
        vae = load_decoder(run).to(unet.device)
        pipeline = assemble(text, unet, vae, tokenizer, build_scheduler(config))
        names = [name for name in CORPUS if CONCEPTS[name].kind != "landscape"]
        prompts = [canonical_caption(name) for name in names]
        seeds = list(range(len(names)))
        pictures = sample(pipeline, prompts, seeds, guidance=config.sample_guidance)
        (run / "samples").mkdir(exist_ok=True)
        sheet = Image.fromarray(contact_sheet(pictures, _ACROSS))
        sheet.save(run / "samples" / f"step-{step:06d}.png")
        top = Probe().top(pictures, names)
        hits = [found == asked for found, asked in zip(top, names, strict=True)]
        return {"agreement": float(np.mean(hits))}

    return watch
