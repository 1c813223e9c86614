"""A visit by touch, in the real window, with the real painter process."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtTest import QTest

import kiosk
from kiosk.session.children import Children, commands
from kiosk.session.controller import ABSENCE_S
from kiosk.session.visit import Visit
from tests.kiosk.ui import keys

ROOT = Path(kiosk.__file__).parent.parent


@pytest.fixture
def painter(
    sockets_folder: Path, tiny_bundle: Path, keys_folder: Path, tmp_path: Path, monkeypatch
) -> Iterator[Children]:
    settings = tmp_path / "kiosk.toml"
    settings.write_text(f'bundle = "{tiny_bundle}"\nkeys = ["{keys_folder}"]\nthreads = 1\n')
    monkeypatch.setenv("HERITAGE_KIOSK_CONFIG", str(settings))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with Children({"painter": commands(sockets_folder)["painter"]}) as children:
        yield children


def at_the_words(screen) -> None:
    screen.model.open()
    screen.press("ui.attract.touch")
    screen.page("choose")
    screen.until(lambda: screen.model.painterReady)


def test_from_attract_to_a_scene_and_away(screen, painter) -> None:
    at_the_words(screen)
    for shelf, chip in (("people", "Gaúcho"), ("where", "Na coxilha"), ("when", "Ao entardecer")):
        screen.press(f"ui.choose.{shelf}")
        screen.press(chip)
    assert screen.model.sentence == "um gaúcho na coxilha ao entardecer"
    screen.press("ui.choose.paint")
    screen.page("showing")
    assert screen.session.visit.finished
    assert screen.session.visit.picture.startswith(b"\x89PNG")
    assert screen.text("ui.label") in screen.texts()
    assert screen.model.sentence in screen.texts()
    screen.press("ui.scene.again")
    screen.page("showing")
    screen.press("ui.scene.edit")
    screen.page("choose")
    screen.press("ui.choose.when")
    screen.press("Ao entardecer")
    assert screen.model.sentence == "um gaúcho na coxilha"
    screen.press("ui.choose.paint")
    screen.page("showing")
    screen.press("ui.scene.new")
    screen.page("choose")
    assert screen.model.sentence == ""
    screen.press("ui.choose.surprise")
    screen.press("ui.choose.paint")
    screen.page("showing")
    screen.press("ui.scene.done")
    screen.page("attract")
    assert screen.session.visit == Visit()
    assert not screen.model.hasPicture


def test_previews_are_seen_and_cancel_keeps_the_sentence(screen, painter) -> None:
    # Many steps, so that there is time to see one and to stop.
    many_steps(screen)
    at_the_words(screen)
    screen.press("ui.choose.surprise")
    sentence = screen.model.sentence
    screen.press("ui.choose.paint")
    screen.page("painting")
    screen.until(lambda: screen.model.hasPicture and 0 < screen.model.fraction < 1)
    screen.press("ui.painting.cancel")
    screen.page("choose")
    assert screen.model.sentence == sentence


def many_steps(screen) -> None:
    screen.session._settings = replace(screen.session._settings, profile="many")


def test_a_painter_killed_while_painting(screen, painter) -> None:
    many_steps(screen)
    at_the_words(screen)
    screen.press("ui.choose.surprise")
    sentence = screen.model.sentence
    screen.press("ui.choose.paint")
    screen.until(lambda: screen.model.fraction > 0)
    os.kill(painter.pid("painter"), 9)
    screen.page("trouble")
    assert screen.model.sentence == sentence
    assert screen.text("ui.trouble.painter") in screen.texts()
    screen.press("ui.trouble.back")
    screen.page("choose")


def test_without_a_bundle_the_screen_says_that_it_comes_back(
    screen, sockets_folder: Path, tmp_path: Path, monkeypatch
) -> None:
    settings = tmp_path / "kiosk.toml"
    # Without a key that it was signed with, the shipped one is not trusted either.
    settings.write_text(f'bundle = "{tmp_path / "nowhere"}"\nkeys = ["{tmp_path}"]\n')
    monkeypatch.setenv("HERITAGE_KIOSK_CONFIG", str(settings))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with Children({"painter": commands(sockets_folder)["painter"]}) as children:
        screen.until(lambda: not children.alive("painter"))
        screen.model.open()
        screen.session._painter_seen -= ABSENCE_S
        screen.page("degraded")
    assert screen.text("ui.degraded.title") in screen.texts()
    screen.until(lambda: screen.text("ui.label") in screen.texts())


def test_a_scene_that_is_better_not_painted(screen, painter) -> None:
    at_the_words(screen)
    screen.model.write("um homem nu")
    screen.press("ui.choose.paint")
    screen.page("trouble")
    assert screen.text("ui.trouble.title_blocked") in screen.texts()
    screen.press("ui.trouble.accept")
    screen.page("showing")


def test_writing_with_the_kiosks_own_keyboard(screen, painter) -> None:
    at_the_words(screen)
    screen.press("ui.choose.write")
    QTest.qWait(30)
    for key in ("u", "m", "ui.keyboard.space", "b", "o", "o", "ui.keyboard.erase", "i"):
        screen.press(key)
    screen.press("ui.keyboard.done")
    assert screen.model.sentence == "um boi"


def test_a_whole_visit_with_five_keys_alone(screen, painter) -> None:
    screen.model.open()
    keys.key(screen, keys.OK)
    keys.key(screen, keys.OK)
    screen.page("choose")
    screen.until(lambda: screen.model.painterReady)
    for shelf, chip in (("people", "Gaúcho"), ("where", "Na coxilha")):
        keys.press(screen, f"ui.choose.{shelf}")
        keys.press(screen, chip)
    assert screen.model.sentence == "um gaúcho na coxilha"
    keys.press(screen, "ui.choose.paint")
    screen.page("showing")
    keys.press(screen, "ui.scene.edit")
    screen.page("choose")
    many_steps(screen)
    keys.press(screen, "ui.choose.paint")
    screen.until(lambda: 0 < screen.model.fraction < 1)
    assert keys.standing(screen) == screen.text("ui.painting.cancel")
    keys.key(screen, keys.OK)
    screen.page("choose")
    assert screen.model.sentence == "um gaúcho na coxilha"
