"""A text with the places that restoration changed, and with the paragraphs it is printed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SURE = 0.5
"""A repair below this confidence is a guess (docs/restore.md)."""
QUIET = frozenset({"width", "spacing", "indent", "control", "comma"})
"""Kinds of repairs that touch marks and space, no character that is read."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a repair did."""

    observed: str
    """What was received."""
    confidence: float

    @property
    def sure(self) -> bool:
        """Whether it is more than a guess."""
        return self.confidence >= SURE


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; with a mark where it was restored."""

    text: str
    mark: Mark | None = None


def pieces(text: str, field: str, repairs: Sequence[Mapping[str, Any]] | None) -> list[Piece]:
    """The text of a field in pieces, restored places with their marks.

    Where a repair took something away, the character before it has the mark. Repairs of the kinds QUIET
    give no mark, nor does one that does not fit the text (it was edited since).
    """
    mine = sorted(
        (one for one in repairs or () if one["field"] == field),
        key=lambda one: (one["start"], one["end"]),
    )
    found: list[Piece] = []
    done = shift = 0
    for one in mine:
        start = one["start"] + shift
        end = start + len(one["restored"])
        shift += len(one["restored"]) - (one["end"] - one["start"])
        if start < done or text[start:end] != one["restored"] or one["kind"] in QUIET:
            continue
        observed = one["observed"]
        if start == end:
            if start - 1 < done:
                continue
            start, observed = start - 1, text[start - 1] + observed
        if "\n" in text[start:end]:
            continue
        mark = Mark(observed, float(one["confidence"]))
        found += [Piece(text[done:start]), Piece(text[start:end], mark)]
        done = end
    return [piece for piece in (*found, Piece(text[done:])) if piece.text]


def paragraphs(found: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces of a body by paragraph."""
    lines: list[list[Piece]] = [[]]
    for piece in found:
        first, *others = piece.text.split("\n")
        lines[-1].append(Piece(first, piece.mark))
        lines += [[Piece(other, piece.mark)] for other in others]
    kept = ([piece for piece in line if piece.text] for line in lines)
    return [line for line in kept if line]
