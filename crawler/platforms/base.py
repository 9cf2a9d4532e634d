"""What a platform is: three pure questions to a page, answered with named selectors.

`pages(front_page)` reads the page navigation, `articles(page)` the title list, `article(document)` an
article. A platform yields no requests and keeps no state: file in, value out. A page that breaks its
promise raises LayoutChanged; an empty answer always means that the page really has nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Self

from crawler.platforms import links, reading
from crawler.platforms.document import Document, LayoutChanged
from pipelines.items import ImageItem, Placement, PromisedPage
from pipelines.text.dates import read_date


@dataclass(frozen=True, slots=True)
class Selectors:
    """The named selectors of a platform (parsel CSS); '' means the platform has none.

    A profile overrides them by name in `[eras.select]`.
    """

    page_link: str = ""
    """Every link of the page navigation (版面导航)."""
    page_label: str = ""
    """The label of the page itself: 第01版：头版."""
    issue_date: str = ""
    """The element that prints the issue's date."""
    issue_number: str = ""
    """The element that prints 期号."""
    title_list: str = ""
    """What a page must have even without articles: its title list (标题导航) or its page map."""
    title_link: str = ""
    """Every link of the title list."""
    area: str = ""
    """The areas of the page map."""
    page_image: str = ""
    """The picture of the whole page."""
    page_pdf: str = ""
    """The link to the page's PDF."""
    kicker: str = ""
    """引题."""
    headline: str = ""
    """主题."""
    subhead: str = ""
    """副题."""
    byline: str = ""
    """署名."""
    column: str = ""
    """栏目."""
    lines: str = ""
    """Lines that their place explains: the kicker before the headline, subhead and byline after it."""
    body: str = ""
    """The container of the article's text."""
    image: str = ""
    """The article's pictures."""
    caption: str = ""
    """图说; '' where a caption stands in the row below its picture."""


@dataclass(frozen=True, slots=True)
class Navigation:
    """What a front page says about its issue."""

    pages: tuple[PromisedPage, ...]
    printed_date: date | None
    number: str | None
    previous_issue: str | None
    """Address behind 上一期, None where it has no href."""
    next_issue: str | None


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """What a page says about itself, with its title list."""

    number: str
    """'' where the page does not print it."""
    name: str
    printed_date: date | None
    image_url: str | None
    pdf_url: str | None
    placements: tuple[Placement, ...]


@dataclass(frozen=True, slots=True)
class PrintedArticle:
    """An article, verbatim."""

    kicker: str
    headline: str
    subhead: str
    byline: str
    column_name: str
    body: str
    images: tuple[ImageItem, ...]
    printed_date: date | None


class Platform:
    """The way most platforms answer; a subclass overrides one of the three questions, or none."""

    skins: ClassVar[Mapping[str, Selectors]] = {}
    """The named selectors of each skin of the family, by its name; a page is read with those that fit it."""
    marks: ClassVar[tuple[str, ...]] = ()
    """CSS selectors of what only this family's pages have (`crawler.platforms.recognition`)."""
    text_marks: ClassVar[tuple[re.Pattern[str], ...]] = ()
    """The same as patterns of the page's source, for marks that are no elements."""
    headers: ClassVar[dict[str, str]] = {}
    """What requests to such a site need besides."""
    front_is_page: ClassVar[bool] = True
    """Whether the front page of an issue is its first page; False where it only lists the pages."""
    article_id: ClassVar[re.Pattern[str]] = re.compile(r"content_(\w+)\.html?\b")
    """Finds the article's own id in its address; a link that does not match is no article."""
    title_attributes: ClassVar[tuple[str, ...]] = ()
    """What prints the title of a link of the title list that has no text."""
    calendar: ClassVar[str] = ""
    """Where the site lists the issues of a month, relative to a front page of it (`{date}` is filled in);
    '' where it does not."""

    def __init__(self, skins: tuple[Selectors, ...]) -> None:
        self.selectors = skins

    @classmethod
    def with_overrides(cls, overrides: Mapping[str, str]) -> Self:
        """The platform with the selectors of its skins, some of them replaced by name."""
        return cls(
            tuple(replace(skin, **overrides) for skin in cls.skins.values()) or (Selectors(**overrides),)
        )

    def skin(self, document: Document, *names: str) -> Selectors:
        """The selectors of the skin whose first of the named finds something, else its second …, else those
        of the first skin."""
        for name in names:
            for skin in self.selectors:
                if document.all(getattr(skin, name)):
                    return skin
        return self.selectors[0]

    def pages(self, front_page: Document) -> Navigation:
        """The page navigation of an issue. Raises LayoutChanged when there is none."""
        select = self.skin(front_page, "page_link")
        return Navigation(
            pages=reading.promised_pages(front_page, select.page_link),
            printed_date=read_date(front_page.first_text(select.issue_date)),
            number=reading.read_issue_number(front_page.first_text(select.issue_number)),
            previous_issue=links.neighbour(front_page, "上一期"),
            next_issue=links.neighbour(front_page, "下一期"),
        )

    def articles(self, page: Document) -> PrintedPage:
        """A page with its title list. Raises LayoutChanged when it has neither title list nor page map."""
        select = self.skin(page, "title_link", "title_list")
        if not page.all(select.title_list):
            raise LayoutChanged(f"neither a title list nor a page map ({select.title_list})")
        label = reading.own_label(page, select.page_label)
        return PrintedPage(
            number=label.number,
            name=label.name,
            printed_date=read_date(page.first_text(select.issue_date)),
            image_url=reading.page_image(page, select.page_image),
            pdf_url=reading.own_pdf(page, select.page_pdf, select.page_link),
            placements=reading.title_list(
                page, select.title_link, select.area, self.article_id, self.title_attributes
            ),
        )

    def article(self, document: Document) -> PrintedArticle:
        """An article, verbatim. Raises LayoutChanged without a headline or without a place for its text."""
        select = self.skin(document, "headline", "body")
        headline = links.printed_text(document, select.headline)
        if not headline:
            raise LayoutChanged(f"no headline ({select.headline})")
        return PrintedArticle(
            kicker=links.printed_text(document, select.kicker),
            headline=headline,
            subhead=links.printed_text(document, select.subhead),
            byline=links.printed_text(document, select.byline),
            column_name=document.first_text(select.column),
            body=reading.body_text(document, select.body, select.image),
            images=reading.pictures(document, select.image, select.caption),
            printed_date=read_date(document.first_text(select.issue_date)),
        )
