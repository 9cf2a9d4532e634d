"""Scores restorations of simulated damage against the known truth."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from pipelines.text.fold import fold
from pipelines.text.restoration.repair import Restored
from tests.support.channel import fold_width
from tests.support.damage import Damaged

SURE = 0.9


@dataclass(frozen=True)
class Score:
    """Counts over any number of texts; add them."""

    characters: int = 0
    errors: int = 0
    """Characters wrong after folding to simplified, whatever the width of punctuation."""
    width_errors: int = 0
    """The same with punctuation of the wrong width counted."""
    spans: int = 0
    exact: int = 0
    torn: int = 0
    torn_exact: int = 0
    several: int = 0
    """Torn spans of which several originals give the very same damaged text: a digit left no byte."""
    several_exact: int = 0
    sure: int = 0
    sure_wrong: int = 0
    torn_sure: int = 0
    torn_sure_wrong: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(*(getattr(self, f) + getattr(other, f) for f in self.__dataclass_fields__))


def errors(truth: str, got: str) -> int:
    """Edit distance of two texts that are mostly equal, paragraph by paragraph."""
    total = 0
    lines, others = truth.split("\n"), got.split("\n")
    if len(lines) != len(others):
        lines, others = [truth], [got]
    for a, b in zip(lines, others, strict=True):
        if a != b:
            total += sum(
                max(i2 - i1, j2 - j1)
                for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
                if tag != "equal"
            )
    return total


def measure(damaged: Damaged, restored: Restored) -> tuple[Score, list[tuple[str, str, str, float]]]:
    """The score of one text, and what is wrong: observed, restored, truth, confidence."""
    repairs = restored.repairs
    aligned = damaged.aligned | {0: 0, len(damaged.text): len(damaged.original)}
    wrong: list[tuple[str, str, str, float]] = []

    def stretch(start: int, end: int) -> tuple[int, int]:
        """Observed offsets widened to where both original and repairs have a boundary."""
        while True:
            low, high = start, end
            for r in repairs:
                if r.start < high and r.end > low:
                    low, high = min(low, r.start), max(high, r.end)
            while low not in aligned:
                low -= 1
            while high not in aligned:
                high += 1
            if (low, high) == (start, end):
                return low, high
            start, end = low, high

    def right(start: int, end: int) -> tuple[bool, str, str]:
        low, high = stretch(start, end)
        truth = damaged.original[aligned[low] : aligned[high]]
        parts, at = [], low
        for r in repairs:
            if low <= r.start and r.end <= high:
                parts += (damaged.text[at : r.start], r.restored)
                at = r.end
        got = "".join((*parts, damaged.text[at:high]))
        return fold_width(fold(got)) == fold_width(fold(truth)), got, truth

    spans = exact = torn = torn_exact = several = several_exact = 0
    for s in damaged.spans:
        ok, got, truth = right(s.start, s.end)
        spans += 1
        exact += ok
        torn += s.torn
        torn_exact += ok and s.torn
        if s.torn and damaged.has_several_originals(s):
            several += 1
            several_exact += ok
        if not ok:
            sure = min((r.confidence for r in repairs if r.start < s.end and r.end > s.start), default=0.0)
            wrong.append((damaged.text[s.start : s.end], got, truth, sure))
    sure_repairs = [r for r in repairs if r.confidence >= SURE]
    bad = [r for r in sure_repairs if not right(r.start, r.end)[0]]
    torn_kinds = ("cut", "straddle")
    score = Score(
        len(damaged.original),
        errors(fold_width(damaged.source), fold_width(fold(restored.text))),
        errors(damaged.source, fold(restored.text)),
        spans,
        exact,
        torn,
        torn_exact,
        several,
        several_exact,
        len(sure_repairs),
        len(bad),
        sum(r.kind in torn_kinds for r in sure_repairs),
        sum(r.kind in torn_kinds for r in bad),
    )
    return score, wrong
