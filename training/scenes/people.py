"""The shared human body: limbs, hands, heads and hair; adults are 93 units tall without a hat."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import skia

from training.scenes.canvas import Pen, Point
from training.scenes.palette import INK, RGB, SKINS, mix, shade
from training.scenes.traits import Traits


@contextmanager
def placed(pen: Pen, x: float = 0, y: float = 0, *, size: float = 1.0, turn: float = 0.0,
           flip: bool = False) -> Iterator[None]:  # fmt: skip
    """Draw what follows moved to (x, y), turned by degrees, sized and perhaps mirrored."""
    pen.canvas.save()
    pen.canvas.translate(x, y)
    pen.canvas.rotate(turn)
    pen.canvas.scale(-size if flip else size, size)
    try:
        yield
    finally:
        pen.canvas.restore()


def limb_path(points: Sequence[Point], halves: Sequence[float], path: Any = None) -> Any:
    """A chain of tapering capsules; `halves` are the half widths at the points."""
    path = path or skia.Path()
    for (x, y), half in zip(points, halves, strict=True):
        # Counter-clockwise as the quads below, or the winding rule would cut holes.
        path.addCircle(x, y, half, skia.PathDirection.kCCW)
    for i, ((x0, y0), (x1, y1)) in enumerate(pairwise(points)):
        length = math.hypot(x1 - x0, y1 - y0) or 1.0
        nx, ny = -(y1 - y0) / length, (x1 - x0) / length
        h0, h1 = halves[i], halves[i + 1]
        path.addPoly([
            skia.Point(x0 + nx * h0, y0 + ny * h0), skia.Point(x1 + nx * h1, y1 + ny * h1),
            skia.Point(x1 - nx * h1, y1 - ny * h1), skia.Point(x0 - nx * h0, y0 - ny * h0),
        ], True)  # fmt: skip
    return path


def rounded(pen: Pen, path: Any, rgb: RGB, *, edge: float = 0.7, soft: float = 0.1) -> None:
    """Fill a path made of overlapping parts; the edge goes below so that no seam shows."""
    pen.fill(path, rgb, edge=2 * edge, soft=0)
    pen.fill(path, rgb, edge=0, soft=soft)


def limb(pen: Pen, points: Sequence[Point], halves: Sequence[float], rgb: RGB,
         **how: float) -> None:  # fmt: skip
    rounded(pen, limb_path(points, halves), rgb, **how)


def hand(pen: Pen, wrist: Point, way: Point, skin: RGB, *, thumb: int = 1,
         spread: bool = False) -> None:  # fmt: skip
    """A hand from the wrist along `way`; closed like a mitten or open with spread fingers."""
    length = math.hypot(*way) or 1.0
    dx, dy = way[0] / length, way[1] / length
    (x, y), nx, ny = wrist, -dy * thumb, dx * thumb

    def at(along: float, aside: float) -> Point:
        return x + dx * along + nx * aside, y + dy * along + ny * aside

    path = limb_path([at(0, 0), at(2.4, 0)], [1.7, 2.1])
    if spread:
        for aside in (-1.7, -0.6, 0.5, 1.5):
            limb_path([at(2.4, 0.6 * aside), at(7 - abs(aside) * 0.5, 1.5 * aside)],
                      [0.8, 0.65], path)  # fmt: skip
    else:
        limb_path([at(2.2, 0), at(4.2, -0.1)], [2.1, 1.6], path)
    limb_path([at(1, 0.8), at(3, 2.9)], [0.9, 0.7], path)
    rounded(pen, path, skin, edge=0.5)


def arm(pen: Pen, points: Sequence[Point], sleeve: RGB, skin: RGB, *, thumb: int = 1,
        spread: bool = False, wide: float = 1.0, way: Point | None = None) -> None:  # fmt: skip
    """Shoulder, elbow, wrist: a long sleeve with cuff and fold, and the hand beyond it."""
    shoulder, elbow, wrist = points
    way = way or (wrist[0] - elbow[0], wrist[1] - elbow[1])
    hand(pen, wrist, way, skin, thumb=thumb, spread=spread)
    limb(pen, points, [4.3 * wide, 3.7 * wide, 2.6], sleeve)
    fold = shade(sleeve, -0.28)
    ex, ey = elbow
    mx, my = (shoulder[0] + 2 * ex) / 3, (shoulder[1] + 2 * ey) / 3
    inner = 0.5 * (wrist[0] - shoulder[0]) or 1.0
    pen.curve([(ex, ey), (mx + 0.12 * inner, my + 0.6), (mx, my + 2.2)], 0.6, fold, alpha=0.8)
    cuff = (wrist[0] * 0.86 + ex * 0.14, wrist[1] * 0.86 + ey * 0.14)
    pen.line([cuff, wrist], 5.2, shade(sleeve, -0.13))


def lips(t: Traits) -> RGB:
    """Hardly redder than the skin, so that no mouth looks painted."""
    return mix(t.skin, (146, 56, 52), 0.5)


def hair_rgb(t: Traits) -> RGB:
    """Grey on the old; brown or fair at times on the light-skinned, else black."""
    if t.old:
        return (190, 188, 186) if t.variant % 3 else (146, 142, 140)
    if t.skin == SKINS[-1]:
        return ((84, 54, 34), (150, 108, 62), (44, 30, 24))[t.variant % 3]
    if t.skin == SKINS[-2]:
        return ((70, 44, 30), (40, 28, 24))[t.variant % 2]
    return (36, 26, 24)


def head(pen: Pen, t: Traits, x: float = 0, y: float = 86, *, turn: float = 1.0,
         small: bool = False, young: bool = False) -> None:  # fmt: skip
    """Neck, jaw, an ear and a calm face turned a little to the right; hair comes after."""
    skin = t.skin
    pen.poly([(x - 2.9, y - 5), (x + 2.9, y - 5), (x + 4.4, y - 11.5), (x - 4.4, y - 11.5)],
             shade(skin, -0.18), edge=0)  # fmt: skip
    pen.oval(x - 5.3, y - 0.6, 1.2, 1.9, shade(skin, -0.1), edge=0.4)
    narrow = 0.94 if t.woman else 1.0
    jaw = [(-5.4, 2.5), (-5, -2.4), (-2.4, -6.2), (0.6, -7.2), (3.4, -6.0), (5.2, -2.4), (5.3, 2.5),
           (3.4, 6.4), (-3.4, 6.4)]  # fmt: skip
    pen.blob([(x + narrow * px, y + py) for px, py in jaw], skin, edge=0.6)
    if young:
        _child_features(pen, t, x + turn, y)
    else:
        _features(pen, t, x, y, turn, small)


def _child_features(pen: Pen, t: Traits, x: float, y: float) -> None:
    """Larger eyes set lower, no brow ridge, round cheeks."""
    for side in (-2.5, 2.4):
        pen.oval(x + side, y - 1, 0.95, 1.15, INK, edge=0, soft=0)
        pen.oval(x + side * 1.35, y - 3.4, 1.2, 0.9, (206, 90, 74), edge=0, soft=0, alpha=0.22)
    pen.strokes([((x + side - 1, y + 1.2), (x + side + 1, y + 1.3)) for side in (-2.5, 2.4)], 0.45,
                shade(t.skin, -0.6))  # fmt: skip
    pen.line([(x - 0.2, y - 2.9), (x + 0.5, y - 3)], 0.5, shade(t.skin, -0.5))
    pen.curve([(x - 1.3, y - 4.6), (x, y - 5.1), (x + 1.4, y - 4.5)], 0.65, lips(t))


def _features(pen: Pen, t: Traits, x: float, y: float, turn: float, small: bool) -> None:
    dark = shade(t.skin, -0.62)
    for side in (-2.3, 2.2):
        pen.oval(x + turn + side, y + 0.1, 0.72, 0.9, INK, edge=0, soft=0)
    if small:
        pen.line([(x + turn - 1.2, y - 3.9), (x + turn + 1.2, y - 3.9)], 0.7, lips(t))
        return
    brow = hair_rgb(t) if t.old else dark
    pen.strokes([((x + turn + side - 1.2, y + 1.9), (x + turn + side + 1.2, y + 2.0))
                 for side in (-2.4, 2.3)], 0.55, brow)  # fmt: skip
    pen.curve([(x + turn + 0.2, y - 0.2), (x + turn + 0.9, y - 1.8), (x + turn, y - 2.2)], 0.5,
              dark, alpha=0.8)  # fmt: skip
    pen.curve([(x + turn - 1.5, y - 3.9), (x + turn, y - 4.3), (x + turn + 1.6, y - 3.8)], 0.65,
              lips(t))  # fmt: skip
    for side in (-3, 3.2):
        pen.oval(x + turn + side, y - 2.2, 1.1, 0.8, (200, 90, 74), edge=0, soft=0, alpha=0.16)
    if t.old:
        pen.strokes([((x + turn - 3.4, y - 1.6), (x + turn - 2.2, y - 3.4)),
                     ((x + turn + 3.4, y - 1.6), (x + turn + 2.4, y - 3.4))], 0.32,
                    dark, 0.4)  # fmt: skip


def beard(pen: Pen, t: Traits, x: float = 0, y: float = 86) -> None:
    """Sideburns; by variant a moustache or a short full beard, which most old men wear."""
    hair = mix(hair_rgb(t), t.skin, 0.18)
    pen.strokes([((x - 4.8, y + 2.5), (x - 4.7, y - 1)), ((x + 5, y + 2.5), (x + 4.8, y - 0.5))],
                1.1, hair)  # fmt: skip
    kind = t.variant // 5 % 4
    if kind == 1 or (t.old and kind != 2):
        # Along the jaw only: a beard up to the eyes would read as a mask at small sizes.
        pen.blob([(x - 5.2, y - 1), (x - 4, y - 4), (x - 1.6, y - 5.2), (x + 1, y - 5.6),
                  (x + 3.2, y - 5.2), (x + 4.6, y - 4), (x + 5.3, y - 1), (x + 4.8, y - 5),
                  (x + 0.8, y - 9), (x - 3.4, y - 6.6)], hair, edge=0.3)  # fmt: skip
    if kind in (1, 2) or t.old:
        pen.curve([(x - 1.7, y - 3.7), (x + 1, y - 2.9), (x + 3.7, y - 3.7)], 1.0, hair)


def mans_hair(pen: Pen, t: Traits, x: float = 0, y: float = 86) -> None:
    """Short hair seen when there is no hat; tight curls on some."""
    hair = hair_rgb(t)
    if t.skin in SKINS[:3] and t.variant % 4:
        curls = [(x + 6.1 * math.cos(a), y + 2.2 + 6.1 * math.sin(a))
                 for a in (math.pi * i / 6 for i in range(7))]  # fmt: skip
        path = limb_path(curls, [1.5] * 7)
        path.addPoly([skia.Point(*p) for p in [*curls, (x + 3.6, y + 4), (x - 3.4, y + 4)]], True)
        path.setFillType(skia.PathFillType.kWinding)
        rounded(pen, path, hair, edge=0.3)
        return
    pen.blob([(x - 5.9, y + 0.5), (x - 6.2, y + 5), (x - 2.6, y + 8.6), (x + 2.6, y + 8.6),
              (x + 6, y + 5.2), (x + 5.8, y + 1.5), (x + 4.4, y + 4.6), (x - 0.8, y + 5.6),
              (x - 3.8, y + 3.8)], hair, edge=0.4)  # fmt: skip
    pen.curve([(x - 3.4, y + 5), (x - 1.6, y + 7), (x + 2, y + 7.6)], 0.5, shade(hair, 0.3))


def womans_hair_behind(
    pen: Pen, t: Traits, x: float = 0, y: float = 86, *, loose: bool = True
) -> None:
    """The mass of hair behind the head; loose hair falls to the shoulder blades."""
    hair = hair_rgb(t)
    if loose:
        pen.blob([(x - 6.6, y + 4), (x - 8, y - 8), (x - 8.4, y - 20), (x - 3, y - 23),
                  (x + 4, y - 22), (x + 7.6, y - 17), (x + 7, y - 6), (x + 6.4, y + 4),
                  (x, y + 9)], hair)  # fmt: skip
    else:
        pen.oval(x, y + 1.4, 6.8, 7.6, hair, edge=0.5)


def womans_hair(pen: Pen, t: Traits, x: float = 0, y: float = 86, *, style: int = 0) -> None:
    """Parted hair over the forehead; style 1 adds a bun, 2 a braid on the chest."""
    hair = hair_rgb(t)
    if style == 1:
        pen.oval(x - 1, y + 9.6, 4, 3.4, hair, edge=0.5)
    pen.blob([(x - 6.3, y - 3), (x - 6.8, y + 3), (x - 3.6, y + 7.8), (x, y + 8.7),
              (x + 3.8, y + 7.8), (x + 6.5, y + 3), (x + 5.8, y - 2.4), (x + 4.6, y + 2.6),
              (x + 0.8, y + 5.6), (x - 3.6, y + 3)], hair, edge=0.4)  # fmt: skip
    pen.curve([(x + 0.8, y + 8.4), (x + 0.6, y + 6.6), (x + 0.8, y + 5.6)], 0.5, shade(hair, -0.4))
    pen.curve([(x - 4.8, y + 2.4), (x - 3.4, y + 5.6), (x - 1, y + 7)], 0.5, shade(hair, 0.3))
    if style == 2:
        braid = [(x - 5.4, y - 5), (x - 7.4, y - 11), (x - 7.2, y - 17), (x - 6.8, y - 22)]
        limb(pen, braid, [2.1, 2.1, 1.9, 0.9], hair, edge=0.4)
        pen.strokes([((px - 1.5, py - 1), (px + 1.5, py - 2.6)) for px, py in
                     ((x - 6.4, y - 6.5), (x - 7.4, y - 10), (x - 7.3, y - 13.5),
                      (x - 7.1, y - 17))],
                    0.5, shade(hair, -0.4))  # fmt: skip
