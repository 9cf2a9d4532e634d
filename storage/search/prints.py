"""Which prints of one text a reader who wants each text once is not shown."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from storage.models import table
from storage.order import RANK, Rank
from storage.search.sql import Matching
from storage.selection import Dedup

_ARTICLES = table("articles")


def repeated(connection: Connection, found: Matching, dedup: Dedup) -> frozenset[int]:
    """The numbers of those hits that print again what another hit printed before, as `dedup` says.

    Of each text (exact) or cluster (near) the first print among the hits is kept, as a release keeps it.
    """
    if dedup == "none":
        return frozenset()
    columns = (_ARTICLES.c.id, _ARTICLES.c.cluster, _ARTICLES.c.content_key, *RANK)
    first: dict[Any, tuple[Rank, int]] = {}
    members: list[int] = []
    for row in connection.execute(found.of(*columns).where(_ARTICLES.c.cluster.is_not(None))):
        key = (row.cluster, row.content_key if dedup == "exact" else None)
        rank = (Rank.of(row), row.id)
        first[key] = min(first.get(key, rank), rank)
        members.append(row.id)
    return frozenset(members) - {article for _, article in first.values()}
