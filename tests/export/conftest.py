"""A Stable Diffusion pipeline small enough to build a bundle from in seconds, and its adapter."""

import json
import shutil
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec
import pytest
import torch

with warnings.catch_warnings():
    # What the libraries say when they are imported without a GPU is not ours to fix.
    warnings.simplefilter("ignore")
    from diffusers import PNDMScheduler, StableDiffusionPipeline, UNet2DConditionModel
    from peft.utils import get_peft_model_state_dict
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

    from training.base.autoencoder import PatchAutoencoder
    from training.base.distil import attach as attach_few_step
    from training.base.fewstep_config import FewStepConfig
    from training.tune.attach import attach, lora_weights
    from training.tune.config import TuneConfig

from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

from training.adapter import (
    FEW_STEP_NAME,
    AdapterMetadata,
    FewStepMetadata,
    hash_base,
    write_adapter,
)

# Models this small only wait for one another on more threads.
torch.set_num_threads(1)

TOKENS = 24
CORPUS = (
    "um gaúcho toma chimarrão ao lado do fogo de chão na coxilha do pampa ao pôr do sol com "
    "araucária e cavalo crioulo quero-quero ao amanhecer"
)
START, END = "<|startoftext|>", "<|endoftext|>"


def make_clip_tokenizer(folder: Path) -> CLIPTokenizer:
    """A byte-level CLIP tokenizer whose merges were learnt from one sentence."""
    tokenizer = Tokenizer(models.BPE(end_of_word_suffix="</w>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"\p{L}+|[^\s\p{L}]+"), behavior="removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(
        vocab_size=600,
        end_of_word_suffix="</w>",
        initial_alphabet=alphabet,
        special_tokens=[],
        show_progress=False,
    )
    tokenizer.train_from_iterator([CORPUS], trainer)
    vocabulary = {token: k for k, token in enumerate([*alphabet, *(f"{b}</w>" for b in alphabet)])}
    merges = []
    for one, other in json.loads(tokenizer.to_str())["model"]["merges"]:
        if one in vocabulary and other in vocabulary:
            vocabulary.setdefault(one + other, len(vocabulary))
            merges.append(f"{one} {other}")
    for special in (START, END):
        vocabulary[special] = len(vocabulary)
    folder.mkdir(parents=True)
    (folder / "vocab.json").write_text(json.dumps(vocabulary), encoding="utf-8")
    (folder / "merges.txt").write_text("\n".join(["#version: 0.2", *merges, ""]), encoding="utf-8")
    return CLIPTokenizer(
        str(folder / "vocab.json"),
        str(folder / "merges.txt"),
        model_max_length=TOKENS,
        pad_token=END,
    )


def make_pipeline(folder: Path) -> StableDiffusionPipeline:
    """32 px, latents 4×8×8, untrained; every class is one that is really exported."""
    tokenizer = make_clip_tokenizer(folder)
    torch.manual_seed(0)
    text_encoder = CLIPTextModel(
        CLIPTextConfig(
            vocab_size=len(tokenizer),
            hidden_size=32,
            intermediate_size=64,
            num_hidden_layers=2,
            num_attention_heads=2,
            max_position_embeddings=TOKENS,
            bos_token_id=tokenizer.bos_token_id,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
        )
    )
    unet = UNet2DConditionModel(
        sample_size=8,
        in_channels=4,
        out_channels=4,
        layers_per_block=1,
        block_out_channels=(16, 32),
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=32,
        attention_head_dim=2,
        norm_num_groups=8,
    )
    vae = PatchAutoencoder(
        patch_size=4, latent_channels=4, block_out_channels=(8, 16, 16), sample_size=32,
        scaling_factor=0.8,
    )  # fmt: skip
    scheduler = PNDMScheduler(
        beta_schedule="scaled_linear",
        beta_start=0.00085,
        beta_end=0.012,
        skip_prk_steps=True,
        steps_offset=1,
        prediction_type="v_prediction",
    )
    return StableDiffusionPipeline(
        vae=vae,
        text_encoder=text_encoder,
        tokenizer=tokenizer,
        unet=unet,
        scheduler=scheduler,
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A diffusers folder with card and licence."""
    home = tmp_path_factory.mktemp("base")
    folder = home / "mini"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        make_pipeline(home / "tokenizer").save_pretrained(folder)
    (folder / "README.md").write_text(
        "---\nlicense: apache-2.0\nlanguage: pt\n---\n# mini\n", encoding="utf-8"
    )
    (folder / "LICENSE").write_text("Apache-2.0\n", encoding="utf-8")
    return folder


def make_adapter(base: Path, file: Path, spread: float = 0.3, **changes: str) -> Path:
    """A LoRA with weights that change the picture, written as training writes it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pipe = StableDiffusionPipeline.from_pretrained(base, safety_checker=None)
        recipe = TuneConfig(
            base=base, dataset=base, output=base, trigger_word="umbu", rights_summary="",
            licence="", rank=4, alpha=4, targets="all",
        )  # fmt: skip
        attach(recipe, pipe.unet, pipe.text_encoder)
    torch.manual_seed(1)
    empty, _ = lora_weights(pipe.unet, pipe.text_encoder)
    weights = {name: spread * torch.randn_like(weight) for name, weight in empty.items()}
    said = {
        "base_model_hash": hash_base(base),
        "rank": "4",
        "alpha": "4",
        "trigger_word": "umbu",
        "manifest_digest": "0" * 64,
        "rights_summary": "own drawings",
        "licence": "CC0-1.0",
        "gate_verdict": "not measured",
    }
    write_adapter(file, weights, AdapterMetadata(**{**said, **changes}))
    return file


@pytest.fixture(scope="session")
def adapter(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_adapter(base, tmp_path_factory.mktemp("adapter") / "umbu.safetensors")


@pytest.fixture(scope="session")
def lora(base: Path) -> Callable[..., Path]:
    """Makes adapters for the base: `lora(file, spread, **metadata)`."""
    return partial(make_adapter, base)


@pytest.fixture
def clip(tmp_path: Path) -> CLIPTokenizer:
    return make_clip_tokenizer(tmp_path / "clip")


@pytest.fixture(scope="session")
def shared_clip(tmp_path_factory: pytest.TempPathFactory) -> CLIPTokenizer:
    return make_clip_tokenizer(tmp_path_factory.mktemp("tokenizer") / "clip")


def describe_few_step(folder: Path, **changes: str) -> FewStepMetadata:
    own = FewStepMetadata(
        base_model_hash=hash_base(folder),
        scheduler="DDIMScheduler",
        timesteps="999 749 499 249",
        rank="3",
        alpha="3",
    )
    return msgspec.structs.replace(own, **changes)


@pytest.fixture(scope="session")
def said() -> Callable[..., FewStepMetadata]:
    """What few-step weights say of themselves: `said(folder, **changes)`."""
    return describe_few_step


@pytest.fixture(scope="session")
def few_base(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base with few-step weights in its folder, written as distillation writes them."""
    folder = shutil.copytree(base, tmp_path_factory.mktemp("few") / "mini")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        unet = StableDiffusionPipeline.from_pretrained(folder, safety_checker=None).unet
        attach_few_step(unet, FewStepConfig(rank=3))
    rng = torch.Generator().manual_seed(2)
    learnt = {
        f"unet.{key}": 0.15 * torch.randn(value.shape, generator=rng)
        for key, value in get_peft_model_state_dict(unet).items()
    }
    write_adapter(folder / FEW_STEP_NAME, learnt, describe_few_step(folder))
    return folder
