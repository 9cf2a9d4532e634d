"""Full text search: which articles, in which order, and the lines of a concordance.

A query in either script finds both; what is found is shown as printed. The same articles in the same order
on SQLite and PostgreSQL.
"""

from __future__ import annotations

import datetime as dt
import difflib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, bindparam, func, select

from storage.characters import Phrase
from storage.database import parts
from storage.models import table
from storage.order import first_page
from storage.search.query import Query, phrases, read_query
from storage.search.sql import Matching, matching, tune
from storage.selection import Selection, snapshot

Sort = Literal["rank", "date"]
"""rank: what says most of it first; date: as printed, the oldest first."""

EVERYTHING = Selection()
RANKED = 1_000
"""So many hits, the newest, are put in order of rank; those before them follow by date, the newest first."""
MANY = 20_000
"""More hits than that are not looked up one by one to be put in order."""
KWIC = 20

_PRESENT, _LENGTH, _HEADLINE = 1.2, 0.75, 3.0
"""k1 and b of BM25, and how many occurrences in the body one in the headline is worth."""

_ISSUES, _PAGES, _ARTICLES = map(table, ("issues", "pages", "articles"))
_KEY = (_ARTICLES.c.id, _ISSUES.c.date, _ARTICLES.c.cite_id)


@dataclass(frozen=True, slots=True)
class Hit:
    """A line of a concordance, as printed."""

    cite_id: str
    """The article."""
    paper: str
    """Slug of the paper."""
    date: dt.date
    """Date of the issue."""
    page_number: str
    """Number of the page (版次) it is first printed on; '' when it was not read."""
    headline: str
    """主题."""
    left: str
    """The characters before the match, in the body or the headline."""
    match: str
    """What was found."""
    right: str
    """The characters after it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found."""

    query: str
    """The query as it was asked."""
    total: int
    """How many articles it finds, shown or not."""
    hits: tuple[Hit, ...]
    """A line an article, or one an occurrence."""


def search(
    engine: Engine,
    query: str,
    selection: Selection = EVERYTHING,
    *,
    kwic: int = KWIC,
    limit: int | None = None,
    sort: Sort = "rank",
    every: bool = False,
    whole_words: bool = False,
) -> Found:
    """The articles of a selection that a query (`storage.search.query`) finds.

    Of the selection papers, dates, page names and authors count. `kwic` characters are shown at either side
    of a match; `limit` bounds the articles shown (None: all of them); `every` shows every occurrence, not the
    first one of each article; `whole_words` finds Latin words and numbers only as wholes.
    Raises QueryError, UnknownPaper and StorageError.
    """
    asked = read_query(query, whole_words=whole_words)
    with snapshot(engine) as connection:
        tune(connection)
        found = matching(connection, asked, selection)
        total, ids = _chosen(connection, found, asked, limit, sort)
        lines = _lines(connection, ids, phrases(asked), kwic, every)
        return Found(query, total, tuple(lines))


def _chosen(
    connection: Connection, found: Matching, query: Query, limit: int | None, sort: Sort
) -> tuple[int, list[int]]:
    """How many articles there are, and the numbers of those to be shown, in order."""
    total = connection.execute(found.counted()).scalar_one()
    if not total or limit == 0:
        return total, []
    oldest = sort == "date"
    if limit is None or total <= MANY:
        rows = connection.execute(found.of(*_KEY)).all()
    else:
        rows = _end(connection, found, limit if oldest else max(limit, RANKED), oldest)
    rows = sorted(rows, key=lambda row: row.cite_id)
    rows.sort(key=lambda row: row.date, reverse=not oldest)
    ids = [row.id for row in rows]
    if not oldest:
        ids[:RANKED] = _ranked(connection, ids[:RANKED], phrases(query))
    return total, ids if limit is None else ids[:limit]


def _end(connection: Connection, found: Matching, needed: int, oldest: bool) -> list[sa.Row[Any]]:
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
    rows: list[sa.Row[Any]] = []
    start, size = 0, 1
    while start < len(days) and len(rows) < needed:
        some = days[start : start + size]
        issues = select(_ISSUES.c.id).where(_ISSUES.c.date.between(min(some), max(some)))
        rows += connection.execute(found.read(*_KEY).where(_ARTICLES.c.issue_id.in_(issues))).all()
        start, size = start + size, size * 2
    return rows


def _ranked(connection: Connection, ids: Sequence[int], wanted: Sequence[Phrase]) -> list[int]:
    """The articles by BM25 (frequencies of phrases among these articles), equal ones in the given order."""
    columns = (_ARTICLES.c.id, _ARTICLES.c.headline_hans, _ARTICLES.c.body_hans)
    counts: dict[int, list[float]] = {}
    lengths: dict[int, int] = {}
    for part in parts(ids):
        for row in connection.execute(select(*columns).where(_ARTICLES.c.id.in_(part))):
            lengths[row.id] = len(row.body_hans)
            counts[row.id] = [
                _HEADLINE * occurrences(phrase, row.headline_hans) + occurrences(phrase, row.body_hans)
                for phrase in wanted
            ]
    usual = sum(lengths.values()) / max(len(lengths), 1) or 1.0
    having = [sum(1 for count in counts.values() if count[place]) for place in range(len(wanted))]
    weights = [1 + math.log(len(counts) / many) if many else 0.0 for many in having]

    def score(article: int) -> float:
        damped = _PRESENT * (1 - _LENGTH + _LENGTH * lengths[article] / usual)
        return sum(
            weight * count / (count + damped) for weight, count in zip(weights, counts[article], strict=True)
        )

    return sorted(ids, key=lambda article: -score(article))


def occurrences(phrase: Phrase, text: str) -> int:
    """How often a phrase stands in a folded text."""
    if phrase.is_literal:
        return text.count(phrase.tokens)
    return sum(1 for _ in phrase.finder().finditer(text))


def _lines(
    connection: Connection, ids: Sequence[int], wanted: Sequence[Phrase], kwic: int, every: bool
) -> Iterator[Hit]:
    for part in parts(ids):
        rows: dict[int, Any] = {row.id: row for row in connection.execute(_SHOWN, {"ids": part})}
        for article in part:
            row = rows[article]
            lines = _contexts(row, wanted, kwic)
            for context in lines if every else [next(lines, ("", "", ""))]:
                yield Hit(row.cite_id, row.paper, row.date, row.page_number, row.headline, *context)


_SHOWN = (
    select(
        *(_ARTICLES.c[name] for name in ("id", "cite_id", "headline", "body", "headline_hans", "body_hans")),
        _ISSUES.c.paper,
        _ISSUES.c.date,
        func.coalesce(first_page(_PAGES.c.number), "").label("page_number"),
    )
    .join(_ISSUES, _ISSUES.c.id == _ARTICLES.c.issue_id)
    .where(_ARTICLES.c.id.in_(bindparam("ids", expanding=True)))
)


def _contexts(row: Any, wanted: Sequence[Phrase], kwic: int) -> Iterator[tuple[str, str, str]]:
    """What stands left of, at and right of every match, in the body and then in the headline."""
    for printed, folded in ((row.body, row.body_hans), (row.headline, row.headline_hans)):
        places = sorted({found.span() for phrase in wanted for found in phrase.finder().finditer(folded)})
        for start, end in in_print(printed, folded, places):
            yield printed[max(start - kwic, 0) : start], printed[start:end], printed[end : end + kwic]


def in_print(printed: str, folded: str, places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Places (start, end) of a folded text in the text as printed.

    Folding exchanges characters one for one but for a few phrases; where the lengths differ, the two are
    compared.
    """
    if len(printed) == len(folded):
        yield from places
        return
    blocks = difflib.SequenceMatcher(None, folded, printed, autojunk=False).get_opcodes() if places else []
    for start, end in places:
        yield _moved(blocks, start, last=False), _moved(blocks, end - 1, last=True)


def _moved(blocks: Sequence[tuple[str, int, int, int, int]], place: int, *, last: bool) -> int:
    for _, start, end, there, there_end in blocks:
        if start <= place < end:
            if end - start == there_end - there:
                return there + place - start + last
            return there_end if last else there
    raise AssertionError("every place of the folded text is in a block")
