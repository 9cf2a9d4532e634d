"""Whether two texts are one: pure functions of letters and signatures, the same whichever text comes first.

What is compared are the letters and digits of the folded texts, so that script, width, punctuation and
spacing make no difference. docs/duplicates.md explains the rules and shows what they were measured on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from pipelines.text.minhash import code_points, shingles

ROWS, BITS = 3, 14
"""Values in a band, and bits of a value (`pipelines.text.minhash`)."""

ESTIMATE = 0.3
"""Texts whose signatures agree in less are not looked at."""

PART = 0.75
"""Share of the shorter text's letters that must be in the other: 0.87 with every tenth character changed."""

WHOLE = 0.5
"""Share of the longer text's letters that must be in the other: less is a passage of it, not its print."""

SHORT = 150
"""Letters below which exchanged words make another notice."""

WORDS, SINGLE = 0.02, 0.5
"""Of a short text: share of letters in exchanged words allowed; share of differences that are single letters,
from which on they are misprints rather than filled blanks (a form has few or none)."""

DIGITS, LEAST_DIGITS = 0.12, 2
"""Share and number of digits exchanged for other digits above and from which a text says something else."""

BLANK = 16
"""Letters of the longest blank of a form; what is longer was rewritten."""

Rule = Literal["same", "alike", "little", "passage", "numbers", "words"]

RULES: dict[Rule, str] = {
    "same": "the letters and digits are the same",
    "alike": f"{PART:.0%} of the shorter and {WHOLE:.0%} of the longer text are common, and they are no form",
    "little": f"less than {PART:.0%} of the shorter text is in the other",
    "passage": f"less than {WHOLE:.0%} of the longer text is in the other",
    "numbers": "numbers are exchanged for others: a form, a table, or news of another state of affairs",
    "words": f"words are exchanged in a text of less than {SHORT} letters: one form, filled in otherwise",
}
"""What each rule says; the first two mean that the texts are one."""

Mask = npt.NDArray[np.bool_]
Points = npt.NDArray[np.uint64]
Values = npt.NDArray[np.uint16]

_NOTHING = np.zeros(0, dtype=np.uint64)
_CREDIT = re.compile("[社报讯电网]|记者|消息|来源|通讯员|摄影")
"""Where a text comes from, which every paper words its own way."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two texts have in common: letters that lie in character 3-grams of both, wherever they stand."""

    similarity: float
    """Share of the letters of both texts together, 0…1."""
    part: float
    """Share of the letters of the shorter text."""
    whole: float
    """Share of the letters of the longer text."""
    rule: Rule
    """Which rule decided."""

    @property
    def alike(self) -> bool:
        """Whether the two are prints of one text."""
        return self.rule in ("same", "alike")

    @property
    def kin(self) -> bool:
        """Whether they may stand in one cluster, given that others between them are alike."""
        return self.alike or (self.rule == "little" and self.whole >= WHOLE)


def compare(one: str, other: str) -> Likeness:
    """The likeness of two texts, given as `pipelines.text.keys.letters`; the same in either order."""
    if one == other:
        return Likeness(1.0, 1.0, 1.0, "same")
    shorter, longer = sorted((one, other), key=lambda text: (len(text), text))
    (short, mine, mine_sorted), (long, theirs, theirs_sorted) = _parts(shorter), _parts(longer)
    here, there = _covered(mine, theirs_sorted, len(short)), _covered(theirs, mine_sorted, len(long))
    common, beyond = np.count_nonzero(here), np.count_nonzero(there)
    part, whole = common / max(len(short), 1), beyond / max(len(long), 1)
    similarity = (common + beyond) / (len(short) + len(long))
    if whole < WHOLE:
        return Likeness(similarity, part, whole, "passage")
    alike: Rule = "alike" if part >= PART else "little"
    if len(short) >= SHORT and min(_beyond(short, here), _beyond(long, there)) < LEAST_DIGITS:
        return Likeness(similarity, part, whole, alike)  # so few digits make no form of a long text
    blanks, filled = _blanks(here), _blanks(there)
    if len(short) < SHORT:
        for at, there_at in _ends(shorter, longer, here, there):
            mine_end, their_end = shorter[at], longer[there_at]  # where one only adds, nothing is exchanged
            if mine_end and their_end and not (_CREDIT.search(mine_end) and _CREDIT.search(their_end)):
                blanks, filled = [*blanks, at], [*filled, there_at]
    return Likeness(similarity, part, whole, _form(short, long, blanks, filled) or alike)


@lru_cache(maxsize=4)  # a text that arrives is compared with all of its family
def _parts(text: str) -> tuple[Points, Points, Points]:
    """The characters of a text as numbers, its 3-grams in their places, and these sorted."""
    points = code_points(text)
    grams = shingles(points)
    return points, grams, np.sort(grams)


def bands(signature: bytes) -> list[int]:
    """The bands of a signature: numbers of six bytes, equal for equal values in the same place."""
    return bands_of([signature])[0].tolist() if signature else []


def bands_of(signatures: Sequence[bytes]) -> npt.NDArray[np.int64]:
    """`bands` of many signatures of one length, a row each."""
    values = values_of(signatures)
    triples = values[:, : values.shape[1] // ROWS * ROWS].reshape(len(values), -1, ROWS)
    return _banded(np.arange(triples.shape[1], dtype=np.int64), triples)


def bands_at(values: Values, place: int) -> npt.NDArray[np.int64]:
    """The bands of many signatures in one place."""
    return _banded(np.int64(place), values[:, place * ROWS : (place + 1) * ROWS])


def _banded(places: npt.NDArray[np.int64] | np.int64, triples: Values) -> npt.NDArray[np.int64]:
    wide = triples.astype(np.int64)
    return ((places << BITS | wide[..., 0]) << BITS | wide[..., 1]) << BITS | wide[..., 2]


def values_of(signatures: Sequence[bytes]) -> Values:
    """Signatures of one length as a matrix, a row each."""
    return np.frombuffer(b"".join(signatures), dtype="<u2").reshape(len(signatures), -1)


def estimate(one: bytes, other: bytes) -> float:
    """The share of equal values of two signatures: about the Jaccard index of the texts' 3-grams."""
    if not one or len(one) != len(other):
        return 0.0
    return float((np.frombuffer(one, dtype="<u2") == np.frombuffer(other, dtype="<u2")).mean())


def agreeing(ones: Sequence[bytes], others: Sequence[bytes]) -> list[bool]:
    """For each pair of signatures whether they agree in ESTIMATE, so that the texts are looked at."""
    if not ones:
        return []
    found: list[bool] = ((values_of(ones) == values_of(others)).mean(axis=1) >= ESTIMATE).tolist()
    return found


def clusters(
    ranks: Mapping[str, Any], alike: Mapping[str, set[str]], kin: Callable[[str, str], bool]
) -> dict[str, str]:
    """Every text → the text of its cluster that was printed first.

    `ranks`: text → place in the order of print; `alike`: text → those it was found alike with; `kin`: whether
    two may stand in one cluster (`Likeness.kin`). The first print of all takes everything that is
    alike with it, alike with that, and so on, as long as it is kin with the first print itself; the
    earliest of what is left takes its own, until nothing is left. So the result depends on the texts and
    their order of print alone, and nobody is put under a text it has little in common with.
    """
    first_of: dict[str, str] = {}
    for first in sorted(ranks, key=ranks.__getitem__):
        if first in first_of:
            continue
        first_of[first] = first
        reached, strangers = [first], set[str]()
        while reached:
            for text in alike.get(reached.pop(), ()):
                if text in first_of or text in strangers or text not in ranks:
                    continue
                if first in alike[text] or kin(text, first):
                    first_of[text] = first
                    reached.append(text)
                else:
                    strangers.add(text)
    return first_of


def _form(short: Points, long: Points, blanks: list[slice], filled: list[slice]) -> Rule | None:
    """The rule by which the two are one form, filled in otherwise; None when they are not."""
    mine, theirs = _digits(short), _digits(long)
    exchanged = _exchanged([short[at][mine[at]] for at in blanks], [long[at][theirs[at]] for at in filled])
    digits = min(int(mine.sum()), int(theirs.sum()))
    if exchanged >= LEAST_DIGITS and exchanged > DIGITS * digits:
        return "numbers"
    if len(short) >= SHORT and (exchanged < LEAST_DIGITS or exchanged <= DIGITS / 2 * digits):
        return None
    worded = min(sum(_length(at) for at in runs if _length(at) > 1) for runs in (blanks, filled))
    inside = [at for at in blanks if _length(at)]
    singles = sum(_length(at) == 1 and not mine[at.start] for at in inside)
    if worded <= WORDS * len(short) or singles >= SINGLE * len(inside):
        return None
    return "words" if len(short) < SHORT else "numbers"


def _exchanged(blanks: list[Points], filled: list[Points]) -> int:
    """How many digits of the blanks are others in the other text: blank by blank where these correspond."""
    if len(blanks) != len(filled):
        blanks, filled = ([np.concatenate([_NOTHING, *all_digits])] for all_digits in (blanks, filled))
    total = 0
    for one, other in zip(blanks, filled, strict=True):
        if len(one) and len(other):
            kept = SequenceMatcher(None, one.tolist(), other.tolist(), autojunk=False).get_matching_blocks()
            total += min(len(one), len(other)) - sum(block.size for block in kept)
    return total


def _length(at: slice) -> int:
    return int(at.stop - at.start)


def _ends(one: str, other: str, here: Mask, there: Mask) -> list[tuple[slice, slice]]:
    """The heads and the tails that are not in common, without the letters with which both begin or end."""
    heads, tails = (
        (one[: here.argmax()], other[: there.argmax()]),
        (one[len(one) - here[::-1].argmax() :], other[len(other) - there[::-1].argmax() :]),
    )
    start, end = _agreeing(*heads), _agreeing(tails[0][::-1], tails[1][::-1])
    return [
        (slice(start, len(heads[0])), slice(start, len(heads[1]))),
        (
            slice(len(one) - max(len(tails[0]), end), len(one) - end),
            slice(len(other) - max(len(tails[1]), end), len(other) - end),
        ),
    ]


def _agreeing(one: str, other: str) -> int:
    """How many characters two strings begin with alike."""
    shorter = min(len(one), len(other))
    return next((n for n in range(shorter) if one[n] != other[n]), shorter)


def _digits(points: Points) -> Mask:
    digits: Mask = (points >= 0x30) & (points <= 0x39)
    return digits


def _beyond(points: Points, covered: Mask) -> int:
    """How many digits are not in common."""
    return int(np.count_nonzero(_digits(points[~covered])))


def _covered(shingles: Points, others: Points, length: int) -> Mask:
    """The letters that lie in a 3-gram which is among `others` (sorted), too."""
    covered = np.zeros(length, dtype=np.bool_)
    if len(shingles) and len(others):
        found = others.take(others.searchsorted(shingles), mode="clip") == shingles
        for n in range(3):
            covered[n : length - 2 + n] |= found
    return covered


def _blanks(covered: Mask) -> list[slice]:
    """The passages not in common that stand between common ones and are no longer than a form's blanks."""
    edges = np.flatnonzero(covered[1:] != covered[:-1]) + 1
    inside = edges[0 if len(covered) and covered[0] else 1 :]  # the first edge ends the head otherwise
    pairs = inside[: len(inside) // 2 * 2].reshape(-1, 2).tolist()
    return [slice(start, end) for start, end in pairs if end - start <= BLANK]
