"""Rows of `captures` whose bytes are lost: led to the same bytes elsewhere, or given up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Row, select

from storage.captures import Adoption
from storage.models import table

_CAPTURES = table("captures")
_POINTING = tuple(map(table, ("articles", "revisions", "problems")))


@dataclass(frozen=True, slots=True)
class Recovered:
    """What became of lost captures, by number of their rows."""

    back: tuple[int, ...]
    """The same bytes came again: what was read from them points there now."""
    needless: tuple[int, ...]
    """Nothing was read from them: a refusal, an early front page, a list that came again with other bytes."""
    gone: tuple[int, ...]
    """A text was read from them, and the site has these bytes no more."""


def recover(connection: Connection, lost: Collection[int], give_up: bool) -> Recovered:
    """Leads rows from lost captures to sound ones; with `give_up` what is gone points to no bytes.

    The rows of captures that are needed no more are removed.
    """
    back: list[int] = []
    needless: list[int] = []
    gone: list[int] = []
    for number in sorted(lost):
        row = connection.execute(select(_CAPTURES).where(_CAPTURES.c.id == number)).one()
        used = any(
            connection.execute(select(of.c.id).where(of.c.capture_id == number).limit(1)).first()
            for of in _POINTING
        )
        again = _again(connection, row, lost)
        (back if again is not None else gone if used else needless).append(number)
        if again is None and used and not give_up:
            continue
        _replace(connection, number, again)
    return Recovered(tuple(back), tuple(needless), tuple(gone))


def attach(connection: Connection, found: Adoption) -> None:
    """Leads rows to the bytes that `storage.captures.adoption` found for them."""
    for stale, kept in found.same.items():
        _replace(connection, stale, kept)
    for number in found.moves:  # away first: one may go where another was
        parked = sa.update(_CAPTURES).where(_CAPTURES.c.id == number)
        connection.execute(parked.values(warc=f"moving/{number}"))
    for number, (warc, offset, length) in found.moves.items():
        moved = sa.update(_CAPTURES).where(_CAPTURES.c.id == number)
        connection.execute(moved.values(warc=warc, offset=offset, length=length))


def _replace(connection: Connection, number: int, other: int | None) -> None:
    """Removes a row of `captures`; what pointed to it points to another (None: to nothing)."""
    for of in _POINTING:
        pointing = sa.update(of).where(of.c.capture_id == number)
        connection.execute(pointing.values(capture_id=other))
    connection.execute(sa.delete(_CAPTURES).where(_CAPTURES.c.id == number))


def _again(connection: Connection, row: Row[Any], lost: Collection[int]) -> int | None:
    """The newest sound capture of the same bytes of the same address."""
    same: Sequence[int] = (
        connection.execute(
            select(_CAPTURES.c.id)
            .where(_CAPTURES.c.url == row.url, _CAPTURES.c.sha256 == row.sha256)
            .order_by(_CAPTURES.c.fetched_at.desc())
        )
        .scalars()
        .all()
    )
    return next((number for number in same if number not in lost), None)
