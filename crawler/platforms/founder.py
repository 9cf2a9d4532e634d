"""方正 (Founder), the family `html/YYYY-MM/DD/node_N.htm` + `content_ID.htm`.

The page list (`a#pageLink`) and the title list (`div#mpID`, again in the hidden `#btdh`) stand twice. The
article's head is a table of rows: kicker, headline (`td.font01`), subhead, byline, the others `td.font02`,
with empty rows dropped. The vendor's comment repeats the metadata. Facts: saved pages of 江西日报
(2017-10-09) and 中国旅游报 (2017-10-13); the article page from public crawlers of the family.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar

from lxml import html

from crawler.platforms import reading
from crawler.platforms.base import Navigation, Platform, PrintedArticle, PrintedPage, Selectors
from crawler.platforms.document import Document, LayoutChanged, line_of
from crawler.platforms.enpproperty import read_enpproperty
from pipelines.text.dates import read_date


class Founder(Platform):
    """The old Founder e-paper (多媒体数字报)."""

    skins: ClassVar[Mapping[str, Selectors]] = {
        "table": Selectors(
            page_link="a#pageLink",
            page_label="td[width='145'], td.px12:has(> strong), td:has(> strong), strong:has(> strong)",
            issue_date="span.paperdate, .paperdate, td.date, td.whitenav, .riqi, #date",
            title_list="ul.ul02_l, #btdh, map",
            title_link="a:has(div[id^='mp']), #btdh a",
            area="map area",
            page_image="img[usemap], img[USEMAP]",
            page_pdf="a[href*='.pdf'], a[href*='.PDF']",
            headline="td.font01, founder-title",
            lines="td.font02",
            body="founder-content, #ozoom",
            image="td.font6 img, #newspic img",
        ),
    }
    marks = ("a#pageLink", "#btdh", "td.font01", "td.font02", "ul.ul02_l", "div[id^='mp']:not([id^='mp_nw'])")
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
        headline = document.first_text(select.headline) or comment.get("title", "")
        if not headline:
            raise LayoutChanged(f"no headline ({select.headline}), neither on the page nor in its comment")
        kicker, subhead, byline = _rows_around(
            document.all(select.headline), document.all(select.lines), comment
        )
        return PrintedArticle(
            kicker=document.first_text(select.kicker) or kicker or comment.get("introtitle", ""),
            headline=headline,
            subhead=document.first_text(select.subhead) or subhead or comment.get("subtitle", ""),
            byline=document.first_text(select.byline or "founder-author")
            or byline
            or comment.get("author", ""),
            column_name=document.first_text(select.column),
            body=reading.body_text(document, select.body, select.image),
            images=reading.pictures(document, select.image, select.caption),
            printed_date=read_date(document.first_text(select.issue_date)),
        )


def _comment_date(document: Document) -> date | None:
    return read_date(read_enpproperty(document).get("date", "")[:10])


_BYLINE = re.compile(
    r"[□■◎]|(?:记者|記者|通讯员|通訊員|评论员|評論員)|^(?:文|图文|作者|撰文)\s*[/／:：]|^[\u4e00-\u9fff·]{2,4}$"
)


def _rows_around(
    headlines: Sequence[html.HtmlElement], lines: Sequence[html.HtmlElement], comment: dict[str, str]
) -> tuple[str, str, str]:
    """Kicker, subhead and byline among the rows of the headline's table, '' for what is not there.

    Below the headline stand subhead and byline in this order; where only one row stands (sites drop empty
    rows), the comment tells which it is, else its words.
    """
    if not headlines or not lines:
        return "", "", ""
    table = next(headlines[0].iterancestors("table"), None)
    rows = [row for row in lines if next(row.iterancestors("table"), None) is table]
    around = headlines[0].getroottree() if table is None else table
    place = {element: number for number, element in enumerate(around.iter())}
    above = [line_of(row) for row in rows if place[row] < place[headlines[0]]]
    below = [line_of(row) for row in rows if place[row] > place[headlines[0]]]
    kicker = next((text for text in reversed(above) if text), "")
    if len(below) >= 2:
        return kicker, below[0], below[1]
    line = "".join(below)
    if not line or (
        line != comment.get("subtitle") and (line == comment.get("author") or _BYLINE.search(line))
    ):
        return kicker, "", line
    return kicker, line, ""
