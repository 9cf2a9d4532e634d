"""Days without an issue: what the site says of them, and which of them are proved. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin

from crawler.absence import Answers, Known, Listed, evidence, in_china
from crawler.paper import WEEKDAYS, Paper
from crawler.wanted import Wanted, WantedCalendar
from pipelines.items import IssueItem

if TYPE_CHECKING:
    from crawler.answer import Answer, Found
    from storage.ledger import Absence


def unpublished(
    paper: Paper, absences: Iterable[Absence], published: Sequence[date], lists: Iterable[Listed]
) -> Iterator[IssueItem]:
    """The issues of which it is proved that there was none (`crawler.absence.evidence`).

    `published` are the dates of the issues that are stored, ascending; `lists` what the site itself listed.
    Only what belongs to the era of a day says anything about it.
    """
    of_era: dict[date, Known] = {}
    for absence in absences:
        since = paper.era(absence.date).since
        if since not in of_era:
            mine = [day for day in published if day >= paper.earliest and paper.era(day).since == since]
            listed = [
                replace(each, days=days)
                for each in lists
                if (
                    days := tuple(d for d in each.days if d >= paper.earliest and paper.era(d).since == since)
                )
            ]
            of_era[since] = Known(mine, listed, publication_days(paper, mine))
        if evidence(absence.date, Answers(absence.first, absence.last), of_era[since]):
            yield IssueItem(paper.slug, absence.date, "", absence.url, None, 0, (), capture=absence.capture)


def publication_days(paper: Paper, published: Iterable[date]) -> Callable[[date], bool]:
    """Whether the paper may have an issue on a day: by its profile's days, else by those of its issues."""
    printed = {day.weekday() for day in published}
    weekdays = {WEEKDAYS.index(code) for code in paper.days} if paper.days_known else printed
    return lambda day: day.weekday() in weekdays


def calendar_of(paper: Paper, day: date) -> WantedCalendar | None:
    """The site's list of the issues of that day's month; None where its platform keeps none."""
    era = paper.era(day)
    if not era.platform.calendar:
        return None
    return WantedCalendar(day, urljoin(era.front_page_url(day), era.platform.calendar.format(date=day)))


def listed_by(wanted: Wanted, answer: Answer, found: Found) -> Listed | None:
    """What an answer says of the days without an issue: a calendar, or the neighbours of an issue."""
    days = {issue.day for issue in found.issues}
    kind: Literal["calendar", "neighbours"] = "calendar"
    if not days or answer.capture is None:
        return None
    if any(isinstance(item, IssueItem) for item in found.items):  # beside an issue stand its neighbours only
        kind = "neighbours"
        days.add(wanted.day)
    return Listed(in_china(answer.capture.fetched_at), tuple(sorted(days)), kind)
