"""A day without an issue: when it is asked for again, what proves that none was printed, what alarms.

Pure: dates in, decisions out. Nothing that a server does not have today is taken for something that was
never printed: a late issue, an outage and a wrong address look the same on the first morning. So a day
stays `absent` until there is evidence, read at least PROVED_AFTER days after it. docs/completeness.md has
the rules in words and what they cost, simulated by `python -m bench.mornings`.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from storage.clock import SHANGHAI

MARKS = (0, 1, 2, 3, 5, 7, 10, *range(14, 75, 7))
"""Ages in days at which cron asks for an absent day: often at first, then weekly to 74 days."""
PROVED_AFTER = 14
"""Days after the date before which nothing proves that there was no issue."""
LONGEST_GAP = 10
"""So many publication days without an issue between two issues are proved by two answers alone."""
LONG_ROW = 30
"""More absent days than this in a row are asked for on the first of each month only."""
HABIT = dt.timedelta(weeks=4)
"""The time in which a weekday must have brought an issue to be one on which the paper is printed."""
APART = dt.timedelta(hours=24)
"""How far apart two answers must be to count as two."""

Evidence = Literal["calendar", "neighbours", "two answers"]


@dataclass(frozen=True, slots=True)
class Answers:
    """How often a server said that it has no issue of a day."""

    first: dt.datetime
    """When it said so first, with tzinfo."""
    last: dt.datetime
    """When it said so last."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Issues the site itself lists: its calendar of a month, or the two neighbours of an issue."""

    read_on: dt.date
    """The day it was read, in China."""
    days: tuple[dt.date, ...]
    """The issue dates it names, in order; nothing is said of days before the first and after the last."""
    kind: Literal["calendar", "neighbours"] = "calendar"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one era of a paper."""

    issues: Sequence[dt.date]
    """The dates of its issues that are stored, sorted."""
    lists: Sequence[Listed] = field(default=())
    """What the site itself lists."""
    is_publication_day: Callable[[dt.date], bool] = lambda day: True
    """By the profile's `days`; without these any day is one."""


def evidence(day: dt.date, answers: Answers | None, known: Known) -> Evidence | None:
    """What proves that no issue was printed that day; None while nothing does.

    A list counts when it was read PROVED_AFTER days after the day, and names an earlier and a later issue.
    Two answers count when they are a day apart, the later one PROVED_AFTER days after the day, and issues of
    the era lie on both sides with at most LONGEST_GAP publication days between.
    """
    proved_on = day + dt.timedelta(days=PROVED_AFTER)
    for listed in known.lists:
        is_inside = bool(listed.days) and listed.days[0] < day < listed.days[-1]
        if is_inside and listed.read_on >= proved_on and day not in listed.days:
            return listed.kind
    if answers is None or answers.last - answers.first < APART or in_china(answers.last) < proved_on:
        return None
    around = neighbours(day, known.issues)
    if around is None:
        return None
    gap = sum(known.is_publication_day(each) for each in between(*around))
    return "two answers" if gap <= LONGEST_GAP else None


def is_due(day: dt.date, today: dt.date, last: dt.date | None, *, habitual: bool = True) -> bool:
    """Whether cron asks for a day of which nothing is stored; `last`: the day it was last asked for.

    A day on which the paper is not usually printed (`habitual` False) is asked for at PROVED_AFTER days, and
    once more two days later: on the next morning the answers might be a few seconds less than a day apart.
    """
    age = (today - day).days
    marks = MARKS if habitual else (PROVED_AFTER, PROVED_AFTER + 2)
    came = [mark for mark in marks if mark <= age]
    return bool(came) and (last is None or last < day + dt.timedelta(days=came[-1]))


def due(
    today: dt.date, absent: Mapping[dt.date, dt.date], issues: Sequence[dt.date], *, days_known: bool
) -> Callable[[dt.date], bool]:
    """Whether cron asks today for a day of which nothing is stored.

    `absent`: absent day → the day it was last asked for; `days_known`: whether the profile names the paper's
    days, else they are its habit. Of a long row of absent days only the first of each month is asked for.
    """
    weekdays = frozenset[int]() if days_known else habit(issues, today)
    rows = long_rows(absent, issues)
    asked_again = {day for row in rows for day in sampled(row)}
    in_rows = {day for row in rows for day in row}

    def is_wanted(day: dt.date) -> bool:
        if day in in_rows:
            return day in asked_again
        habitual = not weekdays or day.weekday() in weekdays
        return is_due(day, today, absent.get(day), habitual=habitual)

    return is_wanted


def habit(issues: Iterable[dt.date], today: dt.date) -> frozenset[int]:
    """The weekdays (0 Monday) on which the paper printed something in the four weeks before `today`.

    All of them where no issue of the four weeks before these is known: then nobody has watched for so long.
    """
    recent = [day for day in issues if today - 2 * HABIT <= day < today]
    if not recent or min(recent) >= today - HABIT:
        return frozenset(range(7))
    return frozenset(day.weekday() for day in recent if today - HABIT <= day)


def usual_gap(issues: Sequence[dt.date], today: dt.date) -> int | None:
    """The longest time in days between two issues of the last four weeks; None of fewer than two issues."""
    recent = [day for day in issues if today - HABIT <= day]
    gaps = [(later - earlier).days for earlier, later in pairwise(recent)]
    return max(gaps, default=None)


def is_alarming(
    today: dt.date,
    issues: Sequence[dt.date],
    absent: Collection[dt.date],
    is_publication_day: Callable[[dt.date], bool] = lambda day: True,
) -> bool:
    """Whether a morning wants a person: the paper is silent for longer than usual, or a day stays unsettled.

    `absent` are the days not settled, before today; `issues` as of Known.
    """
    usual = usual_gap(issues, today)
    if issues and usual is not None:
        silent = between(issues[-1], today)
        if len(silent) >= max(usual, 1) and any(map(is_publication_day, silent)):
            return True
    elif issues and (today - issues[-1]).days > LONG_ROW:
        return True
    return any((today - day).days > PROVED_AFTER + 2 for day in absent)


def is_isolated(row: Sequence[dt.date], issues: Sequence[dt.date]) -> bool:
    """Whether absent days with no issue between them lie within the paper's usual gap at that time.

    Between two issues: a single day, or as far apart as two others in the four weeks before and after.
    After the last issue, or before the first: nearer to it than these. Without any issue: never.
    """
    first, last = min(row), max(row)
    at = bisect_left(issues, first)
    near = (
        (earlier, later)
        for earlier, later in pairwise(issues)
        if not (earlier < first < later) and earlier >= first - HABIT and later <= last + HABIT
    )
    usual = max(((later - earlier).days for earlier, later in near), default=1)
    if at and at < len(issues):
        return len(row) == 1 or (issues[at] - issues[at - 1]).days <= usual
    if at:
        return (last - issues[at - 1]).days < max(usual, 1)
    return bool(issues) and (issues[0] - first).days < max(usual, 1)


def rows_of(absent: Iterable[dt.date], issues: Sequence[dt.date]) -> list[tuple[dt.date, ...]]:
    """Absent days as rows with no issue between them, each sorted."""
    rows: list[list[dt.date]] = []
    for day in sorted(absent):
        if not rows or bisect_left(issues, day) != bisect_left(issues, rows[-1][-1]):
            rows.append([day])
        else:
            rows[-1].append(day)
    return [tuple(row) for row in rows]


def long_rows(absent: Iterable[dt.date], issues: Sequence[dt.date]) -> list[tuple[dt.date, ...]]:
    """The rows of more than LONG_ROW absent days with no issue between them, each sorted."""
    return [row for row in rows_of(absent, issues) if len(row) > LONG_ROW]


def sampled(row: Sequence[dt.date]) -> set[dt.date]:
    """The first day of each month among some days: those of a long row that are asked for."""
    return {
        min(day for day in row if (day.year, day.month) == month)
        for month in {(d.year, d.month) for d in row}
    }


def neighbours(day: dt.date, issues: Sequence[dt.date]) -> tuple[dt.date, dt.date] | None:
    """The last issue before a day and the first after it; None where one of them is not known."""
    before, after = bisect_left(issues, day), bisect_right(issues, day)
    return (issues[before - 1], issues[after]) if before and after < len(issues) else None


def between(first: dt.date, last: dt.date) -> Collection[dt.date]:
    """The days after the first and before the last."""
    return [first + dt.timedelta(days=n) for n in range(1, (last - first).days)]


def in_china(instant: dt.datetime) -> dt.date:
    """The calendar day where the newspapers are printed."""
    return instant.astimezone(SHANGHAI).date()
