"""The versions of an article: what stands now, what the site has since changed, what stood on a day."""

from __future__ import annotations

import datetime as dt
import re
from collections import namedtuple
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, select

from pipelines.text.plain import near_names
from storage.database import parts, reading
from storage.items import TEXT_FIELDS
from storage.ledger import taken_down
from storage.models import table

_ARTICLES, _ALIASES, _REVISIONS = table("articles"), table("aliases"), table("revisions")
_CAPTURES = table("captures")
_CITE_ID = re.compile(r"(?P<paper>.+)-(?P<date>\d{4}-\d\d-\d\d)-(?P<source_id>.+)")
_CANDIDATES = 5000

CAPTURE = (_CAPTURES.c.fetched_at, _CAPTURES.c.warc, _CAPTURES.c.offset, _CAPTURES.c.sha256)
"""What is said of the bytes a version was read from, all NULL where none are archived."""


@cache
def row_of(names: tuple[str, ...]) -> Any:
    """A named tuple with these fields: read by name, it is far faster than a row of SQLAlchemy."""
    return namedtuple("Row", names)


@dataclass(frozen=True, slots=True)
class Version:
    """An article's text as it stood for a time."""

    revision: int
    """1 for the first."""
    seen_from: dt.datetime | None
    """When the bytes it is read from arrived, UTC; None where none were archived."""
    seen_until: dt.datetime
    """When it was last seen, UTC."""
    texts: dict[str, Any]
    """Its text fields by name (`storage.items.TEXT_FIELDS`)."""
    warc: str | None = None
    """The file with its bytes."""
    offset: int | None = None
    """Where in that file."""


@dataclass(frozen=True, slots=True)
class History:
    """An article with all its versions."""

    cite_id: str
    """The id it stands under; another than the one asked for where that is a second id of its text."""
    url: str
    """Address of the article."""
    withdrawn_at: dt.datetime | None
    """When the site was found to have taken it back, UTC."""
    versions: tuple[Version, ...]
    """Oldest first; the last one stands now."""


def history(source: Engine, cite_id: str) -> History | None:
    """The versions of an article, by its cite_id or a second one of its text; None where it is not stored."""
    alias = select(_ALIASES.c.article_id).where(_ALIASES.c.cite_id == cite_id)
    which = (_ARTICLES.c.cite_id == cite_id) | _ARTICLES.c.id.in_(alias)
    with reading(source) as connection:
        row = connection.execute(_with_capture(_ARTICLES).where(which).limit(1)).one_or_none()
        if row is None:
            return None
        earlier = connection.execute(
            _with_capture(_REVISIONS).where(_REVISIONS.c.article_id == row.id).order_by(_REVISIONS.c.revision)
        ).all()
    versions = [_version(revision, revision.seen_at) for revision in earlier]
    return History(row.cite_id, row.url, row.withdrawn_at, (*versions, _version(row, row.last_seen)))


def why_none(source: Engine, cite_id: str) -> str:
    """Why there is no article of that cite_id, in words: it was taken down, when and why.

    Else up to three like it are named: of the same day, the same paper, or the same id.
    """
    for one in taken_down(source, cite_id=cite_id):
        return f"{cite_id} was taken down on {one.removed_at:%Y-%m-%d}: {one.why}"
    with reading(source) as connection:
        alike = near_names(cite_id, _candidates(connection, cite_id))
    return f"no article {cite_id!r}" + (f": did you mean {', '.join(alike)}?" if alike else "")


def versions_at(
    connection: Connection, rows: Sequence[sa.Row[Any]], end: dt.datetime
) -> dict[int, sa.Row[Any]]:
    """Article → the row with its texts just before that instant: its own, or one of `revisions`.

    `rows` are articles first seen before it, with the CAPTURE of each. A version stands from
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


def _candidates(connection: Connection, cite_id: str) -> list[str]:
    parts = _CITE_ID.fullmatch(cite_id)
    if parts is None:
        patterns = [f"%{_literally(cite_id)}%"]
    else:
        paper, date, source_id = (_literally(part) for part in parts.groups())
        patterns = [f"{paper}-{date}-%", f"%-{date}-{source_id}", f"{paper}-%-{source_id}", f"%-{date}-%"]
    found: list[str] = []
    for pattern in patterns:
        like = select(_ARTICLES.c.cite_id).where(_ARTICLES.c.cite_id.like(pattern, escape="\\"))
        found += connection.execute(like.limit(_CANDIDATES)).scalars()
    return list(dict.fromkeys(found))


def _literally(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)


def _with_capture(rows: sa.Table) -> sa.Select[Any]:
    return select(rows, *CAPTURE).outerjoin(_CAPTURES, _CAPTURES.c.id == rows.c.capture_id)


def _version(row: sa.Row[Any], seen_until: dt.datetime) -> Version:
    texts = {name: getattr(row, name) for name in TEXT_FIELDS}
    return Version(row.revision, row.fetched_at, seen_until, texts, row.warc, row.offset)


_REVISIONS_OF = (
    select(_REVISIONS, *CAPTURE)
    .outerjoin(_CAPTURES, _CAPTURES.c.id == _REVISIONS.c.capture_id)
    .where(_REVISIONS.c.article_id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(_REVISIONS.c.article_id, _REVISIONS.c.revision)
)
