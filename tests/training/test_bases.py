"""Base models from elsewhere: what is imported is bit for bit what was brought, or is refused."""

import json
import pickle
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from diffusers import StableDiffusionPipeline
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from transformers import CLIPTokenizer
from typer.testing import CliRunner

from training.adapter import hash_base
from training.base.cli import app
from training.base.pipeline import load_pipeline
from training.bases import architecture
from training.bases.checkpoint import import_base
from training.bases.kinds import other_kind
from training.bases.lock import check, lock, read_lock
from training.bases.randomly import random_base
from training.files import sha256_of
from training.texts import TrainingError

UNET, IMAGE = "model.diffusion_model.", "first_stage_model."
TEXT = "cond_stage_model.transformer."
WEIGHTS = {
    "unet": "diffusion_pytorch_model.safetensors",
    "vae": "diffusion_pytorch_model.safetensors",
    "text_encoder": "model.safetensors",
}
# From diffusers' names back to those of CompVis/stable-diffusion, written from the latter's
# openaimodel.py and model.py: each is replaced where it stands, in this order.
RESNET = {
    "norm1": "in_layers.0", "conv1": "in_layers.2", "norm2": "out_layers.0",
    "conv2": "out_layers.3", "time_emb_proj": "emb_layers.1", "conv_shortcut": "skip_connection",
}  # fmt: skip
AROUND = {
    "time_embedding.linear_1": "time_embed.0", "time_embedding.linear_2": "time_embed.2",
    "conv_in": "input_blocks.0.0", "conv_norm_out": "out.0", "conv_out": "out.2",
    "mid_block.resnets.0.": "middle_block.0.", "mid_block.attentions.0.": "middle_block.1.",
    "mid_block.resnets.1.": "middle_block.2.",
}  # fmt: skip
ATTENTION = {
    "group_norm": "norm", "to_q": "q", "to_k": "k", "to_v": "v", "to_out.0": "proj_out",
}  # fmt: skip


def replaced(key: str, names: dict[str, str]) -> str:
    for new, old in names.items():
        key = key.replace(new, old)
    return key


def unet_key(key: str) -> str:
    """LDM counts the blocks on one string: three for each stage, the third may change the size."""
    names = dict(AROUND)
    for stage in range(4):
        for block in range(3):
            names[f"down_blocks.{stage}.resnets.{block}."] = (
                f"input_blocks.{3 * stage + block + 1}.0."
            )
            names[f"down_blocks.{stage}.attentions.{block}."] = (
                f"input_blocks.{3 * stage + block + 1}.1."
            )
            names[f"up_blocks.{stage}.resnets.{block}."] = f"output_blocks.{3 * stage + block}.0."
            names[f"up_blocks.{stage}.attentions.{block}."] = (
                f"output_blocks.{3 * stage + block}.1."
            )
        names[f"down_blocks.{stage}.downsamplers.0.conv."] = f"input_blocks.{3 * stage + 3}.0.op."
        # The first stage up has no attention before it.
        place = f"output_blocks.{3 * stage + 2}.{2 if stage else 1}."
        names[f"up_blocks.{stage}.upsamplers.0."] = place
    return UNET + replaced(key, names | (RESNET if ".resnets." in key else {}))


def image_key(key: str) -> str:
    names = {"conv_shortcut": "nin_shortcut", "conv_norm_out": "norm_out"}
    for stage in range(4):
        for block in range(3):
            names[f"down_blocks.{stage}.resnets.{block}."] = f"down.{stage}.block.{block}."
            names[f"up_blocks.{stage}.resnets.{block}."] = f"up.{3 - stage}.block.{block}."
        names[f"down_blocks.{stage}.downsamplers.0."] = f"down.{stage}.downsample."
        names[f"up_blocks.{stage}.upsamplers.0."] = f"up.{3 - stage}.upsample."
    names |= {"mid_block.attentions.0.": "mid.attn_1."}
    names |= {f"mid_block.resnets.{n}.": f"mid.block_{n + 1}." for n in range(2)}
    return IMAGE + replaced(key, names | (ATTENTION if ".attentions." in key else {}))


def original(folder: Path) -> dict[str, torch.Tensor]:
    """A diffusers folder's weights as the original code would have stored them."""
    unet, image, text = (load_file(folder / part / name) for part, name in WEIGHTS.items())
    stored = {unet_key(key): value for key, value in unet.items()}
    for key, value in image.items():
        # Attention over a picture was a convolution with one pixel.
        conv = ".attentions." in key and value.ndim == 2
        stored[image_key(key)] = value[:, :, None, None] if conv else value
    stored |= {TEXT + key: value for key, value in text.items()}
    # What stands beside the weights in every published file.
    stored[f"{TEXT}text_model.embeddings.position_ids"] = torch.arange(77)[None]
    stored["alphas_cumprod"] = torch.linspace(1, 0, 1000)
    return stored


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("random") / "tiny"
    random_base(folder, like="tiny", seed=5)
    return folder


@pytest.fixture(scope="module")
def stored(tiny: Path) -> dict[str, torch.Tensor]:
    return original(tiny)


@pytest.fixture(scope="module")
def single(stored: dict[str, torch.Tensor], tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("brought") / "v1-tiny.safetensors"
    save_file(stored, file)
    return file


@pytest.fixture
def brought(tiny: Path, tmp_path: Path) -> Path:
    """A copy of the tiny folder that may be spoilt."""
    return Path(shutil.copytree(tiny, tmp_path / "brought"))


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any use of the network fails, that of a library which would not mind included."""

    class Local(socket.socket):
        def __init__(self, family: int = -1, *rest: Any, **named: Any) -> None:
            if family != socket.AF_UNIX:
                pytest.fail("a socket was opened")
            super().__init__(family, *rest, **named)

    monkeypatch.setattr(socket, "socket", Local)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("a name was looked up"))


def paint(folder: Path) -> NDArray[np.float32]:
    pipeline = load_pipeline(folder)
    noise = torch.Generator().manual_seed(3)
    picture: NDArray[np.float32] = pipeline(
        "a photo of a cat", height=64, width=64, num_inference_steps=2, generator=noise,
        output_type="np",
    ).images  # fmt: skip
    return picture


def left_by(out: Path) -> list[str]:
    return sorted(path.name for path in out.parent.iterdir()) if out.parent.is_dir() else []


def refused(source: Path, out: Path, key: str, said: str = "") -> None:
    """The import ends with the sentence `key`, in which `said` stands, and leaves nothing."""
    with pytest.raises(TrainingError) as error:
        import_base(source, out, licence="a licence")
    assert error.value.key == key
    assert said in str(error.value)
    assert left_by(out) == []


def test_the_architecture_is_that_of_sd_15() -> None:
    with torch.device("meta"):
        parts = {
            "unet": architecture.build_unet(architecture.SD15),
            "vae": architecture.build_autoencoder(architecture.SD15),
            "text": architecture.build_text_encoder(architecture.SD15),
        }
    counts = {name: sum(p.numel() for p in part.parameters()) for name, part in parts.items()}
    assert counts == {"unet": 859_520_964, "vae": 83_653_863, "text": 123_060_480}
    keys = {unet_key(key) for key in parts["unet"].state_dict()}
    keys |= {image_key(key) for key in parts["vae"].state_dict()}
    assert len(keys) == 686 + 248
    # As they stand in the published v1-5-pruned-emaonly.safetensors.
    assert keys >= {
        f"{UNET}output_blocks.11.0.skip_connection.weight",
        f"{UNET}input_blocks.2.1.transformer_blocks.0.attn2.to_k.weight",
        f"{UNET}output_blocks.2.1.conv.weight",
        f"{UNET}middle_block.1.proj_in.weight",
        f"{IMAGE}encoder.mid.attn_1.proj_out.weight",
        f"{IMAGE}decoder.up.0.block.0.nin_shortcut.weight",
        f"{IMAGE}decoder.up.3.upsample.conv.bias",
    }


def test_a_seed_decides_every_random_weight(tiny: Path, tmp_path: Path) -> None:
    random_base(tmp_path / "same", like="tiny", seed=5)
    random_base(tmp_path / "other", like="tiny", seed=6)
    assert hash_base(tmp_path / "same") == hash_base(tiny) != hash_base(tmp_path / "other")
    assert "aleatórios" in (tiny / "README.md").read_text(encoding="utf-8")
    assert load_file(tiny / "unet" / WEIGHTS["unet"])["conv_in.weight"].dtype == torch.float16
    assert paint(tiny).std() > 0.05


@pytest.mark.parametrize("number", [torch.float16, torch.float32])
@pytest.mark.usefixtures("offline")
def test_a_single_file_becomes_the_same_model(
    tiny: Path, stored: dict[str, torch.Tensor], number: torch.dtype, tmp_path: Path
) -> None:
    file, out = tmp_path / "v1.safetensors", tmp_path / "models" / "sd"
    save_file({k: v.to(number) if v.is_floating_point() else v for k, v in stored.items()}, file)
    before = sha256_of(file), file.stat().st_mtime_ns
    entry = import_base(file, out, licence="CreativeML Open RAIL-M")
    assert (sha256_of(file), file.stat().st_mtime_ns) == before
    assert entry.sources == {"v1.safetensors": before[0]}
    assert entry.sha256 == check(out) == hash_base(out)
    assert left_by(out) == ["models.lock", "sd"]
    for part, name in WEIGHTS.items():
        here, there = load_file(out / part / name), load_file(tiny / part / name)
        assert here.keys() == there.keys()
        assert all(here[key].dtype == number for key in here)
        assert all(torch.equal(here[key], there[key].to(number)) for key in here)
    for part in ("tokenizer/vocab.json", "scheduler/scheduler_config.json", "model_index.json"):
        assert (out / part).read_bytes() == (tiny / part).read_bytes()
    # Weights that lie otherwise in memory are added up in another order.
    assert np.abs(paint(out) - paint(tiny)).max() < 1e-5


def test_the_running_mean_is_taken_where_there_is_one(
    tiny: Path, stored: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    both = dict(stored)
    for key in stored:
        if key.startswith(UNET):
            both["model_ema." + key.removeprefix("model.").replace(".", "")] = stored[key]
            both[key] = torch.zeros_like(stored[key])
    save_file(both, tmp_path / "both.safetensors")
    import_base(tmp_path / "both.safetensors", tmp_path / "models" / "sd", licence="x")
    here = load_file(tmp_path / "models" / "sd" / "unet" / WEIGHTS["unet"])
    there = load_file(tiny / "unet" / WEIGHTS["unet"])
    assert all(torch.equal(here[key], there[key]) for key in there)


def test_the_scheduler_is_sd_1s(tiny: Path) -> None:
    said = json.loads((tiny / "scheduler" / "scheduler_config.json").read_text())
    assert said["_class_name"] == "PNDMScheduler"
    assert (said["beta_schedule"], said["beta_start"], said["beta_end"]) == (
        "scaled_linear", 0.00085, 0.012,
    )  # fmt: skip
    assert (said["skip_prk_steps"], said["steps_offset"], said["prediction_type"]) == (
        True, 1, "epsilon",
    )  # fmt: skip


def test_the_tokenizer_is_clips(tiny: Path) -> None:
    tokenizer = CLIPTokenizer.from_pretrained(tiny / "tokenizer")
    assert len(tokenizer) == 49408
    assert tokenizer("a photo of a cat").input_ids == [49406, 320, 1125, 539, 320, 2368, 49407]
    padded = tokenizer("São Miguel", padding="max_length").input_ids
    assert len(padded) == 77
    assert set(padded[-60:]) == {49407}
    # The file that lies in the published diffusers folders of SD 1.x.
    assert sha256_of(tiny / "tokenizer" / "vocab.json").startswith("e089ad92ba36837a")
    assert sha256_of(tiny / "tokenizer" / "merges.txt").startswith("9fd691f7c8039210")


@pytest.mark.usefixtures("offline")
def test_a_folder_is_copied_by_hash(brought: Path, tmp_path: Path) -> None:
    (brought / "unet" / "diffusion_pytorch_model.bin").write_bytes(b"beside the good one")
    (brought / "v1-5-pruned.safetensors").write_bytes(b"the same model once more")
    (brought / "LICENSE.md").write_text("OpenRAIL")
    before = {file: file.stat() for file in brought.rglob("*")}
    out = tmp_path / "models" / "sd"
    entry = import_base(brought, out, licence="OpenRAIL")
    assert check(out) == entry.sha256 == hash_base(brought)
    assert (entry.sources, entry.prediction_type) == ({}, "epsilon")
    assert {file: file.stat() for file in brought.rglob("*")}.keys() == before.keys()
    assert all(file.stat().st_mtime_ns == stat.st_mtime_ns for file, stat in before.items())
    assert not list(out.rglob("*.bin"))
    assert not list(out.glob("*.safetensors"))
    assert (out / "LICENSE.md").is_file()


def test_an_autoencoder_with_diffusers_old_names_is_read(
    tiny: Path, brought: Path, tmp_path: Path
) -> None:
    file = brought / "vae" / WEIGHTS["vae"]
    names = {"to_q": "query", "to_k": "key", "to_v": "value", "to_out.0": "proj_attn"}
    save_file(
        {replaced(key, names): value for key, value in load_file(file).items()},
        file, metadata={"format": "pt"},
    )  # fmt: skip
    import_base(brought, tmp_path / "models" / "sd", licence="x")
    assert np.abs(paint(tmp_path / "models" / "sd") - paint(tiny)).max() < 1e-5


def edit(file: str, **changes: object) -> Callable[[Path], None]:
    """Change entries of a JSON file in a folder."""

    def spoil(folder: Path) -> None:
        told = json.loads((folder / file).read_text())
        (folder / file).write_text(json.dumps(told | changes))

    return spoil


def only_pickled(folder: Path) -> None:
    (folder / "unet" / WEIGHTS["unet"]).rename(folder / "unet" / "diffusion_pytorch_model.bin")


def without_a_weight(folder: Path) -> None:
    file = folder / "unet" / WEIGHTS["unet"]
    weights = load_file(file)
    del weights["conv_in.bias"]
    save_file(weights, file)


def cut(folder: Path) -> None:
    file = folder / "vae" / WEIGHTS["vae"]
    file.write_bytes(file.read_bytes()[:-100])


@pytest.mark.parametrize(
    ("spoil", "key", "said"),
    [
        (only_pickled, "base_pickled", "diffusion_pytorch_model.bin"),
        (without_a_weight, "base_unfit", "conv_in.bias"),
        (cut, "base_corrupt", "vae"),
        (lambda f: shutil.rmtree(f / "tokenizer"), "base_part_missing", "vocab.json"),
        (lambda f: shutil.rmtree(f / "text_encoder"), "base_part_missing", "text_encoder"),
        (lambda f: (f / "model_index.json").unlink(), "base_part_missing", "model_index.json"),
        (lambda f: (f / "unet/config.json").write_text("[1]"), "config_unreadable", "unet"),
        (edit("model_index.json", unet=["os", "system"]), "base_other_kind", "os"),
        (edit("model_index.json", vae=["diffusers", "VQModel"]), "base_other_kind", "VQModel"),
        (
            edit("model_index.json", _class_name="StableDiffusionXLPipeline"),
            "base_other_kind", "StableDiffusionXLPipeline",
        ),
        (edit("unet/config.json", cross_attention_dim=1024), "base_other_kind", "Diffusion 2.x"),
        (edit("unet/config.json", in_channels=9), "base_other_kind", "inpainting"),
        (edit("unet/config.json", block_out_channels=[1, 2, 3, 4]), "config_unreadable", "unet"),
    ],
)  # fmt: skip
def test_a_folder_that_cannot_be_used_is_refused(
    brought: Path, tmp_path: Path, spoil: Callable[[Path], None], key: str, said: str
) -> None:
    spoil(brought)
    refused(brought, tmp_path / "models" / "sd", key, said)


class Bomb:
    def __reduce__(self) -> tuple[object, ...]:
        return (pytest.fail, ("the pickle was run",))


@pytest.mark.parametrize("name", ["a.ckpt", "a.pt", "a.PTH", "a.bin", "a.pkl", "a.pickle", "a.zip"])
def test_pickles_are_refused_unopened(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / name
    file.write_bytes(pickle.dumps(Bomb()))
    opened: list[str] = []

    def watched(path: object, *rest: Any, **named: Any) -> Any:
        opened.append(str(path))
        return plain(path, *rest, **named)

    plain = open
    for name_of_open in ("builtins.open", "io.open", "training.bases.weights.safe_open"):
        monkeypatch.setattr(name_of_open, watched)
    key = "base_source" if name == "a.zip" else "base_pickled"
    refused(file, tmp_path / "models" / "sd", key, name)
    assert opened  # the lock that is not there
    assert str(file) not in opened


def test_a_pickle_under_another_name_is_damage(tmp_path: Path) -> None:
    file = tmp_path / "a.safetensors"
    file.write_bytes(pickle.dumps(Bomb()))
    refused(file, tmp_path / "models" / "sd", "base_corrupt", "a.safetensors")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: data[:5],
        lambda data: data[:1000],
        lambda data: data[:-1],
        lambda data: b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n",
        lambda data: data[:8] + b"\xff" + data[9:],
        lambda data: b"\xff" * 8 + data[8:],
    ],
)
def test_a_damaged_file_is_refused_with_the_reason(
    single: Path, tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    file = tmp_path / "a.safetensors"
    file.write_bytes(spoil(single.read_bytes()))
    refused(file, tmp_path / "models" / "sd", "base_corrupt", "a.safetensors")


@pytest.mark.parametrize(
    ("spoil", "key", "said"),
    [
        # A layer that is missing, one of which half is missing, a part that is missing.
        ({f"{UNET}middle_block.1.norm.weight": None}, "base_unfit", "mid_block"),
        ({f"{UNET}output_blocks.2.1.conv.bias": None}, "base_unfit", "output_blocks.2.1.conv.bias"),
        ({f"{UNET}input_blocks.3.0.op.bias": None}, "base_unfit", "downsamplers"),
        ({f"{IMAGE}encoder.down.0.block.0.conv1.bias": None}, "base_unfit", "encoder.down.0"),
        ({f"{IMAGE}decoder.mid.attn_1.q.weight": None}, "base_unfit", "to_q"),
        ({f"{TEXT}text_model.final_layer_norm.weight": None}, "base_unfit", "final_layer_norm"),
        ({f"{TEXT}text_model.strange": torch.zeros(1)}, "base_unfit", "strange"),
        ({f"{UNET}out.2.bias": torch.zeros(5)}, "base_unfit", "conv_out.bias"),
        ({f"{UNET}out.2.bias": torch.zeros(4).double()}, "base_unfit", "conv_out.bias"),
        ({f"{UNET}out.2.bias": torch.full((4,), torch.nan)}, "base_not_finite", "conv_out.bias"),
        ({"v_pred": torch.zeros(0)}, "base_other_kind", "v-prediction"),
    ],
)
def test_a_single_file_that_is_not_whole_is_refused(
    stored: dict[str, torch.Tensor], tmp_path: Path, spoil: dict[str, Any], key: str, said: str
) -> None:
    spoilt = {name: tensor for name, tensor in (stored | spoil).items() if tensor is not None}
    save_file(spoilt, tmp_path / "a.safetensors")
    refused(tmp_path / "a.safetensors", tmp_path / "models" / "sd", key, said)


@pytest.mark.parametrize(
    ("key", "shape", "kind"),
    [
        ("cond_stage_model.model.token_embedding.weight", (8, 8), "Stable Diffusion 2.x"),
        (
            f"{UNET}input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight", (8, 1024),
            "Stable Diffusion 2.x",
        ),
        ("conditioner.embedders.1.model.ln_final.bias", (8,), "Stable Diffusion XL"),
        (f"{UNET}label_emb.0.0.weight", (8, 8), "Stable Diffusion XL"),
        ("conditioner.embedders.0.model.ln_final.bias", (8,), "Stable Diffusion XL Refiner"),
        (f"{UNET}joint_blocks.0.x_block.attn.qkv.weight", (8, 8), "Stable Diffusion 3"),
        ("double_blocks.0.img_attn.proj.bias", (8,), "FLUX"),
        ("control_model.time_embed.0.weight", (8, 8), "ControlNet"),
        ("lora_unet_mid_block_attentions_0_proj_in.alpha", (1,), "LoRA"),
        (f"{UNET}input_blocks.0.0.weight", (8, 9, 3, 3), "inpainting"),
    ],
)  # fmt: skip
def test_other_models_are_refused_by_name(
    key: str, shape: tuple[int, ...], kind: str, tmp_path: Path
) -> None:
    save_file({key: torch.zeros(shape)}, tmp_path / "a.safetensors")
    refused(tmp_path / "a.safetensors", tmp_path / "models" / "sd", "base_other_kind", kind)


def test_sd_1_is_no_other_kind(stored: dict[str, torch.Tensor]) -> None:
    assert other_kind({key: tuple(tensor.shape) for key, tensor in stored.items()}) is None


def test_an_import_that_fails_half_way_leaves_nothing(
    single: Path, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(StableDiffusionPipeline, "save_pretrained", full)
    monkeypatch.setattr("training.bases.folder.shutil.copyfile", full)
    for source in (single, tiny):
        refused(source, tmp_path / "models" / "sd", "base_unwritten", "No space left")


def test_what_is_there_is_never_written_over(tiny: Path, tmp_path: Path) -> None:
    out = tmp_path / "sd"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    with pytest.raises(TrainingError, match="já existe"):
        import_base(tiny, out, licence="x")
    with pytest.raises(TrainingError, match="já existe"):
        random_base(out, like="tiny")
    assert [file.name for file in out.iterdir()] == ["mine.txt"]
    with pytest.raises(TrainingError, match="dentro da fonte"):
        import_base(tiny, tiny / "copy", licence="x")
    with pytest.raises(TrainingError, match="licença"):
        import_base(tiny, tmp_path / "new", licence=" ")


def test_the_lock_notices_one_changed_byte(brought: Path) -> None:
    entry = lock(brought, licence="x", prediction_type="epsilon")
    assert check(brought) == entry.sha256
    file = brought / "unet" / WEIGHTS["unet"]
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    for required in (True, False):
        with pytest.raises(TrainingError, match=r"brought .*base import"):
            check(brought, required=required)
    lock(brought, licence="x", prediction_type="epsilon")
    assert check(brought) != entry.sha256


def test_a_model_without_an_entry_passes_only_where_none_is_required(brought: Path) -> None:
    assert check(brought, required=False) == hash_base(brought)
    with pytest.raises(TrainingError, match="não está registrado"):
        check(brought)
    with pytest.raises(TrainingError, match="Não há modelo base"):
        check(brought / "nothing", required=False)


def test_the_lock_keeps_every_name_and_word(brought: Path) -> None:
    odd = brought.with_name('a."b]\\ ñ\x7f😀')
    shutil.copytree(brought, odd)
    said = 'CreativeML "Open" RAIL-M\n© Stability\t\\ \x01\x7f ção 😀'
    one = lock(brought, licence="x", prediction_type="epsilon")
    two = lock(odd, licence=said, prediction_type="v_prediction", sources={"a b.safetensors": "0"})
    assert read_lock(odd.with_name("models.lock")) == {"brought": one, odd.name: two}
    assert two.licence == said


def test_a_lock_that_cannot_be_read_stops_before_anything_is_copied(
    tiny: Path, tmp_path: Path
) -> None:
    for text in ("[sd\n", "[sd]\nsha256 = 3\n", "[sd]\nstrange = 'x'\n"):
        (tmp_path / "models.lock").write_text(text)
        with pytest.raises(TrainingError, match=r"models\.lock"):
            import_base(tiny, tmp_path / "sd", licence="x")
    assert left_by(tmp_path / "sd") == ["models.lock"]


def test_the_commands(tiny: Path, tmp_path: Path) -> None:
    run = CliRunner()
    made = run.invoke(app, ["random", "--like", "tiny", "--out", str(tmp_path / "t")])
    assert made.exit_code == 0
    out = tmp_path / "models" / "sd"
    done = run.invoke(app, ["import", str(tiny), "--out", str(out), "--licence", "none"])
    assert done.exit_code == 0
    assert hash_base(tiny) in done.output
    assert read_lock(tmp_path / "models" / "models.lock")["sd"].licence == "none"
