"""The forecast: what is counted without computing is what a real pass keeps."""

from pathlib import Path

import msgspec
import pytest
import torch
from accelerate import init_empty_weights

from tests.training.tune.recipes import recipe
from training.bases.architecture import SD15, build_unet
from training.bases.randomly import random_base
from training.tune.count import _Seen, count
from training.tune.learner import Learner
from training.tune.loop import Run
from training.tune.parts import Parts
from training.tune.plan import plan


@pytest.mark.parametrize(
    "changes",
    [{}, {"targets": "all"}, {"checkpointing": True}, {"method": "dreambooth"}, {"dora": True}],
)
def test_a_real_pass_keeps_what_was_counted(ready: object, changes: dict[str, object]) -> None:
    run: Run = ready(**changes, micro_batch=2)  # type: ignore[operator]
    learner: Learner = run.learner
    micro = run.material.micros(0)[0]
    seen = _Seen(learner.net)
    with torch.autograd.graph.saved_tensors_hooks(seen.keep, lambda kept: kept):
        learner.net(micro.latents, micro.timesteps, micro.text)
    parts = Parts(run.config.base, torch.device("cpu"), torch.float32)
    counted = count(run.config, parts, (128, 128), pictures=2, tokens=40)
    assert counted.kept == pytest.approx(seen.bytes, rel=0.05)
    assert counted.learnt == sum(p.numel() for p in learner.learnt.values())


@pytest.mark.long
def test_switches_make_it_fit_in_the_order_of_their_cost(dataset: Path, tmp_path: Path) -> None:
    config = recipe(dataset, tmp_path, batch=8, resolution=256)
    whole = plan(config)
    assert whole.fits
    assert not whole.switches
    tight = plan(config, free=round(whole.peak * 0.7))
    assert not tight.fits
    assert tight.fits_with_switches
    assert list(tight.switches) == ["micro_batch"]
    tighter = plan(config, free=round(whole.peak * 0.42))
    assert "checkpointing" in tighter.switches or tighter.switches["micro_batch"] == 1
    never = plan(config, free=1_000_000)
    assert not never.fits_with_switches


def test_sd15_is_counted_without_its_weights(tmp_path: Path) -> None:
    random_base(tmp_path / "tiny", like="tiny")
    parts = Parts(tmp_path / "tiny", torch.device("cpu"), torch.bfloat16)
    with init_empty_weights():
        parts.unet_config = dict(build_unet(SD15).config)
    config = recipe(tmp_path, tmp_path, rank=16, micro_batch=1)
    whole = count(config, parts, (512, 512), pictures=1, tokens=77)
    # Attention alone has 199,296 numbers a rank in SD 1.x.
    assert whole.learnt == 16 * 199_296
    assert whole.weights == 2 * 859_520_964 + 4 * whole.learnt
    # One forward pass of SD 1.5 at 512 px is about 0.8 TFLOP (two for each multiply and add).
    assert 0.6e12 < whole.flops < 1.0e12
    saving = msgspec.structs.replace(config, checkpointing=True)
    checked = count(saving, parts, (512, 512), pictures=1, tokens=77)
    assert checked.kept < 0.3 * whole.kept
