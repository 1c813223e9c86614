"""Everything that belongs to one visitor. Pure: what is said, or answered, makes another visit."""

from dataclasses import dataclass, field, replace
from typing import Literal

from kiosk import errors
from kiosk.prompts import path as prompts
from kiosk.prompts import repair
from kiosk.session.jobs import Answer
from kiosk.session.machine import Event
from kiosk.session.sentence import Sentence, spoken
from kiosk.session.trouble import Role
from kiosk.wire import messages

Keeping = Literal["", "writing", "kept", "refused"]
"""Whether the scene was left for the wall."""


@dataclass(frozen=True)
class Visit:
    """What one visitor said and was shown. FORGET puts a new one in its place.

    `repaired` has what was heard and what was written for it, where they differ; `seed` is the
    noise of the picture, `next_seed` that of the next one where it is to be the same.
    """

    sentence: Sentence = field(default_factory=Sentence)
    heard: bool = False
    repaired: tuple[tuple[str, str], ...] = ()
    listened_in: messages.Language = "pt"
    prepared: prompts.Prepared | None = None
    picture: bytes | None = None
    finished: bool = False
    seed: int | None = None
    next_seed: int | None = None
    fraction: float = 0.0
    level: float = 0.0
    speech: bool = False
    clipped: bool = False
    caption: str = ""
    ending: bool = False
    fault: errors.HeritageError | None = None
    role: Role = "painter"
    keeping: Keeping = ""

    def written(self, sentence: Sentence) -> "Visit":
        """With another sentence, by touch or typed."""
        return replace(
            self, sentence=sentence, heard=False, repaired=(), prepared=None, next_seed=None
        )

    def listened_to(self, language: messages.Language) -> "Visit":
        """As the listener begins."""
        return replace(
            self, role="listener", listened_in=language, level=0.0, speech=False, clipped=False,
            caption="", ending=False, fault=None,
        )  # fmt: skip

    def painted_for(self, seed: int) -> "Visit":
        """As the painter begins, from the noise of `seed`."""
        return replace(
            self,
            role="painter",
            picture=None,
            finished=False,
            seed=seed,
            next_seed=None,
            fraction=0.0,
            fault=None,
            prepared=None,
            keeping="",
        )

    def answered(self, what: Answer) -> "tuple[Visit, Event | None]":
        """With a worker's answer, and the session event it means if it ends the job."""
        match what:
            case prompts.Prepared():
                return replace(self, prepared=what), None
            case messages.Progress():
                picture = what.preview or self.picture
                return replace(self, fraction=what.fraction, picture=picture), None
            case messages.Level() | messages.Caption() | messages.SpeechOver():
                return self._followed(what), None
            case messages.Painted():
                done = replace(self, picture=what.png, fraction=1.0, finished=True)
                return done, Event.PAINTED
            case messages.Heard():
                return self._heard(what.transcript)
            case messages.Cancelled():
                return self, Event.CANCEL
            case errors.HeritageError():
                return replace(self, fault=what), Event.FAILED
        return self, None

    def _followed(
        self, what: messages.Level | messages.Caption | messages.SpeechOver
    ) -> "Visit":
        """What is seen while somebody speaks. Nothing of it becomes the sentence."""
        match what:
            case messages.Level(level=level, speech=speech, clipped=clipped):
                return replace(self, level=level, speech=speech, clipped=clipped)
            case messages.Caption(text=caption):
                return replace(self, caption=caption)
            case messages.SpeechOver():
                return replace(self, ending=True, level=0.0)

    def _heard(self, transcript: str) -> "tuple[Visit, Event]":
        # Repaired before it is shown: the visitor says yes or no to what was changed. The words it
        # knows by their sound are Portuguese.
        written = repair.repair(transcript) if self.listened_in == "pt" else transcript
        sentence = spoken(written)
        if not sentence.text:
            return replace(self, fault=errors.NothingUnderstood()), Event.FAILED
        repaired = repair.changed(transcript, written)
        after = replace(self, sentence=sentence, heard=True, repaired=repaired, caption="")
        return after, Event.HEARD
