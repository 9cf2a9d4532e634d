"""What is wrong with an answer that cannot be kept: a kind and one sentence. Pure, like `crawler.answer`.

Why there is no answer at all stands in `crawler.download.reasons`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from lxml import etree

from crawler.absence import in_china
from crawler.paper import Paper
from crawler.platforms.base import PrintedPage
from crawler.platforms.document import Document, LayoutChanged
from crawler.platforms.html import SCRIPTED, leads_somewhere
from crawler.platforms.recognition import recognise
from crawler.platforms.refusal import challenge
from crawler.wanted import Wanted, WantedArticle, WantedIssue, WantedPage
from pipelines.items import ArticleItem, Item, PageItem, ProblemItem, PromisedPage
from pipelines.text.labels import page_key
from storage.addresses import fault_of
from storage.items import Capture

if TYPE_CHECKING:
    from crawler.answer import Answer

NOT_LISTED = "the list of issues does not name it"
"""The detail of an absent issue where the site answers with a list of those it has."""
_STATUS_KINDS = {404: "not_found", 410: "not_found", **dict.fromkeys((401, 403, 429, 451), "blocked")}


def problem_of(
    paper: Paper, wanted: Wanted, kind: str, detail: str, capture: Capture | None = None
) -> ProblemItem:
    """A problem of what was promised: its address is the one asked for, not where a redirect led."""
    return ProblemItem(paper.slug, wanted.day, wanted.url, kind, detail, capture)


def bug_of(paper: Paper, wanted: Wanted, error: BaseException | None, capture: Capture | None) -> ProblemItem:
    """The problem of a page at which the program itself failed."""
    return problem_of(paper, wanted, "program_error", f"{type(error).__name__}: {error}", capture)


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
        return answer.document()
    except LayoutChanged:
        return None


def refused(paper: Paper, wanted: Wanted, answer: Answer) -> ProblemItem | None:
    """The problem of an answer that is no page; None for an issue that is merely early, or not expected."""
    kind, detail = status_problem(answer.status, answer.location)
    if kind == "http_error" and (document := _any_document(answer)) and (mark := challenge(document)):
        kind, detail = "blocked", f"{detail}: {mark}"
    if kind == "not_found" and isinstance(wanted, WantedIssue):
        return absent(paper, wanted, answer, detail)
    return problem_of(paper, wanted, kind, detail, answer.capture)


def absent(paper: Paper, wanted: WantedIssue, answer: Answer, detail: str) -> ProblemItem | None:
    """The problem of an issue that the site says it does not have; None for one that is merely early, or
    not expected."""
    seen = in_china(answer.capture.fetched_at) if answer.capture else None
    if not wanted.expected or seen == wanted.day:
        return None
    return problem_of(paper, wanted, "absent", detail, answer.capture)


def status_problem(status: int, location: str = "") -> tuple[str, str]:
    """Kind and detail of an HTTP status that is no success; `location` is where a redirect would lead."""
    if status == 304 or (300 <= status < 400 and not location):
        return "http_error", f"HTTP {status}: neither a page nor a place where it is"
    if 300 <= status < 400:  # a redirect that Scrapy does not follow: another scheme, or no address
        if fault := fault_of(location):
            return "bad_link", f"HTTP {status} leads to {location!r}: {fault}"
        return "outside", f"HTTP {status} leads to {location!r}"
    return _STATUS_KINDS.get(status, "http_error"), f"HTTP {status}"


def contradiction(day: date, promised: PromisedPage, printed: PrintedPage) -> tuple[str, str] | None:
    """Kind and detail of what a page says against the navigation's promise; None when they agree."""
    if (said := printed.printed_date or printed.address_date) not in (None, day):
        return "other_issue", f"page {promised.number} of {day} is printed {said}"
    if printed.number and page_key(printed.number) != page_key(promised.number):
        return (
            "disagreement",
            f"the navigation promises page {promised.number}, the page says {printed.number}",
        )
    return None


@dataclass(frozen=True, slots=True)
class LinkAsWritten:
    """An address as it stands in the page, which may be none."""

    url: str


Said = Iterator[Item | WantedIssue | WantedPage | WantedArticle | LinkAsWritten]
"""What an answer says, in print order: items, and what they make wanted."""


def sorted_out(paper: Paper, wanted: Wanted, answer: Answer, said: Said) -> Said:
    """What is said, with a problem, at the end, for each address in it at which nobody can be asked."""
    bad: dict[str, str] = {}

    def usable(url: str | None) -> bool:
        if url and (fault := fault_of(url)):
            bad.setdefault(url.strip(), fault)
        return url is None or url.strip() not in bad

    for one in said:
        match one:
            case ArticleItem():
                for image in one.images:
                    usable(image.url)
            case PageItem():
                usable(one.image_url)
                usable(one.pdf_url)
            case LinkAsWritten():
                usable(one.url)
                continue
            case WantedIssue() | WantedPage() | WantedArticle() if not usable(one.url):
                continue
        yield one
    for url, fault in bad.items():
        detail = f"{wanted.url} links {url[:80]!r}: {fault}"
        yield ProblemItem(paper.slug, wanted.day, url, "bad_link", detail, answer.capture)


def may_lead_nowhere(page: Document) -> bool:
    """Whether one of the addresses that a platform may find on a page (`Platform.addresses`) has a fault.

    Asked of all attributes at once. True also where what has it is no link's address; False is sure.
    """
    faults = set(map(_fault_in, _values(_ALL, page)))
    return "link" in faults or ("picture" in faults and any(map(fault_of, _values(_SOURCES, page))))


_ALL, _SOURCES = (etree.XPath(f"//@{name}", smart_strings=False) for name in ("*", "src"))


def _values(path: etree.XPath, page: Document) -> Iterable[str]:
    return cast("Iterable[str]", path(page.root))


@lru_cache(maxsize=8192)  # the pages of a site have most of theirs in common
def _fault_in(value: str) -> str:
    """Where the value of an attribute has a fault, what it may be the address of: a link, or at most of a
    picture. '' where it has none."""
    found = SCRIPTED.search(value)
    if found is not None and fault_of(found[1]):
        return "link"
    return ("link" if leads_somewhere(value) else "picture") if fault_of(value) else ""
