"""Which prints belong together, and which of them was the first: `cluster` and `reprint_of`.

Equal texts have equal `content_key`s, nearly equal ones are `pairs` (storage.texts), and who the members
of a cluster are is decided in `likeness.clusters`. Each result is a function of what is stored, never of
the order in which it arrived: what counts is the first *print* (date, then page, then position, then
cite_id). Called within the transaction that stores the article or the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam, func, select

from storage.database import parts
from storage.models import table
from storage.order import NOWHERE, PLACE, Rank
from storage.reprints import index, likeness
from storage.writer import Article

_ISSUES, _PAGES, _PLACEMENTS = table("issues"), table("pages"), table("placements")
_ARTICLES = table("articles")

_RANK = (
    select(
        _ISSUES.c.date,
        func.coalesce(
            select(func.min(PLACE))
            .select_from(_PAGES.join(_PLACEMENTS))
            .where(_PAGES.c.issue_id == _ARTICLES.c.issue_id)
            .where(_PLACEMENTS.c.source_id == _ARTICLES.c.source_id)
            .correlate(_ARTICLES)
            .scalar_subquery(),
            NOWHERE,
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
_EARLIEST_DAYS = (
    select(_ARTICLES.c.content_key, func.min(_ISSUES.c.date).label("date"))
    .join(_ISSUES, _ISSUES.c.id == _ARTICLES.c.issue_id)
    .where(_ARTICLES.c.content_key.in_(bindparam("keys", expanding=True)))
    .group_by(_ARTICLES.c.content_key)
    .subquery()
)
_EARLIEST_OF_ALL = (
    _RANK.add_columns(_ARTICLES.c.content_key)
    .join(_EARLIEST_DAYS, _EARLIEST_DAYS.c.content_key == _ARTICLES.c.content_key)
    .where(_ISSUES.c.date == _EARLIEST_DAYS.c.date)
)
_OTHER = (
    select(_ARTICLES.c.cite_id, _ARTICLES.c.cluster)
    .where(_ARTICLES.c.content_key == bindparam("key"), _ARTICLES.c.cite_id != bindparam("cite_id"))
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
_POINT_KEYS = _POINT.where(_ARTICLES.c.content_key.in_(bindparam("keys", expanding=True)))
_POINT_SOME = _POINT.where(_ARTICLES.c.cite_id.in_(bindparam("cite_ids", expanding=True)))
_PRINTS = select(
    _ARTICLES.c.id, _ARTICLES.c.cite_id, _ARTICLES.c.content_key, _ARTICLES.c.cluster, _ARTICLES.c.reprint_of
).where(_ARTICLES.c.content_key.in_(bindparam("keys", expanding=True)))
_SET = (
    sa.update(_ARTICLES)
    .where(_ARTICLES.c.id == bindparam("row"))
    .values(cluster=bindparam("its_cluster"), reprint_of=bindparam("first"))
)
# "text" in ASCII: one lock for all texts, since any two of them may turn out to be alike.
_LOCK = select(func.pg_advisory_xact_lock(0x74657874))


def lock(connection: Connection) -> None:
    """On PostgreSQL, let no other transaction group texts until this one ends.

    Two prints stored at the same instant would otherwise not see each other. SQLite has one writer.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK)


def join(connection: Connection, key: str, cite_id: str) -> None:
    """Put the article just stored, `cite_id`, into the group of its `key`: a few rows whatever its size."""
    other = connection.execute(_OTHER, {"key": key, "cite_id": cite_id}).one_or_none()
    if other is None:
        return
    root = other.cluster or other.cite_id
    ranks: list[Rank] = [tuple(row) for row in connection.execute(_RANKS, {"cite_ids": [root, cite_id]})]
    first = min(ranks)[2]
    if first == cite_id:
        regroup_all(connection, {key})
    else:
        connection.execute(_POINT_SOME, {"cite_ids": [root, cite_id], "first": first})


def regroup(connection: Connection, key: str | None) -> None:
    """Make `cluster` and `reprint_of` of every print of the text, and of those like it, what they must be."""
    if key is not None:
        lock(connection)
        regroup_all(connection, {key})


def regroup_all(connection: Connection, keys: Collection[str]) -> None:
    """`regroup` for several texts: every group they belong to, each once."""
    left = set(keys)
    while left:
        members, alike = index.family(connection, {min(left)})
        left -= members
        if len(members) == 1:
            _point(connection, members, None)
            continue
        ranks = first_prints(connection, members)  # a text whose last print has gone has no rank
        first_of = likeness.clusters(ranks, alike, kinship(connection))
        for first in set(first_of.values()):
            cluster = {key for key, its_first in first_of.items() if its_first == first}
            _point(connection, cluster, ranks[first][2])


def group_many(connection: Connection, keys: Collection[str]) -> set[str]:
    """`regroup_all` for very many texts, in few statements; returns all texts of their groups."""
    members, alike = index.family(connection, keys)
    ranks = first_prints(connection, members)
    first_of = likeness.clusters(ranks, alike, kinship(connection))
    prints = [row for part in parts(members) for row in connection.execute(_PRINTS, {"keys": part})]
    size = Counter(first_of[row.content_key] for row in prints)
    differing = []
    for row in prints:
        first = first_of[row.content_key]
        cluster = ranks[first][2] if size[first] > 1 else None
        reprint_of = None if cluster == row.cite_id else cluster
        if (row.cluster, row.reprint_of) != (cluster, reprint_of):
            differing.append({"row": row.id, "its_cluster": cluster, "first": reprint_of})
    if differing:
        connection.execute(_SET, differing)
    return members


def first_prints(connection: Connection, keys: Collection[str]) -> dict[str, Rank]:
    """Content keys → the first print of each text."""
    ranks: dict[str, Rank] = {}
    for part in parts(keys):
        for date, place, cite_id, key in connection.execute(_EARLIEST_OF_ALL, {"keys": part}):
            rank = (date, place, cite_id)
            ranks[key] = min(rank, ranks.get(key, rank))
    return ranks


def kinship(connection: Connection) -> Callable[[str, str], bool]:
    """Whether the texts of two keys may stand in one cluster though they are no pair (`Likeness.kin`)."""
    read: dict[str, str] = {}

    def kin(one: str, other: str) -> bool:
        if unread := {one, other} - read.keys():
            read.update(index.letters_of(connection, unread))
        return likeness.compare(read[one], read[other]).kin

    return kin


def _point(connection: Connection, keys: Collection[str], first: str | None) -> None:
    """Point every print of these texts to the first (None: to be found); a lone print to nothing."""
    if len(keys) == 1:
        [key] = keys
        members = _ARTICLES.c.content_key == key
        if connection.execute(select(func.count()).select_from(_ARTICLES).where(members)).scalar_one() < 2:
            connection.execute(
                sa.update(_ARTICLES)
                .where(members, _ARTICLES.c.cluster.is_not(None))
                .values(cluster=None, reprint_of=None)
            )
            return
        ranks: list[Rank] = [tuple(row) for row in connection.execute(_EARLIEST, {"key": key})]
        connection.execute(_POINT_ALL, {"key": key, "first": first or min(ranks)[2]})
        return
    for part in parts(sorted(keys)):
        connection.execute(_POINT_KEYS, {"keys": part, "first": first})


def exchange(connection: Connection, before: str | None, item: Article) -> None:
    """After the text of a stored article was exchanged: the index of texts, and the groups of both texts."""
    lock(connection)
    touched = index.leave(connection, before)
    if item.content_key is not None and not index.ids_of(connection, [item.content_key]):
        touched |= index.enter(connection, item.content_key, item.signature, item.body_hans)
    regroup_all(connection, touched.union(key for key in (before, item.content_key) if key is not None))
