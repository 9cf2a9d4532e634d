"""The only SQL that writes. What the pipelines hand over is kept, each item in one transaction.

Storing is idempotent: the same item again writes nothing (an item fetched again moves `last_seen` or
`checked_at`, which is what these columns mean). It works by looking first and writing only what
differs, under SQLite's write lock (BEGIN IMMEDIATE) or PostgreSQL's row locks; two PostgreSQL writers
that insert one row at the same instant collide on its unique key, and the loser tries again.
"""

from __future__ import annotations

import datetime as dt
import shlex
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar, cast

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from storage.database import explain, for_writing, open_engine
from storage.items import Outcome
from storage.models import table
from storage.reprints import aliases
from storage.writer.article import store_article, withdraw, withdraw_at
from storage.writer.page import renumber, store_page
from storage.writer.rows import (
    capture_id_of,
    change,
    find,
    find_or_none,
    insert,
    note,
    resolve,
    store_paper,
    update,
)
from storage.writer.stored import (
    Article,
    CaptureLike,
    Issue,
    Item,
    OfIssue,
    Page,
    Problem,
    Unread,
    digest_of,
    is_past,
    is_same,
    promise,
    seen_at,
)

_ISSUES, _PAPERS, _RUNS = table("issues"), table("papers"), table("runs")

_T = TypeVar("_T")

_RETRIES = 3
_PASSING = {"40001", "40P01"}  # PostgreSQL: serialization failure, deadlock


class Writer:
    """The database as its writers see it; a context manager.

    `url` as in `storage.database.open_engine`, whose errors it raises. Every method that writes is one
    transaction and raises StorageError when the database refuses it: then nothing of it is stored.
    """

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        self._writer = for_writing(self.engine)
        self._issue_ids: dict[tuple[str, dt.date, str], int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    def store(self, item: Item) -> Outcome:
        """Store an issue, a page, an article or a problem, recognised by its fields."""
        return self._transact(lambda connection: self._store(connection, item))

    def store_all(self, items: Sequence[Item | Unread]) -> list[Outcome]:
        """Store several items in one transaction: all of them or none (a page with its articles)."""
        return self._transact(lambda connection: [self._store(connection, item) for item in items])

    def store_issue(self, item: Issue) -> Outcome:
        """Store what a page navigation promises.

        A navigation that promises fewer pages than an earlier one did not shrink the issue: the larger
        promise stands and a problem `shrunk` is opened, unless it is read anew from the same bytes.
        """
        return self._transact(lambda connection: self._issue(connection, item))

    def store_page(self, item: Page) -> Outcome:
        """Store a page that was read, with its title list.

        Titles an earlier list had and this one lacks stay placed, `withdrawn_at` is set and a problem
        `shrunk` opened, unless the list is read anew from the same bytes.
        """
        return self._transact(lambda connection: self._page(connection, item))

    def store_article(self, item: Article) -> Outcome:
        """Store an article: a new row, a new revision of one, a second id of a text, or nothing.

        A text less than half as long as the one stored does not replace it: a problem `shrunk` is opened.
        """
        return self._transact(lambda connection: self._article(connection, item))

    def store_problem(self, item: Problem) -> Outcome:
        """Note a promise that was not kept; the same one again moves `last_seen` and opens it again.

        Where the address of an article that is stored has nothing any more (`not_found`), no promise is
        broken: the article is withdrawn.
        """
        return self._transact(lambda connection: self._problem(connection, item))

    def withdraw(self, paper: str, date: dt.date, source_id: str, seen: dt.datetime) -> Outcome:
        """Note that the site has taken an article back: its text is kept, `withdrawn_at` is set.

        `seen` is when that was found, an aware datetime. It is cleared when the article comes back.
        """
        return self._transact(lambda connection: withdraw(connection, paper, date, source_id, seen))

    def store_capture(self, paper: str, date: dt.date, capture: CaptureLike) -> None:
        """Note where the bytes of a response lie that gives no item."""
        self._transact(lambda connection: self._store(connection, Unread(paper, date, capture)))

    def store_paper(self, slug: str, name: str, script: str) -> Outcome:
        """Note a paper's name and script (a profile knows them; storage does not)."""
        return self._transact(lambda connection: store_paper(connection, slug, name, script))

    def announce(self, paper: str, date: dt.date, url: str) -> Outcome:
        """Note that an issue exists: its `page_count` stays NULL until its front page is read."""
        names = {"paper": paper, "date": date, "edition": ""}
        now = dt.datetime.now(dt.UTC)
        row = {**names, "url": url, "promised": [], "first_seen": now, "checked_at": now}

        def work(connection: Connection) -> Outcome:
            if find_or_none(connection, _ISSUES, **names) is not None:
                return "same"
            insert(connection, _ISSUES, row)
            return "new"

        return self._transact(work)

    def start_run(self, command: Sequence[str]) -> int:
        """Note that a command begins (its words); returns the number of the run."""
        values = {"started": dt.datetime.now(dt.UTC), "command": shlex.join(command), "counts": {}}
        return self._transact(lambda connection: insert(connection, _RUNS, values))

    def finish_run(self, run: int, counts: Mapping[str, object], exit_code: int) -> None:
        """Note how a run ended: what it stored, and its exit code."""
        values = {"finished": dt.datetime.now(dt.UTC), "counts": dict(counts), "exit_code": exit_code}
        self._transact(lambda connection: update(connection, _RUNS, run, values))

    def _transact(self, work: Callable[[Connection], _T]) -> _T:
        # Every work is idempotent, so a transaction that failed for a passing reason is simply done again.
        for attempt in range(_RETRIES + 1):
            try:
                with self._writer.begin() as connection:
                    return work(connection)
            except (SQLAlchemyError, UnicodeEncodeError) as error:
                self._issue_ids.clear()
                if attempt == _RETRIES or not _passes(error, attempt):
                    raise explain(error, self.engine.url) from error
                time.sleep(0.05 * 4**attempt)
            except BaseException:
                self._issue_ids.clear()
                raise
        raise AssertionError("unreachable")

    def _store(self, connection: Connection, item: Item | Unread) -> Outcome:
        if isinstance(item, Unread):
            capture_id_of(connection, item.capture, None)
            return "same"
        if hasattr(item, "body"):
            return self._article(connection, cast(Article, item))
        if hasattr(item, "placements"):
            return self._page(connection, cast(Page, item))
        if hasattr(item, "page_count"):
            return self._issue(connection, cast(Issue, item))
        return self._problem(connection, item)

    def _issue(self, connection: Connection, item: Issue) -> Outcome:
        seen = seen_at(item)
        issue_id = self._issue_id(connection, item, seen)
        before = find(connection, _ISSUES, id=issue_id)
        capture_id = capture_id_of(connection, item.capture, issue_id)
        resolve(connection, item, seen)
        corrects = is_same(item, before)
        if is_past(item, before, seen):
            return "same"
        promised = promise(item.pages)
        shrinks = not corrects and before.page_count is not None and item.page_count < before.page_count
        values: dict[str, Any] = {}
        if not shrinks:
            values = {"page_count": item.page_count, "url": item.url, "promised": promised}
            values["number"] = before.number if item.number is None else item.number
        changed = change(connection, _ISSUES, before, values)
        checked = {"checked_at": max(seen, before.checked_at or seen)}
        change(connection, _ISSUES, before, checked if shrinks else {**checked, "sha256": digest_of(item)})
        if shrinks:
            detail = (
                f"the page navigation promises {item.page_count} pages, earlier {before.page_count}: "
                "the larger promise stands"
            )
            note(connection, item, "shrunk", detail, seen, capture_id)
        elif before.promised and before.promised != promised and renumber(connection, issue_id, promised):
            aliases.settle(connection, issue_id)
        if before.page_count is None:
            return "new"
        return "changed" if changed else "same"

    def _page(self, connection: Connection, item: Page) -> Outcome:
        return store_page(connection, self._issue_id(connection, item, seen_at(item)), item)

    def _article(self, connection: Connection, item: Article) -> Outcome:
        return store_article(connection, self._issue_id(connection, item, seen_at(item)), item)

    def _problem(self, connection: Connection, item: Problem) -> Outcome:
        issue_id = _issue_id_of(connection, item.paper, item.date)
        capture_id = capture_id_of(connection, item.capture, None)
        seen = seen_at(item)
        if item.kind == "not_found" and issue_id is not None:
            withdrawn = withdraw_at(connection, issue_id, item.url, seen)
            if withdrawn is not None:
                return withdrawn
        return note(connection, item, item.kind, item.detail, seen, capture_id)

    def _issue_id(self, connection: Connection, item: OfIssue, seen: dt.datetime) -> int:
        """The number of the item's issue; a row for it when a page or an article comes first."""
        key = (item.paper, item.date, item.edition)
        known = self._issue_ids.get(key)
        if known is None:
            names = {"paper": item.paper, "date": item.date, "edition": item.edition}
            found = find_or_none(connection, _ISSUES, **names)
            if found is not None:
                known = cast(int, found.id)
            else:
                if find_or_none(connection, _PAPERS, slug=item.paper) is None:
                    store_paper(connection, item.paper, item.paper, "")
                known = insert(connection, _ISSUES, {**names, "promised": [], "first_seen": seen})
            self._issue_ids[key] = known
        return known


def _issue_id_of(connection: Connection, paper: str, date: dt.date) -> int | None:
    """The number of the paper's (first) issue of a day, where it has a row."""
    return connection.execute(
        select(_ISSUES.c.id)
        .where(_ISSUES.c.paper == paper, _ISSUES.c.date == date)
        .order_by(_ISSUES.c.edition)
        .limit(1)
    ).scalar_one_or_none()


def _passes(error: Exception, attempt: int) -> bool:
    if isinstance(error, IntegrityError):
        return attempt == 0
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in _PASSING
    return False
