"""Which issue dates a run asks for, and how an operator writes a date."""

from __future__ import annotations

from datetime import date, timedelta

from crawler.paper import Paper, today


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


def wanted_dates(
    paper: Paper, since: date | None, until: date | None, everything: bool, newest_complete: date | None
) -> list[date] | None:
    """The issue dates a run is about, ascending; None: the newest issue there is, whichever that may be.

    A single day is asked for whatever its weekday (an issue may have been moved); a span only on the paper's
    publication days. Nothing after today, nothing before the first issue.
    """
    last = min(until or today(), today())
    if everything:
        return paper.issue_dates(paper.earliest, last)
    if since is not None and since == until:
        return [since] if paper.earliest <= since <= last else []
    if since is not None or until is not None:
        return paper.issue_dates(since or paper.earliest, last)
    if newest_complete is None:
        return None
    return paper.issue_dates(newest_complete + timedelta(days=1), last)
