"""What an answer of a newspaper's server says: items to keep, and what to ask for next.

Pure: neither Scrapy nor network nor database, so that a crawl and a replay of its archived bytes
(`banmian rebuild`) read the same way.

Some sites give a whole issue, or a whole page, in one answer: a page or article whose address is that of
the answer with a fragment (`index.json#02`) is read from the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urldefrag, urljoin

from crawler.paper import SHANGHAI, Paper
from crawler.platforms.base import Navigation, PrintedPage
from crawler.platforms.calendars import read_calendar
from crawler.platforms.calls import is_call
from crawler.platforms.document import Document, LayoutChanged, entry_target, read_document
from crawler.platforms.recognition import recognise
from crawler.platforms.refusal import challenge
from crawler.wanted import Wanted, WantedArticle, WantedCalendar, WantedIssue, WantedMedia, WantedPage
from pipelines.items import ArticleItem, IssueItem, Item, PageItem, ProblemItem, PromisedPage
from pipelines.text.dates import read_date
from pipelines.text.labels import page_key
from storage.items import Capture

MOST_HOPS = 5
"""Entry pages in a row before the front page; Huaguang has two."""

_STATUS_KINDS = {404: "not_found", 410: "not_found", **dict.fromkeys((401, 403, 429, 451), "blocked")}


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


def read(paper: Paper, wanted: Wanted, answer: Answer) -> Iterator[Item | Wanted]:
    """Items, and what is wanted next, in print order; a page that cannot be kept is a ProblemItem.

    An answer that is no page (404, 500 …) gives its problem; the front page of an issue that is not out
    yet, or was not expected, gives nothing.
    """
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
        document = read_document(_address(wanted, answer), answer.body, answer.content_type)
    except LayoutChanged as error:
        yield unreadable(paper, wanted, answer, error)
        return
    match wanted:
        case WantedIssue():
            yield from _read_issue(paper, wanted, document, answer)
        case WantedPage():
            yield from _read_page(paper, wanted, document, answer)
        case WantedArticle():
            yield from _read_article(paper, wanted, document, answer)


def _address(wanted: Wanted, answer: Answer) -> str:
    """The address a document is read under: a call's says what was asked, a fragment which part is meant."""
    asked, fragment = urldefrag(wanted.url)
    address = asked if is_call(asked) else urldefrag(answer.url).url
    return f"{address}#{fragment}" if fragment else address


def _is_part(url: str, document: Document) -> bool:
    """Whether what stands at an address is a part of this very answer."""
    whole, fragment = urldefrag(url)
    return bool(fragment) and whole == urldefrag(document.url).url


def problem_of(
    paper: Paper, wanted: Wanted, kind: str, detail: str, capture: Capture | None = None
) -> ProblemItem:
    """A problem of what was promised: its address is the one asked for, not where a redirect led."""
    return ProblemItem(paper.slug, wanted.day, wanted.url, kind, detail, capture)


def unreadable(paper: Paper, wanted: Wanted, answer: Answer, error: LayoutChanged) -> ProblemItem:
    """The problem of a page that fails its platform's proof: a refusal in disguise, or another layout."""
    document = _any_document(answer)
    if document is not None and (mark := challenge(document)):
        return problem_of(paper, wanted, "blocked", f"no newspaper page: {mark}", answer.capture)
    found = recognise(document) if document is not None else None
    if found not in (None, paper.era(wanted.day).platform_name):
        error = LayoutChanged(f"looks like {found}: {error}")
    return problem_of(paper, wanted, "layout_changed", str(error), answer.capture)


def _any_document(answer: Answer) -> Document | None:
    try:
        return read_document(answer.url, answer.body, answer.content_type)
    except LayoutChanged:
        return None


def refused(paper: Paper, wanted: Wanted, answer: Answer) -> ProblemItem | None:
    """The problem of an answer that is no page; None for an issue that is merely early, or not expected."""
    kind, detail = status_problem(answer.status, answer.location)
    if kind == "http_error" and (document := _any_document(answer)) and (mark := challenge(document)):
        kind, detail = "blocked", f"{detail}: {mark}"
    if kind == "not_found" and isinstance(wanted, WantedIssue):
        seen = answer.capture.fetched_at.astimezone(SHANGHAI).date() if answer.capture else None
        if not wanted.expected or seen == wanted.day:
            return None
    return problem_of(paper, wanted, kind, detail, answer.capture)


def status_problem(status: int, location: str = "") -> tuple[str, str]:
    """Kind and detail of an HTTP status that is no success; `location` is where a redirect would lead."""
    if 300 <= status < 400:  # a redirect that Scrapy does not follow: another scheme, or no address
        return "outside", f"HTTP {status} leads to {location!r}"
    return _STATUS_KINDS.get(status, "http_error"), f"HTTP {status}"


def unpublished(
    paper: Paper, absent: Mapping[date, ProblemItem], published: Iterable[date]
) -> Iterator[IssueItem]:
    """The issues of which it is now known that there was none: a later one of the same era is published.

    `absent` is date → the problem of a front page that was not found.
    """
    newest: dict[date, date] = {}
    for day in published:
        since = paper.era(day).since
        newest[since] = max(day, newest.get(since, day))
    for day, problem in sorted(absent.items()):
        if newest.get(paper.era(day).since, day) > day:
            yield IssueItem(paper.slug, day, "", problem.url, None, 0, (), problem.capture)


def calendar_of(paper: Paper, day: date) -> WantedCalendar | None:
    """The site's list of the issues of that day's month; None where its platform keeps none."""
    era = paper.era(day)
    if not era.platform.calendar:
        return None
    return WantedCalendar(day, urljoin(era.front_page_url(day), era.platform.calendar.format(date=day)))


def own_page(number: str, url: str, navigation: Navigation) -> PromisedPage:
    """Which entry of the navigation the front page is: by its printed number, by address, else the first."""
    for page in navigation.pages:
        if number and page_key(page.number) == page_key(number):
            return page
    return next((page for page in navigation.pages if page.url == url), navigation.pages[0])


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


def _read_issue(
    paper: Paper, wanted: WantedIssue, document: Document, answer: Answer
) -> Iterator[Item | Wanted]:
    """Front page → the issue, its neighbours, its first page (which is this one) and the other pages.

    An entry page, which only leads on, gives the front page it leads to.
    """
    platform = paper.era(wanted.day).platform
    try:
        navigation = platform.pages(document)
    except LayoutChanged as error:
        target = entry_target(document)
        if target is not None and wanted.hops < MOST_HOPS:
            yield replace(wanted, url=target, hops=wanted.hops + 1)
        else:
            yield unreadable(paper, wanted, answer, error)
        return
    if navigation.printed_date not in (None, wanted.day):
        detail = f"asked for {wanted.day}, the front page is of {navigation.printed_date}"
        yield problem_of(paper, wanted, "other_issue", detail, answer.capture)
        return
    yield IssueItem(
        paper=paper.slug,
        date=wanted.day,
        edition="",
        url=wanted.url,
        number=navigation.number,
        page_count=len(navigation.pages),
        pages=navigation.pages,
        capture=answer.capture,
    )
    for url in (navigation.previous_issue, navigation.next_issue):
        if url and (day := read_date(url)) is not None:
            yield WantedIssue(day, url)
    own = None
    if platform.front_is_page:
        try:
            printed = platform.articles(document)
        except LayoutChanged as error:
            own = own_page("", document.url, navigation)
            yield unreadable(paper, WantedPage(wanted.day, own), answer, error)
        else:
            own = own_page(printed.number, document.url, navigation)
            yield from _page_items(paper, WantedPage(wanted.day, own), printed, document, answer)
    for promised in navigation.pages:
        page = WantedPage(wanted.day, promised)
        if _is_part(promised.url, document):
            yield from _read_page(paper, page, replace(document, url=promised.url), answer)
        elif promised is not own:
            yield page


def _read_page(
    paper: Paper, wanted: WantedPage, document: Document, answer: Answer
) -> Iterator[Item | Wanted]:
    """A page → itself, its articles; one that cannot be read is a problem."""
    try:
        printed = paper.era(wanted.day).platform.articles(document)
    except LayoutChanged as error:
        yield unreadable(paper, wanted, answer, error)
    else:
        yield from _page_items(paper, wanted, printed, document, answer)


def _page_items(
    paper: Paper, wanted: WantedPage, printed: PrintedPage, document: Document, answer: Answer
) -> Iterator[Item | Wanted]:
    """A page, checked against the navigation's promise → its title list and its articles."""
    promised = wanted.promised
    if refusal := contradiction(wanted.day, promised, printed):
        yield problem_of(paper, wanted, *refusal, answer.capture)
        return
    yield PageItem(
        paper=paper.slug,
        date=wanted.day,
        edition="",
        sequence=promised.sequence,
        number=promised.number,
        name=promised.name or printed.name,
        url=wanted.url,
        image_url=printed.image_url,
        pdf_url=printed.pdf_url,
        placements=printed.placements,
        capture=answer.capture,
    )
    for placement in printed.placements:
        article = WantedArticle(wanted.day, placement.source_id, placement.url)
        if _is_part(placement.url, document):
            yield from _read_article(paper, article, replace(document, url=placement.url), answer)
        else:
            yield article


def _read_article(paper: Paper, wanted: WantedArticle, document: Document, answer: Answer) -> Iterator[Item]:
    """Article page → the article, verbatim; one that cannot be read is a problem."""
    try:
        printed = paper.era(wanted.day).platform.article(document)
    except LayoutChanged as error:
        yield unreadable(paper, wanted, answer, error)
        return
    yield ArticleItem(
        paper=paper.slug,
        date=wanted.day,
        edition="",
        source_id=wanted.source_id,
        url=wanted.url,
        kicker=printed.kicker,
        headline=printed.headline,
        subhead=printed.subhead,
        byline=printed.byline,
        body=printed.body,
        column_name=printed.column_name,
        images=printed.images,
        printed_date=printed.printed_date,
        capture=answer.capture,
    )
