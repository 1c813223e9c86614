"""What a painter process says of itself, and what it does when memory or the model fails."""

import pytest

from kiosk import errors
from kiosk.wire import client, messages


def ask(**changes):
    fields = {"job": "j", "prompt": "um gaúcho", "seed": 1, "deadline_s": 120.0} | changes
    return messages.Paint(**fields)


def paint(socket, **changes):
    return list(client.request(socket, ask(**changes)))[-1]


def engine(socket):
    (event,) = client.request(socket, messages.Health(job="h"), 120.0)
    return event.engine


def test_a_painter_says_what_it_paints_with_and_why(start_painter, tiny_bundle):
    socket, _ = start_painter(tiny_bundle, 'provider = "cpu"\nthreads = 1\nlanguage = "en"\n')
    assert engine(socket) == messages.Engine(
        provider="CPUExecutionProvider",
        flavour="any",
        why="the configuration asks for it",
        threads=1,
        split=False,
        tuning="measured",
        profile="two",
        profiles=("two", "many"),
        loaded=("tiny-3",),
    )
    painted = paint(socket)
    assert (painted.profile, painted.instead_of) == ("two", None)
    assert (painted.threads, painted.split) == (1, False)
    # The second painter of this device and bundle knows already.
    again, _ = start_painter(tiny_bundle, 'provider = "cpu"\nthreads = 1\n')
    assert engine(again).tuning == "remembered"


def test_short_of_memory_a_smaller_profile_is_painted_and_said(start_painter, greedy_bundle):
    socket, process = start_painter(greedy_bundle)
    painted = paint(socket, profile="hungry")
    # Not the profile "two", which costs more but would hold as much at a time.
    assert (painted.profile, painted.instead_of, painted.steps) == ("unguided", "hungry", 2)
    assert painted.png == paint(socket, profile="unguided").png
    # With nothing smaller left, the visitor is told and the process leaves, to be started again.
    with pytest.raises(errors.MemoryShort):
        paint(socket, profile="starved")
    assert process.wait(60) == errors.TemporaryFault.exit_code
    assert not socket.exists()


def test_any_other_fault_ends_the_process_for_a_restart(start_painter, greedy_bundle):
    socket, process = start_painter(greedy_bundle)
    with pytest.raises(errors.PainterFault):
        paint(socket, profile="broken")
    assert process.wait(60) == errors.TemporaryFault.exit_code
    assert b"Traceback" not in process.stderr.read()
