"""Rows of a table: where several lines of a document have one form, a torn one among them has it, too."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.text.restoration.evidence import ANNOTATED, HAN
from pipelines.text.restoration.lm import normal
from pipelines.text.restoration.mirror import to_simplified
from pipelines.text.restoration.originals import LOST

ROWS = 3
"""So many lines of one form are rows of a table."""
LONGEST = 120
"""Characters of a row at most."""
ALIKE, PLACE = 5.0, 3.0
"""Log odds for a character with which a row goes on as the others do, for a place where they begin with
places."""

_SIGNS = re.compile(f"([{HAN}]+)|(0[0.]*)|(a+)")
_CELL = re.compile(f"\\A[{HAN}]{{2,6}}(?![{HAN}])")
_TORN = re.compile("[?？\ue000-\uf8ff]")


def form(line: str) -> str:
    """What rows have in common: a run of Chinese, a number, a Latin word is one sign each, marks stay."""
    plain = normal(line.replace(LOST, "0").replace("％", "%"))
    return _SIGNS.sub(lambda found: "漢" if found[1] else found[0][0], plain)


@dataclass(frozen=True, slots=True)
class Rows:
    """What the rows of a document have in common."""

    forms: frozenset[str]
    places: bool
    """Whether one of them begins with a place: others will."""

    def likely(self, line: str) -> float:
        """Log odds for a row that begins with `line`, in traditional characters."""
        mine = form(line)
        odds = ALIKE if any(one.startswith(mine) for one in self.forms) else 0.0
        return odds + PLACE if self.places and _is_place(line) else odds


def _is_place(line: str) -> bool:
    from pipelines.text.credits.places import is_place  # with many patterns, for damaged tables alone

    return is_place(to_simplified(line))


def rows(texts: Sequence[str]) -> Rows | None:
    """What the rows with numbers in the texts of a document have in common; None where there are none."""
    counts: Counter[str] = Counter()
    cells: set[str] = set()
    for line in (line for text in texts for line in text.split("\n")):
        if line and len(line) <= LONGEST and not _TORN.search(line):
            plain = ANNOTATED.sub(r"\1", line)
            counts[form(plain)] += 1
            cells.update(_CELL.findall(plain))
    shared = frozenset(one for one, n in counts.items() if n >= ROWS and "0" in one and len(one) > 2)
    return Rows(shared, any(map(_is_place, cells))) if shared else None
