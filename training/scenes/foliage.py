"""Many leaves, dots, stones or fronds in one call, which is far quicker than one by one."""

from collections.abc import Sequence
from math import cos, sin
from typing import Any

import numpy as np
import skia

from training.scenes.canvas import Pen, Point
from training.scenes.palette import RGB, shade

Leaf = tuple[float, float, float, float, float]  # root x, root y, direction, length, half width


def leaves(pen: Pen, every: Sequence[Leaf], rgb: RGB, **how: float) -> None:
    """Pointed leaves, each from its root in its direction (radians)."""
    path: Any = skia.Path()
    for x, y, way, length, half in every:
        along, across = (cos(way) * length, sin(way) * length), (-sin(way) * half, cos(way) * half)
        path.moveTo(x, y)
        for side in (2, -2):
            path.quadTo(
                x + 0.5 * along[0] + side * across[0],
                y + 0.5 * along[1] + side * across[1],
                *((x + along[0], y + along[1]) if side > 0 else (x, y)),
            )
        path.close()
    path.setFillType(skia.PathFillType.kWinding)
    pen.fill(path, rgb, **how)


def dots(pen: Pen, spots: Sequence[Point], size: float, rgb: RGB, alpha: float = 1.0) -> None:
    """Round dots of one size and colour."""
    pen.strokes([((x, y), (x + 0.01, y)) for x, y in spots], size, rgb, alpha)


def cloud(x: float, y: float, rx: float, ry: float, rng: np.random.Generator,
          lobes: int = 9) -> list[Point]:  # fmt: skip
    """A lumpy outline, for foliage or blossom."""
    points = []
    for i in range(2 * lobes):
        angle = np.pi * i / lobes
        reach = (1.06 if i % 2 else 0.88) * (1 + rng.uniform(-0.06, 0.06))
        across, up = rx * reach * np.cos(angle), ry * reach * np.sin(angle)
        points.append((float(x + across), float(y + up)))
    return points


def within(x: float, y: float, rx: float, ry: float, count: int,
           rng: np.random.Generator) -> list[Point]:  # fmt: skip
    """Random places inside an oval."""
    angles, far = rng.uniform(0, 2 * np.pi, count), np.sqrt(rng.uniform(0, 1, count))
    return [(float(x + rx * f * np.cos(a)), float(y + ry * f * np.sin(a)))
            for a, f in zip(angles, far, strict=True)]  # fmt: skip


def limb(pen: Pen, points: Sequence[Point], wide: float, thin: float, rgb: RGB) -> None:
    """A branch that tapers along its points."""
    left, right = [], []
    last = len(points) - 1
    for i, (x, y) in enumerate(points):
        before, after = points[max(0, i - 1)], points[min(last, i + 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        norm = max(0.01, (dx * dx + dy * dy) ** 0.5)
        half = 0.5 * (wide + (thin - wide) * i / last)
        left.append((x - dy / norm * half, y + dx / norm * half))
        right.append((x + dy / norm * half, y - dx / norm * half))
    pen.blob(left + right[::-1], rgb, soft=0.05)


def stones(pen: Pen, spots: Sequence[tuple[float, float, float, float]], rgb: RGB,
           rng: np.random.Generator) -> None:  # fmt: skip
    """Irregular stones (x, y, half width, half height) in three tones of one colour."""
    paths: list[Any] = [skia.Path() for _ in range(3)]
    for x, y, rx, ry in spots:
        jig = rng.uniform(0.78, 1.08, 8)
        ring = ((1, -0.5), (1, 0.5), (0.5, 1), (-0.5, 1), (-1, 0.5), (-1, -0.5), (-0.5, -1),
                (0.5, -1))  # fmt: skip
        points = [skia.Point(float(x + rx * a * j), float(y + ry * b * j))
                  for (a, b), j in zip(ring, jig, strict=True)]  # fmt: skip
        paths[int(rng.integers(3))].addPoly(points, True)
    for path, tone in zip(paths, (-0.16, 0.0, 0.2), strict=True):
        if not path.isEmpty():
            pen.fill(path, shade(rgb, tone), edge=0.5, soft=0.05)
