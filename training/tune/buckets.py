"""Sizes that pictures are trained at, so that none is cut square: aspect-ratio buckets."""

import math

Size = tuple[int, int]  # width, height in pixels

_WIDEST = 2.0


def sizes(side: int, step: int, *, square: bool = False) -> list[Size]:
    """All sizes of about `side` x `side` pixels, never more, in multiples of `step`.

    Widths from half to twice the height. Raises ValueError where `side` is less than `step`.
    """
    if side < step:
        raise ValueError(f"side {side} is less than {step}, the least this model can paint")
    whole = side // step * step
    if square:
        return [(whole, whole)]
    found = set()
    for width in range(step, int(side * _WIDEST) + 1, step):
        height = side * side // width // step * step
        if height >= step and 1 / _WIDEST <= width / height <= _WIDEST:
            found |= {(width, height), (height, width)}
    return sorted(found | {(whole, whole)})


def fitting(width: int, height: int, among: list[Size]) -> Size:
    """The size nearest in shape to `width` x `height`; of two alike the larger."""
    shape = math.log(width / height)
    return min(among, key=lambda s: (abs(math.log(s[0] / s[1]) - shape), -s[0] * s[1]))
