"""Recipes of bundles: read strictly, options over them, several adapters one after the other."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from export import card, merge, profiles
from export.errors import FlavourUnknown, OrderIncomplete, ProfileUnknown, RecipeUnreadable
from export.order import STAGES_NAME, order, scaled
from export.recipe import read_recipe

pytestmark = pytest.mark.filterwarnings("ignore")

WHOLE = """
base = "models/sd15"
out = "bundles/acervo"
title = "Acervo"
release = 7
licence = "CreativeML Open RAIL-M"
prompt_language = "en"
profiles = ["completo", "pndm-25", "unipc-12"]
default_profile = "pndm-25"
flavours = ["cpu-fp32", "cuda-fp16"]
seeds = 5
work = "etapas"

[[adapter]]
file = "chimarrao.safetensors"
scale = 0.8

[[adapter]]
file = "/elsewhere/esporas.safetensors"

[[profile]]
name = "euler-15"
scheduler = "EulerDiscreteScheduler"
steps = 15
guidance_scale = 6.0
options = { timestep_spacing = "trailing" }
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "pacote.toml"
    found.write_text(WHOLE, encoding="utf-8")
    return found


def test_a_recipe_says_it_all_and_its_paths_are_its_own(file: Path) -> None:
    found = order(read_recipe(file), replace=False)
    assert found.base == file.parent / "models" / "sd15"
    assert found.out == file.parent / "bundles" / "acervo"
    assert [(str(one.file), one.scale) for one in found.adapters] == [
        (str(file.parent / "chimarrao.safetensors"), 0.8), ("/elsewhere/esporas.safetensors", 1.0),
    ]  # fmt: skip
    assert found.profiles is not None
    assert [spec.name for spec in found.profiles] == ["completo", "pndm-25", "unipc-12", "euler-15"]
    assert found.profiles[-1].options == {"timestep_spacing": "trailing"}
    assert (found.release, found.default_profile) == (7, "pndm-25")
    assert found.flavours == ("cpu-fp32", "cuda-fp16")
    assert (found.seeds, found.work) == (5, file.parent / "etapas")


def test_options_count_over_a_recipe(file: Path, tmp_path: Path) -> None:
    adapters = scaled([tmp_path / "a", tmp_path / "b"], [0.5])
    found = order(read_recipe(file), replace=True, release=8, adapters=adapters, base=tmp_path)
    assert (found.release, found.base, found.replace) == (8, tmp_path, True)
    assert [one.scale for one in found.adapters] == [0.5, 1.0]
    assert found.title == "Acervo"
    other = order(None, replace=False, base=tmp_path, out=tmp_path / "x" / "b")
    assert (other.flavours, other.seeds) == (("cpu-fp32",), 20)
    assert other.work == tmp_path / "x" / STAGES_NAME
    assert not other.allow_unproven


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("base = 'b'\nrelese = 3", "release"),
        ("base = 'b'\nrelease = 'um'", "release"),
        ("base = 'b'\n[[adapter]]\nfiel = 'x'", "fiel"),
        ("base = 'b'\nprompt_language = 'es'", "es"),
        ("base = 'b'\nflavours = []", "flavours"),
        ("base =", "line"),
        ("", "base"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "pacote.toml"
    file.write_text(f"out = 'o'\n{line}\n", encoding="utf-8")
    with pytest.raises(RecipeUnreadable, match=said):
        read_recipe(file)


def test_a_recipe_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(RecipeUnreadable, match="nada"):
        read_recipe(tmp_path / "nada.toml")


def test_profiles_must_be_known_and_named_once(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new, said in (
        ('"unipc-12"', '"unipc"', "unipc-12"),
        ('name = "euler-15"', 'name = "completo"', "2 ×"),
        ("EulerDiscreteScheduler", "EulerScheduler", "EulerScheduler"),
        ("EulerDiscreteScheduler", "UNet2DConditionModel", "UNet2DConditionModel"),
    ):
        file.write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(ProfileUnknown, match=said):
            order(read_recipe(file), replace=False)


def test_flavours_must_be_known(tmp_path: Path) -> None:
    with pytest.raises(FlavourUnknown, match="cuda-fp16"):
        order(None, replace=False, base=tmp_path, out=tmp_path, flavours=["cuda-fp32"])


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(OrderIncomplete, match="--out"):
        order(None, replace=False, base=tmp_path)
    with pytest.raises(OrderIncomplete, match="--adapter"):
        scaled([], [0.5])


def test_adapters_add_up(base: Path, lora: Callable[..., Path], tmp_path: Path) -> None:
    files = [lora(tmp_path / f"{n}.safetensors", spread=0.1 * (n + 1)) for n in range(2)]
    weights = {}
    cases = {"none": (), "first": (0.7,), "second": (0, 0.4), "both": (0.7, 0.4)}
    for name, scales in cases.items():
        pipe = merge.load_pipeline(base)
        for file, scale in zip(files, scales, strict=False):
            if scale:
                merge.merge(pipe, base, card.read_adapter(file), scale)
        weights[name] = pipe.unet.state_dict()
    for name, plain in weights["none"].items():
        added = weights["first"][name] + weights["second"][name] - plain
        assert torch.allclose(weights["both"][name], added, atol=1e-5), name


def test_every_profile_known_has_a_name_of_its_own() -> None:
    assert all(name == spec.name for name, spec in profiles.KNOWN.items())
    assert {"completo", "pndm-50", "pndm-25", "unipc-12", "ddim-30", "lcm-4"} <= set(profiles.KNOWN)
