"""What was found about a picture or the whole catalogue: how heavy it weighs and in what words."""

from enum import StrEnum

import msgspec

from training.texts import say


class Weight(StrEnum):
    """STOP: no training until it is mended. WARN: look at it. NOTE: only so that it is known."""

    STOP = "stop"
    WARN = "warn"
    NOTE = "note"


class Finding(msgspec.Struct, frozen=True):
    """One finding; `files` are those it is about, none where it is about all of them."""

    weight: Weight
    code: str
    files: tuple[str, ...]
    text: str


def finding(weight: Weight, code: str, *files: str, **values: object) -> Finding:
    """A finding in the reader's language; sentence "found_CODE" may name {file} and `values`."""
    named = ", ".join(files[:3]) + (" …" if len(files) > 3 else "")
    return Finding(weight, code, files, say(f"found_{code}", file=named, **values))
