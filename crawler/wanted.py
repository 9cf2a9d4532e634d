"""What is asked of a newspaper's server, as values that fit into one header of the archived record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, unquote

from pipelines.items import ArticleItem, Item, PageItem, PromisedPage
from pipelines.text.labels import page_key
from storage.addresses import fault_of


@dataclass(frozen=True, slots=True)
class WantedIssue:
    """The front page of an issue."""

    day: date
    """Date of the issue."""
    url: str
    """Address of the front page."""
    expected: bool = True
    """False where one looks whether there is an issue at all: that there is none is no problem then."""
    hops: int = 0
    """How many entry pages led here."""


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

PRIORITIES: dict[type[Wanted], int] = {
    WantedIssue: 0,
    WantedPage: 10,
    WantedArticle: 20,
    WantedMedia: 25,
    WantedCalendar: 30,
}
"""Request priorities: an issue is finished before the next begins."""


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


def key_of(wanted: Wanted) -> tuple[date, str]:
    """What makes two wishes the same: of an issue and of an article the address is no part of it."""
    match wanted:
        case WantedCalendar(day=day, url=url):
            return day.replace(day=1), url
        case WantedMedia(day=day, url=url):
            return day, url
        case WantedIssue(day=day):
            return day, "front page"
        case WantedPage(day=day, promised=promised):
            return day, f"page {page_key(promised.number)} {promised.url}"
        case WantedArticle(day=day, source_id=source_id):
            return day, f"article {source_id}"


def media_of(item: Item, media: str) -> Iterator[WantedMedia]:
    """The pictures of an article (`media` images or all) and the picture and PDF of a page (all)."""
    urls: list[str | None] = []
    if isinstance(item, ArticleItem) and media != "none":
        urls += [image.url for image in item.images]
    if isinstance(item, PageItem) and media == "all":
        urls += [item.image_url, item.pdf_url]
    yield from (WantedMedia(item.date, url) for url in urls if url and not fault_of(url))
