"""新京报, 人民邮电报 and others with the same software: `html/YYYY/YYYYMMDD/data.json` lists the whole issue.

A list of pages (`pageNo`, `pageName`, `pageBigImgPath`, `pdfHref`), each with its articles in
`onePageArticleList` (`mainTitle` with <br/>, `articleHref`, `articleAuthor`, `articleColumn`,
`wordNumber`). The article stands in `YYYYMMDD_<pageNo>/<articleHref>`: text in `#ozoom` or `.article-detail
.content`, headline in `#Title` or before the underscore of <title>. 新京报 also gives the text as
`articleContent`; where that is as long as `wordNumber` says, the page is not asked for. Facts: public
crawlers of both papers, 2025–2026.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from crawler.platforms import fields, links, reading
from crawler.platforms.base import Navigation, Platform, PrintedArticle, PrintedPage, Selectors
from crawler.platforms.document import Document, LayoutChanged
from pipelines.text.dates import read_date
from pipelines.text.labels import page_key

_ID = re.compile(r"(?:^|/)(?:[A-Za-z]+_)?\d{8}_(\w+)\.html?$")
"""20231017_A01_01_9090_2104.html: what follows the date."""
_WHOLE = 0.9
"""Least part of `wordNumber` a text must have: papers count punctuation and captions differently."""


class BjNews(Platform):
    """The issue in one list, the articles in pages of their own, or in the list."""

    front_is_page = False
    skins: ClassVar[Mapping[str, Selectors]] = {
        "page": Selectors(
            headline="#Title",
            kicker="#PreTitle",
            body="#ozoom, .article-detail .content",
            image="#ozoom img, .article-detail .content img",
            caption="#ozoom figcaption",  # captions are paragraphs of the text, as far as is known
        )
    }
    text_marks = (re.compile(r'"onePageArticleList"\s*:'),)
    calendar = "../../../period/yearMonthDay.json"

    def pages(self, front_page: Document) -> Navigation:
        """The pages of the list."""
        found = fields.rows(front_page.json(), "data.json")
        pages = fields.promised(
            (number, fields.line(row, "pageName"), f"{front_page.absolute('')}#page-{number}")
            for row in found
            for number in [fields.text(row, "pageNo")]
        )
        first = next((article for row in found for article in _articles_of(row)), {})
        return Navigation(
            pages=pages,
            printed_date=read_date(fields.text(found[0], "issueDate")),
            number=fields.text(first, "issueNumber") or None,
            previous_issue=None,
            next_issue=None,
        )

    def articles(self, page: Document) -> PrintedPage:
        """The page that the address's fragment names."""
        row = _page_of(page, fields.part_of(page, "page"))
        picture, pdf = fields.text(row, "pageBigImgPath"), fields.text(row, "pdfHref")
        return PrintedPage(
            number=fields.text(row, "pageNo"),
            name=fields.line(row, "pageName"),
            printed_date=read_date(fields.text(row, "issueDate")),
            image_url=page.absolute(picture) if picture else None,
            pdf_url=page.absolute(pdf) if pdf else None,
            placements=fields.placements(
                (_id_of(article), fields.line(article, "mainTitle"), _address(page, row, article))
                for article in _articles_of(row)
            ),
        )

    def article(self, document: Document) -> PrintedArticle:
        """The article of the list that the address's fragment names, or that of a page of its own."""
        if "#article-" in document.url:
            return _listed(document, fields.part_of(document, "article"))
        select = self.skin(document, "headline", "body")
        headline = links.printed_text(document, select.headline)
        title, underscore, _ = document.first_text("title").rpartition("_")
        if not headline and not (underscore and title):
            raise LayoutChanged(f"no headline ({select.headline}), and none before an underscore in <title>")
        return PrintedArticle(
            kicker=links.printed_text(document, select.kicker),
            headline=headline or title,
            subhead=links.printed_text(document, select.subhead),
            byline=links.printed_text(document, select.byline),
            column_name=links.printed_text(document, select.column),
            body=reading.body_text(document, select.body, select.image),
            images=reading.pictures(document, select.image, select.caption),
            printed_date=read_date(document.first_text(select.issue_date)),
        )


def _articles_of(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The articles of a page; one without any may have null there."""
    found = row.get("onePageArticleList")
    return [] if found is None else fields.rows(found, "onePageArticleList")


def _id_of(article: dict[str, Any]) -> str:
    found = _ID.search(fields.text(article, "articleHref"))
    return found[1] if found else ""


def _page_of(document: Document, number: str) -> dict[str, Any]:
    for row in fields.rows(document.json(), "data.json"):
        if page_key(fields.text(row, "pageNo")) == page_key(number):
            return row
    raise LayoutChanged(f"no page {number} in data.json")


def _address(page: Document, row: dict[str, Any], article: dict[str, Any]) -> str:
    """Where an article's text stands: in the list itself, or `YYYYMMDD_<pageNo>/<articleHref>`."""
    if _is_whole(article):
        return f"{page.absolute('')}#article-{_id_of(article)}"
    directory = page.absolute("").rsplit("/", 2)[-2]
    return page.absolute(f"{directory}_{fields.text(row, 'pageNo')}/{fields.text(article, 'articleHref')}")


def _is_whole(article: dict[str, Any]) -> bool:
    content = "".join(fields.line(article, "articleContent").split())
    count = fields.text(article, "wordNumber")
    return bool(content) and count.isdecimal() and len(content) >= _WHOLE * int(count)


def _listed(document: Document, source_id: str) -> PrintedArticle:
    for row in fields.rows(document.json(), "data.json"):
        for article in _articles_of(row):
            headline = fields.line(article, "mainTitle")
            if headline and _id_of(article) == source_id:
                content = fields.text(article, "articleContent")
                return PrintedArticle(
                    kicker="",
                    headline=headline,
                    subhead="",
                    byline=fields.line(article, "articleAuthor"),
                    column_name=fields.line(article, "articleColumn"),
                    body=fields.paragraphs(content),
                    images=fields.pictures(document, content),
                    printed_date=read_date(fields.text(article, "articleIssueDate")),
                )
    raise LayoutChanged(f"no article {source_id} with a title in data.json")
