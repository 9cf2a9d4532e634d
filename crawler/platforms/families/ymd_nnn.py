"""ymd_nnn: pages that know the others of their issue only from a script."""

from __future__ import annotations

import re

from crawler.platforms.base import Navigation, Platform
from crawler.platforms.document import Document, LayoutChanged
from pipelines.items import PromisedPage


class YmdNnn(Platform):
    """The issue's pages are listed in a file of their own; a page has their numbers in `banciArray`."""

    def pages(self, front_page: Document) -> Navigation:
        """The list of pages; of a page, what its script knows of the others."""
        try:
            return super().pages(front_page)
        except LayoutChanged as error:
            found = re.search(r"\bbanciArray\s*=\s*['\"]([^'\"]+)['\"]", front_page.text)
            own = re.search(r"\d{8}_(\w+)(?=/\d{8}_\1\.html?)", front_page.url)
            if found is None or own is None:
                raise LayoutChanged(f"{error}, no banciArray") from error
            numbers = [number for each in found[1].split(",") if (number := each.strip())]
            return Navigation(_pages_by_number(front_page.url, own[1], numbers))


def _pages_by_number(url: str, own: str, numbers: list[str]) -> tuple[PromisedPage, ...]:
    """The pages beside the one at `url`, whose number is `own`; `001` is printed 01."""
    return tuple(
        PromisedPage(
            sequence,
            number[1:] if re.fullmatch(r"0\d\d", number) else number,
            "",
            re.sub(rf"(?<=\d{{8}}_){own}(?=[/.])", number, url),
        )
        for sequence, number in enumerate(numbers, start=1)
    )
