"""方正翔宇 (amuc): `(layout|col|column|html)/YYYYMM/DD/node_NN.html` + `content/YYYYMM/DD/content_ID.html`.

One engine, since 2019, with a page design per site: ten skins. The prefixes differ too (`node_`, `col`, `l`,
`n_`; `content_`, `con`, `c`). The article's comment repeats its head; pictures of pages come as thumbnails
(`….jpg.1`). No saved page was at hand. Facts: the publish server's generator; newspapers_2023.tsv and
newspapers_2025.tsv; public crawlers of 菏泽日报, 沂蒙晚报 and 黔东南日报 (2020), of 深圳特区报 (2019),
人民日报 (2025) and 学习时报 (2026).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from lxml import html

from crawler.platforms import links, reading
from crawler.platforms.base import Navigation, Platform, PrintedArticle, PrintedPage, Selectors
from crawler.platforms.document import Document, LayoutChanged, line_of
from crawler.platforms.families.enpproperty import read_enpproperty
from crawler.platforms.families.founder_article import date_in_address, pdf_in_page_list, read_article
from pipelines.text.labels import page_key, read_label

_TEXT = "founder-content, #ozoom:not(:has(founder-content))"
_NAMED = Selectors(
    area="map area",
    page_image="img[usemap], img[USEMAP], img.preview",
    issue_date="date, #paperdate, .paperdate",
    kicker="#PreTitle, p.introtitle",
    headline="#Title, h2.art-title, .totalTitle h2, .detail-art h2",
    subhead="#SubTitle, p.subtitle",
    byline="#Author",
    body=_TEXT,
    image="div.attachment img, #ozoom img",
)
"""What most skins have in common: an article whose parts have ids."""
_WHOLE_ISSUE = "#webtree dl"
"""The entries of 证券时报's list of the issue: a page, with its articles."""


class FounderAmuc(Platform):
    """The newer Founder e-paper."""

    skins: ClassVar[Mapping[str, Selectors]] = {
        "chunk": replace(
            _NAMED,
            page_link="div.Chunkiconlist p > a:first-of-type, #Chunkiconlist > div > a:first-of-type, "
            "div.Therestlist li > a:nth-of-type(2), #widthNone li > a:nth-of-type(2)",
            page_label="div.newslisttit em",
            title_list="div.newslist, #ScroLeft",
            title_link="div.newslist li h3 a, #ScroLeft h3 a",
            page_pdf="div.Chunkiconlist p > a:nth-of-type(2), div.newslisttit em a, a.download-pdf",
            page_image="img[usemap], img[USEMAP], div.newsconimg img",
            issue_date="div.newsdetatit p",
            kicker=".newsdetatit .intro, .newsdetatit #PreTitle",
            headline="div.newsdetatit h3",
            subhead=".newsdetatit .sub, .newsdetatit #SubTitle",
            byline=".newsdetatit #Author",
            body="div.newsdetatext founder-content, div.newsdetatext:not(:has(founder-content))",
            image="div.newsdetatext img, div.pic img",
        ),
        "nav": replace(
            _NAMED,
            page_link="div.nav-list li > a.btn, li > a.btn-block",
            page_label="div.tabs h3",
            title_list="div.news-list, li.resultList",
            title_link="li.resultList a h4, li.resultList a:not(:has(h4)), div.news-list a:not(:has(h4))",
            page_pdf="a.pdf, #pdfUrl",
        ),
        "layout": replace(
            _NAMED,
            page_link="#layoutlist li > a:first-of-type, li.posRelative > a:first-of-type",
            page_label="#layout",
            title_list="#articlelist",
            title_link="#articlelist a, li.clearfix > a",
            page_pdf="#pdfUrl, div.pull-right a[href*='.pdf'], li.posRelative > a:nth-of-type(2)",
        ),
        "catalogue": replace(
            _NAMED,
            page_link="li.layout-catalogue-item > a:first-of-type",
            page_label="span.pic-info-summary",
            title_list="body:has(li.layout-catalogue-item) ul.news-list, "
            "body:has(li.layout-catalogue-item) div.pic-box",
            title_link="li.news-item a, body:not(:has(li.news-item)) div.pic-box area",
            page_image="img[usemap], img[USEMAP], #mapimage",
            page_pdf="li.layout-catalogue-item > a.pdf",
            issue_date="#cur_dates",
            kicker="div.main-content h3:has(~ h1)",
            headline="div.main-content h1, #news_content h1",
            subhead="div.main-content h1 ~ h3",
            byline=".datesource",
            body="cms-content, #articleContent",
            image="#news_content img, #articleContent img",
        ),
        "swiper": replace(
            _NAMED,
            page_link=".swiper-box .swiper-slide a, .swiper-container .swiper-slide a",
            page_label=".paper-bot p.ban",
            title_list="ul.news-list",
            title_link="ul.news-list li a",
            page_pdf=".paper-bot a[href*='.pdf'], p.btn a",
            page_image="img[usemap], img[USEMAP], .paper img",
            issue_date=".article .sec",
            kicker=".article h3",
            headline=".article h1",
            subhead=".article h2",
            byline=".article h4",
            image=".article table img, .attachment img, #ozoom img",
        ),
        "tree": replace(
            _NAMED,
            page_link="#webtree dt a",
            title_list="#webtree",
            title_link="ul.news_list a",
            page_pdf="div.download a",
            headline="div.tc_con_box h1, div.tc_con_box h2",
            body="div.tc_con",
            image="div.tc_con_box img",
        ),
        "list": replace(
            _NAMED,
            page_link="#list li a",
            page_label=".paper-bot p.ban, #layout",
            title_list=".newsList",
            title_link=".newsList a",
            page_pdf="#pdfUrl, a.pdf",
        ),
        "table": replace(
            _NAMED,
            page_link="#bmdhTable a[href*='.htm'], tr.bmdh_tr a[href*='.htm']",
            page_label="#currentBM strong",
            title_list="#main-ed-articlenav-list, tr.wzlb_tr",
            title_link="tr.wzlb_tr a, #main-ed-articlenav-list a",
            page_pdf="#bigbmshowpdf, #mainBox a[href*='.pdf'], tr.bmdh_tr a[href*='.pdf']",
            kicker="",
            headline="td.font01",
            subhead="",
            lines="td.font02",
            byline="founder-author",
            image="#newspic img, div.attachment img",
        ),
        "epaper": replace(
            _NAMED,
            page_link="a.nav-item-links",
            page_label="",
            title_list="body:has(a.nav-item-links)",
            title_link="a.news-item",
            page_pdf="div.epaper-meta a:first-of-type",
            headline="h1.article-title, h2.article-title",
            body="div.article-entry, div.article-content",
            image="div.article-entry img, div.attachment img",
        ),
        "south": replace(
            _NAMED,
            page_link="a#pageLink",
            page_label="#paperName",
            title_list="#artPList1",
            title_link="#artPList1 a",
            kicker="#print_area > span",
            headline="#print_area h1",
            byline="",
            body="#content",
            image="div.n_gallery img",
        ),
    }
    marks = (
        "#layoutlist",
        "#articlelist",
        "li.posRelative",
        "div.nav-list li a.btn",
        "li.resultList",
        "div.Chunkiconlist, #Chunkiconlist, div.Therestlist",
        "div.newslist li h3",
        "div.newsdetatit",
        "p#PreTitle, h3#PreTitle, h5#PreTitle, #SubTitle",
        "h2#Title, h3#Title",
        "founder-content#content",
        "a[href*='content_'][href$='.html']",
        "li.layout-catalogue-item",
        "cms-content",
        ".swiper-slide a[href*='node_']",
        "#webtree",
        "#bmdhTable",
        "#main-ed-articlenav-list",
        "tr.wzlb_tr",
        "tr.bmdh_tr",
        "a.nav-item-links",
        "#artPList1",
    )
    text_marks = (
        re.compile(r"\b\d{6}/\d\d/(?:content|con|c|node|col|l|n)_?\w+\.html\b"),
        re.compile(r"<channel>[34]</channel>"),
    )
    article_id = re.compile(r"(?:^|/)(?:content|con|c)_?(\d\w*)\.html?\b")
    title_attributes = ("title",)
    calendar = "../period.xml"  # layout/YYYYMM/period.xml

    def pages(self, front_page: Document) -> Navigation:
        """The page navigation; where the front page does not print its date, the address has it."""
        return date_in_address(super().pages(front_page), front_page)

    def articles(self, page: Document) -> PrintedPage:
        """The page's own title list, of a list of the whole issue its part; PDF and picture at full size."""
        navigation = self.skin(page, "page_link")
        printed = pdf_in_page_list(super().articles(page), page, navigation, navigation.page_pdf)
        select = self.skin(page, "title_link", "title_list")
        placements = printed.placements
        if page.all(_WHOLE_ISSUE):
            part = _own_part(page, printed.number)
            placements = reading.title_list(
                page, select.title_link, select.area, self.article_id, self.title_attributes, part
            )
        return replace(printed, placements=placements, image_url=_full_size(printed.image_url))

    def article(self, document: Document) -> PrintedArticle:
        """The article; its comment fills what the page does not print."""
        select = self.skin(document, "headline", "body")
        printed = read_article(document, select, read_enpproperty(document))
        return replace(printed, byline=_COUNT.sub("", printed.byline).strip())


_COUNT = re.compile(r"\s*字\s*数?\s*[:：]?\s*\d*\s*$")
"""学习时报 prints the length of the text behind the byline."""


def _full_size(image_url: str | None) -> str | None:
    """The picture behind a thumbnail: `….jpg.1` → `….jpg`."""
    return re.sub(r"(\.[A-Za-z]{3,4})\.\d$", r"\1", image_url) if image_url else None


def _own_part(page: Document, number: str) -> html.HtmlElement:
    """The entry of a list of the whole issue that is this page's: by address, else by number.

    Raises LayoutChanged when the page is not in its own list.
    """
    parts = page.all(_WHOLE_ISSUE)
    entries = [(part, next(part.iter("a"), None)) for part in parts]
    for part, link in entries:
        if link is not None and page.absolute(links.address_of(link)) == page.absolute(""):
            return part
    for part, link in entries:
        label = read_label(line_of(link)) if link is not None else None
        if label is not None and number and page_key(label.number) == page_key(number):
            return part
    raise LayoutChanged(f"the page is not in its own list of the issue ({_WHOLE_ISSUE}): {page.url}")
