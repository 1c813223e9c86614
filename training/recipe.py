"""A working folder belongs to one recipe: recipe.json in it says which."""

from pathlib import Path
from typing import Any

import msgspec

from training.files import write_atomically
from training.texts import TrainingError


def same_recipe(recipe: Any, folder: Path) -> None:
    """Note `recipe` in `folder`. Raises TrainingError where the folder was begun with another."""
    text = msgspec.json.format(msgspec.json.encode(recipe), indent=1)
    file = folder / "recipe.json"
    if file.is_file() and file.read_bytes() != text:
        raise TrainingError("base_changed_recipe", folder=folder)
    write_atomically(file, text)
