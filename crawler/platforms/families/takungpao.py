"""大公報 until 2020, in traditional script: `paper/list-YYYYMMDD.html` lists the whole issue.

A page is a link `a.bluelink` that prints 第A1版…, with its title list, `ul.txtlist`, behind it. A page that
is one advertisement has a list without links. Articles: `.tkp_con_title` (h2, later h1) and
`div.tkp_content`. Facts: public crawlers of 2016–2020.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from lxml import html

from crawler.platforms import fields, reading
from crawler.platforms.base import Navigation, Platform, PrintedPage, Selectors
from crawler.platforms.document import Document, LayoutChanged, line_of
from pipelines.text.dates import read_date
from pipelines.text.labels import Label, read_label


class TaKungPao(Platform):
    """The issue in one page, the articles in pages of their own."""

    front_is_page = False
    skins: ClassVar[Mapping[str, Selectors]] = {
        "list": Selectors(
            page_label="a.bluelink",
            issue_date=".pannel_inner01 > div",
            title_list="ul.txtlist",
            title_link="a",
            headline=".tkp_con_title",
            body="div.tkp_content",
            image="div.tkp_content img",
            caption="div.tkp_content figcaption",  # captions are paragraphs of the text, as far as is known
        )
    }
    marks = ("a.bluelink", "ul.txtlist", ".tkp_con_title", "div.tkp_content")
    article_id = re.compile(r"/(\d+)\.html?$")

    def pages(self, front_page: Document) -> Navigation:
        """The labels of the list; their pages are parts of it."""
        select = self.skin(front_page, "page_label")
        return Navigation(
            pages=fields.promised(
                (label.number, label.name, f"{front_page.absolute('')}#page-{label.number}")
                for label, _ in self._lists(front_page)
            ),
            printed_date=read_date(front_page.first_text(select.issue_date)),
            number=None,
            previous_issue=None,
            next_issue=None,
        )

    def articles(self, page: Document) -> PrintedPage:
        """The title list behind the label that the address's fragment names."""
        number = fields.part_of(page, "page")
        select = self.skin(page, "page_label")
        for label, titles in self._lists(page):
            if label.number == number:
                return PrintedPage(
                    number=label.number,
                    name=label.name,
                    printed_date=None,
                    image_url=None,
                    pdf_url=None,
                    placements=reading.title_list(
                        page, select.title_link, "", self.article_id, within=titles
                    ),
                )
        raise LayoutChanged(f"no label of page {number} ({select.page_label})")

    def _lists(self, document: Document) -> list[tuple[Label, html.HtmlElement]]:
        """Label and title list of every page. Raises LayoutChanged when they do not pair."""
        select = self.skin(document, "page_label")
        printed = [read_label(line_of(element)) for element in document.all(select.page_label)]
        labels = [label for label in printed if label is not None and label.number]
        lists = document.all(select.title_list)
        if not labels or len(labels) != len(lists):
            counted = f"{len(labels)} page labels ({select.page_label})"
            raise LayoutChanged(f"{counted} and {len(lists)} title lists ({select.title_list})")
        return list(zip(labels, lists, strict=True))
