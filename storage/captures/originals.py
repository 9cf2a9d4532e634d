"""Which bytes of an issue are archived already. Reads only."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Engine, func, select

from storage.database import reading
from storage.items import CAPTURE_FIELDS, Capture
from storage.models import table

_ISSUES, _ARTICLES, _CAPTURES = table("issues"), table("articles"), table("captures")


def named_until(source: Engine, warc: str) -> int:
    """The first byte behind all records that rows say lie in that file; 0 where none does."""
    end = select(func.max(_CAPTURES.c.offset + _CAPTURES.c.length)).where(_CAPTURES.c.warc == warc)
    with reading(source) as connection:
        return connection.execute(end).scalar_one() or 0


def originals(source: Engine, paper: str, date: dt.date) -> dict[tuple[str, str], Capture]:
    """(url, sha256) → the first capture of these bytes, for the captures of an issue."""
    statement = (
        select(*(_CAPTURES.c[name] for name in CAPTURE_FIELDS))
        .join(_ISSUES, _ISSUES.c.id == _CAPTURES.c.issue_id)
        .where(_ISSUES.c.paper == paper, _ISSUES.c.date == date)
        .order_by(_CAPTURES.c.id)
    )
    found: dict[tuple[str, str], Capture] = {}
    with reading(source) as connection:
        for row in connection.execute(statement):
            found.setdefault((row.url, row.sha256), Capture(*row))
    return found


def capture_of(source: Engine, cite_id: str) -> Capture | None:
    """The capture an article was read from; None where its bytes were not archived."""
    statement = (
        select(*(_CAPTURES.c[name] for name in CAPTURE_FIELDS))
        .join(_ARTICLES, _ARTICLES.c.capture_id == _CAPTURES.c.id)
        .where(_ARTICLES.c.cite_id == cite_id)
    )
    with reading(source) as connection:
        row = connection.execute(statement).one_or_none()
    return None if row is None else Capture(*row)
