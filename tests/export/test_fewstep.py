"""Few-step weights in a bundle: placed in the graph, proven by pictures, refused when they lie."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import numpy as np
import onnxruntime
import pytest
import torch
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from safetensors.torch import load_file

from export import assemble, build, card, convert, fewstep, graphs, merge, parity, profiles, trial
from export.errors import (
    AdapterOtherBase,
    AdapterUnreadable,
    DeltaUnplaced,
    GraphTooLarge,
    PictureDiffers,
)
from export.order import Order
from export.recipe import ScaledAdapter
from kiosk.bundle import delta
from kiosk.bundle import schedule as tables
from kiosk.bundle.verify import read_verified
from kiosk.painter import weights
from training.adapter import (
    FEW_STEP_NAME,
    FewStepMetadata,
    read_few_step,
    write_adapter,
)

Said = Callable[..., FewStepMetadata]

pytestmark = pytest.mark.filterwarnings("ignore")

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture(scope="module")
def short() -> Iterator[None]:
    """Without PNDM's 51 evaluations, which test_schedule tries."""
    with pytest.MonkeyPatch.context() as patch:
        kept = tuple(spec for spec in profiles.PROFILES if spec.name != "pndm-50")
        patch.setattr(profiles, "PROFILES", kept)
        yield


@pytest.fixture(scope="module")
def built(
    short: None, few_base: Path, adapter: Path, tmp_path_factory: pytest.TempPathFactory
) -> build.Built:
    out = tmp_path_factory.mktemp("built") / "umbu"
    adapters = (ScaledAdapter(adapter, 0.7),)
    return build.build(Order(base=few_base, adapters=adapters, out=out, seeds=2), KEY)


@pytest.fixture(scope="module")
def merged(few_base: Path, adapter: Path) -> merge.StableDiffusionPipeline:
    """Base and adapter, as the bundle's own graphs have them."""
    pipe = merge.load_pipeline(few_base)
    merge.merge(pipe, few_base, card.read_adapter(adapter), 0.7)
    merge.round_to_half(pipe)
    return pipe


def test_the_bundle_has_both_samplers_and_passed_the_gate(built: build.Built) -> None:
    bundle = read_verified(built.folder, [KEY.public_key().public_bytes_raw()])
    offered = {profile.name: profile for profile in bundle.manifest.profiles}
    quick, whole = offered["rapido"], offered["completo"]
    assert (quick.evaluations, quick.guidance_scale) == (4, 1.0)
    assert (whole.evaluations, whole.guidance_scale, whole.delta) == (20, 2.3, "")
    assert [entry.name for entry in bundle.entries("unet_delta")] == [quick.delta]
    table = tables.decode(bundle.read(quick.schedule))
    assert table.timesteps == (999.0, 749.0, 499.0, 249.0)
    assert not table.guided
    report = json.loads((built.folder / "gate.json").read_text(encoding="utf-8"))
    scenes = {scene["profile"]: scene["mean_difference"] for scene in report["pictures"]}
    assert scenes.keys() == {"completo", "rapido"}
    assert scenes["rapido"] <= 1 / 255


def test_every_layer_finds_its_weight(built: build.Built, few_base: Path) -> None:
    factors = delta.decode((built.folder / profiles.FEW_STEP.delta).read_bytes())
    few = read_few_step(few_base / FEW_STEP_NAME)
    assert len(factors) == len(few.factors()) == len({factor.name for factor in factors})


def test_the_changed_graph_is_the_unet_that_diffusers_merged(
    built: build.Built, few_base: Path, merged: merge.StableDiffusionPipeline
) -> None:
    factors = delta.decode((built.folder / profiles.FEW_STEP.delta).read_bytes())
    graph = weights.with_delta((built.folder / "unet.onnx").read_bytes(), factors)
    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    quick = fewstep.pipeline(merged, read_few_step(few_base / FEW_STEP_NAME))
    rng = torch.Generator().manual_seed(6)
    sample = torch.randn(1, 4, 8, 8, generator=rng)
    context = torch.randn(1, 24, 32, generator=rng)
    with torch.inference_mode():
        wanted = quick.unet(sample, torch.tensor(749.0), context).sample.numpy()
        before = merged.unet(sample, torch.tensor(749.0), context).sample.numpy()
    given = {"sample": sample.numpy(), "encoder_hidden_states": context.numpy()}
    got = session.run(None, {**given, "timestep": np.array(749.0, np.float32)})[0]
    assert np.abs(got - wanted).max() < 1e-2 * np.abs(wanted).max()
    assert np.abs(before - wanted).max() > 0.1 * np.abs(wanted).max()


def test_a_wrong_delta_shows_in_the_picture(
    built: build.Built, few_base: Path, merged: merge.StableDiffusionPipeline, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for entry in built.manifest.files:
        shutil.copyfile(built.folder / entry.name, copy / entry.name)
    file = copy / profiles.FEW_STEP.delta
    factors = delta.decode(file.read_bytes())
    weak = [
        delta.Factor(name=f.name, left=(0.5 * f.left).astype(np.float16), right=f.right)
        for f in factors
    ]
    file.write_bytes(delta.encode(weak))
    listing = msgspec.structs.replace(built.manifest, files=assemble.list_files(copy))
    scene = parity.Scene(profile=profiles.FEW_STEP, prompt="umbu", seed=5)
    quick = fewstep.pipeline(merged, read_few_step(few_base / FEW_STEP_NAME))
    with trial.painter(copy, listing) as paint, pytest.raises(PictureDiffers, match="rapido"):
        parity.compare(scene, paint(scene), parity.reference_picture(quick, scene), "cpu-fp32")


def test_without_weights_the_profiles_stay(base: Path) -> None:
    assert fewstep.read(base) is None
    assert fewstep.offered(None, profiles.PROFILES) == profiles.PROFILES
    assert not any(spec.delta for spec in profiles.PROFILES)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"base_model_hash": "f" * 64}, AdapterOtherBase),
        ({"alpha": "6"}, AdapterUnreadable),
        ({"format": "heritage-adapter-1"}, AdapterUnreadable),
    ],
)
def test_weights_that_do_not_belong_are_refused(
    changes: dict[str, str], fault: type[Exception], few_base: Path, said: Said, tmp_path: Path
) -> None:
    other = shutil.copytree(few_base, tmp_path / "mini")
    own = said(few_base, **changes)
    write_adapter(other / FEW_STEP_NAME, load_file(few_base / FEW_STEP_NAME), own)
    with pytest.raises(fault, match=r"few_step\.safetensors"):
        fewstep.read(other)


def test_other_timesteps_than_were_learnt_are_refused(
    few_base: Path, said: Said, tmp_path: Path
) -> None:
    other = shutil.copytree(few_base, tmp_path / "mini")
    own = said(few_base, timesteps="999 499")
    write_adapter(other / FEW_STEP_NAME, load_file(few_base / FEW_STEP_NAME), own)
    with pytest.raises(AdapterUnreadable, match="999 499;"):
        build.build(Order(base=other, out=tmp_path / "out"), KEY)
    assert not (tmp_path / "out").exists()


def test_a_layer_that_is_not_in_the_graph_is_named(few_base: Path, tmp_path: Path) -> None:
    pipe = merge.load_pipeline(few_base)
    merge.round_to_half(pipe)
    convert.unet_graph(pipe, tmp_path / "raw.onnx")
    graphs.finish(tmp_path / "raw.onnx", tmp_path / "unet.onnx")
    few = read_few_step(few_base / FEW_STEP_NAME)
    with torch.no_grad():
        pipe.unet.conv_in.weight[0, 0, 0, 0] += 1
    with pytest.raises(DeltaUnplaced, match="conv_in"):
        fewstep.write_delta(pipe, few, tmp_path / "unet.onnx", tmp_path / "delta")
    assert not (tmp_path / "delta").exists()


def test_a_graph_in_two_files_takes_no_delta(few_base: Path, tmp_path: Path) -> None:
    pipe = merge.load_pipeline(few_base)
    few = read_few_step(few_base / FEW_STEP_NAME)
    (tmp_path / "unet.onnx.data").write_bytes(b"12345")
    with pytest.raises(GraphTooLarge, match="5 bytes"):
        fewstep.write_delta(pipe, few, tmp_path / "unet.onnx", tmp_path / "delta")
