"""The whole scene without its subjects: sky and land; and the weather in front of all."""

import numpy as np

from training.picturebook.canvas import Pen
from training.picturebook.land import draw_land
from training.picturebook.sky import draw_sky, draw_weather

__all__ = ["backdrop", "draw_weather"]


def backdrop(pen: Pen, sky: str, ground: str, season: str, rng: np.random.Generator) -> None:
    """Far to near, in a 100 by 100 frame with y pointing up."""
    draw_sky(pen, sky, rng)
    draw_land(pen, sky, ground, season, rng)
