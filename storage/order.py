"""The order of print: date, page, position, cite_id. What is first is decided here alone."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import func, select

from storage.models import table

_ISSUES, _PAGES, _PLACEMENTS, _ARTICLES = map(table, ("issues", "pages", "placements", "articles"))

NOWHERE = 1_000_000_000
"""The place of an article whose page was not read yet: behind all others of its day."""
PLACE = _PAGES.c.sequence * 100_000 + _PLACEMENTS.c.position
"""The place of a title in its issue, of a statement over pages and placements."""


class Rank(NamedTuple):
    """The order of prints. Compared in Python, for collations differ by database."""

    guessed: int
    """1 for a text that only the generic reader understood: it is behind every other print."""
    date: dt.date
    place: int
    cite_id: str

    @classmethod
    def of(cls, row: Any) -> Rank:
        """The rank in a row that has the columns RANK."""
        return cls(row.guessed, row.date, row.place, row.cite_id)


def printed(*columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """These columns of pages and placements, in the order of print within an issue."""
    return select(*columns).select_from(_PAGES.join(_PLACEMENTS)).order_by(PLACE)


def first_page(column: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
    """That column of the page an article is first printed on, for a statement over `articles`.

    NULL where no page that lists it was read.
    """
    return _of_article(printed(column)).limit(1).scalar_subquery()


def first_place() -> sa.ScalarSelect[Any]:
    """The first PLACE of an article, for a statement over `articles`; NULL where no page was read."""
    return _of_article(select(func.min(PLACE)).select_from(_PAGES.join(_PLACEMENTS))).scalar_subquery()


def _of_article(statement: sa.Select[Any]) -> sa.Select[Any]:
    here = (_PAGES.c.issue_id == _ARTICLES.c.issue_id, _PLACEMENTS.c.source_id == _ARTICLES.c.source_id)
    return statement.where(*here).correlate(_ARTICLES)


GUESSED = sa.case((_ARTICLES.c.read_by == "", 0), else_=1).label("guessed")
"""1 for an article that only the generic reader understood."""
RANK = (GUESSED, _ISSUES.c.date, func.coalesce(first_place(), NOWHERE).label("place"), _ARTICLES.c.cite_id)
"""The columns of a Rank, for a statement over articles and issues."""

FIRST_PAGES = (
    select(
        *(key := (_PAGES.c.issue_id, _PLACEMENTS.c.source_id)),
        _PAGES.c.name,
        func.row_number().over(partition_by=key, order_by=PLACE).label("nth"),
    )
    .select_from(_PAGES.join(_PLACEMENTS))
    .subquery("listed")
)
"""All places of all articles, `nth` = 1 the first: for statements that look at a whole database at once."""


def first_listed(issue_id: int, ids: set[str]) -> sa.Select[Any]:
    """(listed_id, place): where each of these ids is first in a title list of the issue."""
    return (
        select(_PLACEMENTS.c.listed_id, func.min(PLACE).label("place"))
        .select_from(_PAGES.join(_PLACEMENTS))
        .where(_PAGES.c.issue_id == issue_id, _PLACEMENTS.c.listed_id.in_(ids))
        .group_by(_PLACEMENTS.c.listed_id)
    )
