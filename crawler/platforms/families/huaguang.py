"""青鸟华光 (Huaguang), the family `YYYYMMDD/PageNNXX.htm`, `ArticelNNMMMXX.htm` [sic].

`content/PaperIndex.htm` leads to an issue's `IssueIndex.htm`, and that to its first page; the two letters
behind the numbers differ by site and year, so addresses are followed, never built. Links have their address
in `daoxiang` or `alt` instead of an href, and their title in `neirong`. Some skins list the whole issue on
every page, or on one that has no pages of its own; those parts are addressed by the page's number as a
fragment. An article's head is h3 引题, h2 主题, h4 副题; 大众日报 has it in hidden fields, and in GBK. Facts:
newspapers_2023.tsv and newspapers_2025.tsv, public crawlers of 新华每日电讯 (2022–2026), 大众日报 (2020,
2026), 法治日报 (2026), 齐鲁晚报 (2012), 半岛都市报 (2019, 2024), 潍坊晚报 and 桂林日报 (2023–2024).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar
from urllib.parse import urldefrag

from lxml import html

from crawler.platforms import links, reading
from crawler.platforms.base import Navigation, Platform, PrintedPage, Selectors
from crawler.platforms.document import Document, LayoutChanged, line_of
from pipelines.items import PromisedPage
from pipelines.text.labels import Label, page_key, read_label

_PDF = "a[href*='.pdf'], a[href*='.PDF']"
_ANY = Selectors(
    # What is known of every skin: how the addresses look.
    page_link="a[href^='Page'], a[href^='./Page']",
    title_list="a[href*='Page'], map",
    title_link="a[href*='Articel']",
    area="map area",
    page_image="img[usemap], img[src*='/IMAGE/'], img[src*='/image/']",
    page_pdf=_PDF,
    headline="#contenttitle, .news_title, #title",
    body="#contenttext, .contenttext, span.font06",
    image=".imagelist img, #imagelist img, #contenttext img, .contenttext img, .img_divss img",
    caption="figcaption",  # none is known; the text around a picture is the article's
)
_NEIRONG = replace(
    _ANY,
    page_link="div.gebanlist_2 a, a[class='18']",
    title_list="div.newslist, td > a[class='14']",
    title_link="div.newslist a, td > a[class='14']",
    page_pdf="div.banmianshangxia a[href*='.pdf']",
    issue_date=".shijian",
    kicker="div.neirong h3, div.duneirong h3, .bggray .margin15 h3",
    headline="div.neirong h2, div.duneirong h2, .bggray .margin15 h2",
    subhead="div.neirong h4, div.duneirong h4, .bggray .margin15 h4",
)


class Huaguang(Platform):
    """The Huaguang e-paper."""

    skins: ClassVar[Mapping[str, Selectors]] = {
        "neirong": _NEIRONG,  # first: a profile that names its own lists gets no list of the whole issue
        "daohang": replace(
            _ANY,
            page_link="div.listdaohang h4 a[href*='Page']",
            title_list="div.listdaohang ul",
            title_link="div.listdaohang ul a",
            page_pdf="div.listdaohang h4 a[href*='.pdf']",
        ),
        "index": replace(
            _ANY,
            page_link="div.linkto h4",
            title_list="div.linkto ul",
            title_link="div.linkto ul a",
            page_pdf="div.linkto h4 a[href*='.pdf']",
        ),
        "columns": replace(
            _ANY,
            page_link="ul.pc_ul > li > p",
            title_list="ul.pc_ul ul.ul_1",
            title_link="ul.pc_ul ul.ul_1 a",
        ),
        "menu": replace(
            _ANY,
            page_link="div.leftmenu ul li a",
            title_list="div.rightmenu ul",
            title_link="div.rightmenu ul li a",
        ),
        "banci": replace(
            _ANY,
            page_link="li.banci",
            title_list="#newslist",
            title_link="#newslist li a",
            headline="#Text_title",
            byline="#Text_author",
            body="#news-con, #contenttext",
            image="img.newspic",
        ),
        "banlist": replace(
            _ANY,
            page_link=".banlist-li a[href^='Page']",
            title_list=".newslist",
            title_link=".newslist a",
            headline=".xha-view-title h1",
            body="#article_view_content",
        ),
        "atitle": replace(
            _ANY,
            page_link="a.atitle[href^='Page']",
            title_list="a.atitle",
            title_link="a.atitle[href^='Articel']",
            page_pdf="a[class='14'][href*='.pdf']",
            headline="span[align='center'] strong",
            body="#oldcontenttext",
            image="a[target='_blank'] img",
        ),
        "overlink": replace(
            _ANY,
            page_link="div.banmianlist_box a, ul.gebanlist li a",
            title_list="#mylink",
            title_link="#mylink a.overlink",
            page_pdf="div.pdf a, div.newslisttit a",
            headline="#title",
            body="#contenttext, .contenttext, span.font06, #ozoom founder-content",
        ),
        "h3": replace(_NEIRONG, kicker="", headline="div.neirong h3, div.duneirong h3"),
        "any": _ANY,
        "h2": replace(_ANY, kicker="h3", headline="h2", subhead="h4"),
        "middle": replace(_ANY, headline="td[align='middle']"),
    }
    marks = (
        "a[href*='Articel'], a[daoxiang], a.overlink[neirong]",
        "div.listdaohang, div.linkto, ul.pc_ul, li.banci, .banlist-li, div.banmianlist_box, div.gebanlist_2",
        "#contenttext, .contenttext, #oldcontenttext, #article_view_content, #news-con",
    )
    text_marks = (re.compile(r"\bArticel\w+\.htm\b|\bPage[A-Z]{0,2}\d\w*[A-Z]{2}\.htm\b"),)
    article_id = re.compile(r"\bArticel([\w-]+)\.html?\b", re.IGNORECASE)
    title_attributes = ("neirong", "title")

    def pages(self, front_page: Document) -> Navigation:
        """The page navigation; the pages of a list that has no links to them are parts of the list."""
        select = self.skin(front_page, "page_link")
        if select not in self._of("index", "columns"):
            return super().pages(front_page)
        return Navigation(_parts(front_page, select.page_link), None, None, None, None)

    def articles(self, page: Document) -> PrintedPage:
        """The title list of a page, or the page's part of a list of the whole issue."""
        select = self.skin(page, "title_list")
        if select not in self._of("daohang", "index", "columns", "menu"):
            return super().articles(page)
        label, own = _own_part(page, select)
        return PrintedPage(
            number=label.number,
            name=label.name,
            printed_date=None,
            image_url=reading.page_image(page, select.page_image),
            pdf_url=reading.pdf_beside(page, select.page_pdf, select.page_link, label.number),
            placements=reading.title_list(
                page, select.title_link, "", self.article_id, self.title_attributes, own
            ),
        )

    def _of(self, *names: str) -> list[Selectors]:
        return [skin for name, skin in zip(self.skins, self.selectors, strict=True) if name in names]


def _parts(front_page: Document, page_link: str) -> tuple[PromisedPage, ...]:
    """The pages of a list of the whole issue: the first has the list's own address, the others a part."""
    labels = [label for entry in front_page.all(page_link) if (label := read_label(line_of(entry)))]
    if not labels or not all(label.number for label in labels):
        raise LayoutChanged(f"no page labels ({page_link})")
    base = urldefrag(front_page.url).url
    return tuple(
        PromisedPage(at, label.number, label.name, base if at == 1 else f"{base}#{label.number}")
        for at, label in enumerate(labels, start=1)
    )


def _own_part(page: Document, select: Selectors) -> tuple[Label, html.HtmlElement]:
    """The page's own label and list among those of the issue: by the fragment or the address, else the first.

    Raises LayoutChanged when there are not as many lists as labels.
    """
    entries = [entry for entry in page.all(select.page_link) if read_label(line_of(entry))]
    lists = page.all(select.title_list)
    if not entries or len(entries) != len(lists):
        raise LayoutChanged(
            f"{len(entries)} page labels ({select.page_link}), {len(lists)} lists ({select.title_list})"
        )
    whole, part = urldefrag(page.url)
    labels = [read_label(line_of(entry)) or Label("", "") for entry in entries]
    for place, (label, entry) in enumerate(zip(labels, entries, strict=True)):
        own = page_key(label.number) == page_key(part) if part else _leads_to(page, entry, whole)
        if own:
            return labels[place], lists[place]
    if part:
        raise LayoutChanged(f"no page {part} among {len(entries)} ({select.page_link})")
    return labels[0], lists[0]


def _leads_to(page: Document, entry: html.HtmlElement, url: str) -> bool:
    return page.absolute(links.address_of(entry)) == url
