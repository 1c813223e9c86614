"""Curves as inline SVG: no scripts, no network, readable when printed."""

from collections.abc import Mapping, Sequence
from html import escape

_WIDTH, _HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 12, 12, 34
_INKS = ("#8a3b12", "#1f5d50", "#39507a", "#7d6a2f")

Points = Sequence[tuple[float, float]]


def curves(lines: Mapping[str, Points], across: str) -> str:
    """A chart of named lines over one axis; empty where there is nothing to draw."""
    drawn = {name: list(points) for name, points in lines.items() if len(points) > 1}
    if not drawn:
        return ""
    xs = [x for points in drawn.values() for x, _ in points]
    ys = [y for points in drawn.values() for _, y in points]
    left, right = min(xs), max(xs)
    low, high = _room(min(ys), max(ys))

    def place(x: float, y: float) -> str:
        px = _LEFT + (x - left) / ((right - left) or 1) * (_WIDTH - _LEFT - _RIGHT)
        py = _TOP + (high - y) / (high - low) * (_HEIGHT - _TOP - _BOTTOM)
        return f"{px:.1f},{py:.1f}"

    parts = [
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{escape(", ".join(drawn))}" xmlns="http://www.w3.org/2000/svg">'
    ]
    for n in range(5):
        value = low + (high - low) * n / 4
        x, y = place(left, value).split(",")
        parts.append(
            f'<line x1="{x}" x2="{_WIDTH - _RIGHT}" y1="{y}" y2="{y}" stroke="#ddd5c6"/>'
            f'<text x="{_LEFT - 8}" y="{float(y) + 4:.1f}" text-anchor="end">{value:.4g}</text>'
        )
    for value, anchor in ((left, "start"), (right, "end")):
        x = place(value, low).split(",")[0]
        parts.append(
            f'<text x="{x}" y="{_HEIGHT - 12}" text-anchor="{anchor}">'
            f"{value:g} {escape(across)}</text>"
        )
    for (_, points), ink in zip(drawn.items(), _INKS, strict=False):
        path = " ".join(place(x, y) for x, y in points)
        parts.append(f'<polyline fill="none" stroke="{ink}" stroke-width="2" points="{path}"/>')
    return "".join([*parts, "</svg>", _legend(list(drawn))])


def smoothed(points: Points, most: int = 200) -> list[tuple[float, float]]:
    """Means of equal runs of points, at most `most` of them."""
    size = max(1, -(-len(points) // most))
    groups = [points[n : n + size] for n in range(0, len(points), size)]
    return [(group[-1][0], sum(y for _, y in group) / len(group)) for group in groups]


def _room(low: float, high: float) -> tuple[float, float]:
    edge = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
    return low - edge, high + edge


def _legend(names: list[str]) -> str:
    marks = [
        f'<span><i style="background:{ink}"></i>{escape(name)}</span>'
        for name, ink in zip(names, _INKS, strict=False)
    ]
    return f'<p class="legend">{"".join(marks)}</p>'
