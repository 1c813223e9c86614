"""Colours with their Portuguese words, so that a caption can name what was painted."""

from collections.abc import Mapping
from types import MappingProxyType

RGB = tuple[int, int, int]

INK: RGB = (38, 28, 26)
WHITE: RGB = (250, 247, 238)
BONE: RGB = (232, 220, 190)
RED: RGB = (205, 32, 38)
LEATHER: RGB = (92, 56, 32)
WOOD: RGB = (139, 94, 55)
SILVER: RGB = (206, 212, 220)

SKINS: tuple[RGB, ...] = (
    (72, 44, 30), (98, 62, 42), (128, 82, 56), (164, 112, 78), (198, 146, 108), (236, 192, 158),
)  # fmt: skip
BLACK_SKINS: tuple[RGB, ...] = ((66, 40, 28), (84, 52, 36), (104, 66, 45))
NATIVE_SKINS: tuple[RGB, ...] = ((146, 96, 64), (166, 112, 76), (184, 130, 92))
HATS: tuple[RGB, ...] = ((62, 48, 40), (40, 38, 40), (128, 100, 70), (90, 84, 80))
BOOTS: tuple[RGB, ...] = ((74, 44, 26), (46, 38, 36), (128, 84, 48))

DRESSES: Mapping[str, RGB] = MappingProxyType({
    "azul": (48, 100, 200), "vermelho": (200, 40, 52), "amarelo": (240, 192, 60),
    "verde": (40, 140, 90), "rosa": (236, 130, 166), "branco": (244, 240, 232),
    "lilás": (160, 120, 200),
})  # fmt: skip
PONCHOS: Mapping[str, RGB] = MappingProxyType({
    "azul": (44, 66, 122), "vermelho": (158, 40, 40), "marrom": (122, 82, 52),
    "cinza": (128, 128, 132), "bege": (206, 182, 138), "verde": (60, 88, 60),
})  # fmt: skip
SCARVES: Mapping[str, RGB] = MappingProxyType({
    "vermelho": RED, "branco": WHITE, "azul": (50, 90, 190), "verde": (30, 130, 70),
})  # fmt: skip
TROUSERS: tuple[RGB, ...] = (
    (72, 78, 92), (108, 88, 68), (60, 54, 52), (150, 132, 102), (58, 72, 62),
)  # fmt: skip
SHIRTS: tuple[RGB, ...] = ((240, 236, 224), (170, 196, 222), (226, 214, 180), (206, 220, 206))
HORSES: Mapping[str, RGB] = MappingProxyType({
    "baio": (214, 172, 106), "tordilho": (182, 184, 190), "zaino": (98, 54, 34),
    "alazão": (184, 92, 44), "preto": (52, 46, 48), "branco": (236, 230, 218),
})  # fmt: skip
CATTLE: Mapping[str, RGB] = MappingProxyType({
    "vermelho": (152, 62, 36), "preto": (46, 42, 44), "malhado": (240, 234, 222),
    "branco": (228, 222, 206),
})  # fmt: skip


def shade(rgb: RGB, amount: float) -> RGB:
    """Towards white for a positive amount, towards black for a negative one; 1 is all the way."""
    goal = 255 if amount > 0 else 0
    red, green, blue = (round(c + (goal - c) * abs(amount)) for c in rgb)
    return red, green, blue


def mix(one: RGB, other: RGB, share: float) -> RGB:
    """`share` of the other colour in the one."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
