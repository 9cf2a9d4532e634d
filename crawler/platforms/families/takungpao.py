"""大公報: one page lists the whole issue, each label followed by its title list."""

from __future__ import annotations

from crawler.platforms import jsonrows
from crawler.platforms.base import Navigation, Platform, PrintedPage
from crawler.platforms.document import Document, Element, LayoutChanged, line_of
from pipelines.text.dates import read_date
from pipelines.text.labels import Label, read_label


class TaKungPao(Platform):
    """The issue in one page, the articles in pages of their own."""

    def pages(self, front_page: Document) -> Navigation:
        """The labels of the list; their pages are parts of it."""
        select = self.skin(front_page, "page_label")
        labels = [label for label, _ in self._lists(front_page)]
        parts = jsonrows.parts(label.number for label in labels)
        return Navigation(
            jsonrows.promised(
                (label.number, label.name, f"{front_page.absolute('')}#page-{part}")
                for label, part in zip(labels, parts, strict=True)
            ),
            printed_date=read_date(front_page.first_text(select.issue_date)),
        )

    def articles(self, page: Document) -> PrintedPage:
        """The title list behind the label that the address's fragment names."""
        asked = jsonrows.part_of(page, "page")
        select = self.skin(page, "page_label")
        lists = self._lists(page)
        parts = jsonrows.parts(label.number for label, _ in lists)
        for part, (label, titles) in zip(parts, lists, strict=True):
            if part == asked:
                placements = self._title_list(page, select.title_link, within=titles)
                return PrintedPage(placements, label.number, label.name)
        raise LayoutChanged(f"no label of page {asked} ({select.page_label})")

    def _lists(self, document: Document) -> list[tuple[Label, Element]]:
        """Label and title list of every page. Raises LayoutChanged when they do not pair."""
        select = self.skin(document, "page_label")
        printed = [read_label(line_of(element)) for element in document.all(select.page_label)]
        labels = [label for label in printed if label is not None and label.number]
        lists = document.all(select.title_list)
        if not labels or len(labels) != len(lists):
            counted = f"{len(labels)} page labels ({select.page_label})"
            raise LayoutChanged(f"{counted} and {len(lists)} title lists ({select.title_list})")
        return list(zip(labels, lists, strict=True))
