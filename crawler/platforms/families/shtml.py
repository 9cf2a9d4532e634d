"""The family `shtml/<code>/YYYYMMDD/vNN.shtml` (front page also `index.shtml`), articles `<id>.shtml`.

One publishing system under many skins. Some links have no href but a script (`gourl('…', '_top')`,
`window.open('…','_self')`). Pages are UTF-8 or GBK. Facts: newspapers_2023.tsv and newspapers_2025.tsv,
public crawlers of 山西日报 (2017), 华商报, 家庭与生活报 and 市场导报 (2024).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from crawler.platforms import reading
from crawler.platforms.base import Platform, PrintedPage, Selectors
from crawler.platforms.document import Document

_ANY = Selectors(
    # What is known of every skin: how the addresses look.
    page_link="a[href^='v'][href$='.shtml'], a[href*='/v'][href$='.shtml']",
    title_list="a[href$='.shtml']",
    title_link="a[href$='.shtml']:not([href^='v']):not([href*='/v']):not([href*='index'])",
    area="map area",
    headline="div.con4 h3",
    body="div.con4 div.con3",
    image="div.con4 div.con3 img",
    caption="figcaption",  # none is known; the text around a picture is the article's
)
_NAV = replace(
    _ANY,
    page_link="div.pageNav ul li a",
    title_list="div.titleNav",
    title_link="div.titleNav ul li a",
    page_image="div#paperPage img",
    headline="h1",
    body="#content_div, #art:not(:has(#content_div))",
    image="#art img",
)


class Shtml(Platform):
    """The e-papers below `shtml/`."""

    skins: ClassVar[Mapping[str, Selectors]] = {
        "list": replace(
            _ANY,
            page_link="ul.conRList li a[href*='.shtml']",
            title_list="ul.conMItemList",
            title_link="ul.conMItemList li a",
            page_pdf="ul.conRList a[href*='.pdf']",
            headline=".detConTit",
            body="div.details, .detailsWrap",
            image="div.detPic img, div.details img, .detailsWrap img",
        ),
        "detail": replace(
            _NAV, headline="div.detailCon h1", image="#article_img_marquee img, #content_div img"
        ),
        "scroll": replace(
            _ANY,
            page_link="div#scrollDiv a, div.banlist li a",
            title_list="dl.Rcon, div.articleTitle",
            title_link="dl.Rcon dd a, div.articleTitle ul li a",
            page_image="img#imgPage, td.border div img",
            headline="div.f-20, #DivDisplay > div > strong",
            body="div.height-25, div:has(> p[align='left']), #DivDisplay:not(:has(div.height-25))",
            image="div.height-25 img, div.swiper-slide img",
        ),
        "table": replace(
            _ANY,
            page_link="td.info3",
            title_list="td.info1, td.info2, td.info3",
            title_link="td.info1, td.info2",
            page_image="td.style img",
            page_pdf="table#Table9 a[href*='.pdf']",
            headline="td[height='40']",
            body="#copytext",
            image="#copytext img",
        ),
        "morning": replace(
            _ANY,
            page_link="div.nor.current ul li a",
            title_list="div#bm2",
            title_link="div#bm2 ul li a",
            page_image="div#bm img",
            headline="div.atitle h1",
            body="div.acon",
            image="div#NewsPic img, div.acon img",
        ),
        "nav": _NAV,
        "any": _ANY,
    }
    marks = (
        "ul.conRList, div.pageNav, div#scrollDiv, div.nor.current",
        "ul.conMItemList, div.titleNav, dl.Rcon, div#bm2",
        ".detConTit, #content_div, div.f-20, div.atitle",
    )
    text_marks = (re.compile(r"\bshtml/\w+/\d{8}/|\bv[A-Za-z]?\d+\.shtml\b"),)
    article_id = re.compile(r"(?:^|/)(\d+)\.s?html?\b")

    def articles(self, page: Document) -> PrintedPage:
        """The title list; some skins have the page's PDF beside its entry of the page list."""
        printed = super().articles(page)
        select = self.skin(page, "page_link")
        beside = reading.pdf_beside(page, select.page_pdf, select.page_link, printed.number)
        return replace(printed, pdf_url=beside or printed.pdf_url)
