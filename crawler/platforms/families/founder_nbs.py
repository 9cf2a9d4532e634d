"""方正 nbs, the family `html/YYYY-MM/DD/nbs.D110000<code>_NN.htm` + `nw.D110000<code>_YYYYMMDD_<n>-<NN>.htm`.

Titles stand in scripts only: `document.write(view("…<br>…"))`. The issue has no address for 上一期. The table
skin is 中国证券报's. Facts: a saved page of 人民日报 (2017-10-16); articles from newspapers_2023.tsv,
newspapers_2025.tsv and public crawlers of 人民日报, 光明日报 and 中国青年报.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from crawler.platforms.base import Navigation, Platform, PrintedArticle, PrintedPage, Selectors
from crawler.platforms.document import Document
from crawler.platforms.families.enpproperty import read_enpproperty
from crawler.platforms.families.founder_article import date_in_address, pdf_in_page_list, read_article


class FounderNbs(Platform):
    """The Founder e-paper of the big Beijing papers, before 2025."""

    skins: ClassVar[Mapping[str, Selectors]] = {
        "table": Selectors(
            page_link="td.default > a#pageLink",
            page_label="td.px12:has(> strong), td:has(> strong)",
            issue_date="span.paperdate, .paperdate, td.date",
            title_list="ul.ul02_l, #btdh",
            title_link="ul.ul02_l a, #btdh a",
            area="map area",
            page_image="img[usemap]",
            page_pdf="a[href*='.pdf']",
            headline="td.font01",
            lines="td.font02",
            byline="founder-author",
            body="#ozoom, #sensarea tr:nth-of-type(3) > td.font6:not(:has(#ozoom))",
            image="td.font6 img, #newspic img",
        ),
        "list": Selectors(
            page_link="a#pageLink",
            page_label="div.l_t",
            issue_date="#riqi_, .sec, .lai",
            title_list="#titleList",
            title_link="#titleList a",
            area="map area",
            page_image="div.ban img[usemap], div.ban img, img[usemap]",
            page_pdf="div.ban_t a[href*='.pdf']",
            kicker="div.text_c h3, div.article h3",
            headline="div.text_c h1, div.article h1, #APP-Title",
            subhead="div.text_c h2, div.article h2",
            byline="div.text_c h4, div.article h4",
            body="#articleContent, #ozoom #content, #ozoom:not(:has(#articleContent)):not(:has(#content)), "
            "div.article-content",
            image="table.pci_c img, table.pic_c img, table.c_c img, #reslist img, #ozoom img, "
            "div.attachment img",
        ),
    }
    marks = (
        "a#pageLink[href*='nbs.D']",
        "a[href*='D110000']",
        "a[href*='nw.D']",
        "area[href*='nw.D']",
        "#titleList",
        "#pageList",
        "div.right_title-name",
        "div[id^='mp_nw']",
        "div.text_c h1",
        "p.sec",
        "#sensarea",
    )
    text_marks = (
        re.compile(r"\bnbs\.D\d{6}\w+\.htm"),
        re.compile(r"\bnw\.D\d{6}\w+-\w+\.htm"),
        re.compile(r"\bD110000[a-z]+_"),
    )
    article_id = re.compile(r"\b(nw\.D\d{6}\w+_\d{8}_\d+-\w+)\.htm")
    calendar = "../period.xml"

    def pages(self, front_page: Document) -> Navigation:
        """The page navigation; where the front page does not print its date, the address has it."""
        return date_in_address(super().pages(front_page), front_page)

    def articles(self, page: Document) -> PrintedPage:
        """The title list; date and PDF that the page itself lacks are in its address and in the page list."""
        return pdf_in_page_list(super().articles(page), page, self.skin(page, "page_link"))

    def article(self, document: Document) -> PrintedArticle:
        """The article; its comment fills what the page does not print."""
        return read_article(document, self.skin(document, "headline", "body"), read_enpproperty(document))
