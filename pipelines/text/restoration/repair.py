"""What a restoration is: the restored text and every change that led to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal[
    "annotation", "straddle", "cut", "comma", "width", "control", "indent", "spacing", "suspicious"
]


@dataclass(frozen=True, slots=True)
class Repair:
    """One change: `observed` stood at characters [start, end) of the observed text and became `restored`.

    kind: annotation (pinyin taken out), straddle and cut (torn characters put together), comma (an extra
    one taken out), width (full-width punctuation put back), control (a character no text has taken out),
    indent (a paragraph boundary), spacing (a letter-spaced word joined), suspicious (damage that could not
    be undone: observed == restored, confidence 0).
    confidence: 0 … 1, the estimated probability that `restored` is what stood there.
    """

    start: int
    end: int
    observed: str
    restored: str
    kind: Kind
    confidence: float


@dataclass(frozen=True, slots=True)
class Restored:
    """A text as far as it could be restored, and the repairs in text order, none overlapping another."""

    text: str
    repairs: tuple[Repair, ...] = ()


def apply(observed: str, repairs: Iterable[Repair]) -> str:
    """The observed text with `repairs` (in text order) made."""
    parts: list[str] = []
    at = 0
    for repair in repairs:
        parts += (observed[at : repair.start], repair.restored)
        at = repair.end
    return "".join((*parts, observed[at:]))


def revert(restored: str, repairs: Iterable[Repair]) -> str:
    """The observed text again, from the restored one and all its repairs."""
    parts: list[str] = []
    at = shift = 0
    for repair in repairs:
        start = repair.start + shift
        parts += (restored[at:start], repair.observed)
        at = start + len(repair.restored)
        shift += len(repair.restored) - len(repair.observed)
    return "".join((*parts, restored[at:]))


def compose(observed: str, first: Sequence[Repair], second: Sequence[Repair]) -> tuple[Repair, ...]:
    """One list for two passes: `second` was made on what `first` made of `observed`.

    Repairs of the two passes that touch become one, with the kind of the earlier and the lowest of the
    confidences.
    """
    if not second or not first:
        return tuple(first or second)
    middle = apply(observed, first)
    spans: list[tuple[int, int, int, Repair]] = [(r.start, r.end, 1, r) for r in second]
    shift = 0
    for r in first:
        spans.append((r.start + shift, r.start + shift + len(r.restored), 0, r))
        shift += len(r.restored) - len(r.observed)
    spans.sort(key=lambda span: span[:3])
    merged: list[Repair] = []
    shift = at = 0
    while at < len(spans):
        low, high, turn, _ = spans[at]
        cluster = [spans[at]]
        at += 1
        # Touching repairs of one pass stay apart, those of two passes become one.
        while at < len(spans) and (spans[at][0] < high or (spans[at][0] == high and spans[at][2] != turn)):
            high, turn = max(high, spans[at][1]), spans[at][2]
            cluster.append(spans[at])
            at += 1
        if len(cluster) == 1:
            only = cluster[0][3]
            if turn:
                only = Repair(
                    low - shift, high - shift, only.observed, only.restored, only.kind, only.confidence
                )
            else:
                shift += len(only.restored) - len(only.observed)
            merged.append(only)
            continue
        old = [r for _, _, which, r in cluster if which == 0]
        new = [r for _, _, which, r in cluster if which == 1]
        start = low - shift
        shift += sum(len(r.restored) - len(r.observed) for r in old)
        end = high - shift
        if not new:
            merged += old
            continue
        text = apply(middle[low:high], [replace(r, start=r.start - low, end=r.end - low) for r in new])
        if observed[start:end] != text or not old:
            sure = min(r.confidence for r in (*old, *new) if r.kind != "suspicious")
            kind: Kind = next((r.kind for r in (*old, *new) if r.kind != "suspicious"), "suspicious")
            merged.append(Repair(start, end, observed[start:end], text, kind, sure))
    return tuple(merged)
