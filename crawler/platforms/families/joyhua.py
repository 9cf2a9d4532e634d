"""joyhua: sites that print no page list, only the way to the last page."""

from __future__ import annotations

import re

from crawler.platforms import html
from crawler.platforms.base import Navigation, Platform
from crawler.platforms.document import Document, LayoutChanged
from pipelines.items import PromisedPage


class Joyhua(Platform):
    """Without a page list, pages are counted."""

    def pages(self, front_page: Document) -> Navigation:
        """The page navigation; where only the way to the last page is printed, the pages up to it."""
        try:
            return super().pages(front_page)
        except LayoutChanged:
            if not (pages := _pages_to_the_last(front_page)):
                raise
            return Navigation(pages)


def _pages_to_the_last(front_page: Document) -> tuple[PromisedPage, ...]:
    """The pages of 天门日报, which has no page list: `index.htm`, then `page_01.htm` … `page_NN.htm`, the
    last of the links below the page; () without such links."""
    hrefs = [html.address_of(link) for link in front_page.all("div.page_bottom a")]
    numbers = [int(found[1]) for link in hrefs if (found := re.search(r"\bpage_(\d+)\.htm\b", link))]
    if not numbers:
        return ()
    names = ["index.htm", *(f"page_{number:02}.htm" for number in range(1, max(numbers) + 1))]
    return tuple(
        PromisedPage(sequence, f"{sequence:02}", "", front_page.absolute(name))
        for sequence, name in enumerate(names, start=1)
    )
