"""Issues that still settle: pages are added, articles edited or withdrawn after the day. Reads only.

A complete issue is looked at again some whole days after its date. That a day has come is counted where the
newspapers are printed (UTC+8), like every date of an issue.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import Engine, func, select

from storage.database import reading
from storage.ledger.status import LackingArticle, LackingPage, Missing, status
from storage.models import table

_ISSUES, _PAGES, _PLACEMENTS = table("issues"), table("pages"), table("placements")
_ARTICLES, _PROBLEMS, _CAPTURES = table("articles"), table("problems"), table("captures")
_CHINA = dt.timezone(dt.timedelta(hours=8))
AFTER_DAYS = (1, 7)
"""Days after its date on which an issue is looked at again."""
_GIVEN_UP = 30
"""Days after which what a look could not reach is left as it is."""


def settling(
    source: Engine, paper: str, today: dt.date, after_days: Sequence[int] = AFTER_DAYS
) -> list[dt.date]:
    """The complete issues that are due to be looked at again, by date.

    An issue is due when one of its days has come and something of it (page navigation, a page, an article
    that stands) was not looked at since. An attempt that failed is a look, too.
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
        select(_ISSUES.c.date, func.min(_LOOKED_AT, type_=_ARTICLES.c.last_seen.type))
        .join(_ARTICLES, _ARTICLES.c.issue_id == _ISSUES.c.id)
        .where(*one, recent)
        .group_by(_ISSUES.c.date)
    )
    due = set()
    with reading(source) as connection:
        for statement in (navigation, pages, articles):
            for date, looked in connection.execute(statement):
                days = [date + dt.timedelta(days=days) for days in after_days]
                came = [day for day in days if day <= today]
                if came and looked < begins(max(came)):
                    due.add(date)
    if not due:
        return []
    rows = status(source, papers=[paper], since=min(due), until=max(due))
    return sorted({row.date for row in rows if row.state == "complete"} & due)


def stale(
    source: Engine,
    paper: str,
    date: dt.date,
    today: dt.date,
    after_days: Sequence[int] = AFTER_DAYS,
    edition: str = "",
) -> Missing:
    """What of a settling issue was not looked at since its last day came: shaped like what is missing."""
    came = [day for days in after_days if (day := date + dt.timedelta(days=days)) <= today]
    if not came:
        return Missing(front_page=False, pages=(), articles=())
    since = begins(max(came))
    one = (_ISSUES.c.paper == paper, _ISSUES.c.date == date, _ISSUES.c.edition == edition)
    with reading(source) as connection:
        issue = connection.execute(select(_ISSUES.c.id, _ISSUES.c.checked_at).where(*one)).one_or_none()
        if issue is None:
            return Missing(front_page=True, pages=(), articles=())
        pages = connection.execute(
            select(_PAGES.c.sequence, _PAGES.c.number, _PAGES.c.name, _PAGES.c.url)
            .where(_PAGES.c.issue_id == issue.id, _PAGES.c.checked_at < since)
            .order_by(_PAGES.c.sequence)
        ).all()
        articles = connection.execute(
            select(_ARTICLES.c.source_id, _ARTICLES.c.url, _ARTICLES.c.headline)
            .join(_ISSUES, _ISSUES.c.id == _ARTICLES.c.issue_id)
            .where(_ARTICLES.c.issue_id == issue.id, since > _LOOKED_AT)
            .order_by(_ARTICLES.c.id)
        ).all()
    return Missing(
        front_page=issue.checked_at is None or issue.checked_at < since,
        pages=tuple(LackingPage(*page) for page in pages),
        articles=tuple(LackingArticle(*article) for article in articles),
    )


def begins(day: dt.date) -> dt.datetime:
    """The instant a day begins where the newspapers are printed."""
    return dt.datetime.combine(day, dt.time(), _CHINA)


_TRIED = (
    select(func.max(_PROBLEMS.c.last_seen))
    .where(_PROBLEMS.c.paper == _ISSUES.c.paper, _PROBLEMS.c.date == _ISSUES.c.date)
    .where(_PROBLEMS.c.url == _ARTICLES.c.url)
    .correlate(_ISSUES, _ARTICLES)
    .scalar_subquery()
)
_WITHDRAWN = func.coalesce(_ARTICLES.c.withdrawn_at, _ARTICLES.c.last_seen)
_LATER = sa.case((_ARTICLES.c.last_seen < _WITHDRAWN, _WITHDRAWN), else_=_ARTICLES.c.last_seen)
_LOOKED_AT = sa.case((_TRIED > _LATER, _TRIED), else_=_LATER)
"""When an article was last asked for, whatever came of it."""
