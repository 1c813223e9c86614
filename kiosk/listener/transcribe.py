"""Speech to Portuguese text: Whisper through faster-whisper, with gates against invented text."""

import functools
import re
import zlib
from pathlib import Path
from typing import Final, Literal, get_args

import ctranslate2
import msgspec
import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer

from kiosk import errors
from kiosk.listener import voice
from kiosk.listener.wav import RATE, Samples
from kiosk.prompts import lexicon, normalise

Language = Literal["pt", "es", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
LANGUAGE: Final[Language] = "pt"
# Whisper was trained on 30 s and faster-whisper pads every clip to that. A wish is short, so 12 s
# of it are heard in a window of 13. Measured with 12 s on 55 robot-read sentences: no more word
# errors than with 30 s (0.70 against 0.78), in a third of the time.
LONGEST_SPEECH_S: Final = 12.0
_WINDOW_S: Final = 13
_FRAMES: Final = _WINDOW_S * 100
_BEAM: Final = 2
# A caption that is written over a second later is not worth a second beam.
_GLANCE_BEAM: Final = 1
_TOKENS_AT_MOST: Final = 80
# No list of hot words: on the same sentences one doubled the domain words that were recognised
# but put five in that nobody had said, and a prompt in sentences put in nineteen.

_SHORTEST_SPEECH_S: Final = 0.3
# Mean log-probability of a token. The gate does not trust no_speech alone: invented subtitles
# have been seen with a low one, and turbo models always report zero.
_LEAST_LIKELY: Final = -1.6
_DOUBTFUL: Final = -1.0
_NO_SPEECH: Final = 0.8
_MOST_REPETITIVE: Final = 2.4
_CREDITS: Final = re.compile(
    r"(?:traducao e )?(?:legendas?|legendad[oa]|subtitulos?) (?:por|pela) .+"
)


class Transcript(msgspec.Struct, frozen=True):
    """`likelihood` is the mean log-probability of a token; `speech_s` what was transcribed."""

    text: str
    speech_s: float
    likelihood: float
    no_speech: float


class Transcriber:
    """A loaded speech model. One job at a time."""

    def __init__(self, folder: Path, threads: int) -> None:
        """Load the CTranslate2 model in `folder`, int8 on the CPU with `threads` threads.

        Raises SpeechModelChanged when it cannot be read.
        """
        try:
            self._model = WhisperModel(
                str(folder),
                device="cpu",
                compute_type="int8",
                cpu_threads=threads,
                local_files_only=True,
            )
        except (RuntimeError, ValueError) as fault:
            raise errors.SpeechModelChanged(file=str(folder)) from fault
        self._tokenizers = {language: self._tokenizer(language) for language in LANGUAGES}

    def warm(self) -> None:
        """Run everything once, so that the first visitor waits no longer than the second."""
        quiet = np.zeros(RATE, dtype=np.float32)
        voice.speech(quiet, LONGEST_SPEECH_S)
        self._decode(quiet, LANGUAGE, _BEAM)

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
        if len(spoken) < _SHORTEST_SPEECH_S * RATE:
            return None
        heard = self._decode(spoken, language, beam)
        return heard if plausible(heard) else None

    def _tokenizer(self, language: Language) -> Tokenizer:
        return Tokenizer(
            self._model.hf_tokenizer,
            self._model.model.is_multilingual,
            task="transcribe",
            language=language,
        )

    def _decode(self, spoken: Samples, language: Language, beam: int) -> Transcript:
        """One decode: temperature 0, no timestamps, no earlier text, no hot words."""
        tokenizer = self._tokenizers[language]
        model = self._model
        features = model.feature_extractor(spoken, chunk_length=_WINDOW_S)[:, :_FRAMES]
        missing = _FRAMES - features.shape[1]
        padded = np.pad(features, ((0, 0), (0, missing))).astype(np.float32)
        encoded = model.encode(padded)
        prompt = model.get_prompt(tokenizer, [], without_timestamps=True)
        result = model.model.generate(
            encoded,
            [prompt],
            beam_size=beam,
            max_length=len(prompt) + _TOKENS_AT_MOST,
            no_repeat_ngram_size=3,
            sampling_temperature=0.0,
            suppress_blank=True,
            suppress_tokens=[-1],
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        text = tokenizer.decode(result.sequences_ids[0]).strip()
        return Transcript(text, len(spoken) / RATE, result.scores[0], result.no_speech_prob)


def plausible(heard: Transcript) -> bool:
    """Whether somebody may have said this: not unlikely, not repeated, not a known invention."""
    if heard.likelihood < _LEAST_LIKELY:
        return False
    if heard.no_speech > _NO_SPEECH and heard.likelihood < _DOUBTFUL:
        return False
    folded = normalise.fold(heard.text)
    return bool(folded) and not phantom(folded) and not _repeats(folded)


def phantom(folded: str) -> bool:
    """Whether a folded utterance, as a whole, is text that Whisper invents on silence or noise."""
    return folded in _phantoms() or _CREDITS.fullmatch(folded) is not None


@functools.cache
def _phantoms() -> frozenset[str]:
    return frozenset(normalise.fold(line) for line in lexicon.lines("phantoms.txt"))


def _repeats(folded: str) -> bool:
    """One phrase over and over. Names such as quero-quero repeat a word, so short text passes."""
    words = folded.split()
    if len(words) < 8:
        return False
    raw = folded.encode()
    packed = len(raw) / len(zlib.compress(raw)) > _MOST_REPETITIVE
    return packed or len(set(words)) * 3 <= len(words)


def version() -> str:
    """Name and version of the engine, for the staff's status line."""
    return f"CTranslate2 {ctranslate2.__version__}"
