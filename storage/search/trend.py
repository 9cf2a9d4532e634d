"""How often something is written about, over time: articles and occurrences, and of how many.

Counted are the articles of the database, reprints among them; characters are those of headline and body. A
time of which the database has no article at all gives no row: nobody knows
what was written then.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, func

from storage.models import table
from storage.order import FIRST_PAGES
from storage.search.query import Query, read_query, wanted
from storage.search.search import EVERYTHING
from storage.search.sql import Matching, matching, tune
from storage.selection import Selection, snapshot

Per = Literal["month", "year"]
By = Literal["paper", "page-name"]

MONTHS = 36
"""So many months are counted one by one where nobody says how; a longer time by years."""

_ISSUES, _ARTICLES = table("issues"), table("articles")


@dataclass(frozen=True, slots=True)
class Count:
    """A query in a month or year, in a paper or on pages of a name if so asked."""

    query: str
    """The query as it was asked."""
    period: str
    """`2023-10` or `2023`."""
    group: str
    """Slug of the paper or name of the page ('' for an article on none); '' where all count together."""
    articles: int
    """Articles it finds."""
    occurrences: int
    """How often its phrases stand in them, in headline and body."""
    all_articles: int
    """Articles there are."""
    characters: int
    """Characters of these, white space not counted in the body."""

    @property
    def per_million(self) -> float:
        """Occurrences in a million characters."""
        return 1_000_000 * self.occurrences / self.characters if self.characters else 0.0


@dataclass(slots=True)
class _Base:
    articles: int = 0
    characters: int = 0


_Key = tuple[str, str]
"""Period and group."""


def trend(
    engine: Engine,
    queries: Sequence[str],
    selection: Selection = EVERYTHING,
    *,
    per: Per | None = None,
    by: By | None = None,
    whole_words: bool = False,
) -> list[Count]:
    """Every query in every month or year there are articles of, in the order of queries, groups and time.

    `per` None: by month where these are at most MONTHS. Selection and whole words as of `search`.
    Raises QueryError, UnknownPaper and StorageError.
    """
    asked = {query: read_query(query, whole_words=whole_words) for query in queries}
    with snapshot(engine) as connection:
        tune(connection)
        base = _base(connection, matching(connection, None, selection), per or "month", by)
        if per is None and len({period for period, _ in base}) > MONTHS:
            per = "year"
            base = _by_year(base)
        counts = []
        for text, query in asked.items():
            found = matching(connection, query, selection)
            articles, times = _counted(connection, found, query, per or "month", by)
            counts += [
                Count(text, *key, articles[key], times[key], base[key].articles, base[key].characters)
                for key in sorted(base, key=lambda key: (key[1], key[0]))
            ]
    return counts


def _base(connection: Connection, found: Matching, per: Per, by: By | None) -> dict[_Key, _Base]:
    """How many articles and characters there are."""
    name, named = _grouped(by)
    sums = (func.count(), func.sum(_ARTICLES.c.char_count + func.length(_ARTICLES.c.headline)))
    statement = named(found.of(_ISSUES.c.date, name, *sums)).group_by(_ISSUES.c.date, name)
    base: dict[_Key, _Base] = {}
    for date, group, articles, characters in connection.execute(statement):
        each = base.setdefault((_period(date, per), group), _Base())
        each.articles += articles
        each.characters += int(characters)
    return base


def _by_year(base: dict[_Key, _Base]) -> dict[_Key, _Base]:
    years: dict[_Key, _Base] = {}
    for (period, group), each in base.items():
        year = years.setdefault((period[:4], group), _Base())
        year.articles += each.articles
        year.characters += each.characters
    return years


def _counted(
    connection: Connection, found: Matching, query: Query, per: Per, by: By | None
) -> tuple[Counter[_Key], Counter[_Key]]:
    """The articles found, and how often the phrases stand in them; the texts are read a few at a time."""
    terms = wanted(query)
    name, named = _grouped(by)
    statement = named(found.of(_ISSUES.c.date, name, _ARTICLES.c.headline_hans, _ARTICLES.c.body_hans))
    articles: Counter[_Key] = Counter()
    times: Counter[_Key] = Counter()
    for date, group, *texts in connection.execution_options(yield_per=500).execute(statement):
        key = (_period(date, per), group)
        articles[key] += 1
        times[key] += sum(term.count(texts, field) for term in terms for field in (0, 1))
    return articles, times


def _grouped(by: By | None) -> tuple[sa.ColumnElement[str], Callable[[sa.Select[Any]], sa.Select[Any]]]:
    """What names the group of an article, and what a statement needs for it."""
    if by is None:
        return sa.literal("", sa.Text).label("group"), lambda statement: statement
    if by == "paper":
        return _ISSUES.c.paper, lambda statement: statement
    first = (
        (FIRST_PAGES.c.issue_id == _ARTICLES.c.issue_id)
        & (FIRST_PAGES.c.source_id == _ARTICLES.c.source_id)
        & (FIRST_PAGES.c.nth == 1)
    )
    name = func.coalesce(FIRST_PAGES.c.name, sa.literal("", sa.Text))
    return name, lambda statement: statement.outerjoin(FIRST_PAGES, first)


def _period(date: dt.date, per: Per) -> str:
    return f"{date:%Y-%m}" if per == "month" else f"{date:%Y}"
