"""Where two texts differ: the places, each with what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_CLAUSE = re.compile(r"[^，。！？；：、,.!?;:\n]*[，。！？；：、,.!?;:\n]?")
_AROUND = 8
"""Characters shown before and after a place."""
_LONG = 2_000
"""Characters above which an exchanged passage is shown as a whole."""

Span = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """One place at which two texts differ."""

    before: str
    """What stands before it in the first text."""
    first: str
    """What the first text has there; '' where the other one adds."""
    other: str
    """What the other text has there; '' where it lacks."""
    after: str
    """What stands behind it in the first text."""

    def __str__(self) -> str:
        """As `wdiff` writes it: 甲[-旧-]{+新+}乙."""
        lost = f"[-{self.first}-]" if self.first else ""
        new = f"{{+{self.other}+}}" if self.other else ""
        return f"{self.before}{lost}{new}{self.after}".replace("\n", "¶")


def differences(first: str, other: str) -> list[Difference]:
    """The places at which two texts differ, in the order of the first."""
    return [
        Difference(first[max(a - _AROUND, 0) : a], first[a:b], other[c:d], first[b : b + _AROUND])
        for a, b, c, d in _spans(first, other)
    ]


def _spans(first: str, other: str) -> Iterator[Span]:
    """Clauses are aligned first, characters only within clauses that differ: long texts in no time."""
    ones, others = _CLAUSE.findall(first), _CLAUSE.findall(other)
    starts, other_starts = _starts(ones), _starts(others)
    for tag, a, b, c, d in SequenceMatcher(None, ones, others, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        left, right = starts[a], other_starts[c]
        mine, theirs = first[left : starts[b]], other[right : other_starts[d]]
        if max(len(mine), len(theirs)) > _LONG or not (mine and theirs):
            yield left, left + len(mine), right, right + len(theirs)
            continue
        for kind, e, f, g, h in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
            if kind != "equal":
                yield left + e, left + f, right + g, right + h


def _starts(parts: list[str]) -> list[int]:
    starts = [0]
    for part in parts:
        starts.append(starts[-1] + len(part))
    return starts
