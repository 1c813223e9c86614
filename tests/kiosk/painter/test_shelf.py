"""Another bundle while the first one paints: loaded beside it, or refused by file and reason."""

import json
import os
import shutil
import threading

import pytest

from kiosk import errors
from kiosk.bundle import manifest as contract
from kiosk.bundle.store import BundleStore
from kiosk.wire import client, messages

# Reads more than one bundle in a process, however busy the machine is.
DEADLINE_S = 120.0


def ask(socket, **changes):
    fields = {"job": "j", "prompt": "um gaúcho", "seed": 1, "deadline_s": DEADLINE_S} | changes
    return list(client.request(socket, messages.Paint(**fields)))


def load(socket, folder, **options):
    message = messages.Load(job="l", folder=str(folder), deadline_s=DEADLINE_S, **options)
    (event,) = client.request(socket, message)
    return event


def engine(socket):
    (event,) = client.request(socket, messages.Health(job="h"), DEADLINE_S)
    return event.engine


@pytest.fixture
def other(tiny_bundle, tmp_path, resign):
    """The same graphs by another name."""
    folder = shutil.copytree(tiny_bundle, tmp_path / "other")
    resign(folder, name="other", release=1)
    return folder


@pytest.fixture
def painter(start_painter, tiny_bundle):
    return start_painter(tiny_bundle)[0]


def test_a_bundle_is_loaded_and_used_from_the_next_scene_on(painter, other, tiny_bundle):
    before = ask(painter)[-1]
    loaded = load(painter, other)
    assert (loaded.bundle, loaded.in_use, loaded.already) == ("other-1", True, False)
    assert loaded.reads == "pt"
    assert loaded.switch_s < loaded.load_s < 5.0
    assert ask(painter)[-1].bundle == "other-1"
    # The way back takes no loading, and gives the very same picture.
    back = load(painter, tiny_bundle)
    assert (back.bundle, back.already) == ("tiny-3", True)
    assert ask(painter)[-1].png == before.png


def test_ahead_of_time_changes_nothing_yet(painter, other):
    assert not load(painter, other, use=False).in_use
    assert ask(painter)[-1].bundle == "tiny-3"
    assert engine(painter).loaded == ("tiny-3", "other-1")
    assert load(painter, other).already
    assert ask(painter)[-1].bundle == "other-1"


def test_only_as_many_are_kept_as_are_configured(painter, other, tmp_path, resign):
    third = shutil.copytree(other, tmp_path / "third")
    resign(third, name="third")
    load(painter, other, use=False)
    load(painter, third, use=False)
    # The one in use is never the one that makes room.
    assert engine(painter).loaded == ("tiny-3", "third-3")
    assert ask(painter)[-1].bundle == "tiny-3"


def test_a_folder_with_a_newer_release_is_loaded_anew(painter, other, resign):
    load(painter, other)
    resign(other, name="other", release=2)
    loaded = load(painter, other)
    assert (loaded.bundle, loaded.already) == ("other-2", False)
    assert engine(painter).loaded == ("tiny-3", "other-2")


def test_it_paints_while_it_loads(painter, other):
    answers = []
    loading = threading.Thread(target=lambda: answers.append(load(painter, other)))
    events = client.request(
        painter,
        messages.Paint(job="j", prompt="x", seed=1, deadline_s=DEADLINE_S, profile="many"),
    )
    next(events)
    loading.start()
    *_, painted = events
    assert painted.bundle == "tiny-3"
    assert painted.steps == 400
    loading.join(DEADLINE_S)
    assert answers[0].bundle == "other-1"


def damaged(name):
    def damage(folder, _resign):
        data = bytearray((folder / name).read_bytes())
        data[len(data) // 2] ^= 1
        (folder / name).write_bytes(data)

    return damage


def truncated(folder, _resign):
    file = folder / "unet.onnx"
    file.write_bytes(file.read_bytes()[:-100])


def truncated_and_signed(folder, resign):
    truncated(folder, resign)
    resign(folder, name="other", release=1)


def external_data_changed(folder, resign):
    (folder / "unet.onnx.weights").write_bytes(bytes(64))
    listed = contract.decode((folder / "manifest.json").read_bytes()).files
    resign(folder, name="other", release=1, files=(*listed, _weights()))
    (folder / "unet.onnx.weights").write_bytes(bytes(63) + b"\1")


def escaping(folder, resign):
    listed = contract.decode((folder / "manifest.json").read_bytes()).files
    resign(folder, files=(*listed, _weights("../unet.onnx.weights")))


def linked(folder, _resign):
    (folder / "card.md").rename(folder.parent / "card.md")
    (folder / "card.md").symlink_to(folder.parent / "card.md")


def unknown_version(folder, resign):
    resign(folder, format=2)


def wrong_key(folder, _resign):
    (folder / "manifest.sig").write_bytes(os.urandom(64))


def gone(folder, _resign):
    shutil.rmtree(folder)


def _weights(name="unet.onnx.weights"):
    digest = "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b"
    return contract.FileEntry(name=name, sha256=digest, size=64, role="weights")


FAULTS = [
    (damaged("unet.onnx"), errors.BundleFileChanged, "unet.onnx"),
    (damaged("vae_decoder.onnx"), errors.BundleFileChanged, "vae_decoder.onnx"),
    (truncated, errors.BundleFileChanged, "unet.onnx"),
    (truncated_and_signed, errors.BundleUnreadable, "unet.onnx"),
    (external_data_changed, errors.BundleFileChanged, "unet.onnx.weights"),
    (escaping, errors.BundleUnreadable, "manifest.json"),
    (linked, errors.BundleUnreadable, "card.md"),
    (unknown_version, errors.BundleUnreadable, "manifest.json"),
    (wrong_key, errors.BundleSignatureWrong, "manifest.sig"),
    (gone, errors.BundleAbsent, "other"),
]


def test_whatever_is_wrong_is_told_and_the_last_good_one_paints_on(
    painter, other, tmp_path, resign
):
    before = ask(painter)[-1].sha256
    for number, (break_it, kind, file) in enumerate(FAULTS):
        (tmp_path / str(number)).mkdir()
        folder = shutil.copytree(other, tmp_path / str(number) / "other")
        break_it(folder, resign)
        with pytest.raises(kind) as refused:
            load(painter, folder)
        assert file in str(refused.value)
        assert ask(painter)[-1].sha256 == before
    assert engine(painter).loaded == ("tiny-3",)


def test_a_signed_manifest_with_an_unknown_field_is_refused(painter, other, sign_bytes):
    manifest = json.loads((other / "manifest.json").read_bytes())
    sign_bytes(other, json.dumps({**manifest, "surprise": True}).encode())
    with pytest.raises(errors.BundleUnreadable, match="surprise"):
        load(painter, other)
    assert ask(painter)[-1].bundle == "tiny-3"


def test_a_replayed_older_release_is_refused(painter, other, public_key, resign):
    resign(other, name="other", release=5)
    BundleStore([public_key]).install(other)
    resign(other, name="other", release=4)
    with pytest.raises(errors.BundleOlder, match=r"manifest\.json"):
        load(painter, other)
    assert ask(painter)[-1].bundle == "tiny-3"


def test_a_client_that_leaves_does_not_stop_the_loading(painter, other):
    message = messages.Load(job="l", folder=str(other), deadline_s=DEADLINE_S, use=False)
    client.Call(painter, message).close()
    # Loads come one after the other, so this one finds the first one's bundle.
    assert load(painter, other).already
