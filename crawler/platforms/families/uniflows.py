"""The family `…/html/YYYY/MM/DD/NN/default.htm`, articles `NN_64.htm` beside it (uniflows).

Every page lies in a directory of its own; 上一期 and 上一版 are links to `default.htm` too. A line below
the headline has author and source (作者：… 来源：…). Facts: newspapers_2023.tsv, a public crawler of
中华工商时报.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from crawler.platforms.base import Platform, PrintedArticle, Selectors
from crawler.platforms.document import Document
from crawler.platforms.links import labelled

_DASH = Selectors(
    page_link="a[href*='default.htm']",
    issue_date="#boarddate",
    title_list="table.board_link, a[href*='default.htm']",
    title_link="table.board_link a, a[href*='_']",
    area="map area",
    page_image="img[usemap]",
    page_pdf="a[href*='.pdf'], a[href*='.PDF']",
    kicker="h5.yinti_title",
    headline="h2.content-title",
    byline="td.others",
    body="#pgcontent",
    image="div.content_sro img",
    caption="figcaption",  # none is known; the text around a picture is the article's
)


class Uniflows(Platform):
    """The uniflows e-paper."""

    skins: ClassVar[Mapping[str, Selectors]] = {
        "dash": _DASH,
        "underscore": replace(_DASH, headline=".content_title", image="#pictable4 img, img#_picsrc"),
        "plain": replace(_DASH, headline="h2"),
    }
    marks = (
        "table.board_link, #boarddate",
        "a[href*='default.htm']",
        "#pgcontent",
        "h2.content-title, .content_title",
    )
    text_marks = (re.compile(r"\bhtml/\d{4}/\d\d/\d\d/\w+/(?:default|\w+_\d+)\.htm\b"),)
    article_id = re.compile(r"(?:^|/)(\w+_\d+)\.html?\b")

    def article(self, document: Document) -> PrintedArticle:
        """The article; author and source stand in one line."""
        printed = super().article(document)
        return replace(printed, byline=labelled(printed.byline, "作者"))
