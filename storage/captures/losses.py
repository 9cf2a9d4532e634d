"""The rows of `captures` whose bytes `verify` finds lost, and of which issue they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Engine, select

from storage.captures.verify import Finding
from storage.database import reading
from storage.models import table

_CAPTURES, _ISSUES = table("captures"), table("issues")


@dataclass(frozen=True, slots=True)
class Loss:
    """A row of `captures` that leads to no sound bytes."""

    capture_id: int
    paper: str
    date: dt.date | None
    """Of the issue read from it; None where none was."""
    url: str
    place: tuple[str, int, int]
    """File, offset and length."""
    damaged: bool
    """Whether the bytes are there, and others than were written."""


def losses(source: Engine, findings: Iterable[Finding]) -> list[Loss]:
    """The rows that findings of `verify` concern; findings that concern no row are left out."""
    whole: set[str] = set()
    places: dict[tuple[str, int], str] = {}
    for finding in findings:
        if finding.kind == "missing":
            whole.add(finding.warc)
        elif not finding.harmless:
            places[finding.warc, finding.offset] = finding.kind
    found = []
    with reading(source) as connection:
        statement = (
            select(_CAPTURES, _ISSUES.c.date)
            .outerjoin(_ISSUES, _ISSUES.c.id == _CAPTURES.c.issue_id)
            .where(_CAPTURES.c.warc.in_(whole | {warc for warc, _ in places}))
            .order_by(_CAPTURES.c.id)
        )
        for row in connection.execute(statement):
            kind = "missing" if row.warc in whole else places.get((row.warc, row.offset))
            if kind is not None:
                place = (row.warc, row.offset, row.length)
                paper = row.warc.partition("/")[0]
                found.append(Loss(row.id, paper, row.date, row.url, place, kind == "damaged"))
    return found


def issues_of_losses(found: Collection[Loss]) -> dict[str, list[dt.date]]:
    """Slug → the dates of the issues something was lost of."""
    days: dict[str, set[dt.date]] = {}
    for loss in found:
        if loss.date is not None:
            days.setdefault(loss.paper, set()).add(loss.date)
    return {paper: sorted(dates) for paper, dates in sorted(days.items())}
