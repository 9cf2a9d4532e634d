"""都市快报: one file lists its pages, another the titles of all of them."""

from __future__ import annotations

import re

from crawler.platforms.base import Navigation, Platform, PrintedPage
from crawler.platforms.document import Document, LayoutChanged
from crawler.platforms.jsonrows import promised
from pipelines.text.dates import read_date


class PageList(Platform):
    """In a skin with `issue_list` the n-th list of the file of titles is that of the n-th page."""

    def pages(self, front_page: Document) -> Navigation:
        """The page navigation; where pages have no files of their titles, they are parts of one such file."""
        navigation = super().pages(front_page)
        if self.skin(front_page, "page_link").issue_list != "parts":
            return navigation
        titles = re.sub(r"page_list_(?=\d)", "article_list_", front_page.absolute(""))
        count = len(navigation.pages)
        return Navigation(
            promised(
                (page.number, page.name, f"{titles}#page-{page.sequence}-of-{count}")
                for page in navigation.pages
            ),
            printed_date=navigation.printed_date,
            address_date=navigation.address_date,
        )

    def articles(self, page: Document) -> PrintedPage:
        """The title list of a page. Raises LayoutChanged where a file of all titles has not a list a page."""
        asked = re.search(r"#page-(\d+)-of-(\d+)$", page.url)
        if asked is None:
            return super().articles(page)
        select = self.skin(page, "title_list")
        lists, (place, count) = page.all(select.title_list), map(int, asked.groups())
        if len(lists) != count:
            raise LayoutChanged(f"{count} pages, {len(lists)} title lists ({select.title_list})")
        return PrintedPage(
            self._title_list(page, select.title_link, within=lists[place - 1]),
            address_date=read_date(page.url),
        )
