"""The only walk: front page of an issue → its pages → their articles, for every newspaper.

What to ask for is decided by the database: the issues it lacks, and of a partial issue only the pages and
articles it lacks. How an answer is read stands in `crawler.answer`; this file alone knows about crawling.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from datetime import date, datetime
from functools import partial
from typing import Any, ClassVar, Self

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.absence import Listed, sampled
from crawler.answer import Answer, Found
from crawler.days import calendar_of, listed_by, note, settle
from crawler.days.elsewhere import at_its_day
from crawler.days.search import Search
from crawler.download.asking import request_for
from crawler.download.reasons import Stopping, reason_of
from crawler.download.turns import Turns, answering
from crawler.guess import Reader
from crawler.paper import Paper, today
from crawler.plan import ArgumentError, Limits, newest_candidates, reach, span_of_run, wanted_dates
from crawler.problems import bug_of, problem_of, refused
from crawler.wanted import (
    Wanted,
    WantedArticle,
    WantedCalendar,
    WantedIssue,
    WantedMedia,
    WantedPage,
    key_of,
    media_of,
)
from pipelines.items import Item, PageItem, UnreadItem
from storage import ledger
from storage.addresses import fault_of
from storage.errors import StorageError
from storage.items import Span
from storage.ledger import Lacking, Media
from storage.lock import PaperLock
from storage.selection import parse_span
from storage.writer import Writer

ARGUMENTS = ("since", "until", "all", "media", "pages", "articles", "recheck")
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
        recheck: str | None = None,
        **unknown: Any,
    ) -> None:
        """Spider arguments (`-a`): since, until (2023-10-17), all (1: from the first issue), media; pages and
        articles: only the first so many of an issue, and of each of its pages; recheck (1: days without an
        issue again, too). Raises ArgumentError."""
        if strange := [name for name in unknown if not name.startswith("_")]:  # scrapyd's _job
            raise ArgumentError(f"unknown spider argument {min(strange)!r}: known are {', '.join(ARGUMENTS)}")
        super().__init__()
        self.limits = Limits.read(pages, articles)
        self.listed: set[tuple[date, str]] = set()
        self.since, self.until = parse_span(since, until)
        self.everything = all not in (None, "", "0")
        self.recheck = recheck not in (None, "", "0")
        self.media = media
        self.asked: set[date] = set()
        self.lists: list[Listed] = []
        self.search: Search | None = None
        self.requested: set[tuple[date, str]] = set()
        self.calendars: set[str] = set()
        self.turns = Turns()
        self.lacking: dict[date, Lacking] = {}
        self.first = self.last = today()
        self.reader = Reader(self.paper)
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
        paper = cls.paper
        spider.writer.store_paper(paper.slug, paper.name, paper.script, paper.province)
        crawler.signals.connect(spider.record_bug, signals.spider_error)
        crawler.signals.connect(spider.record_bug, signals.item_error)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The first requests: whatever the database lacks of the wanted issues."""
        engine = self.writer.engine
        days = wanted_dates(self.paper, engine, self.since, self.until, self.everything, self.recheck)
        self.note(span_of_run(self.paper, engine, self.since, self.until, self.everything))
        if days is None:
            if candidates := newest_candidates(self.paper, engine, self.settings.getint("BANMIAN_LOOK_BACK")):
                self.search = Search(candidates)
                for request in self.search_on():
                    yield request
            else:
                logger.info("%s: begins on %s, nothing to ask for yet", self.paper.slug, self.paper.earliest)
            days = []
        self.last = min(self.until or today(), today())
        begins = self.paper.earliest if self.everything else self.since or min(days, default=today())
        is_cron = not (self.everything or self.since or self.until)
        self.first = reach(self.paper, engine) if is_cron else begins
        if begins < self.last:
            for day in sorted(sampled(days)):
                for request in self.calendar_requests(day):
                    yield request
        self.turns.waiting |= dict.fromkeys(days)
        self.asked |= set(days)
        async for request in self.in_turn():
            yield request
        for day, url in ledger.lacking_media(engine, self.paper.slug, self.first, self.last, self.media):
            if not fault_of(url):
                yield self.request(WantedMedia(day, url))
        if is_cron:
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
            self.requested, self.listed, self.lacking = set(), set(), {}  # twenty years have 7,300 issues
            for request in self.requests_for(day, self.look_up(day) or Lacking(), wanted):
                yield request

    def note(self, span: Span | None) -> None:
        """Notes that days were asked for."""
        if span is not None:
            run = self.settings.getint("BANMIAN_RUN") or None
            note(self.writer, self.settings["BANMIAN_ARCHIVE"], span, run)

    def look_up(self, day: date, not_since: datetime | None = None) -> Lacking:
        """What the database lacks of one issue, remembered: what it has is not asked for again."""
        lacking = ledger.lacking(self.writer.engine, self.paper.slug, day, not_since=not_since)
        self.lacking[day] = lacking
        self.reader.tell(day, {one.source_id: one.title for one in lacking.articles})
        return lacking

    def search_on(self) -> Iterator[Request]:
        """Asks for the latest day that is left of the search for the newest issue."""
        if self.search and self.search.left:
            yield self.front_page_request(self.search.next(), expected=not self.search.left)

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
        if wanted is not None and wanted.url not in self.calendars:
            self.calendars.add(wanted.url)
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
        return request_for(self.paper, wanted, self.parse, self.failed)

    @answering
    def parse(self, response: Response, wanted: Wanted) -> Iterator[Item | Request]:
        """What the answer says, and requests for what it makes wanted."""
        answer = Answer.of_response(response)
        engine, slug = self.writer.engine, self.paper.slug
        dated = partial(ledger.stands_under, engine), partial(ledger.is_unproved, engine, slug, wanted.day)
        found = at_its_day(self.paper, wanted, answer, self.reader.read(wanted, answer), *dated)
        if found.bug is not None:
            logger.error("%s: the program failed here", wanted.url, exc_info=found.bug)
        if isinstance(wanted, WantedIssue):
            if self.search and self.search.passes_over(wanted, found):
                self.asked.discard(wanted.day)
                yield from self.search_on()
                found = Found()
            elif not found.items and found.leads_to is None:
                yield from self.no_issue(wanted)
            elif self.search:
                yield from self.search.problems()
        if (listed := listed_by(wanted, answer, found)) is not None:
            self.lists.append(listed)
        if not found.items and answer.capture is not None:  # no item says where these bytes lie
            self.writer.store(UnreadItem(self.paper.slug, wanted.day, answer.capture))
        for issue in found.issues:  # before the items: once these are stored, nobody asks for this page again
            self.neighbour(issue)
        for item in found.items:
            if isinstance(item, PageItem):
                self.listed |= {(item.date, placed.source_id) for placed in self.limits.articles_of(item)}
            yield item
            for picture in media_of(item, self.media):
                if key_of(picture) not in self.requested:
                    yield self.request(picture)
        if found.leads_to is not None:
            yield self.request(found.leads_to)
        for each in found.promised:
            if key_of(each) not in self.requested and not self.is_known(each) and self.is_within(each):
                yield self.request(each)

    def is_known(self, wanted: WantedPage | WantedArticle) -> bool:
        """Whether a page or article was stored before this run, and is not to be looked at again."""
        known = self.lacking.get(wanted.day, Lacking())
        if isinstance(wanted, WantedPage):
            return (wanted.promised.number, wanted.url) in known.known_pages
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
        wanted: Wanted = failure.request.cb_kwargs["wanted"]  # type: ignore[attr-defined]  # set by Scrapy
        if isinstance(wanted, WantedCalendar) or isinstance(failure.value, Stopping):
            return  # that a site keeps no list of its issues is no problem
        if isinstance(failure.value, HttpError):
            problem = refused(self.paper, wanted, Answer.of_response(failure.value.response))
        else:
            problem = problem_of(self.paper, wanted, *reason_of(failure))
        if problem is None:
            yield from self.no_issue(wanted)
            return
        if problem.kind == "absent" and self.first < self.last:
            yield from self.calendar_requests(wanted.day)
        yield problem

    def no_issue(self, wanted: Wanted) -> Iterator[Item | Request]:
        """There is no such issue, and that is no problem: it is early, or was not expected."""
        self.asked.discard(wanted.day)
        if self.search is None:
            logger.info("%s %s: no issue yet (%s)", self.paper.slug, wanted.day, wanted.url)
        yield from self.search_on()
        if self.search and not self.search.left:
            yield from self.search.problems()

    def record_bug(self, failure: Failure, response: Response | None) -> None:
        """An error of the program itself, reading a page or an article: a problem, and the run goes on."""
        if isinstance(failure.value, StorageError) or response is None or response.request is None:
            return
        wanted: Wanted = response.request.cb_kwargs["wanted"]
        self.writer.store(bug_of(self.paper, wanted, failure.value, response.meta.get("capture")))

    def closed(self, reason: str) -> None:
        """Notes where the first run without dates begins, and the days proved to be without an issue."""
        if self.search and self.asked and reason in ("finished", "blocked", "unreachable"):
            self.note(Span(self.paper.slug, min(self.asked), today(), "cron"))
        if reason != "storage_failed":
            settle(self.writer, self.paper, self.lists)
        self.held.close()
