"""The family `Html/YYYY-MM-DD/Qpaper.html`, pages `Qpaper_<id>.html`, articles `<id>.html` (FangBao).

A title list may cut the titles (`…`) and puts a dot before them; the article has them whole. Facts:
newspapers_2023.tsv and newspapers_2025.tsv, the publishing program itself (PHP templates), a public crawler
of 当代商报 (2019).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from crawler.platforms.base import Navigation, Platform, PrintedArticle, Selectors
from crawler.platforms.document import Document
from crawler.platforms.links import labelled

_ROWS = Selectors(
    page_link="tr.info1 a[href*='aper'], tr.info2 a[href*='aper'], a[href*='Qpaper']",
    title_list="a[href*='aper']",
    title_link="tr.info1 a, tr.info2 a",
    area="map area",
    page_image="img[usemap]",
    page_pdf="a[href*='.pdf'], a[href*='.PDF']",
    headline="td.title, div.title",
    body="#content, td.content, div.content, div.doccontent",
    image="#content img, td.content img, div.content img, div.doccontent img",
    caption="figcaption",  # none is known; the text around a picture is the article's
)


class Qpaper(Platform):
    """The FangBao e-paper."""

    skins: ClassVar[Mapping[str, Selectors]] = {
        "doc": replace(
            _ROWS,
            page_link="#bancilist li a",
            title_list="#doclist",
            title_link="#doclist li a",
            page_pdf="#map_buttons a.button",
            kicker="#yinti",
            headline="#doctitle",
            subhead="#subdoctitle",
            body="#doccontent",
            image="#doccontent img",
        ),
        "ver": replace(
            _ROWS,
            page_link="div.verpaper li a",
            title_list="div.vertitle",
            title_link="div.vertitle li a",
            headline="div.papertitle",
            byline="div.property",
        ),
        "rows": _ROWS,
    }
    marks = (
        "a[href*='Qpaper'], a[href*='qpaper']",
        "#bancilist, div.verpaper, tr.info1 a[href*='aper']",
        "#doclist, div.vertitle",
        "#doccontent, #doctitle, div.papertitle",
    )
    text_marks = (re.compile(r"\bQpaper(?:_\d+)?\.html\b", re.IGNORECASE),)
    article_id = re.compile(r"(?:^|/)(\d+)\.html?\b")

    def pages(self, front_page: Document) -> Navigation:
        """The page navigation; 上一期 and 下一期 are written for another directory and lead nowhere."""
        return replace(super().pages(front_page), previous_issue=None, next_issue=None)

    def article(self, document: Document) -> PrintedArticle:
        """The article; its line of properties names the author (作者:张三 浏览次数:9)."""
        printed = super().article(document)
        return replace(printed, byline=labelled(printed.byline, "作者"))
