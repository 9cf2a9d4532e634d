"""How a page is written: its row and its title list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam, select

from pipelines.text.labels import page_key
from storage import driver
from storage.areas import shares
from storage.items import PAGE_FIELDS, Outcome, PageItem, Placement
from storage.models import table
from storage.reprints import aliases
from storage.writer.capture import capture_id, digest_of, is_past, is_same, seen_at
from storage.writer.issue import forget_page, move_pages, prove
from storage.writer.problem import note, resolve
from storage.writer.rows import as_json, change, find_or_none, insert, insert_all, update

_ISSUES, _PAGES, _PLACEMENTS = table("issues"), table("pages"), table("placements")

_fields = attrgetter(*PAGE_FIELDS)

_PROMISED = select(_ISSUES.c.promised).where(_ISSUES.c.id == bindparam("issue"))
_TITLES = (
    select(*(column for column in _PLACEMENTS.c if column.name not in ("id", "page_id")))
    .where(_PLACEMENTS.c.page_id == bindparam("page"))
    .order_by(_PLACEMENTS.c.position)
)


def store(connection: Connection, issue_id: int, item: PageItem, touched: set[str]) -> Outcome:
    """Store a page that was read, with its title list.

    Titles an earlier list had and this one lacks stay placed, `withdrawn_at` is set and a problem
    `shrunk` opened, unless the list is read again from the same bytes. A page whose title list names the
    articles of another page of its number is that page under another address (node_1): it is no longer
    promised, and not stored.
    Texts that have to be grouped again are added to `touched`.
    """
    seen = seen_at(item)
    [[promised]] = driver.ask(connection, _PROMISED, issue=issue_id) or [[None]]
    promised = promised or []
    own = next((page for page in promised if (page["number"], page["url"]) == (item.number, item.url)), None)
    if own is not None:  # an alias that was struck out has moved the pages behind it
        item = replace(item, sequence=own["sequence"])
    before = _stored(connection, item, issue_id)
    capture = capture_id(connection, item.capture, issue_id)
    if item.dated:
        prove(connection, issue_id)
    # The front page is a page, too: it does not settle what the issue read from the same bytes lacks.
    resolve(connection, item, seen, "shrunk", "program_error")
    row = dict(zip(PAGE_FIELDS, _fields(item), strict=True))
    if before is None:
        values = {"issue_id": issue_id, "sequence": item.sequence, **row}
        page_id = insert(connection, _PAGES, {**values, "checked_at": seen, "sha256": digest_of(item)})
        _store_titles(connection, item, issue_id, page_id, seen, True, touched, is_new=True)
        if _strike_out_alias(connection, issue_id, item, promised):
            touched |= aliases.placements_moved(connection, issue_id)
            return "same"
        return "new"
    if is_past(item, before, seen) or (item.read_by and not before.read_by):
        return "same"
    changed = change(connection, _PAGES, before, row)
    checked = {"checked_at": max(seen, before.checked_at), "sha256": digest_of(item)}
    change(connection, _PAGES, before, checked)
    corrects = is_same(item, before) or (bool(before.read_by) and not item.read_by)
    moved, lost = _store_titles(connection, item, issue_id, before.id, seen, corrects, touched)
    if lost:
        detail = f"its title list lacks {len(lost)} it had: {'、'.join(lost[:3])}"
        note(connection, item, "shrunk", detail, seen, capture)
    return "changed" if changed or moved else "same"


def _stored(connection: Connection, item: PageItem, issue_id: int) -> Any:
    """The row of a page: that of its bytes, wherever later navigations moved it, else that of its place."""
    before = find_or_none(connection, _PAGES, issue_id=issue_id, sequence=item.sequence)
    digest = digest_of(item)
    if before is None or digest is None or before.sha256 == digest:
        return before
    moved = find_or_none(connection, _PAGES, issue_id=issue_id, url=item.url, sha256=digest)
    return before if moved is None else moved


def _strike_out_alias(
    connection: Connection, issue_id: int, item: PageItem, promised: Sequence[dict[str, Any]]
) -> bool:
    """Whether two pages of its number are one: the later of them is struck out of issue and promise."""
    twins = [page["sequence"] for page in promised if page_key(page["number"]) == page_key(item.number)]
    if len(twins) < 2 or not item.placements:
        return False
    rows = connection.execute(
        select(_PAGES.c.id, _PAGES.c.sequence, _PLACEMENTS.c.listed_id)
        .join(_PLACEMENTS, _PLACEMENTS.c.page_id == _PAGES.c.id)
        .where(_PAGES.c.issue_id == issue_id, _PAGES.c.sequence.in_(twins))
        .where(_PLACEMENTS.c.withdrawn_at.is_(None))
    ).all()
    listed: dict[int, set[str]] = {}
    for row in rows:
        listed.setdefault(row.sequence, set()).add(row.listed_id)
    alike = sorted(sequence for sequence, ids in listed.items() if ids == listed[item.sequence])
    if len(alike) < 2:
        return False
    struck = alike[-1]
    forget_page(connection, next(row.id for row in rows if row.sequence == struck))
    behind = select(_PAGES.c.id, _PAGES.c.sequence).where(
        _PAGES.c.issue_id == issue_id, _PAGES.c.sequence > struck
    )
    move_pages(connection, {row.id: row.sequence - 1 for row in connection.execute(behind)})
    kept = [
        {**page, "sequence": page["sequence"] - (page["sequence"] > struck)}
        for page in promised
        if page["sequence"] != struck
    ]
    update(connection, _ISSUES, issue_id, {"promised": kept, "page_count": len(kept)})
    return True


def _store_titles(
    connection: Connection,
    item: PageItem,
    issue_id: int,
    page_id: int,
    seen: dt.datetime,
    corrects: bool,
    touched: set[str],
    is_new: bool = False,
) -> tuple[bool, list[str]]:
    """Store a title list; whether it changed, and the titles it lacks that were listed before."""
    before = [] if is_new else [row._asdict() for row in driver.ask(connection, _TITLES, page=page_id)]
    kept = aliases.kept_ids(connection, issue_id)
    listed = [_title(entry, kept) for entry in item.placements]
    after, lost = _merged(before, listed, seen, corrects)
    if after != before:
        if before:
            connection.execute(sa.delete(_PLACEMENTS).where(_PLACEMENTS.c.page_id == page_id))
        insert_all(connection, _PLACEMENTS, [{"page_id": page_id, **row} for row in after])
        moved = {row["source_id"] for row in (*before, *after)}
        touched |= aliases.placements_moved(connection, issue_id, moved, kept)
    return after != before, lost


def _title(entry: Placement, kept: dict[str, str]) -> dict[str, Any]:
    """The row of `placements`, without its page; `kept` leads from an alias to the id of the article."""
    return {
        "position": entry.position,
        "source_id": kept.get(entry.source_id, entry.source_id),
        "listed_id": entry.source_id,
        "title": entry.title,
        "url": entry.url,
        "area": as_json(entry.area),
        "withdrawn_at": None,
        "share": None,
    }


def _merged(
    before: Sequence[dict[str, Any]], listed: Sequence[dict[str, Any]], seen: dt.datetime, corrects: bool
) -> tuple[list[dict[str, Any]], list[str]]:
    """A stored title list and the one that arrived: the rows to keep, and the titles the new one lacks.

    What the new list lacks (neither its id nor its title is there) stays where it was among its neighbours,
    with the time it was first lacking. Of a list that only another parser reads (`corrects`) nothing is
    lacking but what was before.
    """
    ids = {row["listed_id"] for row in listed} | {row["source_id"] for row in listed}
    titles = {row["title"] for row in listed}
    rows, lost, place = list(listed), [], 0
    for row in before:
        if row["listed_id"] in ids or row["title"] in titles:
            same = (n for n, other in enumerate(rows) if row["listed_id"] == other["listed_id"])
            place = next(same, place - 1) + 1
        elif row["withdrawn_at"] is not None or not corrects:
            rows.insert(place, {**row, "withdrawn_at": row["withdrawn_at"] or seen})
            lost.append(row["title"])
            place += 1
    parts = shares([row["area"] for row in rows])
    numbered = enumerate(zip(rows, parts, strict=True), start=1)
    return [{**row, "position": position, "share": share} for position, (row, share) in numbered], lost
