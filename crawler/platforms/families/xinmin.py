"""新民晚报: `html/xmwb/YYYY-MM-DD/N.html`, articles `N/<id>.html` below it.

The page navigation is a `div.dzb-enter-mulu-wrap-nav` for every page, the title list
`div.dzb-enter-benban-wrap`, the page map `#PagePicMap`, the PDF `p.dzb-multi-download a`. Article:
`.dzb-title-box`, `.dzb-author-box`, and the text in one or several `p.dzb-desc-box`, which may begin with
the author's name again. Facts: newspapers_2025.tsv and public crawlers of 2019–2025.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from crawler.platforms.base import Platform, PrintedArticle, Selectors
from crawler.platforms.document import Document, paragraphs_of


class Xinmin(Platform):
    """Read by selectors; the text may stand in several elements."""

    skins: ClassVar[Mapping[str, Selectors]] = {
        "dzb": Selectors(
            page_link="div.dzb-enter-mulu-wrap-nav a",
            title_list="div.dzb-enter-benban-wrap, map#PagePicMap",
            title_link="div.dzb-enter-benban-wrap > div > a",
            area="map#PagePicMap area",
            page_pdf="p.dzb-multi-download a",
            headline=".dzb-title-box",
            byline=".dzb-author-box",
            body="p.dzb-desc-box",
        )
    }
    marks = ("div.dzb-enter-mulu-wrap-nav", "div.dzb-enter-benban-wrap", ".dzb-desc-box")
    article_id = re.compile(r"(?:^|/)\d+/(\d+)\.html?$")

    def article(self, document: Document) -> PrintedArticle:
        """The article, with all elements of its text."""
        printed = super().article(document)
        parts = (paragraphs_of(each) for each in document.all(self.skin(document, "headline", "body").body))
        return replace(printed, body="\n".join(part for part in parts if part))
