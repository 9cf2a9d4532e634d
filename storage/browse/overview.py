"""The whole database in numbers, for the first page: what there is of each paper, what is missing and why."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from storage import ledger
from storage.selection import Selection, snapshot, stored_papers

Expected = Callable[[Iterable[str] | None, dt.date | None, dt.date | None], Mapping[str, list[dt.date]]]
"""(papers, since, until) → paper → the days on which an issue is to be expected."""
YEARS = 6
"""So many of the newest years of a paper are drawn on the first page."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a paper."""

    begins: dt.date
    complete: int
    issues: int
    """Issues that are stored or expected; 0 where none is known of."""

    @property
    def grade(self) -> int:
        """0 nothing known, 1 nothing complete … 4 everything complete."""
        if not self.issues:
            return 0
        return 1 + int(3 * self.complete / self.issues)


@dataclass(frozen=True, slots=True)
class Holding:
    """What there is of one paper."""

    slug: str
    name: str
    script: str
    first: dt.date | None
    last: dt.date | None
    """Dates of its first and its newest stored issue."""
    issues: int
    """Stored issues."""
    articles: int
    states: Mapping[str, int]
    """State → how many issues, expected ones among them."""
    years: Sequence[tuple[int, Sequence[Month]]]
    """The newest years, the newest first, twelve months each."""


@dataclass(frozen=True, slots=True)
class Overview:
    """All papers, and what is lacking."""

    papers: Sequence[Holding]
    """By name of slug."""
    gaps: Mapping[str, int]
    """Reason → how many pages, articles and issues are lacking for it, the most frequent first."""
    absent: int
    """Days without a front page, of which nothing proves yet that there was no issue; these are no gaps."""

    @property
    def articles(self) -> int:
        """Articles of all papers."""
        return sum(paper.articles for paper in self.papers)

    @property
    def issues(self) -> int:
        """Stored issues of all papers."""
        return sum(paper.issues for paper in self.papers)


def overview(engine: Engine, expected: Expected) -> Overview:
    """Counts everything. Raises StorageError."""
    days = expected(None, None, None)
    rows = ledger.status(engine, expected=days, guesses=False)
    with snapshot(engine) as connection:
        known = stored_papers(connection, Selection())
    of_paper: dict[str, list[ledger.IssueStatus]] = {slug: [] for slug in known}
    for row in rows:
        of_paper.setdefault(row.paper, []).append(row)
    lacking = [row for row in rows if row.missing]
    reasons = _reasons(engine, lacking, days)
    papers = []
    for slug in sorted(of_paper):
        paper = known.get(slug)
        name, script = (paper.name, paper.script) if paper is not None else (slug, "")
        papers.append(_holding(slug, name, script, of_paper[slug]))
    return Overview(papers, dict(reasons.most_common()), sum(row.state == "absent" for row in rows))


def _reasons(
    engine: Engine, lacking: Sequence[ledger.IssueStatus], expected: Mapping[str, Iterable[dt.date]]
) -> Counter[str]:
    """Why something of these issues is lacking; only what lies between them is looked at."""
    if not lacking:
        return Counter()
    of = {(row.paper, row.date) for row in lacking}
    dates = [row.date for row in lacking]
    papers = {row.paper for row in lacking}
    found = ledger.gaps(engine, papers=papers, since=min(dates), until=max(dates), expected=expected)
    return Counter(gap.kind for gap in found if (gap.paper, gap.date) in of)


def _holding(slug: str, name: str, script: str, rows: Sequence[ledger.IssueStatus]) -> Holding:
    stored = [row for row in rows if row.pages or row.articles or row.state == "complete"]
    months = {(each.begins.year, each.begins.month): each for each in ledger.summed(rows, _month)}
    years = sorted({year for year, _ in months}, reverse=True)[:YEARS]
    return Holding(
        slug=slug,
        name=name,
        script=script,
        first=min((row.date for row in stored), default=None),
        last=max((row.date for row in stored), default=None),
        issues=len(stored),
        articles=sum(row.articles for row in rows),
        states=Counter(row.state for row in rows),
        years=[(year, [_drawn(year, month, months) for month in range(1, 13)]) for year in years],
    )


def _drawn(year: int, month: int, months: Mapping[tuple[int, int], ledger.Coverage]) -> Month:
    found = months.get((year, month))
    if found is None:
        return Month(dt.date(year, month, 1), 0, 0)
    return Month(found.begins, found.states.get("complete", 0), found.issues)


def _month(date: dt.date) -> dt.date:
    return date.replace(day=1)
