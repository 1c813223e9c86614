"""The accessibility tree that Qt gives to helping devices, on every page in three languages."""

from collections import Counter

import pytest
from PySide6.QtGui import QAccessible

from kiosk import catalogue
from tests.kiosk.ui import stage

PRESSED = {
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.PageTab,
}
NAMED = PRESSED | {
    QAccessible.Role.StaticText,
    QAccessible.Role.Heading,
    QAccessible.Role.Graphic,
    QAccessible.Role.Dialog,
    QAccessible.Role.AlertMessage,
}


def tree(screen) -> list[tuple[QAccessible.Role, str, bool]]:
    """Role, name and whether it takes the focus, of all that is not hidden."""
    QAccessible.setActive(True)
    found = []

    def walk(node) -> None:
        if node.state().invisible:
            return
        found.append((node.role(), node.text(QAccessible.Text.Name), bool(node.state().focusable)))
        for index in range(node.childCount()):
            walk(node.child(index))

    walk(QAccessible.queryAccessibleInterface(screen.window))
    return found


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_every_control_has_one_name_of_its_own(screen, language: str) -> None:
    own_names = {entry["name"] for entry in screen.model.languages}
    for name in stage.NAMES:
        stage.show(screen, name)
        screen.model.show_language(language)
        spots = stage.settle(screen)
        nodes = tree(screen)
        for role, said, focusable in nodes:
            assert role not in NAMED or said.strip(), (name, role)
            assert role not in PRESSED or focusable, (name, said)
        names = Counter(said for role, said, _ in nodes if role in PRESSED)
        expected = {spot.name for spot in spots if spot.pressable}
        assert expected <= set(names), (name, expected - set(names))
        # Languages stand on the page and in the panel, and do the same.
        twice = {said for said, count in names.items() if count > 1} - own_names
        assert not twice, (name, twice)


def test_what_is_chosen_is_said(screen) -> None:
    stage.show(screen, "choose")
    QAccessible.setActive(True)
    chosen = set()

    def walk(node) -> None:
        if node.state().checked:
            chosen.add(node.text(QAccessible.Text.Name))
        for index in range(node.childCount()):
            walk(node.child(index))

    walk(QAccessible.queryAccessibleInterface(screen.window))
    assert {"Gaúcho", "Português", screen.text("ui.choose.people")} <= chosen


def test_a_helping_device_can_press(screen) -> None:
    stage.show(screen, "attract")
    QAccessible.setActive(True)
    wanted = screen.text("ui.attract.touch")

    def find(node):
        if node.role() in PRESSED and node.text(QAccessible.Text.Name) == wanted:
            return node
        below = (find(node.child(index)) for index in range(node.childCount()))
        return next((found for found in below if found is not None), None)

    button = find(QAccessible.queryAccessibleInterface(screen.window))
    button.actionInterface().doAction("Press")
    assert screen.model.page == "choose"
