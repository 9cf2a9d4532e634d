"""What makes an issue complete: the state of every issue, by one query for all that are asked about.

An issue is **complete** when its page navigation is known, as many pages were read as it promised, and every
placement of these pages has its article (`_COVERAGE` counts the three, `_issue_status` judges them). An
issue that promises no page at all is a day without an issue (`no_issue`).

Storage knows no newspaper: the dates on which an issue is to be expected come from the caller (`expected`:
paper → dates).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, func, select

from storage.database import reading
from storage.ledger.spans import spans_in
from storage.models import table

State = Literal["complete", "partial", "no_issue", "absent", "missing", "blocked"]

_ISSUES, _PAGES, _PLACEMENTS = table("issues"), table("pages"), table("placements")
_ARTICLES, _PROBLEMS = table("articles"), table("problems")


@dataclass(frozen=True, slots=True)
class IssueStatus:
    """One issue, or one date on which an issue is expected."""

    paper: str
    """Slug of the paper."""
    date: dt.date
    """Date of the issue."""
    state: State
    """complete, partial, no_issue (休刊), absent (no front page, and nothing proves that there was no issue),
    missing (nothing of it is stored), blocked."""
    pages: int
    """Pages read."""
    articles: int
    """Articles stored."""
    missing: int
    """Promised pages not read and articles not stored; 1 for an issue nothing is known of, 0 if absent."""
    edition: str = ""
    """'' for the only edition of the day."""
    unproved: bool = False
    """Whether nothing that was read of it says which day it is of."""
    guessed: int = 0
    """How many of its pages and articles only the generic reader understood."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which issues are asked about."""

    papers: Collection[str] | None
    """Slugs; None: all papers."""
    since: dt.date | None
    """First date; None: from the beginning."""
    until: dt.date | None
    """Last date, included; None: to the end."""

    def of(self, rows: sa.Table, statement: sa.Select[Any]) -> sa.Select[Any]:
        """A statement that selects from `rows` (a table with paper and date), bounded."""
        if self.papers is not None:
            statement = statement.where(rows.c.paper.in_(self.papers))
        if self.since is not None:
            statement = statement.where(rows.c.date >= self.since)
        if self.until is not None:
            statement = statement.where(rows.c.date <= self.until)
        return statement

    def among(self, expected: Mapping[str, Iterable[dt.date]] | None) -> set[tuple[str, dt.date]]:
        """(paper, date) of the expected issues that lie within."""
        since, until = self.since or dt.date.min, self.until or dt.date.max
        return {
            (paper, date)
            for paper, dates in (expected or {}).items()
            if self.papers is None or paper in self.papers
            for date in dates
            if since <= date <= until
        }


def status(
    source: Engine,
    *,
    papers: Collection[str] | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    expected: Mapping[str, Iterable[dt.date]] | None = None,
    guesses: bool = True,
) -> list[IssueStatus]:
    """The state of every issue that is stored, failed or expected, by paper, date and edition.

    `papers` None means all; `since` and `until` are inclusive and also bound `expected`. A day that was
    accepted as lacking is not expected, and no failure. Without `guesses`, `guessed` is 0: to count
    it every article is read, for all else only indexes.
    """
    scope = Scope(papers, since, until)
    with reading(source) as connection:
        rows = connection.execute(scope.of(_ISSUES, _COVERAGE if guesses else _WITHOUT_GUESSES)).all()
        return states(connection, scope, expected, ((row, row.lacking) for row in rows))


def states_lacking(
    connection: Connection,
    scope: Scope,
    expected: Mapping[str, Iterable[dt.date]] | None,
    lacking: Mapping[int, int],
) -> list[IssueStatus]:
    """`status` where it is known how many articles each issue (by its number) lacks."""
    rows = connection.execute(scope.of(_ISSUES, _WITHOUT_LACKING)).all()
    return states(connection, scope, expected, ((row, lacking.get(row.id, 0)) for row in rows))


def states(
    connection: Connection,
    scope: Scope,
    expected: Mapping[str, Iterable[dt.date]] | None,
    issues: Iterable[tuple[sa.Row[Any], int]],
) -> list[IssueStatus]:
    """The states of the issues that are stored, each with how many articles it lacks, and of all others."""
    failed = connection.execute(scope.of(_PROBLEMS, _FAILED)).all()
    accepted = spans_in(connection, scope.papers, ["accepted"])
    kinds: dict[tuple[str, dt.date], set[str]] = {}
    for paper, date, kind in failed:
        kinds.setdefault((paper, date), set()).add(kind)
    blocked = {key for key, found in kinds.items() if "blocked" in found}
    found = [_issue_status(row, lacking, (row.paper, row.date) in blocked) for row, lacking in issues]
    wanted = (kinds.keys() | scope.among(expected)) - {(one.paper, one.date) for one in found}
    for paper, date in wanted:
        if any(date in span for span in accepted if span.paper == paper):
            continue
        absent = kinds.get((paper, date)) == {"absent"}
        state: State = "blocked" if (paper, date) in blocked else "absent" if absent else "missing"
        found.append(IssueStatus(paper, date, state, pages=0, articles=0, missing=0 if absent else 1))
    return sorted(found, key=lambda one: (one.paper, one.date, one.edition))


def unfinished(
    source: Engine,
    paper: str,
    expected: Collection[dt.date],
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> list[dt.date]:
    """The dates a run has to ask for, ascending: issues neither complete nor known not to exist.

    These are the dates of `expected`, and between `since` and `until` (both or neither, inclusive) every
    date of which an issue is stored or was asked for, expected or not.
    """
    span = [] if since is None or until is None else [since, until]
    if not (ends := [*expected, *span]):
        return []
    rows = status(source, papers=[paper], since=min(ends), until=max(ends))
    lacking = {row.date for row in rows if row.state not in ("complete", "no_issue")}
    done = {row.date for row in rows} - lacking
    reopened = {date for date in lacking if span and span[0] <= date <= span[1]}
    return sorted((set(expected) - done) | reopened)


def newest_complete(source: Engine, paper: str) -> dt.date | None:
    """The date of the paper's newest complete issue; None when there is none."""
    coverage = _WITHOUT_GUESSES.where(_ISSUES.c.paper == paper).subquery()
    with reading(source) as connection:
        return connection.execute(
            select(coverage.c.date)
            .where(coverage.c.page_count > 0)
            .where(coverage.c.pages >= coverage.c.page_count, coverage.c.lacking == 0)
            .order_by(coverage.c.date.desc())
            .limit(1)
        ).scalar_one_or_none()


PAGES_READ = (
    select(func.count()).where(_PAGES.c.issue_id == _ISSUES.c.id).correlate(_ISSUES).scalar_subquery()
)
"""How many pages of an issue were read."""
_STORED = (
    select(func.count()).where(_ARTICLES.c.issue_id == _ISSUES.c.id).correlate(_ISSUES).scalar_subquery()
)
PLACED = _PAGES.join(_PLACEMENTS).outerjoin(
    _ARTICLES,
    (_ARTICLES.c.issue_id == _PAGES.c.issue_id) & (_ARTICLES.c.source_id == _PLACEMENTS.c.source_id),
)
"""Pages with their placements and the articles placed there; no article: it is lacking."""
_LACKING = (
    select(func.count(_PLACEMENTS.c.source_id.distinct()))
    .select_from(PLACED)
    .where(_PAGES.c.issue_id == _ISSUES.c.id, _ARTICLES.c.id.is_(None))
    .correlate(_ISSUES)
    .scalar_subquery()
)
_GUESSED_PAGES, _GUESSED_ARTICLES = (
    select(func.count())
    # Written out, not a parameter: so both databases know that a partial index has these articles.
    .where(rows.c.issue_id == _ISSUES.c.id, rows.c.read_by != sa.literal_column("''"))
    .correlate(_ISSUES)
    .scalar_subquery()
    for rows in (_PAGES, _ARTICLES)
)
_WITHOUT_GUESSES = select(
    _ISSUES.c.paper,
    _ISSUES.c.date,
    _ISSUES.c.edition,
    _ISSUES.c.page_count,
    _ISSUES.c.unproved,
    PAGES_READ.label("pages"),
    _STORED.label("articles"),
    _LACKING.label("lacking"),
    sa.literal(0).label("guessed"),
)
_COVERAGE = _WITHOUT_GUESSES.with_only_columns(
    *(column for column in _WITHOUT_GUESSES.selected_columns if column.name != "guessed"),
    (_GUESSED_PAGES + _GUESSED_ARTICLES).label("guessed"),
)
_WITHOUT_LACKING = _COVERAGE.with_only_columns(
    _ISSUES.c.id, *(column for column in _COVERAGE.selected_columns if column.name != "lacking")
)
_FAILED = (
    select(_PROBLEMS.c.paper, _PROBLEMS.c.date, _PROBLEMS.c.kind)
    .where(_PROBLEMS.c.resolved_at.is_(None))
    .distinct()
)


def _issue_status(row: sa.Row[Any], articles: int, blocked: bool) -> IssueStatus:
    """The state of an issue that lacks so many articles."""
    unread = 1 if row.page_count is None else max(row.page_count - row.pages, 0)
    lacking = unread + articles
    state: State
    if row.page_count == 0 and lacking == 0:
        state = "no_issue"
    elif lacking == 0:
        state = "complete"
    elif blocked:
        state = "blocked"
    else:
        state = "missing" if row.page_count is None and not row.pages else "partial"
    unproved = bool(row.page_count) and row.unproved
    known = (row.paper, row.date, state, row.pages, row.articles, lacking, row.edition)
    return IssueStatus(*known, unproved, row.guessed)
