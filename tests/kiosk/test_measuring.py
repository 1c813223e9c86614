"""`tune`, `bench` and `bundle load` as a program sees them, in fresh processes."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.kiosk.commands import run


def told(*arguments: object, **environment: str):
    done = run(*arguments, "--json", **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def test_tune_measures_once_and_shows_what_follows(trusting, tmp_path):
    first = told("tune", *trusting)
    assert (first["tuning"], first["bundle"], first["flavour"]) == ("measured", "tiny-3", "any")
    assert first["profile"] == "two"
    assert [one["name"] for one in first["profiles"]] == ["two", "many"]
    again = told("tune", *trusting)
    assert again == {**first, "tuning": "remembered"}
    assert told("tune", "--redo", *trusting)["tuning"] == "measured"
    file = tmp_path / "kiosk.toml"
    file.write_text('target_wait_s = 0.00001\nprovider = "cpu"')
    strict = told("tune", *trusting, HERITAGE_KIOSK_CONFIG=str(file))
    assert (strict["tuning"], strict["target_wait_s"]) == ("remembered", 0.00001)
    assert not any(one["in_time"] for one in strict["profiles"])
    assert strict["why"] == "a configuração pede assim"


def test_tune_for_people(trusting):
    done = run("tune", *trusting)
    assert done.returncode == 0
    assert "Perfil quando nenhum é pedido: two" in done.stdout


def test_bench_tells_what_the_screen_sees(trusting):
    fields = told("bench", "--runs", 1, *trusting)
    assert fields["bundle"] == "tiny-3"
    assert fields["provider"] == "CPUExecutionProvider"
    assert {"threads", "flavour", "tuning", "why", "profile", "split"} <= set(fields)
    assert fields["ready_s"] > 0
    assert fields["first_s"] > 0
    assert fields["peak_mb"] > 10
    two, many = fields["profiles"]
    assert (two["profile"], two["steps"], many["profile"], many["steps"]) == (
        "two", 2, "many", 400,
    )  # fmt: skip
    assert 0 < two["warm_s"] < many["warm_s"]
    assert many["step_s"] * 399 < many["warm_s"]


def test_bench_shows_how_it_grows(trusting):
    rows = told("bench", "--growth", "--runs", 1, *trusting)["growth"]
    assert [(row["bundles"], row["steps"]) for row in rows] == [
        (1, 2), (1, 400), (2, 2), (2, 400),
    ]  # fmt: skip
    assert rows[0]["load_s"] == 0 < rows[2]["load_s"]
    assert all(row["memory_mb"] > 10 for row in rows)


def test_the_running_painter_changes_its_bundle(tiny_bundle, keys_folder, tmp_path, resign):
    command = [sys.executable, "-m", "kiosk", "painter", "--child", "--keys", str(keys_folder)]
    socket = Path(os.environ["RUNTIME_DIRECTORY"]) / "painter.sock"
    socket.parent.mkdir()
    process = subprocess.Popen(
        [*command, "--bundle", str(tiny_bundle), "--socket", str(socket)], stdin=subprocess.PIPE
    )
    until = time.monotonic() + 120
    while not socket.is_socket():
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.02)
    resign(tiny_bundle, release=4)
    ahead = told("bundle", "load", tiny_bundle, "--ahead")
    assert (ahead["bundle"], ahead["in_use"], ahead["already"]) == ("tiny-4", False, False)
    loaded = told("bundle", "load", tiny_bundle)
    assert (loaded["in_use"], loaded["already"]) == (True, True)
    refused = run("bundle", "load", tmp_path / "none", "--json")
    assert refused.returncode == 78
    assert json.loads(refused.stdout)["error"] == "errors.bundle.absent"
    # Installed and asked for without a folder: that is the way after `bundle install`.
    resign(tiny_bundle, release=5)
    assert run("bundle", "install", tiny_bundle, "--keys", keys_folder).returncode == 0
    assert told("bundle", "load")["bundle"] == "tiny-5"
    process.stdin.close()
    assert process.wait(120) == 0
    gone = run("bundle", "load", "--json")
    assert gone.returncode == 75
    assert json.loads(gone.stdout)["kind"] == "WorkerAbsent"
