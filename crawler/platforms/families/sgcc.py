"""国家电网报: the polygons over the pictures of all pages are page list and title list in one."""

from __future__ import annotations

import re

from crawler.platforms import jsonrows
from crawler.platforms.base import Navigation, Platform, PrintedPage
from crawler.platforms.document import Document, Element, LayoutChanged


class Sgcc(Platform):
    """An issue in one document; its pages are parts of it."""

    def pages(self, front_page: Document) -> Navigation:
        """The pages in the order of their polygons, counted from 1."""
        base = front_page.absolute("")
        count = len(self._pages(front_page))
        return Navigation(jsonrows.promised((str(n), "", f"{base}#page-{n}") for n in range(1, count + 1)))

    def articles(self, page: Document) -> PrintedPage:
        """The page that the address's fragment counts to; an article may have several polygons."""
        number, pages = jsonrows.part_of(page, "page"), self._pages(page)
        if not number.isdecimal() or not 1 <= int(number) <= len(pages):
            raise LayoutChanged(f"{page.url} names none of {len(pages)} pages")
        titles = jsonrows.placements(
            (content, str(each.get("title", "")).strip(), page.absolute(f"con-{content}.html"))
            for each in pages[int(number) - 1]
            if (content := str(each.get("data-contentid", "")))
        )
        return PrintedPage(titles, number=number)

    def _pages(self, document: Document) -> list[list[Element]]:
        """The polygons of each page. Raises LayoutChanged where there are none."""
        found: dict[str, list[Element]] = {}
        for polygon in document.all(self.skin(document, "title_link").title_link):
            if re.fullmatch(r"[\w-]+", page := str(polygon.get("data-pageid", ""))):
                found.setdefault(page, []).append(polygon)
        if not found:
            raise LayoutChanged("no polygon names its page (data-pageid)")
        return list(found.values())
