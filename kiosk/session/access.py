"""What a visitor needs to see, reach and hear: five switches of their own, gone when they go."""

from dataclasses import dataclass, fields, replace
from typing import Final

from kiosk import config

REACH_MM: Final = 1200
"""Nothing to touch stands higher above the floor where the controls are kept low."""

LEAST_MM: Final = 10
FORGET_S: Final = 60.0
"""Nobody has begun, and nobody has touched for so long: the switches are the next visitor's."""


@dataclass(frozen=True)
class Access:
    """The five switches."""

    high_contrast: bool = False
    large_text: bool = False
    controls_low: bool = False
    reduced_motion: bool = False
    read_aloud: bool = False

    def toggled(self, name: str) -> "Access":
        """With switch `name` the other way round. Raises KeyError for any other name."""
        if name not in NAMES:
            raise KeyError(name)
        return replace(self, **{name: not getattr(self, name)})


NAMES: Final = tuple(field.name for field in fields(Access))


def defaults(settings: config.KioskConfig) -> Access:
    """How the switches stand for each new visitor."""
    return Access(**{name: getattr(settings, name) for name in NAMES})


def reach_mm(settings: config.KioskConfig) -> int:
    """Millimetres of the screen, from its lower edge, that lie below REACH_MM."""
    return max(LEAST_MM, REACH_MM - settings.screen_bottom_mm)
