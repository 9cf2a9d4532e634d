"""A paper of no family: its pages are left to the generic reader.

The page navigation is read here. Title lists and articles are read by `crawler.guess`, which knows what their
issue has told already.
"""

from __future__ import annotations

from crawler.platforms.base import Platform
from crawler.platforms.document import Document, LayoutChanged
from crawler.platforms.generic import read_pages
from crawler.platforms.printed import Navigation, PrintedArticle, PrintedPage

_WHY = "the profile names no family"


class Generic(Platform):
    """Promises nothing of a page beyond its page navigation."""

    def pages(self, front_page: Document) -> Navigation:
        """The page navigation. Raises LayoutChanged where it, or the day, is not sure enough."""
        return read_pages(front_page).value

    def articles(self, page: Document) -> PrintedPage:
        """Raises LayoutChanged."""
        raise LayoutChanged(_WHY)

    def article(self, document: Document) -> PrintedArticle:
        """Raises LayoutChanged."""
        raise LayoutChanged(_WHY)
