"""Rights statements: the URIs that archives write, and what each lets a museum do by itself."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Standing(StrEnum):
    """What a rights URI says about training on a picture."""

    FREE = "free"  # the licence or the law allows it
    ASK = "ask"  # only with the holder's consent
    NEVER = "never"  # nobody has found out who could consent


# Last two parts of a Creative Commons address, without version: https://creativecommons.org/about/cclicenses/
# NC and ND leave open whether weights are a commercial or a derived work: the holder must say.
_CREATIVE_COMMONS: Mapping[str, Standing] = MappingProxyType({
    "publicdomain/zero": Standing.FREE, "publicdomain/mark": Standing.FREE,
    "licenses/by": Standing.FREE, "licenses/by-sa": Standing.FREE,
    "licenses/by-nc": Standing.ASK, "licenses/by-nc-sa": Standing.ASK,
    "licenses/by-nd": Standing.ASK, "licenses/by-nc-nd": Standing.ASK,
})  # fmt: skip
# https://rightsstatements.org/page/1.0/
_STATEMENTS: Mapping[str, Standing] = MappingProxyType({
    "NoC-US": Standing.ASK, "NoC-CR": Standing.ASK, "NoC-NC": Standing.ASK,
    "NoC-OKLR": Standing.ASK, "InC": Standing.ASK, "InC-NC": Standing.ASK, "InC-EDU": Standing.ASK,
    "InC-OW-EU": Standing.NEVER, "InC-RUU": Standing.NEVER, "CNE": Standing.NEVER,
    "UND": Standing.NEVER, "NKC": Standing.NEVER,
})  # fmt: skip


def standing(uri: str) -> Standing | None:
    """What `uri` allows; None where it is no rights statement that we know."""
    scheme, _, rest = uri.strip().partition("://")
    if scheme not in ("http", "https"):
        return None
    host, *parts = rest.strip("/").removeprefix("www.").split("/")
    if host == "creativecommons.org" and len(parts) >= 2:
        return _CREATIVE_COMMONS.get("/".join(parts[:2]))
    if host == "rightsstatements.org" and len(parts) >= 2 and parts[0] in ("vocab", "page"):
        return _STATEMENTS.get(parts[1])
    return None
