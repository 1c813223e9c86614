"""What the two workers are asked: a sentence made ready and painted, a visitor listened to."""

import logging
from collections.abc import Callable, Iterator

from kiosk import config, errors
from kiosk.gallery import counters
from kiosk.prompts import path as prompts
from kiosk.prompts import translate
from kiosk.session.jobs import Answer
from kiosk.wire import messages

Compose = Callable[[str], Iterator[Answer | messages.Request]]
"""By a job's id: what it tells the session and asks its worker, in order. Runs on its thread."""

_log = logging.getLogger(__name__)


def prepared(text: str, reads: prompts.PromptLanguage, seed: int) -> prompts.Prepared:
    """`text` made ready for a bundle that reads that language. May take as long as translating."""
    translator = translate.engine_if_any(_tell) if reads == "en" else None
    return prompts.prepare(text, prompt_language=reads, seed=seed, translator=translator)


def listening(
    settings: config.KioskConfig, language: messages.Language, held: bool
) -> Compose:
    """Listen to the visitor in `language`; while the button is `held`, silence ends nothing."""

    def compose(job: str) -> Iterator[Answer | messages.Request]:
        yield messages.Listen(
            job=job, deadline_s=settings.listen_deadline_s, language=language, held=held
        )

    return compose


def painting(
    text: str,
    seed: int,
    reads: prompts.PromptLanguage,
    settings: config.KioskConfig,
    count: Callable[[counters.Counter], None],
) -> Compose:
    """Paint `text` from the noise of `seed`; raises PromptBlocked where it is better not painted.

    `count` is told what was decided of the words.
    """

    def compose(job: str) -> Iterator[Answer | messages.Request]:
        ready = prepared(text, reads, seed)
        count(counters.words(ready.category))
        yield ready
        if ready.verdict == "block":
            raise errors.PromptBlocked(suggestion=ready.suggestion or "")
        yield messages.Paint(
            job=job,
            prompt=ready.final_prompt,
            negative=ready.negative_prompt,
            seed=seed,
            deadline_s=settings.paint_deadline_s,
            profile=settings.profile,
        )

    return compose


def _tell(absent: errors.TranslatorAbsent) -> None:
    """A picture of the glossary's words alone is worse than one of all, and better than none."""
    _log.warning("%s", absent)
