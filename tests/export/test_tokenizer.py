"""tokenizer.json gives the ids that the diffusers pipeline would give its text encoder."""

from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from export import tokenizer
from export.errors import TokenizerDiffers

PORTUGUESE = st.text(
    "abcdefghijklmnopqrstuvwxyzABCÇÃÕÁÉÍÓÚÂÊÔàçãõáéíóúâêôü 0123456789.,;!?-'\"º\t\n"
)
# Assigned in every Unicode version in use; unassigned characters differ between libraries.
ANYTHING = st.text(st.characters(exclude_categories=("Cs", "Cn", "Co")))


@pytest.fixture(scope="module")
def pair(shared_clip: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Tokenizer]:
    file: Path = tmp_path_factory.mktemp("converted") / "tokenizer.json"
    tokenizer.save(tokenizer.convert(shared_clip), file)
    return shared_clip, Tokenizer.from_file(str(file))


@example(text="A𫠠 日本 ﬁ")
@settings(max_examples=100, deadline=None)
@given(text=PORTUGUESE | ANYTHING.filter(lambda text: "<|" not in text))
def test_ids_are_the_same(pair: tuple[Any, Tokenizer], text: str) -> None:
    slow, converted = pair
    ids = converted.encode(text).ids
    assert ids == tokenizer.reference_ids(slow, text)
    assert len(ids) == slow.model_max_length


@pytest.mark.parametrize("text", tokenizer.SAMPLES, ids=lambda text: text[:12])
def test_samples(pair: tuple[Any, Tokenizer], text: str) -> None:
    slow, converted = pair
    assert converted.encode(text).ids == tokenizer.reference_ids(slow, text)


def test_one_that_would_differ_is_refused(clip: Any) -> None:
    class Lying:
        """Says it has no merges but applies them."""

        bpe_ranks: ClassVar[dict[tuple[str, str], int]] = {}

        def __getattr__(self, name: str) -> Any:
            return getattr(clip, name)

        def __call__(self, *args: Any, **options: Any) -> Any:
            return clip(*args, **options)

    with pytest.raises(TokenizerDiffers, match="ga"):
        tokenizer.convert(Lying())
