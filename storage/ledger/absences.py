"""Days of which a server said that it has no front page, and nothing else is known yet. Reads only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Engine, select

from storage.database import reading
from storage.items import CAPTURE_FIELDS, Capture
from storage.models import table

_ISSUES, _PROBLEMS, _CAPTURES = table("issues"), table("problems"), table("captures")


@dataclass(frozen=True, slots=True)
class Absence:
    """A day without a front page, not settled."""

    date: dt.date
    url: str
    """Address of the front page that is not there."""
    first: dt.datetime
    """When the server said so first, UTC."""
    last: dt.datetime
    """When it said so last, UTC."""
    capture: Capture | None
    """Its last answer."""


def absences(source: Engine, paper: str) -> list[Absence]:
    """The paper's absent days by date, each once: the address asked for last counts.

    A day that a link or a calendar names, or of which anything is stored, is not among them; one that was
    settled (page_count 0) and is asked for again is.
    """
    known = select(_ISSUES.c.date).where(
        _ISSUES.c.paper == paper, _ISSUES.c.page_count.is_(None) | (_ISSUES.c.page_count > 0)
    )
    statement = (
        select(_PROBLEMS, *(_CAPTURES.c[name].label(f"capture_{name}") for name in CAPTURE_FIELDS))
        .select_from(_PROBLEMS.outerjoin(_CAPTURES, _CAPTURES.c.id == _PROBLEMS.c.capture_id))
        .where(_PROBLEMS.c.paper == paper, _PROBLEMS.c.kind == "absent", _PROBLEMS.c.resolved_at.is_(None))
        .where(_PROBLEMS.c.date.not_in(known))
        .order_by(_PROBLEMS.c.date, _PROBLEMS.c.last_seen)
    )
    with reading(source) as connection:
        rows = connection.execute(statement).all()
    found = {}
    for row in rows:
        bytes_at = {name: getattr(row, f"capture_{name}") for name in CAPTURE_FIELDS}
        capture = Capture(**bytes_at) if bytes_at["warc"] is not None else None
        found[row.date] = Absence(row.date, row.url, row.first_seen, row.last_seen, capture)
    return list(found.values())


def published(source: Engine, paper: str) -> list[dt.date]:
    """The dates of the paper's issues whose page navigation is known, ascending."""
    statement = select(_ISSUES.c.date).where(_ISSUES.c.paper == paper, _ISSUES.c.page_count > 0).distinct()
    with reading(source) as connection:
        return list(connection.execute(statement.order_by(_ISSUES.c.date)).scalars())
