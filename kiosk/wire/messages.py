"""Every message between the kiosk's processes. Strict: an unknown field or tag is refused.

A client opens one connection per job, sends one request, reads events until the last one
(Painted, Loaded, Heard, Shared, Failed, Cancelled). `Cancel` may follow on the same connection.
"""

from typing import Final, Literal

import msgspec

PROTOCOL: Final = 2


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag=True, kw_only=True):
    """Common to all: which job it belongs to."""

    job: str


class Paint(Message, frozen=True):
    """ui → painter. Paint `prompt`; answer within `deadline_s` seconds or give up."""

    prompt: str
    seed: int
    deadline_s: float
    negative: str | None = None
    profile: str | None = None
    previews: bool = True


class Load(Message, frozen=True):
    """ui → painter. Verify the bundle in `folder` (None: the installed one) and load it.

    Painting goes on meanwhile, with the bundle that was in use. When it is loaded, scenes are
    painted with it from the next one on; without `use` it only lies ready.
    """

    deadline_s: float
    folder: str | None = None
    use: bool = True


Language = Literal["pt", "es", "en"]
"""What is spoken to the listener."""


class Listen(Message, frozen=True):
    """ui → listener. Hear one utterance from `source` (a WAV path) or the microphone (None).

    `held`: the button is down, so silence ends nothing until LetGo. `live`: a WAV is heard as fast
    as it was spoken, as if it came from the microphone.
    """

    deadline_s: float
    source: str | None = None
    language: Language = "pt"
    held: bool = False
    live: bool = False


class Share(Message, frozen=True):
    """ui → share. Offer this picture (PNG) on the museum's network, on a page in `language`."""

    png: bytes
    language: str
    deadline_s: float


class EndSpeech(Message, frozen=True):
    """ui → listener. The visitor let go of the button: transcribe what was heard."""


class LetGo(Message, frozen=True):
    """ui → listener. The button was tapped, not held: from now on silence ends the sentence."""


class Health(Message, frozen=True):
    """ui → any worker. Answered by Healthy."""


class Cancel(Message, frozen=True):
    """ui → any worker. Stop this job within one step."""


class Progress(Message, frozen=True):
    """painter → ui. `fraction` in 0..1; `preview` is a PNG, or None on steps without one."""

    step: int
    steps: int
    fraction: float
    preview: bytes | None = None


class Painted(Message, frozen=True):
    """painter → ui. The finished scene. Times in seconds since the request was read.

    With other `threads`, or `split` otherwise, the same scene may differ in its last bits.
    `instead_of`: memory did not suffice for this profile, so `profile`, a smaller one, was painted.
    """

    png: bytes
    prompt: str
    seed: int
    steps: int
    width: int
    height: int
    first_preview_s: float
    total_s: float
    provider: str
    bundle: str
    sha256: str
    profile: str
    threads: int
    split: bool
    instead_of: str | None = None


class Loaded(Message, frozen=True):
    """painter → ui. The bundle is in memory and warm; `already`: it was before.

    `load_s` is from the request to now, `switch_s` how long no scene could begin.
    """

    bundle: str
    reads: Literal["pt", "en"]
    in_use: bool
    already: bool
    load_s: float
    switch_s: float


class Level(Message, frozen=True):
    """listener → ui, about ten a second. `level` 0..1 for the meter; `clipped` if too loud.

    `speech`: somebody has begun to speak. `probability`: that of speech just now. `lost`: blocks of
    sound that were dropped so far.
    """

    level: float
    clipped: bool
    speech: bool
    probability: float = 0.0
    lost: int = 0


class Caption(Message, frozen=True):
    """listener → ui. What was said so far, to be shown and nothing else: the next may differ."""

    text: str


class SpeechOver(Message, frozen=True):
    """listener → ui. The sentence is over, by button, silence or time; Heard or Failed follows."""


class Heard(Message, frozen=True):
    """listener → ui. What was said, and how long hearing and transcribing took."""

    transcript: str
    listen_s: float
    audio_s: float


class Shared(Message, frozen=True):
    """share → ui. The page is at `url`, for `seconds`; then the picture is forgotten."""

    url: str
    seconds: float


class Engine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the painter paints with, and why. `profile` is painted where a request names none.

    `split`: guidance takes two UNet runs, not one. `tuning`: where threads and profile come from.
    `loaded`: every bundle in memory.
    """

    provider: str
    flavour: str
    why: str
    threads: int
    split: bool
    tuning: Literal["measured", "remembered", "none"]
    profile: str
    profiles: tuple[str, ...]
    loaded: tuple[str, ...]


class Healthy(Message, frozen=True):
    """any worker → ui. `reads`: the painter's bundle reads prompts in this language.

    `bundle` is that bundle's name, release and digest as one word: another word, other pictures.
    `microphone`: whether the listener's is there; None where nobody knows (yet).
    """

    role: Literal["painter", "listener", "share"]
    detail: str
    reads: Literal["pt", "en"] | None = None
    bundle: str | None = None
    engine: Engine | None = None
    microphone: bool | None = None


class Failed(Message, frozen=True):
    """any worker → ui. `kind` is the error class's name in kiosk.errors, `values` fill it in."""

    kind: str
    values: dict[str, str]


class Cancelled(Message, frozen=True):
    """any worker → ui. The job was stopped as asked."""


Request = Paint | Load | Listen | Share | EndSpeech | LetGo | Health | Cancel
Event = (
    Progress | Painted | Loaded | Level | Caption | SpeechOver | Heard | Shared | Healthy
    | Failed | Cancelled
)  # fmt: skip
