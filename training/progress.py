"""The progress bar of everything that takes long: what, how far, how many, how long still."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


def progress() -> Progress:
    """A bar to be used as a context, on standard error: an answer in JSON stays alone on the other.

    A task's description may carry the loss.
    """
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )
