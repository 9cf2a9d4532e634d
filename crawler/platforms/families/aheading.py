"""Aheading (搜报网, cnepaper, xepaper): `html/YYYY-MM/DD/node_N.htm?v=1` + `content_<page>_<article>.htm`.

A copy of the first Founder system that marks the parts of an article by comments
(`<!--<npm:article-title>-->`) and leaves out the rows of an empty subhead and byline. Paging at the ends is a
script (`javascript:alert(…)`); the photographer stands before the caption: 作者：(…). No saved page was at
hand. Facts: the system's own article template and front end; newspapers_2023.tsv and newspapers_2025.tsv;
public crawlers of 广信报, 青州通讯 and 东方烟草报 (2020), of 今晚报 (2025).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from lxml import html

from crawler.platforms.base import Navigation, Platform, PrintedArticle, PrintedPage, Selectors
from crawler.platforms.document import Document, line_of
from crawler.platforms.families.enpproperty import read_enpproperty
from crawler.platforms.families.founder_article import date_in_address, pdf_in_page_list, read_article
from pipelines.items import ImageItem


class Aheading(Platform):
    """The e-paper of Aheading's hosts and of papers that run it themselves."""

    skins: ClassVar[Mapping[str, Selectors]] = {
        "table": Selectors(
            page_link="a.rigth_bmdh_href, #bmdhTable a[href*='node_'], tr.bmdh_tr a[href*='node_'], "
            "a#pageLink, a#pageLink2",
            page_label="#currentBM strong, #currentBM, td[align='left'] > strong",
            issue_date="span.paperdate, .paperdate, #LbRQ, span.default",
            title_list="#main-ed-articlenav-list, tr.wzlb_tr, #btdh",
            title_link="#main-ed-articlenav-list a, tr.wzlb_tr a, #btdh a",
            area="map area",
            page_image="#main-ed-map img, img[usemap]",
            page_pdf="#bigbmshowpdf, a.bmshowpdf, td[valign='center'] a[href*='.pdf'], a[href*='.pdf']",
            headline="td.font01, p.BSHARE_TEXT, founder-title",
            lines="td.font02",
            byline="founder-author",
            body="founder-content, #ozoom:not(:has(founder-content))",
            image="#newspic img, a.pirobox_gall img",
        ),
    }
    marks = (
        "a.rigth_bmdh_href",
        "#bmdhTable",
        "tr.bmdh_tr",
        "#currentBM",
        "#bigbmshowpdf",
        "#main-ed-map",
        "#main-ed-articlenav-list",
        "tr.wzlb_tr",
        "#ed_pre, #ed_next",
        "table.wz",
        "#newspic",
    )
    text_marks = (
        re.compile(r"<!--\s*<npm:article-"),
        re.compile(r"\bcontent_\d+_\d+\.htm\b"),
        re.compile(r"\baheading\.js\b"),
    )
    article_id = re.compile(r"\bcontent_(?:\d+_)?(\d+)\.htm\b")
    calendar = "../navi.xml"  # html/YYYY-MM/navi.xml, which the page's own calendar reads

    def pages(self, front_page: Document) -> Navigation:
        """The page navigation; where the front page does not print its date, the address has it."""
        return date_in_address(super().pages(front_page), front_page)

    def articles(self, page: Document) -> PrintedPage:
        """The title list; date and PDF that the page itself lacks are in its address and in the page list."""
        return pdf_in_page_list(super().articles(page), page, self.skin(page, "page_link"))

    def article(self, document: Document) -> PrintedArticle:
        """The article: its marked parts, else the rows around the headline; photographers as credits."""
        marked = _marked_parts(document.text)
        comment = read_enpproperty(document) | {name: text for name, text in marked.items() if text}
        printed = read_article(document, self.skin(document, "headline", "body"), comment)
        printed = replace(printed, images=tuple(_credited(image) for image in printed.images))
        if not marked.get("title"):
            return printed
        return replace(
            printed,
            kicker=marked.get("introtitle", ""),
            headline=marked["title"],
            subhead=marked.get("subtitle", ""),
            byline=marked.get("author", ""),
        )


_MARKED = re.compile(r"<!--\s*<npm:article-(\w+)>\s*-->(.*?)<!--\s*</npm:article-\1>\s*-->", re.DOTALL)
_PHOTOGRAPHER = re.compile(r"作者\s*[:：]\s*[(（]([^()（）]*)[)）]\s*")


def _marked_parts(text: str) -> dict[str, str]:
    """The parts of the head between their comments, by the names of the other comment (`enpproperty`)."""
    parts = {name: f"<div>{markup}</div>" for name, markup in _MARKED.findall(text)}
    names = {"pretitle": "introtitle"}
    return {
        names.get(name, name): line_of(html.fromstring(parts[name]))
        for name in ("pretitle", "title", "subtitle", "author")
        if name in parts
    }


def _credited(image: ImageItem) -> ImageItem:
    """The picture with the photographer as its credit, where the caption begins with one."""
    found = _PHOTOGRAPHER.match(image.caption)
    if found is None:
        return image
    photographer = re.sub(r"\s*[摄攝]$", "", found[1].strip())
    return replace(image, caption=image.caption[found.end() :], credit=photographer or image.credit)
