"""What a platform answers: the page navigation, a page and an article, as they are printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipelines.items import ImageItem, Placement, PromisedPage


@dataclass(frozen=True, slots=True)
class Navigation:
    """What a front page says about its issue."""

    pages: tuple[PromisedPage, ...]
    printed_date: date | None = None
    number: str | None = None
    previous_issue: str | None = None
    """Address behind 上一期, None where it has no href."""
    next_issue: str | None = None


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """What a page says about itself, with its title list."""

    placements: tuple[Placement, ...]
    number: str = ""
    """'' where the page does not print it."""
    name: str = ""
    printed_date: date | None = None
    image_url: str | None = None
    pdf_url: str | None = None


@dataclass(frozen=True, slots=True)
class PrintedArticle:
    """An article, verbatim."""

    headline: str
    body: str
    kicker: str = ""
    subhead: str = ""
    byline: str = ""
    source: str = ""
    """来源, where the page names it apart from byline and text."""
    column_name: str = ""
    images: tuple[ImageItem, ...] = ()
    printed_date: date | None = None
