"""The libraries' own remarks and progress bars: what they did is measured instead."""

import contextlib
import io
import logging
from collections.abc import Iterator


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Nothing below an error is logged or drawn meanwhile."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with (
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            yield
    finally:
        logging.disable(before)
