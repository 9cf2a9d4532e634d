"""The order of relevance: what says most of it first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from storage.database import parts
from storage.models import table
from storage.search.terms import Wanted

_PRESENT, _LENGTH, _HEADLINE = 1.2, 0.75, 3.0
"""k1 and b of BM25, and how many occurrences in the body one in the headline is worth."""

_ARTICLES = table("articles")


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


def counted(connection: Connection, ids: Sequence[int], wanted: Sequence[Wanted]) -> dict[int, Counted]:
    """The articles with their occurrences; each is read."""
    columns = (_ARTICLES.c.id, _ARTICLES.c.headline_hans, _ARTICLES.c.body_hans)
    found: dict[int, Counted] = {}
    for part in parts(ids):
        for number, *texts in connection.execute(select(*columns).where(_ARTICLES.c.id.in_(part))):
            counts = tuple((each.count(texts, 0), each.count(texts, 1)) for each in wanted)
            found[number] = Counted(len(texts[1]), counts)
    return found


def ranked(ids: Sequence[int], read: dict[int, Counted]) -> list[int]:
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
