"""How a problem is written: noted, opened again, closed by what was lacking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam, select

from storage import driver
from storage.items import ALIKE, NO_BYTES, Capture, Item, Outcome, ProblemItem
from storage.models import table
from storage.writer.capture import capture_id, seen_at
from storage.writer.rows import change, find_or_none, insert

_CAPTURES, _ISSUES, _PROBLEMS = table("captures"), table("issues"), table("problems")
_NO_NEWSPAPER = "no newspaper, and the same page on other days"

_SEEN: sa.BindParameter[Any] = bindparam("seen", type_=_PROBLEMS.c.last_seen.type)
_AT_ADDRESS = (_PROBLEMS.c.url == bindparam("at")) & (_PROBLEMS.c.kind != "bad_link")
_ON_PAGE = (
    (_PROBLEMS.c.kind == "bad_link")
    & (_PROBLEMS.c.last_seen < _SEEN)
    & _PROBLEMS.c.capture_id.in_(select(_CAPTURES.c.id).where(_CAPTURES.c.url == bindparam("page")))
)


def _resolution(here: sa.ColumnElement[bool]) -> sa.Update:
    at_once = (_PROBLEMS.c.kind.in_(bindparam("but", expanding=True))) & (_PROBLEMS.c.last_seen == _SEEN)
    return (
        sa.update(_PROBLEMS)
        .where(_PROBLEMS.c.paper == bindparam("in_paper"), _PROBLEMS.c.date == bindparam("on"), here)
        .where(_PROBLEMS.c.resolved_at.is_(None), _PROBLEMS.c.last_seen <= _SEEN, ~at_once)
        .values(resolved_at=_SEEN)
    )


_RESOLVE, _RESOLVE_WITH_LINKS = _resolution(_AT_ADDRESS), _resolution(_AT_ADDRESS | _ON_PAGE)


def store(connection: Connection, item: ProblemItem) -> Outcome:
    """Note a promise that was not kept; the same one again moves `last_seen` and opens it again.

    That the server has no such front page (`absent`) answers what was unanswered, blocked or unreadable. A
    page that is no newspaper says so where the same stands under ALIKE days of which nothing is known.
    """
    number = capture_id(connection, item.capture, None)
    if item.kind == "layout_changed" and item.capture is not None and item.capture.sha256 != NO_BYTES:
        alike = _days_alike(connection, item, item.capture)
        if len({*alike.values(), item.date}) >= ALIKE:
            _become_absent(connection, list(alike))
            item = replace(item, kind="absent", detail=_NO_NEWSPAPER)
    if item.kind == "absent":
        resolve(connection, item, seen_at(item), "absent")
    return note(connection, item, item.kind, item.detail, seen_at(item), number)


def _days_alike(connection: Connection, item: ProblemItem, capture: Capture) -> dict[int, dt.date]:
    """The problems of the paper at front pages that are no newspaper and of the same bytes, with their
    days."""
    known = select(_ISSUES.c.date).where(_ISSUES.c.paper == item.paper, _ISSUES.c.page_count > 0)
    statement = (
        select(_PROBLEMS.c.id, _PROBLEMS.c.date)
        .join(_CAPTURES, _CAPTURES.c.id == _PROBLEMS.c.capture_id)
        .where(_PROBLEMS.c.paper == item.paper, _PROBLEMS.c.kind.in_(("layout_changed", "absent")))
        .where(_CAPTURES.c.sha256 == capture.sha256, _PROBLEMS.c.date.not_in(known))
    )
    found = {row.id: row.date for row in connection.execute(statement)}
    is_known = connection.execute(known.where(_ISSUES.c.date == item.date)).first() is not None
    return {} if is_known else found


def _become_absent(connection: Connection, numbers: Sequence[int]) -> None:
    """Turn problems into absent front pages, unless there is one of that kind at the address already."""
    other = _PROBLEMS.alias()
    standing = select(other.c.id).where(
        *(other.c[name] == _PROBLEMS.c[name] for name in ("paper", "date", "url")), other.c.kind == "absent"
    )
    connection.execute(
        sa.update(_PROBLEMS)
        .where(_PROBLEMS.c.id.in_(numbers), _PROBLEMS.c.kind != "absent", ~standing.exists())
        .values(kind="absent", detail=_NO_NEWSPAPER)
    )


def note(
    connection: Connection, item: Item, kind: str, detail: str, seen: dt.datetime, capture: int | None
) -> Outcome:
    """Open a problem of the item's address, or open it again; one resolved or seen later stays as it is.

    `capture` is the number of the row of the bytes that show it.
    """
    key = {"paper": item.paper, "date": item.date, "url": item.url, "kind": kind}
    before = find_or_none(connection, _PROBLEMS, **key)
    if before is None:
        values = {"detail": detail, "first_seen": seen, "last_seen": seen, "capture_id": capture}
        insert(connection, _PROBLEMS, {**key, **values})
        return "new"
    if seen < before.last_seen or (before.resolved_at is not None and seen < before.resolved_at):
        return "same"
    values = {"detail": detail, "resolved_at": None, "capture_id": capture or before.capture_id}
    changed = change(connection, _PROBLEMS, before, values)
    change(connection, _PROBLEMS, before, {"last_seen": seen})
    return "changed" if changed else "same"


def resolve(connection: Connection, item: Item, seen: dt.datetime, *but: str) -> None:
    """Close the open problems of the item's address, for it has arrived, and those of the bad links that
    stood on its page: they are noted again where they still stand there.

    One of a kind in `but` that was seen at this very moment stays open, and so do problems seen later than
    the arrival: arrivals are replayed (`banmian rebuild`).
    """
    of = {"in_paper": item.paper, "on": item.date, "at": item.url, "seen": seen, "but": but or ("",)}
    if item.capture is None:
        driver.change(connection, _RESOLVE, **of)
    else:
        driver.change(connection, _RESOLVE_WITH_LINKS, **of, page=item.capture.url)
