"""`heritage-kiosk translate`: sentences of a file in English, as an English bundle gets them."""

import csv
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kiosk import errors
from kiosk.cli import report
from kiosk.prompts import repair, translate, wish

_COLUMNS: Final = ("id", "pt")
# The first sentence also reads the lexicon and the translator's weights.
_WARMING: Final = "um xima rão e um helicopterozinho"


def translated(file: Path, as_json: bool) -> None:
    """Print every sentence of a TSV file in English. Raises SetUnreadable, TranslatorAbsent."""
    sentences = list(_sentences(file))
    engine = translate.engine()
    _english(_WARMING, engine)
    items = []
    ways: Counter[str] = Counter()
    for identity, sentence in sentences:
        began = time.perf_counter()
        made = _english(sentence, engine)
        ms = (time.perf_counter() - began) * 1000
        ways[made.how] += 1
        items.append({"id": identity, "en": made.text, "ms": round(ms, 3)})
    rows = [report.say("translated.row", **item) for item in items]
    table = {"translated": 0, "pieces": 0, "glossary": 0} | ways
    told = "\n".join((*rows, report.say("translated.table", **table)))
    report.result({"items": items, "table": table}, as_json, told)


def _english(sentence: str, engine: translate.Engine) -> translate.English:
    return translate.english(wish.wish(repair.repair(sentence)), engine)


def _sentences(file: Path) -> Iterator[tuple[str, str]]:
    """Id and Portuguese of every row."""
    try:
        rows = csv.DictReader(
            file.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE
        )
    except (OSError, UnicodeDecodeError) as fault:
        raise errors.SetUnreadable(file=file, line=0, reason=str(fault)) from fault
    for row in rows:
        cells = [row.get(name) for name in _COLUMNS]
        if None in cells:
            missing = ", ".join(_COLUMNS)
            raise errors.SetUnreadable(file=file, line=rows.line_num, reason=missing)
        identity, sentence = cells
        yield str(identity), str(sentence)
