"""The processes beside the screen, as systemd or the window starts them."""

import os
from typing import Final

import typer

from kiosk import config, paths
from kiosk.cli import report
from kiosk.cli.options import BundleFolder, Child, Json, Keys, Socket, WorkerSocket, settings

app = typer.Typer()
# A picture may take a moment longer, a touch may not: where both want the processor, the screen
# comes first. As `Nice` in the painter's unit.
_BEHIND: Final = 5


@app.command(hidden=True)
def painter(
    socket: WorkerSocket,
    as_json: Json = False,
    child: Child = False,
    bundle: BundleFolder = None,
    keys: Keys = None,
) -> None:
    """A worker: paints what is asked over the socket."""
    with report.faults(as_json):
        from kiosk.painter import service

        _begin_worker(as_json, child, behind=_BEHIND)
        service.run(socket, settings(keys), bundle)


@app.command(hidden=True)
def listener(socket: WorkerSocket, as_json: Json = False, child: Child = False) -> None:
    """A worker: hears the microphone or a recording when asked over the socket."""
    with report.faults(as_json):
        from kiosk.listener import service

        _begin_worker(as_json, child)
        service.run(socket, config.load())


@app.command(help=report.text("share.help.share"))
def share(
    socket: Socket = None,
    as_json: Json = False,
    child: Child = False,
) -> None:
    with report.faults(as_json):
        from kiosk.share import service

        _begin_worker(as_json, child)
        service.run(socket or paths.runtime_dir() / "share.sock", config.load())


def _begin_worker(as_json: bool, child: bool, behind: int = 0) -> None:
    """Under systemd it is the unit that says how it ends, and how far behind others it comes."""
    report.log_to_journal(as_json)
    if child:
        from kiosk.cli import worker

        worker.leave_with_parent()
        os.nice(behind)
