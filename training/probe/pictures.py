"""Pictures as the probe's network sees them: 128 px squares, averaged down."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SIDE = 128


def reduced(pictures: NDArray[np.uint8], side: int = SIDE) -> NDArray[np.uint8]:
    """(N, H, W, 3) uint8 of any size to (N, side, side, 3), each pixel the mean of its area."""
    if pictures.shape[1:3] == (side, side):
        return pictures
    small = np.empty((len(pictures), side, side, 3), np.uint8)
    for index, picture in enumerate(pictures):
        whole = Image.fromarray(picture)
        small[index] = np.asarray(whole.resize((side, side), Image.Resampling.BOX))
    return small
