"""Words written without the gaps between them, and backwards: further readings of a sentence."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from kiosk.prompts import lexicon
from kiosk.prompts.disguise import Token
from kiosk.prompts.rules import stem

# Short words without a gap are too often one word that the kiosk does not know (`com puta dor`,
# `ando rinha`): the least letters of a run, of both words of a pair, of one among more, and of all
# on average.
_SHORTEST_RUN: Final = 7
_PAIR: Final = 4
_LONG: Final = 5
_AVERAGE: Final = 3
_TINY: Final = 3
_AFTER_ONE: Final = 12
_NO_PARTS: Final = frozenset(("rinha", "rinhas", "rina", "rinas"))
_NO_END: Final = "mente"
_SHORTEST_ROOT: Final = 4
_LONGEST_WORD: Final = 20
# What it costs to read a word of one, two or three letters, and a longer one: few words are best.
_COSTS: Final = (0.0, 5.0, 3.4, 2.4, 2.0)
_HOLDING: Final = 0.5
# A letter that belongs to no word, where the letters stood apart.
_STRAY: Final = 7.0
_WORDS_OF_ONE: Final = frozenset("aeo")
_ENDINGS: Final = frozenset((
    "", "s", "a", "e", "i", "o", "as", "es", "is", "os", "am", "em", "ei", "ou", "ar", "er", "ir",
    "ando", "endo", "indo", "ada", "ado", "adas", "ados", "ida", "ido", "inha", "inho", "ao", "ana",
    "ona", "oes", "ing", "ed", "ismo", "ista", "istas", "eira", "eiro", "ias", "ia",
))  # fmt: skip
# Letters of a sentence that is read backwards; fewer are too often a word of another language.
_TELLING: Final = 8


class Runs:
    """Reads sentences by `known` words and by the words, roots and phrases in `entries`."""

    def __init__(self, known: Collection[str], entries: Iterable[str]) -> None:
        listed = set(entries)
        self._known = known
        self._function = lexicon.function_words()
        words = (entry.split() for entry in listed)
        self._phrases = {
            "".join(map(stem, phrase)): tuple(map(stem, phrase))
            for phrase in words
            if len(phrase) > 1 and all(stem(word).isalpha() for word in phrase)
        }
        slots = {slot for entry in listed for slot in entry.split()}
        self._listed = frozenset(slot for slot in slots if slot.isalpha())
        self._roots = frozenset(
            slot[:-1] for slot in slots if slot.endswith("*") and len(slot) > _SHORTEST_ROOT
        )

    def ungapped(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """`tokens` with runs of words (`homemsemroupa`, `t o d o m u n d o`) as words."""
        return tuple(part for token in tokens for part in self._parts(token))

    def backwards(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """The sentence from its last letter on, where only that makes words; else nothing."""
        long = [token.forms[0] for token in tokens if len(token.forms[0]) > 1]
        turned = [word[::-1] for word in long]
        if sum(map(len, long)) < _TELLING or not all(map(self._word, turned)):
            return ()
        if 2 * sum(map(self._word, long)) > len(long):
            return ()
        return tuple(
            Token((token.forms[0][::-1],), token.start, token.end) for token in reversed(tokens)
        )

    def _parts(self, token: Token) -> Iterator[Token]:
        if not token.spelled and (
            len(token.forms[0]) < _SHORTEST_RUN or any(map(self._word, token.forms))
        ):
            yield token
            return
        for form in token.forms:
            if not form.isalpha() or (form.endswith(_NO_END) and not token.spelled):
                continue
            parts = self._split(form, token.spelled)
            words = [word for part in parts for word in self._phrases.get(part, (part,))]
            told = any(len(part) >= _SHORTEST_RUN and part in self._phrases for part in parts)
            if words and (token.spelled or told or self._likely(words)):
                for word in words:
                    yield Token((word,), token.start, token.end)
                return
        yield token

    def _split(self, letters: str, spelled: bool) -> list[str]:
        """The fewest and longest words that `letters` are; nothing where they are none."""
        best: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, len(letters) + 1):
            choices = [
                (best[start][0] + self._cost(letters[start:end]), start)
                for start in range(max(0, end - _LONGEST_WORD), end)
                if best[start][0] < float("inf") and self._part(letters[start:end])
            ]
            if spelled:
                choices.append((best[end - 1][0] + _STRAY, end - 1))
            best.append(min(choices, default=(float("inf"), 0)))
        if best[-1][0] == float("inf"):
            return []
        words: list[str] = []
        end = len(letters)
        while end:
            words.append(letters[best[end][1] : end])
            end = best[end][1]
        return words[::-1]

    def _cost(self, word: str) -> float:
        """Few words are best, and those that hold a sentence together before others."""
        return _COSTS[min(len(word), len(_COSTS) - 1)] - _HOLDING * (word in self._function)

    def _likely(self, words: Sequence[str]) -> bool:
        """Whether somebody wrote `words` without gaps, and it is no one word that holds them."""
        if len(words) == 1 or not _NO_PARTS.isdisjoint(words):
            return False
        longest = max(map(len, words))
        tiny = [
            at for at, word in enumerate(words) if len(word) <= _TINY and word not in self._function
        ]
        for at in tiny:
            # `mulhernua`, `vaitomarnocu`; little words of every day only beside a long one
            told = max(map(len, words[max(0, at - 2) : at]), default=0) >= _LONG
            ends = at + 1 == len(words) or words[at + 1] in self._function
            if not (longest > _LONG if words[at] in self._known else told and ends):
                return False
        if len(words) == 2:
            named = words[0] in self._known and words[1] not in self._known
            return min(map(len, words)) >= _PAIR or (tiny == [1] and named)
        letters = sum(map(len, words))
        if len(words[0]) == 1 and letters < _AFTER_ONE:
            return False
        return longest >= _LONG and letters >= _AVERAGE * len(words)

    def _part(self, word: str) -> bool:
        return word in self._phrases or self._word(word)

    def _word(self, word: str) -> bool:
        if len(word) == 1:
            return word in _WORDS_OF_ONE
        if word in self._known or word in self._listed:
            return True
        cuts = range(_SHORTEST_ROOT, len(word) + 1)
        return any(word[:cut] in self._roots and word[cut:] in _ENDINGS for cut in cuts)
