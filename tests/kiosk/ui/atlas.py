"""Every page and dialog of the window, and what each of its controls does.

A control that stands in no table fails `test_everywhere.py`; so does one that is named here and is
not there.
"""

from tests.kiosk.ui.atlas_staff import STAFF
from tests.kiosk.ui.atlas_visitors import VISITORS

PLACES = {**VISITORS, **STAFF}
# Shelves and keyboards differ in what they hold, not in how they lie.
UNLIKE = [
    name for name in PLACES
    if name in ("choose people", "home failed")
    or not name.startswith(("choose ", "accents", "home "))
]  # fmt: skip
