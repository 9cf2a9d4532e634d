"""Whether a page that does not say its date stands under another date of its paper already. Reads only."""

from __future__ import annotations

import datetime as dt
from typing import cast

from sqlalchemy import Engine, select

from storage.database import reading
from storage.items import PageItem
from storage.models import table

_ISSUES, _PAGES, _PLACEMENTS = table("issues"), table("pages"), table("placements")


def stands_under(source: Engine, page: PageItem) -> dt.date | None:
    """The date of another issue of the paper that had, before this page came, a page at the same place with
    the same title list, ids and titles; None where there is none, or the list is empty."""
    if not page.placements:
        return None
    titles = [(placed.source_id, placed.title) for placed in page.placements]
    first = page.placements[0]
    alike = (
        select(_PAGES.c.id, _ISSUES.c.date)
        .join(_ISSUES, _ISSUES.c.id == _PAGES.c.issue_id)
        .join(_PLACEMENTS, _PLACEMENTS.c.page_id == _PAGES.c.id)
        .where(_ISSUES.c.paper == page.paper, _ISSUES.c.date != page.date)
        .where(_PAGES.c.sequence == page.sequence, _PLACEMENTS.c.position == first.position)
        .where(_PLACEMENTS.c.listed_id == first.source_id, _PLACEMENTS.c.title == first.title)
        .order_by(_ISSUES.c.date)
    )
    if page.capture is not None:
        alike = alike.where(_ISSUES.c.first_seen < page.capture.fetched_at)
    listed = select(_PLACEMENTS.c.listed_id, _PLACEMENTS.c.title).order_by(_PLACEMENTS.c.position)
    with reading(source) as connection:
        for number, date in connection.execute(alike).all():
            found = connection.execute(listed.where(_PLACEMENTS.c.page_id == number)).all()
            if [tuple(each) for each in found] == titles:
                return cast("dt.date", date)
    return None


def is_unproved(source: Engine, paper: str, date: dt.date) -> bool:
    """Whether an issue is stored of which nothing says which day it is of."""
    statement = select(_ISSUES.c.id).where(
        _ISSUES.c.paper == paper, _ISSUES.c.date == date, _ISSUES.c.unproved, _ISSUES.c.page_count > 0
    )
    with reading(source) as connection:
        return connection.execute(statement).first() is not None
