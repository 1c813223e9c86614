"""Whole runs on the embedded base: killed, resumed, watched, stopped early, without a network."""

import multiprocessing
import os
import random
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from tests.training.tune.recipes import BASE, recipe
from training.adapter import hash_base, read_adapter
from training.base.pipeline import load_pipeline, sample
from training.texts import TrainingError
from training.tune.config import TuneConfig
from training.tune.dataset import digest, read_dataset
from training.tune.folder import Folder, rows
from training.tune.loop import tune
from training.tune.verify import verify


@pytest.fixture(scope="module")
def elsewhere() -> multiprocessing.context.ForkServerContext:
    """Starts processes that have the libraries already: real ones, to be killed."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["training.tune.loop"])
    return context


def _tune(config: TuneConfig) -> None:
    torch.set_num_threads(1)
    try:
        tune(config)
    except TrainingError as error:
        print(error, file=sys.stderr)  # noqa: T201
        sys.exit(2)


def _process(context: multiprocessing.context.ForkServerContext, job: Callable[..., None],
             *given: object) -> multiprocessing.context.ForkServerProcess:  # fmt: skip
    started = context.Process(target=job, args=given)
    started.start()
    return started


@pytest.mark.long
def test_a_run_killed_three_times_ends_with_the_same_weights(
    dataset: Path, tmp_path: Path, elsewhere: multiprocessing.context.ForkServerContext
) -> None:
    config = recipe(dataset, tmp_path / "killed", steps=14, save_every=3, ema_decay=0.9,
                    caption_dropout=0.3, text_encoder=True, targets="all")  # fmt: skip
    when = random.Random(int(time.time()))  # noqa: S311
    killed = []
    for _ in range(3):
        process = _process(elsewhere, _tune, config)
        steps = Folder(config.output).steps
        had = len(rows(steps))
        limit = time.monotonic() + 60
        while len(rows(steps)) <= had and process.is_alive() and time.monotonic() < limit:
            time.sleep(0.02)
        time.sleep(when.uniform(0, 0.3))
        # Where it was done before, this does nothing.
        process.kill()
        process.join()
        killed.append(process.exitcode)
    assert -signal.SIGKILL in killed
    whole = msgspec.structs.replace(config, output=tmp_path / "whole")
    for one in (config, whole):
        process = _process(elsewhere, _tune, one)
        process.join()
        assert process.exitcode == 0
    same = [Folder(one.output).steps for one in (config, whole)]
    losses = [[(row["step"], row["loss"]) for row in rows(file)] for file in same]
    assert losses[0] == losses[1]
    assert len(losses[0]) == 14
    # Not the files' bytes: safetensors writes its metadata in any order.
    adapters = [load_file(one.output / "adapter.safetensors") for one in (config, whole)]
    assert adapters[0].keys() == adapters[1].keys()
    assert all(torch.equal(value, adapters[1][name]) for name, value in adapters[0].items())


def test_a_signal_saves_and_leaves(
    dataset: Path, tmp_path: Path, elsewhere: multiprocessing.context.ForkServerContext
) -> None:
    config = recipe(dataset, tmp_path / "run", steps=500, save_every=400)
    process = _process(elsewhere, _tune, config)
    folder = Folder(config.output)
    while len(rows(folder.steps)) < 2:
        time.sleep(0.02)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGTERM)
    process.join()
    assert process.exitcode == 0
    saved = sorted(folder.checkpoints.glob("step-*"))
    assert len(saved) == 1
    assert int(saved[0].name[5:]) == len(rows(folder.steps)) < 400


def _no_network(config: TuneConfig) -> None:
    def refuse(event: str, given: tuple[object, ...]) -> None:
        if event == "socket.connect" and getattr(given[0], "family", None) != socket.AF_UNIX:
            os._exit(9)
        if event in ("socket.getaddrinfo", "socket.gethostbyname"):
            os._exit(9)

    sys.addaudithook(refuse)
    _tune(config)


def test_a_whole_run_asks_nothing_of_a_network(
    dataset: Path, tmp_path: Path, elsewhere: multiprocessing.context.ForkServerContext
) -> None:
    config = recipe(dataset, tmp_path / "run", steps=2, watch_every=1, sample_every=1,
                    sample_prompts=("um sapinho",), sample_steps=1)  # fmt: skip
    process = _process(elsewhere, _no_network, config)
    process.join()
    assert process.exitcode == 0
    assert (config.output / "adapter.safetensors").is_file()


def _little_disk(config: TuneConfig) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
    _tune(config)


def test_a_full_disk_is_said_and_the_last_checkpoint_stays(
    dataset: Path, tmp_path: Path, elsewhere: multiprocessing.context.ForkServerContext
) -> None:
    config = recipe(dataset, tmp_path / "run", steps=6, save_every=2)
    assert tune(config, until=2) is None
    before = sorted((config.output / "checkpoints").rglob("*"))
    process = _process(elsewhere, _little_disk, config)
    process.join()
    assert process.exitcode == 2
    assert [p for p in before if not p.exists()] == []
    assert tune(config) is not None


def _as_nobody(config: TuneConfig) -> None:
    if os.geteuid() == 0:
        os.setegid(65534)
        os.seteuid(65534)
    try:
        tune(config)
    except TrainingError as error:
        sys.exit(2 if str(config.output) in str(error) else 3)


def test_a_read_only_disk_is_said(dataset: Path, tmp_path: Path) -> None:
    # In a process of its own, without the preloaded one's open folders.
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(0o555)
    config = recipe(dataset, locked / "run")
    process = _process(multiprocessing.get_context("forkserver"), _as_nobody, config)
    process.join()
    assert process.exitcode == 2


def test_too_little_space_is_said_before_anything_is_learnt(dataset: Path, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="espaço"):
        Folder(tmp_path / "run").open(2**60)


def test_the_adapter_says_what_it_is_and_diffusers_reads_it(dataset: Path, tmp_path: Path) -> None:
    config = recipe(dataset, tmp_path, dora=True, rslora=True, alpha=2, ranks={"to_q": 2},
                    text_encoder=True, targets="all", steps=2, learning_rate=1e-2)  # fmt: skip
    path = tune(config)
    assert path is not None
    read = read_adapter(path)
    assert read.metadata.base_model_hash == hash_base(BASE)
    assert read.metadata.manifest_digest == digest(read_dataset(dataset, "sapinho"))
    assert read.metadata.rank == read.metadata.alpha == "4"
    pipeline = load_pipeline(BASE)
    plain = sample(pipeline, ["um sapinho"], [1], steps=2)
    pipeline.load_lora_weights(path.parent, weight_name=path.name)
    layers = [module for part in (pipeline.unet, pipeline.text_encoder)
              for module in part.modules() if hasattr(module, "lora_A")]  # fmt: skip
    assert 3 * len(layers) == len(load_file(path))
    changed = sample(pipeline, ["um sapinho"], [1], steps=2)
    pipeline.unload_lora_weights()
    assert not np.array_equal(plain, changed)
    assert np.array_equal(plain, sample(pipeline, ["um sapinho"], [1], steps=2))


def test_dreambooth_leaves_a_whole_model(dataset: Path, tmp_path: Path) -> None:
    before = hash_base(BASE)
    path = tune(recipe(dataset, tmp_path, method="dreambooth", steps=2, learning_rate=1e-3))
    assert path is not None
    assert hash_base(BASE) == before != hash_base(path)
    plain = sample(load_pipeline(BASE), ["um sapinho"], [1], steps=2)
    assert not np.array_equal(plain, sample(load_pipeline(path), ["um sapinho"], [1], steps=2))


def test_what_is_watched_is_reported_and_ends_the_run(tmp_path: Path) -> None:
    from training.scenes.dataset import paint_dataset

    paint_dataset("sapinho", tmp_path / "many", count=16, size=64, first_seed=40)
    config = recipe(
        tmp_path / "many", tmp_path / "run", steps=40, watch_every=2, patience=2, batch=2,
        learning_rate=0.5, max_grad_norm=1e9, watch_pictures=2, sample_every=4,
        sample_prompts=("um <sapinho>", "um boi"), sample_steps=1,
    )  # fmt: skip
    made = tune(config)
    assert made is not None
    folder = Folder(config.output)
    watched = rows(folder.watched)
    assert watched[0]["step"] == 0
    assert watched[0]["drift"] == 0
    assert set(watched[-1]) == {"step", "train", "held_out", "drift"}
    # A rate that spoils everything: the base itself stays best, and the run ends early.
    assert watched[-1]["step"] < 40
    assert watched[-1]["drift"] > 0
    page = folder.report.read_text(encoding="utf-8")
    assert "um &lt;sapinho&gt;" in page
    assert page.count("<svg") >= 2
    assert "data:image/jpeg;base64," in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert any(folder.logs.glob("events.out.tfevents*"))
    assert tune(config) == made


def test_a_run_can_be_verified_and_another_recipe_cannot(dataset: Path, tmp_path: Path) -> None:
    config = recipe(dataset, tmp_path / "run", steps=10, batch=2, save_every=10)
    with pytest.raises(TrainingError, match="tune"):
        verify(config)
    tune(config)
    before = {p: p.read_bytes() for p in config.output.rglob("*") if p.is_file()}
    found = verify(config)
    assert (found.steps, found.losses, found.exact, found.largest) == (10, 10, True, 0)
    assert before == {p: p.read_bytes() for p in config.output.rglob("*") if p.is_file()}
    steps = Folder(config.output).steps
    steps.write_text(steps.read_text(encoding="utf-8").replace('"loss": 0.', '"loss": 1.', 1))
    found = verify(config)
    assert (found.losses, found.exact) == (9, False)
    with pytest.raises(TrainingError, match="recipe"):
        verify(msgspec.structs.replace(config, learning_rate=2e-3))


def test_class_pictures_are_painted_once(dataset: Path, tmp_path: Path) -> None:
    config = recipe(dataset, tmp_path, prior="class-pictures", prior_prompts=("um boi",),
                    prior_pictures=2, prior_batch=1, sample_steps=1, steps=1)  # fmt: skip
    tune(config)
    made = [file.stat().st_mtime_ns for file in sorted((tmp_path / "class-pictures").iterdir())]
    assert len(made) == 2
    assert "prior" in rows(Folder(tmp_path).steps)[0]
    (tmp_path / "adapter.safetensors").unlink()
    tune(config)
    assert made == [f.stat().st_mtime_ns for f in sorted((tmp_path / "class-pictures").iterdir())]


def test_sources_stay_as_they_were(dataset: Path, tmp_path: Path) -> None:
    before = hash_base(BASE)
    files = {file: file.read_bytes() for file in dataset.iterdir()}
    tune(recipe(dataset, tmp_path, steps=1))
    assert hash_base(BASE) == before
    assert files == {file: file.read_bytes() for file in dataset.iterdir()}


def test_another_recipe_in_the_same_folder_is_refused(dataset: Path, tmp_path: Path) -> None:
    tune(recipe(dataset, tmp_path, steps=1))
    with pytest.raises(TrainingError, match="outra receita"):
        tune(recipe(dataset, tmp_path, steps=2))
