"""What the database holds and what it lacks, added up for one page (`storage.report.page` draws it)."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

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
_IS_REPAIRED = sa.cast(_ARTICLES.c.repairs, sa.Text) != "[]"

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
    issues = ledger.status(engine, **span)
    with snapshot(engine) as connection:
        count = partial(_counted, connection, selection.span())
        classes: Counter[int] = Counter()
        characters = repaired = 0
        # Both at once: every article is read for each of them.
        for (length, is_repaired), articles in count(_PRINTED, _ARTICLES.c.char_count, _IS_REPAIRED).items():
            classes[LENGTHS[bisect_right(LENGTHS, length) - 1]] += articles
            characters += length * articles
            repaired += articles if is_repaired else 0
        state = sa.case((_PROBLEMS.c.resolved_at.is_(None), "open"), else_="resolved")
        return Report(
            until=until,
            names={slug: known[slug].name for slug in sorted({row.paper for row in issues} & known.keys())},
            issues=issues,
            years=coverage.summed(issues, lambda date: date.replace(month=1, day=1)),
            gaps=ledger.gaps(engine, **span),
            pages=_by_name(count(_ISSUES.join(_PAGES).join(_PLACEMENTS), _PAGES.c.name)),
            lengths=classes,
            characters=characters,
            reprints=count(_REPRINTED, _FIRST_ISSUE.c.paper, _ISSUES.c.paper),
            repaired=repaired,
            repairs=_repairs(connection, selection) if repaired else [],
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


def _repairs(connection: Connection, selection: Selection) -> list[Repairs]:
    if connection.dialect.name == "sqlite":
        each = func.json_each(_ARTICLES.c.repairs).table_valued("value")
        kind = func.json_extract(each.c.value, "$.kind")
        confidence = sa.cast(func.json_extract(each.c.value, "$.confidence"), sa.Float)
    else:
        each = func.jsonb_array_elements(_ARTICLES.c.repairs).table_valued(sa.column("value", sa.JSON))
        kind = each.c.value["kind"].as_string()
        confidence = each.c.value["confidence"].as_float()
    articles = func.count(_ARTICLES.c.id.distinct())
    unsure = func.sum(sa.case((confidence < SURE, 1), else_=0))
    statement = (
        select(kind, func.count(), articles, unsure)
        .select_from(_PRINTED.join(each, sa.true()))
        .where(*selection.span(), _IS_REPAIRED)
        .group_by(kind)
    )
    found = [Repairs(*row) for row in connection.execute(statement)]
    return sorted(found, key=lambda each: (-each.count, each.kind))
