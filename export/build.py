"""THE FIXED ORDER: merge, convert, tables, assemble, parity gate, sign, one rename."""

import re
import shutil
from collections.abc import Callable, Mapping
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
    flavours,
    fuse,
    graphset,
    merge,
    parity,
    preview,
    probes,
    profiles,
    scenes,
    schedule,
    sign,
    stages,
    tokenizer,
    trial,
    workplace,
)
from export.errors import BaseUnreadable, NameUnusable, ProfileUnknown
from export.order import Order
from kiosk.bundle import manifest as contract
from kiosk.bundle import schedule as tables
from training.adapter import FewStep

STAGES: Final = ("merge", "convert", "flavours", "tables", "preview", "parity", "sign")
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
    # Asked again by the gate; a person should not wait an hour to hear it.
    flavours.require_provable(order.flavours, order.allow_unproven)
    said = card.read_base_card(order.base, order.licence, order.prompt_language)
    adapters = tuple((card.read_adapter(one.file), one.scale) for one in order.adapters)
    few = fewstep.read(order.base) if flavours.take_delta(order.flavours) else None
    specs = fewstep.offered(few, order.profiles or profiles.PROFILES)
    _require_default(order, specs)
    with workplace.workplace(order.out) as (folder, scratch):
        stage("merge")
        pipe = merge.load_pipeline(order.base)
        if order.size:
            convert.resize(pipe, order.size)
        for adapter, scale in adapters:
            merge.merge(pipe, order.base, adapter, scale)
        merge.round_to_half(pipe)
        fusions = _write_graphs(order, pipe, few, folder, scratch, stage)
        quick = fewstep.pipeline(pipe, few) if few else None
        stage("tables")
        offered = _write_tables(pipe, folder, specs, few)
        _write_papers(order, adapters, folder)
        stage("preview")
        prompts = scenes.prompts(said, _triggers(adapters))
        seen = probes.sample(pipe, scenes.fastest(specs), prompts)
        fit = preview.fit(pipe, seen.latents)
        manifest = _manifest(order, name, pipe, said, adapters, fit, offered, folder)
        stage("parity")
        passed = parity.judge(
            parity.Pipes(pipe, quick), folder, manifest, order.flavours, seen,
            scenes.scenes(order.default_profile, specs, prompts, order.seeds), trial.painter,
            allow_unproven=order.allow_unproven,
        )  # fmt: skip
        report = {**passed.report, "fusions": fusions, "tools": stages.tool_versions()}
        (folder / assemble.GATE_NAME).write_bytes(_json(report))
        stage("sign")
        final = msgspec.structs.replace(manifest, files=assemble.list_files(folder))
        sign.sign(folder, final, key, passed)
        fresh = workplace.publish(folder, order.out, order.replace)
    return Built(folder=order.out, manifest=final, gate=report, fresh=fresh)


def _write_graphs(
    order: Order, pipe: Any, few: FewStep | None, folder: Path, scratch: Path, stage: Report
) -> graphset.Counts:
    """Every flavour's graphs and the delta that fits all of them; returns what was fused."""
    kept = stages.Stages(order.work)
    stage("convert")
    known = graphset.facts(pipe, order.base, order.adapters)
    graphset.convert_all(pipe, known, kept, scratch)
    stage("flavours")
    graphset.make_all(order.flavours, scratch, folder, kept, weights_stay=few is not None)
    fusions = graphset.count_fusions(folder, order.flavours)
    if fusions:
        fuse.require_fusions(pipe.unet.config, fusions["unet"])
    if few:
        target = folder / profiles.FEW_STEP.delta
        fewstep.write_delta(pipe, few, scratch / "unet.onnx", target)
        for name in order.flavours:
            unet = folder / flavours.file_name("unet", name)
            fewstep.require_places(target, scratch / "unet.onnx", unet)
    return fusions


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


def _triggers(adapters: Merged) -> tuple[str, ...]:
    words = (adapter.metadata.trigger_word for adapter, _ in adapters)
    return tuple(word for word in dict.fromkeys(words) if word)


def _require_default(order: Order, specs: Specs) -> None:
    names = [spec.name for spec in specs]
    if order.default_profile not in names:
        raise ProfileUnknown(name=order.default_profile, known=", ".join(names))


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


def _json(report: Mapping[str, Any]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(report, order="sorted"), indent=2) + b"\n"
