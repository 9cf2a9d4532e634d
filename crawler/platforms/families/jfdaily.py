"""解放日报, two layouts of one database.

Since 2024-12-16 `journal/YYYY-MM-DD/getJournalPage.do?page=01&code=jfrb` gives a page: `object.pagelist` is
the page navigation, `object.articlelist` the title list, which the site itself shows in reverse; the
article is `journal/getJournalPageArticle.do?id=…`. An error is `success: false` with status 200. Until
2024-12-15 `staticsg/data/journal/YYYY-MM-DD/navi.json` lists the issue (`pages`, each with its
`articleList`), the article is `<page>/article/<id>.json` beside it. An article has `title`, `introtitle`,
`subtitle`, `author`, `columns`, `content` with <br/> between paragraphs, and its pictures as JSON within a
text: `pincurls`, with the caption in `ttile`. `points`, the area, is in a form not known. Facts: public
crawlers of both layouts, 2021–2026.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from crawler.platforms import fields
from crawler.platforms.base import Navigation, Platform, PrintedArticle, PrintedPage
from crawler.platforms.document import Document, LayoutChanged
from pipelines.items import ImageItem
from pipelines.text.credits import read_caption
from pipelines.text.dates import read_date
from pipelines.text.labels import page_key

_PAGE = re.compile(r"(?<=[?&]page=)\w+")


class JfDaily(Platform):
    """The calls of both layouts, told apart by their answers."""

    text_marks = (
        re.compile(r'"pincurls"\s*:'),
        re.compile(r'"(?:articlelist|pagelist)"\s*:'),
        re.compile(r'"pages"\s*:\s*\[\s*\{[^{]*"(?:articleList|pname)"\s*:'),
    )

    def pages(self, front_page: Document) -> Navigation:
        """`pagelist`, or `pages`; of a navi.json the second page and those after it are parts of it."""
        found = front_page.json()
        if isinstance(found, dict) and "pages" in found:
            listed = fields.rows(found["pages"], "pages")
            urls = [front_page.absolute("")]
            urls += [f"{urls[0]}#page-{fields.text(row, 'pnumber')}" for row in listed[1:]]
        else:
            answered = _answered(found)
            listed = fields.rows(answered.get("pagelist"), "object.pagelist")
            urls = [_PAGE.sub(fields.text(row, "pnumber"), front_page.absolute("")) for row in listed]
        return Navigation(
            pages=fields.promised(
                (fields.text(row, "pnumber"), fields.line(row, "pname"), url)
                for row, url in zip(listed, urls, strict=False)
            ),
            printed_date=read_date(fields.text(listed[0], "jdate")) if listed else None,
            number=None,
            previous_issue=None,
            next_issue=None,
        )

    def articles(self, page: Document) -> PrintedPage:
        """The title list: that of the answer, or of the page of a navi.json that the address names."""
        found = page.json()
        base = page.absolute("")
        if isinstance(found, dict) and "pages" in found:
            row = _page_of(found, page)
            number = fields.text(row, "pnumber")
            listed = fields.rows(row.get("articleList"), "articleList")
            addresses = [
                page.absolute(f"{number}/article/{fields.text(article, 'id')}.json") for article in listed
            ]
        else:
            answered = _answered(found)
            row = answered.get("page") or {}
            number = fields.text(row, "pnumber") or "".join(parse_qs(urlsplit(base).query).get("page", ()))
            listed = fields.rows(answered.get("articlelist"), "object.articlelist")[::-1]
            addresses = [
                page.absolute(f"../getJournalPageArticle.do?id={fields.text(article, 'id')}")
                for article in listed
            ]
        picture = fields.text(row, "imgurl")
        return PrintedPage(
            number=number,
            name=fields.line(row, "pname"),
            printed_date=read_date(fields.text(row, "jdate")),
            image_url=page.absolute(picture) if picture else None,
            pdf_url=None,
            placements=fields.placements(
                (fields.text(article, "id"), fields.line(article, "title"), url)
                for article, url in zip(listed, addresses, strict=True)
            ),
        )

    def article(self, document: Document) -> PrintedArticle:
        """The answer's `article`."""
        found = document.json()
        row = fields.member(found, "article")
        if row is None:
            row = _answered(found).get("article")
        if not isinstance(row, dict) or not fields.line(row, "title"):
            raise LayoutChanged("no article with a title in the answer")
        return PrintedArticle(
            kicker=fields.line(row, "introtitle"),
            headline=fields.line(row, "title"),
            subhead=fields.line(row, "subtitle"),
            byline=fields.line(row, "author"),
            column_name=fields.line(row, "columns"),
            body=fields.paragraphs(fields.text(row, "content")),
            images=_images(document, fields.text(row, "pincurls")),
            printed_date=read_date(fields.text(row, "jdate")),
        )


def _answered(found: Any) -> dict[str, Any]:
    """What a call answered. Raises LayoutChanged for an error, which comes with status 200."""
    answered = fields.member(found, "object")
    if fields.member(found, "success") is False or not isinstance(answered, dict):
        said = fields.member(found, "errorinfo") or str(found)[:80]
        raise LayoutChanged(f"the call answered without an object: {said}")
    return answered


def _page_of(found: dict[str, Any], page: Document) -> dict[str, Any]:
    listed = fields.rows(found["pages"], "pages")
    if "#" not in page.url and listed:
        return listed[0]
    number = fields.part_of(page, "page")
    for row in listed:
        if page_key(fields.text(row, "pnumber")) == page_key(number):
            return row
    raise LayoutChanged(f"no page {number} in navi.json")


def _images(document: Document, printed: str) -> tuple[ImageItem, ...]:
    """The pictures in `pincurls`. Raises LayoutChanged when that is something, and not a list."""
    try:
        listed = fields.rows(json.loads(printed), "pincurls") if printed else []
    except ValueError as error:
        raise LayoutChanged(f"pincurls is no JSON: {error}") from error
    images: list[ImageItem] = []
    for row in listed:
        caption, credit = read_caption(fields.line(row, "ttile"))
        url = document.absolute(fields.text(row, "url"))
        images.append(ImageItem(len(images) + 1, url, caption, credit or fields.line(row, "author")))
    return tuple(images)
