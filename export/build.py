"""THE FIXED ORDER: merge, convert, tables, assemble, parity gate, sign, one rename."""

import importlib.metadata
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from export import (
    assemble,
    card,
    convert,
    fewstep,
    graphs,
    merge,
    parity,
    preview,
    probes,
    profiles,
    schedule,
    sign,
    tokenizer,
    trial,
)
from export.errors import (
    BaseUnreadable,
    NameUnusable,
    OutputExists,
    OutputUnusable,
    ProfileUnknown,
)
from export.order import Order
from kiosk import files
from kiosk.bundle import manifest as contract
from kiosk.bundle import schedule as tables
from training.adapter import FewStep

STAGES: Final = ("merge", "convert", "tables", "preview", "parity", "sign")
_GRAPHS: Final[Mapping[str, Callable[[Any, Path], None]]] = {
    "text_encoder": convert.text_encoder_graph,
    "unet": convert.unet_graph,
    "vae_decoder": convert.vae_decoder_graph,
}
# What shaped the bytes.
_TOOLS: Final = ("diffusers", "onnx", "onnxruntime", "optimum", "peft", "torch", "transformers")
_SEEDS: Final = (1, 2)
_FLAT_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")


@dataclass(frozen=True)
class Built:
    """What lies at `folder`; `fresh` is false where the same bundle lay there already."""

    folder: Path
    manifest: contract.Manifest
    gate: Mapping[str, Any]
    fresh: bool


Report = Callable[[str], None]
Specs = tuple[profiles.ProfileSpec, ...]
Merged = tuple[tuple[Any, float], ...]  # adapters as they were read, and their scales


def build(order: Order, key: Ed25519PrivateKey, stage: Report = lambda _name: None) -> Built:
    """Build, prove, sign, and only then let it appear at `order.out`.

    `stage` is told the name of each of STAGES as it begins. Raises ExportFault; then nothing
    has changed at `order.out`.
    """
    name = _name(order)
    if not (order.base / "model_index.json").is_file():
        raise BaseUnreadable(folder=order.base, reason="model_index.json")
    said = card.read_base_card(order.base, order.licence, order.prompt_language)
    adapters = tuple((card.read_adapter(one.file), one.scale) for one in order.adapters)
    few = fewstep.read(order.base)
    specs = fewstep.offered(few, order.profiles or profiles.PROFILES)
    _require_default(order, specs)
    with _workplace(order.out) as (folder, scratch):
        stage("merge")
        pipe = merge.load_pipeline(order.base)
        for adapter, scale in adapters:
            merge.merge(pipe, order.base, adapter, scale)
        merge.round_to_half(pipe)
        stage("convert")
        for part, graph in _GRAPHS.items():
            graph(pipe, scratch / f"{part}.onnx")
            graphs.finish(scratch / f"{part}.onnx", folder / f"{part}.onnx")
        quick = fewstep.pipeline(pipe, few) if few else None
        if few:
            target = folder / profiles.FEW_STEP.delta
            fewstep.write_delta(pipe, few, folder / "unet.onnx", target)
        stage("tables")
        offered = _write_tables(pipe, folder, specs, few)
        _write_papers(order, adapters, folder)
        stage("preview")
        prompts = _prompts(said, adapters)
        seen = probes.sample(pipe, _fastest(specs), prompts)
        fit = preview.fit(pipe, seen.latents)
        manifest = _manifest(order, name, pipe, said, adapters, fit, offered, folder)
        stage("parity")
        with trial.painter(folder, manifest) as paint:
            scenes = _scenes(order.default_profile, specs, prompts)
            passed = parity.judge(pipe, quick, folder, manifest.files, seen, scenes, paint)
        (folder / assemble.GATE_NAME).write_bytes(_gate_report(passed))
        stage("sign")
        final = msgspec.structs.replace(manifest, files=assemble.list_files(folder))
        sign.sign(folder, final, key, passed)
        fresh = _publish(folder, order)
    return Built(folder=order.out, manifest=final, gate=passed.report, fresh=fresh)


def _write_tables(
    pipe: Any, folder: Path, specs: Specs, few: FewStep | None
) -> tuple[contract.Profile, ...]:
    tokenizer.save(tokenizer.convert(pipe.tokenizer), folder / "tokenizer.json")
    offered = []
    for spec in specs:
        table = schedule.tabulate(spec, pipe.scheduler)
        if few and spec.delta:
            fewstep.require_schedule(few, table)
        (folder / assemble.schedule_name(spec.name)).write_bytes(tables.encode(table))
        offered.append(assemble.describe_profile(spec, table))
    return tuple(offered)


def _write_papers(order: Order, adapters: Merged, folder: Path) -> None:
    base_card = order.base / card.CARD_NAME
    if base_card.is_file():
        shutil.copyfile(base_card, folder / "base-card.md")
    for file in card.licence_files(order.base):
        shutil.copyfile(file, folder / file.name)
    for number, (adapter, scale) in enumerate(adapters):
        name = f"adapter-card-{number + 1}.json" if len(adapters) > 1 else "adapter-card.json"
        (folder / name).write_bytes(card.adapter_card(adapter, scale))


def _prompts(said: card.BaseCard, adapters: Merged) -> tuple[str, ...]:
    own = probes.PROMPTS[said.language]
    return (*own, *(f"{word}, {own[0]}" for word in _triggers(adapters)))


def _triggers(adapters: Merged) -> tuple[str, ...]:
    words = (adapter.metadata.trigger_word for adapter, _ in adapters)
    return tuple(word for word in dict.fromkeys(words) if word)


def _fastest(specs: Specs) -> profiles.ProfileSpec:
    """Of those that sample the pipeline as it is."""
    return min((spec for spec in specs if not spec.delta), key=lambda spec: spec.steps)


def _require_default(order: Order, specs: Specs) -> None:
    names = [spec.name for spec in specs]
    if order.default_profile not in names:
        raise ProfileUnknown(name=order.default_profile, known=", ".join(names))


def _scenes(
    default_profile: str, specs: Specs, prompts: tuple[str, ...]
) -> tuple[parity.Scene, ...]:
    """The default profile on several seeds, and every other one once."""
    default = [spec for spec in specs if spec.name == default_profile]
    others = [spec for spec in specs if spec.name != default_profile]
    chosen = [(spec, seed) for spec in default for seed in _SEEDS]
    chosen += [(spec, _SEEDS[0]) for spec in others]
    return tuple(
        parity.Scene(profile=spec, prompt=prompts[-1 - k % len(prompts)], seed=seed)
        for k, (spec, seed) in enumerate(chosen)
    )


def _manifest(
    order: Order,
    name: str,
    pipe: Any,
    said: card.BaseCard,
    adapters: Merged,
    fit: preview.Preview,
    offered: tuple[contract.Profile, ...],
    folder: Path,
) -> contract.Manifest:
    licences = (said.licence, *(adapter.metadata.licence for adapter, _ in adapters))
    return contract.Manifest(
        format=contract.FORMAT,
        name=name,
        release=order.release,
        title=order.title or name,
        licence=" AND ".join(dict.fromkeys(licences)),
        default_profile=order.default_profile,
        model=assemble.describe_model(pipe, name, said, _triggers(adapters), fit),
        profiles=offered,
        files=assemble.list_files(folder),
        adapters=tuple(one.file.name for one in order.adapters),
    )


def _name(order: Order) -> str:
    """The bundle's name, one that the kiosk accepts. Raises NameUnusable."""
    alone = order.adapters[0].file.stem if len(order.adapters) == 1 else None
    name = order.name or alone or order.base.resolve().name
    if not _FLAT_NAME.fullmatch(name):
        raise NameUnusable(name=name)
    return name


def _gate_report(passed: parity.Passed) -> bytes:
    tools = {name: importlib.metadata.version(name) for name in _TOOLS}
    report = {**passed.report, "tools": tools}
    return msgspec.json.format(msgspec.json.encode(report, order="sorted"), indent=2) + b"\n"


@contextmanager
def _workplace(out: Path) -> Iterator[tuple[Path, Path]]:
    """Two temporary folders beside `out`, gone afterwards whatever happens."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as name:
            folder, scratch = Path(name, "bundle"), Path(name, "scratch")
            folder.mkdir()
            scratch.mkdir()
            yield folder, scratch
    except OSError as error:
        raise OutputUnusable(folder=out, reason=error.strerror or error) from error


def _publish(folder: Path, order: Order) -> bool:
    """Let the finished folder appear at its place; False where the same one is there already."""
    out = order.out
    for file in folder.iterdir():
        with file.open("rb") as stream:
            os.fsync(stream.fileno())
    if out.exists():
        if _same(folder / contract.MANIFEST_NAME, out / contract.MANIFEST_NAME):
            return False
        if not order.replace:
            raise OutputExists(folder=out)
        out.rename(folder.parent / "previous")
    folder.rename(out)
    files.sync_folder(out.parent)
    return True


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()
