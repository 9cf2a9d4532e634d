"""解放军报 and 中国国防报 on 81.cn: `_szb/<code>/YYYY/MM/DD/index.json` holds the whole issue with its texts.

`paperInfo` lists the pages (`paperNumber`, `paperBk`, `paperImg`, `paperPDF`), each with its articles in
`xyList` (`id`, `title`, `title2`, `guideTitle`, `author`, `content` as HTML). `point`, an article's area,
is in percent of the picture, not in its pixels, and not read. Facts: public crawlers of the paper,
2024–2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from crawler.platforms import fields
from crawler.platforms.base import Navigation, Platform, PrintedArticle, PrintedPage
from crawler.platforms.document import Document, LayoutChanged
from pipelines.text.dates import read_date
from pipelines.text.labels import page_key


class Pla(Platform):
    """One answer for a whole issue: its pages and articles are parts of it."""

    front_is_page = False
    text_marks = (re.compile(r'"xyList"\s*:'), re.compile(r'"paperBk"\s*:'))

    def pages(self, front_page: Document) -> Navigation:
        """The pages of `paperInfo`."""
        infos = _pages_of(front_page)
        return Navigation(
            pages=fields.promised(
                (number, fields.line(info, "paperBk"), f"{front_page.absolute('')}#page-{number}")
                for info in infos
                for number in [fields.text(info, "paperNumber")]
            ),
            printed_date=read_date(fields.text(infos[0], "paperData")),
            number=None,
            previous_issue=None,
            next_issue=None,
        )

    def articles(self, page: Document) -> PrintedPage:
        """The page of `paperInfo` that the address's fragment names."""
        number = fields.part_of(page, "page")
        info = next(
            (
                info
                for info in _pages_of(page)
                if page_key(fields.text(info, "paperNumber")) == page_key(number)
            ),
            None,
        )
        if info is None:
            raise LayoutChanged(f"no page {number} in paperInfo")
        picture, pdf = fields.text(info, "paperImg"), fields.text(info, "paperPDF")
        return PrintedPage(
            number=fields.text(info, "paperNumber"),
            name=fields.line(info, "paperBk"),
            printed_date=read_date(fields.text(info, "paperData")),
            image_url=page.absolute(picture) if picture else None,
            pdf_url=page.absolute(pdf) if pdf else None,
            placements=fields.placements(
                (source_id, fields.line(row, "title"), f"{page.absolute('')}#article-{source_id}")
                for row in _articles_of(info)
                for source_id in [fields.text(row, "id")]
            ),
        )

    def article(self, document: Document) -> PrintedArticle:
        """The article of `xyList` that the address's fragment names."""
        source_id = fields.part_of(document, "article")
        for info in _pages_of(document):
            for row in _articles_of(info):
                if fields.text(row, "id") == source_id and fields.line(row, "title"):
                    return _printed(document, info, row)
        raise LayoutChanged(f"no article {source_id} with a title in any xyList")


def _pages_of(document: Document) -> list[dict[str, Any]]:
    infos = fields.rows(fields.member(document.json(), "paperInfo"), "paperInfo")
    if not infos:
        raise LayoutChanged("paperInfo is empty")
    return infos


def _articles_of(info: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows of xyList; a page without articles may have null there."""
    if info.get("xyList") is not None:
        yield from fields.rows(info["xyList"], "xyList")


def _printed(document: Document, info: dict[str, Any], row: dict[str, Any]) -> PrintedArticle:
    content = fields.text(row, "content")
    return PrintedArticle(
        kicker=fields.line(row, "guideTitle"),
        headline=fields.line(row, "title"),
        subhead=fields.line(row, "title2"),
        byline=fields.line(row, "author"),
        column_name="",
        body=fields.paragraphs(content),
        images=fields.pictures(document, content),
        printed_date=read_date(fields.text(info, "paperData")),
    )
