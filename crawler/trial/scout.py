"""A newspaper's profile from one address of it: its family, its front page's template, its name.

Whatever is concluded is tried: a template counts once it has brought the issue of another day.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import ClassVar
from urllib.parse import urldefrag, urlsplit

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK

from crawler.answer import MOST_HOPS, Answer
from crawler.download.reasons import Reason
from crawler.keys import GENERIC
from crawler.paper import Era, Paper, survey, today
from crawler.platforms import PLATFORMS
from crawler.platforms.base import Navigation, Platform
from crawler.platforms.calls import call_of, is_call
from crawler.platforms.document import Document, LayoutChanged, line_of
from crawler.platforms.entries import entry_target
from crawler.platforms.html import leads_somewhere
from crawler.platforms.recognition import marks_of, recognise
from crawler.platforms.refusal import challenge
from crawler.problems import status_problem
from crawler.spider import EpaperSpider
from crawler.trial.templates import Shape, day_in, name_in, template_of, usual_shapes, usual_templates
from pipelines.text.dates import read_date
from pipelines.text.script import detect_script
from storage.addresses import fault_of

MOST_LINKS = 4
"""How many links of an article are followed to find its page."""
OTHER_DAYS = (7, 1, 14, 3)
"""Days before the issue at which another is looked for: a weekly has one a week ago."""
REFUSALS = ("blocked", "unreachable")
"""Kinds of a Reason after which a host is not asked on."""

Fetch = Callable[[str, Mapping[str, str]], Awaitable[Answer]]
"""Address and headers → what the server answers. Raises Reason where it does not."""
Shapes = Callable[[str], Sequence[Shape]]
"""Key of a platform → how the front pages of known papers are addressed."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What is known of a newspaper after a look at it."""

    platform: str
    """Key of PLATFORMS."""
    template: str
    """Of its front page's address."""
    day: date
    """The date of the issue that was looked at."""
    other: date | None
    """Another issue the template has brought; None where it brought none: then it is a guess."""
    name: str
    """As the site prints it; '' where it does not."""
    script: str
    """hans or hant."""


@dataclass(frozen=True, slots=True)
class Front:
    """A front page that was read."""

    url: str
    """Address it was asked for at."""
    document: Document
    navigation: Navigation


async def scout(url: str, fetch: Fetch, shapes: Shapes) -> Sighting:
    """What newspaper an address belongs to. Raises Reason: no answer, or nothing banmian knows."""
    document = await _recognisable(url, fetch)
    name = family_of(document)
    if name is None:
        if not _titles(document, GENERIC):
            raise Reason("layout_changed", _unknown(document))
        name = GENERIC
    look = Look(name, PLATFORMS[name].with_overrides({}), fetch)
    front = await look.front(document, shapes(name))
    navigation, day = front.navigation, front.navigation.printed_date
    in_address = day_in(front.url) or day_in(navigation.pages[0].url)
    if day is not None and in_address not in (None, day):
        raise Reason("other_issue", f"{front.url} is of {in_address}, but the page prints {day}")
    day = day or in_address
    if day is None:
        raise Reason("layout_changed", f"{front.url} has its date neither in its address nor on the page")
    first = urldefrag(navigation.pages[0].url).url
    # An index of pages, or an alias of the first one, has a steady address; of pages the first has.
    is_page = front.url in {page.url for page in navigation.pages}
    addresses = [first, front.url] if is_page else [front.url, first]
    if front.url != url:  # perhaps an entry page led here
        addresses.insert(0, url)
    usual = [one for address in addresses for one in usual_templates(address, day, shapes(name))]
    given = template_of(url, day)
    templates = [given] if given in usual else []
    templates += usual + [one for address in addresses if (one := template_of(address, day))]
    if not templates:
        detail = f"neither {front.url} nor {first} has the date: no issue can be asked for by its day"
        raise Reason("layout_changed", detail)
    template, other = await look.proved(list(dict.fromkeys(templates)), day, _other_days(navigation, day))
    known = (name_in(document), name_in(front.document))
    script = detect_script(line_of(front.document.root))
    return Sighting(
        platform=name,
        template=template or template_of(front.url, day) or templates[0],
        day=day,
        other=other,
        name=next(filter(None, known), ""),
        script="hant" if script == "hant" else "hans",
    )


async def _recognisable(url: str, fetch: Fetch) -> Document:
    """The page at an address, or the one its entry pages lead to. Raises Reason."""
    for _ in range(MOST_HOPS):
        document = _document(url, await fetch(url, {}))
        if family_of(document) is not None or (target := entry_target(document)) is None:
            return document
        url = target
    return document


def family_of(document: Document) -> str | None:
    """The family a page has most marks of; of several alike the one that reads most of it as a page."""
    if (name := recognise(document)) is not None:
        return name
    reads = {name: _titles(document, name) for name in _alike(document)}
    most = max(reads.values(), default=0)
    best = [name for name, count in reads.items() if count == most]
    return best[0] if most and len(best) == 1 else None


def _alike(document: Document) -> list[str]:
    """The families a page has most marks of; none for a page without marks."""
    counts = {name: marks_of(document, name) for name in PLATFORMS}
    most = max(counts.values())
    return [name for name, count in counts.items() if count == most > 0]


def _titles(document: Document, name: str) -> int:
    """How many entries of page navigation and title list a family reads of a page; 0 without either."""
    platform = PLATFORMS[name].with_overrides({})
    try:
        pages = len(platform.pages(document).pages)
        return pages + (0 if name == GENERIC else len(platform.articles(document).placements))
    except LayoutChanged:
        return 0


def _document(url: str, answer: Answer) -> Document:
    """The page of an answer. Raises Reason: none came, or a refusal in its place."""
    if not 200 <= answer.status < 300:
        kind, detail = status_problem(answer.status, answer.location)
        raise Reason(kind, f"{url}: {detail}")
    try:
        document = answer.document(url if is_call(url) else urldefrag(answer.url).url)
    except LayoutChanged as error:
        raise Reason("layout_changed", f"{url}: {error}") from error
    if recognise(document) is None and (mark := challenge(document)):
        raise Reason("blocked", f"{url}: no newspaper page: {mark}")
    return document


def _unknown(document: Document) -> str:
    """What is seen of a page that is of no known family, in a sentence."""
    alike = _alike(document)
    marks = f"it has marks of {' and '.join(alike)} alike" if alike else "it has the marks of none"
    links = document.all("a")
    dated = [link.get("href", "") for link in links if day_in(document.absolute(link.get("href", "")))]
    example = f", such as {dated[0][:80]!r} with a date" if dated else ", none with a date in its address"
    title = document.first_text("title")[:60]
    return (
        f"{document.url} is of no family that banmian knows: {marks}; "
        f"it is titled {title!r} and has {len(links)} links{example if links else ''}"
    )


def _other_days(navigation: Navigation, day: date) -> list[date]:
    """Days on which another issue may be found, those the front page links to first."""
    linked = (read_date(url) for url in (navigation.previous_issue, navigation.next_issue) if url)
    days = [*filter(None, linked), *(day - timedelta(days=days) for days in OTHER_DAYS)]
    return [one for one in dict.fromkeys(days) if one != day and one <= today()]


@dataclass(frozen=True, slots=True)
class Look:
    """A site looked at with one platform."""

    name: str
    platform: Platform
    fetch: Fetch

    async def front(self, document: Document, shapes: Sequence[Shape]) -> Front:
        """A page with the page navigation: the given one, else the family's usual, else one it links to."""
        try:
            return Front(document.url, document, self.platform.pages(document))
        except LayoutChanged as error:
            seen = error
        target = entry_target(document)
        if target is not None and (front := await self.at(target)) is not None:
            return front
        for url in self.candidates(document, shapes):
            if (front := await self.at(url)) is not None:
                return front
        raise Reason(
            "layout_changed",
            f"{document.url} looks like {self.name}, but leads to no page navigation: {seen}",
        )

    def candidates(self, document: Document, shapes: Sequence[Shape]) -> Iterator[str]:
        """Where the front page or a page of the same issue may be."""
        day = day_in(document.url)
        asked = {document.url}
        usual = usual_templates(document.url, day, shapes) if day else []
        links = [link.get("href", "") for link in document.all("a")]
        host = urlsplit(document.url).netloc
        pages = [
            url
            for href in links
            if leads_somewhere(href)
            and not self.platform.article_id.search(href)
            and not fault_of(url := document.absolute(href))
            and day_in(url) == day
            and urlsplit(url).netloc == host
        ]
        for url in (*(one.format(date=day) for one in usual), *list(dict.fromkeys(pages))[:MOST_LINKS]):
            if url not in asked:
                asked.add(url)
                yield url

    async def at(self, url: str) -> Front | None:
        """The front page at an address, through its entry pages; None where there is none. Raises Reason."""
        asked = url
        for _ in range(MOST_HOPS + 1):
            try:
                document = _document(url, await self.fetch(url, self.platform.headers))
            except Reason as reason:
                if reason.kind in REFUSALS:
                    raise
                return None
            try:
                return Front(asked, document, self.platform.pages(document))
            except LayoutChanged:
                if (target := entry_target(document)) is None:
                    return None
                url = target
        return None

    async def proved(
        self, templates: Sequence[str], day: date, others: Sequence[date]
    ) -> tuple[str | None, date | None]:
        """The first template that brings this issue and another, and which; (None, None) where none does."""
        sound = [template for template in templates if await self.brings(template, day)]
        for other in others:
            for template in sound:
                if await self.brings(template, other):
                    return template, other
        return None, None

    async def brings(self, template: str, day: date) -> bool:
        """Whether a template brings the issue of a day, and not by one of its later pages."""
        front = await self.at(template.format(date=day))
        if front is None or front.url in {page.url for page in front.navigation.pages[1:]}:
            return False
        printed = front.navigation.printed_date
        return (printed or day_in(front.navigation.pages[0].url) or day) == day


class Scout(EpaperSpider):
    """A spider that only looks; what it has seen is `sighting`, else `failure` says why it has not."""

    address: ClassVar[str]
    shapes: ClassVar[Shapes]
    sighting: Sighting | None = None
    failure: Reason | None = None
    answers: dict[str, Answer]
    """Address → what came: nothing is asked for twice."""

    async def start(self) -> AsyncIterator[Request]:
        """Looks, and asks for nothing more."""
        self.answers = {}
        try:
            self.sighting = await scout(self.address, self.fetched, type(self).shapes)
        except Reason as reason:
            self.failure = reason
        return
        yield  # an asynchronous generator, as Scrapy wants it

    async def fetched(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Asks politely: robots.txt, the host guard and the pauses of every crawl hold."""
        if url not in self.answers:
            self.answers[url] = await self.asked_for(url, headers)
        return self.answers[url]

    async def asked_for(self, url: str, headers: Mapping[str, str]) -> Answer:
        """The answer to a request. Raises Reason where there is none."""
        call = call_of(url)
        sent = {**call.headers, **headers}
        request = Request(call.url, NO_CALLBACK, call.method, sent, call.body)
        assert self.crawler.engine is not None
        try:
            return Answer.of_response(await self.crawler.engine.download_async(request))
        except Reason as reason:
            raise Reason(reason.kind, f"{url}: {reason}") from reason
        except IgnoreRequest as error:  # Scrapy's own: too many redirects
            raise Reason("http_error", f"{url}: {error}") from error


def scout_of(url: str, host: str, delay: float) -> type[Scout]:
    """The spider that looks at an address: at its host alone, with that many seconds between two requests."""
    era = Era(date.min, "", partial(Platform, ""), f"{urlsplit(url).scheme}://{host}/")
    paper = Paper("scout", "", "hans", (era,), delay=delay)

    def shapes(platform: str) -> list[Shape]:
        return usual_shapes(survey()[0], platform)

    spider = Scout.of(paper)
    spider.address, spider.shapes = url, shapes
    return spider
