"""The whole scene without its subjects: sky and land."""

import numpy as np

from training.scenes.canvas import Pen
from training.scenes.land import draw_land
from training.scenes.sky import draw_sky


def backdrop(pen: Pen, sky: str, ground: str, season: str, rng: np.random.Generator) -> None:
    """Far to near, in a 100 by 100 frame with y pointing up."""
    draw_sky(pen, sky, rng)
    draw_land(pen, sky, ground, season, rng)
