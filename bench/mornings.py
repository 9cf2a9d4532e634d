"""A year of mornings, simulated: what the rules of crawler.absence cost, and whether they lose an issue.

    python -m bench.mornings            # the table of docs/completeness.md

Each story says which days a paper prints, when each issue appears on its site, and when the site is away.
Every morning at 7:30 (UTC+8) cron asks for what is due, one request a day asked for; what the rules say then
decides the exit code.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from crawler.absence import (
    Answers,
    Known,
    due,
    evidence,
    in_china,
    is_alarming,
)
from storage.clock import SHANGHAI

DAY = dt.timedelta(days=1)
BEGIN = dt.date(2024, 1, 2)


@dataclass
class Story:
    """A paper, and what happens to it in the time that is simulated."""

    name: str
    prints: Callable[[dt.date], bool]
    days: int = 365
    late: dict[dt.date, int] = field(default_factory=dict)
    """Issue date → days after which it appears on the site."""
    away: frozenset[dt.date] = frozenset()
    """Days on which the site answers 404 to everything."""
    wrong: dt.date | None = None
    """Since this date the profile's address leads nowhere."""
    weekdays: frozenset[int] | None = None
    """The profile's `days`; None: not known."""


@dataclass
class Year:
    """What a simulated time costs."""

    mornings: int = 0
    alarms: int = 0
    """Mornings whose exit code is not 0."""
    requests: int = 0
    empty: int = 0
    """Requests for a day that has nothing."""
    lost: int = 0
    """Issues that appeared on the site and are not stored at the end, no alarm standing."""
    wrong_no_issue: int = 0
    """Days called `no_issue` on which an issue was printed."""
    absent: int = 0
    """Days not settled at the end."""


def simulate(story: Story) -> Year:
    """Every morning of a story, by the rules of crawler.absence."""
    year, stored, asked = Year(), set[dt.date](), dict[dt.date, Answers]()
    settled = set[dt.date]()
    code = 0

    def has(day: dt.date, today: dt.date) -> bool:
        is_there = story.prints(day) and today >= day + DAY * story.late.get(day, 0)
        return is_there and today not in story.away and (story.wrong is None or day < story.wrong)

    def expected(day: dt.date) -> bool:
        return story.weekdays is None or day.weekday() in story.weekdays

    for n in range(story.days):
        today = BEGIN + DAY * n
        now = dt.datetime.combine(today, dt.time(7, 30), SHANGHAI)
        issues = sorted(stored)
        last = {day: in_china(each.last) for day, each in asked.items() if day not in stored | settled}
        is_due = due(today, last, issues, days_known=story.weekdays is not None)
        for m in range(n + 1):
            day = BEGIN + DAY * m
            if day in stored or day in settled or not expected(day) or not is_due(day):
                continue
            year.requests += 1
            if has(day, today):
                stored.add(day)
                asked.pop(day, None)
            else:
                year.empty += 1
                first = asked[day].first if day in asked else now
                asked[day] = Answers(first, now)
        issues = sorted(stored)
        known = Known(issues, is_publication_day=printed_days(expected, {day.weekday() for day in issues}))
        for day in [day for day in asked if day not in settled and evidence(day, asked[day], known)]:
            settled.add(day)
        open_days = {day for day in asked if day not in settled and day < today}
        code = int(is_alarming(today, issues, open_days, expected))
        year.mornings += 1
        year.alarms += code
    printed = [BEGIN + DAY * n for n in range(story.days) if story.prints(BEGIN + DAY * n)]
    year.wrong_no_issue = sum(day in settled for day in printed)
    last_day = BEGIN + DAY * (story.days - 1)
    appeared = [day for day in printed if day + DAY * story.late.get(day, 0) < last_day]
    year.lost = sum(day not in stored for day in appeared if not code)
    year.absent = len([day for day in asked if day not in settled | stored])
    return year


def printed_days(expected: Callable[[dt.date], bool], weekdays: set[int]) -> Callable[[dt.date], bool]:
    """The days that are expected and of a weekday the paper was ever printed on."""
    return lambda day: expected(day) and day.weekday() in weekdays


def weekly(day: dt.date) -> bool:
    """Every Tuesday."""
    return day.weekday() == 1


def daily(day: dt.date) -> bool:
    """Every day."""
    return True


def workdays(day: dt.date) -> bool:
    """Monday to Friday."""
    return day.weekday() < 5


def holidays(prints: Callable[[dt.date], bool], first: dt.date, days: int) -> Callable[[dt.date], bool]:
    """The same paper with a time without issues (休刊)."""
    return lambda day: prints(day) and not first <= day < first + DAY * days


SPRING = dt.date(2024, 2, 10)
MAY = dt.date(2024, 5, 7)
STORIES = (
    Story("weekly, days not known", weekly),
    Story("weekly, days known", weekly, weekdays=frozenset({1})),
    Story("daily", daily),
    Story("Monday to Friday, days not known", workdays),
    Story("daily, 7 days of 休刊", holidays(daily, SPRING, 7)),
    Story("weekly, 休刊 of 2 issues, days not known", holidays(weekly, SPRING, 14)),
    Story("daily, 休刊 of 12 days", holidays(daily, SPRING, 12)),
    Story("daily, issues 3, 4 and 12 days late", daily, late={MAY: 3, MAY + DAY * 9: 4, MAY + DAY * 30: 12}),
    Story("weekly, an issue 12 days late", weekly, late={MAY: 12}),
    Story("daily, outage of 5 days", daily, away=frozenset(MAY + DAY * n for n in range(5))),
    Story("weekly, outage of 5 days", weekly, away=frozenset(MAY + DAY * n for n in range(-1, 4))),
    Story("daily, address wrong since May", daily, wrong=MAY),
    Story("weekly, address wrong since May", weekly, wrong=MAY),
    Story("daily, ceased in May", holidays(daily, MAY, 999)),
)


def main() -> None:
    """Prints the table."""
    head = (
        "story",
        "mornings",
        "exit 1",
        "requests",
        "in vain",
        "absent at the end",
        "lost",
        "wrongly no issue",
    )
    print("| " + " | ".join(head) + " |")
    print("|---|" + "--:|" * (len(head) - 1))
    for story in STORIES:
        y = simulate(story)
        print(
            f"| {story.name} | {y.mornings} | {y.alarms} | {y.requests} | {y.empty} | {y.absent} "
            f"| {y.lost} | {y.wrong_no_issue} |"
        )


if __name__ == "__main__":
    main()
