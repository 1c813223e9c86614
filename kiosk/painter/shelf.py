"""The bundles in memory: one in use, others beside it, and new ones loaded while it paints.

A bundle that is refused, or for which memory does not suffice, changes nothing: whoever asked is
told why, and the painter goes on with the one in use.
"""

import logging
import time
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

from kiosk import errors, heap
from kiosk.bundle.verify import VerifiedBundle
from kiosk.config import KioskConfig
from kiosk.painter import ready
from kiosk.painter.ready import Ready
from kiosk.wire import messages, server

_log: Final = logging.getLogger(__name__)


class Shelf:
    """Loads on a thread of its own, one bundle after the other.

    The server's thread reads `in_use` once for each scene and never waits for the other.
    """

    def __init__(self, settings: KioskConfig, first: Ready) -> None:
        self._settings = settings
        self._loaded: OrderedDict[Path, Ready] = OrderedDict({first.bundle.folder: first})
        self._pool = ThreadPoolExecutor(1, "bundle")
        self.in_use = first

    def names(self) -> tuple[str, ...]:
        """Every bundle in memory, the one asked for last at the end."""
        return tuple(one.painter.name for one in list(self._loaded.values()))

    def answer(self, request: messages.Load, connection: server.Connection) -> None:
        """Begin to load; Loaded or Failed follows on the connection when it is done."""
        connection.keep()
        loading = self._pool.submit(self._load, request, connection, time.perf_counter())
        loading.add_done_callback(_tell_unforeseen)

    def close(self) -> None:
        """Wait for a bundle that is just being loaded: onnxruntime cannot be left in the middle."""
        self._pool.shutdown(cancel_futures=True)

    def _load(
        self, request: messages.Load, connection: server.Connection, began: float
    ) -> None:
        try:
            connection.send(self._loaded_as_asked(request, began))
        except errors.HeritageError as fault:
            self._refuse(request, connection, fault)
        except MemoryError as short:
            self._refuse(request, connection, errors.MemoryShort(reason=str(short)))
        except OSError as gone:
            unread = errors.BundleUnreadable(file=gone.filename or "?", reason=gone.strerror)
            self._refuse(request, connection, unread)
        finally:
            connection.close()

    def _refuse(
        self,
        request: messages.Load,
        connection: server.Connection,
        fault: errors.HeritageError,
    ) -> None:
        _log.warning("%s", fault.say(self._settings.language))
        connection.send(server.failed(request.job, fault))

    def _loaded_as_asked(self, request: messages.Load, began: float) -> messages.Loaded:
        bundle = self._verified(request.folder)
        held = self._loaded.pop(bundle.folder, None)
        # The folder may hold another release by now.
        already = held is not None and held.bundle.manifest == bundle.manifest
        if held is None or not already:
            # Not measured: a scene that is painted at the same time would spoil the numbers.
            held = ready.warm(self._settings, bundle, measure=False)
        self._loaded[bundle.folder] = held
        switching = time.perf_counter()
        if request.use:
            self.in_use = held
        switched = time.perf_counter()
        self._make_room()
        return messages.Loaded(
            job=request.job,
            bundle=held.painter.name,
            reads=held.bundle.manifest.model.prompt_language,
            in_use=request.use,
            already=already,
            load_s=switched - began,
            switch_s=switched - switching,
        )

    def _verified(self, folder: str | None) -> VerifiedBundle:
        opened = ready.find_bundle(self._settings, Path(folder) if folder else None)
        if opened.refused:
            # At start the next best one would do; here one that paints is in use already.
            raise opened.refused[0]
        return opened.bundle

    def _make_room(self) -> None:
        for folder in list(self._loaded):
            if len(self._loaded) <= self._settings.bundles_in_memory:
                return
            if self._loaded[folder] is not self.in_use:
                # A scene that is being painted with it keeps it alive until it is done.
                del self._loaded[folder]
                heap.return_memory()


def _tell_unforeseen(loading: "Future[None]") -> None:
    """A defect of ours would else stay in the future that nobody reads; the client saw the end."""
    if not loading.cancelled() and (fault := loading.exception()) is not None:
        _log.error("a bundle could not be loaded", exc_info=fault)
