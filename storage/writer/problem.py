"""How a problem is written: noted, opened again, closed by what was lacking."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy import Connection, select

from storage.items import Item, Outcome, ProblemItem
from storage.models import table
from storage.writer.capture import capture_id, seen_at
from storage.writer.rows import change, find_or_none, insert

_CAPTURES, _PROBLEMS = table("captures"), table("problems")


def store(connection: Connection, item: ProblemItem) -> Outcome:
    """Note a promise that was not kept; the same one again moves `last_seen` and opens it again.

    That the server has no such front page (`absent`) answers what was unanswered, blocked or unreadable.
    """
    number = capture_id(connection, item.capture, None)
    if item.kind == "absent":
        resolve(connection, item, seen_at(item), "absent")
    return note(connection, item, item.kind, item.detail, seen_at(item), number)


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
    at_once = (_PROBLEMS.c.kind.in_(but)) & (_PROBLEMS.c.last_seen == seen)
    here = (_PROBLEMS.c.url == item.url) & (_PROBLEMS.c.kind != "bad_link")
    if item.capture is not None:
        same_page = select(_CAPTURES.c.id).where(_CAPTURES.c.url == item.capture.url)
        linked = (_PROBLEMS.c.kind == "bad_link") & (_PROBLEMS.c.last_seen < seen)
        here |= linked & _PROBLEMS.c.capture_id.in_(same_page)
    connection.execute(
        sa.update(_PROBLEMS)
        .where(_PROBLEMS.c.paper == item.paper, _PROBLEMS.c.date == item.date, here)
        .where(_PROBLEMS.c.resolved_at.is_(None), _PROBLEMS.c.last_seen <= seen, ~at_once)
        .values(resolved_at=seen)
    )
