"""How an issue is written: its paper, its row, and what its page navigation promises."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam, select

from storage import driver
from storage.items import ArticleItem, IssueItem, Outcome, PageItem
from storage.models import table
from storage.reprints import aliases
from storage.writer.capture import capture_id, digest_of, is_past, is_same, seen_at
from storage.writer.problem import note, resolve
from storage.writer.rows import change, find, find_or_none, insert, insert_all, update

_PAPERS, _ISSUES, _PAGES, _PLACEMENTS = map(table, ("papers", "issues", "pages", "placements"))

_PROVE = (
    sa.update(_ISSUES).where(_ISSUES.c.id == bindparam("issue"), _ISSUES.c.unproved).values(unproved=False)
)


def store_paper(connection: Connection, slug: str, name: str, script: str, province: str = "") -> Outcome:
    """Note what a paper is called, which script it prints and where ('': as is known)."""
    before = find_or_none(connection, _PAPERS, slug=slug)
    if before is None:
        row = {"slug": slug, "name": name, "script": script, "province": province}
        insert_all(connection, _PAPERS, [row])
        return "new"
    after = {"name": name, "script": script, "province": province or before.province}
    if after.items() <= before._asdict().items():
        return "same"
    connection.execute(sa.update(_PAPERS).where(_PAPERS.c.slug == slug), after)
    return "changed"


def issue_id_of(connection: Connection, item: IssueItem | PageItem | ArticleItem) -> int:
    """The number of the item's issue; it gets a row when a page or an article comes first."""
    names = {"paper": item.paper, "date": item.date, "edition": item.edition}
    found = find_or_none(connection, _ISSUES, **names)
    if found is not None:
        return cast(int, found.id)
    if find_or_none(connection, _PAPERS, slug=item.paper) is None:
        store_paper(connection, item.paper, item.paper, "")
    return insert(connection, _ISSUES, {**names, "promised": [], "first_seen": seen_at(item)})


def announce(connection: Connection, paper: str, date: dt.date, url: str) -> Outcome:
    """Note that an issue exists; what it promises is not known yet."""
    names = {"paper": paper, "date": date, "edition": ""}
    if find_or_none(connection, _ISSUES, **names) is not None:
        return "same"
    now = dt.datetime.now(dt.UTC)
    insert(connection, _ISSUES, {**names, "url": url, "promised": [], "first_seen": now, "checked_at": now})
    return "new"


def store(connection: Connection, issue_id: int, item: IssueItem, touched: set[str]) -> Outcome:
    """Store what a page navigation promises.

    A navigation that promises fewer pages than an earlier one did not shrink the issue: the larger
    promise stands and a problem `shrunk` is opened, unless it is read again from the same bytes.
    Texts that have to be grouped again are added to `touched`.
    """
    seen = seen_at(item)
    before = find(connection, _ISSUES, id=issue_id)
    capture = capture_id(connection, item.capture, issue_id)
    resolve(connection, item, seen, "program_error")
    guessed = bool(before.read_by)
    corrects = is_same(item, before) or (guessed and not item.read_by)
    if is_past(item, before, seen) or (item.read_by and not guessed and before.page_count is not None):
        return "same"
    promised = [asdict(page) for page in item.pages]
    shrinks = not corrects and before.page_count is not None and item.page_count < before.page_count
    values: dict[str, Any] = {}
    if not shrinks:
        values = {"page_count": item.page_count, "url": item.url, "promised": promised}
        values["read_by"] = item.read_by
        values["number"] = before.number if item.number is None else item.number
        # What proved its day once is not taken back: a page or an article may have said it.
        values["unproved"] = item.unproved and (before.unproved or before.page_count == 0)
    changed = change(connection, _ISSUES, before, values)
    checked = {"checked_at": max(seen, before.checked_at or seen)}
    change(connection, _ISSUES, before, checked if shrinks else {**checked, "sha256": digest_of(item)})
    if shrinks:
        detail = (
            f"the page navigation promises {item.page_count} pages, earlier {before.page_count}: "
            "the larger promise stands"
        )
        note(connection, item, "shrunk", detail, seen, capture)
    elif before.promised and before.promised != promised and _renumber(connection, issue_id, promised):
        touched |= aliases.placements_moved(connection, issue_id)
    if before.page_count is None:
        return "new"
    return "changed" if changed else "same"


def prove(connection: Connection, issue_id: int) -> None:
    """Note that a page or an article of the issue says itself which day it is of."""
    driver.change(connection, _PROVE, issue=issue_id)


def _renumber(connection: Connection, issue_id: int, promised: Sequence[Mapping[str, Any]]) -> bool:
    """Move pages already read to the places a changed navigation gives them.

    A page is known by number and address, or by a number that is listed once. One whose place another one
    takes and which is no longer promised is forgotten, to be read again. Whether anything moved.
    """
    places = {(page["number"], page["url"]): page["sequence"] for page in promised}
    numbers = Counter(page["number"] for page in promised)
    rows = connection.execute(
        select(_PAGES.c.id, _PAGES.c.number, _PAGES.c.url, _PAGES.c.sequence).where(
            _PAGES.c.issue_id == issue_id
        )
    ).all()
    wanted = {row.id: place for row in rows if (place := places.get((row.number, row.url))) is not None}
    free = {
        page["number"]: page["sequence"]
        for page in promised
        if numbers[page["number"]] == 1 and page["sequence"] not in wanted.values()
    }
    wanted |= {row.id: free.pop(row.number) for row in rows if row.id not in wanted and row.number in free}
    moves = {row.id: wanted[row.id] for row in rows if wanted.get(row.id, row.sequence) != row.sequence}
    if not moves:
        return False
    taken = set(moves.values())
    for row in rows:
        if row.id not in moves and row.sequence in taken:
            forget_page(connection, row.id)
    move_pages(connection, moves)
    return True


def forget_page(connection: Connection, page_id: int) -> None:
    """Delete a page and its title list."""
    connection.execute(sa.delete(_PLACEMENTS).where(_PLACEMENTS.c.page_id == page_id))
    connection.execute(sa.delete(_PAGES).where(_PAGES.c.id == page_id))


def move_pages(connection: Connection, moves: Mapping[int, int]) -> None:
    """Give pages other places in their issue: number of the row → sequence."""
    # In two steps, for (issue, sequence) is unique at every instant.
    for sign in (-1, 1):
        for page_id, sequence in moves.items():
            update(connection, _PAGES, page_id, {"sequence": sign * sequence})
