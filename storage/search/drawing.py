"""Some of very many hits, drawn by chance from all times, the same ones on either database."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import partial

import sqlalchemy as sa
from sqlalchemy import Connection, func, select

from storage.models import table
from storage.search.sql import Matching, Run

STRIPS = 30
"""Parts of the database of each of which a sample has some."""
_ENOUGH = 0.8
"""So much of a sample is as good as all of it."""
_TURN, _WHEEL = 2_654_435_761, 2**32
"""Knuth's multiplier: numbers in a row fall far apart, so that a part of the wheel is a fair part."""
_WIDER = 8
"""So many times longer is what is looked through next, where there was not enough."""

_ROWS_ARE_DEAR = sa.text("SET LOCAL cpu_tuple_cost = 10000")
"""PostgreSQL takes words for rare, and would look at all their articles to see which are in the runs. Where
rows are dear it asks the index of numbers, too, and looks at those alone that both have."""
_ROWS_ARE_AS_EVER = sa.text("SET LOCAL cpu_tuple_cost TO DEFAULT")

_ARTICLES = table("articles")


def spread(hits: Sequence[int], most: int, seed: int) -> list[int]:
    """About so many of the hits, of which all numbers are known."""
    shift = seed % 1_000_003
    return [hit for hit in hits if (hit + shift) * _TURN % _WHEEL * len(hits) < most * _WHEEL]


def drawn(
    connection: Connection,
    found: Matching,
    most: int,
    seed: int,
    share: float = 0.0,
    known: Sequence[int] | None = None,
) -> list[int]:
    """About so many of very many hits: of those `known`, sorted, or of all where these are too many to be
    named; `share` of all articles, as far as is known. The same ones either way.

    All numbers of articles are divided into strips, and of each strip the first hits from some place on are
    taken, as many of each as it takes. Articles have their numbers as they came: a strip is a time.
    """
    last = connection.execute(select(func.max(_ARTICLES.c.id))).scalar_one()
    parts = strips(last, seed)
    take: Callable[..., list[int]] = _one_by_one if found.index is not None else _together
    if known is not None:
        take = partial(_from, known)
    each = most // STRIPS + 1
    while True:
        hits = take(connection, found, parts, each, share)
        if len(hits) >= most * _ENOUGH or each > last:
            return hits
        each = each * most // max(len(hits), 1) + 1


def strips(last: int, seed: int) -> list[list[Run]]:
    """The runs of each strip of the numbers up to `last`: from a drawn place to its end, what is before."""
    length = last // STRIPS + 1
    parts = []
    for number in range(STRIPS):
        first, end = number * length + 1, (number + 1) * length
        place = first + (number + seed) * _TURN % length
        parts.append([(place, end)] + ([(first, place - 1)] if place > first else []))
    return parts


def _from(
    known: Sequence[int],
    _connection: Connection,
    _found: Matching,
    parts: Sequence[Sequence[Run]],
    each: int,
    _share: float,
) -> list[int]:
    """The first hits of each strip, of hits that are known."""
    hits: list[int] = []
    for runs in parts:
        some = [hit for low, high in runs for hit in _between(known, low, high)]
        hits += some[:each]
    return hits


def _one_by_one(
    connection: Connection, found: Matching, parts: Sequence[Sequence[Run]], each: int, _share: float
) -> list[int]:
    """The first hits of each strip from SQLite's index, which leaps to the beginning of a run."""
    statement = found.from_to()
    hits: list[int] = []
    for runs in parts:
        lacking = each
        for low, high in runs:
            given = {"low": low, "high": high, "most": lacking}
            some = connection.execute(statement, given).scalars().all() if lacking else []
            hits += some
            lacking -= len(some)
    return hits


def _together(
    connection: Connection, found: Matching, parts: Sequence[Sequence[Run]], each: int, share: float
) -> list[int]:
    """The same from PostgreSQL's index, asked once for so much of all strips as is likely to do."""
    connection.execute(_ROWS_ARE_DEAR)
    hits: list[int] = []
    left = list(parts)
    length = int(2 * each / max(share, 0.001)) + 1
    while left:
        asked = [_beginning(runs, length) for runs in left]
        rows = connection.execute(found.within([run for runs in asked for run in runs])).scalars().all()
        numbers = sorted(rows)
        unfinished = []
        for runs, some in zip(left, asked, strict=True):
            got = [hit for low, high in some for hit in _between(numbers, low, high)]
            if len(got) < each and some != list(runs):
                unfinished.append(runs)
            else:
                hits += got[:each]
        left, length = unfinished, length * _WIDER
    connection.execute(_ROWS_ARE_AS_EVER)
    return hits


def _beginning(runs: Sequence[Run], length: int) -> list[Run]:
    """So many numbers from the beginning of these runs."""
    some = []
    for low, high in runs:
        if length > 0:
            some.append((low, min(high, low + length - 1)))
        length -= high - low + 1
    return some


def _between(numbers: Sequence[int], low: int, high: int) -> Sequence[int]:
    return numbers[bisect_left(numbers, low) : bisect_right(numbers, high)]
