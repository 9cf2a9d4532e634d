"""Papers that have fallen silent: judged by the days they are printed on, not by what was asked for.

A cron that died asks for nothing and lacks nothing; it must not look healthy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from crawler.paper import WEEKDAYS, load, profile_files, today
from storage import ledger

HABIT = dt.timedelta(weeks=4)
"""Weekdays that a profile does not name are those of so much time before the newest issue …"""
ENOUGH = dt.timedelta(weeks=2)
"""… where the issues known go back so far before it; else any day may be one."""
LONGEST = 400
"""Days to look back for publication days."""


@dataclass(frozen=True, slots=True)
class Stale:
    """A paper that has fallen silent."""

    paper: str
    """Slug."""
    since: dt.date
    """The earliest of the publication days that brought nothing."""
    newest: dt.date | None
    """Its newest complete issue."""


def stale_papers(source: Engine, slugs: Sequence[str], days: int) -> list[Stale]:
    """The papers without a complete issue on any of their last so many publication days.

    Today's does not count as lacking: it may come yet. A day that is known to have had no issue is no
    publication day. A paper that was closed, or has no profile any more, is judged by its last days.
    """
    found = []
    for slug in slugs:
        newest = ledger.newest_complete(source, slug)
        last = publication_days(source, slug, newest, days)
        if last and (newest is None or newest < last[0]):
            found.append(Stale(slug, last[0], newest))
    return found


def publication_days(source: Engine, slug: str, newest: dt.date | None, count: int) -> list[dt.date]:
    """The last publication days of a paper before today, ascending."""
    yesterday = today() - dt.timedelta(days=1)
    if slug in profile_files():
        paper = load(slug)
        printed_on = set(paper.days)
        candidates = paper.issue_dates(yesterday - dt.timedelta(days=LONGEST), yesterday)
    else:
        printed_on = set(WEEKDAYS)
        candidates = [yesterday - dt.timedelta(days=back) for back in reversed(range(LONGEST))]
    first = (newest or yesterday) - HABIT
    known = ledger.status(source, papers=[slug], since=first, until=yesterday, guesses=False)
    if printed_on == set(WEEKDAYS) and newest is not None:
        issues = [row.date for row in known if row.pages and row.date <= newest]
        if min(issues, default=newest) <= newest - ENOUGH:
            printed_on = {WEEKDAYS[day.weekday()] for day in issues}
    none = {row.date for row in known if row.state == "no_issue"}
    days = [day for day in candidates if WEEKDAYS[day.weekday()] in printed_on and day not in none]
    return days[-count:]
