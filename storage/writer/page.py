"""How a page is written: its row, its title list, and where a changed navigation moves it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, select

from storage.items import Outcome
from storage.models import table
from storage.reprints import aliases
from storage.writer.rows import capture_id_of, change, find_or_none, insert, insert_all, note, resolve, update
from storage.writer.stored import (
    Page,
    digest_of,
    is_past,
    is_same,
    merged_titles,
    page_row,
    placement_row,
    seen_at,
)

_PAGES, _PLACEMENTS = table("pages"), table("placements")


def store_page(connection: Connection, issue_id: int, item: Page) -> Outcome:
    """Store a page with its title list; see `Archive.store_page`."""
    seen = seen_at(item)
    before = _stored_page(connection, item, issue_id)
    capture_id = capture_id_of(connection, item.capture, issue_id)
    # The front page is a page, too: it does not settle what the issue read from the same bytes lacks.
    resolve(connection, item, seen, but="shrunk")
    if before is None:
        values = {"issue_id": issue_id, "sequence": item.sequence, **page_row(item)}
        values |= {"checked_at": seen, "sha256": digest_of(item)}
        page_id = insert(connection, _PAGES, values)
        _placements(connection, item, issue_id, page_id, seen, corrects=True)
        return "new"
    if is_past(item, before, seen):
        return "same"
    changed = change(connection, _PAGES, before, page_row(item))
    checked = {"checked_at": max(seen, before.checked_at), "sha256": digest_of(item)}
    change(connection, _PAGES, before, checked)
    corrects = is_same(item, before)
    moved, lost = _placements(connection, item, issue_id, before.id, seen, corrects)
    if lost:
        detail = f"its title list lacks {len(lost)} it had: {'、'.join(lost[:3])}"
        note(connection, item, "shrunk", detail, seen, capture_id)
    return "changed" if changed or moved else "same"


def _placements(
    connection: Connection,
    item: Page,
    issue_id: int,
    page_id: int,
    seen: dt.datetime,
    corrects: bool,
) -> tuple[bool, list[str]]:
    """Store a title list; whether it changed, and the titles it lacks that were listed before."""
    columns = [column for column in _PLACEMENTS.c if column.name not in ("id", "page_id")]
    here = _PLACEMENTS.c.page_id == page_id
    stored = connection.execute(select(*columns).where(here).order_by(_PLACEMENTS.c.position))
    before = [dict(row) for row in stored.mappings()]
    kept = aliases.aliases(connection, issue_id)
    listed = [placement_row(entry, kept) for entry in item.placements]
    after, lost = merged_titles(before, listed, seen, corrects)
    if after != before:
        connection.execute(sa.delete(_PLACEMENTS).where(here))
        insert_all(connection, _PLACEMENTS, [{"page_id": page_id, **row} for row in after])
        aliases.settle(connection, issue_id, {row["source_id"] for row in (*before, *after)})
    return after != before, lost


def renumber(connection: Connection, issue_id: int, promised: Sequence[Mapping[str, Any]]) -> bool:
    """Move pages already read to the places a changed navigation gives their numbers.

    A page whose place another one takes and whose number is no longer promised is forgotten, to be read
    again. Whether anything moved.
    """
    places = {page["number"]: page["sequence"] for page in promised}
    if len(places) < len(promised):  # numbers that repeat tell nothing
        return False
    rows = connection.execute(
        select(_PAGES.c.id, _PAGES.c.number, _PAGES.c.sequence).where(_PAGES.c.issue_id == issue_id)
    ).all()
    moves = {
        row.id: places[row.number] for row in rows if places.get(row.number, row.sequence) != row.sequence
    }
    if not moves:
        return False
    taken = set(moves.values())
    for row in rows:
        if row.id not in moves and row.sequence in taken:
            connection.execute(sa.delete(_PLACEMENTS).where(_PLACEMENTS.c.page_id == row.id))
            connection.execute(sa.delete(_PAGES).where(_PAGES.c.id == row.id))
    # In two steps, for (issue, sequence) is unique at every instant.
    for sign in (-1, 1):
        for page_id, sequence in moves.items():
            update(connection, _PAGES, page_id, {"sequence": sign * sequence})
    return True


def _stored_page(connection: Connection, item: Page, issue_id: int) -> sa.Row[Any] | None:
    """The row of a page: that of its bytes, wherever later navigations moved it, else that of its place."""
    before = find_or_none(connection, _PAGES, issue_id=issue_id, sequence=item.sequence)
    digest = digest_of(item)
    if before is None or digest is None or before.sha256 == digest:
        return before
    moved = find_or_none(connection, _PAGES, issue_id=issue_id, url=item.url, sha256=digest)
    return before if moved is None else moved
