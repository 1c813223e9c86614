"""The layers of a base that LoRA can change, by name and shape, from its files' headers alone."""

from pathlib import Path

from safetensors import SafetensorError, safe_open

from training.texts import TrainingError

PARTS = ("unet", "text_encoder")


def read_layers(base: Path) -> dict[str, tuple[int, ...]]:
    """`unet.…` and `text_encoder.…` layer to the shape of its weight; no weight is loaded.

    Raises TrainingError for a folder without a base, or without safetensors in it.
    """
    if not (base / "model_index.json").is_file():
        raise TrainingError("base_missing", folder=base)
    layers: dict[str, tuple[int, ...]] = {}
    for part in PARTS:
        files = sorted((base / part).glob("*.safetensors"))
        if not files:
            raise TrainingError("interop_base", folder=base / part)
        for file in files:
            layers |= {f"{part}.{name}": shape for name, shape in _shapes(file).items()}
    return layers


def _shapes(file: Path) -> dict[str, tuple[int, ...]]:
    """Matrices and kernels; an embedding table has two dimensions too, but LoRA of another form."""
    try:
        with safe_open(file, framework="pt") as weights:
            keys = list(weights.keys())
            shapes = {key: tuple(weights.get_slice(key).get_shape()) for key in keys}
    except (OSError, SafetensorError) as error:
        raise TrainingError("interop_unreadable", file=file, reason=error) from error
    return {
        key.removesuffix(".weight"): shape
        for key, shape in shapes.items()
        if key.endswith(".weight") and len(shape) in (2, 4) and ".embeddings." not in key
    }
