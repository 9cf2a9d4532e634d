"""What the researchers' door hands out: articles as rows of a corpus, and issues as they were printed."""

# ruff: noqa: RUF009 (the calls are dataclasses.field with the sentence of the column)
from __future__ import annotations

import datetime as dt
from collections import namedtuple
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from storage.models import table

Large = int
"""A number that may need more than 32 bits in a release."""


def _means(doc: str) -> Any:
    return field(metadata={"doc": doc})


def _column(of: str, name: str) -> Any:
    return _means(str(table(of).c[name].doc))


@dataclass(frozen=True, slots=True)
class Image:
    """One picture of an article."""

    url: str = _column("images", "url")
    caption: str = _column("images", "caption")
    credit: str = _column("images", "credit")


@dataclass(frozen=True, slots=True)
class Article:
    """One printed article, as a row of a corpus: the fields are the columns of a release, in their order."""

    cite_id: str = _column("articles", "cite_id")
    paper: str = _column("issues", "paper")
    paper_name: str = _column("papers", "name")
    date: dt.date = _column("issues", "date")
    page_number: str = _means("Number of the page (版次) it is first printed on; '' when it was not read.")
    page_name: str = _means("Name of that page (版名); '' when none is printed.")
    kicker: str = _column("articles", "kicker")
    headline: str = _column("articles", "headline")
    subhead: str = _column("articles", "subhead")
    byline: str = _column("articles", "byline")
    authors: tuple[str, ...] = _column("articles", "authors")
    dateline: str = _column("articles", "dateline")
    source: str = _column("articles", "source")
    body: str = _column("articles", "body")
    url: str = _column("articles", "url")
    script: str = _means("hans, hant or mixed: what its characters are in print, whatever script this is in.")
    char_count: int = _column("articles", "char_count")
    reprint_of: str | None = _column("articles", "reprint_of")
    cluster: str | None = _column("articles", "cluster")
    reprints: int = _means("How many other prints of the same text the database holds, in any paper.")
    repairs: tuple[Mapping[str, Any], ...] | None = _means(
        "What restoration changed: field, start, end (in the text as received), observed, restored, kind, "
        "confidence; NULL, not known, for a text the site has since changed."
    )
    reprint_papers: tuple[str, ...] = _means("Slugs of the papers these other prints are in, each once.")
    edition: str = _column("issues", "edition")
    issue_number: str | None = _column("issues", "number")
    page_sequence: int | None = _means(
        "Place of that page in its issue, 1 for the first; NULL when not read."
    )
    position: int | None = _means(
        "Place in the title list of that page, 1 for the first; NULL when not read."
    )
    further_pages: tuple[str, ...] = _means("Numbers of further pages it is printed on.")
    column_name: str = _column("articles", "column_name")
    images: tuple[Image, ...] = _means("Its pictures in order: url, caption, credit.")
    content_key: str | None = _column("articles", "content_key")
    revision: int = _column("articles", "revision")
    first_seen: dt.datetime = _column("articles", "first_seen")
    withdrawn_at: dt.datetime | None = _column("articles", "withdrawn_at")
    continues: str | None = _column("articles", "continues")
    read_by: str = _column("articles", "read_by")
    sha256: str = _means("SHA-256 of the bytes the text was read from, 64 hex digits; '' for none archived.")
    warc: str = _means(
        "WARC file with these bytes, relative to the archive directory; '' where none are archived."
    )
    warc_offset: Large | None = _means("Byte offset of their record in that file; NULL where none is.")
    dateline_place: str = _means("Where it was reported from by the dateline, as printed: 北京; '' for none.")
    dateline_date: dt.date | None = _means(
        "The day its dateline names (7月22日), the last such day that is not after the issue; NULL for none."
    )
    agency: str = _means(
        "The news agencies among its sources in their normal form, 、 between: 新华社 for 新華社; "
        "新华网 is none; '' where none is named. `source` stays as printed."
    )
    is_wire: bool = _means("Whether a news agency is named as its source: `agency` is not empty.")
    front_page: bool | None = _means(
        "Whether one of the pages it is printed on is the first of its issue; NULL when no page was read."
    )
    share_of_page: float | None = _means(
        "Its share of the page it is first printed on, 0 to 1: the area of its polygons by that of the box "
        "around all areas of the page; NULL without a map."
    )
    image_count: int = _means("How many pictures it has.")
    genre: str = _means(
        "体裁, by marks that are printed (the rules stand in pipelines/text/kinds/genres.py): 消息 通讯 "
        "评论 社论 图片新闻 公告 广告; '' where it is not certain."
    )
    page_section: str = _means(
        "Normal form of the page's name, simplified: 要闻 国内 国际 本地 社会 经济 评论 文化 副刊 体育 … "
        "(pipelines/text/data/sections.toml); '' where it is not certain. `page_name` stays as printed."
    )
    province: str = _column("papers", "province")
    paper_level: str = _means(
        "全国, 省, 市 or 县: whose paper it is, by its province and name; '' where these do not say it."
    )
    paper_kind: str = _means(
        "What kind of paper it is by its name: 日报 晚报 晨报 都市报 商报 法治报 …; '' for another name."
    )
    program: str = _means("The program that made this row of what is stored, with its version.")


if TYPE_CHECKING:
    ArticleRow = Article
else:
    ArticleRow = namedtuple("ArticleRow", [each.name for each in fields(Article)])
    """The fields of an `Article` as a tuple: a release reads each once, and a tuple is made in a fifth of
    the time."""


def as_article(row: ArticleRow) -> Article:
    """The article of a row."""
    return Article(*row)  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class Placement:
    """One title on a page, with its article."""

    position: int = _column("placements", "position")
    title: str = _column("placements", "title")
    url: str = _column("placements", "url")
    area: tuple[tuple[tuple[float, float], ...], ...] = _means(
        "Polygons on the page image, each of (x, y) in its pixels; () where the page has no map."
    )
    article: Article | None = _means("The article printed here; None when it is not stored.")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an issue."""

    sequence: int = _column("pages", "sequence")
    number: str = _column("pages", "number")
    name: str = _column("pages", "name")
    url: str = _column("pages", "url")
    image_url: str | None = _column("pages", "image_url")
    pdf_url: str | None = _column("pages", "pdf_url")
    placements: tuple[Placement, ...] = _means("Its title list, in order; () for a page that was not read.")
    is_read: bool = _means("Whether its title list was read; False for a page that is only promised.")


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue as it was printed."""

    paper: str = _column("issues", "paper")
    paper_name: str = _column("papers", "name")
    date: dt.date = _column("issues", "date")
    edition: str = _column("issues", "edition")
    number: str | None = _column("issues", "number")
    page_count: int | None = _column("issues", "page_count")
    url: str | None = _column("issues", "url")
    pages: tuple[Page, ...] = _means("Its pages in print order, those not read among them.")
    unplaced: tuple[Article, ...] = _means("Articles of the issue whose page was not read.")

    @property
    def articles(self) -> tuple[Article, ...]:
        """Its articles in print order, each once."""
        placed = (placement.article for page in self.pages for placement in page.placements)
        found = {article.cite_id: article for article in placed if article is not None}
        return (*found.values(), *self.unplaced)
