"""The family `YYYY/YYYYMMDD/YYYYMMDD_NNN/YYYYMMDD_NNN.html`, articles `YYYYMMDD_NNN_k.htm`.

The issue's pages are listed in `YYYYMMDD_plist.htm`, in a frame; a page itself knows them only as a script's
`banciArray="001,002"`. 农民日报 has its titles in table rows whose script leads on, 检察日报 and 福州日报 in
the page map only. 检察日报 and 福州日报 are GBK. Facts: newspapers_2023.tsv and newspapers_2025.tsv, public
crawlers of 农民日报 (2020, 2021), 检察日报 (2026) and 福州日报 (2020, 2024).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from crawler.platforms.base import Navigation, Platform, PrintedArticle, Selectors
from crawler.platforms.document import Document, LayoutChanged, paragraphs_of
from crawler.platforms.families.founder_article import rows_around
from pipelines.items import PromisedPage

_ROWS = Selectors(
    page_link="div.bancititle a",
    page_label=":has(> #curbanci), td[width='202']",
    issue_date="span.default",
    title_list="tr.items, map, #curbanci",
    title_link="tr.items",
    area="map area",
    page_image="img#imageth, img[usemap]",
    page_pdf="a[onclick*='.pdf']",
    headline="td.font01, h1",
    lines="td.font02",
    body="td.font6",
    image="td.font6 img",
    caption="figcaption",  # none is known; the text around a picture is the article's
)


class YmdNnn(Platform):
    """The e-paper whose addresses are dates and page numbers."""

    skins: ClassVar[Mapping[str, Selectors]] = {
        "items": _ROWS,
        "zone": replace(
            _ROWS,
            title_link="map area",
            headline="div.css_yt h3",
            lines="",
            body="#zhenwenzone",
            image="#zhenwenzone img, div[align='center'] > p img",
        ),
        "areas": replace(_ROWS, title_link="map area"),
    }
    marks = (
        "div.bancititle, tr.items",
        "#curbanci, area.areablock, map[name='map_of_yyb']",
        "#zhenwenzone",
        # Founder's cell of this class holds pictures only.
        "td.font6 p",
        "td.font6 > span, td.font6 > #ozoom",
        "body:has(td.font01) td.font6 p",
    )
    text_marks = (re.compile(r"\b\d{8}_[A-Z]?\d{2,3}_\d+\.htm|\bbanciArray\b"),)
    front_is_page = False
    article_id = re.compile(r"\b(\d{8}_\w+?_\d+)\.html?\b")
    title_attributes = ("title", "name")

    def pages(self, front_page: Document) -> Navigation:
        """The list of pages; of a page, what its script knows of the others."""
        try:
            return super().pages(front_page)
        except LayoutChanged as error:
            found = re.search(r"\bbanciArray\s*=\s*['\"]([^'\"]+)['\"]", front_page.text)
            own = re.search(r"\d{8}_(\w+)(?=/\d{8}_\1\.html?)", front_page.url)
            if found is None or own is None:
                raise LayoutChanged(f"{error}, no banciArray") from error
            numbers = [number for each in found[1].split(",") if (number := each.strip())]
            return Navigation(_pages_by_number(front_page.url, own[1], numbers), None, None, None, None)

    def article(self, document: Document) -> PrintedArticle:
        """The article; kicker, subhead and byline by their place around the headline.

        The cell of the text may hold a box (`#ozoom`) that is no part of it.
        """
        printed = super().article(document)
        select = self.skin(document, "headline", "body")
        kicker, subhead, byline = rows_around(document.all(select.headline), document.all(select.lines), {})
        boxes = [box for box in document.all("#ozoom") if next(box.iterancestors("td"), None) is not None]
        texts = [paragraphs_of(cell, boxes) for cell in document.all(select.body)]
        return replace(
            printed,
            kicker=printed.kicker or kicker,
            subhead=printed.subhead or subhead,
            byline=printed.byline or byline,
            body=max(texts, key=len, default="") or printed.body,
        )


def _pages_by_number(url: str, own: str, numbers: list[str]) -> tuple[PromisedPage, ...]:
    """The pages beside the one at `url`, whose number is `own`; `001` is printed 01."""
    return tuple(
        PromisedPage(
            sequence,
            number[1:] if re.fullmatch(r"0\d\d", number) else number,
            "",
            re.sub(rf"(?<=\d{{8}}_){own}(?=[/.])", number, url),
        )
        for sequence, number in enumerate(numbers, start=1)
    )
