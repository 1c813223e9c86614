"""Frames, and a real painter process that no client can talk to death."""

import os
import signal
import socket
import stat
import struct
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import errors, paths
from kiosk.wire import client, frames, messages

numbers = st.floats(allow_nan=False)
requests = st.one_of(
    st.builds(
        messages.Paint,
        job=st.text(),
        prompt=st.text(),
        seed=st.integers(0, 2**63),
        deadline_s=numbers,
        negative=st.none() | st.text(),
    ),
    st.builds(messages.Listen, job=st.text(), deadline_s=numbers, source=st.none() | st.text()),
    st.builds(messages.Cancel, job=st.text()),
)


@given(st.lists(requests, max_size=5), st.integers(1, 50))
def test_messages_come_back_however_the_stream_is_cut(sent, piece):
    stream = b"".join(frames.encode(message) for message in sent)
    buffer, got = bytearray(), []
    for at in range(0, len(stream), piece):
        buffer += stream[at : at + piece]
        while (body := frames.split(buffer)) is not None:
            got.append(frames.decode_request(body))
    assert got == sent
    assert not buffer


@given(st.binary(max_size=300))
def test_no_bytes_crash_the_decoders(data):
    for decode in (frames.decode_request, frames.decode_event):
        try:
            decode(data)
        except errors.ProtocolFault:
            continue
    buffer = bytearray(data)
    try:
        while frames.split(buffer) is not None:
            pass
    except errors.ProtocolFault:
        pass


def test_prefixes_are_refused_before_the_body_comes():
    other = messages.PROTOCOL + 1
    with pytest.raises(errors.ProtocolFault, match=f"protocol {other}"):
        frames.split(bytearray(struct.pack(">IB", 4, other)))
    with pytest.raises(errors.ProtocolFault, match="limit"):
        frames.split(bytearray(struct.pack(">IB", frames.MAX_BODY + 1, messages.PROTOCOL)))
    event = messages.Progress(
        job="a", step=1, steps=1, fraction=1.0, preview=bytes(frames.MAX_BODY)
    )
    with pytest.raises(errors.ProtocolFault, match="limit"):
        frames.encode(event)


def test_unknown_fields_and_wrong_types_are_refused():
    good = {"type": "Paint", "job": "1", "prompt": "x", "seed": 1, "deadline_s": 1.0}
    frames.decode_request(msgspec.msgpack.encode(good))
    for wrong in ({"surprise": 1}, {"seed": "1"}, {"type": "Painted"}):
        with pytest.raises(errors.ProtocolFault):
            frames.decode_request(msgspec.msgpack.encode(good | wrong))


def test_every_failure_is_rebuilt_as_itself():
    fault = client.rebuild(messages.Failed(job="1", kind="AudioSilent", values={"file": "a.wav"}))
    assert isinstance(fault, errors.AudioSilent)
    assert "a.wav" in str(fault)
    for kind in ("HeritageError", "catalogue", "__class__", "Nothing"):
        strange = client.rebuild(messages.Failed(job="1", kind=kind, values={}))
        assert isinstance(strange, errors.ProtocolFault)


def test_no_worker(tmp_path):
    with pytest.raises(errors.WorkerAbsent, match="painter"):
        client.request(tmp_path / "none.sock", ask())


def ask(prompt="um gaúcho", **changes):
    fields = {"job": "j", "prompt": prompt, "seed": 1, "deadline_s": 30.0} | changes
    return messages.Paint(**fields)


@pytest.fixture
def painter(tiny_bundle, keys_folder):
    path = paths.runtime_dir() / "p.sock"
    process = start(path, tiny_bundle, keys_folder)
    yield path, process
    process.terminate()
    assert process.wait(10) == 0
    assert not path.exists()


def start(path: Path, bundle: Path, keys: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "kiosk", "painter", "--socket", str(path)]
    process = subprocess.Popen([*command, "--bundle", str(bundle), "--keys", str(keys)])
    until = time.monotonic() + 60
    while not path.is_socket():
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.02)
    return process


def healthy(path: Path) -> messages.Event:
    (event,) = client.request(path, messages.Health(job="h"))
    return event


def test_a_scene_over_the_wire(painter):
    path, _ = painter
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    told = healthy(path)
    assert (told.job, told.role, told.detail, told.reads) == ("h", "painter", "tiny-3", "pt")
    *progress, painted = client.request(path, ask())
    assert [event.step for event in progress] == [1, 2]
    assert painted.png.startswith(b"\x89PNG")
    assert 0 < painted.first_preview_s <= painted.total_s
    again = list(client.request(path, ask()))[-1]
    assert again.sha256 == painted.sha256


def test_cancel_stops_within_a_step(painter):
    path, _ = painter
    call = client.Call(path, ask(profile="many", previews=False))
    seen = []
    for event in call.events():
        seen.append(event)
        if len(seen) == 3:
            call.send(messages.Cancel(job="j"))
    assert isinstance(seen[-1], messages.Cancelled)
    assert len(seen) < 400


def test_leaving_frees_the_painter(painter):
    path, _ = painter
    events = client.request(path, ask(profile="many"))
    next(events)
    events.close()
    assert isinstance(healthy(path), messages.Healthy)


def test_the_deadline_is_kept(painter):
    path, _ = painter
    with pytest.raises(errors.DeadlinePassed):
        list(client.request(path, ask(profile="many", deadline_s=0.001)))
    assert isinstance(healthy(path), messages.Healthy)


def test_a_clients_fault_is_its_own(painter):
    path, process = painter
    with pytest.raises(errors.ProfileUnknown):
        list(client.request(path, ask(profile="none")))
    with pytest.raises(errors.ProtocolFault):
        list(client.request(path, messages.Listen(job="j", deadline_s=1.0)))
    with pytest.raises(errors.ProtocolFault):
        list(client.request(path, messages.Cancel(job="j")))
    for noise in (b"", b"GET / HTTP/1.1\r\n\r\n", bytes(5), struct.pack(">IB", 9, 1) + b"12"):
        with socket.socket(socket.AF_UNIX) as rude:
            rude.connect(os.fspath(path))
            rude.sendall(noise)
    # Connected and silent: given up after a moment, with others waiting meanwhile.
    with socket.socket(socket.AF_UNIX) as silent:
        silent.connect(os.fspath(path))
        assert isinstance(healthy(path), messages.Healthy)
    assert process.poll() is None


def test_a_second_painter_does_not_take_the_socket(painter, tiny_bundle, keys_folder):
    path, process = painter
    command = [sys.executable, "-m", "kiosk", "painter", "--socket", str(path)]
    second = subprocess.run(
        [*command, "--bundle", str(tiny_bundle), "--keys", str(keys_folder)],
        capture_output=True,
        check=False,
    )
    assert second.returncode == errors.ProtocolFault.exit_code
    assert process.poll() is None
    assert isinstance(healthy(path), messages.Healthy)


def test_a_killed_painter_is_absent_and_its_socket_is_taken_over(tiny_bundle, keys_folder):
    path = paths.runtime_dir() / "k.sock"
    process = start(path, tiny_bundle, keys_folder)
    events = client.request(path, ask(profile="many"))
    next(events)
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    with pytest.raises(errors.WorkerAbsent):
        list(events)
    with pytest.raises(errors.WorkerAbsent):
        healthy(path)
    path.rename(path.with_name("stale.sock"))
    path.with_name("stale.sock").rename(path)
    command = [sys.executable, "-m", "kiosk", "painter", "--socket", str(path)]
    process = subprocess.Popen(
        [*command, "--bundle", str(tiny_bundle), "--keys", str(keys_folder)]
    )
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            assert isinstance(healthy(path), messages.Healthy)
            break
        except errors.WorkerAbsent:
            time.sleep(0.05)
    process.terminate()
    assert process.wait(10) == 0


@pytest.mark.parametrize("damaged", ["unet.onnx", "manifest.sig"])
def test_a_painter_refuses_a_damaged_bundle(damaged, tiny_bundle, keys_folder):
    file = tiny_bundle / damaged
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    path = paths.runtime_dir() / "d.sock"
    command = [sys.executable, "-m", "kiosk", "painter", "--socket", str(path)]
    done = subprocess.run(
        [*command, "--bundle", str(tiny_bundle), "--keys", str(keys_folder)],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 78
    assert damaged in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    assert not path.exists()
