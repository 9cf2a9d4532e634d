"""北京日报 and its group: one page lists the whole issue, a box for each page."""

from __future__ import annotations

import re

from crawler.platforms import jsonrows
from crawler.platforms.base import Navigation, Platform, PrintedPage
from crawler.platforms.document import Document, Element, LayoutChanged, line_of
from pipelines.text.dates import read_date
from pipelines.text.labels import Label, read_label

_DAY = re.compile(r"/(\d{8})_m\.html")


class Mobile(Platform):
    """The issue in one page, the articles in pages of their own."""

    def pages(self, front_page: Document) -> Navigation:
        """The boxes of the page navigation; their addresses are fragments of this one."""
        return Navigation(
            jsonrows.promised(
                (label.number, label.name, f"{front_page.absolute('')}#page{place}")
                for place, (label, _) in enumerate(self._boxes(front_page))
            ),
            printed_date=read_date("".join(_DAY.findall(front_page.url))),  # a redirect may lead elsewhere
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
        headings = (each for each in page.all(select.page_label) if box in each.iterancestors())
        pdf = next((str(each.get("pdf_href") or "") for each in headings), "")
        if not [each for each in page.all(select.title_list) if box in each.iterancestors()]:
            raise LayoutChanged(f"no title list ({select.title_list}) below {label.number}")
        pictures = [str(image.get("src") or "") for image in page.all(select.page_image)]
        picture = pictures[place] if len(pictures) == len(boxes) else ""
        return PrintedPage(
            self._title_list(page, select.title_link, within=box),
            number=label.number,
            name=label.name,
            image_url=page.absolute(picture) if picture else None,
            pdf_url=page.absolute(pdf) if pdf else None,
        )

    def _boxes(self, document: Document) -> list[tuple[Label, Element]]:
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
