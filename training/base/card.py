"""The model card: what the base is made of and what was measured, from the files beside it."""

from pathlib import Path

import msgspec
from safetensors import safe_open

from training.adapter import hash_base
from training.base.config import BaseConfig
from training.base.verdict import LIMITS, Evaluation, read_evaluation
from training.files import write_atomically
from training.scenes.concepts import CORPUS, GROUNDS, KEPT_OUT, SKIES
from training.scenes.looks import LOOKS
from training.texts import TrainingError

MADE = "training.json"
OVERVIEW = "amostras.jpg"
_WEAK = 0.8
_MEANS = {
    "concept_top1": "concept: the likeliest of its kind is the asked one",
    "pair_both": "two concepts in a sentence: both found",
    "sky_top1": "sky: the likeliest is the asked one",
    "look_top1": "look: the likeliest is the asked one",
    "counts_right": "one, two or three: as many as asked",
    "diversity": "Rényi kernel entropy over the painter's, mean over sentences",
    "copies": "pictures nearer to a training picture than those are to each other (1 % quantile)",
    "kept_out_found": "kept-out concept found when asked for",
}


class Stretch(msgspec.Struct, frozen=True):
    """A stretch of training that these weights went through before their own."""

    steps: int
    batch: int
    scenes: int
    first_seed: int
    seed: int


class Made(msgspec.Struct, frozen=True):
    """training.json: how these weights came about. psnr_db: the autoencoder on held-out scenes;
    beside: scenes painted while the UNet learnt.
    """

    config: BaseConfig
    step: int
    psnr_db: float
    history: str = ""
    before: tuple[Stretch, ...] = ()
    beside: int = 0

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """All stretches in order, this one last."""
        own = self.config
        return (
            *self.before,
            Stretch(self.step, own.batch, own.scenes + self.beside, own.first_seed, own.seed),
        )

    @property
    def scenes(self) -> int:
        """Different scenes seen in all stretches: one may go on with those of another."""
        seeds = {n for s in self.stretches for n in range(s.first_seed, s.first_seed + s.scenes)}
        return len(seeds)

    @property
    def samples(self) -> int:
        """Noisy latents that the UNet has learnt from, over all stretches."""
        return sum(stretch.steps * stretch.batch for stretch in self.stretches)


def read_made(folder: Path) -> Made:
    """How the base in `folder` was made. Raises TrainingError where that is not written."""
    try:
        return msgspec.json.decode((folder / MADE).read_bytes(), type=Made)
    except (FileNotFoundError, msgspec.DecodeError) as error:
        raise TrainingError("base_unexplained", folder=folder) from error


def write_card(folder: Path) -> None:
    """Write README.md anew from training.json and, if it is of these weights, evaluation.json."""
    made, base = read_made(folder), hash_base(folder)
    evaluation = read_evaluation(folder)
    if evaluation is not None and evaluation.base != base:
        evaluation = None
    text = _card(made, base, _sizes(folder), evaluation)
    write_atomically(folder / "README.md", text.encode())


def _sizes(folder: Path) -> str:
    """Millions of parameters by part."""
    found = []
    for part in ("unet", "text_encoder", "vae"):
        total = 0
        for file in (folder / part).glob("*.safetensors"):
            with safe_open(file, framework="np") as weights:
                for key in weights.keys():  # noqa: SIM118 - a safetensors handle is no mapping
                    count = 1
                    for length in weights.get_slice(key).get_shape():
                        count *= length
                    total += count
        found.append(f"{part} {total / 1e6:.2f} M")
    return ", ".join(found)


def _card(made: Made, base: str, sizes: str, evaluation: Evaluation | None) -> str:
    config = made.config
    history = f" {made.history.strip()}" if made.history.strip() else ""
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
- Base hash `{base}`
- Corpus: {made.scenes} painted scenes, {config.captions_per_scene} captions each, {len(CORPUS)} \
concepts. Kept out, so that an adapter has something to teach: {", ".join(KEPT_OUT)}.
- Training: {made.samples / 1000:.0f} thousand samples in {len(made.stretches)} stretches; the \
last took {made.step} of {config.steps} steps of {config.batch} (AdamW {config.learning_rate}, \
EMA {config.ema_decay}, min-SNR {config.min_snr_gamma}, caption dropout {config.caption_dropout}, \
v-prediction), seed {config.seed}. Curve: `curve.jsonl`.
- Autoencoder: principal components of {config.patch_size} px patches and a learnt residual \
decoder, {made.psnr_db:.1f} dB on held-out scenes.
- Made again by `heritage-train base`.{history}

## What it obeys
{"Not measured yet." if evaluation is None else _measured(evaluation)}

## Limits
{len(CORPUS) - len(GROUNDS)} subjects, {len(GROUNDS)} landscapes, {len(SKIES)} skies, \
{len(LOOKS)} looks; groups of up to five, about two subjects in a picture. Words outside its
captions are ignored or misread. Figures are small and drawn without portraits. No expert and no
community has reviewed the drawings yet; nothing it paints is a historical record.

![one picture of each concept]({OVERVIEW})
"""


def _measured(evaluation: Evaluation) -> str:
    rows = []
    for name, bar in evaluation.bars.items():
        sign = "≤" if LIMITS[name].most else "≥"
        verdict = "met" if bar.met else "**missed**"
        rows.append(f"| {_MEANS[name]} | {bar.value:.3f} | {sign} {bar.bar:g} | {verdict} |")
    missed = [name for name, bar in evaluation.bars.items() if not bar.met]
    shares = evaluation.details["concepts"]
    weak = [f"{name} {100 * share:.0f} %" for name, share in shares.items() if share < _WEAK]
    return f"""By `heritage-train base evaluate`: what the concept probe sees in \
{evaluation.pictures} pictures, {evaluation.seeds} seeds
a concept, DPM++ 2M, {evaluation.steps} trailing steps, guidance {evaluation.guidance:g}. \
`evaluation.json` has every share.

| figure | value | asked | |
|---|---|---|---|
{chr(10).join(rows)}

{_missed(missed)}
Clothing asked for and found: {evaluation.attire_hit:.3f}. Least diverse sentence: \
{evaluation.diversity_worst:.3f}.
Concepts painted rightly in less than {100 * _WEAK:.0f} % of their pictures: \
{", ".join(weak) or "none"}.
{_few_steps(evaluation)}"""


def _missed(names: list[str]) -> str:
    return f"Missed: {', '.join(names)}." if names else "Nothing of this is missed."


def _few_steps(evaluation: Evaluation) -> str:
    few = evaluation.rapido
    if few is None:
        return "Few-step weights: none, or not measured."
    return (
        f"Few-step weights: concept {few.concept_top1:.3f}, {few.seconds:.2f} s a picture "
        f"against {few.completo_seconds:.2f} s."
    )
