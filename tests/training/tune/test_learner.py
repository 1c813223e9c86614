"""The step on the real embedded base: exact accumulation, fp32 adapters, prior, masks, methods."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
import torch
from diffusers.models.resnet import ResnetBlock2D

from training.texts import TrainingError
from training.tune.lean import make_lean
from training.tune.learner import adapters_off
from training.tune.loop import Run
from training.tune.parts import Parts

Ready = Callable[..., Run]


def _gradients(run: Run, step: int = 0) -> dict[str, torch.Tensor]:
    run.learner.gradients(run.material.micros(step))
    found = {name: p.grad.clone() for name, p in run.learner.learnt.items() if p.grad is not None}
    run.learner.optimizer.zero_grad()
    return found


def _apart(found: dict[str, torch.Tensor], wanted: dict[str, torch.Tensor]) -> float:
    """Length of the difference of two gradients over the length of one."""
    one = torch.cat([found[name].flatten() for name in sorted(found)]).double()
    other = torch.cat([wanted[name].flatten() for name in sorted(wanted)]).double()
    return float((one - other).norm() / other.norm())


def _moved(run: Run, steps: int = 2) -> None:
    for step in range(steps):
        run.advance(step)


@pytest.mark.parametrize("more", [{}, {"prior": "adapter-off"}, {"prior": "class-pictures"}])
def test_a_batch_in_parts_gives_the_gradient_of_the_whole(
    ready: Ready, more: dict[str, object]
) -> None:
    prior = {"prior_prompts": ("um boi", "uma ema"), "prior_batch": 2, "prior_weight": 0.5}
    if more.get("prior") == "class-pictures":
        prior |= {"prior_pictures": 2, "sample_steps": 1}
    settings = {**more, **(prior if more else {}), "targets": "all", "text_encoder": True}
    whole = ready(**settings)
    _moved(whole)
    wanted = _gradients(whole)
    for micro in (1, 2, 3):
        parted = ready(**settings, micro_batch=micro)
        parted.learner.resume(whole.learner.state())
        found = _gradients(parted)
        assert found.keys() == wanted.keys()
        assert _apart(found, wanted) < 1e-5, micro


def test_checkpointing_changes_no_gradient(ready: Ready) -> None:
    assert _apart(_gradients(ready(checkpointing=True)), _gradients(ready())) < 1e-6


def test_without_its_adapter_the_net_is_the_base(ready: Ready) -> None:
    run = ready(targets="all", text_encoder=True)
    _moved(run)
    micro = run.material.micros(0)[0]
    asked = (micro.latents, micro.timesteps, micro.text)
    base = Parts(run.config.base, torch.device("cpu"), torch.float32)
    with torch.no_grad():
        wanted = base.unet()(asked[0], asked[1], base.text_encoder()(asked[2])[0]).sample
        changed = run.learner.net(*asked)
        with adapters_off(run.learner.net):
            off = run.learner.net(*asked)
    assert torch.equal(off, wanted)
    assert not torch.allclose(changed, wanted, atol=1e-5)
    assert torch.equal(run.learner.net(*asked), changed)


@pytest.mark.parametrize("dora", [False, True])
def test_adapters_stay_fp32_and_tiny_rates_move_them(ready: Ready, dora: bool) -> None:
    run = ready(precision="bf16", learning_rate=5e-7, weight_decay=0.0, warmup_steps=0, dora=dora)
    unet = run.learner.net.unet
    assert unet.conv_in.weight.dtype == torch.bfloat16
    assert unet.mid_block.attentions[0].proj_in.weight.dtype == torch.bfloat16
    before = {name: p.detach().clone() for name, p in run.learner.learnt.items()}
    _moved(run, 3)
    for name, parameter in run.learner.learnt.items():
        assert parameter.dtype == torch.float32
        state = run.learner.optimizer.state[parameter]
        assert {v.dtype for v in state.values() if v.ndim} <= {torch.float32}
        apart = (parameter.detach() - before[name]).abs()
        assert 0 < float(apart.max()) < 5e-6, name
        if "lora_B" in name:
            # A's gradient goes through B, which starts from zero: it hardly moves yet.
            assert float((apart > 0).float().mean()) > 0.9, name


def test_what_a_mask_hides_does_not_teach(ready: Ready) -> None:
    run = ready()
    micro = run.material.micros(0)[0]
    masks = torch.zeros(len(micro.latents), 1, *micro.latents.shape[2:])
    masks[..., :4] = 1.0
    seen = {}
    for name, shape in (("masked", masks), ("whole", None)):
        run.learner.gradients([msgspec.structs.replace(micro, masks=shape)])
        seen[name] = {
            n: p.grad.clone() for n, p in run.learner.learnt.items() if p.grad is not None
        }
        run.learner.optimizer.zero_grad()
    assert _apart(seen["masked"], seen["whole"]) > 0.1


def test_a_loss_that_is_no_number_names_the_pictures_and_changes_nothing(ready: Ready) -> None:
    run = ready(micro_batch=2)
    micros = run.material.micros(0)
    micros[1].latents[0, 0, 0, 0] = float("nan")
    before = {name: p.detach().clone() for name, p in run.learner.learnt.items()}
    with pytest.raises(TrainingError, match=r"sapinho-\d+\.png") as stopped:
        run.learner.step(0, micros)
    assert all(name in str(stopped.value) for name in micros[1].names)
    others = set(micros[0].names) - set(micros[1].names)
    assert not any(name in str(stopped.value) for name in others)
    assert all(torch.equal(p, before[name]) for name, p in run.learner.learnt.items())


def test_the_average_is_lent_and_given_back(ready: Ready) -> None:
    run = ready(ema_decay=0.5)
    _moved(run, 3)
    own = {name: p.detach().clone() for name, p in run.learner.learnt.items()}
    with run.learner.averaged():
        assert any(not torch.equal(p, own[name]) for name, p in run.learner.learnt.items())
    assert all(torch.equal(p, own[name]) for name, p in run.learner.learnt.items())


@pytest.mark.parametrize("quantised", ["nf4", "int8"])
def test_a_quantised_base_learns_too(ready: Ready, quantised: str) -> None:
    run = ready(quantise=quantised, precision="bf16")
    plain = ready(precision="bf16")
    micro = run.material.micros(0)
    first = run.learner.step(0, micro)["loss"]
    assert first == pytest.approx(plain.learner.step(0, micro)["loss"], rel=0.05)
    _moved(run, 2)
    assert all(p.dtype == torch.float32 for p in run.learner.learnt.values())


@pytest.mark.parametrize("optimizer", ["adamw", "adamw8bit"])
def test_dreambooth_learns_the_whole_unet(ready: Ready, optimizer: str) -> None:
    run = ready(method="dreambooth", learning_rate=3e-6, optimizer=optimizer, micro_batch=2)
    unet = run.learner.net.unet
    assert sum(p.numel() for p in run.learner.learnt.values()) == sum(
        p.numel() for p in unet.parameters()
    )
    before = unet.conv_in.weight.detach().clone()
    _moved(run, 2)
    assert not torch.equal(before, unet.conv_in.weight)


def test_fp16_on_a_processor_is_refused_kindly(ready: Ready) -> None:
    if torch.cuda.is_available():
        pytest.skip("there is a GPU")
    with pytest.raises(TrainingError, match="GPU"):
        ready(precision="fp16")


@pytest.mark.parametrize("targets", ["attention", "all"])
@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_a_lean_layer_answers_and_learns_as_pefts(
    ready: Ready, monkeypatch: pytest.MonkeyPatch, precision: str, targets: str
) -> None:
    settings = {"targets": targets, "text_encoder": True, "precision": precision}
    lean = ready(**settings)
    _moved(lean)
    found = _gradients(lean)
    monkeypatch.setattr("training.tune.attach.make_lean", lambda part: set())
    pefts = ready(**settings)
    pefts.learner.resume(_keyed_as(pefts.learner.learnt, lean.learner.state()))
    wanted = dict(zip(found, _gradients(pefts).values(), strict=True))
    assert _apart(found, wanted) < (1e-5 if precision == "fp32" else 0.03)


def test_lean_layers_keep_less_for_the_way_back(
    ready: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    lean = _kept(ready())
    monkeypatch.setattr("training.tune.attach.make_lean", lambda part: set())
    assert lean < 0.75 * _kept(ready())


@pytest.mark.parametrize(
    "kind",
    [
        {"time_embedding_norm": "scale_shift"},
        {"down": True},
        {"up": True},
        {"output_scale_factor": 2.0},
        {"skip_time_act": True},
        {"out_channels": 64},
        {},
    ],
)
def test_a_residual_block_of_any_kind_answers_and_learns_as_before(kind: dict[str, Any]) -> None:
    torch.manual_seed(0)
    block = ResnetBlock2D(in_channels=32, temb_channels=8, **kind).requires_grad_(False)
    if kind.get("time_embedding_norm"):
        block.time_emb_proj = torch.nn.Linear(8, 64)
    found = []
    for change in (lambda part: set(), make_lean):
        change(block)
        given = [torch.linspace(-2, 2, 2 * 32 * 64).view(2, 32, 8, 8), torch.ones(2, 8)]
        given = [tensor.requires_grad_() for tensor in given]
        answer = block(*given)
        found.append((answer, *torch.autograd.grad(answer.pow(2).sum(), given)))
    for before, after in zip(*found, strict=True):
        assert torch.allclose(before, after, rtol=1e-4, atol=1e-4)


def test_a_narrow_base_in_bf16_keeps_its_linear_layers_exact(
    ready: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact, mixed = ready(precision="fp32"), ready(precision="bf16")
    monkeypatch.setattr("training.tune.parts.is_narrow", lambda config: False)
    short = ready(precision="bf16")
    micro = exact.material.micros(0)[0]
    wanted, near, far = (
        run.learner.net(micro.latents, micro.timesteps, micro.text).detach()
        for run in (exact, mixed, short)
    )
    assert mixed.learner.net.unet.time_embedding.linear_1.weight.dtype == torch.float32
    assert (near - wanted).norm() < 0.02 * wanted.norm()
    assert (near - wanted).norm() < (far - wanted).norm()


def _kept(run: Run) -> int:
    """Bytes that autograd keeps of one pass, every storage once, weights left out."""
    weights = {p.untyped_storage().data_ptr() for p in run.learner.net.parameters()}
    storages: dict[int, int] = {}

    def keep(tensor: torch.Tensor) -> torch.Tensor:
        place = tensor.untyped_storage()
        if place.data_ptr() not in weights:
            storages[place.data_ptr()] = place.nbytes()
        return tensor

    micro = run.material.micros(0)[0]
    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        answer = run.learner.net(micro.latents, micro.timesteps, micro.text)
    assert answer.requires_grad
    return sum(storages.values())


def _keyed_as(learnt: dict[str, torch.nn.Parameter], state: dict[str, Any]) -> dict[str, Any]:
    """A state under the names that PEFT's layers have with a cast before them."""
    return {**state, "learnt": dict(zip(learnt, state["learnt"].values(), strict=True))}
