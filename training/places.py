"""Where the shipped models lie: in the checkout's assets/, or in a wheel's copy of it."""

from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).resolve().parent.parent
_INSTALLED: Final = _ROOT / "kiosk" / "_assets"
ASSETS: Final = _INSTALLED if _INSTALLED.is_dir() else _ROOT / "assets"
BASE: Final = ASSETS / "base" / "pampa-mini"
PROBE: Final = ASSETS / "probe"
CLIP_MERGES: Final = ASSETS / "tokenizers" / "clip-bpe" / "merges.txt"
