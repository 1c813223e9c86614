"""A private state for every test, the shipped bundle, and a tiny bundle of real ONNX graphs."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers

from kiosk import paths
from kiosk.bundle import delta, schedule
from kiosk.bundle import manifest as contract

KEY = Ed25519PrivateKey.from_private_bytes(b"tests only, never a release key.")
TOKENS, WIDTH, CHANNELS, SIDE, SCALE = 8, 4, 4, 4, 4


@pytest.fixture(autouse=True)
def _private_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch):
    home = tmp_path_factory.mktemp("home")
    for name in ("STATE", "CACHE", "RUNTIME"):
        monkeypatch.setenv(f"{name}_DIRECTORY", str(home / name.lower()))
    monkeypatch.delenv("HERITAGE_KIOSK_CONFIG", raising=False)


@pytest.fixture(scope="session")
def shipped_bundle() -> Path:
    folder = paths.assets() / "bundles" / "pampa-mini"
    if not (folder / contract.MANIFEST_NAME).is_file():
        pytest.fail(f"the shipped bundle is not in {folder}: run heritage-export build")
    return folder


@pytest.fixture(scope="session")
def public_key() -> bytes:
    return KEY.public_key().public_bytes_raw()


@pytest.fixture(scope="session")
def keys_folder(tmp_path_factory: pytest.TempPathFactory, public_key: bytes) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    (folder / "tests.pub").write_text(public_key.hex())
    return folder


@pytest.fixture(scope="session")
def _tiny_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    _write_files(folder)
    sign(folder)
    return folder


@pytest.fixture
def tiny_bundle(_tiny_original: Path, tmp_path: Path) -> Path:
    """A bundle that the test may break. Its graphs are real, but nothing was trained."""
    return shutil.copytree(_tiny_original, tmp_path / "tiny-bundle")


@pytest.fixture
def trusting(tiny_bundle: Path, keys_folder: Path) -> tuple[object, ...]:
    """Options with which a command uses the tiny bundle and trusts its key."""
    return "--bundle", tiny_bundle, "--keys", keys_folder


@pytest.fixture
def few_bundle(tiny_bundle: Path) -> Path:
    """The tiny bundle with a third profile: three steps, no guidance, a delta of its own."""
    (tiny_bundle / "schedule-few.json").write_bytes(schedule.encode(_table(3, guidance=1.0)))
    rng = np.random.default_rng(3)
    left = rng.normal(size=(SIDE, 2)).astype(np.float16)
    right = rng.normal(size=(2, SIDE)).astype(np.float16)
    factor = delta.Factor(name="mix.half", left=left, right=right)
    (tiny_bundle / "few.safetensors").write_bytes(delta.encode([factor]))
    sign(tiny_bundle, profiles=(*_profiles(), few_profile()))
    return tiny_bundle


def few_profile() -> contract.Profile:
    return contract.Profile(
        name="few",
        schedule="schedule-few.json",
        scheduler="test",
        evaluations=3,
        guidance_scale=1.0,
        delta="few.safetensors",
    )


@pytest.fixture(scope="session")
def resign() -> Callable[..., None]:
    return sign


@pytest.fixture(scope="session")
def sign_bytes() -> Callable[[Path, bytes], None]:
    """Writes and signs a manifest of any bytes."""

    def write(folder: Path, manifest: bytes) -> None:
        (folder / contract.MANIFEST_NAME).write_bytes(manifest)
        (folder / contract.SIGNATURE_NAME).write_bytes(KEY.sign(manifest))

    return write


def sign(folder: Path, **changes: object) -> None:
    """List and sign what lies in `folder`; `changes` are fields of the manifest."""
    names = sorted(
        file.name
        for file in folder.iterdir()
        if file.name not in (contract.MANIFEST_NAME, contract.SIGNATURE_NAME)
    )
    fields = {
        "format": contract.FORMAT,
        "name": "tiny",
        "release": 3,
        "title": "Tiny",
        "licence": "Apache-2.0",
        "default_profile": "two",
        "model": _model(),
        "profiles": _profiles(),
        "files": tuple(_entry(folder / name) for name in names),
    }
    data = contract.encode(contract.Manifest(**{**fields, **changes}))
    (folder / contract.MANIFEST_NAME).write_bytes(data)
    (folder / contract.SIGNATURE_NAME).write_bytes(KEY.sign(data))


def _profiles() -> tuple[contract.Profile, ...]:
    return tuple(
        contract.Profile(
            name=name,
            schedule=f"schedule-{name}.json",
            scheduler="test",
            evaluations=count,
            guidance_scale=2.0,
        )
        for name, count in (("two", 2), ("many", 400))
    )


def _model() -> contract.Model:
    return contract.Model(
        name="tiny",
        width=SIDE * SCALE,
        height=SIDE * SCALE,
        latent_channels=CHANNELS,
        latent_height=SIDE,
        latent_width=SIDE,
        max_tokens=TOKENS,
        pad_token_id=0,
        bos_token_id=1,
        eos_token_id=2,
        prompt_language="pt",
        preview_matrix=((0.3, 0, 0), (0, 0.3, 0), (0, 0, 0.3), (0.1, 0.1, 0.1)),
    )


def _entry(file: Path) -> contract.FileEntry:
    roles = {"tokenizer": "tokenizer", "card": "card", "few": "unet_delta"}
    data = file.read_bytes()
    return contract.FileEntry(
        name=file.name,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        role="schedule" if file.stem.startswith("schedule") else roles.get(file.stem, file.stem),
    )


def _write_files(folder: Path) -> None:
    words = ["<pad>", "<bos>", "<eos>", "<unk>", "um", "gaúcho", "cavalo", "pampa", "no", "campo"]
    tokenizer = Tokenizer(models.WordLevel({w: i for i, w in enumerate(words)}, "<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    (folder / "tokenizer.json").write_text(tokenizer.to_str(), encoding="utf-8")
    (folder / "card.md").write_text("A bundle for tests.\n", encoding="utf-8")
    for name, count in (("two", 2), ("many", 400)):
        (folder / f"schedule-{name}.json").write_bytes(schedule.encode(_table(count)))
    for name, model in _graphs().items():
        (folder / f"{name}.onnx").write_bytes(model.SerializeToString())


def _table(count: int, guidance: float = 2.0) -> schedule.ScheduleTable:
    """x_k = x_T - the mean of the outputs so far, over `count` evaluations."""
    rows = [(1.0, *(-1 / count if j < k else 0.0 for j in range(count))) for k in range(count + 1)]
    return schedule.ScheduleTable(
        scheduler="test",
        evaluations=count,
        guidance_scale=guidance,
        noises=0,
        timesteps=tuple(float(count - k) for k in range(count)),
        rows=tuple(rows),
    )


def _graphs() -> dict[str, onnx.ModelProto]:
    node, info = helper.make_node, helper.make_tensor_value_info
    f32, i64, u8 = TensorProto.FLOAT, TensorProto.INT64, TensorProto.UINT8
    table = np.linspace(-1, 1, 16 * WIDTH, dtype=np.float32).reshape(16, WIDTH)
    encoder = _model_of(
        [node("Gather", ["table", "input_ids"], ["last_hidden_state"])],
        [info("input_ids", i64, ["B", TOKENS])],
        [info("last_hidden_state", f32, ["B", TOKENS, WIDTH])],
        {"table": table},
    )
    unet = _model_of(
        [
            node("ReduceMean", ["encoder_hidden_states", "axes"], ["mean"], keepdims=1),
            node("Unsqueeze", ["mean", "last"], ["shift"]),
            node("Mul", ["timestep", "small"], ["drift"]),
            node("Add", ["sample", "shift"], ["moved"]),
            node("Add", ["moved", "drift"], ["plain"]),
            # A weight as export stores it, for deltas to change: as it is, it changes nothing.
            node("Cast", ["mix.half"], ["mix"], to=f32),
            node("MatMul", ["plain", "mix"], ["out_sample"]),
        ],
        [
            info("sample", f32, ["B", CHANNELS, SIDE, SIDE]),
            info("timestep", f32, []),
            info("encoder_hidden_states", f32, ["B", TOKENS, WIDTH]),
        ],
        [info("out_sample", f32, ["B", CHANNELS, SIDE, SIDE])],
        {
            "axes": np.array([1, 2]),
            "last": np.array([3]),
            "small": np.array(1e-3, np.float32),
            "mix.half": np.eye(SIDE, dtype=np.float16),
        },
    )
    decoder = _model_of(
        [
            node("Slice", ["latents", "start", "end", "channel"], ["three"]),
            node("Resize", ["three", "", "scales"], ["large"], mode="nearest"),
            node("Transpose", ["large"], ["last"], perm=[0, 2, 3, 1]),
            node("Sigmoid", ["last"], ["unit"]),
            node("Mul", ["unit", "levels"], ["scaled"]),
            node("Cast", ["scaled"], ["image"], to=u8),
        ],
        [info("latents", f32, [1, CHANNELS, SIDE, SIDE])],
        [info("image", u8, [1, SIDE * SCALE, SIDE * SCALE, 3])],
        {
            "start": np.array([0]),
            "end": np.array([3]),
            "channel": np.array([1]),
            "scales": np.array([1, 1, SCALE, SCALE], np.float32),
            "levels": np.array(255, np.float32),
        },
    )
    return {"text_encoder": encoder, "unet": unet, "vae_decoder": decoder}


def _model_of(nodes, inputs, outputs, constants) -> onnx.ModelProto:
    initial = [numpy_helper.from_array(value, name) for name, value in constants.items()]
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, initial)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)
