"""Aheading: what its articles mark by comments, and photographers that stand before the caption."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import html

from crawler.platforms.article import read_article
from crawler.platforms.base import Platform, PrintedArticle
from crawler.platforms.document import Document, line_of
from crawler.platforms.enpproperty import read_enpproperty
from pipelines.items import ImageItem


class Aheading(Platform):
    """The parts of an article's head stand between comments such as `<!--<npm:article-title>-->`."""

    def article(self, document: Document) -> PrintedArticle:
        """The article: its marked parts, else the rows around the headline; photographers as credits."""
        marked = _marked_parts(document.text)
        comment = read_enpproperty(document) | {name: text for name, text in marked.items() if text}
        printed = read_article(document, self.skin(document, "headline", "body"), comment)
        printed = replace(printed, images=tuple(_credited(image) for image in printed.images))
        if not marked.get("title"):
            return printed
        return replace(
            printed,
            kicker=marked.get("introtitle", ""),
            headline=marked["title"],
            subhead=marked.get("subtitle", ""),
            byline=marked.get("author", ""),
        )


_MARKED = re.compile(r"<!--\s*<npm:article-(\w+)>\s*-->(.*?)<!--\s*</npm:article-\1>\s*-->", re.DOTALL)
_PHOTOGRAPHER = re.compile(r"作者\s*[:：]\s*[(（]([^()（）]*)[)）]\s*")


def _marked_parts(text: str) -> dict[str, str]:
    """The parts of the head between their comments, by the names of the other comment (`enpproperty`)."""
    parts = {name: f"<div>{markup}</div>" for name, markup in _MARKED.findall(text)}
    names = {"pretitle": "introtitle"}
    return {
        names.get(name, name): line_of(html.fromstring(parts[name]))
        for name in ("pretitle", "title", "subtitle", "author")
        if name in parts
    }


def _credited(image: ImageItem) -> ImageItem:
    """The picture with the photographer as its credit, where the caption begins with one."""
    found = _PHOTOGRAPHER.match(image.caption)
    if found is None:
        return image
    photographer = re.sub(r"\s*[摄攝]$", "", found[1].strip())
    return replace(image, caption=image.caption[found.end() :], credit=photographer or image.credit)
