"""The only walk: front page of an issue → its pages → their articles, for every newspaper.

What to ask for is decided by the database: the issues it lacks, and of a partial issue only the pages and
articles it lacks. How a page is read is the platform's business; this file alone knows about crawling.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from datetime import date, timedelta
from typing import Any, ClassVar, Self

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.dates import parse_span, wanted_dates
from crawler.middlewares import OutsideHost
from crawler.paper import Paper, today
from crawler.platforms.base import Navigation, PrintedPage
from crawler.platforms.document import Document, LayoutChanged, read_document
from pipelines.items import ArticleItem, IssueItem, Item, PageItem, ProblemItem, PromisedPage
from pipelines.text.dates import read_date
from pipelines.text.labels import page_key
from storage import ledger
from storage.archive import Archive

FRONT_PAGE, PAGE, ARTICLE = 0, 10, 20
"""Request priorities: an issue is finished before the next begins."""
SEARCH_BACK = 60
"""How many publication days to go back when looking for the newest issue of a paper not seen before."""

logger = logging.getLogger("banmian")


class EpaperSpider(scrapy.Spider):
    """Walks the issues of one paper; `of(paper)` makes the spider class of a profile."""

    paper: ClassVar[Paper]

    def __init__(
        self, since: str | None = None, until: str | None = None, all: str | None = None, **kwargs: Any
    ) -> None:
        """Spider arguments (`-a`): since, until (2023-10-17) and all (1: from the first issue)."""
        super().__init__(**kwargs)
        self.since, self.until = parse_span(since, until)
        self.everything = all not in (None, "", "0")
        self.asked: set[date] = set()
        self.absent: dict[date, str] = {}
        self.requested: set[tuple[date, str]] = set()

    @classmethod
    def of(cls, paper: Paper) -> type[Self]:
        """The spider class of a paper."""
        settings = {"DOWNLOAD_DELAY": paper.delay}
        return type("EpaperSpider", (cls,), {"name": paper.slug, "paper": paper, "custom_settings": settings})

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Opens the database; raises storage.StorageError when that is impossible."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.archive = Archive(crawler.settings["BANMIAN_DB"])
        spider.archive.store_paper(cls.paper.slug, cls.paper.name, cls.paper.script)
        crawler.signals.connect(spider.record_bug, signals.spider_error)
        return spider

    archive: Archive

    async def start(self) -> AsyncIterator[Request]:
        """The first requests: whatever the database lacks of the wanted issues."""
        slug = self.paper.slug
        days = wanted_dates(
            self.paper, self.since, self.until, self.everything, self.archive.newest_complete(slug)
        )
        if days is None:
            yield self.search_newest(
                self.paper.issue_dates(today() - timedelta(days=366), today())[-SEARCH_BACK:]
            )
            return
        for day in self.archive.unfinished(slug, days):
            for request in self.requests_for(day):
                yield request

    def search_newest(self, candidates: list[date]) -> Request:
        """Asks for the latest of some dates, and when there is no issue, for the one before."""
        request = self.front_page_request(candidates[-1])
        request.meta["earlier"] = candidates[:-1]
        return request

    def requests_for(self, day: date) -> Iterator[Request]:
        """What is lacking of one issue: its front page, or some of its pages and articles."""
        self.asked.add(day)
        missing = self.archive.missing(self.paper.slug, day)
        if missing.front_page:
            yield self.front_page_request(day)
        for page in missing.pages:
            yield self.page_request(day, PromisedPage(page.sequence, page.number, page.name, page.url))
        for article in missing.articles:
            yield self.article_request(day, article.source_id, article.url)

    def front_page_request(self, day: date) -> Request:
        """A request for the front page of the issue of a day."""
        self.asked.add(day)
        url = self.paper.era(day).front_page_url(day)
        return self.request(url, self.parse_issue, FRONT_PAGE, day=day)

    def page_request(self, day: date, promised: PromisedPage) -> Request:
        """A request for a page the navigation promises."""
        return self.request(promised.url, self.parse_page, PAGE, day=day, promised=promised)

    def article_request(self, day: date, source_id: str, url: str) -> Request:
        """A request for an article a title list names."""
        return self.request(url, self.parse_article, ARTICLE, day=day, source_id=source_id)

    def request(self, url: str, callback: Any, priority: int, **cb_kwargs: Any) -> Request:
        """A request whose failure becomes a problem; its bytes are archived (see crawler.middlewares)."""
        day = cb_kwargs["day"]
        return Request(
            url,
            callback=callback,
            errback=self.failed,
            priority=priority,
            cb_kwargs=cb_kwargs,
            meta={"asked": url, "archive_as": (self.paper.slug, day)},
        )

    def parse_issue(self, response: Response, day: date) -> Iterator[Item | Request]:
        """Front page → the issue, its first page (which is this one) and requests for the other pages."""
        try:
            document = document_of(response)
            navigation = self.paper.era(day).platform.pages(document)
        except LayoutChanged as error:
            yield self.problem(day, response, "layout_changed", str(error))
            return
        if navigation.printed_date not in (None, day):
            yield self.problem(
                day,
                response,
                "other_issue",
                f"asked for {day}, the front page is of {navigation.printed_date}",
            )
            return
        yield IssueItem(
            paper=self.paper.slug,
            date=day,
            edition="",
            url=response.meta["asked"],
            number=navigation.number,
            page_count=len(navigation.pages),
            pages=navigation.pages,
            capture=response.meta.get("capture"),
        )
        yield from self.neighbours(navigation)
        own = own_page(document, self.paper.era(day).platform.articles, navigation)
        yield from self.read_page(response, document, day, own)
        for promised in navigation.pages:
            if promised is not own:
                yield self.page_request(day, promised)

    def parse_page(self, response: Response, day: date, promised: PromisedPage) -> Iterator[Item | Request]:
        """Page → its title list and requests for its articles."""
        try:
            document = document_of(response)
        except LayoutChanged as error:
            yield self.problem(day, response, "layout_changed", str(error))
            return
        yield from self.read_page(response, document, day, promised)

    def read_page(
        self, response: Response, document: Document, day: date, promised: PromisedPage
    ) -> Iterator[Item | Request]:
        """Checks a page against the navigation's promise and reads its title list."""
        try:
            printed = self.paper.era(day).platform.articles(document)
        except LayoutChanged as error:
            yield self.problem(day, response, "layout_changed", str(error))
            return
        if refusal := contradiction(day, promised, printed):
            yield self.problem(day, response, *refusal)
            return
        yield PageItem(
            paper=self.paper.slug,
            date=day,
            edition="",
            sequence=promised.sequence,
            number=promised.number,
            name=promised.name or printed.name,
            url=response.meta["asked"],
            image_url=printed.image_url,
            pdf_url=printed.pdf_url,
            placements=printed.placements,
            capture=response.meta.get("capture"),
        )
        for placement in printed.placements:
            if (day, placement.source_id) not in self.requested:
                self.requested.add((day, placement.source_id))
                yield self.article_request(day, placement.source_id, placement.url)

    def parse_article(self, response: Response, day: date, source_id: str) -> Iterator[Item]:
        """Article page → the article, verbatim."""
        try:
            printed = self.paper.era(day).platform.article(document_of(response))
        except LayoutChanged as error:
            yield self.problem(day, response, "layout_changed", str(error))
            return
        yield ArticleItem(
            paper=self.paper.slug,
            date=day,
            edition="",
            source_id=source_id,
            url=response.meta["asked"],
            kicker=printed.kicker,
            headline=printed.headline,
            subhead=printed.subhead,
            byline=printed.byline,
            body=printed.body,
            column_name=printed.column_name,
            images=printed.images,
            printed_date=printed.printed_date,
            capture=response.meta.get("capture"),
        )

    def neighbours(self, navigation: Navigation) -> Iterator[Request]:
        """Issues behind 上一期/下一期, in the wanted span, that the calendar does not know (a moved day)."""
        if self.since is None or self.until is None:
            return
        for url in (navigation.previous_issue, navigation.next_issue):
            day = read_date(url) if url else None
            if day is None or day in self.asked or not self.since <= day <= self.until:
                continue
            self.asked.add(day)
            if self.archive.unfinished(self.paper.slug, [day]):
                yield self.request(str(url), self.parse_issue, FRONT_PAGE, day=day)

    def failed(self, failure: Failure) -> Iterator[Item | Request]:
        """A request without a usable response → a problem, or an absent issue."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy sets it for an errback
        day = request.cb_kwargs["day"]
        kind, detail = reason_of(failure)
        response = failure.value.response if isinstance(failure.value, HttpError) else None
        if kind == "not_found" and request.callback == self.parse_issue:
            if earlier := request.meta.get("earlier"):
                self.asked.discard(day)
                yield self.search_newest(earlier)
                return
            if day == today():
                logger.info("%s %s: no issue yet (%s)", self.paper.slug, day, detail)
                self.asked.discard(day)
                return
            self.absent[day] = request.meta["asked"]
        capture = response.meta.get("capture") if response is not None else None
        yield ProblemItem(self.paper.slug, day, request.meta["asked"], kind, detail, capture)

    def problem(self, day: date, response: Response, kind: str, detail: str) -> ProblemItem:
        """A response that cannot be kept, with its reason."""
        url = response.meta["asked"]  # what was promised, not where a redirect led
        return ProblemItem(self.paper.slug, day, url, kind, detail, response.meta.get("capture"))

    def record_bug(self, failure: Failure, response: Response, spider: Self) -> None:
        """An error of the program itself while reading a page: kept as a problem, the run goes on."""
        day = response.request.cb_kwargs["day"] if response.request else today()
        detail = f"{type(failure.value).__name__}: {failure.value}"
        self.archive.store(self.problem(day, response, "program_error", detail))

    def closed(self, reason: str) -> None:
        """Absent issues: none was published that day, when a later one of the same era is known."""
        if self.absent:
            rows = ledger.status(self.archive.engine, papers=[self.paper.slug], since=min(self.absent))
            published = [row.date for row in rows if row.pages]
            for day, url in self.absent.items():
                era = self.paper.era(day)
                if any(later > day and self.paper.era(later) is era for later in published):
                    self.archive.store(IssueItem(self.paper.slug, day, "", url, None, page_count=0, pages=()))
        self.archive.close()


def document_of(response: Response) -> Document:
    """The response's body as a document: decoded and parsed once, by our own decoder."""
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    return read_document(response.url, response.body, content_type)


def own_page(document: Document, read: Any, navigation: Navigation) -> PromisedPage:
    """Which entry of the navigation the front page is: by its printed number, by address, else the first."""
    try:
        number = read(document).number
    except LayoutChanged:
        number = ""
    for page in navigation.pages:
        if number and page_key(page.number) == page_key(number):
            return page
    return next((page for page in navigation.pages if page.url == document.url), navigation.pages[0])


def contradiction(day: date, promised: PromisedPage, printed: PrintedPage) -> tuple[str, str] | None:
    """Kind and detail of what a page says against the navigation's promise; None when they agree."""
    if printed.printed_date not in (None, day):
        return "other_issue", f"page {promised.number} of {day} is printed {printed.printed_date}"
    if printed.number and page_key(printed.number) != page_key(promised.number):
        return (
            "disagreement",
            f"the navigation promises page {promised.number}, the page says {printed.number}",
        )
    return None


def reason_of(failure: Failure) -> tuple[str, str]:
    """Kind and detail of a failed request."""
    error = failure.value
    if isinstance(error, HttpError):
        status = error.response.status
        if 300 <= status < 400:  # a redirect that Scrapy does not follow: another scheme, or no address
            location = (error.response.headers.get("Location") or b"").decode("latin-1")
            return "outside", f"HTTP {status} leads to {location!r}"
        kind = {404: "not_found", 410: "not_found", 403: "blocked", 429: "blocked", 451: "blocked"}.get(
            status
        )
        return kind or "http_error", f"HTTP {status}"
    if isinstance(error, OutsideHost):
        return "outside", str(error)
    if isinstance(error, IgnoreRequest):
        return "blocked", str(error)
    return "unreachable", f"{type(error).__name__}: {error}".strip().rstrip(":")
