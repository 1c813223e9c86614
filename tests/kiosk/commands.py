"""heritage-kiosk as a stranger starts it: a fresh process."""

import os
import subprocess
import sys


def run(*arguments: object, **environment: str) -> "subprocess.CompletedProcess[str]":
    """What it said and how it left; never with a traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )
    assert "Traceback" not in done.stderr
    return done
