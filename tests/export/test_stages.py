"""Finished stages are kept and trusted only by their hashes; a killed build leaves no bundle."""

import hashlib
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from export import build, convert, graphset, keys, workplace
from export.errors import DiskFull, OutputUnusable
from export.order import STAGES_NAME, Order
from export.profiles import ProfileSpec
from export.recipe import ScaledAdapter
from export.stages import Stages
from kiosk.bundle.verify import read_verified

pytestmark = pytest.mark.filterwarnings("ignore")

ROOT = Path(build.__file__).parents[1]
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PROFILE = ProfileSpec(
    name="curto", scheduler="DDIMScheduler", steps=3, guidance_scale=3.0,
    options={"timestep_spacing": "trailing", "clip_sample": False},
)  # fmt: skip
RECIPE = """
base = "{base}"
out = "{out}"
flavours = ["cpu-fp32", "portable-fp16"]
seeds = 1
default_profile = "curto"

[[profile]]
name = "curto"
scheduler = "DDIMScheduler"
steps = 3
guidance_scale = 3.0
options = {{ timestep_spacing = "trailing", clip_sample = false }}
"""


def order(base: Path, out: Path, work: Path | None) -> Order:
    return Order(
        base=base, out=out, work=work, seeds=1, profiles=(PROFILE,), default_profile="curto",
        flavours=("cpu-fp32", "portable-fp16"),
    )  # fmt: skip


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


class Work:
    """A stage that counts how often it was done."""

    def __init__(self, content: bytes = b"graph") -> None:
        self.times = 0
        self.content = content

    def __call__(self, folder: Path) -> None:
        self.times += 1
        (folder / "unet.onnx").write_bytes(self.content)
        (folder / "unet.onnx.data").write_bytes(b"weights")


def test_the_same_facts_are_worked_on_once(tmp_path: Path) -> None:
    kept, work = Stages(tmp_path / "kept"), Work()
    for name, value, known in (("a", 1, False), ("b", 1, True), ("c", 2, False)):
        target = _new(tmp_path / name)
        assert kept.take("convert", {"scale": value}, target, work) is known
        assert bytes_of(target) == {"unet.onnx": b"graph", "unet.onnx.data": b"weights"}
    assert work.times == 2
    assert len(list((tmp_path / "kept").iterdir())) == 2


def test_tools_are_among_the_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = Work()
    Stages(tmp_path).take("convert", {}, _new(tmp_path / "a"), work)
    monkeypatch.setattr("importlib.metadata.version", lambda _name: "0.0")
    Stages(tmp_path).take("convert", {}, _new(tmp_path / "b"), work)
    assert work.times == 2


@pytest.mark.parametrize("damage", ["byte", "missing", "page", "folder"])
def test_what_is_damaged_is_made_anew(tmp_path: Path, damage: str) -> None:
    kept, work = Stages(tmp_path / "kept"), Work()
    kept.take("convert", {}, _new(tmp_path / "a"), work)
    (entry,) = (tmp_path / "kept").iterdir()
    if damage == "byte":
        (entry / "unet.onnx.data").write_bytes(b"weighty")
    elif damage == "missing":
        (entry / "unet.onnx").unlink()
    elif damage == "page":
        (entry / "stage.json").write_bytes(b"{")
    else:
        (entry / "stage.json").unlink()
    target = _new(tmp_path / "b")
    assert kept.take("convert", {}, target, work) is False
    assert bytes_of(target) == {"unet.onnx": b"graph", "unet.onnx.data": b"weights"}
    assert kept.take("convert", {}, _new(tmp_path / "c"), work) is True
    assert work.times == 2


def test_what_fails_is_not_kept(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "unet.onnx").write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(DiskFull, match="kept"):
        Stages(tmp_path / "kept").take("convert", {}, _new(tmp_path / "a"), fail)
    assert list((tmp_path / "kept").iterdir()) == []
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputUnusable, match="file"):
        Stages(tmp_path / "file").take("convert", {}, tmp_path / "a", Work())


def test_only_what_nobody_uses_is_swept(tmp_path: Path) -> None:
    (tmp_path / ".x.left").mkdir()
    (tmp_path / ".y.left").mkdir()
    with (
        workplace.own_folder(tmp_path, ".x.") as one,
        workplace.own_folder(tmp_path, ".x.") as other,
    ):
        assert one != other
        assert one.is_dir()
        assert not (tmp_path / ".x.left").exists()
    assert [left.name for left in tmp_path.iterdir()] == [".y.left"]


@pytest.mark.long
def test_kept_stages_give_the_same_bundle(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = build.build(order(base, tmp_path / "a" / "mini", None), KEY)
    work = tmp_path / "work"
    first = build.build(order(base, tmp_path / "b" / "mini", work), KEY)
    assert len(list(work.iterdir())) == 6

    def never(*_args: object, **_more: object) -> None:
        raise AssertionError("worked on twice")

    for part in graphset._PLAIN:
        monkeypatch.setitem(graphset._PLAIN, part, never)  # type: ignore[arg-type]
    monkeypatch.setattr(graphset, "make", never)
    again = build.build(order(base, tmp_path / "c" / "mini", work), KEY)
    assert bytes_of(plain.folder) == bytes_of(first.folder) == bytes_of(again.folder)
    assert [left.name for left in (tmp_path / "b").iterdir()] == ["mini"]


def test_every_input_shapes_the_key(
    base: Path, lora: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Pipe:
        """What the shapes are read from."""

    monkeypatch.setattr(convert.Shapes, "of", lambda _pipe: convert.Shapes(4, 8, 8, 24, 32))
    one = lora(tmp_path / "one.safetensors", spread=0.1)
    other = lora(tmp_path / "other.safetensors", spread=0.2)
    cases: list[tuple[ScaledAdapter, ...]] = [
        (), (ScaledAdapter(one, 1.0),), (ScaledAdapter(one, 0.5),), (ScaledAdapter(other, 1.0),),
        (ScaledAdapter(one, 1.0), ScaledAdapter(other, 1.0)),
        (ScaledAdapter(other, 1.0), ScaledAdapter(one, 1.0)),
    ]  # fmt: skip
    found = [str(graphset.facts(Pipe(), base, adapters)) for adapters in cases]
    assert len(set(found)) == len(cases)
    moved = one.rename(tmp_path / "moved.safetensors")
    assert str(graphset.facts(Pipe(), base, (ScaledAdapter(moved, 1.0),))) == found[1]


def _command(base: Path, folder: Path) -> list[str]:
    """`heritage-export build` as a process of its own, out of a recipe in `folder`."""
    (folder / "key").mkdir()
    keys.new_pair(folder / "key", "release", None)
    recipe = folder / "pacote.toml"
    recipe.write_text(RECIPE.format(base=base, out=folder / "out" / "mini"), encoding="utf-8")
    return [
        sys.executable, "-m", "export", "build", str(recipe),
        "--key", str(folder / "key" / "release.key"),
    ]  # fmt: skip


def _bundles(folder: Path) -> list[Path]:
    return [file.parent for file in folder.rglob("manifest.json")]


@pytest.mark.long
def test_a_killed_build_leaves_no_bundle_and_the_next_one_goes_on(
    base: Path, tmp_path: Path
) -> None:
    command = _command(base, tmp_path)
    out = tmp_path / "out"
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 300
    while not list((out / STAGES_NAME).glob("convert-unet-*")) and time.monotonic() < until:
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert _bundles(out) == []
    assert not (out / "mini").exists()
    assert len(list(out.glob(".mini.*"))) == 1
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    public = keys.load_key(tmp_path / "key" / "release.key", None).public_key().public_bytes_raw()
    assert read_verified(out / "mini", [public]).manifest.name == "mini"
    assert sorted(left.name for left in out.iterdir()) == [STAGES_NAME, "mini"]
    kept = list((out / STAGES_NAME).glob("convert-unet-*"))
    assert len(kept) == 1


def test_a_full_disk_is_said_and_nothing_is_left(base: Path, tmp_path: Path) -> None:
    command = _command(base, tmp_path)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))

    said = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "LC_ALL": "pt_BR.UTF-8"}, preexec_fn=limit,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.returncode == 1
    assert "Falta espaço em disco" in said.stderr
    assert _bundles(tmp_path) == []
    assert list((tmp_path / "out" / STAGES_NAME).iterdir()) == []
    assert not (tmp_path / "out" / "mini").exists()


@pytest.mark.long
def test_bytes_do_not_hang_on_the_hash_seed(base: Path, tmp_path: Path) -> None:
    """The optimizer works with sets; two processes put them in another order."""
    code = (
        "import sys; from pathlib import Path\n"
        "from export import convert, graphs, graphset, merge\n"
        "base, out = map(Path, sys.argv[1:]); out.mkdir()\n"
        "pipe = merge.load_pipeline(base); merge.round_to_half(pipe)\n"
        "convert.unet_graph(pipe, out / 'raw.onnx')\n"
        "graphs.finish(out / 'raw.onnx', out / 'unet.onnx')\n"
        "for stay in (False, True):\n"
        "    graphset.make('unet', 'cuda-fp16', out / 'unet.onnx', out / f'{stay}.onnx',"
        " weights_stay=stay)\n"
    )
    seen = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        subprocess.run(
            [sys.executable, "-c", code, str(base), str(out)], cwd=ROOT, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True,
        )  # fmt: skip
        files = [out / name for name in ("unet.onnx", "True.onnx", "False.onnx")]
        seen.append([hashlib.sha256(file.read_bytes()).hexdigest() for file in files])
    assert seen[0] == seen[1]


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder
