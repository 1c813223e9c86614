"""Paints the chips' pictures with the real painter while nobody is there; stops at a touch."""

import logging
import threading
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from kiosk import errors
from kiosk.prompts import lexicon, thumbnails
from kiosk.prompts import path as prompts
from kiosk.session import work
from kiosk.session.chip_pictures import ChipPictures
from kiosk.session.jobs import Post
from kiosk.wire import client, messages

DEADLINE_S: Final = 60.0
REST_S: Final = 60.0
"""After a failure: the painter may be loading, or the disk full."""

_log = logging.getLogger(__name__)


class ChipBrush:
    """One picture at a time, on a thread of its own. `changed` is posted when there are new ones.

    All methods are for the thread that owns the session.
    """

    def __init__(
        self, socket: Path, post: Post, changed: Callable[[], None], now: Callable[[], float]
    ) -> None:
        self.pictures: Mapping[str, Path] = {}
        self._socket = socket
        self._post = post
        self._changed = changed
        self._store: ChipPictures | None = None
        self._reads: prompts.PromptLanguage = "pt"
        self._known = False
        self._stroke: _Stroke | None = None
        self._now = now
        self._rest_until = now()
        # What failed once is not tried again with this bundle: it may be what the painter dies of.
        self._spared: set[str] = set()

    @property
    def painting(self) -> bool:
        """Whether the painter works for us now. Safe from any thread."""
        return self._stroke is not None

    def use(self, bundle: str | None, reads: prompts.PromptLanguage) -> None:
        """The painter paints with this bundle now; its pictures are shown, and made if missing."""
        if bundle is None or (self._store is not None and self._store.bundle == bundle):
            return
        self.stop()
        self._store = ChipPictures(bundle)
        self._reads, self._known, self.pictures = reads, False, {}
        self._spared.clear()
        self._changed()

    def go_on(self) -> None:
        """Look up what is there, then paint the next missing picture; nothing if none is."""
        if self._store is None or self._stroke is not None or self._now() < self._rest_until:
            return
        missing = [
            chip for chip in self._store.missing(self.pictures) if chip.id not in self._spared
        ]
        if missing or not self._known:
            next_one = missing[0] if self._known else None
            self._stroke = _Stroke(self._store, next_one, self._reads)
            self._stroke.start(self._socket, self._post, self._done)

    def stop(self) -> None:
        """Let the painter go within one step. What was begun is begun again later."""
        stroke, self._stroke = self._stroke, None
        if stroke is not None:
            stroke.stop()

    def _done(self, stroke: "_Stroke", pictures: Mapping[str, Path] | None) -> None:
        if stroke is not self._stroke:
            return
        self._stroke = None
        if pictures is None:
            self._rest_until = self._now() + REST_S
            if stroke.chip is not None:
                self._spared.add(stroke.chip.id)
            return
        self._known = True
        self.pictures = {**self.pictures, **pictures}
        self._changed()


class _Stroke:
    """One look at the folder (`chip` None), or one picture painted and kept."""

    def __init__(
        self, store: ChipPictures, chip: lexicon.Chip | None, reads: prompts.PromptLanguage
    ) -> None:
        self._store = store
        self.chip = chip
        self._reads = reads
        self._stopped = threading.Event()
        self._call: client.Call | None = None
        self._lock = threading.Lock()

    def start(
        self,
        socket: Path,
        post: Post,
        done: Callable[["_Stroke", Mapping[str, Path] | None], None],
    ) -> None:
        """Work on a thread; `done(self, pictures)` is posted, with None where it failed."""

        def run() -> None:
            pictures: Mapping[str, Path] | None = None
            try:
                pictures = self._work(socket)
            except (errors.HeritageError, OSError) as fault:
                _log.info("no chip picture: %s", type(fault).__name__)
            post(lambda: done(self, pictures))

        threading.Thread(target=run, name="chip-brush", daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()
        self._cancel()

    def _work(self, socket: Path) -> Mapping[str, Path]:
        if self.chip is None:
            self._store.prune()
            return self._store.present()
        png = self._painted(socket, self.chip)
        return {} if png is None else {self.chip.id: self._store.keep(self.chip, png)}

    def _painted(self, socket: Path, chip: lexicon.Chip) -> bytes | None:
        prepared = work.prepared(thumbnails.sentence(chip), self._reads, thumbnails.SEED)
        request = messages.Paint(
            job=uuid.uuid4().hex,
            prompt=prepared.final_prompt,
            negative=prepared.negative_prompt,
            seed=thumbnails.SEED,
            deadline_s=DEADLINE_S,
            previews=False,
        )
        if self._stopped.is_set():
            return None
        call = client.Call(socket, request)
        with self._lock:
            self._call = call
        if self._stopped.is_set():
            self._cancel()
        for event in call.events():
            if isinstance(event, messages.Painted):
                return event.png
        return None

    def _cancel(self) -> None:
        with self._lock:
            call = self._call
        if call is not None:
            # A painter that is gone paints no more; the reading side ends by itself.
            with suppress(errors.TemporaryFault):
                call.send(messages.Cancel(job=call.job))
