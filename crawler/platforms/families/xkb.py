"""新快报: a list of pages in JSON, articles in pages of their own."""

from __future__ import annotations

from crawler.platforms import jsonrows
from crawler.platforms.base import Navigation, Platform, PrintedPage
from crawler.platforms.document import Document, LayoutChanged
from crawler.platforms.jsonrows import Row
from pipelines.items import Placement
from pipelines.text.labels import Label, page_key, read_label


class Xkb(Platform):
    """The pages in one answer, without titles."""

    def pages(self, front_page: Document) -> Navigation:
        """The pages of the list."""
        base = front_page.absolute("")
        return Navigation(
            jsonrows.promised(
                (label.number, label.name, f"{base}#page-{label.number}")
                for label, _ in self._pages(front_page)
            )
        )

    def articles(self, page: Document) -> PrintedPage:
        """The page that the address's fragment names; its articles have ids and no titles."""
        number = jsonrows.part_of(page, "page")
        for label, row in self._pages(page):
            if page_key(label.number) == page_key(number):
                listed = row.get("coodrs")
                ids = [
                    jsonrows.text(each, self.fields.placement.id)
                    for each in ([] if listed is None else jsonrows.rows(listed, "coodrs"))
                ]
                placements = (
                    Placement(position, source_id, "", page.absolute(f"../../view/{source_id}"), None)
                    for position, source_id in enumerate(dict.fromkeys(filter(None, ids)), start=1)
                )
                return PrintedPage(tuple(placements), number=label.number, name=label.name)
        raise LayoutChanged(f"no page {number} in data")

    def _pages(self, document: Document) -> list[tuple[Label, Row]]:
        """Label and row of every page. Raises LayoutChanged for one without a number."""
        found = []
        for row in jsonrows.rows(jsonrows.member(document.json(), "data"), "data"):
            printed = jsonrows.line(row, self.fields.page.name)
            label = read_label(printed)
            if label is None or not label.number:
                raise LayoutChanged(f"a page has no number: {printed[:40]!r}")
            found.append((label, row))
        return found
