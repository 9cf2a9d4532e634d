"""How often something is written about, over time: articles and occurrences, and of how many.

Counted are the articles of the database, reprints among them unless `dedup` says otherwise; characters are
those of headline and body. A time of which the database has no article at all gives no row: nobody knows what
was written then. A time of which it has only a part is marked (`Count.partial`); rates are of what there is.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, func, select

from pipelines.text.fold import convert_line
from storage.characters import Phrase
from storage.database import parts
from storage.models import table
from storage.order import FIRST_PAGES
from storage.search import places
from storage.search.prints import repeated
from storage.search.query import Query, read_query, wanted
from storage.search.search import EVERYTHING
from storage.search.sql import Matching, matching, tune
from storage.selection import Dedup, Selection, first_day, last_day, snapshot

Per = Literal["day", "week", "month", "year"]
By = Literal["paper", "page-name"]

MONTHS = 36
"""So many months are counted one by one where nobody says how; a longer time by years."""

_ISSUES, _ARTICLES, _TOTALS = table("issues"), table("articles"), table("totals")


@dataclass(frozen=True, slots=True)
class Count:
    """A query in a month or year, in a paper or on pages of a name if so asked."""

    query: str
    """The query as it was asked."""
    period: str
    """`2023`, `2023-10`, `2023-W42` (of ISO 8601) or `2023-10-17`."""
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
    issues: int
    """Issues that these articles are of."""
    partial: bool
    """Whether its beginning or end lies outside of what the database has, or was asked for."""

    @property
    def per_issue(self) -> float:
        """Occurrences in an issue."""
        return self.occurrences / self.issues if self.issues else 0.0

    @property
    def share(self) -> float:
        """Share of the articles, 0…1."""
        return self.articles / self.all_articles if self.all_articles else 0.0

    @property
    def per_million(self) -> float:
        """Occurrences in a million characters."""
        return 1_000_000 * self.occurrences / self.characters if self.characters else 0.0


@dataclass(slots=True)
class _Base:
    articles: int = 0
    characters: int = 0
    issues: int = 0


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
        everything = matching(connection, None, selection)
        base, first, last = _base(connection, everything, per or "month", by, selection.dedup)
        if per is None and len({period for period, _ in base}) > MONTHS:
            per = "year"
            base = _by_year(base)
        counts = []
        for text, query in asked.items():
            found = matching(connection, query, selection)
            articles, times = _counted(
                connection, everything, found, query, per or "month", by, selection.dedup
            )
            counts += [
                Count(
                    text,
                    *key,
                    articles[key],
                    times[key],
                    each.articles,
                    each.characters,
                    each.issues,
                    _is_partial(key[0], first[key[1]], last[key[1]]),
                )
                for key, each in sorted(base.items(), key=lambda row: (row[0][1], row[0][0]))
            ]
    return counts


def _base(
    connection: Connection, found: Matching, per: Per, by: By | None, dedup: Dedup
) -> tuple[dict[_Key, _Base], dict[str, dt.date], dict[str, dt.date]]:
    """How many articles, characters and issues there are; the first and last day of each group."""
    name, named = _grouped(by)
    length = _ARTICLES.c.char_count + func.length(_ARTICLES.c.headline)
    columns = (_ISSUES.c.date, name, _ISSUES.c.id)
    if by == "page-name" or found.further:
        statement = named(found.of(*columns, func.count(), func.sum(length))).group_by(*columns)
    else:  # of whole issues it is known, and no article has to be read
        of_issues = select(*columns, _TOTALS.c.articles, _TOTALS.c.characters).select_from(
            _ISSUES.join(_TOTALS)
        )
        statement = of_issues.where(*found.span)
    rows: list[Any] = [*connection.execute(statement)]
    if without := repeated(connection, found, dedup):
        for part in parts(sorted(without)):
            each = named(found.of(*columns, sa.literal(-1), -length)).where(_ARTICLES.c.id.in_(part))
            rows += connection.execute(each).all()
    base: dict[_Key, _Base] = {}
    issues: dict[_Key, set[int]] = {}
    first: dict[str, dt.date] = {}
    last: dict[str, dt.date] = {}
    for date, group, issue, articles, characters in rows:
        key = (_period(date, per), folded := _group(group, by))
        sums = base.setdefault(key, _Base())
        sums.articles += articles
        sums.characters += int(characters)
        issues.setdefault(key, set()).add(issue)
        first[folded] = min(first.get(folded, date), date)
        last[folded] = max(last.get(folded, date), date)
    for key, numbers in issues.items():
        base[key].issues = len(numbers)
    return {key: each for key, each in base.items() if each.articles}, first, last


def _by_year(base: dict[_Key, _Base]) -> dict[_Key, _Base]:
    years: dict[_Key, _Base] = {}
    for (period, group), each in base.items():
        year = years.setdefault((period[:4], group), _Base())
        year.articles += each.articles
        year.characters += each.characters
        year.issues += each.issues
    return years


def _counted(
    connection: Connection,
    everything: Matching,
    found: Matching,
    query: Query,
    per: Per,
    by: By | None,
    dedup: Dedup,
) -> tuple[Counter[_Key], Counter[_Key]]:
    """The articles found, and how often the phrases stand in them; the texts are read a few at a time."""
    terms = wanted(query)
    name, named = _grouped(by)
    without = repeated(connection, found, dedup)
    if not without and (word := _one_character(connection, query)):
        return _placed(connection, everything, word, per, by)
    columns = (_ARTICLES.c.id, _ISSUES.c.date, name, _ARTICLES.c.headline_hans, _ARTICLES.c.body_hans)
    articles: Counter[_Key] = Counter()
    times: Counter[_Key] = Counter()
    rows: Any = connection.execution_options(yield_per=500).execute(named(found.of(*columns)))
    for number, date, group, *texts in rows:
        if number not in without:
            key = (_period(date, per), _group(group, by))
            articles[key] += 1
            times[key] += sum(term.count(texts, field) for term in terms for field in (0, 1))
    return articles, times


def _one_character(connection: Connection, query: Query) -> str:
    """The word of SQLite's index that a query for one character is; '' for every other query."""
    if connection.dialect.name != "sqlite" or not isinstance(query, Phrase):
        return ""
    return query.words.strip('"') if len(query.tokens) == 1 and query.is_literal else ""


def _placed(
    connection: Connection, everything: Matching, word: str, per: Per, by: By | None
) -> tuple[Counter[_Key], Counter[_Key]]:
    """The same for one character, which SQLite's index has with all its places: no text is read."""
    articles: Counter[_Key] = Counter()
    times: Counter[_Key] = Counter()
    last = connection.execute(select(func.max(_ARTICLES.c.id))).scalar_one() or 0
    if by != "page-name" and not everything.further and last <= places.AT_ONCE:
        for issue in places.in_issues(connection, everything, word):
            key = (_period(issue.date, per), issue.paper if by else "")
            articles[key] += issue.articles
            times[key] += issue.times
        return articles, times
    placed = places.times_of(connection, word)
    name, named = _grouped(by)
    counted = named(everything.of(_ISSUES.c.date, name, func.count(), func.sum(placed.c.times)))
    statement = counted.join(placed, placed.c.doc == _ARTICLES.c.id).group_by(_ISSUES.c.date, name)
    for date, group, count, total in connection.execute(statement, {"word": word}):
        articles[_period(date, per), _group(group, by)] += count
        times[_period(date, per), _group(group, by)] += total
    return articles, times


def _group(name: str, by: By | None) -> str:
    """The group an article is counted in: page names of both scripts are one, in simplified script."""
    return convert_line(name, "hans") if by == "page-name" else name


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
    match per:
        case "day":
            return date.isoformat()
        case "week":
            year, week, _ = date.isocalendar()
            return f"{year:04}-W{week:02}"
        case "month":
            return f"{date:%Y-%m}"
        case "year":
            return f"{date:%Y}"


def _is_partial(period: str, first: dt.date, last: dt.date) -> bool:
    """Whether a period begins well before the first day there is something of, or ends well after the last.

    A week is no sign yet in a month or year: a paper need not appear on its first and last days.
    """
    if len(period) not in (4, 7):  # a day, a week
        return False
    begin, end = first_day(period), last_day(period)
    margin = dt.timedelta(days=7)
    return first - begin > margin or end - last > margin
