"""Runs the session's effects: jobs of the workers, the sentence, the idle clock. Knows no Qt.

Everything here happens on one thread; jobs hand their answers over through `post`.
"""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from kiosk import config, errors
from kiosk.prompts import compose as composing
from kiosk.prompts import lexicon
from kiosk.prompts import path as prompts
from kiosk.session import trouble, work
from kiosk.session.children import share_socket
from kiosk.session.chip_brush import ChipBrush
from kiosk.session.idle import IdleClock
from kiosk.session.jobs import Answer, Job, Post, Pulse
from kiosk.session.keeping import Keeper
from kiosk.session.machine import Effect, Event, Session, State, advance, begins, turned
from kiosk.session.sentence import Sentence, of_chips, spoken
from kiosk.session.take_home import TakeHome
from kiosk.session.visit import Visit
from kiosk.wire import messages

BRUSH_S: Final = 4.0
"""How long nobody must have been there before the painter paints for the chips."""

ABSENCE_S: Final = 20.0
"""How long the painter may be away (it loads its model for some seconds) before we say so."""

_SEEDS: Final = 2**31
_SPOKEN: Final[dict[str, messages.Language]] = {"es": "es", "en": "en"}


class Controller:
    """The session as it stands, and the doors to change it. `changed` is called after each change.

    `workers` gives the socket of painter and listener; `language` is what the visitor reads;
    `closed` tells whether nothing new may begin.
    """

    def __init__(
        self,
        settings: config.KioskConfig,
        workers: Mapping[trouble.Role, Path],
        post: Post,
        changed: Callable[[], None],
        *,
        keeper: Keeper | None = None,
        now: Callable[[], float] = time.monotonic,
        pace: float = 1.0,
        closed: Callable[[], bool] = lambda: False,
    ) -> None:
        self.keeper = keeper or Keeper()
        self.language: str = settings.language
        self.session = Session()
        self.visit = Visit()
        self.present: dict[trouble.Role, bool] = {"painter": False, "listener": False}
        self.microphone = True
        self.clock = IdleClock(now, pace)
        self._settings = settings
        self._workers = dict(workers)
        # The painter says it of its bundle; until it has answered nothing can be painted.
        self._prompt_language: prompts.PromptLanguage = "pt"
        self._post = post
        self._changed = changed
        self._now = now
        self._closed = closed
        self._painter_seen = now()
        self._job: Job | None = None
        self._held = False
        self.chips = ChipBrush(workers["painter"], post, changed, now)
        share = share_socket(workers["painter"].parent)
        self.home = TakeHome(settings, share, post, changed, now)
        self._pulses = [
            Pulse(socket, post, partial(self._occupied, role), self._told(role))
            for role, socket in workers.items()
        ]

    def open(self) -> None:
        """Begin watching the two workers."""
        for pulse in self._pulses:
            pulse.start()

    def close(self) -> None:
        """Stop the job and the watching; the visitor is forgotten."""
        self.chips.stop()
        self._stop_job()
        self._forget()
        for pulse in self._pulses:
            pulse.stop()

    def busy(self) -> bool:
        """Whether a job of ours runs. Safe from any thread."""
        return self._job is not None or self.chips.painting

    def _occupied(self, role: trouble.Role) -> bool:
        """Whether this worker has a job of ours. Safe from any thread."""
        if role == "painter" and self.chips.painting:
            return True
        return self._job is not None and self.visit.role == role

    @property
    def voice_ready(self) -> bool:
        """Whether speaking can be offered."""
        return self.microphone and self.present["listener"]

    def happen(self, event: Event) -> None:
        """Let `event` happen: the machine moves, its effects run, the screen is told."""
        self.chips.stop()
        self.clock.sign_of_life()
        if not self._may(event):
            return
        # Where the hour came during a visit, it may be looked at to its end, but not go on.
        closes = begins(self.session.state, event) and self._closed()
        self._advance(Event.CLOSE if closes else event)

    def press_to_speak(self) -> None:
        """The microphone's button went down: while it is held, silence ends nothing."""
        self._held = True
        self.happen(Event.SPEAK)
        self._held = False

    def let_go(self) -> None:
        """The button came up again at once: it was a tap, and silence ends the sentence."""
        if self._job is not None and self.session.state is State.LISTENING:
            self._job.let_go()

    def tap(self, chip_id: str) -> None:
        """A chip was tapped: it goes into the sentence, or out of it."""
        self._write(self.visit.sentence.tapped(lexicon.chip(chip_id)))

    def write(self, text: str) -> None:
        """The visitor typed the sentence."""
        self._write(spoken(text))

    def surprise(self) -> None:
        """A sentence drawn from the chips that the bundle can paint."""
        self._write(of_chips(composing.drawn(secrets.randbelow(_SEEDS))))

    def accept(self, suggestion: str) -> None:
        """Paint what was suggested instead."""
        self.write(suggestion)
        self.happen(Event.PAINT)

    def vary(self, chip_id: str) -> None:
        """Paint the same scene under another sky or in another look, from the same noise."""
        self._write(self.visit.sentence.varied(lexicon.chip(chip_id)))
        self.visit = replace(self.visit, next_seed=self.visit.seed)
        self.happen(Event.PAINT)

    def take_home(self) -> None:
        """Print or offer the finished scene, as configured."""
        self.clock.sign_of_life()
        if self.visit.finished and self.visit.picture is not None:
            self.home.begin(self.visit.picture, self.visit.sentence.text, self.language)

    def sign_of_life(self) -> None:
        """A touch anywhere: the idle wait begins again, the invitation closes."""
        self.chips.stop()
        self.clock.sign_of_life()
        if self.session.state is State.INVITE:
            self.happen(Event.TOUCH)

    def tick(self) -> None:
        """Called a few times a second: lets time act."""
        due = self.clock.due(self.session.state)
        if due is not None:
            self.happen(due)
        elif (change := turned(self.session.state, self._closed())) is not None:
            self._advance(change)
        elif self.session.state is State.ATTRACT and self._painter_away():
            self.happen(Event.PAINTER_LOST)
        elif self._nobody_there():
            self.chips.go_on()
        elif self.session.state is State.SHOWING:
            self.home.look()

    def _may(self, event: Event) -> bool:
        match event:
            case Event.PAINT:
                return bool(self.visit.sentence.text)
            case Event.SPEAK:
                return self.voice_ready
            case Event.KEEP:
                return self.keeper.offered and self.visit.keeping in ("", "refused")
        return True

    def _write(self, written: Sentence) -> None:
        self.clock.sign_of_life()
        self.visit = self.visit.written(written)
        self._changed()

    def _advance(self, event: Event) -> None:
        """The machine moves, its effects run, the screen is told."""
        before = self.session
        self.session, effects = advance(before, event)
        self.keeper.moved(before.state, self.session.state)
        for effect in effects:
            self._run(effect)
        self._changed()

    def _run(self, effect: Effect) -> None:
        {
            Effect.START_LISTENING: self._listen,
            Effect.END_SPEECH: self._end_speech,
            Effect.START_PAINTING: self._paint,
            Effect.KEEP_SCENE: self._keep,
            Effect.STOP_JOB: self._stop_job,
            Effect.FORGET: self._forget,
        }[effect]()

    def _forget(self) -> None:
        self.home.forget()
        self.visit = Visit()

    def _keep(self) -> None:
        picture, text = self.visit.picture, self.visit.sentence.text
        if picture is not None:
            self.visit = replace(self.visit, keeping="writing")
            told = partial(self._kept, picture)
            self.keeper.keep(picture, text, self.language, self._post, told)

    def _kept(self, picture: bytes, kept: bool) -> None:
        """Said of the scene it belongs to only: the visitor may be looking at another."""
        if self.visit.picture is picture:
            self.visit = replace(self.visit, keeping="kept" if kept else "refused")
            self._changed()

    def _stop_job(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.stop()

    def _end_speech(self) -> None:
        self.visit = replace(self.visit, ending=True, level=0.0)
        if self._job is not None:
            self._job.end_speech()

    def _listen(self) -> None:
        language = _SPOKEN.get(self.language, "pt")
        self.visit = self.visit.listened_to(language)
        self._start("listener", work.listening(self._settings, language, self._held))

    def _paint(self) -> None:
        self.home.forget()
        again = self.visit.next_seed
        seed = secrets.randbelow(_SEEDS) if again is None else again
        self.visit = self.visit.painted_for(seed)
        text, reads = self.visit.sentence.text, self._prompt_language
        self._start(
            "painter", work.painting(text, seed, reads, self._settings, self.keeper.count)
        )

    def _start(self, role: trouble.Role, compose: work.Compose) -> None:
        self._job = Job(self._post, self._answered)
        self._job.start(self._workers[role], compose)

    def _answered(self, job: Job, what: Answer) -> None:
        if job is not self._job:
            return
        self.visit, event = self.visit.answered(what)
        if event is None:
            self.clock.sign_of_life()
            self._changed()
            return
        if isinstance(what, errors.MicrophoneAbsent):
            self.microphone = False
        self._job = None
        self.happen(event)

    def _told(self, role: trouble.Role) -> Callable[[messages.Healthy | None], None]:
        def told(answer: messages.Healthy | None) -> None:
            present = answer is not None
            if role == "painter" and answer is not None:
                self._painter_seen = self._now()
                self._prompt_language = answer.reads or self._prompt_language
                self.chips.use(answer.bundle, self._prompt_language)
            heard = self.microphone
            if answer is not None and answer.microphone is not None:
                heard = answer.microphone
            elif role == "listener" and present and not self.present[role]:
                # A listener that came back may have found its microphone.
                heard = True
            if (self.present[role], self.microphone) == (present, heard):
                return
            self.present[role], self.microphone = present, heard
            if self.present["painter"]:
                self._advance(Event.PAINTER_BACK)
            else:
                self._changed()

        return told

    def _nobody_there(self) -> bool:
        """Whether the painter is free, and has been for so long that it will be for a while."""
        resting = self.session.state is State.ATTRACT and self.present["painter"]
        return resting and self._job is None and self.clock.quiet_s() >= BRUSH_S

    def _painter_away(self) -> bool:
        return not self.present["painter"] and self._now() - self._painter_seen > ABSENCE_S
