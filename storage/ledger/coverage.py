"""How much of each paper there is, by month and by year, and what is usual for it. Reads only."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sqlalchemy import Engine

from storage.ledger.status import IssueStatus, State, status

_BACK = dt.timedelta(days=100)
_USUAL = 10
"""How many issues tell what is usual."""
_ENOUGH = 3
"""Fewer tell nothing."""


@dataclass(slots=True)
class Coverage:
    """A paper's month, or year."""

    paper: str
    """Slug of the paper."""
    begins: dt.date
    """First day of the month or year."""
    states: dict[State, int] = field(default_factory=dict)
    """How many issues are complete, partial, no_issue, absent, missing, blocked; only those there are."""
    pages: int = 0
    """Pages read."""
    articles: int = 0
    """Articles stored."""
    missing: int = 0
    """Promised pages not read and articles not stored, and issues nothing is known of."""

    @property
    def issues(self) -> int:
        """Issues that are stored or expected; days without an issue, and absent ones, are not counted."""
        return sum(count for state, count in self.states.items() if state not in ("no_issue", "absent"))


def summed(rows: Iterable[IssueStatus], begins: Callable[[dt.date], dt.date]) -> list[Coverage]:
    """The rows of `ledger.status` added up by paper and by what `begins` makes of their date."""
    found: dict[tuple[str, dt.date], Coverage] = {}
    for row in rows:
        key = (row.paper, begins(row.date))
        coverage = found.setdefault(key, Coverage(*key))
        coverage.states[row.state] = coverage.states.get(row.state, 0) + 1
        coverage.pages += row.pages
        coverage.articles += row.articles
        coverage.missing += row.missing
    return [found[key] for key in sorted(found)]


def usual_articles(
    source: Engine, paper: str, first: dt.date, last: dt.date
) -> Callable[[dt.date], float | None]:
    """How many articles an issue of a day from `first` to `last` usually has: the median of the last complete
    ones before it.

    Ten at most, of the same weekday where there are three of them, else of any; None where fewer than three
    are known of the hundred days before.
    """
    from statistics import median  # with fractions and decimals: who adds up months needs none

    by_day: defaultdict[dt.date, int] = defaultdict(int)
    for row in status(source, papers=[paper], since=first - _BACK, until=last):
        if row.state == "complete":
            by_day[row.date] += row.articles
    days = sorted(by_day)

    def usual(day: dt.date) -> float | None:
        before = days[bisect_left(days, day - _BACK) : bisect_left(days, day)]
        same = [each for each in before if each.weekday() == day.weekday()]
        known = [by_day[each] for each in (same if len(same) >= _ENOUGH else before)]
        return float(median(known[-_USUAL:])) if len(known) >= _ENOUGH else None

    return usual
