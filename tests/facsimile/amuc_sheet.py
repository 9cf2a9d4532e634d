"""What all sites of 方正翔宇 have in common: addresses, links, the page map, the comment."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from uuid import NAMESPACE_URL, uuid5

from crawler.demo.newsstand import Resource
from tests.facsimile.press import FacsimileArticle, FacsimileImage, FacsimileIssue, FacsimilePage, areas


@dataclass(frozen=True)
class Site:
    """A skin, and its site's addresses."""

    page: str
    """Template of a page's address below the base."""
    article: str
    """Template of an article's address."""
    index: Callable[[Sheet], str]
    """The body of a page."""
    text: Callable[[Sheet, FacsimileArticle], str]
    """The body of an article."""


@dataclass(frozen=True)
class Sheet:
    """A page being printed."""

    site: Site
    issue: FacsimileIssue
    own: FacsimilePage
    here: str
    """Address of the document."""

    def link(self, path: str) -> str:
        """An address below the base, relative to the document."""
        return posixpath.relpath(path, posixpath.dirname(self.here))

    def page_href(self, page: FacsimilePage) -> str:
        return self.link(page_path(self.site, self.issue, page))

    def article_href(self, source_id: str) -> str:
        return self.link(article_path(self.site, self.issue, source_id))

    def pages(self, entry: str) -> str:
        """The page list: an entry each, with {href} {number} {name} {pdf}."""
        return "\n".join(
            entry.format(
                href=self.page_href(page),
                number=page.number,
                name=page.name,
                pdf=self.link(pdf_path(self.issue, page)),
            )
            for page in self.issue.pages
        )

    def titles(self, entry: str, page: FacsimilePage | None = None) -> str:
        """The title list: an entry each, with {href} {title}; advertisements read 广告."""
        page = page or self.own
        listed = [(article.source_id, article.title) for article in page.articles]
        listed += [(advertisement, "广告") for advertisement in page.advertisements]
        return "\n".join(
            entry.format(href=self.article_href(source_id), title=escape(title))
            for source_id, title in listed
        )

    def title_list(self, entry: str, around: str) -> str:
        """The title list in its element (`{}`), and in the same markup a box of other pages' articles."""
        own = around.format(self.titles(entry))
        if not self.own.digest:
            return own
        others = replace(self.own, articles=self.own.digest, advertisements=())
        return f'{own}<div class="jrgz"><h4>今日关注</h4>{around.format(self.titles(entry, others))}</div>'

    def map(self, attributes: str = "") -> str:
        """The page's map with its picture's thumbnail; an article without a box has coords="null"."""
        drawn = "".join(
            f'<area shape="polygon" coords="{coords}" href="{self.article_href(source_id)}" {attributes}/>'
            for source_id, polygons in areas(self.own).items()
            for coords in ("null", *(",".join(f"{x}.0,{y}.0" for x, y in shape) for shape in polygons))
        )
        picture = self.link(picture_path(self.issue, self.own))
        return (
            f'<img class="preview" src="{picture}.1" usemap="#PagePicMap"/>'
            f'<map name="PagePicMap">{drawn}</map>'
        )

    @property
    def pdf(self) -> str:
        return self.link(pdf_path(self.issue, self.own))

    def figures(self, article: FacsimileArticle, entry: str) -> str:
        """The pictures of an article, with {src} {row}."""
        return "".join(
            entry.format(src=self.link(image_path(self.issue, image)), row=escape(image.row))
            for image in article.images
        )

    def comment(self, article: FacsimileArticle) -> str:
        return (
            f"<!--enpproperty <date>{self.issue.date} 00:00:00:0</date><author>{article.byline}</author>"
            f"<title>{escape(article.headline)}</title><subtitle>{article.subhead}</subtitle><introtitle>"
            f"{article.kicker}</introtitle><keyword></keyword><id>{article.source_id}</id><siteid>1</siteid>"
            f"<nodeid>11</nodeid><nodename>{self.issue.paper}</nodename><channel>3</channel>"
            f"<url>http://example.org/{self.here}</url>/enpproperty-->"
        )


def page_path(site: Site, issue: FacsimileIssue, page: FacsimilePage) -> str:
    return site.page.format(date=issue.date, number=page.number)


def article_path(site: Site, issue: FacsimileIssue, source_id: str) -> str:
    return site.article.format(date=issue.date, id=source_id)


def picture_path(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"pic/{issue.date:%Y%m/%d}/{uuid5(NAMESPACE_URL, page.number)}.jpg"


def pdf_path(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"attachment/{issue.date:%Y%m/%d}/{uuid5(NAMESPACE_URL, page.number)}.pdf"


def image_path(issue: FacsimileIssue, image: FacsimileImage) -> str:
    return f"pic/{issue.date:%Y%m/%d}/{uuid5(NAMESPACE_URL, image.src)}.jpg"


def find(site: Site, issue: FacsimileIssue, path: str) -> Resource | None:
    """What the site has under a path."""
    frame = (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>{}</title></head><body>{}</body></html>{}'
    )
    for page in issue.pages:
        sheet = Sheet(site, issue, page, path)
        if path == page_path(site, issue, page):
            return "text/html", frame.format(issue.paper, site.index(sheet), "").encode()
        for article in page.articles:
            if path == article_path(site, issue, article.source_id):
                body = site.text(sheet, article)
                return "text/html", frame.format(issue.paper, body, sheet.comment(article)).encode()
    return None
