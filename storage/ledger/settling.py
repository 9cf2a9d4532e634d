"""Issues that still settle: pages are added, articles edited or withdrawn after the day. Reads only.

A complete issue is looked at again some whole days after its date. That a day has come is counted where the
newspapers are printed (Asia/Shanghai), like every date of an issue.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import Engine, func, select

from storage.clock import SHANGHAI
from storage.database import reading
from storage.ledger.status import status
from storage.models import table

_ISSUES, _PAGES = table("issues"), table("pages")
_ARTICLES, _PROBLEMS = table("articles"), table("problems")
AFTER_DAYS = (1, 7)
"""Days after its date on which an issue is looked at again."""
_GIVEN_UP = 30
"""Days after which what a look could not reach is left as it is."""


def settling(
    source: Engine, paper: str, today: dt.date, after_days: Sequence[int] = AFTER_DAYS
) -> dict[dt.date, dt.datetime]:
    """The complete issues that are due to be looked at again, by date, and since when nobody has.

    An issue is due when one of its days has come and something of it (page navigation, a page, an article
    that stands) was not looked at since that day began. An attempt that failed is a look, too. The instant
    is what `lacking` takes as `not_since`.
    """
    one = (_ISSUES.c.paper == paper, _ISSUES.c.page_count > 0)
    navigation = select(_ISSUES.c.date, _ISSUES.c.checked_at).where(*one, _ISSUES.c.checked_at.is_not(None))
    recent = _ISSUES.c.date >= today - dt.timedelta(days=max(after_days, default=0) + _GIVEN_UP)
    pages = (
        select(_ISSUES.c.date, func.min(_PAGES.c.checked_at, type_=_PAGES.c.checked_at.type))
        .join(_PAGES, _PAGES.c.issue_id == _ISSUES.c.id)
        .where(*one, recent)
        .group_by(_ISSUES.c.date)
    )
    articles = (
        select(_ISSUES.c.date, func.min(LOOKED_AT, type_=_ARTICLES.c.last_seen.type))
        .join(_ARTICLES, _ARTICLES.c.issue_id == _ISSUES.c.id)
        .where(*one, recent)
        .group_by(_ISSUES.c.date)
    )
    due: dict[dt.date, dt.datetime] = {}
    with reading(source) as connection:
        for statement in (navigation, pages, articles):
            for date, looked in connection.execute(statement):
                came = [day for days in after_days if (day := date + dt.timedelta(days=days)) <= today]
                if came and looked < (since := begins(max(came))):
                    due[date] = since
    if not due:
        return {}
    rows = status(source, papers=[paper], since=min(due), until=max(due))
    return {row.date: due[row.date] for row in rows if row.state == "complete" and row.date in due}


def begins(day: dt.date) -> dt.datetime:
    """The instant a day begins where the newspapers are printed."""
    return dt.datetime.combine(day, dt.time(), SHANGHAI)


_TRIED = (
    select(func.max(_PROBLEMS.c.last_seen))
    .where(_PROBLEMS.c.paper == _ARTICLES.c.paper, _PROBLEMS.c.date == _ARTICLES.c.date)
    .where(_PROBLEMS.c.url == _ARTICLES.c.url)
    .correlate(_ARTICLES)
    .scalar_subquery()
)
_WITHDRAWN = func.coalesce(_ARTICLES.c.withdrawn_at, _ARTICLES.c.last_seen)
_LATER = sa.case((_ARTICLES.c.last_seen < _WITHDRAWN, _WITHDRAWN), else_=_ARTICLES.c.last_seen)
LOOKED_AT = sa.case((_TRIED > _LATER, _TRIED), else_=_LATER)
"""When an article was last asked for, whatever came of it."""
