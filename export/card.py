"""What a base and an adapter say of themselves: licence, language, where they come from."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from export.errors import AdapterUnreadable, CardIncomplete
from training import adapter as adapters

CARD_NAME: Final = "README.md"
_LICENCE_FILES: Final = ("LICENSE*", "LICENCE*", "NOTICE*")


@dataclass(frozen=True, kw_only=True)
class BaseCard:
    """From the front matter of the base's README.md, or from options that take its place."""

    licence: str
    language: Literal["pt", "en"]


def read_base_card(base: Path, licence: str | None, language: str | None) -> BaseCard:
    """Options first, then the card. Raises CardIncomplete naming what neither says."""
    file = base / CARD_NAME
    said = _front_matter(file.read_text(encoding="utf-8")) if file.is_file() else {}
    found_licence = licence or said.get("license", "")
    found_language = (language or said.get("language", ""))[:2].lower()
    if not found_licence:
        raise CardIncomplete(file=file, field="license", option="--licence")
    if found_language not in ("pt", "en"):
        raise CardIncomplete(file=file, field="language", option="--prompt-language")
    return BaseCard(licence=found_licence, language="pt" if found_language == "pt" else "en")


def licence_files(base: Path) -> tuple[Path, ...]:
    """The licence texts that lie beside the base."""
    return tuple(sorted(file for pattern in _LICENCE_FILES for file in base.glob(pattern)))


def read_adapter(file: Path) -> Any:
    """The adapter and its metadata. Raises AdapterUnreadable."""
    try:
        return adapters.read_adapter(file.resolve())
    except adapters.TrainingError as error:
        raise AdapterUnreadable(file=file, reason=error) from error


def adapter_card(adapter: Any, scale: float) -> bytes:
    """JSON bytes: the adapter's metadata, its file's name and the scale it was merged with."""
    said = msgspec.to_builtins(adapter.metadata)
    return _json({"file": adapter.path.name, "scale": scale, **said})


def _front_matter(text: str) -> dict[str, str]:
    """`key: value` lines between the first two `---` lines; lists and nesting are not read."""
    parts = text.split("---\n", 2)
    if len(parts) < 3 or parts[0].strip():
        return {}
    lines = (line for line in parts[1].splitlines() if not line.startswith((" ", "-")))
    pairs = (line.partition(":") for line in lines)
    return {key.strip(): value.strip().strip("\"'") for key, _, value in pairs}


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=2) + b"\n"
