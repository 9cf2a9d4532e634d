"""One issue walked for a look at it: into a temporary database and archive, the user's own are left alone."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from rich.progress import Progress
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler

from crawler.days.search import Search
from crawler.paper import Paper
from crawler.plan import Limits
from crawler.run import Outcome, outcome_of, process_for, run_in_turn
from crawler.spider import EpaperSpider
from pipelines.items import ArticleItem, IssueItem, PageItem, ProblemItem
from storage.captures import Record, issues_of
from storage.items import Capture

LOOKED_BACK = 14
"""Publication days back in which a look finds the newest issue: no daily rests for so long."""
NOT_THERE = {404, 410}
"""HTTP statuses of what a site does not have."""
logger = logging.getLogger("banmian")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of an issue, as bytes."""

    paper: Paper
    day: date | None
    """The issue's date; None where nothing was asked for."""
    responses: tuple[tuple[Capture, Record], ...]
    """The answers, in the order they came."""
    failures: tuple[ProblemItem, ...]
    """What was asked for and has no answer."""
    limits: Limits
    requests: int = 0
    """Requests made, robots.txt and repetitions among them."""
    reason: str = "finished"
    """How the walk ended: Scrapy's finish reason."""


@dataclass(slots=True)
class Bench:
    """A place for trials: a directory that goes away, and the process whose crawlers write to it."""

    home: Path
    process: AsyncCrawlerProcess
    failures: list[ProblemItem] = field(default_factory=list)
    """What the trials asked for and got no answer to."""

    def crawler(self, paper: Paper, spider: type[EpaperSpider] = EpaperSpider) -> Crawler:
        """A crawler of that paper."""
        crawler = self.process.create_crawler(spider.of(paper))

        def note(item: Any) -> None:
            if isinstance(item, ProblemItem) and item.capture is None:
                self.failures.append(item)

        # Nothing else holds these functions: the signal manager's usual weak references would lose them.
        crawler.signals.connect(note, signals.item_scraped, weak=False)
        return crawler

    def fetched(self, paper: Paper, outcome: Outcome, limits: Limits) -> Fetched:
        """What a crawler that has ended leaves: the earliest issue, where the newest was looked for."""
        first = next(iter(issues_of(self.home / "archive", paper.slug)), None)
        failures = [problem for problem in self.failures if problem.paper == paper.slug]
        days = [first[0]] if first else []
        days += [problem.date for problem in failures]
        day = min(days, default=None)
        responses = first[1] if first and first[0] == day else []
        return Fetched(
            paper=paper,
            day=day,
            responses=tuple((capture, one) for capture, one in responses if isinstance(one, Record)),
            failures=tuple(problem for problem in failures if problem.date == day),
            limits=limits,
            requests=outcome.counts["requests"],
            reason=outcome.reason,
        )


@contextmanager
def bench(*, patient: bool = False) -> Iterator[Bench]:
    """A bench for one run of its process; the directory is gone afterwards.

    Unless it is `patient`, somebody waits: the newest issue is looked for in LOOKED_BACK days only, and a
    server that refuses the very first connection is not asked again.
    """
    with tempfile.TemporaryDirectory(prefix="banmian-trial-") as directory:
        home = Path(directory)
        settings = {} if patient else {"BANMIAN_LOOK_BACK": str(LOOKED_BACK), "BANMIAN_TRIAL": "1"}
        settings["BANMIAN_TURNS_DB"] = os.environ.get("BANMIAN_DB", "")
        yield Bench(home, process_for(f"sqlite:///{home / 'trial.db'}", str(home / "archive"), settings))


def fetch(paper: Paper, day: date | None, limits: Limits, progress: Progress | None = None) -> Fetched:
    """The issue of a day, or the newest there is, fetched as politely as any crawl.

    Once in a process: Scrapy's event loop does not start again. Raises ProfileError for a day no era covers.
    """
    if day is not None:
        paper.era(day)
    with bench() as place, progress or nullcontext():
        crawler = place.crawler(paper)
        show_pages(crawler, limits, progress, paper.slug)
        run_in_turn(place.process, iter([(crawler, arguments_of(day, limits))]))
        place.process.start()
        fetched = place.fetched(paper, outcome_of(paper.slug, crawler), limits)
    search: Search | None = getattr(crawler.spider, "search", None)
    answers = [record.status for _, record in fetched.responses]
    if search is not None and not search.left and answers and set(answers) <= NOT_THERE:
        return in_vain(fetched, search.tried)
    return replace(fetched, day=fetched.day or day)


def in_vain(fetched: Fetched, tried: Sequence[date]) -> Fetched:
    """What came of a search: none of these days, the latest first, has an issue."""
    said = f"no issue in the last {len(tried)} publication days: is this the right address?"
    url = fetched.paper.era(tried[0]).front_page_url(tried[0])
    problem = ProblemItem(fetched.paper.slug, tried[0], url, "absent", said)
    return replace(fetched, day=tried[0], responses=(), failures=(problem,))


def arguments_of(day: date | None, limits: Limits) -> dict[str, str]:
    """The spider arguments for the issue of a day (None: the newest there is), as far as the limits go."""
    days: Mapping[str, str] = {} if day is None else {"since": str(day), "until": str(day)}
    return dict(days) | limits.as_arguments()


def show_pages(crawler: Crawler, limits: Limits, progress: Progress | None, slug: str) -> None:
    """A bar that counts the pages and articles of an issue; without one, a line of the log for each page."""
    bar = None if progress is None else progress.add_task(slug, total=None)
    awaited: set[str] = set()
    done: set[str] = set()

    def came(item: Any) -> None:
        match item:
            case IssueItem():
                awaited.update(page.url for page in limits.pages_of(item))
            case PageItem():
                awaited.update(placement.url for placement in limits.articles_of(item))
                done.add(item.url)
                if progress is None or progress.disable:
                    titles = len(item.placements)
                    logger.info("%s %s: page %s, %d titles", slug, item.date, item.number or "?", titles)
            case ArticleItem() | ProblemItem():
                done.add(item.url)
        if progress is not None and bar is not None:
            progress.update(bar, total=len(awaited) or None, completed=len(done & awaited))

    crawler.signals.connect(came, signals.item_scraped, weak=False)
