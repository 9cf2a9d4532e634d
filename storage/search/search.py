"""Full text search: which articles, in which order, and the lines of a concordance.

A query in either script finds both; what is found is shown as printed. The same articles in the same order
on SQLite and PostgreSQL.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from typing import Any, Literal, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, select

from storage.database import parts
from storage.models import table
from storage.search.drawing import drawn, spread
from storage.search.lines import KWIC, Hit, lines, read_places, sampled, sorted_lines, trimmed
from storage.search.prints import repeated
from storage.search.query import read_query, wanted
from storage.search.ranking import Counted, counting, ranked
from storage.search.sql import Matching, matching, tune
from storage.search.terms import Wanted
from storage.selection import Selection, snapshot

Order = Literal["relevance", "newest", "oldest"]
"""relevance: what says most of it first, whatever its date; newest and oldest: by date."""

Total = Literal["exact", "at_least"]

EVERYTHING = Selection()
READ = 5_000
"""So many articles are read to sort or to draw lines; of more a sample of about so many."""
RANKED = 1_500
"""So many articles are read to count occurrences and to rank; of more a sample of about so many."""
MANY = 10_000
"""More hits than that are not counted to their end unless asked, nor looked up one by one to be ordered."""
MANY_LONG = 2_500
"""The same by relevance of what costs more to find (`Matching.is_long`). Of up to so many hits any may be
ranked, of more the first of each part of the database."""
_SHOWN = 50
"""Lines shown in a notebook."""
_ISSUES, _ARTICLES = table("issues"), table("articles")
_KEY = (_ARTICLES.c.id, _ARTICLES.c.date, _ARTICLES.c.cite_id)
_TEXTS = (_ARTICLES.c.headline_hans, _ARTICLES.c.body_hans)
_THESE = _ARTICLES.c.id.in_(sa.bindparam("ids", expanding=True))
_AT_ONCE = 500
"""Rows in memory together, with their texts."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found."""

    query: str
    """The query as it was asked."""
    total: int
    """How many articles it finds, shown or not."""
    total_is: Total
    """exact; or at_least where there are more than MANY (MANY_LONG) and nobody asked how many."""
    occurrences: int | None
    """How often what is wanted stands in them; None where so many were found that not all were read."""
    sample: int | None
    """How many articles, by chance from all times, were ranked or sorted, where not all were read."""
    hits: tuple[Hit, ...]
    """A line an article, or one an occurrence."""

    def sort(self, places: str) -> Found:
        """The same lines by their context, as `read_places` has it: `L1,R1`. Raises UsageError."""
        return replace(self, hits=tuple(sorted_lines(self.hits, read_places(places))))

    def __len__(self) -> int:
        return len(self.hits)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def _repr_html_(self) -> str:
        lines = "".join(
            f'<tr><td style="text-align:right">{escape(hit.left)}</td><td><b>{escape(hit.match)}</b></td>'
            f'<td style="text-align:left">{escape(hit.right)}</td><td>{escape(hit.cite_id)}</td></tr>'
            for hit in self.hits[:_SHOWN]
        )
        rest = f", {_SHOWN} lines shown" if len(self.hits) > _SHOWN else ""
        more = "" if self.total_is == "exact" else "more than "
        return f"<p>{escape(self.query)}: {more}{self.total:,} articles{rest}</p><table>{lines}</table>"


class _Article(NamedTuple):
    """A hit: what it is ordered by."""

    id: int
    date: dt.date
    cite_id: str
    read: Counted | None
    """What is wanted in its texts, where these were read."""


class _Hits(NamedTuple):
    """What a query finds."""

    numbers: list[int] | None
    """Its articles, where they are no more than the bound and some are to be shown."""
    total: int | None
    """How many they are; None for more than the bound that were not counted."""
    share: float = 0.0
    """Of very many: what part of the articles they are, as far as the first of them tell."""


_Columns = tuple[sa.ColumnElement[Any], ...]
_Fetch = Callable[..., list[_Article]]
"""Gives the articles of a statement, and of its parameters."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """Which of the hits are shown."""

    order: Order
    offset: int
    limit: int | None
    seed: int
    is_by_lines: bool
    """Whether lines are sorted or drawn, for which all of them must be made first."""

    @property
    def is_by_relevance(self) -> bool:
        return self.order == "relevance" and not self.is_by_lines

    @property
    def end(self) -> int | None:
        return None if self.limit is None else self.offset + self.limit

    def cut(self, found: Sequence[Any]) -> Sequence[Any]:
        return found[self.offset : self.end]


def search(
    engine: Engine,
    query: str,
    selection: Selection = EVERYTHING,
    *,
    kwic: int = KWIC,
    limit: int | None = None,
    offset: int = 0,
    order: Order = "relevance",
    sort: Sequence[int] = (),
    sample: int | None = None,
    seed: int = 0,
    every: bool = False,
    whole_words: bool = False,
    exact: bool = False,
) -> Found:
    """The articles of a selection that a query (`storage.search.query`) finds.

    Of the selection papers, dates, page names, authors and `dedup` count. `kwic` characters are shown at
    either side of a match; `limit` bounds the articles shown (None: all of them; 0: they are only counted),
    behind the first `offset`; `every` shows every occurrence, not the first one of each article;
    `whole_words` finds Latin words and numbers only as wholes. `sort` are places as of `read_places`,
    `sample` draws so many lines by chance, repeatably by `seed`; with either, limit and offset are of lines.
    More than MANY hits (by relevance MANY_LONG of three characters and more, and of all but plain words) are
    counted to their end only where all are shown, with `dedup`, or with `exact`.
    Of more than RANKED hits a sample is ranked, of more than READ one is sorted or drawn from
    (`Found.sample`), unless all are shown.
    Raises QueryError, UnknownPaper and StorageError.
    """
    asked = read_query(query, whole_words=whole_words)
    terms = wanted(asked)
    shown = _Shown(order, offset, limit, seed, bool(sort) or sample is not None)
    with snapshot(engine) as connection:
        tune(connection)
        found = matching(connection, asked, selection)
        without = repeated(connection, found, selection.dedup)
        bound = MANY_LONG if found.is_long and limit and shown.is_by_relevance else MANY
        hits = _hits(connection, found, bound, exact or limit is None or selection.dedup != "none", limit)
        some = bound + 1 if hits.total is None else hits.total - len(without)
        ids, occurrences, read = _chosen(connection, found, hits, without, some, terms, shown)
        counts = Found(query, some, "exact", occurrences, read, ())
        if hits.total is None:
            counts = replace(counts, total=bound, total_is="at_least")
        if not shown.is_by_lines:
            return replace(counts, hits=tuple(lines(connection, ids, terms, kwic, every)))
        around = max(kwic, *map(abs, sort), 0)
        made = list(lines(connection, ids, terms, around, every))
        if sample is not None:
            made = sampled(made, sample, seed)
        made = sorted_lines(made, sort)
        return replace(counts, hits=tuple(trimmed(line, kwic) for line in shown.cut(made)))


def _hits(connection: Connection, found: Matching, bound: int, exact: bool, limit: int | None) -> _Hits:
    """The hits; more than `bound` are counted only where that is asked for (`exact`)."""
    if limit == 0:
        total = connection.execute(found.counted(None if exact else bound + 1)).scalar_one()
        return _Hits([], total if exact or total <= bound else None)
    numbers = connection.execute(found.numbers(bound + 1)).scalars().all()
    if len(numbers) <= bound:
        return _Hits(sorted(numbers), len(numbers))
    total = connection.execute(found.counted()).scalar_one() if exact else None
    near = sorted(numbers)[: len(numbers) * 9 // 10 + 1]  # the last may stand far behind the others
    return _Hits(None, total, share=len(near) / (near[-1] - near[0] + 1))


def _chosen(
    connection: Connection,
    found: Matching,
    hits: _Hits,
    without: frozenset[int],
    total: int,
    terms: Sequence[Wanted],
    shown: _Shown,
) -> tuple[list[int], int | None, int | None]:
    """The numbers of the articles to be shown, in order; occurrences in all; of how many a sample is.

    Where lines are sorted or drawn, all articles they are of.
    """
    if not total or shown.limit == 0:
        return [], 0 if not total else None, None
    most = READ if shown.is_by_lines else RANKED
    whole = total <= most or shown.end is None
    by_date = shown.order != "relevance" and not shown.is_by_lines
    columns = (*_KEY, *_TEXTS) if whole or shown.order == "relevance" else _KEY
    fetch = partial(_fetched, connection, terms)
    if hits.numbers is not None:
        numbers = [number for number in hits.numbers if number not in without]
        if not whole and not by_date and len(hits.numbers) <= MANY_LONG:
            numbers = spread(numbers, most, shown.seed)
        elif not whole and not by_date:
            numbers = drawn(connection, found, most, shown.seed, known=hits.numbers)
        rows = _looked_up(fetch, columns, numbers)
    elif whole:
        rows = fetch(found.of(*columns))
    elif by_date:
        rows = _end(
            connection, fetch, found, columns, (shown.end or 0) + len(without), shown.order == "oldest"
        )
    else:
        rows = _looked_up(fetch, columns, drawn(connection, found, most, shown.seed, hits.share))
    rows = sorted((row for row in rows if row.id not in without), key=lambda row: row.cite_id)
    rows.sort(key=lambda row: row.date, reverse=shown.order != "oldest")
    ids = [row.id for row in rows]
    read = {row.id: row.read for row in rows if row.read}
    occurrences = sum(each.occurrences for each in read.values()) if whole else None
    if shown.order == "relevance":
        ids = ranked(ids, read)
    sample = None if whole or by_date else len(ids)
    return ids if shown.is_by_lines else list(shown.cut(ids)), occurrences, sample


def _fetched(
    connection: Connection,
    terms: Sequence[Wanted],
    statement: sa.Select[Any],
    parameters: Mapping[str, Any] | None = None,
) -> list[_Article]:
    """The articles of a statement for the columns of _KEY and, where they are to be read, _TEXTS.

    The texts come with the rows and go at once: to look an article up once more costs as much as to read it.
    """
    rows = connection.execute(statement, parameters, execution_options={"yield_per": _AT_ONCE})
    counted = counting(terms)
    return [
        _Article(number, date, cite_id, counted(*texts) if texts else None)
        for number, date, cite_id, *texts in rows
    ]


def _looked_up(fetch: _Fetch, columns: _Columns, numbers: Sequence[int]) -> list[_Article]:
    """The articles of these numbers."""
    statement = select(*columns).join(_ISSUES, _ISSUES.c.id == _ARTICLES.c.issue_id).where(_THESE)
    return [row for part in parts(numbers) for row in fetch(statement, {"ids": part})]


def _end(
    connection: Connection, fetch: _Fetch, found: Matching, columns: _Columns, needed: int, oldest: bool
) -> list[_Article]:
    """So many of very many hits, the oldest or the newest, with all others of their days.

    To look up the date of each hit would take longer than to read the texts from that end on, some days at
    a time: so frequent are they.
    """
    order = _ISSUES.c.date.asc() if oldest else _ISSUES.c.date.desc()
    days = (
        connection.execute(select(_ISSUES.c.date).where(*found.span).distinct().order_by(order))
        .scalars()
        .all()
    )
    rows: list[_Article] = []
    start, size = 0, 1
    while start < len(days) and len(rows) < needed:
        some = days[start : start + size]
        issues = select(_ISSUES.c.id).where(_ISSUES.c.date.between(min(some), max(some)))
        rows += fetch(found.read(*columns).where(_ARTICLES.c.issue_id.in_(issues)))
        start, size = start + size, size * 2
    return rows
