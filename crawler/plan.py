"""What a crawl would fetch, and how long it would take: `banmian crawl --dry-run`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crawler.dates import wanted_dates
from crawler.paper import Paper
from storage import ledger
from storage.writer import Writer

REMEMBERED = 50
"""Of how many issues the usual size of an issue is the mean."""


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


def plan(paper: Paper, archive: Writer, since: date | None, until: date | None, everything: bool) -> Plan:
    """The plan of a crawl with these arguments; reads the database, asks nobody."""
    lacking = wanted_dates(paper, archive, since, until, everything)
    if lacking is None:  # the newest issue there is, whichever it may be
        return Plan(paper.slug, 1, None, None, 0, 0, None, None)
    missing = [archive.missing(paper.slug, day) for day in lacking]
    issues = sum(each.front_page for each in missing)
    pages = sum(len(each.pages) for each in missing)
    articles = sum(len(each.articles) for each in missing)
    usual = usual_requests(archive, paper.slug)
    requests = None if issues and usual is None else round(issues * (usual or 0)) + pages + articles
    return Plan(
        paper=paper.slug,
        issues=issues,
        first=min(lacking, default=None),
        last=max(lacking, default=None),
        pages=pages,
        articles=articles,
        requests=requests,
        seconds=None if requests is None else requests * paper.delay,
    )


def usual_requests(archive: Writer, slug: str) -> float | None:
    """Requests a whole issue takes, the mean of the newest complete ones; None when there is none."""
    rows = [row for row in ledger.status(archive.engine, papers=[slug]) if row.state == "complete"]
    sizes = [row.pages + row.articles for row in rows[-REMEMBERED:]]
    return sum(sizes) / len(sizes) if sizes else None
