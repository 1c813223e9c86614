"""Import a Stable Diffusion 1.x model that somebody brought: offline, and nothing in it is run."""

from pathlib import Path

from training.bases.architecture import PREDICTION
from training.bases.drafts import new_folder
from training.bases.folder import PICKLES, copy_folder, examine_folder
from training.bases.lock import NAME, Entry, lock, read_lock
from training.bases.single_file import convert, examine
from training.files import sha256_of
from training.texts import TrainingError


def import_base(source: Path, out: Path, *, licence: str) -> Entry:
    """Write the model in `source` to the new diffusers folder `out` and enter it in models.lock.

    source: a diffusers folder, or one .safetensors file in the original layout; only read.
    licence: what the museum was told that the model stands under, in words.
    Raises TrainingError saying what cannot be imported and why; then there is no `out`.
    """
    if not licence.strip():
        raise TrainingError("base_licence")
    if out.resolve().is_relative_to(source.resolve()):
        raise TrainingError("base_inside", out=out, folder=source)
    # A lock that cannot be read is better known before gigabytes are copied.
    read_lock(out.absolute().parent / NAME)
    if source.is_dir():
        prediction, sources = examine_folder(source), {}
        with new_folder(out) as draft:
            copy_folder(source, draft)
    else:
        _refuse_unopened(source)
        prediction, shape = PREDICTION, examine(source)
        with new_folder(out) as draft:
            convert(source, shape, draft)
        sources = {source.name: sha256_of(source)}
    return lock(out, licence=licence, prediction_type=prediction, sources=sources)


def _refuse_unopened(source: Path) -> None:
    if source.suffix.lower() in PICKLES:
        raise TrainingError("base_pickled", file=source)
    if source.suffix.lower() != ".safetensors" or not source.is_file():
        raise TrainingError("base_source", file=source)
