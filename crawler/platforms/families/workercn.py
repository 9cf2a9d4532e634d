"""工人日报: `papers/grrb/YYYY/MM/DD/N/page.html`, articles `news-N.html` beside it.

The page navigation is `ul#pageUrl`, whose entries have a PDF (`a.pdf`) before the page; the title list is
`ul#pageTitle`. Article: `#pretitle` 引题, `#ctitle`, `#ccontent`, pictures in `#imgs`. An article's number
counts within its page. Facts: newspapers_2023.tsv and public crawlers of 2022–2026.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from crawler.platforms import reading
from crawler.platforms.base import Platform, PrintedPage, Selectors
from crawler.platforms.document import Document, LayoutChanged
from pipelines.items import Placement

_PLACE = re.compile(r"/(\w+)/news-(\d+)\.html?$")
_OWN = re.compile(r"/(\w+)/page\.html?$")


class WorkerCn(Platform):
    """Read by selectors; numbers of page and article make the article's id."""

    skins: ClassVar[Mapping[str, Selectors]] = {
        "grrb": Selectors(
            page_link="#pageUrl li a:not(.pdf)",
            title_list="#pageTitle",
            title_link="#pageTitle li a",
            page_pdf="#pageUrl li a.pdf",
            kicker="#pretitle",
            headline="#ctitle",
            body="#ccontent",
            image="#imgs img",
        )
    }
    marks = ("ul#pageUrl", "ul#pageTitle", "#ctitle", "#ccontent")
    article_id = re.compile(r"news-(\d+)\.html?$")

    def articles(self, page: Document) -> PrintedPage:
        """The title list; the page's number is told by its address."""
        printed = super().articles(page)
        select = self.skin(page, "title_link", "title_list")
        own = _OWN.search(page.absolute(""))
        number = own[1] if own else ""
        return replace(
            printed,
            pdf_url=reading.pdf_beside(page, select.page_pdf, select.page_link, number),
            placements=tuple(replace(each, source_id=_id_of(each)) for each in printed.placements),
        )


def _id_of(placement: Placement) -> str:
    found = _PLACE.search(placement.url)
    if found is None:
        raise LayoutChanged(f"the address of an article names no page: {placement.url}")
    return f"{found[1]}-{found[2]}"
