"""Everything promised or expected that is not there, and the last reason why."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, select

from storage.database import parts, reading
from storage.ledger.lacking import unread
from storage.ledger.spans import spans_in
from storage.ledger.status import PAGES_READ, PLACED, IssueStatus, Scope, states_lacking
from storage.models import table

_ISSUES, _PAGES, _PLACEMENTS = table("issues"), table("pages"), table("placements")
_ARTICLES, _PROBLEMS = table("articles"), table("problems")


@dataclass(frozen=True, slots=True)
class Gap:
    """Something promised or expected that is not there."""

    paper: str
    """Slug of the paper."""
    date: dt.date
    """Date of the issue."""
    url: str
    """Its address; '' for an issue that was never asked for."""
    source_id: str | None
    """The article's id; None for a page or a whole issue."""
    kind: str
    """Why, a word of the problems; not_fetched when it was never tried."""
    detail: str
    """The problem's sentence, or what is lacking."""
    last_seen: dt.datetime | None
    """When it was last tried in vain, UTC; None when never."""


def gaps(
    source: Engine,
    *,
    papers: Collection[str] | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    expected: Mapping[str, Iterable[dt.date]] | None = None,
) -> list[Gap]:
    """Everything promised or expected that is not there, by date and place; arguments as of `status`.

    What was accepted as lacking is left out.
    """
    with reading(source) as connection:
        scope = Scope(papers, since, until)
        return _gaps(connection, scope, expected, _lacking(connection, scope))


def status_and_gaps(
    source: Engine,
    *,
    papers: Collection[str] | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    expected: Mapping[str, Iterable[dt.date]] | None = None,
) -> tuple[list[IssueStatus], list[Gap]]:
    """Both of the same issues: which articles are lacking is what takes time, and is looked for once."""
    with reading(source) as connection:
        scope = Scope(papers, since, until)
        lacking = _lacking(connection, scope)
        counts = Counter(issue for issue, _ in {(row.id, row.source_id) for row in lacking})
        states = states_lacking(connection, scope, expected, counts)
        return states, _gaps(connection, scope, expected, lacking)


def _lacking(connection: Connection, scope: Scope) -> Sequence[sa.Row[Any]]:
    return connection.execute(scope.of(_ISSUES, _LACKING_ARTICLES)).all()


def _gaps(
    connection: Connection,
    scope: Scope,
    expected: Mapping[str, Iterable[dt.date]] | None,
    articles: Sequence[sa.Row[Any]],
) -> list[Gap]:
    found: list[tuple[tuple[Any, ...], Gap]] = []
    # The problem seen last at an address is the one that counts.
    problems = {
        (row.paper, row.date, row.url): row
        for row in connection.execute(scope.of(_PROBLEMS, _OPEN_PROBLEMS)).all()
    }
    issues = connection.execute(scope.of(_ISSUES, _INCOMPLETE)).all()
    known = connection.execute(scope.of(_ISSUES, select(_ISSUES.c.paper, _ISSUES.c.date))).all()
    accepted = spans_in(connection, scope.papers, ["accepted"])
    read = _sequences_read(connection, [issue.id for issue in issues])

    def note(paper: str, date: dt.date, place: tuple[int, int], url: str, what: str, **of: str) -> None:
        found.append(((paper, date, *place), _gap(problems, paper, date, url, of.get("source_id"), what)))

    for issue in issues:
        if issue.page_count is None:
            note(issue.paper, issue.date, (0, 0), issue.url, "the page navigation")
        for page in unread(issue.promised, read.get(issue.id, set())):
            what = f"page {page.number} {page.name}".rstrip()
            note(issue.paper, issue.date, (page.sequence, 0), page.url, what)
    once: set[tuple[int, str]] = set()  # an article placed twice is lacking once
    for row in sorted(articles, key=lambda row: (row.sequence, row.position)):
        if (row.id, row.source_id) not in once:
            once.add((row.id, row.source_id))
            place = (row.sequence, row.position)
            note(row.paper, row.date, place, row.url, row.title, source_id=row.source_id)
    # An issue nothing is stored of: its problems say why; without one it was never asked for.
    stored = {(paper, date) for paper, date in known}
    failed = {(paper, date, url) for paper, date, url in problems if (paper, date) not in stored}
    for paper, date, url in failed:
        note(paper, date, (0, 0), url, "the issue")
    tried = {(paper, date) for paper, date, _ in failed}
    for paper, date in scope.among(expected) - stored - tried:
        note(paper, date, (0, 0), "", "the issue")
    return [
        gap
        for _, gap in sorted(found, key=lambda one: (one[0], one[1].url))
        if not any(gap.date in span for span in accepted if span.paper == gap.paper)
    ]


def _gap(
    problems: Mapping[tuple[str, dt.date, str], sa.Row[Any]],
    paper: str,
    date: dt.date,
    url: str,
    source_id: str | None,
    what: str,
) -> Gap:
    problem = problems.get((paper, date, url))
    if problem is None:
        return Gap(paper, date, url, source_id, "not_fetched", what, None)
    return Gap(paper, date, problem.url, source_id, problem.kind, problem.detail, problem.last_seen)


def _sequences_read(connection: Connection, issue_ids: Sequence[int]) -> dict[int, set[int]]:
    read: dict[int, set[int]] = {}
    for some in parts(issue_ids):
        statement = select(_PAGES.c.issue_id, _PAGES.c.sequence).where(_PAGES.c.issue_id.in_(some))
        for issue_id, sequence in connection.execute(statement):
            read.setdefault(issue_id, set()).add(sequence)
    return read


_OPEN_PROBLEMS = select(_PROBLEMS).where(_PROBLEMS.c.resolved_at.is_(None)).order_by(_PROBLEMS.c.last_seen)
_INCOMPLETE = select(_ISSUES).where(_ISSUES.c.page_count.is_(None) | (_ISSUES.c.page_count > PAGES_READ))
_LACKING_ARTICLES = (
    select(
        _ISSUES.c.id,
        _ISSUES.c.paper,
        _ISSUES.c.date,
        _PAGES.c.sequence,
        _PLACEMENTS.c.position,
        _PLACEMENTS.c.source_id,
        _PLACEMENTS.c.url,
        _PLACEMENTS.c.title,
    )
    .select_from(PLACED.join(_ISSUES, _ISSUES.c.id == _PAGES.c.issue_id))
    .where(_ARTICLES.c.id.is_(None))
)
