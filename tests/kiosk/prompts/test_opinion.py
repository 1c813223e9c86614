"""The second opinion: what it learns, what it may not see, and how sure it must be."""

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk import errors
from kiosk.prompts import disguise, ngrams, opinion, rules, safety
from kiosk.prompts.opinion import ALLOWED, Example
from kiosk.prompts.rulebook import Rulebook

WORDS = st.lists(st.text(alphabet="abcdeo", min_size=1, max_size=8), max_size=12)
HARM = ("empurra o colega da ponte", "joga a colega do morro", "empurra a vizinha no poço")
PLAY = ("empurra o colega no balanço", "joga a bola pra colega", "a vizinha tira água do poço")
RULES = """
[opinion]
block = 0.6
soften = 0.6
[contexts]
play = ["faz de conta"]
[groups]
[[rule]]
id = "violence"
verdict = "block"
instead = "um boi"
any = ["surra"]
"""


def _taught() -> opinion.Opinion:
    harm = [Example(opinion.see(text.split()), "violence") for text in HARM]
    play = [Example(opinion.see(text.split()), ALLOWED) for text in PLAY]
    return opinion.learn(harm + play)


@pytest.fixture(scope="module")
def taught() -> opinion.Opinion:
    return _taught()


@pytest.fixture
def file(tmp_path) -> rules.RuleFile:
    written = tmp_path / "rules.toml"
    written.write_text(RULES, "utf-8")
    return rules.read(written)


@given(WORDS)
def test_what_is_seen_is_a_set_of_numbers(row: list[str]) -> None:
    seen = ngrams.numbers(row, 512)
    assert np.all(np.diff(seen) > 0)
    assert np.all((seen >= 0) & (seen < 512))
    assert np.array_equal(seen, ngrams.numbers(row, 512))


@given(WORDS)
def test_shares_are_shares(taught: opinion.Opinion, row: list[str]) -> None:
    shares = taught.shares(opinion.see(row))
    assert set(shares) == {ALLOWED, "violence"}
    assert sum(shares.values()) == pytest.approx(1.0, abs=1e-5)


def test_it_learns_what_words_do_together(taught: opinion.Opinion) -> None:
    def harmful(text: str) -> float:
        return taught.shares(opinion.see(text.split()))["violence"]

    assert harmful("empurra o vizinho da ponte") > 0.5 > harmful("a colega no balanço")
    assert all(harmful(text) > 0.8 for text in HARM)
    assert all(harmful(text) < 0.2 for text in PLAY)


def test_the_same_examples_give_the_same_file(taught: opinion.Opinion) -> None:
    assert _taught().packed() == taught.packed()


def test_a_file_says_what_was_learnt(taught: opinion.Opinion, tmp_path) -> None:
    written = tmp_path / "opinion.npz"
    written.write_bytes(taught.packed())
    seen = opinion.see(HARM[0].split())
    assert opinion.read(written).shares(seen) == taught.shares(seen)


@pytest.mark.parametrize("cut", [0, 10, 1000])
def test_half_a_file_is_refused_by_name(taught: opinion.Opinion, tmp_path, cut: int) -> None:
    written = tmp_path / "opinion.npz"
    written.write_bytes(taught.packed()[:cut])
    with pytest.raises(errors.ConfigUnreadable) as refused:
        opinion.read(written)
    assert "opinion.npz" in refused.value.say()


def test_it_is_asked_where_no_rule_speaks(taught: opinion.Opinion, file: rules.RuleFile) -> None:
    alone, both = Rulebook(file), Rulebook(file, taught)
    assert safety.judge(HARM[0], alone).verdict == "allow"
    judged = safety.judge(HARM[0], both)
    assert (judged.verdict, judged.category, judged.offer) == ("block", "violence", "um boi")
    assert judged.rule == safety.SECOND
    assert safety.judge(PLAY[0], both).verdict == "allow"
    assert safety.judge("uma surra", both).rule == "violence"


def test_one_turns_it_off(taught: opinion.Opinion, file: rules.RuleFile) -> None:
    off = msgspec.structs.replace(file, opinion=rules.Sure(block=1.0, soften=1.0))
    assert safety.judge(HARM[0], Rulebook(off, taught)).verdict == "allow"


def test_it_sees_a_context_by_its_name_alone(file: rules.RuleFile) -> None:
    book = Rulebook(file)
    tokens = disguise.plain(["o", "touro", "faz", "de", "conta", "que", "dorme"])
    assert book.sight(tokens, book.hits(tokens)) == ["o", "touro", "@play", "que", "dorme"]


def test_a_category_without_a_rule_is_not_used(
    taught: opinion.Opinion, file: rules.RuleFile
) -> None:
    other = msgspec.structs.replace(file.rule[0], id="other")
    book = Rulebook(msgspec.structs.replace(file, rule=(other,)), taught)
    assert safety.judge(HARM[0], book).verdict == "allow"


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=300))
def test_the_shipped_one_judges_any_text(text: str) -> None:
    assert safety.judge(text).verdict in ("allow", "soften", "block")
