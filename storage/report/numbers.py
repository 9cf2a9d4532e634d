"""What the database holds and what it lacks, added up for one page (`storage.report.page` draws it)."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy import Connection, Engine, func, select

from pipelines.text.fold import convert_line
from storage import ledger
from storage.ledger import Coverage, Gap, IssueStatus, coverage
from storage.models import table
from storage.selection import Selection, snapshot, with_papers

_ISSUES, _PAGES, _PLACEMENTS = table("issues"), table("pages"), table("placements")
_ARTICLES, _PROBLEMS = table("articles"), table("problems")
_FIRST, _FIRST_ISSUE = _ARTICLES.alias("first"), _ISSUES.alias("first_issue")
_PRINTED = _ARTICLES.join(_ISSUES, _ISSUES.c.id == _ARTICLES.c.issue_id)
_REPRINTED = _PRINTED.join(_FIRST, _FIRST.c.cite_id == _ARTICLES.c.reprint_of).join(
    _FIRST_ISSUE, _FIRST_ISSUE.c.id == _FIRST.c.issue_id
)
_CLUSTERED = _ARTICLES.c.cluster.is_not(None)
"""True of every reprint, and what the index of clusters has."""
_AS_TEXT = sa.cast(_ARTICLES.c.repairs, sa.Text)
_LENGTH = sa.cast(_ARTICLES.c.char_count, sa.Text)
_REPAIRS = sa.case((_AS_TEXT != "[]", _AS_TEXT))
_AT_ONCE = 10_000
"""Articles read together."""

LENGTHS = (0, 50, 100, 200, 300, 500, 750, 1000, 1500, 2000, 3000, 5000, 10000)
"""Where the classes of lengths begin, in characters."""
SURE = 0.5
"""A repair below this confidence is a guess (docs/restore.md)."""


@dataclass(frozen=True, slots=True)
class Repairs:
    """What restoration did of one kind."""

    kind: str
    """annotation, straddle, cut, comma, width, control …"""
    count: int
    """Places repaired."""
    articles: int
    """Articles with such places."""
    unsure: int
    """Places of which the repair is a guess: confidence below SURE."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the page shows."""

    until: dt.date
    """The day up to which issues were expected."""
    names: Mapping[str, str]
    """Slug → name of every paper, by slug."""
    issues: Sequence[IssueStatus]
    """Every issue stored or expected, by paper and date."""
    years: Sequence[Coverage]
    """The same by paper and year."""
    gaps: Sequence[Gap]
    """What is lacking, and why."""
    pages: Counter[str]
    """Page name, in simplified script → titles placed on pages of that name."""
    lengths: Counter[int]
    """Beginning of a class of LENGTHS → articles of that length."""
    characters: int
    """Characters of all bodies."""
    reprints: Counter[tuple[str, str]]
    """(paper that printed it first, paper that printed it again) → articles."""
    repaired: int
    """Articles in which restoration changed something."""
    repairs: Sequence[Repairs]
    """What it changed, the most frequent kind first."""
    problems: Counter[tuple[str, str]]
    """(kind, open or resolved) → problems."""

    @property
    def articles(self) -> int:
        """Articles stored."""
        return sum(row.articles for row in self.issues)


def gather(
    engine: Engine,
    until: dt.date,
    *,
    papers: Collection[str] = (),
    since: dt.date | None = None,
    expected: Mapping[str, Iterable[dt.date]] | None = None,
) -> Report:
    """The report of these papers (all if empty) between two dates, both included.

    `expected` as of `ledger.status`. Raises UnknownPaper and StorageError.
    """
    with snapshot(engine) as connection:
        selection, known = with_papers(connection, Selection(tuple(papers), since, until))
    papers = selection.papers
    span: dict[str, Any] = {"papers": papers or None, "since": since, "until": until, "expected": expected}
    issues, gaps = ledger.status_and_gaps(engine, **span)
    with snapshot(engine) as connection:
        count = partial(_counted, connection, selection.span())
        lengths, repairs = _read(connection, selection)
        classes: Counter[int] = Counter()
        for length, articles in lengths.items():
            classes[LENGTHS[bisect_right(LENGTHS, length) - 1]] += articles
        state = sa.case((_PROBLEMS.c.resolved_at.is_(None), "open"), else_="resolved")
        return Report(
            until=until,
            names={slug: known[slug].name for slug in sorted({row.paper for row in issues} & known.keys())},
            issues=issues,
            years=coverage.summed(issues, lambda date: date.replace(month=1, day=1)),
            gaps=gaps,
            pages=_by_name(count(_ISSUES.join(_PAGES).join(_PLACEMENTS), _PAGES.c.name)),
            lengths=classes,
            characters=sum(length * articles for length, articles in lengths.items()),
            reprints=_counted(
                connection,
                [*selection.span(), _CLUSTERED],
                _REPRINTED,
                _FIRST_ISSUE.c.paper,
                _ISSUES.c.paper,
            ),
            repaired=repairs.articles,
            repairs=repairs.by_kind(),
            problems=_counted(connection, selection.span(_PROBLEMS), _PROBLEMS, _PROBLEMS.c.kind, state),
        )


def _by_name(pages: Counter[str]) -> Counter[str]:
    """Names of pages in both scripts are one, in the simplified one."""
    found: Counter[str] = Counter()
    for name, count in pages.items():
        found[convert_line(name, "hans")] += count
    return found


def _counted(
    connection: Connection,
    where: Sequence[sa.ColumnElement[bool]],
    source: sa.FromClause,
    *keys: sa.ColumnElement[Any],
) -> Counter[Any]:
    """How many rows of a source have a value of the key, or values of the keys."""
    statement = select(*keys, func.count()).select_from(source).where(*where).group_by(*keys)
    return Counter({tuple(key) if len(key) > 1 else key[0]: n for *key, n in connection.execute(statement)})


class _Repaired:
    """Repairs added up, article by article."""

    def __init__(self) -> None:
        self.articles = 0
        self._by_kind: dict[str, list[int]] = {}

    def add(self, repairs: Sequence[Mapping[str, Any]]) -> None:
        """Counts the repairs of one article."""
        self.articles += 1
        seen = set()
        for each in repairs:
            kind = each["kind"]
            counts = self._by_kind.setdefault(kind, [0, 0, 0])
            counts[0] += 1
            counts[1] += kind not in seen
            counts[2] += each["confidence"] < SURE
            seen.add(kind)

    def by_kind(self) -> list[Repairs]:
        """What was repaired, the most frequent kind first."""
        found = [Repairs(kind, *counts) for kind, counts in self._by_kind.items()]
        return sorted(found, key=lambda each: (-each.count, each.kind))


def _read(connection: Connection, selection: Selection) -> tuple[Counter[int], _Repaired]:
    """Length → articles, and their repairs, in one reading: to come by articles takes most of the time."""
    number = _ARTICLES.c.id
    some = number.between(sa.bindparam("first"), sa.bindparam("last"))
    # Some thousand articles as two texts: a row for each would take as long as to find them.
    columns = (func.aggregate_strings(column, ",") for column in (_LENGTH, _REPAIRS))
    statement = select(*columns).select_from(_PRINTED).where(*selection.span(), some)
    lengths: Counter[str] = Counter()
    repaired = _Repaired()
    newest = connection.execute(select(func.max(number))).scalar_one() or 0
    for first in range(1, newest + 1, _AT_ONCE):
        found = connection.execute(statement, {"first": first, "last": first + _AT_ONCE - 1}).one()
        lengths.update(found[0].split(",") if found[0] else ())
        for repairs in orjson.loads(f"[{found[1] or ''}]"):
            repaired.add(repairs)
    return Counter({int(length): articles for length, articles in lengths.items()}), repaired
