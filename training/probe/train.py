"""Train the probe on painted, labelled scenes alone; keep it with its held-out accuracy."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from rich.progress import track
from torch.nn import functional

from training.base.corpus import paint_corpus, read_labels, read_pictures
from training.files import sha256_of, write_atomically
from training.probe.model import ConceptProbe
from training.scenes.concepts import CORPUS, KEPT_OUT

CONCEPTS: tuple[str, ...] = (*CORPUS, *KEPT_OUT)
_FIRST_SEED = 5_000_000
_HELD_OUT = 1_000
_BATCH = 48
_SIZE = 128


def train_probe(
    out: Path, work: Path, *, scenes: int = 8_000, epochs: int = 6, seed: int = 3
) -> dict[str, float]:
    """Paint scenes of all concepts, train, measure on held-out scenes, write ONNX and card.

    Returns the held-out figures: mean per-concept accuracy and top-1 on the main concept.
    """
    corpus = work / "probe-corpus"
    paint_corpus(
        corpus,
        scenes=scenes,
        size=_SIZE,
        first_seed=_FIRST_SEED,
        captions=1,
        workers=2,
        concepts=CONCEPTS,
    )
    pictures = np.concatenate(list(read_pictures(corpus, _SIZE)))
    labels, mains = _targets(read_labels(corpus))
    torch.manual_seed(seed)
    model = ConceptProbe(len(CONCEPTS))
    _fit(model, pictures[:-_HELD_OUT], labels[:-_HELD_OUT], epochs, seed)
    model.eval()
    figures = _measure(model, pictures[-_HELD_OUT:], labels[-_HELD_OUT:], mains[-_HELD_OUT:])
    _write(model, out, {**figures, "scenes": scenes, "held_out": _HELD_OUT, "epochs": epochs})
    return figures


def _targets(records: Sequence[dict[str, object]]) -> tuple[torch.Tensor, torch.Tensor]:
    labels = torch.zeros(len(records), len(CONCEPTS))
    mains = torch.zeros(len(records), dtype=torch.long)
    for row, record in enumerate(records):
        shown: list[str] = record["concepts"]  # type: ignore[assignment]
        mains[row] = CONCEPTS.index(shown[0])
        for concept in shown:
            labels[row, CONCEPTS.index(concept)] = 1
    return labels, mains


def _fit(
    model: ConceptProbe, pictures: np.ndarray, labels: torch.Tensor, epochs: int, seed: int
) -> None:
    steps = epochs * len(pictures) // _BATCH
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=steps + 1)
    rng = np.random.default_rng(seed)
    for _ in track(range(steps), description="probe"):
        rows = rng.integers(0, len(pictures), _BATCH)
        pixels = torch.from_numpy(pictures[rows]).permute(0, 3, 1, 2).contiguous()
        batch = _augment(pixels.float() / 255, rng).contiguous()
        loss = functional.binary_cross_entropy_with_logits(model(batch), labels[rows])
        loss.backward()
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)


def _augment(batch: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
    """Flip, shift, blur, noise, brightness: how generated scenes differ from painted ones."""
    if rng.random() < 0.5:
        batch = batch.flip(3)
    dy, dx = rng.integers(-10, 11, 2)
    batch = functional.pad(batch, (10, 10, 10, 10), mode="replicate")
    batch = batch[:, :, 10 + dy : 10 + dy + _SIZE, 10 + dx : 10 + dx + _SIZE]
    if rng.random() < 0.5:
        small = functional.avg_pool2d(batch, 2)
        batch = functional.interpolate(small, scale_factor=2.0, mode="bilinear")
    gain = 0.85 + 0.3 * rng.random()
    noise = torch.from_numpy(rng.standard_normal(batch.shape, np.float32))
    return batch * gain + noise * 0.04 * rng.random()


@torch.no_grad()
def _measure(
    model: ConceptProbe, pictures: np.ndarray, labels: torch.Tensor, mains: torch.Tensor
) -> dict[str, float]:
    logits = torch.cat(
        [
            model(torch.from_numpy(pictures[i : i + 100]).permute(0, 3, 1, 2).float() / 255)
            for i in range(0, len(pictures), 100)
        ]
    )
    per_concept = ((logits > 0).float() == labels).float().mean(0)
    recall = ((logits > 0) & (labels > 0)).sum(0) / labels.sum(0)
    single = labels.sum(1) == 1
    top = (logits.argmax(1) == mains)[single].float().mean()
    return {
        "mean_accuracy": float(per_concept.mean()),
        "worst_accuracy": float(per_concept.min()),
        "mean_recall": float(recall.mean()),
        "top1_single": float(top),
    }


def _write(model: ConceptProbe, out: Path, figures: dict[str, float]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    draft = out / ".probe.draft.onnx"
    torch.onnx.export(
        model,
        (torch.zeros(2, 3, _SIZE, _SIZE),),
        draft,
        input_names=["pictures"],
        output_names=["logits"],
        dynamic_axes={"pictures": {0: "batch"}, "logits": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )
    draft.replace(out / "probe.onnx")
    card = {
        "concepts": list(CONCEPTS),
        "input": "pictures float32 (B, 3, 128, 128), RGB 0..1",
        "output": "logits float32 (B, concepts)",
        "trained_on": "painted scenes only, never generated ones",
        "sha256": sha256_of(out / "probe.onnx"),
        **{key: round(float(value), 5) for key, value in figures.items()},
    }
    text = json.dumps(card, indent=2, ensure_ascii=False) + "\n"
    write_atomically(out / "probe.json", text.encode())
