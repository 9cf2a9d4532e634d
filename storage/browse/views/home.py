"""The newsstand: all papers, and the calendar of one."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from storage import ledger
from storage.browse import reading
from storage.browse.overview import Holding
from storage.browse.reader import of
from storage.ledger import IssueStatus

GAPS = 100
"""So many things that are missing are listed."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a calendar."""

    begins: dt.date
    blank: int
    """Days of the week before its first day, Monday first."""
    days: Sequence[tuple[dt.date, IssueStatus | None]]


def home(request: Request) -> Response:
    """The newspapers, today's issues first."""
    reader, _ = of(request)
    today = reader.today()
    return reader.page(
        request,
        "home.html.j2",
        overview=reader.overview(),
        today=today,
        fresh=reading.fronts(reader.corpus.engine, today),
    )


def paper(request: Request) -> Response:
    """The calendar of one paper's year, and what is missing of it."""
    reader, asked = of(request)
    slug = request.path_params["paper"]
    holding = next((one for one in reader.overview().papers if one.slug == slug), None)
    if holding is None:
        raise LookupError(f"the database has no paper {slug!r}")
    newest = holding.last.year if holding.last else reader.today().year
    year = asked.number("year", newest, 1, 9999)
    since, until = dt.date(year, 1, 1), dt.date(year, 12, 31)
    expected = reader.expected([slug], since, min(until, reader.today()))
    engine = reader.corpus.engine
    rows = ledger.status(engine, papers=[slug], since=since, until=until, expected=expected)
    gaps = ledger.gaps(engine, papers=[slug], since=since, until=until, expected=expected)
    return reader.page(
        request,
        "paper.html.j2",
        paper=holding,
        year=year,
        years=_years(holding, year),
        months=calendar(year, rows),
        gaps=gaps[:GAPS],
        more=max(len(gaps) - GAPS, 0),
    )


def _years(paper: Holding, shown: int) -> list[int]:
    known = range(paper.first.year, paper.last.year + 1) if paper.first and paper.last else ()
    return sorted({shown, *known})


def calendar(year: int, rows: Sequence[IssueStatus]) -> list[Month]:
    """The months of a year that have a day with an issue, stored or expected; all where none has."""
    of_day = {row.date: row for row in reversed(rows)}
    months = []
    for number in range(1, 13):
        begins = dt.date(year, number, 1)
        days = [begins.replace(day=day) for day in range(1, monthrange(year, number)[1] + 1)]
        months.append(Month(begins, begins.weekday(), [(day, of_day.get(day)) for day in days]))
    known = [month for month in months if any(row is not None for _, row in month.days)]
    return known or months
