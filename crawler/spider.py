"""The only walk: front page of an issue → its pages → their articles, for every newspaper.

What to ask for is decided by the database: the issues it lacks, and of a partial issue only the pages and
articles it lacks. How an answer is read stands in `crawler.answer`; this file alone knows about crawling.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.answer import Answer, calendar_of, read, unpublished
from crawler.download.reasons import Stopping, reason_of
from crawler.download.turns import Turns, answering
from crawler.paper import Paper, today
from crawler.plan import ArgumentError, Limits, parse_span, wanted_dates
from crawler.platforms.calls import call_of
from crawler.problems import bug_of, problem_of, refused
from crawler.wanted import (
    Wanted,
    WantedArticle,
    WantedCalendar,
    WantedIssue,
    WantedMedia,
    WantedPage,
    key_of,
    role_of,
)
from pipelines.items import ArticleItem, Item, PageItem, ProblemItem, UnreadItem
from storage import ledger
from storage.errors import StorageError
from storage.items import Purpose
from storage.ledger import Lacking, Media, lacking_media
from storage.lock import PaperLock
from storage.writer import Writer

PRIORITIES: dict[type[Wanted], int] = {
    WantedIssue: 0,
    WantedPage: 10,
    WantedArticle: 20,
    WantedMedia: 25,
    WantedCalendar: 30,
}
"""Request priorities: an issue is finished before the next begins."""
SEARCH_BACK = 60
"""How many publication days to go back when looking for the newest issue of a paper not seen before."""

ARGUMENTS = ("since", "until", "all", "media", "pages", "articles")
"""The spider arguments there are."""

logger = logging.getLogger("banmian")


class EpaperSpider(scrapy.Spider):
    """Walks the issues of one paper; `of(paper)` makes the spider class of a profile."""

    paper: ClassVar[Paper]
    writer: Writer
    """Writes rows, and opens the database for the ledger's questions; made by `from_crawler`."""

    def __init__(
        self,
        since: str | None = None,
        until: str | None = None,
        all: str | None = None,
        media: Media = "none",
        pages: str | None = None,
        articles: str | None = None,
        **unknown: Any,
    ) -> None:
        """Spider arguments (`-a`): since, until (2023-10-17), all (1: from the first issue), media; pages and
        articles: only the first so many of an issue, and of each of its pages. Raises ArgumentError."""
        if strange := [name for name in unknown if not name.startswith("_")]:  # scrapyd's _job
            raise ArgumentError(f"unknown spider argument {min(strange)!r}: known are {', '.join(ARGUMENTS)}")
        super().__init__()
        self.limits = Limits.read(pages, articles)
        self.listed: set[tuple[date, str]] = set()
        self.since, self.until = parse_span(since, until)
        self.everything = all not in (None, "", "0")
        self.media = media
        self.asked: set[date] = set()
        self.absent: dict[date, ProblemItem] = {}
        self.requested: set[tuple[date, str]] = set()
        self.turns = Turns()
        self.lacking: dict[date, Lacking] = {}
        self.first = self.last = today()
        self.held = ExitStack()

    @classmethod
    def of(cls, paper: Paper) -> type[Self]:
        """The spider class of a paper."""
        settings = {"DOWNLOAD_DELAY": paper.delay, "DOWNLOAD_VERIFY_CERTIFICATES": paper.verify_tls}
        return type("EpaperSpider", (cls,), {"name": paper.slug, "paper": paper, "custom_settings": settings})

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Opens the database; raises storage.StorageError when that is impossible."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.writer = spider.held.enter_context(Writer(crawler.settings["BANMIAN_DB"]))
        if not crawler.settings.getbool("BANMIAN_LOCKED"):  # `scrapy crawl`: nobody has locked the paper yet
            lock = PaperLock(cls.paper.slug, crawler.settings["BANMIAN_ARCHIVE"], spider.writer.engine)
            spider.held.enter_context(lock)
        spider.writer.store_paper(cls.paper.slug, cls.paper.name, cls.paper.script)
        crawler.signals.connect(spider.record_bug, signals.spider_error)
        crawler.signals.connect(spider.record_bug, signals.item_error)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The first requests: whatever the database lacks of the wanted issues."""
        days = wanted_dates(self.paper, self.writer.engine, self.since, self.until, self.everything)
        if days is None:
            if candidates := self.paper.issue_dates(today() - timedelta(days=366), today())[-SEARCH_BACK:]:
                yield self.search_newest(candidates)
            else:
                logger.info("%s: begins on %s, nothing to ask for yet", self.paper.slug, self.paper.earliest)
            days = []
        self.first = self.paper.earliest if self.everything else self.since or min(days, default=today())
        self.last = min(self.until or today(), today())
        if self.first < self.last:
            for day in first_of_months(days):
                for request in self.calendar_requests(day):
                    yield request
        self.turns.waiting |= dict.fromkeys(days)
        self.asked |= set(days)
        async for request in self.in_turn():
            yield request
        engine = self.writer.engine
        for day, url in lacking_media(engine, self.paper.slug, self.first, self.last, self.media):
            yield self.request(WantedMedia(day, url))
        if not (self.everything or self.since or self.until):
            settling = ledger.settling(engine, self.paper.slug, today(), self.paper.settle)
            for day, since in settling.items():
                for request in self.requests_for(day, self.look_up(day, since)):
                    yield request
                await self.turns.caught_up(self.crawler.engine)
        async for request in self.in_turn():  # what these issues led to
            yield request

    async def in_turn(self) -> AsyncIterator[Request]:
        """What is to be fetched of the issues that wait: of the next one when the one before is finished."""
        while (turn := await self.turns.next(self.crawler.engine)) is not None:
            day, wanted = turn
            for request in self.requests_for(day, self.look_up(day), wanted):
                yield request

    def look_up(self, day: date, not_since: datetime | None = None) -> Lacking:
        """What the database lacks of one issue, remembered: what it has is not asked for again."""
        engine = self.writer.engine
        self.lacking[day] = ledger.lacking(engine, self.paper.slug, day, not_since=not_since)
        return self.lacking[day]

    def search_newest(self, candidates: list[date]) -> Request:
        """Asks for the latest of some dates, and when there is no issue, for the one before."""
        request = self.front_page_request(candidates[-1], expected=len(candidates) == 1)
        request.meta["earlier"] = candidates[:-1]
        return request

    def requests_for(
        self, day: date, lacking: Lacking, linked: WantedIssue | None = None
    ) -> Iterator[Request]:
        """What is to be fetched of one issue: its front page (where a link led), pages, articles."""
        self.asked.add(day)
        front_page = lacking.front_page or any(page.sequence == 1 for page in lacking.pages)
        if front_page:
            yield self.request(linked) if linked else self.front_page_request(day)
        for page in lacking.pages:
            # The front page is page 1; what is a part of an answer comes with it.
            if not (front_page and (page.sequence == 1 or "#" in page.url)):
                yield self.request(WantedPage(day, page))
        for article in lacking.articles:
            if "#" not in article.url or not (front_page or lacking.pages):
                yield self.request(WantedArticle(day, article.source_id, article.url))

    def calendar_requests(self, day: date) -> Iterator[Request]:
        """The site's own list of the issues of a month, asked for once."""
        wanted = calendar_of(self.paper, day)
        if wanted is not None and (day.replace(day=1), wanted.url) not in self.requested:
            yield self.request(wanted)

    def front_page_request(self, day: date, expected: bool = True) -> Request:
        """A request for the front page of the issue of a day."""
        return self.request(WantedIssue(day, self.paper.era(day).front_page_url(day), expected))

    def request(self, wanted: Wanted) -> Request:
        """A request whose failure becomes a problem and whose bytes are archived (crawler.download)."""
        if isinstance(wanted, WantedIssue):
            self.asked.add(wanted.day)
        self.requested.add(key_of(wanted))
        self.turns.out += 1
        call = call_of(wanted.url)
        return Request(
            call.url,
            method=call.method,
            body=call.body,
            headers=call.headers | self.paper.era(wanted.day).platform.headers,
            callback=self.parse,
            errback=self.failed,
            priority=PRIORITIES[type(wanted)],
            cb_kwargs={"wanted": wanted},
            meta={
                "asked": wanted.url,
                "archive_as": Purpose(self.paper.slug, wanted.day, role_of(wanted), wanted.url),
            },
        )

    @answering
    def parse(self, response: Response, wanted: Wanted) -> Iterator[Item | Request]:
        """What the answer says, and requests for what it makes wanted."""
        answer = Answer.of_response(response)
        found = read(self.paper, wanted, answer)
        if found.bug is not None:
            logger.error("%s: the program failed here", wanted.url, exc_info=found.bug)
        if not found.items and answer.capture is not None:  # no item says where these bytes lie
            self.writer.store(UnreadItem(self.paper.slug, wanted.day, answer.capture))
        for issue in found.issues:  # before the items: once these are stored, nobody asks for this page again
            self.neighbour(issue)
        for item in found.items:
            if isinstance(item, PageItem):
                self.listed |= {(item.date, placed.source_id) for placed in self.limits.articles_of(item)}
            yield item
            yield from self.media_requests(item)
        if found.leads_to is not None:
            request = self.request(found.leads_to)
            request.meta["earlier"] = response.meta.get("earlier")
            yield request
        for promised in found.promised:
            known = key_of(promised) in self.requested or self.is_known(promised)
            if not known and self.is_within(promised):
                yield self.request(promised)

    def media_requests(self, item: Item) -> Iterator[Request]:
        """The pictures (and PDFs) of an item, as far as they are to be archived."""
        urls: list[str | None] = []
        if isinstance(item, ArticleItem) and self.media != "none":
            urls += [image.url for image in item.images]
        if isinstance(item, PageItem) and self.media == "all":
            urls += [item.image_url, item.pdf_url]
        for wanted in (WantedMedia(item.date, url) for url in urls if url):
            if key_of(wanted) not in self.requested:
                yield self.request(wanted)

    def is_known(self, wanted: WantedPage | WantedArticle) -> bool:
        """Whether a page or article was stored before this run, and is not to be looked at again."""
        known = self.lacking.get(wanted.day, Lacking())
        if isinstance(wanted, WantedPage):
            return wanted.promised.number in known.known_pages
        return wanted.source_id in known.known_articles

    def is_within(self, wanted: WantedPage | WantedArticle) -> bool:
        """Whether a page or article is one of the first so many that are to be looked at."""
        if isinstance(wanted, WantedPage):
            return self.limits.pages is None or wanted.promised.sequence <= self.limits.pages
        return self.limits.whole or (wanted.day, wanted.source_id) in self.listed

    def neighbour(self, wanted: WantedIssue) -> None:
        """An issue behind 上一期/下一期 or in the site's calendar, unknown to the weekdays (a moved day).

        It is announced to the database before it waits for its turn: a crash must not lose the discovery.
        """
        if wanted.day in self.asked or not self.first <= wanted.day <= self.last:
            return
        self.writer.announce(self.paper.slug, wanted.day, wanted.url)
        if self.look_up(wanted.day):
            self.asked.add(wanted.day)
            self.turns.waiting[wanted.day] = wanted

    @answering
    def failed(self, failure: Failure) -> Iterator[Item | Request]:
        """A request without a usable answer → a problem, or an absent issue."""
        if isinstance(failure.value, StorageError):  # the body could not be archived: nothing can be kept
            logger.error("%s", failure.value)
            raise CloseSpider("storage_failed")
        if isinstance(failure.value, Stopping):
            return
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it for an errback
        wanted: Wanted = request.cb_kwargs["wanted"]
        if isinstance(wanted, WantedCalendar):
            logger.debug("%s: no list of issues at %s", self.paper.slug, wanted.url)
            return
        if isinstance(failure.value, HttpError):
            problem = refused(self.paper, wanted, Answer.of_response(failure.value.response))
        else:
            problem = problem_of(self.paper, wanted, *reason_of(failure))
        if problem is None:  # no such issue, and that is no problem
            self.asked.discard(wanted.day)
            if earlier := request.meta.get("earlier"):
                yield self.search_newest(earlier)
            else:
                logger.info("%s %s: no issue yet (%s)", self.paper.slug, wanted.day, wanted.url)
            return
        if problem.kind == "not_found" and isinstance(wanted, WantedIssue):
            self.absent[wanted.day] = problem
            if self.first < self.last:
                yield from self.calendar_requests(wanted.day)
        yield problem

    def record_bug(self, failure: Failure, response: Response | None) -> None:
        """An error of the program itself, reading a page or an article: a problem, and the run goes on."""
        if isinstance(failure.value, StorageError) or response is None or response.request is None:
            return
        wanted: Wanted = response.request.cb_kwargs["wanted"]
        self.writer.store(bug_of(self.paper, wanted, failure.value, response.meta.get("capture")))

    def closed(self, reason: str) -> None:
        """Absent issues: none was published that day, when a later one of the same era is known."""
        if self.absent:
            rows = ledger.status(self.writer.engine, papers=[self.paper.slug], since=min(self.absent))
            published = [row.date for row in rows if row.pages]
            for item in unpublished(self.paper, self.absent, published):
                self.writer.store(item)
        self.held.close()


def first_of_months(days: Iterable[date]) -> list[date]:
    """The first of the given days in each month that has any, ascending."""
    months: dict[date, date] = {}
    for day in sorted(days):
        months.setdefault(day.replace(day=1), day)
    return list(months.values())
