"""解放军报: one answer holds the whole issue, with its texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from crawler.platforms import jsonrows
from crawler.platforms.base import Navigation, Platform, PrintedArticle, PrintedPage
from crawler.platforms.document import Document, LayoutChanged
from pipelines.text.dates import read_date


class Pla(Platform):
    """One answer for a whole issue: its pages and articles are parts of it."""

    def pages(self, front_page: Document) -> Navigation:
        """The pages of `paperInfo`."""
        infos, names = _pages_of(front_page), self.fields.page
        numbers = [jsonrows.text(info, names.number) for info in infos]
        return Navigation(
            jsonrows.promised(
                (number, jsonrows.line(info, names.name), f"{front_page.absolute('')}#page-{part}")
                for info, number, part in zip(infos, numbers, jsonrows.parts(numbers), strict=True)
            ),
            printed_date=read_date(jsonrows.text(infos[0], names.date)),
        )

    def articles(self, page: Document) -> PrintedPage:
        """The page of `paperInfo` that the address's fragment names."""
        part, base = jsonrows.part_of(page, "page"), page.absolute("")
        info = jsonrows.same_page(_pages_of(page), self.fields.page, part)
        if info is None:
            raise LayoutChanged(f"no page {part} in paperInfo")
        placements = jsonrows.title_list(
            _articles_of(info),
            self.fields.placement,
            lambda row: f"{base}#article-{jsonrows.text(row, self.fields.placement.id)}",
        )
        return jsonrows.printed_page(page, info, self.fields.page, placements)

    def article(self, document: Document) -> PrintedArticle:
        """The article of `xyList` that the address's fragment names."""
        source_id, names = jsonrows.part_of(document, "article"), self.fields
        for info in _pages_of(document):
            for row in _articles_of(info):
                if jsonrows.text(row, names.placement.id) == source_id and jsonrows.line(
                    row, names.article.headline
                ):
                    pictures = jsonrows.pictures(document, jsonrows.text(row, names.article.body))
                    printed = jsonrows.printed_article(row, names.article, pictures)
                    return replace(printed, printed_date=read_date(jsonrows.text(info, names.page.date)))
        raise LayoutChanged(f"no article {source_id} with a title in any xyList")


def _pages_of(document: Document) -> list[jsonrows.Row]:
    infos = jsonrows.rows(jsonrows.member(document.json(), "paperInfo"), "paperInfo")
    if not infos:
        raise LayoutChanged("paperInfo is empty")
    return infos


def _articles_of(info: jsonrows.Row) -> Iterator[jsonrows.Row]:
    """The rows of xyList; a page without articles may have null there."""
    if info.get("xyList") is not None:
        yield from jsonrows.rows(info["xyList"], "xyList")
