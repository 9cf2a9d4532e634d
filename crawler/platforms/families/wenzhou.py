"""温州日报, and editions in JSON like it: a list of pages, and the texts in it or in an answer for each page.

Families `like` this one differ in names only; `[fields.page]` says which stand where (`rows`, `articles`,
`address`, `script`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from crawler.platforms import jsonrows
from crawler.platforms.base import Navigation, Platform, PrintedArticle, PrintedPage
from crawler.platforms.document import Document, LayoutChanged
from crawler.platforms.jsonrows import Row
from pipelines.text.dates import read_date
from pipelines.text.labels import Label, page_key, read_label


class Wenzhou(Platform):
    """A list of pages; the articles of a page stand in its row, or in an answer of its own."""

    def pages(self, front_page: Document) -> Navigation:
        """The pages of the list."""
        listed, names = self._pages(front_page), self.fields.page
        found = []
        for label, row in listed:
            asked = {
                "id": jsonrows.text(row, names.id),
                "number": label.number,
                "date": read_date(front_page.url),
            }
            address = names.address.format(**asked) if names.address else ""
            url = front_page.absolute(address)
            found.append((label.number, label.name, f"{url}#page-{label.number}"))
        return Navigation(
            jsonrows.promised(found), printed_date=read_date(jsonrows.text(listed[0][1], names.date))
        )

    def articles(self, page: Document) -> PrintedPage:
        """The page that the address's fragment names."""
        number, base = jsonrows.part_of(page, "page"), page.absolute("")
        row, label, found = self._page(page, number)
        named = self.fields.placement
        own = page.absolute(named.address) if named.address else f"{base}#article-{{id}}"
        titles = jsonrows.placements(
            (source_id, jsonrows.line(article, named.title), own.format(id=source_id))
            for source_id, article in self._articles(number, found)
        )
        names = self.fields.page
        picture, pdf = (jsonrows.text(row, name) for name in (names.image, names.pdf))
        return PrintedPage(
            titles,
            number=number,
            name=label.name,
            printed_date=read_date(jsonrows.text(row, names.date)),
            image_url=page.absolute(picture) if picture else None,
            pdf_url=page.absolute(pdf) if pdf else None,
        )

    def article(self, document: Document) -> PrintedArticle:
        """The article that the address's fragment names, or that has an answer of its own."""
        if self.fields.placement.address:
            row = _member(self._data(document), self.fields.article.row)
            if not isinstance(row, dict):
                raise LayoutChanged(f"no article in {self.fields.article.row}")
            return self._printed(document, row)
        wanted, names = jsonrows.part_of(document, "article"), self.fields.article
        if self.fields.page.address:
            counted = wanted.rpartition("-")[0]
            pages = [(counted, _member(self._data(document), self.fields.page.articles))]
        else:
            pages = [
                (label.number, _member(row, self.fields.page.articles))
                for label, row in self._pages(document)
            ]
        for number, found in pages:
            for source_id, row in self._articles(number, found):
                if source_id == wanted and jsonrows.line(row, names.headline):
                    return self._printed(document, row)
        raise LayoutChanged(f"no article {wanted} with a title in any {self.fields.page.articles}")

    def _printed(self, document: Document, row: Row) -> PrintedArticle:
        """An article with the pictures in its text."""
        names = self.fields.article
        return jsonrows.printed_article(
            row, names, jsonrows.pictures(document, jsonrows.text(row, names.body))
        )

    def _data(self, document: Document) -> Any:
        """The JSON of an answer: the whole of it, or what a script sets a variable to."""
        if not self.fields.page.script:
            return document.json()
        found = re.search(rf"\b{self.fields.page.script}\s*=\s*(?=[\[{{])", document.text)
        if found is None:
            raise LayoutChanged(f"no script sets {self.fields.page.script}")
        try:
            return json.JSONDecoder().raw_decode(document.text, found.end())[0]
        except ValueError as error:
            raise LayoutChanged(f"{self.fields.page.script} is no JSON: {error}") from error

    def _pages(self, document: Document) -> list[tuple[Label, Row]]:
        """Label and row of every page. Raises LayoutChanged where there is none."""
        names = self.fields.page
        value = _member(self._data(document), names.rows)
        rows = jsonrows.rows(list(value.values()) if isinstance(value, dict) else value, names.rows or "it")
        if not rows:
            raise LayoutChanged("the list of pages is empty")
        return [(self._label(row), row) for row in rows]

    def _label(self, row: Row) -> Label:
        """Number and name of a page, which may stand in one field. Raises LayoutChanged without a number."""
        name = jsonrows.line(row, self.fields.page.name)
        label = read_label(name)
        if number := jsonrows.text(row, self.fields.page.number):
            return Label(number, label.name if label is not None and label.number else name)
        if label is None or not label.number:
            if place := jsonrows.text(row, self.fields.page.place):
                return Label(place, name)
            raise LayoutChanged(f"a page has no number: {name[:40]!r}")
        return label

    def _page(self, page: Document, number: str) -> tuple[Row, Label, Any]:
        """Row, label and articles of a page; an answer of its own has no row."""
        names = self.fields.page
        if names.address:
            return {}, Label(number, ""), _member(self._data(page), names.articles)
        for label, row in self._pages(page):
            if page_key(label.number) == page_key(number):
                return row, label, _member(row, names.articles)
        raise LayoutChanged(f"no page {number}")

    def _articles(self, number: str, found: Any) -> Iterator[tuple[str, Row]]:
        """Id and row of every article of a page; those that have no ids are counted in their page."""
        names = self.fields.placement
        for position, row in enumerate(() if found is None else jsonrows.rows(found, "a page"), start=1):
            yield jsonrows.text(row, names.id) if names.id else f"{number}-{position}", row


def _member(value: Any, path: str) -> Any:
    return jsonrows.member(value, *path.split(".")) if path else value
