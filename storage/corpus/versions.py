"""Every version of an article: what stands now, and what the site has since changed. Reads only."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, select

from storage.database import reading
from storage.items import TEXT_FIELDS
from storage.models import table

_ARTICLES, _ALIASES, _REVISIONS = table("articles"), table("aliases"), table("revisions")
_CAPTURES = table("captures")
_CITE_ID = re.compile(r"(?P<paper>.+)-(?P<date>\d{4}-\d\d-\d\d)-(?P<source_id>.+)")
_CANDIDATES = 5000


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
    """Its text fields by name (`storage.writer.stored.TEXT_FIELDS`)."""
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
    """The versions of an article, by its cite_id or by one its text has besides; None when there is none."""
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


def near(source: Engine, cite_id: str) -> list[str]:
    """Up to three cite_ids like one that does not exist: of the same day, the same paper, or the same id."""
    with reading(source) as connection:
        return difflib.get_close_matches(cite_id, _candidates(connection, cite_id), n=3)


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
    return select(rows, _CAPTURES.c.fetched_at, _CAPTURES.c.warc, _CAPTURES.c.offset).outerjoin(
        _CAPTURES, _CAPTURES.c.id == rows.c.capture_id
    )


def _version(row: sa.Row[Any], seen_until: dt.datetime) -> Version:
    texts = {name: getattr(row, name) for name in TEXT_FIELDS}
    return Version(row.revision, row.fetched_at, seen_until, texts, row.warc, row.offset)
