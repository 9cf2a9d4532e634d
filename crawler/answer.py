"""What an answer of a newspaper's server says: items to keep, and what to ask for next.

Everything here is pure: a value in, a value out; neither Scrapy nor network nor database is imported, so
that a crawl, a look at one issue (`banmian check`) and a replay of archived bytes (`banmian rebuild`) read
the same way.

Some sites give a whole issue, or a whole page, in one answer: a page or article whose address is that of
the answer with a fragment (`index.json#02`) is read from the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self
from urllib.parse import urldefrag

from crawler.paper import Paper, ProfileError
from crawler.platforms.base import Navigation, Platform, PrintedPage
from crawler.platforms.calls import is_call
from crawler.platforms.document import Document, LayoutChanged, read_document
from crawler.platforms.ending import ending_of
from crawler.platforms.entries import entry_target, listed_issues, read_calendar
from crawler.platforms.proof import date_said, is_dated
from crawler.problems import (
    NOT_LISTED,
    LinkAsWritten,
    Said,
    absent,
    bug_of,
    contradiction,
    may_lead_nowhere,
    problem_of,
    refused,
    sorted_out,
    unreadable,
)
from crawler.wanted import Wanted, WantedArticle, WantedCalendar, WantedIssue, WantedMedia, WantedPage
from pipelines.items import ArticleItem, IssueItem, Item, PageItem, PromisedPage
from pipelines.text.dates import read_date
from pipelines.text.labels import page_key
from storage.items import Capture

if TYPE_CHECKING:
    from scrapy.http import Response

    from storage.captures import Record

MOST_HOPS = 5
"""Entry pages in a row before the front page; Huaguang has two."""
BUGS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a fault of the program raises: the page becomes a problem `program_error`, and the run goes on."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered, now or when its bytes were archived."""

    url: str
    """The address the bytes came from, after redirects."""
    status: int
    """HTTP status code."""
    body: bytes
    """The body after content decoding."""
    content_type: str = ""
    """The header of that name."""
    location: str = ""
    """The header of that name."""
    capture: Capture | None = None
    """Where the bytes lie."""

    @classmethod
    def of_response(cls, response: Response) -> Self:
        """The answer Scrapy has just brought, with the place `crawler.download` archived its bytes at."""

        def header(name: str) -> str:
            return (response.headers.get(name) or b"").decode("latin-1")

        return cls(
            url=response.url,
            status=response.status,
            body=response.body,
            content_type=header("Content-Type"),
            location=header("Location"),
            capture=response.meta.get("capture"),
        )

    @classmethod
    def of_record(cls, record: Record, capture: Capture | None = None) -> Self:
        """The answer an archived record holds; of a header sent twice the first counts."""
        headers = {name.lower(): value for name, value in reversed(record.headers)}
        return cls(
            url=record.url,
            status=record.status,
            body=record.body,
            content_type=headers.get("content-type", ""),
            location=headers.get("location", ""),
            capture=capture,
        )

    def document(self, url: str | None = None) -> Document:
        """The body parsed, under its own address or another. Raises LayoutChanged where it cannot be."""
        return read_document(self.url if url is None else url, self.body, self.content_type)


@dataclass(frozen=True, slots=True)
class Found:
    """What an answer says, each in print order."""

    items: tuple[Item, ...] = ()
    """To be kept; a page that cannot be read is among them as a ProblemItem."""
    promised: tuple[WantedPage | WantedArticle, ...] = ()
    """Pages and articles of the same issue that it names."""
    issues: tuple[WantedIssue, ...] = ()
    """Other issues that it names: behind 上一期 and 下一期, or in a calendar."""
    leads_to: WantedIssue | None = None
    """The front page, where this is an entry page that only leads on."""
    bug: Exception | None = None
    """The fault of the program that ended the reading; its problem is among the items."""


def read(paper: Paper, wanted: Wanted, answer: Answer) -> Found:
    """What the answer to what was wanted says.

    An answer that is no page (404, 500 …) gives its problem; the front page of an issue that is not out
    yet, or was not expected, gives nothing. Raises ProfileError for a day that no era of the paper covers.
    """
    items: list[Item] = []
    promised: list[WantedPage | WantedArticle] = []
    issues: list[WantedIssue] = []
    leads_to = bug = None
    try:
        for one in sorted_out(paper, wanted, answer, _said(paper, wanted, answer)):
            match one:
                case WantedPage() | WantedArticle():
                    promised.append(one)
                case WantedIssue(hops=0):
                    issues.append(one)
                case WantedIssue():
                    leads_to = one
                case LinkAsWritten():
                    pass
                case _:
                    items.append(one)
    except ProfileError:
        raise
    except BUGS as error:
        bug = error
        items.append(bug_of(paper, wanted, error, answer.capture))
    return Found(tuple(items), tuple(promised), tuple(issues), leads_to, bug)


def _said(paper: Paper, wanted: Wanted, answer: Answer) -> Said:
    """Items and what they make wanted, as they stand in the answer."""
    if isinstance(wanted, WantedCalendar):
        if answer.status == 200:
            for day in read_calendar(answer.body):
                if day >= paper.earliest:
                    yield WantedIssue(day, paper.era(day).front_page_url(day))
        return
    if not 200 <= answer.status < 300:
        if (problem := refused(paper, wanted, answer)) is not None:
            yield problem
        return
    if isinstance(wanted, WantedMedia):
        return
    try:
        document = answer.document(_address(wanted, answer))
    except LayoutChanged as error:
        yield unreadable(paper, wanted, answer, error)
        return
    yield from _Opened(paper, answer, document).read(wanted)


def _address(wanted: Wanted, answer: Answer) -> str:
    """The address a document is read under: a call's says what was asked, a fragment which part is meant."""
    asked, fragment = urldefrag(wanted.url)
    address = asked if is_call(asked) else urldefrag(answer.url).url
    return f"{address}#{fragment}" if fragment else address


def own_page(number: str, url: str, navigation: Navigation) -> PromisedPage:
    """Which entry of the navigation the front page is: by its printed number, by address, else the first."""
    numbered = [page for page in navigation.pages if number and page_key(page.number) == page_key(number)]
    pages = [*numbered, *navigation.pages]
    return next((page for page in pages if page.url == url), pages[0])


@dataclass(frozen=True, slots=True)
class _Opened:
    """An answer parsed into a document: what every step of reading it needs."""

    paper: Paper
    answer: Answer
    document: Document

    def read(self, wanted: WantedIssue | WantedPage | WantedArticle) -> Said:
        """The document read as what was wanted; where its layout is another, that is the problem."""
        platform = self.paper.era(wanted.day).platform
        try:
            match wanted:
                case WantedIssue():
                    yield from self.issue(wanted, platform)
                case WantedPage():
                    yield from self.page(wanted, platform, platform.articles(self.document))
                case WantedArticle():
                    yield self.article(wanted, platform)
        except LayoutChanged as error:
            yield unreadable(self.paper, wanted, self.answer, error)
        if may_lead_nowhere(self.document):  # it takes as long as the rest to find which links these are
            for url in platform.addresses(self.document):
                yield LinkAsWritten(url)

    @property
    def ending(self) -> str:
        """'' for a document that is closed, else how it ends; half a JSON document is none at all."""
        return ending_of(self.document.text) if self.document.is_markup else ""

    def is_part(self, url: str) -> bool:
        """Whether what stands at an address is a part of this very answer."""
        whole, fragment = urldefrag(url)
        return bool(fragment) and whole == urldefrag(self.document.url).url

    def next(self, wanted: WantedPage | WantedArticle) -> Said:
        """What is wanted next: asked for, or read at once where it is a part of this answer."""
        if self.is_part(wanted.url):
            yield from replace(self, document=replace(self.document, url=wanted.url)).read(wanted)
        else:
            yield wanted

    def issue(self, wanted: WantedIssue, platform: Platform) -> Said:
        """Front page → the issue, its neighbours, its first page (which is this one) and the other pages.

        An entry page, which only leads on, gives the front page it leads to; a list of issues the others,
        too, and where it does not name the day, there is none. Raises LayoutChanged.
        """
        try:
            navigation = platform.pages(self.document)
        except LayoutChanged:
            listed = listed_issues(self.document) or {}
            for each in sorted(each for each in listed if each >= self.paper.earliest):
                yield WantedIssue(each, self.paper.era(each).front_page_url(each))
            if listed and wanted.day not in listed:
                if (problem := absent(self.paper, wanted, self.answer, NOT_LISTED)) is not None:
                    yield problem
                return
            target = listed.get(wanted.day) or entry_target(self.document)
            if target is None or wanted.hops >= MOST_HOPS:
                raise
            yield replace(wanted, url=target, hops=wanted.hops + 1)
            return
        if (said := date_said(navigation)) not in (None, wanted.day):
            detail = f"asked for {wanted.day}, the front page is of {said}"
            yield problem_of(self.paper, wanted, "other_issue", detail, self.answer.capture)
            return
        yield IssueItem(
            paper=self.paper.slug,
            date=wanted.day,
            edition="",
            url=wanted.url,
            number=navigation.number,
            page_count=len(navigation.pages),
            pages=navigation.pages,
            unproved=not is_dated(self.document, platform, wanted.day, navigation.printed_date),
            ending=self.ending,
            capture=self.answer.capture,
        )
        for url in (navigation.previous_issue, navigation.next_issue):
            if url and (day := read_date(url)) is not None:
                yield WantedIssue(day, url)
        own = None
        if platform.front_is_page:
            try:
                printed = platform.articles(self.document)
            except LayoutChanged as error:
                own = own_page("", self.document.url, navigation)
                yield unreadable(self.paper, WantedPage(wanted.day, own), self.answer, error)
            else:
                own = own_page(printed.number, self.document.url, navigation)
                yield from self.page(WantedPage(wanted.day, own), platform, printed)
        for promised in navigation.pages:
            if promised is not own or self.is_part(promised.url):
                yield from self.next(WantedPage(wanted.day, promised))

    def page(self, wanted: WantedPage, platform: Platform, printed: PrintedPage) -> Said:
        """A page, checked against the navigation's promise → its title list and its articles."""
        promised = wanted.promised
        if refusal := contradiction(wanted.day, promised, printed):
            yield problem_of(self.paper, wanted, *refusal, self.answer.capture)
            return
        yield PageItem(
            paper=self.paper.slug,
            date=wanted.day,
            edition="",
            sequence=promised.sequence,
            number=promised.number,
            name=promised.name or printed.name,
            url=wanted.url,
            image_url=printed.image_url,
            pdf_url=printed.pdf_url,
            placements=printed.placements,
            dated=is_dated(self.document, platform, wanted.day, printed.printed_date),
            ending=self.ending,
            capture=self.answer.capture,
        )
        for placement in printed.placements:
            yield from self.next(WantedArticle(wanted.day, placement.source_id, placement.url))

    def article(self, wanted: WantedArticle, platform: Platform) -> ArticleItem:
        """Article page → the article, verbatim. Raises LayoutChanged."""
        printed = platform.article(self.document)
        return ArticleItem(
            paper=self.paper.slug,
            date=wanted.day,
            edition="",
            source_id=wanted.source_id,
            url=wanted.url,
            kicker=printed.kicker,
            headline=printed.headline,
            subhead=printed.subhead,
            byline=printed.byline,
            source=printed.source,
            body=printed.body,
            column_name=printed.column_name,
            images=printed.images,
            printed_date=printed.printed_date,
            ending=self.ending,
            damaged=self.paper.damaged,
            capture=self.answer.capture,
        )
