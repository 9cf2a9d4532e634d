"""广西日报: rows and areas name an article by its place in the page."""

from __future__ import annotations

import re
from dataclasses import replace

from crawler.platforms import html
from crawler.platforms.base import Platform, PrintedPage
from crawler.platforms.document import Document
from crawler.platforms.lists import is_article_title
from pipelines.items import Placement

_CODE = re.compile(r"[?&]code=(\w+)")
_PLACE = re.compile(r"&xuhao=\d+")


class Gxrb(Platform):
    """A page and an article in it differ in one number of the query."""

    def articles(self, page: Document) -> PrintedPage:
        """The page, with the rows that have a title and the areas of the same number."""
        printed, select = super().articles(page), self.skin(page, "title_link", "title_list")
        address = _PLACE.sub("", page.absolute(""))
        code = found[1] if (found := _CODE.search(address)) else "001"
        shapes: dict[str, list[tuple[tuple[float, float], ...]]] = {}
        for element in page.all(select.area):
            if (polygon := html.read_polygon(element.get("coords", ""))) is not None:
                shapes.setdefault(element.get("data-xuhao", ""), []).append(polygon)
        titles: dict[str, str] = {}
        for row in page.all(select.title_link):
            if is_article_title(title := html.title_of(row)):
                titles.setdefault(row.get("data-xuhao", ""), title)
        placements = tuple(
            Placement(
                position,
                f"{code}-{place}",
                title,
                f"{address}&xuhao={place}",
                tuple(shapes.get(place, ())) or None,
            )
            for position, (place, title) in enumerate(titles.items(), start=1)
        )
        return replace(printed, placements=placements)
