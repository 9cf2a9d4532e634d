"""The papers' mornings: when each is crawled without dates, on the days it appears."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

import sqlalchemy as sa

from crawler.paper import WEEKDAYS, Paper
from storage.database import explained
from storage.errors import UsageError
from storage.models import table

_MORNINGS = table("mornings")
_AHEAD = 8
"""China is so many hours ahead of UTC, summer and winter; periodic tasks are in UTC."""
_NAMES = dict(zip(WEEKDAYS, ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), strict=True))


def time_of(text: str) -> str:
    """A time of day such as 07:30. Raises UsageError."""
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
        raise UsageError(f"--at: {text!r} is no time of day, write it as 07:30 (in China)")
    return text


def cron_of(at: str, days: Collection[str]) -> str:
    """The cron line in UTC of a time of day in China, on these weekdays (RRULE codes)."""
    hour, minute = map(int, at.split(":"))
    before = hour < _AHEAD  # in UTC it is still the day before
    names = [_NAMES[WEEKDAYS[(WEEKDAYS.index(day) - before) % 7]] for day in WEEKDAYS if day in days]
    return f"{minute} {(hour - _AHEAD) % 24} * * {'*' if len(names) == 7 else ','.join(names)}"


def mornings(engine: sa.Engine) -> dict[str, str]:
    """Slug → time of day in China."""
    with explained(engine.url), engine.connect() as connection:
        rows = connection.execute(sa.select(_MORNINGS).order_by(_MORNINGS.c.paper))
        return {row.paper: row.at for row in rows}


def note_mornings(engine: sa.Engine, papers: Iterable[Paper], at: str) -> None:
    """Notes that papers are crawled at a time of day, whatever was noted before. Raises UsageError."""
    rows = [{"paper": paper.slug, "at": time_of(at)} for paper in papers]
    take_back_mornings(engine, [row["paper"] for row in rows])
    with explained(engine.url), engine.begin() as connection:
        connection.execute(sa.insert(_MORNINGS), rows)


def take_back_mornings(engine: sa.Engine, slugs: Collection[str]) -> int:
    """Takes papers off; how many of them there were."""
    with explained(engine.url), engine.begin() as connection:
        return connection.execute(sa.delete(_MORNINGS).where(_MORNINGS.c.paper.in_(slugs))).rowcount
