"""What an answer of a newspaper's server says: items to keep, and what to ask for next.

Pure: neither Scrapy nor network nor database, so that a crawl and a replay of its archived bytes
(`banmian rebuild`) read the same way. What was asked for is a value (`Wanted`) that fits into one header
of the archived record (`role_of`, `wanted_of`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, unquote, urljoin

from crawler.paper import SHANGHAI, Paper
from crawler.platforms.base import Navigation, PrintedPage
from crawler.platforms.challenge import challenge
from crawler.platforms.document import Document, LayoutChanged, read_document
from crawler.platforms.reading import read_calendar
from pipelines.items import ArticleItem, IssueItem, Item, PageItem, ProblemItem, PromisedPage
from pipelines.text.dates import read_date
from pipelines.text.labels import page_key
from storage.captures import Capture


@dataclass(frozen=True, slots=True)
class WantedIssue:
    """The front page of an issue."""

    day: date
    """Date of the issue."""
    url: str
    """Address of the front page."""
    expected: bool = True
    """False where one looks whether there is an issue at all: that there is none is no problem then."""


@dataclass(frozen=True, slots=True)
class WantedPage:
    """A page the navigation promises."""

    day: date
    """Date of the issue."""
    promised: PromisedPage
    """The navigation's entry."""

    @property
    def url(self) -> str:
        """Address of the page."""
        return self.promised.url


@dataclass(frozen=True, slots=True)
class WantedArticle:
    """An article a title list names."""

    day: date
    """Date of the issue."""
    source_id: str
    """The site's own id of the article."""
    url: str
    """Address of the article."""


_STATUS_KINDS = {404: "not_found", 410: "not_found", **dict.fromkeys((401, 403, 429, 451), "blocked")}


@dataclass(frozen=True, slots=True)
class WantedCalendar:
    """The list a site keeps of the issues of a month; that it has none is no problem."""

    day: date
    """A day of the month."""
    url: str
    """Address of the list."""


@dataclass(frozen=True, slots=True)
class WantedMedia:
    """A picture or a PDF: archived as it comes, not read."""

    day: date
    """Date of the issue."""
    url: str
    """Its address."""


Wanted = WantedMedia | WantedCalendar | WantedIssue | WantedPage | WantedArticle


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
        document = read_document(answer.url, answer.body, answer.content_type)
        match wanted:
            case WantedIssue():
                yield from _read_issue(paper, wanted, document, answer)
            case WantedPage():
                printed = paper.era(wanted.day).platform.articles(document)
                yield from _page_items(paper, wanted, printed, answer)
            case WantedArticle():
                yield _read_article(paper, wanted, document, answer)
    except LayoutChanged as error:
        yield unreadable(paper, wanted, answer, error)


def problem_of(
    paper: Paper, wanted: Wanted, kind: str, detail: str, capture: Capture | None = None
) -> ProblemItem:
    """A problem of what was promised: its address is the one asked for, not where a redirect led."""
    return ProblemItem(paper.slug, wanted.day, wanted.url, kind, detail, capture)


def unreadable(paper: Paper, wanted: Wanted, answer: Answer, error: LayoutChanged) -> ProblemItem:
    """The problem of a page that fails its platform's proof: a refusal in disguise, or another layout."""
    if mark := disguised_refusal(answer):
        return problem_of(paper, wanted, "blocked", f"no newspaper page: {mark}", answer.capture)
    return problem_of(paper, wanted, "layout_changed", str(error), answer.capture)


def disguised_refusal(answer: Answer) -> str:
    """What marks an answer as a captcha, firewall or login page; '' when nothing does."""
    try:
        return challenge(read_document(answer.url, answer.body, answer.content_type))
    except LayoutChanged:
        return ""


def refused(paper: Paper, wanted: Wanted, answer: Answer) -> ProblemItem | None:
    """The problem of an answer that is no page; None for an issue that is merely early, or not expected."""
    kind, detail = status_problem(answer.status, answer.location)
    if kind == "http_error" and (mark := disguised_refusal(answer)):
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


def role_of(wanted: Wanted) -> str:
    """What was asked for as one printable ASCII line: `issue`, `issue?`, `page 2 02 …`, `article 36001`."""
    match wanted:
        case WantedCalendar():
            return "calendar"
        case WantedMedia():
            return "media"
        case WantedIssue():
            return "issue" if wanted.expected else "issue?"
        case WantedPage(promised=page):
            return f"page {page.sequence} {quote(page.number)} {quote(page.name)}".rstrip()
        case WantedArticle():
            return f"article {quote(wanted.source_id)}"


def wanted_of(role: str, day: date, url: str) -> Wanted | None:
    """The inverse of `role_of`; None for a line it did not write."""
    match role.split():
        case ["calendar"]:
            return WantedCalendar(day, url)
        case ["media"]:
            return WantedMedia(day, url)
        case ["issue" | "issue?"]:
            return WantedIssue(day, url, expected=role == "issue")
        case ["page", sequence, number, *name] if sequence.isdecimal() and len(name) < 2:
            promised = PromisedPage(int(sequence), unquote(number), unquote("".join(name)), url)
            return WantedPage(day, promised)
        case ["article", source_id]:
            return WantedArticle(day, unquote(source_id), url)
    return None


def calendar_of(paper: Paper, day: date) -> WantedCalendar | None:
    """The site's list of the issues of that day's month; None where its platform keeps none."""
    era = paper.era(day)
    if not era.platform.calendar:
        return None
    return WantedCalendar(day, urljoin(era.front_page_url(day), era.platform.calendar))


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
    """Front page → the issue, its neighbours, its first page (which is this one) and the other pages."""
    platform = paper.era(wanted.day).platform
    navigation = platform.pages(document)
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
    try:
        printed = platform.articles(document)
    except LayoutChanged as error:
        own = own_page("", document.url, navigation)
        yield unreadable(paper, WantedPage(wanted.day, own), answer, error)
    else:
        own = own_page(printed.number, document.url, navigation)
        yield from _page_items(paper, WantedPage(wanted.day, own), printed, answer)
    for promised in navigation.pages:
        if promised is not own:
            yield WantedPage(wanted.day, promised)


def _page_items(
    paper: Paper, wanted: WantedPage, printed: PrintedPage, answer: Answer
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
        yield WantedArticle(wanted.day, placement.source_id, placement.url)


def _read_article(paper: Paper, wanted: WantedArticle, document: Document, answer: Answer) -> ArticleItem:
    """Article page → the article, verbatim."""
    printed = paper.era(wanted.day).platform.article(document)
    return ArticleItem(
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
