"""One text, every place it was printed: second ids within an issue, reprints elsewhere.

Called by the archive within the transaction that stores the article or the page. Each result is a
function of what is stored, never of the order in which it arrived: what counts is the first *print*
(date, then page, then position, then cite_id).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam, func, select

from storage.models import table

_ISSUES, _PAGES, _PLACEMENTS = table("issues"), table("pages"), table("placements")
_ARTICLES, _ALIASES = table("articles"), table("aliases")

_NOWHERE = 1_000_000_000
"""The place of an article whose page was not read yet: behind all others of its day."""
_PLACE = _PAGES.c.sequence * 100_000 + _PLACEMENTS.c.position

Rank = tuple[dt.date, int, str]
"""(date, place, cite_id): the order of prints. Compared in Python, for collations differ by database."""

_RANK = (
    select(
        _ISSUES.c.date,
        func.coalesce(
            select(func.min(_PLACE))
            .select_from(_PAGES.join(_PLACEMENTS))
            .where(_PAGES.c.issue_id == _ARTICLES.c.issue_id)
            .where(_PLACEMENTS.c.source_id == _ARTICLES.c.source_id)
            .correlate(_ARTICLES)
            .scalar_subquery(),
            _NOWHERE,
        ),
        _ARTICLES.c.cite_id,
    )
    .select_from(_ARTICLES)
    .join(_ISSUES, _ISSUES.c.id == _ARTICLES.c.issue_id)
)
_RANKS = _RANK.where(_ARTICLES.c.cite_id.in_(bindparam("cite_ids", expanding=True)))
_EARLIEST = _RANK.where(_ARTICLES.c.content_key == bindparam("key")).where(
    _ISSUES.c.date
    == select(func.min(_ISSUES.c.date))
    .where(_ISSUES.c.id == _ARTICLES.c.issue_id)
    .where(_ARTICLES.c.content_key == bindparam("key"))
    .correlate(None)
    .scalar_subquery()
)
_OTHER = (
    select(_ARTICLES.c.cite_id, _ARTICLES.c.cluster)
    .where(_ARTICLES.c.content_key == bindparam("key"), _ARTICLES.c.cite_id != bindparam("cite_id"))
    .limit(1)
)
_TWIN = (
    select(_ARTICLES.c.id)
    .where(_ARTICLES.c.content_key == bindparam("key"), _ARTICLES.c.issue_id == bindparam("issue"))
    .order_by(_ARTICLES.c.id)
    .limit(1)
)
_FIRST = bindparam("first", type_=sa.Text)
_REPRINT_OF = sa.case((_ARTICLES.c.cite_id == _FIRST, sa.null()), else_=_FIRST)
# Point the members to their first print; rows that point there already are not written.
_POINT = (
    sa.update(_ARTICLES)
    .where(
        _ARTICLES.c.cluster.is_distinct_from(_FIRST) | _ARTICLES.c.reprint_of.is_distinct_from(_REPRINT_OF)
    )
    .values(cluster=_FIRST, reprint_of=_REPRINT_OF)
)
_POINT_ALL = _POINT.where(_ARTICLES.c.content_key == bindparam("key"))
_POINT_SOME = _POINT.where(_ARTICLES.c.cite_id.in_(bindparam("cite_ids", expanding=True)))
_LOCK = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("key", type_=sa.Text), 0)))


def lock(connection: Connection, key: str | None) -> None:
    """On PostgreSQL, let no other transaction group the texts of this key until this one ends.

    Two prints stored at the same instant would otherwise not see each other. SQLite has one writer.
    """
    if key is not None and connection.dialect.name == "postgresql":
        connection.execute(_LOCK, {"key": key})


def join(connection: Connection, key: str, cite_id: str) -> None:
    """Put the article just stored, `cite_id`, into the group of its `key`: a few rows whatever its size."""
    other = connection.execute(_OTHER, {"key": key, "cite_id": cite_id}).one_or_none()
    if other is None:
        return
    root = other.cluster or other.cite_id
    ranks: list[Rank] = [tuple(row) for row in connection.execute(_RANKS, {"cite_ids": [root, cite_id]})]
    first = min(ranks)[2]
    if first == cite_id:
        connection.execute(_POINT_ALL, {"key": key, "first": first})
    else:
        connection.execute(_POINT_SOME, {"cite_ids": [root, cite_id], "first": first})


def regroup(connection: Connection, key: str | None) -> None:
    """Make `cluster` and `reprint_of` of every print of that text what they must be."""
    if key is None:
        return
    lock(connection, key)
    members = _ARTICLES.c.content_key == key
    if connection.execute(select(func.count()).select_from(_ARTICLES).where(members)).scalar_one() < 2:
        connection.execute(
            sa.update(_ARTICLES)
            .where(members, _ARTICLES.c.cluster.is_not(None))
            .values(cluster=None, reprint_of=None)
        )
        return
    ranks: list[Rank] = [tuple(row) for row in connection.execute(_EARLIEST, {"key": key})]
    connection.execute(_POINT_ALL, {"key": key, "first": min(ranks)[2]})


def twin(connection: Connection, issue_id: int, key: str) -> int | None:
    """The article of that issue with that text."""
    return connection.execute(_TWIN, {"key": key, "issue": issue_id}).scalar_one_or_none()


def alias(connection: Connection, issue_id: int, article_id: int, source_id: str, cite: str, url: str) -> str:
    """Note a second id of an article; returns the id under which the article now stands.

    That is the id printed first (page, position; then the smaller id), whichever came first. The row
    is renamed if need be; the id it had is an alias then, so that no `cite_id` ever leads nowhere.
    """
    connection.execute(
        sa.insert(_ALIASES),
        {"issue_id": issue_id, "source_id": source_id, "article_id": article_id, "cite_id": cite, "url": url},
    )
    return _elect(connection, issue_id, article_id)


def aliases(connection: Connection, issue_id: int) -> dict[str, str]:
    """Second ids of the issue → the id under which the article stands."""
    rows = connection.execute(
        select(_ALIASES.c.source_id.label("second"), _ARTICLES.c.source_id)
        .join(_ARTICLES, _ARTICLES.c.id == _ALIASES.c.article_id)
        .where(_ALIASES.c.issue_id == issue_id)
    )
    return {row.second: row.source_id for row in rows}


def part(connection: Connection, issue_id: int, source_id: str) -> None:
    """The id has a text of its own again, if it was an alias: its placements are its own."""
    this = (_ALIASES.c.issue_id == issue_id) & (_ALIASES.c.source_id == source_id)
    key = connection.execute(
        select(_ARTICLES.c.content_key).join(_ALIASES, _ALIASES.c.article_id == _ARTICLES.c.id).where(this)
    ).scalar_one_or_none()
    connection.execute(sa.delete(_ALIASES).where(this))
    _place(connection, issue_id, {source_id}, source_id)
    regroup(connection, key)


def settle(connection: Connection, issue_id: int, source_ids: Collection[str] | None = None) -> None:
    """After placements of the issue moved (all, or those of `source_ids`): names and groups again."""
    doubled = select(_ALIASES.c.article_id).where(_ALIASES.c.issue_id == issue_id).distinct()
    for article_id in connection.execute(doubled).scalars().all():
        _elect(connection, issue_id, article_id)
    grouped = select(_ARTICLES.c.content_key).where(
        _ARTICLES.c.issue_id == issue_id, _ARTICLES.c.cluster.is_not(None)
    )
    if source_ids is not None:
        grouped = grouped.where(_ARTICLES.c.source_id.in_(source_ids))
    keys = connection.execute(grouped).scalars().all()
    for key in sorted({key for key in keys if key is not None}):
        regroup(connection, key)


def _elect(connection: Connection, issue_id: int, article_id: int) -> str:
    """Give the article the id that is printed first among its own and its aliases."""
    row = connection.execute(
        select(_ARTICLES.c.source_id, _ARTICLES.c.cite_id, _ARTICLES.c.url, _ARTICLES.c.content_key).where(
            _ARTICLES.c.id == article_id
        )
    ).one()
    others = connection.execute(
        select(_ALIASES.c.source_id, _ALIASES.c.cite_id, _ALIASES.c.url).where(
            _ALIASES.c.issue_id == issue_id, _ALIASES.c.article_id == article_id
        )
    ).all()
    ids = {row.source_id, *(other.source_id for other in others)}
    listed = connection.execute(
        select(_PLACEMENTS.c.listed_id.label("id"), func.min(_PLACE).label("place"))
        .select_from(_PAGES.join(_PLACEMENTS))
        .where(_PAGES.c.issue_id == issue_id, _PLACEMENTS.c.listed_id.in_(ids))
        .group_by(_PLACEMENTS.c.listed_id)
    )
    places = {row.id: row.place for row in listed}
    best: str = min(ids, key=lambda source_id: (places.get(source_id, _NOWHERE), source_id))
    if best != row.source_id:
        chosen = next(other for other in others if other.source_id == best)
        connection.execute(
            sa.update(_ALIASES)
            .where(_ALIASES.c.issue_id == issue_id, _ALIASES.c.source_id == best)
            .values(source_id=row.source_id, cite_id=row.cite_id, url=row.url)
        )
        connection.execute(
            sa.update(_ARTICLES)
            .where(_ARTICLES.c.id == article_id)
            .values(source_id=best, cite_id=chosen.cite_id, url=chosen.url)
        )
    _place(connection, issue_id, ids, best)
    regroup(connection, row.content_key)
    return best


def _place(connection: Connection, issue_id: int, listed: Collection[str], source_id: str) -> None:
    pages = select(_PAGES.c.id).where(_PAGES.c.issue_id == issue_id)
    connection.execute(
        sa.update(_PLACEMENTS)
        .where(_PLACEMENTS.c.page_id.in_(pages), _PLACEMENTS.c.listed_id.in_(listed))
        .where(_PLACEMENTS.c.source_id != source_id)
        .values(source_id=source_id)
    )
