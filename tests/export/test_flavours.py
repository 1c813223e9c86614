"""The same graphs for other machines: what runs here is judged, what does not is said so."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from onnx import numpy_helper

from export import (
    assemble,
    build,
    convert,
    flavours,
    fuse,
    graphcheck,
    graphs,
    graphset,
    half,
    measure,
    parity,
    profiles,
    trial,
)
from export.errors import (
    DeltaUnplaced,
    FlavourUnproven,
    FusionIncomplete,
    GraphDiffers,
    PictureDiffers,
)
from export.fewstep import require_places
from export.order import Order
from export.profiles import ProfileSpec
from kiosk.bundle import delta
from kiosk.bundle import manifest as contract
from kiosk.bundle.verify import read_verified
from kiosk.painter import weights
from training.bases.architecture import TINY, Architecture, build_unet

pytestmark = pytest.mark.filterwarnings("ignore")

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ALL: tuple[contract.Flavour, ...] = ("cpu-fp32", "cuda-fp16", "portable-fp16")
SHORT = tuple(
    ProfileSpec(
        name=name, scheduler="DDIMScheduler", steps=3, guidance_scale=3.0,
        options={"timestep_spacing": "trailing", "clip_sample": False},
    )
    for name in ("curto", "rapido")
)  # fmt: skip
GRAPHS: tuple[contract.Role, ...] = ("text_encoder", "unet", "vae_decoder")


def order(base: Path, out: Path, *names: contract.Flavour, **more: Any) -> Order:
    return Order(
        base=base, out=out, flavours=names, profiles=SHORT, default_profile="curto", **more
    )


@pytest.fixture(scope="module")
def built(few_base: Path, tmp_path_factory: pytest.TempPathFactory) -> build.Built:
    """Three flavours of a base with few-step weights, the fused one not run."""
    out = tmp_path_factory.mktemp("flavours") / "mini"
    return build.build(order(few_base, out, *ALL, allow_unproven=True), KEY)


@pytest.fixture(scope="module")
def small(base: Path, tmp_path_factory: pytest.TempPathFactory) -> build.Built:
    """The flavour with eight-bit matrices alone."""
    out = tmp_path_factory.mktemp("small") / "mini"
    return build.build(order(base, out, "cpu-int8", seeds=2), KEY)


def test_the_manifest_lists_every_graph_with_its_flavour(built: build.Built) -> None:
    bundle = read_verified(built.folder, [KEY.public_key().public_bytes_raw()])
    for part in GRAPHS:
        listed = {entry.flavour: entry.name for entry in bundle.entries(part)}
        assert listed == {
            "cpu-fp32": f"{part}.onnx",
            "cuda-fp16": f"{part}.cuda-fp16.onnx",
            "portable-fp16": f"{part}.portable-fp16.onnx",
        }
    only = flavours.only(bundle.manifest, "portable-fp16")
    assert {entry.name for entry in only.files if entry.role in GRAPHS} == {
        f"{part}.portable-fp16.onnx" for part in GRAPHS
    }


def test_what_ran_is_measured_and_what_did_not_is_said(built: build.Built) -> None:
    report = json.loads((built.folder / "gate.json").read_text(encoding="utf-8"))
    assert report["verdict"] == "not run here"
    assert report["flavours"] == {
        "cpu-fp32": "passed", "cuda-fp16": "not run here", "portable-fp16": "passed",
    }  # fmt: skip
    assert report["graphs"]["cuda-fp16"]["unet"] == "not run here"
    assert report["fusions"]["unet"]["attention"] > 0
    assert report["fusions"]["unet"]["GroupNorm"] > 0
    assert all(min(found.values()) >= 35 for found in report["graphs"]["portable-fp16"].values())
    pictures = [scene for scene in report["pictures"] if scene["flavour"] == "portable-fp16"]
    assert {scene["seed"] for scene in pictures} == set(range(1, 21))
    assert all(scene["psnr_db"] >= 35 for scene in pictures)
    assert not [scene for scene in report["pictures"] if scene["flavour"] == "cuda-fp16"]


def test_half_graphs_are_fed_as_the_plain_ones(built: build.Built) -> None:
    for part in GRAPHS:
        plain, *others = (
            onnx.load(built.folder / flavours.file_name(part, name)).graph for name in ALL
        )
        for other in others:
            assert [(i.name, i.type) for i in other.input] == [
                (i.name, i.type) for i in plain.input
            ]
            assert [(o.name, o.type.tensor_type.elem_type) for o in other.output] == [
                (o.name, o.type.tensor_type.elem_type) for o in plain.output
            ]
            stored = [numpy_helper.to_array(tensor) for tensor in other.initializer]
            wide = sum(values.size for values in stored if values.dtype == np.float32)
            assert wide < 0.2 * sum(values.size for values in stored)


def test_timesteps_between_whole_numbers_are_not_rounded(built: build.Built) -> None:
    """fp16 would turn 981.3 into 981.5, and 981.3 times a rounded frequency into anything."""
    sample = np.random.default_rng(1).standard_normal((1, 4, 8, 8)).astype(np.float32)
    context = np.zeros((1, 24, 32), np.float32)
    got = {}
    for name in ("cpu-fp32", "portable-fp16"):
        file = built.folder / flavours.file_name("unet", name)
        session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
        given = {"sample": sample, "encoder_hidden_states": context}
        got[name] = [
            session.run(None, {**given, "timestep": np.array(step, np.float32)})[0]
            for step in (981.25, 981.35)
        ]
    moved = np.abs(got["cpu-fp32"][1] - got["cpu-fp32"][0]).max()
    for exact, half_ in zip(got["cpu-fp32"], got["portable-fp16"], strict=True):
        assert measure.psnr_db(half_, exact, np.ptp(exact)) > 45
    assert np.abs(got["portable-fp16"][1] - got["portable-fp16"][0]).max() > 0.3 * moved


def test_one_delta_fits_every_flavour(built: build.Built) -> None:
    factors = delta.decode((built.folder / profiles.FEW_STEP.delta).read_bytes())
    plain = weights.places((built.folder / "unet.onnx").read_bytes())
    for name in ("cuda-fp16", "portable-fp16"):
        graph = (built.folder / flavours.file_name("unet", name)).read_bytes()
        there = weights.places(graph)
        assert all(there[factor.name].shape == plain[factor.name].shape for factor in factors)
        assert weights.with_delta(graph, factors) != graph
    session = onnxruntime.InferenceSession(
        weights.with_delta((built.folder / "unet.portable-fp16.onnx").read_bytes(), factors),
        providers=["CPUExecutionProvider"],
    )
    assert session.get_inputs()[0].name == "sample"
    quick = [scene for scene in built.gate["pictures"] if scene["profile"] == "rapido"]
    assert [profile.delta for profile in built.manifest.profiles] == ["", profiles.FEW_STEP.delta]
    assert {scene["flavour"] for scene in quick} == {"cpu-fp32", "portable-fp16"}


def test_a_packed_graph_takes_no_delta(built: build.Built, tmp_path: Path) -> None:
    target = tmp_path / "unet.onnx"
    source = built.folder / "unet.onnx"
    graphset.make("unet", "cuda-fp16", source, target, weights_stay=False)
    assert fuse.count(onnx.load(target))["NhwcConv"] > 0
    with pytest.raises(DeltaUnplaced):
        require_places(built.folder / profiles.FEW_STEP.delta, source, target)


def test_eight_bits_are_for_the_unet_and_without_few_steps(
    small: build.Built, few_base: Path
) -> None:
    listed = {entry.name: entry.flavour for entry in small.manifest.files if entry.role in GRAPHS}
    assert listed == {
        "text_encoder.onnx": "cpu-fp32",
        "unet.cpu-int8.onnx": "cpu-int8",
        "vae_decoder.onnx": "cpu-fp32",
    }
    graph = onnx.load(small.folder / "unet.cpu-int8.onnx").graph
    kinds = {node.op_type for node in graph.node}
    assert {"MatMulInteger", "MatMul", "Conv"} <= kinds
    timed = [node for node in graph.node if "time_emb" in node.name]
    assert timed
    assert not any(node.op_type == "MatMulInteger" for node in timed)
    assert small.gate["flavours"] == {"cpu-int8": "passed"}
    assert not flavours.take_delta(["cpu-fp32", "cpu-int8"])
    assert flavours.take_delta(ALL)


def test_what_cannot_run_here_is_not_signed_unasked(base: Path, tmp_path: Path) -> None:
    with pytest.raises(FlavourUnproven, match="cuda-fp16"):
        build.build(order(base, tmp_path / "mini", "cpu-fp32", "cuda-fp16"), KEY)
    assert list(tmp_path.iterdir()) == []


def test_the_gate_itself_insists(built: build.Built) -> None:
    with pytest.raises(FlavourUnproven):
        parity.judge(
            None, built.folder, built.manifest, ALL, None, (), trial.painter,  # type: ignore[arg-type]
            allow_unproven=False,
        )  # fmt: skip


def test_noise_is_refused_by_its_decibels() -> None:
    scene = parity.Scene(profile=SHORT[0], prompt="umbu", seed=5)
    rng = np.random.default_rng(3)
    picture = rng.integers(0, 256, (32, 32, 3)).astype(np.uint8)
    noisy = np.clip(picture + rng.normal(0, 9, picture.shape), 0, 255).astype(np.uint8)
    with pytest.raises(PictureDiffers, match="35 dB"):
        parity.compare(scene, noisy, picture, "portable-fp16")
    assert parity.compare(scene, picture, picture, "portable-fp16")["psnr_db"] == 99.0
    assert np.isnan(measure.psnr_db(np.array([np.nan]), np.array([1.0]), 1.0))
    graph = graphcheck._Graph(None, "unet.portable-fp16", "portable-fp16")
    with pytest.raises(GraphDiffers, match="nan dB"):
        graph.near("real", np.array([np.nan, 1.0]), np.array([0.0, 1.0]))


def test_names_say_what_a_file_is_for(tmp_path: Path) -> None:
    for name in ("unet.onnx", "unet.cuda-fp16.onnx", "unet.cuda-fp16.onnx.data", "LICENSE"):
        (tmp_path / name).write_bytes(b"x")
    assert [(e.name, e.role, e.flavour) for e in assemble.list_files(tmp_path)] == [
        ("LICENSE", "licence", "any"),
        ("unet.cuda-fp16.onnx", "unet", "cuda-fp16"),
        ("unet.cuda-fp16.onnx.data", "weights", "cuda-fp16"),
        ("unet.onnx", "unet", "cpu-fp32"),
    ]


def test_a_large_graph_lies_in_two_files_and_paints_the_same(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graphs, "LARGEST", 60_000)
    names: tuple[contract.Flavour, ...] = ("cpu-fp32", "portable-fp16")
    large = build.build(order(base, tmp_path / "mini", *names, seeds=1), KEY)
    listed = large.manifest.files
    beside = {entry.name: entry.flavour for entry in listed if entry.role == "weights"}
    assert beside["unet.onnx.data"] == "cpu-fp32"
    assert beside["unet.portable-fp16.onnx.data"] == "portable-fp16"
    assert large.folder.joinpath("unet.onnx").stat().st_size < 1_000_000
    assert large.gate["verdict"] == "passed"


def test_widening_undoes_halving(built: build.Built, tmp_path: Path) -> None:
    model = onnx.load(built.folder / "unet.onnx")
    graphs.widen_weights(model)
    assert not any(name.endswith(".half") for node in model.graph.node for name in node.input)
    graphs.halve_weights(model)
    graphs.store(model, tmp_path / "unet.onnx")
    assert (tmp_path / "unet.onnx").read_bytes() == (built.folder / "unet.onnx").read_bytes()


@pytest.fixture(scope="module")
def like_sd15(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    """A UNet of SD 1.5's blocks, as narrow as its norms allow, and its plain graph."""
    folder = tmp_path_factory.mktemp("sd15")
    shape = Architecture(
        unet_channels=(32,) * 4, autoencoder_channels=TINY.autoencoder_channels,
        text_width=32, text_layers=1, size=64,
    )  # fmt: skip
    torch.manual_seed(0)
    unet = build_unet(shape).eval().requires_grad_(False)
    config = convert._UnetConfig(unet.config)
    convert._export(unet, config, convert.Shapes(4, 8, 8, 77, 32), folder / "raw.onnx")
    graphs.finish(folder / "raw.onnx", folder / "unet.onnx")
    return unet, folder / "unet.onnx"


@pytest.mark.long
def test_a_unet_of_sd15_is_fused_as_it_should(like_sd15: tuple[Any, Path]) -> None:
    unet, file = like_sd15
    model = onnx.load(file)
    graphs.widen_weights(model)
    found = fuse.count(fuse.fuse(model, "unet", weights_stay=False))
    assert fuse.require_fusions(unet.config, found)
    assert found == {
        "attention": 32, "LayerNormalization": 16, "SkipLayerNormalization": 32,
        # Two fewer than SD 1.5 has: where the width does not change, no shortcut is needed.
        "BiasSplitGelu": 16, "GroupNorm": 61, "Conv": 96, "NhwcConv": 96,
    }  # fmt: skip
    with pytest.raises(FusionIncomplete, match=r"31 .*attention"):
        fuse.require_fusions(unet.config, {**found, "attention": 31})
    assert not fuse.require_fusions({**unet.config, "layers_per_block": 1}, {})


def test_sines_of_the_timestep_stay_in_fp32(like_sd15: tuple[Any, Path]) -> None:
    model = onnx.load(like_sd15[1])
    graphs.widen_weights(model)
    kept = half._kept(model, "unet")
    sines = {node.name for node in model.graph.node if node.op_type in ("Sin", "Cos")}
    assert sines <= kept
    assert len(kept) < 40
