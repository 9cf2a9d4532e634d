"""Which issue dates a run asks for, and how an operator writes a date."""

from __future__ import annotations

from datetime import date, timedelta

from crawler.paper import Paper, today
from storage.writer import Writer

SETTLES = 7
"""For how many days an issue that is not complete is taken up again by a run without dates."""


class DateError(ValueError):
    """A date that is none, or a span that ends before it begins."""


def parse_day(text: str, option: str) -> date:
    """The date in an option such as `--since 2023-10-17`. Raises DateError naming the option."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise DateError(f"{option}: {text!r} is no date, write it as 2023-10-17") from None


def parse_span(since: str | None, until: str | None) -> tuple[date | None, date | None]:
    """Both ends of a span, None where not given. Raises DateError."""
    first = parse_day(since, "--since") if since else None
    last = parse_day(until, "--until") if until else None
    if first and last and first > last:
        raise DateError(f"--since {first} is after --until {last}")
    return first, last


def nothing_because(paper: Paper, since: date | None, until: date | None) -> str:
    """Why a span has no day the paper could be asked for; '' when it has one. None: from, to no end given."""
    first, last = max(since or paper.earliest, paper.earliest), min(until or today(), today())
    if first <= last:
        if since == until or paper.issue_dates(first, last):
            return ""
        return f"between {first} and {last} is no day it appears on ({', '.join(paper.days)})"
    if paper.earliest > today():
        return f"it begins on {paper.earliest}, nothing to ask for yet"
    if until is not None and until < paper.earliest:
        return f"it begins on {paper.earliest}, no issue before that is asked for"
    return f"{first} is still to come: in China it is {today()}"


def wanted_dates(
    paper: Paper, archive: Writer, since: date | None, until: date | None, everything: bool
) -> list[date] | None:
    """The dates whose issues a run fetches, ascending: those the database lacks; None: the newest there is.

    A span is asked for on the paper's publication days, a single day whatever its weekday (an issue may have
    been moved), and in both cases on every day of which an issue is known that is not complete. Without
    dates the span begins after the newest complete issue, and older issues are taken up again for
    SETTLES days. Nothing after today, nothing before the first issue.
    """
    last = min(until or today(), today())
    if everything or since is not None or until is not None:
        first = max(since or paper.earliest, paper.earliest)
        reopened = first
    else:
        newest = archive.newest_complete(paper.slug)
        if newest is None:
            return None
        first = newest + timedelta(days=1)
        reopened = min(first, today() - timedelta(days=SETTLES))
    days = set(paper.issue_dates(first, last))
    if since is not None and since == until and first == since <= last:
        days.add(since)
    if reopened <= last:
        days.update(archive.open_issues(paper.slug, reopened, last))
    return archive.unfinished(paper.slug, sorted(days))
