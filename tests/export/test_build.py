"""A bundle from a real pipeline through the real painter; and everything that must stop it."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import onnx
import onnxruntime
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from onnx import numpy_helper
from typer.testing import CliRunner

from export import assemble, build, cli, graphs, merge, parity, profiles, sign, trial, workplace
from export.errors import (
    BaseUnreadable,
    BundleNotTested,
    GraphDiffers,
    NameUnusable,
    OutputExists,
    OutputUnusable,
    PainterFailed,
    PictureDiffers,
    SizeUnusable,
)
from export.order import Order
from export.recipe import ScaledAdapter
from kiosk.bundle import manifest as contract
from kiosk.bundle import schedule as tables
from kiosk.bundle.verify import read_verified

pytestmark = pytest.mark.filterwarnings("ignore")

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
FEW = tuple(spec for spec in profiles.PROFILES if spec.name != "pndm-50")


@pytest.fixture(scope="module")
def short() -> Iterator[None]:
    """Two profiles instead of all: PNDM's 51 evaluations are tried in test_schedule."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(profiles, "PROFILES", FEW)
        yield


@pytest.fixture(scope="module")
def order(base: Path, adapter: Path, tmp_path_factory: pytest.TempPathFactory) -> Order:
    out = tmp_path_factory.mktemp("built") / "umbu"
    return Order(base=base, adapters=(ScaledAdapter(adapter, 0.7),), out=out, release=3, seeds=2)


@pytest.fixture(scope="module")
def built(short: None, order: Order) -> build.Built:
    return build.build(order, KEY)


def again(order: Order, **changes: object) -> Order:
    return replace(order, **changes)  # type: ignore[arg-type]


def test_the_kiosk_trusts_it(built: build.Built) -> None:
    public = KEY.public_key().public_bytes_raw()
    verified = read_verified(built.folder, [public])
    manifest = verified.manifest
    assert (manifest.name, manifest.model.name, manifest.release) == ("umbu", "umbu", 3)
    assert manifest.licence == "apache-2.0 AND CC0-1.0"
    assert manifest.model.trigger_words == ("umbu",)
    assert (manifest.model.width, manifest.model.height) == (32, 32)
    assert len(manifest.model.preview_matrix) == manifest.model.latent_channels
    assert {entry.role for entry in manifest.files} == {
        "text_encoder", "unet", "vae_decoder", "tokenizer", "schedule", "card", "gate", "licence",
    }  # fmt: skip
    plain = {entry.name for entry in manifest.files if entry.flavour == "cpu-fp32"}
    assert plain == {"text_encoder.onnx", "unet.onnx", "vae_decoder.onnx"}
    for profile in manifest.profiles:
        table = tables.decode(verified.read(profile.schedule))
        assert table.evaluations == profile.evaluations
        assert table.guidance_scale == profile.guidance_scale


def test_the_gate_was_passed_and_says_by_how_much(built: build.Built) -> None:
    report = json.loads((built.folder / "gate.json").read_text(encoding="utf-8"))
    assert report["verdict"] == report["flavours"]["cpu-fp32"] == "passed"
    assert len(report["pictures"]) == 4
    assert {scene["profile"] for scene in report["pictures"]} == {spec.name for spec in FEW}
    assert all(scene["mean_difference"] <= 1 / 255 for scene in report["pictures"])


def test_weights_are_halved_and_fold_back(built: build.Built, tmp_path: Path) -> None:
    file = built.folder / "unet.onnx"
    model = onnx.load(file)
    weights = sum(numpy_helper.to_array(tensor).size for tensor in model.graph.initializer)
    assert file.stat().st_size < 2.7 * weights + 200_000
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(tmp_path / "folded.onnx")
    onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    folded = onnx.load(tmp_path / "folded.onnx")
    assert not any(node.name.endswith(".cast") for node in folded.graph.node)


def test_the_same_inputs_give_the_same_bytes(
    built: build.Built, order: Order, tmp_path: Path
) -> None:
    second = build.build(again(order, out=tmp_path / "umbu"), KEY)
    for file in built.folder.iterdir():
        assert (second.folder / file.name).read_bytes() == file.read_bytes(), file.name
    # The same bundle a second time changes nothing; another one is not overwritten unasked.
    stamp = second.folder.stat().st_mtime_ns
    (second.folder / contract.MANIFEST_NAME).touch()
    assert workplace.publish(built.folder, second.folder, replace=False) is False
    assert second.folder.stat().st_mtime_ns == stamp


def test_another_bundle_is_replaced_only_when_asked(tmp_path: Path) -> None:
    out = tmp_path / "umbu"
    out.mkdir()
    (out / contract.MANIFEST_NAME).write_text("older", encoding="utf-8")
    new = tmp_path / "work" / "bundle"
    new.parent.mkdir()
    new.mkdir()
    (new / contract.MANIFEST_NAME).write_text("newer", encoding="utf-8")
    with pytest.raises(OutputExists, match="umbu"):
        workplace.publish(new, out, replace=False)
    assert (out / contract.MANIFEST_NAME).read_text(encoding="utf-8") == "older"
    assert workplace.publish(new, out, replace=True)
    assert (out / contract.MANIFEST_NAME).read_text(encoding="utf-8") == "newer"


def test_one_changed_weight_is_refused_and_nothing_is_left(
    short: None, order: Order, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish = graphs.finish

    def spoil(source: Path, target: Path) -> None:
        finish(source, target)
        if target.stem == "unet":
            model = onnx.load(target)
            tensor = next(
                t for t in model.graph.initializer if t.name.startswith("conv_out.weight")
            )
            values = numpy_helper.to_array(tensor).copy()
            values.flat[0] += 0.05
            tensor.CopyFrom(numpy_helper.from_array(values, tensor.name))
            onnx.save(model, target)

    monkeypatch.setattr(graphs, "finish", spoil)
    with pytest.raises(GraphDiffers, match="unet"):
        build.build(again(order, out=tmp_path / "umbu"), KEY)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def copy(built: build.Built, tmp_path: Path) -> Path:
    """The built bundle's files without manifest and signature."""
    folder = tmp_path / "copy"
    folder.mkdir()
    for entry in built.manifest.files:
        (folder / entry.name).write_bytes((built.folder / entry.name).read_bytes())
    return folder


def listing(built: build.Built, folder: Path) -> contract.Manifest:
    return msgspec.structs.replace(built.manifest, files=assemble.list_files(folder))


def test_a_wrong_table_shows_in_the_picture(
    built: build.Built, copy: Path, base: Path, adapter: Path
) -> None:
    from export import card

    file = copy / "schedule-rapido.json"
    table = tables.decode(file.read_bytes())
    rows = [*table.rows[:-1], tuple(0.8 * weight for weight in table.rows[-1])]
    file.write_bytes(tables.encode(msgspec.structs.replace(table, rows=tuple(rows))))
    pipe = merge.load_pipeline(base)
    merge.merge(pipe, base, card.read_adapter(adapter), 0.7)
    merge.round_to_half(pipe)
    spec = next(spec for spec in FEW if spec.name == "rapido")
    scene = parity.Scene(profile=spec, prompt="umbu", seed=5)
    with (
        trial.painter(copy, listing(built, copy)) as paint,
        pytest.raises(PictureDiffers, match="rapido"),
    ):
        parity.compare(scene, paint(scene), parity.reference_picture(pipe, scene), "cpu-fp32")


def test_what_the_painter_cannot_load_is_told(built: build.Built, copy: Path) -> None:
    file = copy / "unet.onnx"
    file.write_bytes(file.read_bytes()[:5000])
    with pytest.raises(PainterFailed, match="unet"), trial.painter(copy, listing(built, copy)):
        pass


def test_a_black_picture_is_refused(built: build.Built, base: Path) -> None:
    pipe = merge.load_pipeline(base)
    black = np.zeros((32, 32, 3), np.uint8)
    scene = parity.Scene(profile=FEW[0], prompt="umbu", seed=5)
    with pytest.raises(parity.PictureBlack, match="umbu"):
        parity.compare(scene, black, parity.reference_picture(pipe, scene), "cpu-fp32")


def test_only_what_passed_is_signed(built: build.Built, copy: Path) -> None:
    tested = {entry.name: entry.sha256 for entry in built.manifest.files if entry.role != "gate"}
    passed = parity.Passed(files=tested, report={})
    sign.sign(copy, listing(built, copy), KEY, passed)
    (copy / "tokenizer.json").write_bytes(b"{}")
    with pytest.raises(BundleNotTested, match="tokenizer"):
        sign.sign(copy, listing(built, copy), KEY, passed)
    (copy / "tokenizer.json").unlink()
    with pytest.raises(BundleNotTested, match="tokenizer"):
        sign.sign(copy, listing(built, copy), KEY, passed)


def test_only_the_gate_makes_the_proof() -> None:
    package = Path(build.__file__).parent
    makers = [file.name for file in package.glob("*.py") if "Passed(" in file.read_text("utf-8")]
    assert makers == ["parity.py"]


def test_a_place_that_cannot_be_written_to_is_named(order: Order, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputUnusable, match="file"):
        build.build(again(order, out=tmp_path / "file" / "umbu"), KEY)


def test_what_is_no_base_and_what_is_no_name_is_told(order: Order, tmp_path: Path) -> None:
    with pytest.raises(BaseUnreadable, match="nowhere"):
        build.build(again(order, base=tmp_path / "nowhere", out=tmp_path / "umbu"), KEY)
    with pytest.raises(NameUnusable, match="à beira"):
        build.build(again(order, name="à beira", out=tmp_path / "umbu"), KEY)


def test_the_command_speaks_portuguese_and_leaves_with_one(
    tmp_path: Path, base: Path, lora: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "pt_BR.UTF-8")
    runner = CliRunner()
    made = runner.invoke(cli.app, ["keys", "new", "--out", str(tmp_path), "--json"])
    assert json.loads(made.stdout)["ok"] is True
    other = lora(tmp_path / "other.safetensors", base_model_hash="f" * 64)
    asked = [
        "build", "--base", str(base), "--adapter", str(other), "--out", str(tmp_path / "out"),
        "--key", str(tmp_path / "release.key"),
    ]  # fmt: skip
    refused = runner.invoke(cli.app, asked)
    assert refused.exit_code == 1
    assert "outra base" in refused.stderr
    told = json.loads(runner.invoke(cli.app, [*asked, "--json"]).stdout)
    assert told["ok"] is False
    assert told["error"] == "adapter_other_base"
    assert not (tmp_path / "out").exists()


def test_help_does_not_load_torch() -> None:
    code = (
        "import sys; from export.cli import app; "
        "assert not {'torch', 'diffusers', 'onnxruntime'} & set(sys.modules)"
    )
    root = Path(build.__file__).parents[1]
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root, env=dict(os.environ))


def test_every_file_is_listed_with_its_hash(built: build.Built) -> None:
    for entry in built.manifest.files:
        data = (built.folder / entry.name).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (entry.size, entry.sha256)


def test_a_bundle_of_another_size_paints_that_size(order: Order, tmp_path: Path) -> None:
    larger = replace(order, out=tmp_path / "larger", size=48, profiles=FEW[:1], seeds=1)
    made = build.build(larger, KEY)
    assert (made.manifest.model.width, made.manifest.model.latent_width) == (48, 12)
    with pytest.raises(SizeUnusable, match="50"):
        build.build(replace(larger, size=50), KEY)
