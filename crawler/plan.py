"""What a run asks for: which dates, how much of each issue, and how long it would take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from sqlalchemy import Engine

from crawler.paper import Paper, today
from pipelines.items import IssueItem, PageItem, Placement, PromisedPage
from storage import ledger
from storage.errors import UsageError
from storage.selection import first_day, last_day

SETTLES = 7
"""For how many days an issue that is not complete is taken up again by a run without dates."""
REMEMBERED = 50
"""Of how many issues the usual size of an issue is the mean."""


class DateError(UsageError):
    """A text that is no date, or a span that ends before it begins."""


class ArgumentError(UsageError):
    """A spider argument (`-a`) that does not exist, or a value it cannot have."""


# --- which dates -----------------------------------------------------------------------------------------


def parse_day(text: str, option: str) -> date:
    """The date in an option such as `--since 2023-10-17`. Raises DateError naming the option."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise DateError(f"{option}: {text!r} is no date, write it as 2023-10-17") from None


def parse_span(since: str | None, until: str | None) -> tuple[date | None, date | None]:
    """Both ends of a span, None where not given; 2023 and 2023-10 are whole. Raises DateError."""
    first = _parsed(first_day, since, "--since") if since else None
    last = _parsed(last_day, until, "--until") if until else None
    if first and last and first > last:
        raise DateError(f"--since {first} is after --until {last}")
    return first, last


def _parsed(read: Callable[[str], date], text: str, option: str) -> date:
    try:
        return read(text)
    except ValueError:
        raise DateError(f"{option}: {text!r} is no date, write it as 2023-10-17, 2023-10 or 2023") from None


def nothing_because(paper: Paper, since: date | None, until: date | None) -> str:
    """Why a span has no day the paper could be asked for; '' when it has one. None: from, to no end given."""
    first, last = max(since or paper.earliest, paper.earliest), min(until or today(), today())
    if paper.newest_only and (since is not None or until is not None) and (since or last) < today():
        return "its site shows only the newest issue: crawl it without dates, every day it appears"
    if paper.closed is not None and paper.closed < first:
        return f"its last issue was that of {paper.closed}"
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
    paper: Paper, source: Engine, since: date | None, until: date | None, everything: bool
) -> list[date] | None:
    """The dates whose issues a run fetches, ascending: those the database lacks; None: the newest there is.

    A span is asked for on the paper's publication days, a single day whatever its weekday (an issue may have
    been moved), and in both cases on every day of which an issue is known that is not complete. Without
    dates the span begins after the newest complete issue, and older issues are taken up again for
    SETTLES days. Nothing after today, nothing before the first issue.
    """
    last = min(until or today(), today(), paper.closed or today())
    if paper.newest_only and since is None and until is None:
        return None
    if everything or since is not None or until is not None:
        first = reopened = max(since or paper.earliest, paper.earliest)
    else:
        newest = ledger.newest_complete(source, paper.slug)
        if newest is None:
            return None if paper.closed is None or paper.closed >= today() else []
        first = newest + timedelta(days=1)
        reopened = min(first, today() - timedelta(days=SETTLES))
    days = set(paper.issue_dates(first, last))
    if since is not None and since == until and first == since <= last:
        days.add(since)
    return ledger.unfinished(source, paper.slug, days, reopened, last)


# --- how much of an issue --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an issue is looked at: its first pages, and the first articles of each; None: all."""

    pages: int | None = None
    """Pages of the issue."""
    articles: int | None = None
    """Articles of each page."""

    @classmethod
    def read(cls, pages: str | None, articles: str | None) -> Self:
        """The limits in the spider arguments of these names. Raises ArgumentError."""
        return cls(_count(pages, "pages"), _count(articles, "articles"))

    def as_arguments(self) -> dict[str, str]:
        """The spider arguments that say the same."""
        given = {"pages": self.pages, "articles": self.articles}
        return {name: str(count) for name, count in given.items() if count is not None}

    def pages_of(self, issue: IssueItem) -> tuple[PromisedPage, ...]:
        """The promised pages of an issue that are looked at."""
        return issue.pages[: self.pages]

    def articles_of(self, page: PageItem) -> tuple[Placement, ...]:
        """The placements of a page whose articles are looked at; none of a page that is not."""
        if self.pages is not None and page.sequence > self.pages:
            return ()
        return page.placements[: self.articles]

    @property
    def whole(self) -> bool:
        """Whether the whole issue is looked at."""
        return self == Limits()


def _count(text: str | None, name: str) -> int | None:
    if text is None:
        return None
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentError(f"{name}: {text!r} is no number of {name}, write it as 3")
    return int(text)


# --- how long it takes: `banmian crawl --dry-run` --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Plan:
    """What one paper's crawl would fetch."""

    paper: str
    """Slug."""
    issues: int
    """Issues that nothing is known of; each is at least one request."""
    first: date | None
    """Earliest date that would be asked for."""
    last: date | None
    pages: int
    """Known pages that are lacking."""
    articles: int
    """Known articles that are lacking."""
    requests: int | None
    """Estimated requests; None when no complete issue tells how large one is."""
    seconds: float | None
    """Estimated time at the profile's delay: the answer times of the server come on top."""


def plan(paper: Paper, source: Engine, since: date | None, until: date | None, everything: bool) -> Plan:
    """The plan of a crawl with these arguments; reads the database, asks nobody."""
    days = wanted_dates(paper, source, since, until, everything)
    if days is None:  # the newest issue there is, whichever it may be
        return Plan(paper.slug, 1, None, None, 0, 0, None, None)
    lacking = [ledger.lacking(source, paper.slug, day) for day in days]
    issues = sum(each.front_page for each in lacking)
    pages = sum(len(each.pages) for each in lacking)
    articles = sum(len(each.articles) for each in lacking)
    usual = usual_requests(source, paper.slug)
    requests = None if issues and usual is None else round(issues * (usual or 0)) + pages + articles
    return Plan(
        paper=paper.slug,
        issues=issues,
        first=min(days, default=None),
        last=max(days, default=None),
        pages=pages,
        articles=articles,
        requests=requests,
        seconds=None if requests is None else requests * paper.delay,
    )


def usual_requests(source: Engine, slug: str) -> float | None:
    """Requests a whole issue takes, the mean of the newest complete ones; None when there is none."""
    rows = [row for row in ledger.status(source, papers=[slug]) if row.state == "complete"]
    sizes = [row.pages + row.articles for row in rows[-REMEMBERED:]]
    return sum(sizes) / len(sizes) if sizes else None
