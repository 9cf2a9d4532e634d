"""Rows of a table: where several lines of a document have one form, a torn one among them has it, too."""

import re
from collections import Counter
from collections.abc import Sequence

from pipelines.text.restoration.evidence import ANNOTATED, HAN
from pipelines.text.restoration.lm import normal
from pipelines.text.restoration.originals import LOST

ROWS = 3
"""So many lines of one form are rows of a table."""
LONGEST = 120
"""Characters of a row at most."""
ALIKE = 3.0
"""Log odds for a character with which a row goes on as the others do."""

_SIGNS = re.compile(f"([{HAN}]+)|(0[0.]*)|(a+)")
_TORN = re.compile("[?？\ue000-\uf8ff]")


def form(line: str) -> str:
    """What rows have in common: a run of Chinese, a number, a Latin word is one sign each, marks stay."""
    plain = normal(line.replace(LOST, "0").replace("％", "%"))
    return _SIGNS.sub(lambda found: "漢" if found[1] else found[0][0], plain)


def forms(texts: Sequence[str]) -> frozenset[str]:
    """The forms of the rows with numbers that the texts of a document have."""
    counts: Counter[str] = Counter()
    for text in texts:
        lines = (line for line in text.split("\n") if line and len(line) <= LONGEST)
        counts.update(form(ANNOTATED.sub(r"\1", line)) for line in lines if not _TORN.search(line))
    return frozenset(one for one, n in counts.items() if n >= ROWS and "0" in one and len(one) > 2)


def alike(rows: frozenset[str], line: str) -> bool:
    """Whether a line that begins with `line` can have one of the forms."""
    mine = form(line)
    return any(row.startswith(mine) for row in rows)
