"""The texts of a day gone by: which version of an article stood then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, select

from storage.database import parts
from storage.models import table

_REVISIONS, _CAPTURES = table("revisions"), table("captures")


def versions_at(
    connection: Connection, rows: Sequence[sa.Row[Any]], end: dt.datetime
) -> dict[int, sa.Row[Any]]:
    """Article → the row with its texts just before that instant: its own, or one of `revisions`.

    `rows` are articles first seen before it, with the `fetched_at` of their captures. A version stands from
    the arrival of its bytes; where none were archived, from when the one before it was last seen.
    """
    earlier: dict[int, list[sa.Row[Any]]] = {}
    changed = [row.id for row in rows if row.revision > 1]
    for part in parts(changed):
        for revision in connection.execute(_REVISIONS_OF, {"ids": part}):
            earlier.setdefault(revision.article_id, []).append(revision)
    found = {}
    for row in rows:
        versions = [*earlier.get(row.id, ()), row]
        found[row.id] = versions[0]
        for before, version in pairwise(versions):
            if (version.fetched_at or before.seen_at) < end:
                found[row.id] = version
    return found


_REVISIONS_OF = (
    select(_REVISIONS, _CAPTURES.c.fetched_at)
    .outerjoin(_CAPTURES, _CAPTURES.c.id == _REVISIONS.c.capture_id)
    .where(_REVISIONS.c.article_id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(_REVISIONS.c.article_id, _REVISIONS.c.revision)
)
