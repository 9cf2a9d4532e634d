"""解放日报: two layouts of one database, told apart by their answers."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from crawler.platforms import jsonrows
from crawler.platforms.base import Navigation, Platform, PrintedArticle, PrintedPage
from crawler.platforms.document import Document, LayoutChanged
from crawler.platforms.jsonrows import PageFields, Row
from pipelines.items import ImageItem
from pipelines.text.credits import read_caption
from pipelines.text.dates import read_date

_PAGE = re.compile(r"(?<=[?&]page=)\w+")


class JfDaily(Platform):
    """A call for each page since 2024-12-16; a navi.json for each issue before."""

    def pages(self, front_page: Document) -> Navigation:
        """`pagelist`, or `pages`; of a navi.json the second page and those after it are parts of it."""
        found, names, base = front_page.json(), self.fields.page, front_page.absolute("")
        if isinstance(found, dict) and "pages" in found:
            listed = jsonrows.rows(found["pages"], "pages")
            parts = jsonrows.parts(jsonrows.text(row, names.number) for row in listed)
            urls = [base, *(f"{base}#page-{part}" for part in parts[1:])]
        else:
            listed = jsonrows.rows(_answered(found).get("pagelist"), "object.pagelist")
            urls = [_PAGE.sub(jsonrows.text(row, names.number), base) for row in listed]
        return Navigation(
            jsonrows.promised(
                (jsonrows.text(row, names.number), jsonrows.line(row, names.name), url)
                for row, url in zip(listed, urls, strict=False)
            ),
            printed_date=read_date(jsonrows.text(listed[0], names.date)) if listed else None,
        )

    def articles(self, page: Document) -> PrintedPage:
        """The title list: that of the answer, or of the page of a navi.json that the address names."""
        found, names, asked = page.json(), self.fields.page, ""
        if isinstance(found, dict) and "pages" in found:
            row = _page_of(found, page, names)
            listed = jsonrows.rows(row.get("articleList"), "articleList")
            address = f"{jsonrows.text(row, names.number)}/article/{{}}.json"
        else:
            answered = _answered(found)
            asked = "".join(parse_qs(urlsplit(page.absolute("")).query).get("page", ()))
            row = answered.get("page") or {}
            listed = jsonrows.rows(answered.get("articlelist"), "object.articlelist")[::-1]
            address = "../getJournalPageArticle.do?id={}"
        placements = jsonrows.title_list(
            listed,
            self.fields.placement,
            lambda article: page.absolute(address.format(jsonrows.text(article, self.fields.placement.id))),
        )
        printed = jsonrows.printed_page(page, row, names, placements)
        return replace(printed, number=printed.number or asked)

    def article(self, document: Document) -> PrintedArticle:
        """The answer's `article`."""
        found = document.json()
        row = jsonrows.member(found, "article")
        if row is None:
            row = _answered(found).get("article")
        if not isinstance(row, dict) or not jsonrows.line(row, self.fields.article.headline):
            raise LayoutChanged("no article with a title in the answer")
        pictures = _images(document, jsonrows.text(row, "pincurls"))
        return jsonrows.printed_article(row, self.fields.article, pictures)


def _answered(found: Any) -> Row:
    """What a call answered. Raises LayoutChanged for an error, which comes with status 200."""
    answered = jsonrows.member(found, "object")
    if jsonrows.member(found, "success") is False or not isinstance(answered, dict):
        said = jsonrows.member(found, "errorinfo") or str(found)[:80]
        raise LayoutChanged(f"the call answered without an object: {said}")
    return answered


def _page_of(found: Row, page: Document, names: PageFields) -> Row:
    listed = jsonrows.rows(found["pages"], "pages")
    if "#" not in page.url and listed:
        return listed[0]
    part = jsonrows.part_of(page, "page")
    if (row := jsonrows.same_page(listed, names, part)) is None:
        raise LayoutChanged(f"no page {part} in navi.json")
    return row


def _images(document: Document, printed: str) -> tuple[ImageItem, ...]:
    """The pictures in `pincurls`. Raises LayoutChanged when that is something, and not a list."""
    try:
        listed = jsonrows.rows(json.loads(printed), "pincurls") if printed else []
    except ValueError as error:
        raise LayoutChanged(f"pincurls is no JSON: {error}") from error
    images: list[ImageItem] = []
    for row in listed:
        caption, credit = read_caption(jsonrows.line(row, "ttile"))
        url = document.absolute(jsonrows.text(row, "url"))
        images.append(ImageItem(len(images) + 1, url, caption, credit or jsonrows.line(row, "author")))
    return tuple(images)
