"""What was asked for and what was accepted as lacking. Reads only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy import Engine, select

from storage.database import reading
from storage.items import Span, SpanKind
from storage.models import table

_SPANS = table("spans")
ASKED: tuple[SpanKind, ...] = ("cron", "asked")
"""The kinds inside which an issue is expected."""


def spans(
    source: Engine, papers: Collection[str] | None = None, kinds: Sequence[SpanKind] = ASKED
) -> list[Span]:
    """The spans of these papers (None: all) and kinds, by paper and first day."""
    with reading(source) as connection:
        return spans_in(connection, papers, kinds)


def spans_in(
    connection: sa.Connection, papers: Collection[str] | None, kinds: Sequence[SpanKind]
) -> list[Span]:
    """`spans`, by a connection at hand."""
    statement = select(_SPANS).where(_SPANS.c.kind.in_(kinds)).order_by(_SPANS.c.paper, _SPANS.c.since)
    if papers is not None:
        statement = statement.where(_SPANS.c.paper.in_(papers))
    return [
        Span(row.paper, row.since, row.until, row.kind, row.why, row.asked_at)
        for row in connection.execute(statement)
    ]


def is_noted(source: Engine, span: Span) -> bool:
    """Whether a span of its kind (and reason) covers it already."""
    return any(
        known.since <= span.since and span.until <= known.until and known.why == span.why
        for known in spans(source, [span.paper], [span.kind])
    )


def joined(found: Iterable[Span]) -> list[tuple[dt.date, dt.date]]:
    """The days of spans of one paper, whatever their kind, as first and last day of each unbroken row."""
    rows: list[tuple[dt.date, dt.date]] = []
    for span in sorted(found, key=lambda each: (each.since, each.until)):
        if rows and span.since <= rows[-1][1] + dt.timedelta(days=1):
            rows[-1] = (rows[-1][0], max(rows[-1][1], span.until))
        else:
            rows.append((span.since, span.until))
    return rows
