"""Shapes that animals share: tapering limbs, seamless bodies, hooves, bird legs and loose hair."""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import skia

from training.scenes.canvas import Pen, Point, smooth
from training.scenes.palette import INK, RGB, WHITE, shade

Outline = list[Point]
Gait = tuple[float, float, float]


def limb(joints: Sequence[Point], widths: Sequence[float]) -> Outline:
    """The outline of a leg, neck or tail through the joints, as wide at each as told."""
    left, right = [], []
    for i, ((x, y), width) in enumerate(zip(joints, widths, strict=True)):
        (ax, ay), (bx, by) = joints[max(i - 1, 0)], joints[min(i + 1, len(joints) - 1)]
        reach = 0.5 * width / math.hypot(bx - ax, by - ay)
        left.append((x - (by - ay) * reach, y + (bx - ax) * reach))
        right.append((x + (by - ay) * reach, y - (bx - ax) * reach))
    return left + right[::-1]


def whole(pen: Pen, outlines: Sequence[Sequence[Point]], rgb: RGB, *, edge: float = 0.8,
          soft: float = 0.12) -> None:  # fmt: skip
    """Overlapping smooth outlines as one body: only the outer contour gets a line."""
    path = skia.Path()
    for points in outlines:
        ring = list(points)
        area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]]))
        # All must turn the same way, or overlaps would cancel out and leave holes.
        path.addPath(smooth(ring if area > 0 else ring[::-1], closed=True))
    pen.fill(path, rgb, edge=2 * edge, soft=0)
    pen.fill(path, rgb, edge=0, soft=soft)


def hoof(pen: Pen, at: Point, width: float, rgb: RGB, *, cloven: bool = False) -> None:
    """A hoof under the coronet at `at`, toe forward."""
    (x, y), half = at, 0.5 * width
    pen.poly([(x - half, y + 1), (x + half, y + 1), (x + half + 2, y - 4.6),
              (x - half - 0.8, y - 4.6)], rgb, edge=0.6)  # fmt: skip
    if cloven:
        pen.line([(x + 0.6, y), (x + 1.4, y - 4.2)], 0.8, shade(rgb, -0.5))


def eye(pen: Pen, x: float, y: float, size: float, rgb: RGB = INK) -> None:
    """A calm round eye with a spark of light."""
    pen.oval(x, y, size, size * 1.08, rgb, edge=0, soft=0)
    pen.oval(x + 0.3 * size, y + 0.38 * size, 0.34 * size, 0.34 * size, WHITE, edge=0, soft=0)


def bird_leg(pen: Pen, hip: Point, heel: Point, foot: Point, width: float, rgb: RGB,
             toe: float = 8) -> None:  # fmt: skip
    """A bird's leg: the visible joint is the heel, which points backwards; three toes forward."""
    x, y = foot
    for wide, tone in ((width + 1, shade(rgb, -0.4)), (width, rgb)):
        pen.line([hip, heel, foot], wide, tone)
        pen.strokes([((x, y), (x + toe, y - 1)), ((x, y), (x + 0.7 * toe, y + 1.2)),
                     ((x, y), (x - 0.45 * toe, y - 0.8))], 0.72 * wide, tone)  # fmt: skip
    pen.oval(*heel, 0.72 * width, 0.72 * width, rgb, edge=0)


def hairs(pen: Pen, box: tuple[float, float, float, float], count: int, step: Point, width: float,
          rgb: RGB, rng: np.random.Generator, alpha: float = 0.6) -> None:  # fmt: skip
    """Short strokes of fur scattered in the box, all lying the way of `step`."""
    spots = rng.uniform(box[:2], box[2:], (count, 2))
    pen.strokes([((float(x), float(y)), (float(x) + step[0], float(y) + step[1]))
                 for x, y in spots], width, rgb, alpha)  # fmt: skip


def fringe(roots: Sequence[Point], step: Point) -> Outline:
    """A ragged outline: from each root a lock hangs by `step`; closes along the roots."""
    points: Outline = []
    for (x, y), (u, v) in pairwise(roots):
        points += [(x, y), (0.4 * x + 0.6 * u + step[0], 0.4 * y + 0.6 * v + step[1])]
    return [*points, roots[-1]]


# For each pose the near fore, far fore, near hind and far hind leg: how far the knee and the foot
# lie before their resting place, and how high the foot is lifted. A walk moves the legs of one
# side in turn, so of each pair one leg always bears weight.
GAITS: tuple[tuple[Gait, Gait, Gait, Gait], ...] = (
    ((0, 0, 0), (1, 3, 0), (0, -1, 0), (2, 4, 0)),
    ((-3, -9, 0), (9, 4, 7), (5, 9, 0), (-3, -8, 1)),
    ((9, 5, 7), (-2, -7, 0), (-3, -8, 1), (6, 10, 0)),
    ((1, 4, 0), (-1, -3, 0), (3, 3, 0), (1, -3, 0)),
)


def gaits(pose: int, stride: float) -> tuple[Gait, ...]:
    """The legs of a pose for an animal whose stride is so long compared with a horse's."""
    return tuple((k * stride, f * stride, lift * stride) for k, f, lift in GAITS[pose])


def fore(x: float, top: float, gait: Gait, widths: Sequence[float], end: float = 4.6
         ) -> tuple[Outline, Point]:  # fmt: skip
    """A foreleg from the elbow at (x, top) over the knee down to `end`, and its lower end."""
    knee, foot, lift = gait
    low = (x + foot - (1.5 if lift > 2 else 0), end + lift)
    joints = [(x, top), (x + 0.45 * knee, 0.74 * top), (x + knee, 0.49 * top),
              (x + 0.5 * (knee + foot), 0.3 * top + 0.4 * lift), low]  # fmt: skip
    return limb(joints, widths), low


def hind(x: float, top: float, gait: Gait, widths: Sequence[float], end: float = 4.6,
         back: float = 5) -> tuple[Outline, Point]:  # fmt: skip
    """A hind leg: thigh at (x, top), hock `back` behind it, straight shank to `end`."""
    knee, foot, lift = gait
    low = (x - 0.6 * back + foot, end + lift)
    joints = [(x, top), (x + 0.3 * knee + 0.1 * back, 0.74 * top), (x - back + knee, 0.47 * top),
              (x - 0.9 * back + 0.5 * (knee + foot), 0.28 * top + 0.4 * lift), low]  # fmt: skip
    return limb(joints, widths), low


def paw(pen: Pen, at: Point, size: float, rgb: RGB) -> None:
    """A soft forward foot under the ankle at `at`, with two toe lines."""
    x, y = at
    base = y - 4.4
    pen.blob([(x - 0.55 * size, y + 0.5), (x + 0.4 * size, y + 0.5), (x + 1.1 * size, base + 2.6),
              (x + 1.1 * size, base + 0.2), (x - 0.5 * size, base)], rgb, edge=0.6)  # fmt: skip
    pen.strokes([((x + d * size, base + 2), (x + d * size + 0.6, base + 0.4))
                 for d in (0.4, 0.75)], 0.6, shade(rgb, -0.5), 0.8)  # fmt: skip
