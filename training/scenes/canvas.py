"""The pen: filled shapes and strokes on a skia canvas, y pointing up from the ground."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import skia

from training.scenes.palette import RGB, mix, shade

Point = tuple[float, float]


def colour(rgb: RGB, alpha: float = 1.0) -> int:
    """The 32-bit ARGB integer skia wants."""
    return int(skia.ColorSetARGB(round(alpha * 255), *rgb))


def straight(points: Sequence[Point], *, closed: bool) -> Any:
    path = skia.Path()
    path.addPoly([skia.Point(*p) for p in points], closed)
    return path


def smooth(points: Sequence[Point], *, closed: bool) -> Any:
    """A Catmull-Rom curve through all points, written as cubic Béziers."""
    count = len(points)
    path = skia.Path()
    path.moveTo(*points[0])
    for i in range(count if closed else count - 1):
        before = points[(i - 1) % count] if closed or i > 0 else points[0]
        here, there = points[i], points[(i + 1) % count]
        after = points[(i + 2) % count] if closed or i + 2 < count else there
        path.cubicTo(
            here[0] + (there[0] - before[0]) / 6,
            here[1] + (there[1] - before[1]) / 6,
            there[0] - (after[0] - here[0]) / 6,
            there[1] - (after[1] - here[1]) / 6,
            *there,
        )
    if closed:
        path.close()
    return path


def arch(x: float, y: float, half: float, high: float) -> list[Point]:
    """The outline of a round-headed opening standing on y, `high` tall in all."""
    spring = y + high - half
    return [(x - half, y), (x - half, spring), (x - 0.7 * half, spring + 0.7 * half),
            (x, spring + half), (x + 0.7 * half, spring + 0.7 * half),
            (x + half, spring), (x + half, y)]  # fmt: skip


def _ink(rgb: RGB, width: float, alpha: float) -> Any:
    return skia.Paint(
        AntiAlias=True,
        Color=colour(rgb, alpha),
        Style=skia.Paint.kStroke_Style,
        StrokeWidth=width,
        StrokeCap=skia.Paint.kRound_Cap,
        StrokeJoin=skia.Paint.kRound_Join,
    )


@dataclass(frozen=True, slots=True)
class Hand:
    """How a look holds the pen: outlines' width, their darkness (0..1), strength of shading."""

    outline: float = 1.0
    dark: float = 0.4
    shading: float = 1.0


class Pen:
    """Draws in the caller's units; the canvas already carries place, size and facing."""

    def __init__(self, canvas: Any, light: RGB = (255, 255, 255), strength: float = 0.0,
                 hand: Hand = Hand()) -> None:  # fmt: skip
        self.canvas = canvas
        self.light = light
        self.strength = strength
        self.hand = hand

    def lit(self, rgb: RGB) -> RGB:
        """The colour as the light of the hour shows it."""
        return mix(rgb, self.light, self.strength) if self.strength else rgb

    def fill(self, path: Any, rgb: RGB, *, edge: float = 0.8, soft: float = 0.12,
             alpha: float = 1.0) -> None:  # fmt: skip
        """Fill lighter at the top than at the bottom, with a thin darker edge."""
        rgb = self.lit(rgb)
        soft, edge = soft * self.hand.shading, edge * self.hand.outline
        paint = skia.Paint(AntiAlias=True, Color=colour(rgb, alpha))
        if soft:
            box = path.getBounds()
            paint.setShader(
                skia.GradientShader.MakeLinear(
                    points=[skia.Point(0, box.top()), skia.Point(0, box.bottom())],
                    colors=[colour(shade(rgb, -soft), alpha), colour(shade(rgb, soft), alpha)],
                )
            )
        self.canvas.drawPath(path, paint)
        if edge:
            self.canvas.drawPath(path, _ink(shade(rgb, -self.hand.dark), edge, alpha))

    def poly(self, points: Sequence[Point], rgb: RGB, **how: float) -> None:
        self.fill(straight(points, closed=True), rgb, **how)

    def blob(self, points: Sequence[Point], rgb: RGB, **how: float) -> None:
        self.fill(smooth(points, closed=True), rgb, **how)

    def oval(self, x: float, y: float, rx: float, ry: float, rgb: RGB, **how: float) -> None:
        path = skia.Path()
        path.addOval(skia.Rect.MakeLTRB(x - rx, y - ry, x + rx, y + ry))
        self.fill(path, rgb, **how)

    def box(self, x0: float, y0: float, x1: float, y1: float, rgb: RGB, **how: float) -> None:
        self.poly([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], rgb, **how)

    def arch(self, x: float, y: float, half: float, high: float, rgb: RGB, **how: float) -> None:
        """A filled round-headed opening."""
        self.poly(arch(x, y, half, high), rgb, **how)

    def line(self, points: Sequence[Point], width: float, rgb: RGB, alpha: float = 1.0) -> None:
        self.canvas.drawPath(straight(points, closed=False), _ink(self.lit(rgb), width, alpha))

    def strokes(self, pairs: Sequence[tuple[Point, Point]], width: float, rgb: RGB,
                alpha: float = 1.0) -> None:  # fmt: skip
        """Many short lines of one colour in a single call, which is far quicker."""
        path = skia.Path()
        for start, end in pairs:
            path.moveTo(*start)
            path.lineTo(*end)
        self.canvas.drawPath(path, _ink(self.lit(rgb), width, alpha))

    def pierced(self, points: Sequence[Point], holes: Sequence[Sequence[Point]], rgb: RGB) -> None:
        """A wall with openings through which the scene behind stays visible."""
        path = straight(points, closed=True)
        for hole in holes:
            path.addPoly([skia.Point(*p) for p in hole], True)
        path.setFillType(skia.PathFillType.kEvenOdd)
        self.fill(path, rgb)

    def curve(self, points: Sequence[Point], width: float, rgb: RGB, alpha: float = 1.0) -> None:
        self.canvas.drawPath(smooth(points, closed=False), _ink(self.lit(rgb), width, alpha))

    def glow(self, x: float, y: float, radius: float, rgb: RGB, alpha: float) -> None:
        """Light that fades to nothing at `radius`; a light is not dimmed by the hour."""
        shader = skia.GradientShader.MakeRadial(
            center=skia.Point(x, y), radius=radius, colors=[colour(rgb, alpha), colour(rgb, 0.0)]
        )
        self.canvas.drawCircle(x, y, radius, skia.Paint(AntiAlias=True, Shader=shader))
