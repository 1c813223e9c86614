"""Speech to text in the visitor's language: Whisper through faster-whisper, believed or not."""

import logging
import time
from pathlib import Path
from typing import Final, get_args

import ctranslate2
import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer

from kiosk import errors
from kiosk.listener import doubt, voice, weights
from kiosk.listener.doubt import Transcript
from kiosk.listener.wav import RATE, Samples
from kiosk.wire.messages import Language

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
LANGUAGE: Final[Language] = "pt"
# Whisper was trained on 30 s and faster-whisper pads every clip to that. A wish is short, so 12 s
# of it are heard in a window of 13: no more word errors, in a third of the time. And no list of
# hot words: it doubled the gaúcho words that were recognised and put in as many that nobody had
# said. Both are measured in docs/transcription.md.
LONGEST_SPEECH_S: Final = 12.0
WINDOW_S: Final = 13
_BEAM: Final = 2
# A caption that is written over a second later is not worth a second beam.
_GLANCE_BEAM: Final = 1
_TOKENS_AT_MOST: Final = 80
_TOKENS_OF_A_WISH: Final = 24
# A visitor waits no longer for words than this after the end of speech.
IN_TIME_S: Final = 2.0
_log = logging.getLogger(__name__)


def compute(*, gpu: bool) -> tuple[str, str]:
    """Device and precision. Never int8 on a GPU: CTranslate2 refuses it on the newest ones."""
    seen = gpu and ctranslate2.get_cuda_device_count() > 0
    return ("cuda", "float16") if seen else ("cpu", "int8")


def ready(
    given: Path | None, threads: int, *, gpu: bool = True, in_time_s: float = IN_TIME_S
) -> "Transcriber":
    """A warm model: the one in `given` if it answers in time on this computer, else the embedded.

    Raises SpeechModelAbsent or SpeechModelChanged.
    """
    model, took = _warmed(weights.speech_model(given), threads, gpu)
    if given is not None and took > in_time_s:
        _log.warning(
            "the speech model in %s takes %.1f s here, over %.1f s: the embedded one is used",
            given, took, in_time_s,
        )  # fmt: skip
        model, _ = _warmed(weights.speech_model(None), threads, gpu)
    return model


def _warmed(folder: Path, threads: int, gpu: bool) -> "tuple[Transcriber, float]":
    """The model run once, and how long a run takes; on the CPU where the GPU cannot do it."""
    if compute(gpu=gpu)[0] == "cuda":
        try:
            model = Transcriber(folder, threads, gpu=True)
            return model, model.warm()
        except (errors.SpeechModelChanged, RuntimeError) as fault:
            # A driver too old, a library that is not there, no memory: seen only now.
            _log.warning("no speech on the GPU, the CPU is used: %s", fault.__cause__ or fault)
    model = Transcriber(folder, threads, gpu=False)
    return model, model.warm()


class Transcriber:
    """A loaded speech model. One job at a time."""

    def __init__(
        self, folder: Path, threads: int, *, gpu: bool = True, window_s: int = WINDOW_S
    ) -> None:
        """Load the CTranslate2 model in `folder`: float16 on CUDA where it sees a GPU, else int8.

        `threads` are the CPU's; without `gpu` none is looked for. Speech is heard in a window of
        `window_s`. Raises SpeechModelChanged when the model cannot be read.
        """
        self.folder = folder
        self._frames = window_s * 100
        self._window_s = window_s
        device, precision = compute(gpu=gpu)
        try:
            self._model = WhisperModel(
                str(folder),
                device=device,
                compute_type=precision,
                cpu_threads=threads,
                local_files_only=True,
            )
        except (RuntimeError, ValueError) as fault:
            raise errors.SpeechModelChanged(file=str(folder)) from fault
        self._tokenizers = {language: self._tokenizer(language) for language in LANGUAGES}

    def warm(self) -> float:
        """Run everything, so that the first visitor waits no longer than the second.

        Returns seconds of a second run with as many tokens as a wish has.
        """
        quiet = np.zeros(RATE, dtype=np.float32)
        for _ in range(2):
            began = time.monotonic()
            voice.speech(quiet, LONGEST_SPEECH_S)
            self._decode(quiet, LANGUAGE, _BEAM, tokens=_TOKENS_OF_A_WISH)
        return time.monotonic() - began

    def transcribe(self, samples: Samples, language: Language = LANGUAGE) -> Transcript:
        """Text of (N,) at 16 kHz. Raises NothingUnderstood: nobody spoke, or nothing is sure."""
        heard = self._heard(samples, language, _BEAM)
        if heard is None:
            raise errors.NothingUnderstood
        return heard

    def glance(self, samples: Samples, language: Language = LANGUAGE) -> str:
        """What was said so far in (N,) at 16 kHz, for a live caption; "" where it is doubtful."""
        heard = self._heard(samples, language, _GLANCE_BEAM)
        return "" if heard is None else heard.text

    def _heard(self, samples: Samples, language: Language, beam: int) -> Transcript | None:
        spoken = voice.speech(voice.lifted(samples), LONGEST_SPEECH_S)
        if len(spoken) < doubt.limits().least_speech_s * RATE:
            return None
        heard = self._decode(spoken, language, beam)
        reason = doubt.doubt(heard)
        if reason is not None:
            # Never what was said: not even what was wrongly heard.
            _log.info("not believed: %s", reason)
        return None if reason else heard

    def _tokenizer(self, language: Language) -> Tokenizer:
        return Tokenizer(
            self._model.hf_tokenizer,
            self._model.model.is_multilingual,
            task="transcribe",
            language=language,
        )

    def _decode(
        self, spoken: Samples, language: Language, beam: int, tokens: int | None = None
    ) -> Transcript:
        """One decode: temperature 0, no timestamps, no earlier text, no hot words.

        At most _TOKENS_AT_MOST tokens, or just `tokens` whatever was said.
        """
        tokenizer = self._tokenizers[language]
        model = self._model
        features = model.feature_extractor(spoken, chunk_length=self._window_s)[:, : self._frames]
        missing = self._frames - features.shape[1]
        padded = np.pad(features, ((0, 0), (0, missing))).astype(np.float32)
        encoded = model.encode(padded)
        prompt = model.get_prompt(tokenizer, [], without_timestamps=True)
        result = model.model.generate(
            encoded,
            [prompt],
            beam_size=beam,
            max_length=len(prompt) + (tokens or _TOKENS_AT_MOST),
            no_repeat_ngram_size=3,
            sampling_temperature=0.0,
            suppress_blank=True,
            suppress_tokens=[-1, *([tokenizer.eot] if tokens else [])],
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        text = tokenizer.decode(result.sequences_ids[0]).strip()
        return Transcript(text, len(spoken) / RATE, result.scores[0], result.no_speech_prob)


def version() -> str:
    """Name and version of the engine, for the staff's status line."""
    return f"CTranslate2 {ctranslate2.__version__}"
