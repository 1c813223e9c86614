"""An adapter merged gives what the adapter beside the base gives; a bad one is named."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from export import card, merge
from export.errors import AdapterOtherBase, AdapterUnreadable, WeightNotFinite, WeightTooLarge

pytestmark = pytest.mark.filterwarnings("ignore")


def prediction(pipe: merge.StableDiffusionPipeline) -> torch.Tensor:
    """One UNet output with a prompt's real context: text encoder and UNet both count."""
    generator = torch.Generator().manual_seed(3)
    ids = torch.arange(pipe.tokenizer.model_max_length)[None]
    with torch.inference_mode():
        context = pipe.text_encoder(ids).last_hidden_state
        latents = torch.randn(1, 4, 8, 8, generator=generator)
        out: torch.Tensor = pipe.unet(latents, torch.tensor(400.0), context).sample
    return out


def test_merged_equals_beside(base: Path, adapter: Path) -> None:
    beside = merge.load_pipeline(base)
    alone = prediction(beside)
    beside.load_lora_weights(adapter.parent, weight_name=adapter.name, adapter_name="a")
    for scale in (0.0, 0.6):
        beside.set_adapters("a", scale)
        merged = merge.load_pipeline(base)
        merge.merge(merged, base, card.read_adapter(adapter), scale)
        assert torch.allclose(prediction(merged), prediction(beside), atol=1e-4)
        assert torch.allclose(prediction(merged), alone, atol=1e-4) == (scale == 0.0)


def test_every_weight_of_the_adapter_counts(base: Path, adapter: Path) -> None:
    before, after = merge.load_pipeline(base), merge.load_pipeline(base)
    read = card.read_adapter(adapter)
    merge.merge(after, base, read, 1.0)
    taught = sum("lora_A" in key or ".down." in key for key in read.keys)
    changed = sum(
        not torch.equal(one, other)
        for part in ("unet", "text_encoder")
        for one, other in zip(
            getattr(before, part).state_dict().values(),
            getattr(after, part).state_dict().values(),
            strict=True,
        )
    )
    assert changed == taught > 0


def test_layers_that_diffusers_would_leave_out_are_counted(
    base: Path, adapter: Path, tmp_path: Path
) -> None:
    tensors = load_file(adapter)
    with safe_open(adapter, "pt") as file:
        metadata = file.metadata()
    mixed = {
        key.replace(".lora_A.", ".lora.down.").replace(".lora_B.", ".lora.up.")
        if "up_blocks" in key
        else key: tensor
        for key, tensor in tensors.items()
    }
    other = tmp_path / "mixed.safetensors"
    save_file(mixed, other, metadata=metadata)
    with pytest.raises(AdapterUnreadable, match="layers were read"):
        merge.merge(merge.load_pipeline(base), base, card.read_adapter(other), 1.0)


def test_rounded_weights_are_what_fp16_holds(base: Path) -> None:
    pipe = merge.load_pipeline(base)
    merge.round_to_half(pipe)
    for tensor in pipe.unet.state_dict().values():
        assert tensor.dtype == torch.float32
        assert torch.equal(tensor.half().float(), tensor)


def test_an_adapter_of_another_base_is_refused(
    base: Path, lora: Callable[..., Path], tmp_path: Path
) -> None:
    file = lora(tmp_path / "other.safetensors", base_model_hash="f" * 64)
    with pytest.raises(AdapterOtherBase, match=r"other\.safetensors"):
        merge.merge(merge.load_pipeline(base), base, card.read_adapter(file), 1.0)


def test_an_alpha_that_diffusers_would_not_see_is_refused(
    base: Path, lora: Callable[..., Path], tmp_path: Path
) -> None:
    file = lora(tmp_path / "weak.safetensors", alpha="8")
    with pytest.raises(AdapterUnreadable, match="alpha"):
        merge.merge(merge.load_pipeline(base), base, card.read_adapter(file), 1.0)


def test_what_is_no_adapter_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "no.safetensors"
    file.write_bytes(b"no")
    with pytest.raises(AdapterUnreadable, match=r"no\.safetensors"):
        card.read_adapter(file)


def test_nan_in_the_adapter_is_named(base: Path, lora: Callable[..., Path], tmp_path: Path) -> None:
    file = lora(tmp_path / "nan.safetensors", spread=float("nan"))
    with pytest.raises(WeightNotFinite, match="lora"):
        merge.merge(merge.load_pipeline(base), base, card.read_adapter(file), 1.0)


def test_a_weight_beyond_fp16_is_named(base: Path) -> None:
    pipe = merge.load_pipeline(base)
    pipe.unet.conv_in.weight[0, 0, 0, 0] = 70000.0
    with pytest.raises(WeightTooLarge, match=r"conv_in\.weight"):
        merge.round_to_half(pipe)
