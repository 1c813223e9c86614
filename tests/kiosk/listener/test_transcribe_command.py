"""`heritage-kiosk transcribe`, as staff and programs use it, and the numbers it counts."""

import json
from pathlib import Path

import numpy as np
import pytest

from kiosk import errors
from kiosk.cli import transcribing
from kiosk.prompts import repair
from tests.kiosk import robot
from tests.kiosk.commands import run


def _row(text: str, *key_terms: str) -> transcribing.Row:
    return transcribing.Row("x", text, key_terms, Path("x.wav"))


def test_a_set_is_heard_and_counted(with_model: Path, tmp_path: Path) -> None:
    table = robot.write_robot(tmp_path, [5, 12], ["clean"])
    rows = table.read_text().splitlines()
    robot.write(tmp_path, "quiet", iter([("quiet", "um boi", "boi", np.zeros(16_000))]))
    (tmp_path / "quiet" / "quiet.wav").rename(tmp_path / "robot" / "quiet.wav")
    table.write_text("\n".join((*rows, "quiet\tum boi\tboi")) + "\n")
    done = run("transcribe", table, "--audio", tmp_path / "robot", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert list(told) == ["wer", "term_recall", "term_precision", "p50_s", "p95_s", "items"]
    ids = [row.split("\t")[0] for row in rows[1:]]
    assert [list(item) for item in told["items"]] == [["id", "text", "repaired"]] * 3
    assert [item["id"] for item in told["items"]] == [*ids, "quiet"]
    assert all(item["repaired"] == repair.repair(item["text"]) for item in told["items"])
    assert told["items"][0]["text"]
    # Silence is nothing that was said, and no reason to stop.
    assert told["items"][2]["text"] == ""
    assert 0.0 < told["wer"] < 1.0
    assert 0.0 < told["term_recall"] < 1.0
    assert told["term_precision"] == 1.0
    assert 0.0 < told["p50_s"] <= told["p95_s"]


@pytest.mark.parametrize(
    ("content", "line", "named"),
    [
        ("", 0, ""),
        ("id\ttext\tkey_terms\n", 1, ""),
        ("id\ttext\na\tum boi\n", 2, "key_terms"),
        ("id\ttext\tkey_terms\na\tum boi\n", 2, "key_terms"),
        ("id\ttext\tkey_terms\na\tum boi\tboi\tboi\n", 2, "key_terms"),
        ("id\ttext\tkey_terms\n../a\tum boi\tboi\n", 2, "../a"),
        ("id\ttext\tkey_terms\na\tum boi\tboi\na\tum boi\tboi\n", 3, "“a”"),
    ],
)
def test_what_is_wrong_with_a_set_is_told(
    content: str, line: int, named: str, tmp_path: Path
) -> None:
    table = tmp_path / "set.tsv"
    table.write_text(content, encoding="utf-8")
    with pytest.raises(errors.SetUnreadable) as told:
        list(transcribing.rows(table, tmp_path))
    assert told.value.values["file"] == table
    assert told.value.values["line"] == line
    assert named in str(told.value.values["reason"])


def test_a_recording_that_is_not_there_is_told(tmp_path: Path) -> None:
    table = tmp_path / "set.tsv"
    table.write_text("id\ttext\tkey_terms\nmissing\tum boi\tboi\n", encoding="utf-8")
    done = run("transcribe", table, "--audio", tmp_path)
    assert done.returncode == 65
    assert "missing.wav" in done.stderr


def test_word_errors_are_counted() -> None:
    rows = [_row("Um boi, no campo!"), _row("o quero-quero")]
    assert transcribing.word_error_rate(rows, ["um boi no campo", "O quero quero"]) == 0.0
    assert transcribing.word_error_rate(rows, ["um boi campo", "o o quero quero"]) == 2 / 7
    assert transcribing.word_error_rate(rows, ["", ""]) == 1.0
    assert transcribing.word_error_rate([_row("")], ["um boi"]) is None


def test_terms_are_counted() -> None:
    rows = [_row("um gaúcho e a cuia", "gaúcho", "cuia"), _row("a cuia e o boi", "boi")]
    assert transcribing.terms(rows, ["um gaucho e a cuia", "a cuia e o boi"]) == (1.0, 1.0)
    # A key term of another row counts where it was said, and against it where it was not.
    recall, precision = transcribing.terms(rows, ["um gaúcho e o boi", "a cuia"])
    assert recall == pytest.approx(1 / 3)
    assert precision == pytest.approx(2 / 3)
    assert transcribing.terms(rows, ["", ""]) == (0.0, None)
    assert transcribing.terms([_row("nada")], ["nada"]) == (None, None)


@pytest.mark.long
def test_repair_doubles_the_gaucho_words_of_robot_speech(with_model: Path, tmp_path: Path) -> None:
    numbers = range(len(robot.rows()))
    table = robot.write_robot(tmp_path, numbers, robot.CONDITIONS)
    done = run("transcribe", table, "--audio", tmp_path / "robot", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    rows = list(transcribing.rows(table, tmp_path / "robot"))
    heard = [item["text"] for item in told["items"]]
    before, _ = transcribing.terms(rows, heard)
    assert before is not None
    assert told["term_recall"] >= 2 * before
    assert told["term_precision"] >= 0.95
    # The half that no threshold was tuned on.
    held = [at for at in range(len(rows)) if at // len(robot.CONDITIONS) % 2]
    held_rows = [rows[at] for at in held]
    before, _ = transcribing.terms(held_rows, [heard[at] for at in held])
    after, precision = transcribing.terms(held_rows, [told["items"][at]["repaired"] for at in held])
    assert after >= 2 * before
    assert precision >= 0.9
