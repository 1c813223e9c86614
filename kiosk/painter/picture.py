"""Latents to preview pictures, and the finished picture to PNG bytes that say what they are."""

import io
from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from kiosk import catalogue
from kiosk.bundle.manifest import Model

SOFTWARE: Final = "Pampas Heritage Kiosk"
# Deterministic for one zlib: the same pixels and texts give the same bytes. Level 6 saves a sixth
# of them and takes four times as long: 18 ms of a scene of 256 pixels.
_LEVEL: Final = 1
# Pixels of a preview for each latent position; the screen draws it larger.
_FINENESS: Final = 4


def preview(latents: NDArray[np.float32], model: Model) -> bytes:
    """A PNG of (4 h, 4 w) pixels from (C, h, w) latents, by one matrix product."""
    matrix = np.asarray(model.preview_matrix, dtype=np.float32)
    bias = np.asarray(model.preview_bias, dtype=np.float32)
    # Latents that overflowed make a strange preview, never a failure.
    pixels = np.nan_to_num(np.einsum("chw,cr->hwr", latents, matrix) + bias)
    small = Image.fromarray((pixels.clip(0.0, 1.0) * 255.0 + 0.5).astype(np.uint8))
    size = (_FINENESS * small.width, _FINENESS * small.height)
    return _png(small.resize(size, Image.Resampling.BICUBIC), {})


def finished(image: NDArray[np.uint8], texts: Mapping[str, str]) -> bytes:
    """PNG bytes of an (H, W, 3) picture; `texts` go into it beside the statement of its source."""
    own = {
        "Title": catalogue.text("cli.picture.title"),
        "Software": SOFTWARE,
        "Source": catalogue.text("cli.picture.source"),
    }
    return _png(Image.fromarray(image), {**own, **texts})


def _png(image: Image.Image, texts: Mapping[str, str]) -> bytes:
    info = PngInfo()
    for name, value in texts.items():
        info.add_text(name, value)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", pnginfo=info, compress_level=_LEVEL)
    return buffer.getvalue()
