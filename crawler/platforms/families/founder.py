"""方正 (Founder), the family `html/YYYY-MM/DD/node_N.htm` + `content_ID.htm`.

The page list (`a#pageLink`) and the title list (`div#mpID`, again in the hidden `#btdh`) stand twice. The
article's head is a table of rows: kicker, headline (`td.font01`), subhead, byline, the others `td.font02`,
with empty rows dropped. The vendor's comment repeats the metadata. Facts: saved pages of 江西日报
(2017-10-09) and 中国旅游报 (2017-10-13); the article page, and the markup that groups of papers have of
their own, from public crawlers (newspapers_2023.tsv, newspapers_2025.tsv; of 羊城晚报 2017 to 2019, 钱江晚报
2018, 新闻晨报 and 人民日报海外版).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import ClassVar

from crawler.platforms.base import Navigation, Platform, PrintedArticle, PrintedPage, Selectors
from crawler.platforms.document import Document
from crawler.platforms.families.enpproperty import read_enpproperty
from crawler.platforms.families.founder_article import read_article, text_in_tables
from pipelines.text.dates import read_date

_TABLE = Selectors(
    page_link="a#pageLink",
    page_label="td[width='145'], td.px12:has(> strong), td:has(> strong), strong:has(> strong)",
    issue_date="span.paperdate, .paperdate, td.date, td.whitenav, .riqi, #date",
    title_list="ul.ul02_l, #btdh, map",
    title_link="a:has(div[id^='mp']), #btdh a",
    area="map area",
    page_image="img[usemap], img[USEMAP]",
    page_pdf="a[href*='.pdf'], a[href*='.PDF']",
    headline="td.font01",
    lines="td.font02",
    body="founder-content, #ozoom",
    image="td.font6 img, #newspic img",
)
_OUTER = ":not(:has(founder-content)):not(:has(#ozoom))"
"""Of a place for the text around the usual one: it is the place only where the usual one is absent."""


class Founder(Platform):
    """The old Founder e-paper (多媒体数字报)."""

    skins: ClassVar[Mapping[str, Selectors]] = {
        "table": _TABLE,
        # 浙江日报 and its sisters, 联谊报, 洛阳日报, 四川政协报: named parts
        "zhejiang": replace(
            _TABLE,
            page_label=".main-ed-pageifm span, .main-ed-pageifm",
            title_list="ul.main-ed-articlenav-list, div.main-ed-map map",
            title_link="ul.main-ed-articlenav-list a",
            page_pdf="#down-edpdf a, span.pdf-download a",
            kicker=".main-article-pretitle",
            headline=".main-article-title, div.main-article-content h1",
            subhead=".main-article-subtitle",
            lines="",
            body=f"founder-content, #ozoom, .main-article-con{_OUTER}",
            image=".main_ar_pic_text img, .main-ar-pic-text img, td.article-pic img",
        ),
        # 宁波日报 and its sisters, 文学报, 青年报, 中国教育报, 南京日报 and others; the page is the table's
        "title1": replace(
            _TABLE,
            title_list="",
            title_link="",
            headline="p.title1, td.title1, div.title1",
            lines="p.title3",
            body=f"founder-content, #ozoom, td.content_tt{_OUTER}",
            image="td.content_tt img, div.wztp img, div.picInfo img",
        ),
        # 羊城晚报, 新快报 and their sisters: the page navigation has two levels, parts (叠) and their pages
        "ycwb": replace(
            _TABLE,
            page_link="li li a[href*='node_']",
            page_label="",
            title_list="#list ul",
            title_link="#list li h2 a",
            headline="#list div.article > h1",
            lines="#list div.article > h2",
            body="#list div.article > div.text",
            image="#list div.text img",
        ),
        # paper.people.com.cn besides 人民日报 itself; the article also of 武汉晚报
        "people": replace(
            _TABLE,
            page_label="div.paper-bot p, div.l_t",
            title_list="div.news, #titleList",
            title_link="div.news a[href*='content_'], #titleList a",
            page_image="div.paper img, div.ban img",
            page_pdf="p.right.btn a, div.ban_t a[href*='.pdf']",
            kicker="div.article h3, div.text_c h3",
            headline="div.article h1, div.text_c h1",
            subhead="div.article h2, div.text_c h2",
            byline="div.article h4, div.text_c h4",
            lines="",
            body="#articleContent, founder-content, #ozoom:not(:has(#articleContent))",
            image="table.pci_c img, table.pic_c img, div.c_c img",
        ),
        # 澳門日報, in traditional script: its lists have names of their own, its articles are plain ones
        "macao": Selectors(
            page_link="a#pageLink",
            title_list="#all_article_list",
            title_link="#all_article_list li a",
        ),
        # what any version of the system may print, hence the last to be tried
        "plain": replace(_TABLE, headline="founder-title"),
    }
    marks = (
        "a#pageLink",
        "#btdh",
        "td.font01",
        "td.font02",
        "ul.ul02_l",
        "div[id^='mp']:not([id^='mp_nw'])",
        "a[href^='node_'][href$='.htm'], a[href^='./node_'][href$='.htm']",
        "ul.main-ed-articlenav-list",
        "td.content_tt",
    )
    text_marks = (re.compile(r"\bhtml/\d{4}-\d\d/\d\d/node_\d+\.htm\b|tplimg/mp\.js"),)
    calendar = "../period.xml"  # html/YYYY-MM/period.xml, which the page's own goPrePeriod() reads

    def pages(self, front_page: Document) -> Navigation:
        """The page navigation; the comment's date stands in for one that is not printed."""
        navigation = super().pages(front_page)
        return replace(navigation, printed_date=navigation.printed_date or _comment_date(front_page))

    def articles(self, page: Document) -> PrintedPage:
        """The title list; the comment's page number and date stand in for those that are not printed."""
        printed = super().articles(page)
        number = printed.number or read_enpproperty(page).get("pagenum", "")
        return replace(printed, number=number, printed_date=printed.printed_date or _comment_date(page))

    def article(self, document: Document) -> PrintedArticle:
        """The article: rows around the headline by their place, the comment where the page is silent."""
        comment = read_enpproperty(document)
        select = self.skin(document, "headline", "body")
        select = replace(select, byline=select.byline or "founder-author")
        return read_article(document, select, comment, text_in_tables)


def _comment_date(document: Document) -> date | None:
    return read_date(read_enpproperty(document).get("date", "")[:10])
