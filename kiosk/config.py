"""The kiosk's configuration: one TOML file, read strictly into one frozen struct."""

import difflib
import os
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from kiosk import errors

ENVIRONMENT: Final = "HERITAGE_KIOSK_CONFIG"
MACHINE_FILE: Final = Path("/etc/heritage-kiosk/kiosk.toml")

Weekday = Literal[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
]
_CLOCK: Final = r"([01][0-9]|2[0-3]):[0-5][0-9]"
# "09:00-17:30"; the second may be smaller: then it is of the next day.
Span = Annotated[str, msgspec.Meta(pattern=rf"^{_CLOCK}-{_CLOCK}$")]
Seconds = Annotated[float, msgspec.Meta(gt=0, le=3600)]


class GallerySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Table `[gallery]`: scenes that visitors leave for the wall."""

    # Whether a visitor may leave a scene. Nobody else sees it before the museum approves it.
    keep: bool = True
    # For all pictures together; the oldest make room.
    quota_mb: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 500
    # What stays free on the disk: below it the kiosk paints on, but keeps nothing.
    floor_mb: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] = 500
    # Then a scene is deleted, approved or not.
    retention_days: Annotated[int, msgspec.Meta(ge=1, le=3650)] = 90


class KioskConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Every setting with its default; a gallery writes only what differs."""

    # What visitors read.
    language: Literal["pt-BR", "es", "en"] = "pt-BR"
    # A bundle folder to use instead of the installed or shipped one.
    bundle: str | None = None
    # A sampling profile of that bundle; None is the bundle's own default.
    profile: str | None = None
    # `auto` takes CUDA where a session really gets it; `cuda` refuses to start without it.
    provider: Literal["auto", "cpu", "cuda"] = "auto"
    # How long a visitor may wait: where no profile is named, the kiosk paints one that is ready in
    # this time on this machine (kiosk/painter/tune.py measures it).
    target_wait_s: Seconds = 8.0
    # Bundles that the painter keeps in memory; changing to one of them takes no time.
    bundles_in_memory: Annotated[int, msgspec.Meta(ge=1, le=32)] = 2
    # Threads a worker computes with; 0 leaves it to the painter's measurement, and to the number
    # of cores this process may use where nothing was measured.
    threads: Annotated[int, msgspec.Meta(ge=0, le=256)] = 0
    paint_deadline_s: Seconds = 60.0
    listen_deadline_s: Seconds = 60.0
    # Part of the input's name, in any case, or its socket (docs/voice.md); None is the system's
    # default microphone.
    microphone: str | None = None
    # A CTranslate2 Whisper folder; None is the embedded model.
    speech_model: str | None = None
    # How the accessibility switches stand for each new visitor; see docs/accessibility.md.
    high_contrast: bool = False
    large_text: bool = False
    controls_low: bool = False
    reduced_motion: bool = False
    read_aloud: bool = False
    # From the floor to the lower edge of the picture, in millimetres: what can be reached.
    screen_bottom_mm: Annotated[int, msgspec.Meta(ge=0, le=3000)] = 700
    # How a visitor may take a picture home: not at all, on paper (CUPS), or with a telephone on the
    # museum's Wi-Fi, from a page that `heritage-kiosk share` serves.
    take_home: Literal["none", "print", "wifi"] = "none"
    # A printer's name in CUPS; None is the system's default printer.
    printer: str | None = None
    prints_per_day: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 60
    # This computer's own address on the museum's Wi-Fi, with a port: "192.168.7.2:8080".
    share_address: str | None = None
    # Folders with `*.pub` files that replace the machine's and the shipped keys.
    keys: tuple[str, ...] = ()
    gallery: GallerySettings = GallerySettings()
    # By weekday, such as `monday = "09:00-17:30"`; a day that is not named is closed. None is
    # always open. Staff may set others on the screen.
    opening_hours: dict[Weekday, Span] | None = None
    # Programs with their arguments that switch the panel off and on outside the opening hours, run
    # without a shell. Without them the screen goes black.
    screen_off_command: tuple[str, ...] = ()
    screen_on_command: tuple[str, ...] = ()


def load(file: Path | None = None) -> KioskConfig:
    """Read `file`, else $HERITAGE_KIOSK_CONFIG, else the machine's file, else take the defaults.

    Raises ConfigUnreadable, ConfigUnknownKey. A file that was named must exist.
    """
    named = file or _from_environment()
    if named is None and not MACHINE_FILE.exists():
        return KioskConfig()
    chosen = named or MACHINE_FILE
    try:
        table = tomllib.loads(chosen.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise errors.ConfigUnreadable(file=chosen, reason=str(wrong)) from wrong
    _refuse_unknown(chosen, table, KioskConfig.__struct_fields__)
    if isinstance(gallery := table.get("gallery"), dict):
        _refuse_unknown(chosen, gallery, GallerySettings.__struct_fields__)
    try:
        return msgspec.convert(table, KioskConfig)
    except msgspec.ValidationError as wrong:
        raise errors.ConfigUnreadable(file=chosen, reason=str(wrong)) from wrong


def threads(config: KioskConfig) -> int:
    """How many threads a worker computes with."""
    return config.threads or len(os.sched_getaffinity(0))


def with_keys(config: KioskConfig, folders: Sequence[Path]) -> KioskConfig:
    """The same configuration, trusting only the keys in `folders`."""
    return msgspec.structs.replace(config, keys=tuple(str(folder) for folder in folders))


def _from_environment() -> Path | None:
    given = os.environ.get(ENVIRONMENT)
    return Path(given) if given else None


def _refuse_unknown(file: Path, table: dict[str, object], known: Sequence[str]) -> None:
    for name in table:
        if name not in known:
            nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.0)[0]
            raise errors.ConfigUnknownKey(file=file, name=name, nearest=nearest)
