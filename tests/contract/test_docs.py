"""Documents speak of what exists, and what exists is spoken of."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

import export.cli
import kiosk.cli.app
import training.cli

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/**/*.md")]
DOCUMENTS += [ROOT / "systemd" / "README.md", ROOT / "assets" / "LICENSES.md"]
PROGRAMS = {
    "heritage-kiosk": kiosk.cli.app.app,
    "heritage-train": training.cli.app,
    "heritage-export": export.cli.app,
}
# Made by a command, so absent from a fresh checkout.
MADE = {"demo/cena.png"}
# What is in a checkout, by the folder it stands in.
TOP = ("kiosk/", "training/", "export/", "assets/", "systemd/", "tests/", "docs/", "scripts/")


def _commands(program: str) -> list[str]:
    group = get_command(PROGRAMS[program])
    found = []
    for name, command in getattr(group, "commands", {}).items():
        below = getattr(command, "commands", None)
        found += [f"{name} {inner}" for inner in below] if below else [name]
    return found


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_command_is_in_a_document(program: str) -> None:
    said = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    said += (ROOT / "systemd" / "heritage-kiosk-painter.service").read_text(encoding="utf-8")
    said += (ROOT / "systemd" / "heritage-kiosk-listener.service").read_text(encoding="utf-8")
    missing = [name for name in _commands(program) if f"{program} {name}" not in said]
    assert not missing


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_command_said_exists(program: str) -> None:
    top = {name.split()[0] for name in _commands(program)}
    for path in DOCUMENTS:
        said = re.findall(rf"{program} ([a-z]+)", path.read_text(encoding="utf-8"))
        assert set(said) <= top, path.name


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_named_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    linked = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    for target in linked:
        assert (path.parent / target).exists(), f"{path.name} links to {target}"
    for target in re.findall(r"`([\w./-]+)`", text):
        if target.startswith(TOP) and target not in MADE and "NNNN" not in target:
            assert (ROOT / target).exists(), f"{path.name} names {target}"


def test_every_make_target_said_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    for path in DOCUMENTS:
        said = re.findall(r"`make ([a-z-]+)", path.read_text(encoding="utf-8"))
        assert set(said) <= targets, path.name


def test_decisions_are_numbered_without_a_gap() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(len(pages)))
    for page in pages[1:]:
        assert page.read_text(encoding="utf-8").startswith(f"# {page.name[:4]} ")
        assert page.name in README, f"README does not link {page.name}"


def test_every_font_and_asset_folder_has_its_licence() -> None:
    said = (ROOT / "assets" / "LICENSES.md").read_text(encoding="utf-8")
    for entry in sorted((ROOT / "assets").iterdir()):
        if entry.is_dir():
            assert f"`{entry.name}/" in said, f"assets/{entry.name} is not in LICENSES.md"
    for font in (ROOT / "assets" / "fonts").glob("*.[ot]tf"):
        assert f"`fonts/{font.name}`" in said
