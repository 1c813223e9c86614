"""Adapters go to other tools and come from them without a changed weight, and no other enters."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import StableDiffusionPipeline
from diffusers.utils import convert_state_dict_to_diffusers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from peft import LoraConfig
from peft.utils import get_peft_model_state_dict
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from typer.testing import CliRunner

from training.adapter import AdapterMetadata, hash_base, read_adapter, write_adapter
from training.base.pipeline import load_pipeline, sample
from training.files import sha256_of
from training.interop.base_layers import read_layers
from training.interop.cli import app
from training.interop.kohya import from_kohya, to_kohya
from training.interop.layers import to_weights
from training.interop.peft_layout import from_diffusers
from training.interop.take_in import import_adapter
from training.texts import TrainingError

BASE = Path(__file__).parents[2] / "assets" / "base" / "pampa-mini"
SHAPES = read_layers(BASE)
Tensors = dict[str, torch.Tensor]
TOLD = AdapterMetadata(
    base_model_hash=hash_base(BASE), rank="4", alpha="4", trigger_word="sapinho",
    manifest_digest="0" * 64, rights_summary="Painted here, free to show.", licence="CC-BY-4.0",
    gate_verdict="passed",
)  # fmt: skip
QUERY = "down_blocks_1_attentions_0_transformer_blocks_0_attn1_to_q"
ATTENTION = "unet.down_blocks.1.attentions.0.transformer_blocks.0.attn1"


def noise(weights: Tensors) -> Tensors:
    """Random values in fp16, large enough to be seen in two steps."""
    random = torch.Generator().manual_seed(3)
    return {key: (torch.randn(value.shape, generator=random) * 0.15).half()
            for key, value in sorted(weights.items())}  # fmt: skip


def attached(part: torch.nn.Module, prefix: str, targets: tuple[str, ...], **more: bool) -> Tensors:
    """The weights of fresh layers of rank 4, keyed as PEFT keys them and as our adapters do."""
    part.add_adapter(LoraConfig(r=4, lora_alpha=4, target_modules=list(targets), **more))
    state = get_peft_model_state_dict(part)
    return {f"{prefix}.{key}": value for key, value in state.items()}


@pytest.fixture(scope="module")
def adapter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pipeline = load_pipeline(BASE)
    attention = ("to_q", "to_k", "to_v", "to_out.0")
    unet = (*attention, "ff.net.0.proj", "ff.net.2", "conv1", "conv2", "proj_in")
    text = ("q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2")
    weights = attached(pipeline.unet, "unet", unet)
    weights |= attached(pipeline.text_encoder, "text_encoder", text)
    path = tmp_path_factory.mktemp("acervo-do-museu") / "foto-da-familia.safetensors"
    write_adapter(path, noise(weights), TOLD)
    return path


@pytest.fixture(scope="module")
def kohya(adapter: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kohya") / "k.safetensors"
    to_kohya(adapter, path)
    return path


Paint = Callable[[Path], NDArray[np.int16]]


@pytest.fixture(scope="module")
def paint() -> Iterator[Paint]:
    """What the base paints with a file that diffusers itself reads."""
    pipeline = load_pipeline(BASE)

    def painted(path: Path) -> NDArray[np.int16]:
        pipeline.load_lora_weights(path.parent, weight_name=path.name)
        try:
            return sample(pipeline, ["um sapinho"], [1], steps=2).astype(np.int16)
        finally:
            pipeline.unload_lora_weights()

    return painted


def take_in(file: Path, out: Path) -> Path:
    import_adapter(file, out, BASE, trigger="boi", rights="asked for", licence="CC0-1.0")
    return out


def refused(file: Path, out: Path) -> str:
    """The key of the sentence with which `file` is refused; nothing was written."""
    with pytest.raises(TrainingError) as caught:
        take_in(file, out)
    assert not out.exists()
    return caught.value.key


def of_part(weights: Tensors, part: str) -> Tensors:
    """The weights of one part of the model, by its own names."""
    start = f"{part}."
    return {key.removeprefix(start): weights[key] for key in weights if key.startswith(start)}


def same(left: Tensors, right: Tensors) -> bool:
    return left.keys() == right.keys() and all(torch.equal(left[key], right[key]) for key in left)


def test_there_and_back_changes_no_weight_and_no_picture(
    adapter: Path, kohya: Path, paint: Paint, tmp_path: Path
) -> None:
    back = take_in(kohya, tmp_path / "back.safetensors")
    assert same(load_file(adapter), load_file(back))
    assert np.array_equal(paint(adapter), paint(back))
    told = read_adapter(back).metadata
    assert (told.rank, told.alpha, told.trigger_word) == ("4", "4", "boi")
    assert (told.rights_summary, told.licence) == ("asked for", "CC0-1.0")
    assert told.base_model_hash == hash_base(BASE)
    assert told.manifest_digest == sha256_of(kohya)
    assert told.gate_verdict == "not measured"


def test_diffusers_paints_the_same_with_the_kohya_file(
    adapter: Path, kohya: Path, paint: Paint
) -> None:
    assert np.abs(paint(adapter) - paint(kohya)).max() <= 1


def test_an_alpha_below_the_rank_is_kept_in_the_weights(
    kohya: Path, paint: Paint, tmp_path: Path
) -> None:
    weaker = {
        key: torch.tensor(2.0) if key.endswith(".alpha") else value
        for key, value in load_file(kohya).items()
    }
    save_file(weaker, tmp_path / "weaker.safetensors")
    theirs = paint(tmp_path / "weaker.safetensors")
    ours = paint(take_in(tmp_path / "weaker.safetensors", tmp_path / "ours.safetensors"))
    assert np.abs(theirs - ours).max() <= 1
    assert np.abs(paint(kohya) - ours).max() > 8


def test_a_kohya_file_says_what_it_is_and_not_where_it_lay(adapter: Path, kohya: Path) -> None:
    with safe_open(kohya, framework="pt") as file:
        told = file.metadata()
    assert told["ss_network_dim"] == told["ss_network_alpha"] == "4"
    assert told["ss_network_module"] == "networks.lora"
    assert told["ss_sd_model_hash"] == hash_base(BASE)
    assert told["modelspec.trigger_phrase"] == "sapinho"
    assert told["modelspec.license"] == "CC-BY-4.0"
    assert told["modelspec.description"] == "Painted here, free to show."
    assert told.pop("modelspec.architecture") == "stable-diffusion-v1/lora"
    said = " ".join(told.values())
    assert "/" not in said
    assert all(part not in said for part in (adapter.stem, adapter.parent.name, kohya.stem + "."))


def test_every_layer_has_one_kohya_name_that_diffusers_would_give_it(kohya: Path) -> None:
    names = {key.partition(".")[0] for key in load_file(kohya)}
    assert f"lora_unet_{QUERY}" in names
    assert "lora_unet_down_blocks_0_resnets_0_conv1" in names
    assert "lora_unet_mid_block_attentions_0_transformer_blocks_0_ff_net_0_proj" in names
    assert "lora_te_text_model_encoder_layers_0_self_attn_q_proj" in names


def test_only_the_base_knows_where_an_underscore_was_a_dot() -> None:
    pair = {"lora_unet_a_b_c.lora_down.weight": torch.ones(1, 2),
            "lora_unet_a_b_c.lora_up.weight": torch.ones(3, 1)}  # fmt: skip
    for name in ("unet.a.b_c", "unet.a_b.c"):
        assert list(from_kohya(pair, {name: (3, 2)})) == [name]
    with pytest.raises(TrainingError) as caught:
        from_kohya(pair, {"unet.a.b_c": (3, 2), "unet.a_b.c": (3, 2)})
    assert caught.value.key == "interop_ambiguous"


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    ranks=st.dictionaries(st.sampled_from(sorted(SHAPES)), st.integers(1, 5), min_size=1,
                          max_size=6),
    alpha=st.sampled_from([0.0, 0.5, 1.0, 3.0, 8.0]),
)  # fmt: skip
def test_whatever_the_ranks_each_layer_adds_what_it_added(
    ranks: dict[str, int], alpha: float
) -> None:
    random = torch.Generator().manual_seed(1)
    tensors, wanted = {}, {}
    for name, rank in ranks.items():
        outputs, *kernel = SHAPES[name]
        down = torch.randn(rank, *kernel, generator=random)
        up = torch.randn(outputs, rank, *[1] * (len(kernel) - 1), generator=random)
        part, _, module = name.partition(".")
        flat = {"unet": "lora_unet_", "text_encoder": "lora_te_"}[part] + module.replace(".", "_")
        tensors |= {f"{flat}.lora_down.weight": down.half(), f"{flat}.lora_up.weight": up.half(),
                    f"{flat}.alpha": torch.tensor(alpha)}  # fmt: skip
        wanted[name] = up.half().float().flatten(1) @ down.half().float().flatten(1) * alpha / rank
    weights, rank = to_weights(from_kohya(tensors, SHAPES), SHAPES)
    assert rank == max(ranks.values())
    for name, gain in wanted.items():
        down, up = weights[f"{name}.lora_A.weight"], weights[f"{name}.lora_B.weight"]
        assert down.shape == (rank, *SHAPES[name][1:])
        found = up.float().flatten(1) @ down.float().flatten(1)
        torch.testing.assert_close(found, gain, rtol=2e-3, atol=1e-2)


def test_different_ranks_are_evened_so_that_diffusers_scales_all_alike(
    adapter: Path, kohya: Path, paint: Paint, tmp_path: Path
) -> None:
    lower, halved = load_file(kohya), load_file(adapter)
    for key in [key for key in lower if key.endswith("to_q.lora_down.weight")]:
        name = key.removesuffix(".lora_down.weight")
        lower[key] = lower[key][:2].contiguous()
        lower[f"{name}.lora_up.weight"] = lower[f"{name}.lora_up.weight"][:, :2].contiguous()
        lower[f"{name}.alpha"] = torch.tensor(2.0)
    for key in [key for key in halved if key.endswith("to_q.lora_A.weight")]:
        halved[key][2:] = 0
    save_file(lower, tmp_path / "lower.safetensors")
    write_adapter(tmp_path / "halved.safetensors", halved, TOLD)
    ours = take_in(tmp_path / "lower.safetensors", tmp_path / "ours.safetensors")
    assert np.array_equal(paint(ours), paint(tmp_path / "halved.safetensors"))


def test_what_the_example_script_writes_comes_in(adapter: Path, tmp_path: Path) -> None:
    ours = load_file(adapter)
    unet, text = of_part(ours, "unet"), of_part(ours, "text_encoder")
    StableDiffusionPipeline.save_lora_weights(
        tmp_path,
        unet_lora_layers=convert_state_dict_to_diffusers(unet),
        text_encoder_lora_layers=convert_state_dict_to_diffusers(text),
        weight_name="script.safetensors",
    )
    spelt = load_file(tmp_path / "script.safetensors")
    assert f"{ATTENTION}.to_q.lora.down.weight" in spelt
    assert any(".lora_linear_layer." in key for key in spelt)
    assert same(ours, load_file(take_in(tmp_path / "script.safetensors", tmp_path / "ours.st")))


def test_the_oldest_spelling_comes_in(adapter: Path) -> None:
    ours = load_file(adapter)
    old = {}
    for end, module in (("q", "to_q"), ("out", "to_out.0")):
        for way, letter in (("down", "A"), ("up", "B")):
            old[f"{ATTENTION}.processor.to_{end}_lora.{way}.weight"] = ours[
                f"{ATTENTION}.{module}.lora_{letter}.weight"
            ]
    weights, _ = to_weights(from_diffusers(old, {}), SHAPES)
    assert same(weights, {key: ours[key] for key in weights})
    assert f"{ATTENTION}.to_out.0.lora_A.weight" in weights


def test_peft_settings_in_the_file_give_the_scale(
    adapter: Path, paint: Paint, tmp_path: Path
) -> None:
    weights = load_file(adapter)
    chosen = {
        key: value
        for key, value in weights.items()
        if key.split(".lora_")[0].endswith((".to_q", ".to_k", ".conv1", ".q_proj"))
    }
    unet = LoraConfig(
        r=4, lora_alpha=2, alpha_pattern={"to_q": 1}, target_modules=["to_q", "to_k", "conv1"]
    )
    text = LoraConfig(r=4, lora_alpha=3, use_rslora=True, target_modules=["q_proj"])
    StableDiffusionPipeline.save_lora_weights(
        tmp_path,
        unet_lora_layers=of_part(chosen, "unet"),
        text_encoder_lora_layers=of_part(chosen, "text_encoder"),
        unet_lora_adapter_metadata=unet.to_dict(),
        text_encoder_lora_adapter_metadata=text.to_dict(),
        weight_name="theirs.safetensors",
    )
    theirs = tmp_path / "theirs.safetensors"
    ours = take_in(theirs, tmp_path / "ours.safetensors")
    assert np.abs(paint(theirs) - paint(ours)).max() <= 1
    made = load_file(ours)
    first = "text_encoder.text_model.encoder.layers.0.self_attn.q_proj"
    for module, scale in ((f"{ATTENTION}.to_q", 1 / 4), (f"{ATTENTION}.to_k", 2 / 4), (first, 1.5)):
        key = f"{module}.lora_B.weight"
        assert torch.equal(made[key], weights[key] * scale)


def test_dora_goes_both_ways(paint: Paint, tmp_path: Path) -> None:
    pipeline = load_pipeline(BASE)
    state = attached(pipeline.unet, "unet", ("to_q", "conv1"), use_dora=True)
    lengths = {key: value * 1.1 for key, value in state.items() if "magnitude" in key}
    rest = noise({key: value for key, value in state.items() if "magnitude" not in key})
    ours, there = tmp_path / "ours.safetensors", tmp_path / "there.safetensors"
    write_adapter(ours, rest | lengths, TOLD)
    to_kohya(ours, there)
    theirs = load_file(there)
    assert theirs[f"lora_unet_{QUERY}.dora_scale"].shape == (128, 1)
    assert theirs["lora_unet_down_blocks_0_resnets_0_conv1.dora_scale"].shape == (96, 1, 1, 1)
    back = take_in(there, tmp_path / "back.safetensors")
    assert same(load_file(ours), load_file(back))
    assert np.array_equal(paint(ours), paint(back))


def without(ending: str) -> Callable[[Tensors], Tensors]:
    return lambda tensors: {key: value for key, value in tensors.items() if key != ending}


def spoilt(name: str, value: float) -> Callable[[Tensors], Tensors]:
    return lambda tensors: tensors | {name: torch.full_like(tensors[name], value)}


PAIR = f"lora_unet_{QUERY}"
ONE = torch.ones(1)


@pytest.mark.parametrize(
    ("spoil", "key"),
    [
        (lambda t: t | {f"{PAIR}.hada_w1_a": ONE}, "interop_kind"),
        (lambda t: t | {f"{PAIR}.lokr_w1": ONE}, "interop_kind"),
        (lambda t: t | {"lora_te2_text_model_x.lora_up.weight": ONE}, "interop_kind"),
        (lambda t: t | {"lora_te1_text_model_x.lora_up.weight": ONE}, "interop_kind"),
        (lambda t: {"lora_unet_double_blocks_0_img_mlp_0.alpha": ONE}, "interop_kind"),
        (lambda t: t | {"lora_unet_down_blocks_9_x.alpha": ONE}, "interop_layer"),
        (lambda t: {"unet.nowhere.lora_A.weight": torch.ones(1, 2),
                    "unet.nowhere.lora_B.weight": torch.ones(2, 1)}, "interop_layer"),
        (lambda t: t | {f"{PAIR}.lora_mid.weight": ONE}, "interop_key"),
        (lambda t: t | {f"{PAIR}.alpha": torch.ones(2)}, "interop_key"),
        (lambda t: {"unet.conv_in.weight": ONE}, "interop_key"),
        (lambda t: {"unet.conv_in.lora_A.weight": ONE, "unet.conv_in.lora.down.weight": ONE * 2},
         "interop_key"),
        (without(f"{PAIR}.lora_up.weight"), "interop_pair"),
        (without(f"{PAIR}.lora_down.weight"), "interop_pair"),
        (lambda t: t | {f"{PAIR}.dora_scale": torch.ones(128, 1)}, "interop_pair"),
        (lambda t: t | {f"{PAIR}.dora_scale": torch.ones(1, 128)}, "interop_shape"),
        (lambda t: t | {f"{PAIR}.lora_down.weight": torch.ones(4, 320)}, "interop_shape"),
        (lambda t: t | {f"{PAIR}.lora_up.weight": torch.ones(128, 3)}, "interop_shape"),
        (lambda t: t | {f"{PAIR}.lora_down.weight": torch.ones(0, 128)}, "interop_shape"),
        (lambda t: t | {f"{PAIR}.lora_down.weight": torch.tensor(1.0)}, "interop_shape"),
        (spoilt(f"{PAIR}.lora_up.weight", float("nan")), "interop_not_finite"),
        (spoilt(f"{PAIR}.lora_down.weight", float("inf")), "interop_not_finite"),
        (spoilt(f"{PAIR}.alpha", float("inf")), "interop_not_finite"),
        (lambda t: t | {f"{PAIR}.alpha": torch.tensor(1e9)}, "interop_not_finite"),
        (lambda t: {}, "interop_empty"),
        (lambda t: {"unet.conv_in.lora_A.weight": torch.ones(1, 12, 3, 3),
                    "unet.conv_in.lora_B.weight": torch.ones(96, 1, 1, 1),
                    "unet.time_embedding.linear_1.lora_A.weight": torch.ones(2, 96),
                    "unet.time_embedding.linear_1.lora_B.weight": torch.ones(384, 2)},
         "interop_scale"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_in_is_named(
    kohya: Path, tmp_path: Path, spoil: Callable[[Tensors], Tensors], key: str
) -> None:
    save_file(spoil(load_file(kohya)), tmp_path / "x.safetensors")
    assert refused(tmp_path / "x.safetensors", tmp_path / "out.safetensors") == key


def test_a_refusal_names_the_kind_or_the_layer(kohya: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.safetensors"
    for key, said in ((f"{PAIR}.hada_w1_a", "LoHa"), (f"{PAIR}.lokr_w1", "LoKr"),
                      ("lora_te2_x.alpha", "SDXL"), ("lora_unet_double_blocks_0.alpha", "Flux"),
                      ("lora_unet_strange_place.alpha", "lora_unet_strange_place")):  # fmt: skip
        save_file(load_file(kohya) | {key: ONE}, file)
        with pytest.raises(TrainingError, match=said):
            take_in(file, tmp_path / "out.safetensors")


@pytest.mark.parametrize(
    "told",
    [
        "{",
        "[]",
        '{"unet.r": 4}',
        '{"unet.lora_alpha": "many"}',
        '{"unet.lora_alpha": 1, "unet.alpha_pattern": {"(": 1}}',
    ],
)
def test_settings_that_cannot_be_read_are_refused(adapter: Path, tmp_path: Path, told: str) -> None:
    file = tmp_path / "x.safetensors"
    save_file(load_file(adapter), file, metadata={"lora_adapter_metadata": told})
    assert refused(file, tmp_path / "out.safetensors") == "interop_settings"


def test_a_file_that_is_cut_off_or_no_file_is_refused(kohya: Path, tmp_path: Path) -> None:
    whole, cut = kohya.read_bytes(), tmp_path / "cut.safetensors"
    for length in (0, 4, 100, len(whole) // 2, len(whole) - 1):
        cut.write_bytes(whole[:length])
        assert refused(cut, tmp_path / "out.safetensors") == "interop_unreadable"
    for nothing in (tmp_path / "nothing.safetensors", tmp_path):
        assert refused(nothing, tmp_path.parent / "out.safetensors") == "interop_unreadable"


def test_a_broken_adapter_of_ours_does_not_leave(
    adapter: Path, kohya: Path, tmp_path: Path
) -> None:
    half = dict(list(load_file(adapter).items())[1:])
    write_adapter(tmp_path / "half.safetensors", half, TOLD)
    for file, key in ((tmp_path / "half.safetensors", "interop_pair"),
                      (kohya, "adapter_unreadable")):  # fmt: skip
        with pytest.raises(TrainingError) as caught:
            to_kohya(file, tmp_path / "out.safetensors")
        assert caught.value.key == key
        assert not (tmp_path / "out.safetensors").exists()


def test_a_folder_without_a_base_is_said(kohya: Path, tmp_path: Path) -> None:
    for key in ("base_missing", "interop_base"):
        with pytest.raises(TrainingError) as caught:
            read_layers(tmp_path)
        assert caught.value.key == key
        (tmp_path / "model_index.json").write_text("{}", encoding="utf-8")


def test_sources_are_only_read(adapter: Path, kohya: Path, tmp_path: Path) -> None:
    before = [sha256_of(adapter), sha256_of(kohya), hash_base(BASE)]
    with pytest.raises(TrainingError, match="foto-da-familia"):
        to_kohya(adapter, adapter)
    for out in (kohya, BASE / "unet" / "diffusion_pytorch_model.safetensors"):
        with pytest.raises(TrainingError) as caught:
            take_in(kohya, out)
        assert caught.value.key == "interop_out"
    take_in(kohya, tmp_path / "deep" / "out.safetensors")
    assert [sha256_of(adapter), sha256_of(kohya), hash_base(BASE)] == before


def test_the_commands_do_both(adapter: Path, tmp_path: Path) -> None:
    there, back = tmp_path / "there.safetensors", tmp_path / "back.safetensors"
    said = CliRunner().invoke(app, ["to-kohya", str(adapter), str(there)])
    assert (said.exit_code, said.stdout.strip()) == (0, str(there))
    arguments = ["import", str(there), str(back), "--base", str(BASE), "--trigger", "ema"]
    assert CliRunner().invoke(app, arguments).exit_code == 2
    said = CliRunner().invoke(app, [*arguments, "--rights", "ours", "--licence", "CC0-1.0"])
    assert (said.exit_code, said.stdout.strip()) == (0, str(back))
    assert read_adapter(back).metadata.trigger_word == "ema"
