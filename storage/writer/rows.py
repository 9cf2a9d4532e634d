"""The small statements of which every write is made: find, insert, change, note, resolve."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam, select

from storage.database import StorageError
from storage.items import Outcome
from storage.models import Base, table
from storage.writer.stored import CaptureLike, Dated, capture_row

_PAPERS, _CAPTURES, _PROBLEMS = table("papers"), table("captures"), table("problems")

_INSERT = {of.name: sa.insert(of) for of in Base.metadata.tables.values()}
_UPDATE = {
    of.name: sa.update(of).where(of.c.id == bindparam("row_id"))
    for of in Base.metadata.tables.values()
    if "id" in of.c
}
_CAPTURE = select(_CAPTURES.c.id, _CAPTURES.c.issue_id).where(
    _CAPTURES.c.warc == bindparam("warc"), _CAPTURES.c.offset == bindparam("offset")
)


def find_or_none(connection: Connection, of: sa.Table, **key: object) -> sa.Row[Any] | None:
    """The row of that key, locked against other writers."""
    where = (of.c[name] == value for name, value in key.items())
    return connection.execute(select(of).where(*where).with_for_update()).one_or_none()


def find(connection: Connection, of: sa.Table, **key: object) -> sa.Row[Any]:
    """The row of that key, which is known to be there."""
    row = find_or_none(connection, of, **key)
    if row is None:
        raise StorageError(f"a row of {of.name} has gone: {key}")
    return row


def insert(connection: Connection, into: sa.Table, values: Mapping[str, object]) -> int:
    """Insert one row; its number."""
    _refuse_nul(into, values)
    key = connection.execute(_INSERT[into.name], values).inserted_primary_key
    return cast(int, key[0]) if key else 0


def insert_all(connection: Connection, into: sa.Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert any number of rows with the same columns."""
    for row in rows:
        _refuse_nul(into, row)
    if rows:
        connection.execute(_INSERT[into.name], rows)


def update(connection: Connection, of: sa.Table, row_id: int, values: Mapping[str, object]) -> None:
    """Write columns of one row."""
    _refuse_nul(of, values)
    connection.execute(_UPDATE[of.name], {**values, "row_id": row_id})


def change(connection: Connection, of: sa.Table, before: sa.Row[Any], values: Mapping[str, object]) -> bool:
    """Write the columns of `values` that differ; whether there were any."""
    differing = {name: value for name, value in values.items() if getattr(before, name) != value}
    if differing:
        update(connection, of, before.id, differing)
    return bool(differing)


def _refuse_nul(of: sa.Table, values: Mapping[str, object]) -> None:
    # PostgreSQL refuses NUL; SQLite would keep it and cut the text at it in half of its functions.
    for column, value in values.items():
        if isinstance(value, str) and "\0" in value:
            what = values.get("url") or values.get("cite_id") or ""
            raise StorageError(f"{of.name}.{column} cannot hold NUL ({what}): normalise removes these")


def store_paper(connection: Connection, slug: str, name: str, script: str) -> Outcome:
    """Note what a paper is called and which script it prints."""
    before = find_or_none(connection, _PAPERS, slug=slug)
    if before is None:
        insert_all(connection, _PAPERS, [{"slug": slug, "name": name, "script": script}])
        return "new"
    if (before.name, before.script) == (name, script):
        return "same"
    connection.execute(sa.update(_PAPERS).where(_PAPERS.c.slug == slug), {"name": name, "script": script})
    return "changed"


def capture_id_of(connection: Connection, capture: CaptureLike | None, issue_id: int | None) -> int | None:
    """The number of the capture's row, which is made when it is new.

    `issue_id` None: neither a page nor an article was read from it. Whether its issue has a row by then
    would depend on the order in which things came.
    """
    if capture is None:
        return None
    place = {"warc": capture.warc, "offset": capture.offset}
    known = connection.execute(_CAPTURE, place).one_or_none()
    if known is None:
        return insert(connection, _CAPTURES, capture_row(capture, issue_id))
    if known.issue_id is None and issue_id is not None:  # it was a problem, and is a page now
        update(connection, _CAPTURES, known.id, {"issue_id": issue_id})
    return cast(int, known.id)


def resolve(connection: Connection, item: Dated, seen: dt.datetime, but: str = "") -> None:
    """Close the open problems of the item's address, for it has arrived.

    One of kind `but` that was seen at this very moment stays open, and so do problems seen later than the
    arrival: arrivals are replayed (`banmian rebuild`).
    """
    open_still = (_PROBLEMS.c.last_seen > seen) | (_PROBLEMS.c.kind == but) & (_PROBLEMS.c.last_seen == seen)
    connection.execute(
        sa.update(_PROBLEMS)
        .where(_PROBLEMS.c.paper == item.paper, _PROBLEMS.c.date == item.date, _PROBLEMS.c.url == item.url)
        .where(_PROBLEMS.c.resolved_at.is_(None), ~open_still)
        .values(resolved_at=seen)
    )


def note(
    connection: Connection, item: Dated, kind: str, detail: str, seen: dt.datetime, capture_id: int | None
) -> Outcome:
    """Open a problem of the item's address, or open it again; one resolved or seen later stays as it is."""
    key = {"paper": item.paper, "date": item.date, "url": item.url, "kind": kind}
    before = find_or_none(connection, _PROBLEMS, **key)
    if before is None:
        values = {"detail": detail, "first_seen": seen, "last_seen": seen, "capture_id": capture_id}
        insert(connection, _PROBLEMS, {**key, **values})
        return "new"
    if seen < before.last_seen or (before.resolved_at is not None and seen < before.resolved_at):
        return "same"
    values = {"detail": detail, "resolved_at": None, "capture_id": capture_id or before.capture_id}
    changed = change(connection, _PROBLEMS, before, values)
    change(connection, _PROBLEMS, before, {"last_seen": seen})
    return "changed" if changed else "same"
