"""Where two texts differ: as one sequence of segments, or place by place with what stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from math import inf
from typing import Literal

_CLAUSE = re.compile(r"[^，。！？；：、,.!?;:\n]*[，。！？；：、,.!?;:\n]?")
_PARAGRAPH = re.compile(r"[^\n]*\n?")
_AROUND = 8
"""Characters shown before and after a place."""
_LONG = 2_000
"""Characters above which an exchanged passage is shown as a whole."""

Operation = Literal["same", "gone", "new"]
Segment = tuple[Operation, str]
Span = tuple[int, int, int, int]
"""Start and end of a place in the first text, and in the other one."""


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
        for block in _blocks(first, other, _CLAUSE)
        for a, b, c, d in _places(block, first, other, longest=_LONG)
    ]


def aligned(old: str, new: str) -> list[Segment]:
    """Two texts as one sequence of segments: what both have, what is gone, what is new.

    A single character between two changes of a paragraph counts as changed: shredded text cannot be read.
    """
    segments: list[Segment] = []
    end = 0
    for block in _blocks(old, new, _PARAGRAPH):
        for a, b, c, d in _without_islands(_places(block, old, new), block):
            segments += [("same", old[end:a]), ("gone", old[a:b]), ("new", new[c:d])]
            end = b
    return [segment for segment in (*segments, ("same", old[end:])) if segment[1]]


def _blocks(first: str, other: str, unit: re.Pattern[str]) -> Iterator[Span]:
    """The places at which the units of two texts differ: they are few, so long texts take no time."""
    ones, others = unit.findall(first), unit.findall(other)
    starts, other_starts = ([*accumulate(map(len, units), initial=0)] for units in (ones, others))
    for tag, a, b, c, d in SequenceMatcher(None, ones, others, autojunk=False).get_opcodes():
        if tag != "equal":
            yield starts[a], starts[b], other_starts[c], other_starts[d]


def _places(block: Span, first: str, other: str, longest: float = inf) -> Iterator[Span]:
    """The places within a block at which characters differ; a longer block as a whole."""
    left, end, right, other_end = block
    if max(end - left, other_end - right) > longest:
        yield block
        return
    matched = SequenceMatcher(None, first[left:end], other[right:other_end], autojunk=False)
    for tag, a, b, c, d in matched.get_opcodes():
        if tag != "equal":
            yield left + a, left + b, right + c, right + d


def _without_islands(places: Iterable[Span], block: Span) -> Iterator[Span]:
    """The same places; two as one where a single character stands between, not the block's first or last."""
    found = list(places)
    while found:
        a, b, c, d = found.pop(0)
        while found and found[0][0] - b == 1 and block[0] < b < block[1] - 1:
            _, b, _, d = found.pop(0)
        yield a, b, c, d
