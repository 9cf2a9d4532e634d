"""Which day a page is of, by what it says itself. Pure.

The address that was asked for proves nothing: many a server answers with its newest issue whatever day is
asked for.
"""

from __future__ import annotations

from datetime import date

from crawler.platforms.base import Navigation, Platform
from crawler.platforms.document import Document
from crawler.platforms.enpproperty import read_enpproperty
from pipelines.text.dates import read_date


def is_dated(document: Document, platform: Platform, day: date, printed: date | None) -> bool:
    """Whether a page says that it is of a day: by the date it prints (`printed`), its title, its vendor's
    comment, or a date in the address of a page, an article, a picture or a PDF that it contains."""
    if printed == day:
        return True
    if not document.is_markup:
        return False
    comment = read_enpproperty(document).get("date", "")[:10]
    if day in (read_date(document.first_text("title")), read_date(comment)):
        return True
    return any(read_date(url) == day for url in platform.own_addresses(document))


def date_said(navigation: Navigation) -> date | None:
    """The day of an issue by its front page: printed, else of its address, else of that of all its pages."""
    if said := navigation.printed_date or navigation.address_date:
        return said
    dates = {read_date(page.url) for page in navigation.pages}
    return dates.pop() if len(dates) == 1 else None
