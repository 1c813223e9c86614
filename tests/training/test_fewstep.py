"""Few-step weights: the teacher's path, the leaps on it, a resumed training, and the painting."""

import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pytest
import torch
from diffusers import DDIMScheduler, DPMSolverMultistepScheduler
from safetensors.torch import load_file
from transformers import CLIPTokenizer

from training.adapter import FEW_STEP_NAME, hash_base, read_few_step, write_adapter
from training.base.config import BaseConfig
from training.base.distil import attach, distil, learning_rate
from training.base.fewstep import applied, build_few_step_scheduler, load_few_step
from training.base.fewstep_config import FewStepConfig
from training.base.leaps import Leaps, wanted_v
from training.base.models import (
    build_autoencoder,
    build_scheduler,
    build_text_encoder,
    build_unet,
)
from training.base.pipeline import assemble, load_pipeline
from training.base.tokenizer import train_tokenizer
from training.base.trajectories import captions, read_sentences, read_states, states
from training.checkpoint import load_checkpoint
from training.texts import TrainingError

TINY = BaseConfig(
    size=64, decoder_crop=2, latent_channels=8, vocabulary=600, text_width=32, text_layers=1,
    unet_channels=(32, 48), unet_attention=(False, True),
)  # fmt: skip
FEW = FewStepConfig(
    trajectories=6, teacher_steps=8, teacher_batch=4, steps=4, batch=5, rank=2, warmup_steps=1,
    save_every=2,
)  # fmt: skip


@pytest.fixture(scope="module")
def untaught(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base of the embedded one's own parts, small and untrained, as a diffusers folder."""
    home = tmp_path_factory.mktemp("few")
    train_tokenizer(captions(FEW), TINY.vocabulary, home / "tokenizer", TINY.max_tokens)
    tokenizer = CLIPTokenizer.from_pretrained(home / "tokenizer")
    torch.manual_seed(1)
    pipeline = assemble(
        build_text_encoder(TINY, tokenizer).eval(),
        build_unet(TINY).eval(),
        build_autoencoder(TINY).eval(),
        tokenizer,
        build_scheduler(TINY),
    )
    pipeline.save_pretrained(home / "base")
    return home / "base"


@pytest.fixture
def base(untaught: Path, tmp_path: Path) -> Path:
    return shutil.copytree(untaught, tmp_path / "base")


@pytest.fixture(scope="module")
def taught(untaught: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base with few-step weights that were really distilled, and too strong to be overseen."""
    home = tmp_path_factory.mktemp("taught")
    folder = shutil.copytree(untaught, home / "base")
    path = distil(FEW, folder, home / "run")
    assert path == folder / FEW_STEP_NAME
    rng = torch.Generator().manual_seed(4)
    noisy = {
        key: value.float() + 0.2 * torch.randn(value.shape, generator=rng)
        for key, value in load_file(path).items()
    }
    write_adapter(path, noisy, read_few_step(path).metadata)
    return folder


def test_one_step_of_the_wanted_v_lands_on_the_teachers_state() -> None:
    scheduler = build_few_step_scheduler(build_scheduler(TINY))
    scheduler.set_timesteps(4)
    assert scheduler.timesteps.tolist() == [999, 749, 499, 249]
    shares = torch.cat([scheduler.alphas_cumprod[scheduler.timesteps], torch.ones(1)])
    rng = torch.Generator().manual_seed(0)
    for leap, timestep in enumerate(scheduler.timesteps):
        begin, end = torch.randn(2, 3, 8, 4, 4, generator=rng)
        wanted = wanted_v(begin, end, shares[leap].expand(3), shares[leap + 1].expand(3))
        landed = scheduler.step(wanted, timestep, begin).prev_sample
        assert torch.allclose(landed, end, atol=1e-4)


def test_the_teacher_walks_as_diffusers_samples(untaught: Path) -> None:
    pipeline = load_pipeline(untaught)
    said = captions(FEW)
    rows = [1, 3]
    context = read_sentences(pipeline, [said[row] for row in rows])
    found = states(FEW, pipeline, rows, context, read_sentences(pipeline, [""]))
    assert found.shape == (2, 5, 8, 4, 4)
    seeds = [torch.Generator().manual_seed(FEW.first_seed + row) for row in rows]
    begun = torch.stack([torch.randn(8, 4, 4, generator=seed) for seed in seeds])
    assert np.allclose(found[:, 0], begun.numpy(), atol=2e-3)
    pipeline.scheduler = DPMSolverMultistepScheduler.from_config(
        pipeline.scheduler.config, timestep_spacing="trailing"
    )
    with torch.inference_mode():
        ended = pipeline(
            [said[row] for row in rows],
            num_inference_steps=FEW.teacher_steps,
            guidance_scale=FEW.guidance,
            generator=[torch.Generator().manual_seed(FEW.first_seed + row) for row in rows],
            output_type="latent",
        ).images
    # On processors that gain by it the teacher computes in bf16, diffusers here in fp32.
    apart = np.abs(found[:, -1] - ended.numpy())
    assert apart.mean() < 0.02
    assert apart.max() < 0.1
    # Where the student steps, the teacher has stood.
    student = build_few_step_scheduler(pipeline.scheduler)
    student.set_timesteps(FEW.evaluations)
    assert pipeline.scheduler.timesteps[::2].tolist() == student.timesteps.tolist()


def test_batches_depend_on_seed_and_step_alone_and_take_all_leaps(
    base: Path, tmp_path: Path
) -> None:
    distil(msgspec.structs.replace(FEW, steps=1), base, tmp_path / "run")
    leaps = Leaps(FEW, load_pipeline(base), tmp_path / "run" / "trajectories")
    first = leaps.at(7)
    leaps.at(8)
    for left, right in zip(first, leaps.at(7), strict=True):
        assert torch.equal(left, right)
    assert set(first[1].tolist()) == {999, 749, 499, 249}
    assert not torch.equal(first[0], leaps.at(8)[0])
    begin, timesteps, _, wanted = first
    ends = leaps.scheduler.step(wanted[:1], timesteps[0], begin[:1]).prev_sample
    known = torch.from_numpy(read_states(FEW, tmp_path / "run" / "trajectories")).float()
    assert (known - ends).abs().amax(dim=(2, 3, 4)).min() < 1e-3


def test_a_stopped_distillation_ends_with_the_same_weights(base: Path, tmp_path: Path) -> None:
    before = hash_base(base)
    assert distil(FEW, base, tmp_path / "whole") is not None
    (base / FEW_STEP_NAME).unlink()
    assert distil(FEW, base, tmp_path / "parts", until=2) is None
    assert not (base / FEW_STEP_NAME).exists()
    walked = {f: f.stat().st_mtime_ns for f in (tmp_path / "parts" / "trajectories").iterdir()}
    assert distil(FEW, base, tmp_path / "parts") is not None
    assert walked == {f: f.stat().st_mtime_ns for f in walked}
    one = load_checkpoint(tmp_path / "whole" / "checkpoints")
    two = load_checkpoint(tmp_path / "parts" / "checkpoints")
    assert one is not None
    assert two is not None
    for left, right in zip(one["learnt"], two["learnt"], strict=True):
        assert torch.equal(left, right)
    read = read_few_step(base / FEW_STEP_NAME)
    assert read.metadata.base_model_hash == before == hash_base(base)
    assert (read.metadata.scheduler, read.metadata.timesteps) == (
        "DDIMScheduler",
        "999 749 499 249",
    )
    layers = set(read.factors())
    assert {"conv_in", "time_embedding.linear_1", "add_embedding.pool.q_proj"} <= layers


def test_the_student_comes_nearer_to_its_teacher(base: Path, tmp_path: Path) -> None:
    config = msgspec.structs.replace(FEW, steps=60, batch=8, learning_rate=1e-2, save_every=60)
    path = distil(config, base, tmp_path / "run")
    assert path is not None
    pipeline = load_pipeline(base)
    pipeline.scheduler = build_few_step_scheduler(pipeline.scheduler)
    walked = read_states(config, tmp_path / "run" / "trajectories")
    goal = torch.from_numpy(walked)[:, -1].float()

    def distance() -> float:
        """Mean squared error of what four steps make of the teacher's own noises."""
        seeds = [config.first_seed + row for row in range(config.trajectories)]
        with torch.inference_mode():
            latents = pipeline(
                captions(config), num_inference_steps=4, guidance_scale=1.0,
                generator=[torch.Generator().manual_seed(seed) for seed in seeds],
                output_type="latent",
            ).images  # fmt: skip
        return float((latents - goal).pow(2).mean())

    untrained = distance()
    with applied(pipeline.unet, read_few_step(path).factors()):
        assert distance() < 0.5 * untrained


def test_painting_runs_the_unet_four_times_alone_and_leaves_no_trace(taught: Path) -> None:
    pipeline = load_pipeline(taught)
    before = {name: value.clone() for name, value in pipeline.unet.state_dict().items()}
    scheduler = pipeline.scheduler
    ran: list[int] = []
    pipeline.unet.register_forward_pre_hook(lambda _unet, given: ran.append(len(given[0])))
    few = load_few_step(taught, pipeline)
    first = few.sample(["um boi", "um umbu"], [1, 2])
    assert ran == [2] * 4
    assert first.shape == (2, 64, 64, 3)
    assert np.array_equal(first, few.sample(["um boi", "um umbu"], [1, 2]))
    assert not np.array_equal(first[0], first[1])
    assert pipeline.scheduler is scheduler
    for name, value in pipeline.unet.state_dict().items():
        assert torch.equal(value, before[name]), name


def test_it_paints_what_diffusers_own_lora_paints(taught: Path) -> None:
    pipeline = load_pipeline(taught)
    ours = load_few_step(taught, pipeline).sample(["um boi"], [3])
    pipeline.scheduler = DDIMScheduler.from_config(
        pipeline.scheduler.config, timestep_spacing="trailing", clip_sample=False,
        set_alpha_to_one=True,
    )  # fmt: skip

    def paint() -> np.ndarray:
        with torch.inference_mode():
            picture = pipeline(
                ["um boi"], num_inference_steps=4, guidance_scale=1.0,
                generator=[torch.Generator().manual_seed(3)], output_type="np",
            ).images  # fmt: skip
        return (picture * 255).round().astype(np.int16)

    plain = paint()
    pipeline.load_lora_weights(taught, weight_name=FEW_STEP_NAME)
    beside = paint()
    assert np.abs(beside - ours).mean() < 0.5
    assert np.abs(beside - plain).mean() > 2


def test_weights_for_another_base_and_none_at_all_are_told(taught: Path, base: Path) -> None:
    pipeline = load_pipeline(base)
    with pytest.raises(TrainingError, match="distil"):
        load_few_step(base, pipeline)
    read = read_few_step(taught / FEW_STEP_NAME)
    other = msgspec.structs.replace(read.metadata, base_model_hash="f" * 64)
    write_adapter(base / FEW_STEP_NAME, load_file(read.path), other)
    with pytest.raises(TrainingError, match="few_step"):
        load_few_step(base, pipeline)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda tensors: {k: v for k, v in tensors.items() if k != "unet.conv_in.lora_B.weight"},
        lambda tensors: {**tensors, "unet.conv_in.lora_A.weight": torch.zeros(3, 8, 3, 3)},
        lambda tensors: {**tensors, "text_encoder.x": torch.zeros(1)},
        lambda tensors: {k.replace("conv_in", "conv_on"): v for k, v in tensors.items()},
    ],
)
def test_weights_that_are_not_whole_are_refused(
    spoil: Callable[[dict[str, torch.Tensor]], dict[str, torch.Tensor]], taught: Path, base: Path
) -> None:
    read = read_few_step(taught / FEW_STEP_NAME)
    write_adapter(base / FEW_STEP_NAME, spoil(load_file(read.path)), read.metadata)
    with pytest.raises(TrainingError, match=r"few_step\.safetensors"):
        load_few_step(base, load_pipeline(base)).sample(["um boi"], [1])


def test_another_recipe_and_another_prediction_are_refused(base: Path, tmp_path: Path) -> None:
    distil(FEW, base, tmp_path / "run", until=1)
    with pytest.raises(TrainingError, match="run"):
        distil(msgspec.structs.replace(FEW, rank=3), base, tmp_path / "run")
    file = base / "scheduler" / "scheduler_config.json"
    file.write_text(file.read_text().replace("v_prediction", "epsilon"))
    with pytest.raises(TrainingError, match="epsilon"):
        distil(FEW, base, tmp_path / "other")


@pytest.mark.parametrize("steps", [18, 7, 0])
def test_teacher_steps_that_do_not_hold_the_students_are_refused(steps: int) -> None:
    with pytest.raises(ValueError, match="teacher_steps"):
        FewStepConfig(teacher_steps=steps)


def test_the_rate_warms_up_and_falls_to_zero() -> None:
    config = FewStepConfig(steps=100, warmup_steps=10, learning_rate=1.0)
    rates = [learning_rate(config, step) for step in range(101)]
    assert rates[0] == pytest.approx(0.1)
    assert rates[9] == max(rates)
    assert rates[100] == 0


def test_the_embedded_bases_weights_stay_below_three_megabytes() -> None:
    unet = build_unet(BaseConfig())
    attach(unet, FewStepConfig())
    size = sum(2 * p.numel() for p in unet.parameters() if p.requires_grad)
    assert 2_000_000 < size < 2_950_000
