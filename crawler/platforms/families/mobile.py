"""北京日报 and its group: `mobile/YYYY/YYYYMMDD/YYYYMMDD_m.html` lists the whole issue.

Its pages are told by fragments (`#page0`): each is a `div.nav-items` with its label in
`div.nav-panel-heading` and its title list in `ul.nav-list-group`, whose links have `data-href` in place of
an href, with the page's fragment behind. `ul#picList` has the pages' pictures in the same order. Articles
stand in files of their own, with `#guide` 引题, `#main-title`, `#sub-title`, `#date`, and `#content p`. The
bytes are UTF-8 with a mark, whatever the meta element says (GBK). `period/YYYYMM/period.js` lists the
issues of a month. Facts: public crawlers, 2022–2026.
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

_DAY = re.compile(r"/(\d{8})_m\.html")


class Mobile(Platform):
    """The issue in one page, the articles in pages of their own."""

    front_is_page = False
    skins: ClassVar[Mapping[str, Selectors]] = {
        "mobile": Selectors(
            page_link="div.nav-items",
            page_label="div.nav-panel-heading",
            title_list="ul.nav-list-group",
            title_link="ul.nav-list-group a",
            page_image="#picList img",
            issue_date="#date",
            kicker="#guide",
            headline="#main-title",
            subhead="#sub-title",
            body="#content",
            image="#content img",
            caption="#content figcaption",  # captions are paragraphs of the text, as far as is known
        )
    }
    marks = ("div.nav-items ul.nav-list-group", "ul#picList", "#main-title")
    calendar = "../../../period/{date:%Y%m}/period.js"

    def pages(self, front_page: Document) -> Navigation:
        """The boxes of the page navigation; their addresses are fragments of this one."""
        return Navigation(
            pages=fields.promised(
                (label.number, label.name, f"{front_page.absolute('')}#page{place}")
                for place, (label, _) in enumerate(self._boxes(front_page))
            ),
            printed_date=read_date("".join(_DAY.findall(front_page.url))),  # a redirect may lead elsewhere
            number=None,
            previous_issue=None,
            next_issue=None,
        )

    def articles(self, page: Document) -> PrintedPage:
        """The title list of the box that the address's fragment counts to."""
        boxes = self._boxes(page)
        counted = re.search(r"#page(\d+)$", page.url)
        if counted is None or int(counted[1]) >= len(boxes):
            raise LayoutChanged(f"{page.url} names none of {len(boxes)} pages")
        place = int(counted[1])
        label, box = boxes[place]
        select = self.skin(page, "title_link")
        if not [each for each in page.all(select.title_list) if box in each.iterancestors()]:
            raise LayoutChanged(f"no title list ({select.title_list}) below {label.number}")
        pictures = [str(image.get("src") or "") for image in page.all(select.page_image)]
        picture = pictures[place] if len(pictures) == len(boxes) else ""
        return PrintedPage(
            number=label.number,
            name=label.name,
            printed_date=None,
            image_url=page.absolute(picture) if picture else None,
            pdf_url=None,
            placements=reading.title_list(page, select.title_link, "", self.article_id, within=box),
        )

    def _boxes(self, document: Document) -> list[tuple[Label, html.HtmlElement]]:
        """Label and element of every page. Raises LayoutChanged for a box without a page number."""
        select = self.skin(document, "page_link")
        found = []
        for box in document.all(select.page_link):
            headings = [
                element for element in document.all(select.page_label) if box in element.iterancestors()
            ]
            printed = line_of(headings[0]) if headings else ""
            label = read_label(printed)
            if label is None or not label.number:
                raise LayoutChanged(f"a box of the page navigation has no page number: {printed[:40]!r}")
            found.append((label, box))
        if not found:
            raise LayoutChanged(f"no page navigation ({select.page_link})")
        return found
