"""A newspaper issue as a site in the markup of the platform `founder`: markup real, text invented.

These are the values; `printing.find` and `printing.render` make the site of one. What the traps look like
is decided in `page_markup` and `article_markup`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day
from typing import Literal

Polygon = tuple[tuple[int, int], ...]
Skin = Literal["table", "list"]

PICTURE_WIDTH, PICTURE_HEIGHT = 350, 500
"""Size of every page picture in pixels; the areas lie on it."""


@dataclass(frozen=True, slots=True)
class FacsimileImage:
    """One picture of an article."""

    src: str
    """File name below the issue's picture directory."""
    caption: str = ""
    """The caption as it must be read."""
    credit: str = ""
    """The photographer as it must be read."""
    printed: str = ""
    """The whole caption row as printed; '' = the caption, and `credit 摄` after an ideographic space."""

    @property
    def row(self) -> str:
        """The text of the row under the picture."""
        credit = f"　{self.credit} 摄" if self.credit else ""
        return self.printed or self.caption + credit


@dataclass(frozen=True, slots=True)
class Written:
    """How the markup of one article differs from the plain case."""

    title: Literal["td", "founder-title", "cdata", "comment"] = "td"
    """Where the headline stands."""
    body: Literal["p", "P", "div", "br", "bare"] = "p"
    """What the paragraphs are made of."""
    rows: Literal["all", "no_author", "dropped"] = "all"
    """All four title rows, without the last, or the empty ones left out."""
    headline: str = ""
    """The headline row where it differs from the headline to be read (letter-spaced, with <br>)."""
    listed: str = ""
    """The entry in the first title list where it differs from the headline."""
    comment_title: str = ""
    """The enpproperty comment's title where it is stale."""
    query: str = ""
    """What follows content_N.htm in the links: '?div=-1'."""
    areas: int = 1
    """How many polygons the article owns on a page."""
    indent: str = "　　"
    """What stands before every paragraph."""


@dataclass(frozen=True, slots=True)
class FacsimileArticle:
    """One article: the fields are the truth, as the crawler must read them."""

    source_id: str
    headline: str
    paragraphs: tuple[str, ...] = ()
    kicker: str = ""
    subhead: str = ""
    byline: str = ""
    images: tuple[FacsimileImage, ...] = ()
    authors: tuple[str, ...] = ()
    """Names to be read from byline, dateline and last line (not rendered by itself)."""
    dateline: str = ""
    """电头 to be read from the first paragraph (not rendered by itself)."""
    source: str = ""
    """来源 to be read from the text (not rendered by itself)."""
    written: Written = Written()

    @property
    def href(self) -> str:
        """The link to the article from its own issue directory."""
        return f"content_{self.source_id}.htm{self.written.query}"

    @property
    def title(self) -> str:
        """The entry in the first title list, as it must be read there (a line break is a space)."""
        return (self.written.listed or self.headline).replace("<br>", " ")

    @property
    def printed_headline(self) -> str:
        """The headline before letter-spacing is undone (a line break is a space)."""
        return (self.written.headline or self.headline).replace("<br>", " ")


@dataclass(frozen=True, slots=True)
class FacsimilePage:
    """One page of the issue."""

    number: str
    name: str
    node: int
    """N of node_N.htm."""
    articles: tuple[FacsimileArticle, ...] = ()
    """The title list; an article on two pages is named by both."""
    advertisements: tuple[str, ...] = ()
    """Ids behind entries that read 广告: no articles."""
    digest: tuple[FacsimileArticle, ...] = ()
    """Articles of other pages that a box on this page (今日关注) links."""
    labels: tuple[str, str] = ("", "")
    """Entries of the first and second page list, `{number}` `{name}` `{int}` to be filled; '' = the usual."""


@dataclass(frozen=True, slots=True)
class FacsimileIssue:
    """One issue of an invented or imitated newspaper."""

    paper: str
    """The nameplate."""
    code: str
    """Latin letters in the names of pictures and PDFs."""
    date: Day
    pages: tuple[FacsimilePage, ...]
    printed_date: Day | None = None
    """The date that the pages print, where it is not the one of the address."""
    previous: Day | None = None
    """上一期 (with an address in the table skin only)."""
    following: Day | None = None
    """下一期; None: this is the newest issue."""
    notice: str = "样张：本页仿照报纸数字版的网页结构，文字系虚构。Facsimile: real markup, invented text."
    title_list: bool = True
    """False: pages come without their title list, as a broken publishing run leaves them."""

    @property
    def shown(self) -> Day:
        """The date that is printed."""
        return self.printed_date or self.date

    def article(self, source_id: str) -> tuple[FacsimileArticle, FacsimilePage] | None:
        """The article and the first page it stands on."""
        for page in self.pages:
            for article in page.articles:
                if article.source_id == source_id:
                    return article, page
        return None


def areas(page: FacsimilePage) -> dict[str, tuple[Polygon, ...]]:
    """The polygons of every article (and advertisement) of a page, by id, in picture pixels.

    Every entry has a horizontal strip; an article with n areas has the strip cut in n, the last of
    them six-cornered.
    """
    entries = [(article.source_id, article.written.areas) for article in page.articles]
    entries += [(advertisement, 1) for advertisement in page.advertisements]
    height = PICTURE_HEIGHT // max(len(entries), 1)
    result: dict[str, tuple[Polygon, ...]] = {}
    for row, (source_id, count) in enumerate(entries):
        top, bottom = row * height + 5, (row + 1) * height - 5
        width = PICTURE_WIDTH // max(count, 1)
        polygons: list[Polygon] = []
        for column in range(count):
            left, right = column * width + 4, (column + 1) * width - 4
            corners: Polygon = ((left, top), (right, top), (right, bottom), (left, bottom))
            if column and column == count - 1:
                middle = (top + bottom) // 2
                corners = (*corners[:3], (left + 20, bottom), (left + 20, middle), (left, middle))
            polygons.append(corners)
        result[source_id] = tuple(polygons)
    return result


def picture_path(issue: FacsimileIssue, page: FacsimilePage, ending: str) -> str:
    """Where the page's picture (`_b.jpg`) or PDF (`.pdf`) lies, below the site's base."""
    day = issue.date
    return f"images/{day:%Y-%m/%d}/{page.number}/{issue.code}{day:%Y%m%d}{page.number}{ending}"


def image_path(issue: FacsimileIssue, src: str) -> str:
    """Where the picture `src` of an article lies, below the site's base."""
    return f"res/{issue.date:%Y-%m/%d}/{src}"
