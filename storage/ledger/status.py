"""What is complete and what is lacking: reads only, one query for all issues asked about.

An issue is complete when it has as many pages as its page navigation promised and every placement has
its article. Storage knows no newspaper, so the dates on which an issue is to be expected come from
the caller (`expected`: paper → dates).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, func, select

from storage.database import reading
from storage.models import table

State = Literal["complete", "partial", "no_issue", "missing", "blocked"]

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
    """complete, partial, no_issue (休刊), missing (nothing of it is stored), blocked."""
    pages: int
    """Pages read."""
    articles: int
    """Articles stored."""
    missing: int
    """Promised pages not read and articles not stored; 1 for an issue nothing is known of."""
    edition: str = ""
    """'' for the only edition of the day."""


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


@dataclass(frozen=True, slots=True)
class LackingPage:
    """A page of the page navigation that was not read."""

    sequence: int
    number: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class LackingArticle:
    """A placement whose article is not stored."""

    source_id: str
    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Missing:
    """What a crawl of one issue still has to fetch."""

    front_page: bool
    """The page navigation itself is not known."""
    pages: tuple[LackingPage, ...]
    """Promised pages that were not read, in print order."""
    articles: tuple[LackingArticle, ...]
    """Articles that are placed and not stored, in print order, each once."""

    def __bool__(self) -> bool:
        return self.front_page or bool(self.pages) or bool(self.articles)


@dataclass(frozen=True, slots=True)
class _Scope:
    """Which issues are asked about: papers (None: all), first and last date (inclusive)."""

    papers: Collection[str] | None
    since: dt.date | None
    until: dt.date | None

    def of(self, rows: sa.Table, statement: sa.Select[Any]) -> sa.Select[Any]:
        if self.papers is not None:
            statement = statement.where(rows.c.paper.in_(self.papers))
        if self.since is not None:
            statement = statement.where(rows.c.date >= self.since)
        if self.until is not None:
            statement = statement.where(rows.c.date <= self.until)
        return statement

    def among(self, expected: Mapping[str, Iterable[dt.date]] | None) -> set[tuple[str, dt.date]]:
        since, until = self.since or dt.date.min, self.until or dt.date.max
        return {
            (paper, date)
            for paper, dates in (expected or {}).items()
            if self.papers is None or paper in self.papers
            for date in dates
            if since <= date <= until
        }


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored of an issue."""

    pages: frozenset[str] = frozenset()
    """Numbers of the pages read, as printed."""
    articles: frozenset[str] = frozenset()
    """Ids of the articles stored, as the title lists name them."""


def status(
    source: Engine,
    *,
    papers: Collection[str] | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    expected: Mapping[str, Iterable[dt.date]] | None = None,
) -> list[IssueStatus]:
    """The state of every issue that is stored, failed or expected, by paper, date and edition.

    `papers` None means all; `since` and `until` are inclusive and also bound `expected`.
    """
    scope = _Scope(papers, since, until)
    with reading(source) as connection:
        rows = connection.execute(scope.of(_ISSUES, _COVERAGE)).all()
        failed = connection.execute(scope.of(_PROBLEMS, _FAILED)).all()
    blocked = {(paper, date) for paper, date, kind in failed if kind == "blocked"}
    found = [_issue_status(row, (row.paper, row.date) in blocked) for row in rows]
    wanted = {(paper, date) for paper, date, _ in failed} | scope.among(expected)
    for paper, date in wanted - {(one.paper, one.date) for one in found}:
        state: State = "blocked" if (paper, date) in blocked else "missing"
        found.append(IssueStatus(paper, date, state, pages=0, articles=0, missing=1))
    return sorted(found, key=lambda one: (one.paper, one.date, one.edition))


def gaps(
    source: Engine,
    *,
    papers: Collection[str] | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    expected: Mapping[str, Iterable[dt.date]] | None = None,
) -> list[Gap]:
    """Everything promised or expected that is not there, with the last reason; order of `status`."""
    scope = _Scope(papers, since, until)
    found: list[tuple[tuple[Any, ...], Gap]] = []
    with reading(source) as connection:
        # The problem seen last at an address is the one that counts.
        problems = {
            (row.paper, row.date, row.url): row
            for row in connection.execute(scope.of(_PROBLEMS, _OPEN_PROBLEMS)).all()
        }
        issues = connection.execute(scope.of(_ISSUES, _INCOMPLETE)).all()
        articles = connection.execute(scope.of(_ISSUES, _LACKING_ARTICLES)).all()
        known = connection.execute(scope.of(_ISSUES, select(_ISSUES.c.paper, _ISSUES.c.date))).all()
        read = _sequences_read(connection, [issue.id for issue in issues])
    for issue in issues:
        if issue.page_count is None:
            found.append(
                (
                    (issue.paper, issue.date, 0, 0),
                    _gap(problems, issue.paper, issue.date, issue.url, None, "the page navigation"),
                )
            )
        for page in _unread(issue.promised, read.get(issue.id, set())):
            what = f"page {page.number} {page.name}".rstrip()
            gap = _gap(problems, issue.paper, issue.date, page.url, None, what)
            found.append(((issue.paper, issue.date, page.sequence, 0), gap))
    once: set[tuple[int, str]] = set()  # an article placed twice is lacking once
    for row in sorted(articles, key=lambda row: (row.sequence, row.position)):
        if (row.id, row.source_id) not in once:
            once.add((row.id, row.source_id))
            gap = _gap(problems, row.paper, row.date, row.url, row.source_id, row.title)
            found.append(((row.paper, row.date, row.sequence, row.position), gap))
    # An issue nothing is stored of: its problems say why; without one it was never asked for.
    stored = {(paper, date) for paper, date in known}
    failed = {(paper, date, url) for paper, date, url in problems if (paper, date) not in stored}
    for paper, date, url in failed:
        found.append(((paper, date, 0, 0), _gap(problems, paper, date, url, None, "the issue")))
    tried = {(paper, date) for paper, date, _ in failed}
    for paper, date in scope.among(expected) - stored - tried:
        found.append(((paper, date, 0, 0), _gap(problems, paper, date, None, None, "the issue")))
    return [gap for _, gap in sorted(found, key=lambda one: (one[0], one[1].url))]


def unfinished(source: Engine, paper: str, dates: Sequence[dt.date]) -> list[dt.date]:
    """Those of `dates` whose issue is neither complete nor known not to exist, in the given order."""
    if not dates:
        return []
    rows = status(source, papers=[paper], since=min(dates), until=max(dates))
    open_dates = {row.date for row in rows if row.state not in ("complete", "no_issue")}
    done = {row.date for row in rows} - open_dates
    return [date for date in dates if date not in done]


def known(source: Engine, paper: str, date: dt.date, edition: str = "") -> Known:
    """The pages and articles of an issue that are stored, whatever it still lacks."""
    one = (_ISSUES.c.paper == paper, _ISSUES.c.date == date, _ISSUES.c.edition == edition)
    numbers = select(_PAGES.c.number).join(_ISSUES, _ISSUES.c.id == _PAGES.c.issue_id).where(*one)
    listed = (
        select(_PLACEMENTS.c.listed_id)
        .select_from(_PLACED.join(_ISSUES, _ISSUES.c.id == _PAGES.c.issue_id))
        .where(*one, _ARTICLES.c.id.is_not(None))
    )
    with reading(source) as connection:
        return Known(
            pages=frozenset(connection.execute(numbers).scalars()),
            articles=frozenset(connection.execute(listed).scalars()),
        )


def open_issues(source: Engine, paper: str, since: dt.date, until: dt.date) -> list[dt.date]:
    """The dates of issues that are known to exist or were asked for, and are not complete."""
    rows = status(source, papers=[paper], since=since, until=until)
    return [row.date for row in rows if row.state not in ("complete", "no_issue")]


def newest_complete(source: Engine, paper: str) -> dt.date | None:
    """The date of the paper's newest complete issue; None when there is none."""
    coverage = _COVERAGE.where(_ISSUES.c.paper == paper).subquery()
    with reading(source) as connection:
        return connection.execute(
            select(coverage.c.date)
            .where(coverage.c.page_count > 0)
            .where(coverage.c.pages >= coverage.c.page_count, coverage.c.lacking == 0)
            .order_by(coverage.c.date.desc())
            .limit(1)
        ).scalar_one_or_none()


def missing(source: Engine, paper: str, date: dt.date, edition: str = "") -> Missing:
    """What is still to be fetched of one issue, so that a resumed crawl fetches nothing twice."""
    one = (_ISSUES.c.paper == paper, _ISSUES.c.date == date, _ISSUES.c.edition == edition)
    with reading(source) as connection:
        issue = connection.execute(
            select(_ISSUES.c.id, _ISSUES.c.page_count, _ISSUES.c.promised).where(*one)
        ).one_or_none()
        if issue is None:
            return Missing(front_page=True, pages=(), articles=())
        read = _sequences_read(connection, [issue.id])
        rows = connection.execute(
            _LACKING_ARTICLES.where(*one).order_by(_PAGES.c.sequence, _PLACEMENTS.c.position)
        ).all()
    articles: dict[str, LackingArticle] = {}
    for row in rows:
        articles.setdefault(row.source_id, LackingArticle(row.source_id, row.url, row.title))
    return Missing(
        front_page=issue.page_count is None,
        pages=tuple(_unread(issue.promised, read.get(issue.id, set()))),
        articles=tuple(articles.values()),
    )


_READ = select(func.count()).where(_PAGES.c.issue_id == _ISSUES.c.id).correlate(_ISSUES).scalar_subquery()
_STORED = (
    select(func.count()).where(_ARTICLES.c.issue_id == _ISSUES.c.id).correlate(_ISSUES).scalar_subquery()
)
_PLACED = _PAGES.join(_PLACEMENTS).outerjoin(
    _ARTICLES,
    (_ARTICLES.c.issue_id == _PAGES.c.issue_id) & (_ARTICLES.c.source_id == _PLACEMENTS.c.source_id),
)
_LACKING = (
    select(func.count(_PLACEMENTS.c.source_id.distinct()))
    .select_from(_PLACED)
    .where(_PAGES.c.issue_id == _ISSUES.c.id, _ARTICLES.c.id.is_(None))
    .correlate(_ISSUES)
    .scalar_subquery()
)
_COVERAGE = select(
    _ISSUES.c.paper,
    _ISSUES.c.date,
    _ISSUES.c.edition,
    _ISSUES.c.page_count,
    _READ.label("pages"),
    _STORED.label("articles"),
    _LACKING.label("lacking"),
)
_OPEN_PROBLEMS = select(_PROBLEMS).where(_PROBLEMS.c.resolved_at.is_(None)).order_by(_PROBLEMS.c.last_seen)
_FAILED = (
    select(_PROBLEMS.c.paper, _PROBLEMS.c.date, _PROBLEMS.c.kind)
    .where(_PROBLEMS.c.resolved_at.is_(None))
    .distinct()
)
_INCOMPLETE = select(_ISSUES).where(_ISSUES.c.page_count.is_(None) | (_ISSUES.c.page_count > _READ))
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
    .select_from(_ISSUES)
    .join(_PAGES, _PAGES.c.issue_id == _ISSUES.c.id)
    .join(_PLACEMENTS, _PLACEMENTS.c.page_id == _PAGES.c.id)
    .outerjoin(
        _ARTICLES,
        (_ARTICLES.c.issue_id == _ISSUES.c.id) & (_ARTICLES.c.source_id == _PLACEMENTS.c.source_id),
    )
    .where(_ARTICLES.c.id.is_(None))
)


def _issue_status(row: sa.Row[Any], blocked: bool) -> IssueStatus:
    unread = 1 if row.page_count is None else max(row.page_count - row.pages, 0)
    lacking = unread + row.lacking
    state: State
    if row.page_count == 0 and lacking == 0:
        state = "no_issue"
    elif lacking == 0:
        state = "complete"
    elif blocked:
        state = "blocked"
    else:
        state = "missing" if row.page_count is None and not row.pages else "partial"
    return IssueStatus(row.paper, row.date, state, row.pages, row.articles, lacking, row.edition)


def _gap(
    problems: Mapping[tuple[str, dt.date, str], sa.Row[Any]],
    paper: str,
    date: dt.date,
    url: str | None,
    source_id: str | None,
    what: str,
) -> Gap:
    problem = problems.get((paper, date, url or ""))
    if problem is None:
        return Gap(paper, date, url or "", source_id, "not_fetched", what, None)
    return Gap(paper, date, problem.url, source_id, problem.kind, problem.detail, problem.last_seen)


def _sequences_read(connection: Connection, issue_ids: Sequence[int]) -> dict[int, set[int]]:
    read: dict[int, set[int]] = {}
    for start in range(0, len(issue_ids), 1000):  # databases bound the parameters of one statement
        for issue_id, sequence in connection.execute(
            select(_PAGES.c.issue_id, _PAGES.c.sequence).where(
                _PAGES.c.issue_id.in_(issue_ids[start : start + 1000])
            )
        ):
            read.setdefault(issue_id, set()).add(sequence)
    return read


def _unread(promised: Sequence[Mapping[str, Any]], read: Collection[int]) -> list[LackingPage]:
    return [LackingPage(**page) for page in promised if page["sequence"] not in read]
