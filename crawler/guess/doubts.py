"""What the generic reader reads otherwise of a page that its family has read: a change that nobody
announced.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from crawler.answer import BUGS, Answer
from crawler.paper import Paper
from crawler.platforms.document import LayoutChanged
from crawler.platforms.generic import SURE, Told, id_of, read_titles
from pipelines.items import PageItem


def differences(page: PageItem, answer: Answer, id_of_article: Callable[[str], str]) -> str:
    """What the generic reader, where it is sure, reads otherwise of a page its family has read; '' for
    nothing.
    """
    if not page.placements:
        return ""
    try:
        document = answer.document()
        reading = read_titles(document, Told(day=page.date), id_of_article)
    except (LayoutChanged, *BUGS):
        return ""
    listed = {place.url for place in page.placements}
    seen = {place.url for place in reading.value.placements}
    shown = sum(place.area is not None for place in page.placements)
    if reading.proofs["titles"].confidence < SURE or not seen or seen == listed:
        return ""
    what = (
        f"the title list has {len(listed)} entries, the page map {shown}"
        if shown
        else f"it has {len(listed)} titles"
    )
    return f"{what}; read without the profile {len(seen)}, {len(listed & seen)} of them the same"


def article_id_of(paper: Paper, day: date) -> Callable[[str], str]:
    """The id the paper's family gives an article's address, else the one the address shows."""
    platform = paper.era(day).platform

    def find(url: str) -> str:
        found = platform.article_id.search(url)
        return found[1] if found and not platform.page_directories else id_of(url)

    return find
