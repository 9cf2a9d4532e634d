"""The order of relevance: what says most of it first."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from storage.search.terms import Wanted

_PRESENT, _LENGTH, _HEADLINE = 1.2, 0.75, 3.0
"""k1 and b of BM25, and how many occurrences in the body one in the headline is worth."""


@dataclass(frozen=True, slots=True)
class Counted:
    """An article that was read: how often it has what is wanted."""

    length: int
    """Characters of its folded body."""
    counts: tuple[tuple[int, int], ...]
    """For each thing wanted, occurrences in headline and body."""

    @property
    def occurrences(self) -> int:
        """All of them."""
        return sum(map(sum, self.counts))


def counting(wanted: Sequence[Wanted]) -> Callable[[str, str], Counted]:
    """What counts how often a folded headline and body have what is wanted: made once for many articles."""
    words = [each.word for each in wanted]
    if all(words):
        return lambda headline, body: Counted(
            len(body), tuple([(headline.count(word), body.count(word)) for word in words])
        )
    return lambda headline, body: Counted(
        len(body),
        tuple([(each.count((headline, body), 0), each.count((headline, body), 1)) for each in wanted]),
    )


def ranked(ids: Sequence[int], read: Mapping[int, Counted]) -> list[int]:
    """The articles by BM25 (frequencies among these articles), equal ones in the given order."""
    if not ids:
        return []
    usual = sum(each.length for each in read.values()) / len(read) or 1.0
    weighed = {
        number: [_HEADLINE * headline + body for headline, body in each.counts]
        for number, each in read.items()
    }
    having = [sum(1 for count in column if count) for column in zip(*weighed.values(), strict=True)]
    weights = [1 + math.log(len(read) / many) if many else 0.0 for many in having]

    def score(article: int) -> float:
        damped = _PRESENT * (1 - _LENGTH + _LENGTH * read[article].length / usual)
        counts = weighed[article]
        return sum(weight * count / (count + damped) for weight, count in zip(weights, counts, strict=True))

    return sorted(ids, key=lambda article: -score(article))
