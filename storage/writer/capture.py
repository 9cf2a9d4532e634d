"""The bytes an item was read from: where they lie, when they came, and whether a row knows them already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, bindparam, exists, insert, select

from storage import driver
from storage.errors import StorageError
from storage.items import CAPTURE_FIELDS, Capture, Item
from storage.models import table
from storage.writer.rows import refuse_nul, update

_CAPTURES = table("captures")

_fields = attrgetter(*CAPTURE_FIELDS)
_columns = (*CAPTURE_FIELDS, "issue_id")
# Without ON CONFLICT, which uses up a number of PostgreSQL's for every capture that is known.
_INSERT_NEW = insert(_CAPTURES).from_select(
    _columns,
    select(*(bindparam(name, type_=_CAPTURES.c[name].type) for name in _columns)).where(
        ~exists().where(_CAPTURES.c.warc == bindparam("warc"), _CAPTURES.c.offset == bindparam("offset"))
    ),
)
_BY_PLACE = select(
    *(_CAPTURES.c[name] for name in ("warc", "offset", "id", "issue_id", "url", "fetched_at", "sha256"))
).where(
    _CAPTURES.c.warc.in_(bindparam("warcs", expanding=True)),
    _CAPTURES.c.offset.in_(bindparam("offsets", expanding=True)),
)


def capture_id(connection: Connection, capture: Capture | None, issue_id: int | None) -> int | None:
    """`capture_ids` of one."""
    return capture_ids(connection, [capture], issue_id)[0]


def capture_ids(
    connection: Connection, captures: Sequence[Capture | None], issue_id: int | None
) -> list[int | None]:
    """The numbers of the rows of these captures, which are made where they are new.

    `issue_id` None: neither a page nor an article was read from them. Whether their issue has a row by then
    would depend on the order in which things came. Raises StorageError where a row of another record has the
    place of one of these.
    """
    wanted = {(each.warc, each.offset): each for each in captures if each is not None}
    if not wanted:
        return [None] * len(captures)
    places = {"warcs": list({warc for warc, _ in wanted}), "offsets": [offset for _, offset in wanted]}
    rows = [dict(zip(CAPTURE_FIELDS, _fields(each), strict=True)) for each in wanted.values()]
    refuse_nul(_CAPTURES, rows)
    driver.change_all(connection, _INSERT_NEW, [{**row, "issue_id": issue_id} for row in rows])
    known = {(row.warc, row.offset): row for row in driver.ask(connection, _BY_PLACE, **places)}
    for place, capture in wanted.items():
        _refuse_another(known[place], capture)
        if known[place].issue_id is None and issue_id is not None:  # it was a problem, and is a page now
            update(connection, _CAPTURES, known[place].id, {"issue_id": issue_id})
    return [None if each is None else known[each.warc, each.offset].id for each in captures]


def _refuse_another(row: Any, capture: Capture) -> None:
    """Raises StorageError where the row at a capture's place is that of another record."""
    if (row.sha256, row.url, row.fetched_at) != (capture.sha256, capture.url, capture.fetched_at):
        raise StorageError(
            f"{capture.warc} at byte {capture.offset} is {capture.url}, fetched {capture.fetched_at}, and in "
            f"the database {row.url}, fetched {row.fetched_at}: another archive has a file of that name; "
            "`banmian archive adopt` takes files in under new names"
        )


def seen_at(item: Item) -> dt.datetime:
    """When the item arrived: its bytes' time, so that a rebuild dates rows as the crawl did."""
    return item.capture.fetched_at if item.capture else dt.datetime.now(dt.UTC)


def digest_of(item: Item) -> str | None:
    """The SHA-256 of the bytes an item was read from; None where none were archived."""
    return item.capture.sha256 if item.capture else None


def is_same(item: Item, before: Any) -> bool:
    """Whether an item is read from the bytes its row (with `sha256`) was read from.

    Then it was another parser that read it: what it says replaces the row's, smaller or not.
    """
    return item.capture is not None and item.capture.sha256 == before.sha256


def is_past(item: Item, before: Any, seen: dt.datetime) -> bool:
    """Whether an item arrived before its row (with `sha256` and `checked_at`) was last checked: replayed."""
    known = before.sha256 is not None and before.checked_at is not None
    return known and seen < before.checked_at and not is_same(item, before)
