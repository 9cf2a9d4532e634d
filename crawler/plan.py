"""What a run asks for: which dates, how much of each issue, and how long it would take."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self

from sqlalchemy import Engine

from crawler.absence import due, in_china, long_rows, sampled
from crawler.paper import Paper, today
from pipelines.items import IssueItem, PageItem, Placement, PromisedPage
from storage import ledger
from storage.errors import UsageError
from storage.items import Span

SETTLES = 7
"""For how many days an issue that is not complete is taken up again by a run without dates."""
SEARCH_BACK = 60
"""How many publication days to go back when looking for the newest issue of a paper not seen before."""
CAUGHT_UP = 90
"""Days a run without dates looks back for what it has nothing of; more are not caught up unasked."""
REMEMBERED = 50
"""Of how many issues the usual size of an issue is the mean."""


class ArgumentError(UsageError):
    """A spider argument (`-a`) that does not exist, or a value it cannot have."""


# --- which dates -----------------------------------------------------------------------------------------


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
    paper: Paper,
    source: Engine,
    since: date | None,
    until: date | None,
    everything: bool,
    recheck: bool = False,
) -> list[date] | None:
    """The dates whose issues a run fetches, ascending: those the database lacks; None: the newest there is.

    A span is asked for on the paper's publication days, a single day whatever its weekday (an issue may have
    been moved), and in both cases on every day of which an issue is known that is not complete. Of a long
    row of absent days only the first of each month is asked for, unless it is the only day or `recheck` is
    true, which asks for days without an issue again, too. Without dates see `_due`. Nothing after today,
    nothing before the first issue.
    """
    last = min(until or today(), today(), paper.closed or today())
    if paper.newest_only and since is None and until is None:
        return None
    if not (everything or since is not None or until is not None):
        return _due(paper, source)
    first = max(since or paper.earliest, paper.earliest)
    days = set(paper.issue_dates(first, last))
    if single := since is not None and since == until and first == since <= last:
        days.add(first)
    wanted = set(ledger.unfinished(source, paper.slug, days, first, last))
    if recheck and first <= last:
        rows = ledger.status(source, papers=[paper.slug], since=first, until=last, guesses=False)
        wanted |= {row.date for row in rows if row.state == "no_issue"}
    elif not single:
        wanted -= left_out(paper, source)
    return sorted(wanted)


def left_out(paper: Paper, source: Engine) -> set[date]:
    """The days of long rows of absent ones that are not asked for (`crawler.absence.long_rows`)."""
    absent = {each.date for each in ledger.absences(source, paper.slug)}
    rows = long_rows(absent, ledger.published(source, paper.slug))
    return {day for row in rows for day in row} - {day for row in rows for day in sampled(row)}


def _due(paper: Paper, source: Engine) -> list[date] | None:
    """The dates a run without dates asks for; None where no such run was before: the newest issue there is.

    Of CAUGHT_UP days: those inside the spans of such runs of which nothing is stored, absent ones by
    `crawler.absence.is_due`. Issues begun are taken up again for SETTLES days, or since the newest complete.
    """
    spans = cron_spans(paper, source)
    if spans is None:
        return None if paper.closed is None or paper.closed >= today() else []
    window = today() - timedelta(days=CAUGHT_UP)
    days = {day for span in spans for day in paper.issue_dates(max(span.since, window), span.until)}
    published = ledger.published(source, paper.slug)
    absent = {
        each.date: in_china(each.last)
        for each in ledger.absences(source, paper.slug)
        if window <= each.date <= today()
    }
    is_due = due(today(), absent, published, days_known=paper.days_known)
    rows = ledger.status(source, papers=[paper.slug], since=window, until=today(), guesses=False)
    states = {row.date: row for row in rows}
    newest = ledger.newest_complete(source, paper.slug) or today()
    reopened = min(newest + timedelta(days=1), today() - timedelta(days=SETTLES))
    accepted = ledger.spans(source, [paper.slug], ["accepted"])

    def is_wanted(day: date) -> bool:
        row = states.get(day)
        if row is not None and row.state in ("complete", "no_issue"):
            return False
        if any(day in span for span in accepted):
            return False
        if row is not None and row.state not in ("absent", "missing"):
            return day >= reopened or not row.pages
        return is_due(day) or (row is not None and row.state == "missing")

    begun = {row.date for row in states.values() if row.state in ("partial", "blocked", "missing")}
    return sorted(day for day in days | absent.keys() | begun if is_wanted(day))


def cron_spans(paper: Paper, source: Engine) -> list[Span] | None:
    """The spans of runs without dates, the last one up to today; None where the newest issue is to be found.

    The first such run goes on from the newest complete issue, where that is of the last CAUGHT_UP days. []
    where the last of them ended more than CAUGHT_UP days ago and nobody asked for the days since.
    """
    spans = ledger.spans(source, [paper.slug], ["cron"])
    if not spans:
        newest = ledger.newest_complete(source, paper.slug)
        is_recent = newest is not None and newest >= today() - timedelta(days=CAUGHT_UP)
        return [Span(paper.slug, newest, today(), "cron")] if newest is not None and is_recent else None
    if uncrawled(paper, source):
        return []
    last = max(spans, key=lambda span: span.until)
    return [*(span for span in spans if span is not last), replace(last, until=max(last.until, today()))]


def reach(paper: Paper, source: Engine) -> date:
    """The first day to which a run without dates follows links between issues: an extra or a moved one."""
    begins = min((span.since for span in cron_spans(paper, source) or ()), default=today())
    return max(begins, today() - timedelta(days=CAUGHT_UP), paper.earliest)


def span_of_run(
    paper: Paper, source: Engine, since: date | None, until: date | None, everything: bool
) -> Span | None:
    """What a run asks for; None where it must find out (`newest_candidates`), or may not (`uncrawled`)."""
    if everything or since is not None or until is not None:
        first, last = max(since or paper.earliest, paper.earliest), min(until or today(), today())
        return Span(paper.slug, first, last, "asked") if first <= last else None
    spans = cron_spans(paper, source)
    if not spans:
        return None
    before = [span.until for span in ledger.spans(source, [paper.slug], ["cron"])]
    first = max(before) if before else spans[0].since
    return Span(paper.slug, min(first, today()), today(), "cron")


def newest_candidates(paper: Paper, source: Engine, back: int = 0) -> list[date]:
    """The days that may have the newest issue, ascending: none before the newest that is complete already.

    `back`: how many publication days at most; 0: SEARCH_BACK.
    """
    first, newest = today() - timedelta(days=366), ledger.newest_complete(source, paper.slug)
    return paper.issue_dates(max(newest or first, first), today())[-(back or SEARCH_BACK) :]


def uncrawled(paper: Paper, source: Engine) -> tuple[date, date] | None:
    """The days since the last run without dates that are too many to be caught up unasked: first and last."""
    spans = ledger.spans(source, [paper.slug])
    until = max((span.until for span in spans if span.kind == "cron"), default=None)
    if until is None:
        return None
    first = max(last for since, last in ledger.joined(spans) if since <= until) + timedelta(days=1)
    return (first, today()) if (today() - first).days >= CAUGHT_UP else None


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


def plan(
    paper: Paper,
    source: Engine,
    since: date | None,
    until: date | None,
    everything: bool,
    recheck: bool = False,
) -> Plan:
    """The plan of a crawl with these arguments; reads the database, asks nobody."""
    days = wanted_dates(paper, source, since, until, everything, recheck)
    if days is None:  # one issue: that of the latest of these days that has one
        days = newest_candidates(paper, source)
        issues, pages, articles = min(len(days), 1), 0, 0
    else:
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
    rows = ledger.status(source, papers=[slug], guesses=False)
    sizes = [row.pages + row.articles for row in rows if row.state == "complete"][-REMEMBERED:]
    return sum(sizes) / len(sizes) if sizes else None
