"""香港文匯報 until 2020: `pdf.wenweipo.com/YYYY/MM/DD/pdfN.htm`, in Big5 and traditional script.

The page navigation is `#colee1` (its links of class `a_1` are no pages), the title list stands in
`div.pdf_c2br` below the line A01版面新聞, the page's picture in `div.pdf_big`. Articles lie on another host
(paper.wenweipo.com): `h1.title`, `span.date`, the text in `#main-content p`, where `p.connect-pdf` leads
back to the page, and pictures with their caption in `alt`. That the links of the page navigation print page
numbers is inferred; where they do not, LayoutChanged says so. Facts: public crawlers of 2017–2020.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from crawler.platforms.base import Platform, PrintedArticle, Selectors
from crawler.platforms.document import Document, paragraphs_of
from pipelines.items import ImageItem
from pipelines.text.credits import read_caption


class WenWeiPo(Platform):
    """Read by selectors; captions are attributes."""

    skins: ClassVar[Mapping[str, Selectors]] = {
        "pdf": Selectors(
            page_link="#colee1 a[href]:not(.a_1)",
            issue_date="span.date",
            title_list="div.pdf_c2br",
            title_link="div.pdf_c2br a",
            page_image="div.pdf_big img",
            headline="h1.title",
            body="#main-content",
            image="#main-content img[alt]",
        )
    }
    marks = ("#colee1", "div.pdf_c2br", "p.connect-pdf")
    article_id = re.compile(r"/([A-Z]{2}\d{10})\.htm")

    def article(self, document: Document) -> PrintedArticle:
        """The article, without the line that leads back to its page."""
        printed = super().article(document)
        select = self.skin(document, "headline", "body")
        backs = document.all(f"{select.body} p.connect-pdf")
        containers = document.all(select.body)
        return replace(
            printed,
            body=paragraphs_of(containers[0], backs) if containers else "",
            images=tuple(
                ImageItem(
                    position, document.absolute(image.get("src", "")), *read_caption(image.get("alt", ""))
                )
                for position, image in enumerate(document.all(select.image), start=1)
            ),
        )
