"""F7: `content/YYYY-MM/DD`, pages `editionNNN_A1.html` or `/01`, articles `NNN.html`; six small papers.

Skin `scroll` (市场信息报, 河南科技报, 贵州健康报): page navigation `ul.scroll li span a` with other pages'
PDFs beside (`span.pdf`), title list `#pagenews`, page picture `#editionimg`. Skin `list` (黄南报):
`div.list a`, titles `div.list.clearfix a`, PDF `div.bktitle a`. Article, both: the text in
`#newspapercontent`; the headline has no name, only a style (known of 重庆政协报; inferred for the others).
Facts: newspapers_2023.tsv and newspapers_2025.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from crawler.platforms.base import Platform, PrintedPage, Selectors
from crawler.platforms.document import Document

_HEADLINE = "div[style*='font-size: 1.7em'][style*='text-align: center']"


class Edition(Platform):
    """Read by selectors; a PDF that a skin names is the page's own."""

    skins: ClassVar[Mapping[str, Selectors]] = {
        "scroll": Selectors(
            page_link="ul.scroll > li > span:not(.pdf) > a",
            title_list="#pagenews",
            title_link="#pagenews li a",
            page_image="#editionimg",
            headline=_HEADLINE,
            body="#newspapercontent",
            image="#newspapercontent img",
        ),
        "list": Selectors(
            page_link="div.list:not(.clearfix) > a",
            title_list="div.list.clearfix",
            title_link="div.list.clearfix > a",
            page_pdf="div.bktitle a",
            headline=_HEADLINE,
            body="#newspapercontent",
            image="#newspapercontent img",
        ),
    }
    marks = ("#pagetitleslist", "#pagenews", "#newspapercontent", "div.bktitle")
    article_id = re.compile(r"(?:^|/)(\d+)\.html?$")

    def articles(self, page: Document) -> PrintedPage:
        """The title list."""
        printed = super().articles(page)
        pdfs = page.all(self.skin(page, "title_link", "title_list").page_pdf)
        return replace(printed, pdf_url=page.absolute(pdfs[0].get("href", "")) if pdfs else None)
