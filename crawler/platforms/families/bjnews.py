"""新京报 and 人民邮电报: a list of the whole issue; articles in pages of their own, or in the list."""

from __future__ import annotations

import re

from crawler.platforms import html, jsonrows
from crawler.platforms.article import read_article
from crawler.platforms.base import Navigation, Platform, PrintedArticle, PrintedPage
from crawler.platforms.document import Document, LayoutChanged
from crawler.platforms.jsonrows import Row
from pipelines.text.dates import read_date

_ID = re.compile(r"(?:^|/)(?:[A-Za-z]+_)?\d{8}_(\w+)\.html?$")
"""20231017_A01_01_9090_2104.html: what follows the date."""
_WHOLE = 0.9
"""Least part of `wordNumber` a text must have: papers count punctuation and captions differently."""


class BjNews(Platform):
    """The issue in one list, the articles in pages of their own, or in the list."""

    def pages(self, front_page: Document) -> Navigation:
        """The pages of the list."""
        found, names = jsonrows.rows(front_page.json(), "data.json"), self.fields.page
        numbers = [jsonrows.text(row, names.number) for row in found]
        pages = jsonrows.promised(
            (number, jsonrows.line(row, names.name), f"{front_page.absolute('')}#page-{part}")
            for row, number, part in zip(found, numbers, jsonrows.parts(numbers), strict=True)
        )
        first = next((article for row in found for article in _articles_of(row)), {})
        return Navigation(
            pages,
            printed_date=read_date(jsonrows.text(found[0], names.date)),
            number=jsonrows.text(first, "issueNumber") or None,
        )

    def articles(self, page: Document) -> PrintedPage:
        """The page that the address's fragment names."""
        part, names = jsonrows.part_of(page, "page"), self.fields.page
        row = jsonrows.same_page(jsonrows.rows(page.json(), "data.json"), names, part)
        if row is None:
            raise LayoutChanged(f"no page {part} in data.json")
        placements = jsonrows.placements(
            (
                _id_of(article),
                jsonrows.line(article, self.fields.placement.title),
                self._address(page, row, article),
            )
            for article in _articles_of(row)
        )
        return jsonrows.printed_page(page, row, names, placements)

    def article(self, document: Document) -> PrintedArticle:
        """The article of the list that the address's fragment names, or that of a page of its own."""
        if "#article-" in document.url:
            return self._listed(document, jsonrows.part_of(document, "article"))
        select = self.skin(document, "headline", "body")
        title, underscore, _ = document.first_text("title").rpartition("_")
        if not html.printed_text(document, select.headline) and not (underscore and title):
            raise LayoutChanged(f"no headline ({select.headline}), and none before an underscore in <title>")
        return read_article(document, select, {"title": title})

    def _address(self, page: Document, row: Row, article: Row) -> str:
        """Where an article's text stands: in the list itself, or `YYYYMMDD_<pageNo>/<articleHref>`."""
        if self._is_whole(article):
            return f"{page.absolute('')}#article-{_id_of(article)}"
        directory, number = page.absolute("").rsplit("/", 2)[-2], jsonrows.text(row, self.fields.page.number)
        return page.absolute(f"{directory}_{number}/{jsonrows.text(article, 'articleHref')}")

    def _is_whole(self, article: Row) -> bool:
        content = "".join(jsonrows.line(article, self.fields.article.body).split())
        count = jsonrows.text(article, "wordNumber")
        return bool(content) and count.isdecimal() and len(content) >= _WHOLE * int(count)

    def _listed(self, document: Document, source_id: str) -> PrintedArticle:
        names = self.fields.article
        for row in jsonrows.rows(document.json(), "data.json"):
            for article in _articles_of(row):
                if jsonrows.line(article, names.headline) and _id_of(article) == source_id:
                    pictures = jsonrows.pictures(document, jsonrows.text(article, names.body))
                    return jsonrows.printed_article(article, names, pictures)
        raise LayoutChanged(f"no article {source_id} with a title in data.json")


def _articles_of(row: Row) -> list[Row]:
    """The articles of a page; one without any may have null there."""
    found = row.get("onePageArticleList")
    return [] if found is None else jsonrows.rows(found, "onePageArticleList")


def _id_of(article: Row) -> str:
    found = _ID.search(jsonrows.text(article, "articleHref"))
    return found[1] if found else ""
