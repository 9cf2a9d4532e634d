"""How spans are written: what was asked for, and what was accepted as lacking."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, select

from storage.items import Outcome, Span
from storage.models import table
from storage.writer.rows import insert, update

_SPANS = table("spans")
_DAY = dt.timedelta(days=1)


def store(connection: Connection, span: Span, run: int | None) -> Outcome:
    """Note a span; it becomes one with the spans of its kind that overlap it or lie next to it.

    Accepted ones only with those that have the same reason. "same" where one covers it already.
    """
    beside = (_SPANS.c.since <= span.until + _DAY) & (_SPANS.c.until >= span.since - _DAY)
    found = connection.execute(select(_SPANS).where(*_of(span), beside).with_for_update()).all()
    if any(row.since <= span.since and span.until <= row.until for row in found):
        return "same"
    values = {
        "since": min(span.since, *(row.since for row in found)) if found else span.since,
        "until": max(span.until, *(row.until for row in found)) if found else span.until,
        "asked_at": max(span.asked_at, *(row.asked_at for row in found)) if found else span.asked_at,
        "run_id": run,
    }
    if not found:
        insert(connection, _SPANS, {"paper": span.paper, "kind": span.kind, "why": span.why, **values})
        return "new"
    first, *others = found
    if others:
        connection.execute(sa.delete(_SPANS).where(_SPANS.c.id.in_([row.id for row in others])))
    update(connection, _SPANS, first.id, values)
    return "changed"


def take_back(connection: Connection, paper: str, since: dt.date, until: dt.date) -> Outcome:
    """Forget that days were accepted, whatever the reason; what lies before and after stays accepted."""
    inside = (_SPANS.c.since <= until) & (_SPANS.c.until >= since)
    accepted = (_SPANS.c.paper == paper, _SPANS.c.kind == "accepted", inside)
    rows = connection.execute(select(_SPANS).where(*accepted).with_for_update()).all()
    for row in rows:
        connection.execute(sa.delete(_SPANS).where(_SPANS.c.id == row.id))
        kept = {name: getattr(row, name) for name in ("paper", "kind", "why", "asked_at", "run_id")}
        if row.since < since:
            insert(connection, _SPANS, {**kept, "since": row.since, "until": since - _DAY})
        if row.until > until:
            insert(connection, _SPANS, {**kept, "since": until + _DAY, "until": row.until})
    return "changed" if rows else "same"


def _of(span: Span) -> tuple[sa.ColumnElement[bool], ...]:
    of: tuple[Any, ...] = (_SPANS.c.paper == span.paper, _SPANS.c.kind == span.kind)
    return (*of, _SPANS.c.why == span.why) if span.kind == "accepted" else of
