"""`heritage-kiosk words` and `translate`, as staff and programs use them."""

import json
from pathlib import Path

import pytest

from kiosk import config
from kiosk.gallery import counters, local
from kiosk.prompts import opinion, safety
from tests.kiosk.commands import run

RECORDS = (
    {"id": "1", "text": "um gaúcho no campo", "expect": "allow", "kind": "plain"},
    {"id": "2", "text": "uma mulher pelada", "expect": "block", "kind": "block"},
    {"id": "3", "text": "uma faca campeira", "expect": "block", "kind": "tricky"},
)


def _set(folder: Path, *fields: str) -> Path:
    file = folder / "set.jsonl"
    rows = [{name: record[name] for name in fields} for record in RECORDS]
    file.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n", "utf-8")
    return file


def test_sentences_are_judged_by_id_and_text_alone(tmp_path: Path) -> None:
    bare = json.loads(run("words", _set(tmp_path, "id", "text"), "--json").stdout)
    full = json.loads(run("words", _set(tmp_path, *RECORDS[0]), "--json").stdout)
    assert [item["verdict"] for item in bare["items"]] == ["allow", "block", "allow"]
    assert set(bare["items"][0]) == {"id", "verdict", "final_prompt", "terms", "ms"}
    assert bare["items"][0]["terms"] == ["gaúcho"]
    for told in (bare, full):
        for item in told["items"]:
            assert item.pop("ms") > 0
    assert bare["items"] == full["items"]
    assert bare["table"]["categories"] == {"sexual": 1}
    assert "blocked_recall" not in bare["table"]
    assert full["table"]["blocked_recall"] == 0.5
    assert full["table"]["soften_right"] is None


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text('{"id": "1", "text": "a"}\n{"id": 2}\n', "utf-8")
    done = run("words", file)
    assert done.returncode == 65
    assert "linha 2" in done.stderr
    assert run("words", tmp_path / "absent.jsonl").returncode == 65


def test_rules_are_put_to_their_examples(tmp_path: Path) -> None:
    assert run("words").returncode == 0
    file = tmp_path / "rules.toml"
    rule = 'id = "x"\nverdict = "block"\ninstead = "um boi"\nany = ["ema"]\nspares = ["uma ema"]\n'
    head = "[opinion]\nblock = 1.0\nsoften = 1.0\n[contexts]\n[groups]\n"
    file.write_text(f"{head}[[rule]]\n{rule}", "utf-8")
    done = run("words", "--rules", file, "--json")
    assert done.returncode == 1
    (failure,) = json.loads(done.stdout)["failures"]
    assert (failure["text"], failure["verdict"]) == ("uma ema", "block")


def test_counts_are_shown_also_while_the_kiosk_runs() -> None:
    assert json.loads(run("words", "--counts", "--json").stdout) == {"counts": {}}
    gallery = local.opened(config.KioskConfig())
    gallery.count(counters.VISITS)
    for category in ("sexual", None, "sexual"):
        gallery.count(counters.words(category))
    shown = {"counts": {"allow": 1, "sexual": 2}}
    assert json.loads(run("words", "--counts", "--json").stdout) == shown
    gallery.close()
    assert json.loads(run("words", "--counts", "--json").stdout) == shown


HARM = [f"empurra o {who} da ponte" for who in ("primo", "colega", "tio", "vizinho", "padre")]
PLAY = [f"um {who} pulando na água" for who in ("guri", "piá", "boi", "cusco", "sapo")]


def _judged(folder: Path, category: str) -> Path:
    lines = [{"text": text, "expect": "allow"} for text in PLAY]
    lines += [{"text": text, "expect": "block", "category": category} for text in HARM]
    folder.mkdir()
    written = "\n".join(json.dumps(line) for line in lines)
    (folder / "some.jsonl").write_text(written, "utf-8")
    return folder


@pytest.mark.long
def test_an_opinion_is_learnt_from_judged_sentences(tmp_path: Path) -> None:
    out = tmp_path / "opinion.npz"
    folder = _judged(tmp_path / "sentences", "violence")
    table = json.loads(run("learn", folder, "--out", out, "--json").stdout)
    assert table["sentences"] == 10
    assert table["wrongly_blocked"] == 0.0
    assert set(opinion.read(out).names) == {opinion.ALLOWED, *safety.in_force().by_category}


@pytest.mark.parametrize("category", ["brawl", "nothing", ""])
def test_a_sentence_must_have_a_category_of_its_verdict(tmp_path: Path, category: str) -> None:
    out = tmp_path / "opinion.npz"
    done = run("learn", _judged(tmp_path / "sentences", category), "--out", out)
    assert done.returncode == 65
    assert "linha 6" in done.stderr
    assert not out.exists()


def test_nothing_is_learnt_from_an_empty_folder(tmp_path: Path) -> None:
    out = tmp_path / "opinion.npz"
    done = run("learn", tmp_path, "--out", out)
    assert done.returncode == 65
    assert str(tmp_path) in done.stderr
    assert not out.exists()
