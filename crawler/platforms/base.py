"""What a platform is: three pure questions to a page, answered with named selectors.

`pages(front_page)` reads the page navigation, `articles(page)` the title list, `article(document)` an
article. A platform yields no requests and keeps no state: file in, value out. A page that breaks its
promise raises LayoutChanged; an empty answer always means that the page really has nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Self

from crawler.platforms import html
from crawler.platforms.article import read_article
from crawler.platforms.document import Document, Element, LayoutChanged
from crawler.platforms.enpproperty import read_enpproperty
from crawler.platforms.jsonrows import Fields
from crawler.platforms.printed import Navigation as Navigation
from crawler.platforms.printed import PrintedArticle as PrintedArticle
from crawler.platforms.printed import PrintedPage as PrintedPage
from crawler.platforms.skins import Selectors as Selectors
from crawler.platforms.skins import Skin as Skin
from pipelines.items import Placement
from pipelines.text.dates import read_date


@dataclass(frozen=True, eq=False)
class Platform:
    """A family of sites as data, and the way most of them are read; a subclass overrides what differs."""

    description: str
    """What sites these are; the first line says it in a sentence."""
    skins: Mapping[str, Skin] = field(default_factory=dict)
    """The skins of the family by name; a page is read with the first that fits it."""
    fields: Fields = field(default_factory=Fields)
    """The names of what is read from answers that are JSON."""
    marks: tuple[str, ...] = ()
    """CSS selectors of what only this family's pages have (`crawler.platforms.recognition`)."""
    text_marks: tuple[re.Pattern[str], ...] = ()
    """The same as patterns of the page's source, for marks that are no elements."""
    address_marks: tuple[re.Pattern[str], ...] = ()
    """Addresses of articles that say whose they are where the page has no marks."""
    headers: dict[str, str] = field(default_factory=dict)
    """What requests to such a site need besides."""
    front_is_page: bool = True
    """Whether the front page of an issue is its first page; False where it only lists the pages."""
    article_id: re.Pattern[str] = re.compile(r"content_(\w+)\.html?\b")
    """Finds the article's own id in its address; a link that does not match is no article."""
    page_directories: bool = False
    """Whether each page has a directory named by its number, within which its articles are counted."""
    title_attributes: tuple[str, ...] = ()
    """What prints the title of a link of the title list that has no text."""
    cut: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    """What is cut off `page_image` (the suffix of a thumbnail) and `byline`."""
    calendar: str = ""
    """Where the site lists the issues of a month, relative to a front page of it (`{date}` is filled in);
    '' where it does not."""

    @property
    def selectors(self) -> tuple[Skin, ...]:
        """The skins in the order they are tried."""
        return tuple(self.skins.values())

    def with_overrides(self, overrides: Mapping[str, str]) -> Self:
        """The platform with some selectors of its skins replaced by name."""
        changed: dict[str, Any] = dict(overrides)
        return replace(self, skins={name: replace(skin, **changed) for name, skin in self.skins.items()})

    def skin(self, document: Document, *names: str) -> Skin:
        """The skin whose first of the named selectors finds something, else its second …, else the first."""
        for name in names:
            for skin in self.skins.values():
                if document.all(getattr(skin, name)):
                    return skin
        return next(iter(self.skins.values()))

    def pages(self, front_page: Document) -> Navigation:
        """The page navigation of an issue. Raises LayoutChanged when there is none."""
        select = self.skin(front_page, "page_link")
        printed = _printed_date(front_page, select, _comment(front_page, select, "page"))
        return Navigation(
            pages=html.promised_pages(front_page, select.page_link),
            printed_date=printed,
            address_date=None if printed else _address_date(front_page, select),
            number=html.read_issue_number(front_page.first_text(select.issue_number)),
            previous_issue=html.neighbour(front_page, "上一期") if select.neighbours else None,
            next_issue=html.neighbour(front_page, "下一期") if select.neighbours else None,
        )

    def articles(self, page: Document) -> PrintedPage:
        """A page with its title list. Raises LayoutChanged when it has neither title list nor page map."""
        select = self.skin(page, "title_link", "title_list")
        if not page.all(select.title_list):
            raise LayoutChanged(f"neither a title list nor a page map ({select.title_list})")
        label = html.own_label(page, select.page_label)
        comment = _comment(page, select, "page")
        number = label.number or comment.get("pagenum", "")
        parts = page.all(select.part)
        own = html.own_part(page, parts, number) if parts else None
        printed = _printed_date(page, select, comment)
        return PrintedPage(
            number=number,
            name=label.name,
            printed_date=printed,
            address_date=None if printed else _address_date(page, select),
            image_url=self._shortened("page_image", html.page_image(page, select.page_image)),
            pdf_url=self._pdf(page, select, number),
            placements=self._title_list(page, select.title_link, select.area, own),
        )

    def article(self, document: Document) -> PrintedArticle:
        """An article, verbatim. Raises LayoutChanged without a headline or without a place for its text."""
        select = self.skin(document, "headline", "body")
        printed = read_article(document, select, _comment(document, select, "article"))
        if "byline" not in self.cut:
            return printed
        return replace(printed, byline=self._shortened("byline", printed.byline) or "")

    def addresses(self, document: Document) -> Iterator[str]:
        """The addresses, as written, of all a page may lead to: pages, articles, pictures, PDFs, issues."""
        yield from self.own_addresses(document)
        yield from html.addresses_of_issues(document)

    def own_addresses(self, document: Document) -> Iterator[str]:
        """The addresses, as written, of all that is of the same issue: pages, articles, pictures, PDFs."""
        return html.addresses_in(document, self._selectors_of_links())

    def _selectors_of_links(self) -> Iterator[str]:
        for skin in self.skins.values():
            yield from (skin.page_link, skin.title_link, skin.area, skin.page_pdf, skin.entry_pdf)
            yield from (skin.page_image, skin.image)

    def _title_list(
        self, page: Document, title_link: str, area: str = "", within: Element | None = None
    ) -> tuple[Placement, ...]:
        """The placements of a page; of a list of the whole issue, `within` is the page's own part."""
        return html.title_list(page, title_link, area, self._id_of, self.title_attributes, within)

    def _id_of(self, page: Document, href: str) -> str:
        """The id of the article at an address as written; '' where the address is no article's."""
        if (found := self.article_id.search(href)) is None:
            return ""
        return f"{html.directory_of(page.absolute(href))}-{found[1]}" if self.page_directories else found[1]

    def _pdf(self, page: Document, select: Skin, number: str) -> str | None:
        """The page's PDF: at the first of the places that the skin names where there is one."""
        for place in select.pdf:
            if place == "beside_entry":
                entries = self.skin(page, "page_link")
                if self.page_directories:
                    number = html.directory_of(page.url)
                pdf = html.pdf_beside(page, entries.entry_pdf or entries.page_pdf, entries.page_link, number)
            elif place == "own":
                pdf = html.own_pdf(page, select.page_pdf, select.page_link)
            else:
                pdf = html.first_link(page, select.page_pdf)
            if pdf:
                return pdf
        return None

    def _shortened(self, name: str, text: str | None) -> str | None:
        """A field without what `cut` names."""
        return self.cut[name].sub("", text).strip() if text and name in self.cut else text


def _comment(document: Document, select: Skin, kind: str) -> dict[str, str]:
    """The vendor's comment, where it stands in for what a page, or an article, does not print."""
    return read_enpproperty(document) if kind in select.comment else {}


def _printed_date(document: Document, select: Skin, comment: Mapping[str, str]) -> date | None:
    """The date a page prints, else that of its comment, else the one date in a line of its own."""
    printed = read_date(document.first_text(select.issue_date)) or read_date(comment.get("date", "")[:10])
    return printed or html.date_line(document)


def _address_date(document: Document, select: Skin) -> date | None:
    """The date of a page's address (a redirect may lead elsewhere), where the skin says so."""
    return read_date(document.url) if select.date == "address" else None
