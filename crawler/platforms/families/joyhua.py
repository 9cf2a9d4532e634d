"""The family `YYYYMMDD/html/index.htm, page_01.htm, content_ID.htm` (joyhua.cn and own domains).

The first page is `index.htm`. The page list has the PDF of each page beside its name. Above and below the
headline (`bmnr_con_biaoti`) stand lines of one class (`bmnr_con_yinti`): kicker or subhead by their place.
Facts: newspapers_2023.tsv and newspapers_2025.tsv, public crawlers of 延安日报 (2019), 南宁日报 (2021),
池州日报, 天中晚报 (2023) and 天门日报 (2024).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from crawler.platforms import links, reading
from crawler.platforms.base import Navigation, Platform, PrintedPage, Selectors
from crawler.platforms.document import Document, LayoutChanged
from pipelines.items import PromisedPage

_BMNR = Selectors(
    page_link="a.bmml_con_div_name, dd.sub1 div a",
    page_label="div.b_bot",
    title_list=".bmdh_con, .bmdh_con_div, a.bmdh_con_a",
    title_link="a.bmdh_con_a",
    page_pdf="a.bmml_con_div_pic, div.download_pdf a",
    kicker=".bmnr_con_yinti:has(~ .bmnr_con_biaoti)",
    headline=".bmnr_con_biaoti",
    subhead=".bmnr_con_futi, .bmnr_con_biaoti ~ .bmnr_con_yinti",
    body="#zoom, .bmnr_con_con",
    image="#zoom img, .bmnr_con_con img",
    caption="figcaption",  # none is known; the text around a picture is the article's
)


class Joyhua(Platform):
    """The e-paper that hosts at joyhua.cn."""

    skins: ClassVar[Mapping[str, Selectors]] = {
        "bmnr": _BMNR,
        "tit": replace(
            _BMNR,
            page_link="a.bmml-tit",
            title_list="div.paper-title-list",
            title_link="div.paper-title-list p a",
            page_pdf="div.bmml_con_div a.pdf",
            body="#zoom, #numb",
        ),
        "item": replace(
            _BMNR,
            page_link="div.bmdh-list li a.text",
            title_list="div.paper-item",
            title_link="div.paper-item p a",
            page_pdf="div.bmdh-list a.pic",
        ),
    }
    marks = (
        "a.bmml_con_div_name, a.bmml-tit, div.bmdh-list a.text",
        "a.bmdh_con_a, div.paper-title-list p a, div.paper-item p a",
        "div.bmml_con_div",
        ".bmnr_con_biaoti",
    )
    # content_79379.htm, and page_01_content_000.htm where articles are counted by page
    article_id = re.compile(r"(?:\bcontent_|\b(?=(?:index|page_\w+?)_content_))(\w+)\.html?\b")

    def pages(self, front_page: Document) -> Navigation:
        """The page navigation; where only the way to the last page is printed, the pages up to it."""
        try:
            return super().pages(front_page)
        except LayoutChanged:
            if not (pages := _pages_to_the_last(front_page)):
                raise
            return Navigation(pages, None, None, None, None)

    def articles(self, page: Document) -> PrintedPage:
        """The title list; the page's PDF stands beside its entry of the page list."""
        printed = super().articles(page)
        select = self.skin(page, "page_link")
        beside = reading.pdf_beside(page, select.page_pdf, select.page_link, printed.number)
        return replace(printed, pdf_url=beside or printed.pdf_url)


def _pages_to_the_last(front_page: Document) -> tuple[PromisedPage, ...]:
    """The pages of 天门日报, which has no page list: `index.htm`, then `page_01.htm` … `page_NN.htm`, the
    last of the links below the page; () without such links."""
    hrefs = [links.address_of(link) for link in front_page.all("div.page_bottom a")]
    numbers = [int(found[1]) for link in hrefs if (found := re.search(r"\bpage_(\d+)\.htm\b", link))]
    if not numbers:
        return ()
    names = ["index.htm", *(f"page_{number:02}.htm" for number in range(1, max(numbers) + 1))]
    return tuple(
        PromisedPage(sequence, f"{sequence:02}", "", front_page.absolute(name))
        for sequence, name in enumerate(names, start=1)
    )
