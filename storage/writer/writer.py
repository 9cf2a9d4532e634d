"""The writer: one door for everything that is stored, in transactions.

Storing is idempotent: the same item again writes nothing (an item fetched again moves `last_seen` or
`checked_at`, which is what these columns mean). It works by looking first and writing only what
differs, under SQLite's write lock (BEGIN IMMEDIATE) or PostgreSQL's row locks; two PostgreSQL writers
that insert one row at the same instant collide on its unique key, and the loser tries again.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from storage.captures import Adoption
from storage.database import explain, explained, file_of, for_writing, open_engine
from storage.errors import StorageError
from storage.items import ArticleItem, IssueItem, Item, Outcome, PageItem, ProblemItem, Span, UnreadItem
from storage.reprints import check_version, clusters, locks
from storage.writer import (
    article,
    continuation,
    guessed,
    issue,
    page,
    problem,
    recovery,
    removal,
    run,
    span,
    truncated,
)
from storage.writer.capture import capture_id

_T = TypeVar("_T")

_RETRIES = 3
# PostgreSQL: two waited for each other's locks (deadlock), or there is no room for more of them: then alone.
_CROSSED = {"40P01", "53200"}
_PASSING = {"40001", *_CROSSED}  # and serialization failure


class Writer:
    """The database as its writers see it; a context manager.

    `url` as in `storage.database.open_engine`, whose errors it raises, and OtherFingerprints where `banmian
    dedup` has to run first. Every method that writes is one transaction and raises StorageError when the
    database refuses it: then nothing of it is stored.
    """

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        try:
            with explained(self.engine.url), self.engine.connect() as connection:
                check_version(connection)
        except BaseException:
            self.engine.dispose()
            raise
        self._writer = for_writing(self.engine)
        self._alone = locks.alone(self._writer)
        self._path = file_of(self.engine.url)
        self._file = None if self._path is None else self._path.stat()
        self._removed: removal.Removed | None = None
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

    def store(self, item: Item | UnreadItem) -> Outcome:
        """`store_all` of one item; what became of it."""
        return self.store_all([item])[0]

    def store_all(self, items: Sequence[Item | UnreadItem]) -> list[Outcome]:
        """Store items in one transaction, all of them or none; what became of each.

        In this order, as if each came alone: see `store` of the files issue, page, article and problem.
        A problem `not_found` at the address of a stored article breaks no promise: the article is withdrawn.
        """
        return self._transact(lambda connection: self._store(connection, items))

    def store_paper(self, slug: str, name: str, script: str, province: str = "") -> Outcome:
        """Note a paper's name, script and province (a profile knows them; storage does not)."""
        return self._transact(lambda connection: issue.store_paper(connection, slug, name, script, province))

    def announce(self, paper: str, date: dt.date, url: str) -> Outcome:
        """Note that an issue exists: its `page_count` stays NULL until its front page is read."""
        return self._transact(lambda connection: issue.announce(connection, paper, date, url))

    def store_span(self, asked: Span, run: int | None = None) -> Outcome:
        """Note what was asked for or accepted, and by which run; see `span.store`."""
        return self._transact(lambda connection: span.store(connection, asked, run))

    def take_back(self, paper: str, since: dt.date, until: dt.date) -> Outcome:
        """Forget that these days of a paper were accepted as lacking."""
        return self._transact(lambda connection: span.take_back(connection, paper, since, until))

    def drop_guessed(self, paper: str, date: dt.date) -> int:
        """Delete guessed articles of a day that no title list names any more (`guessed`); how many went."""
        return self._transact(lambda connection: guessed.drop_unlisted(connection, paper, date))

    def start_run(self, command: Sequence[str], papers: Sequence[str] = ()) -> int:
        """Note that a command begins (its words) on papers whose locks are held; returns the run's number.


        Unfinished runs of these papers are dead, or their locks would be theirs: they are closed, and logged.
        """
        return self._transact(lambda connection: run.start(connection, command, papers))

    def finish_run(
        self,
        number: int,
        counts: Mapping[str, object],
        exit_code: int,
        papers: Sequence[Mapping[str, object]] = (),
    ) -> None:
        """Note how a run ended: what it stored, its exit code, and an entry for each paper."""
        self._transact(lambda connection: run.finish(connection, number, counts, exit_code, papers))

    def _transact(self, work: Callable[[Connection], _T]) -> _T:
        # Every work is idempotent, so a transaction that failed for a passing reason is simply done again.
        alone = False
        for attempt in range(_RETRIES + 1):
            try:
                with (self._alone if alone else self._writer).begin() as connection:
                    if alone:
                        locks.hold(connection, {})
                    result = work(connection)
                self._check_file()
                return result
            except (SQLAlchemyError, UnicodeEncodeError) as error:
                self._issue_ids.clear()
                if attempt == _RETRIES or not _passes(error, attempt):
                    raise explain(error, self.engine.url) from error
                alone = getattr(getattr(error, "orig", None), "sqlstate", None) in _CROSSED
                time.sleep(0.05 * 4**attempt)
            except BaseException:
                self._issue_ids.clear()
                raise
        raise AssertionError("unreachable")

    def _check_file(self) -> None:
        """Raises StorageError where the file was removed or exchanged: SQLite goes on without a word."""
        try:
            if self._path is None or self._file is None or os.path.samestat(self._file, self._path.stat()):
                return
        except FileNotFoundError:
            pass
        raise StorageError(
            f"{self.engine.url.database} is gone: it was removed or exchanged while it was used"
        )

    def take_down(self, cite_id: str, why: str, places: Sequence[tuple[str, int, int]] = ()) -> None:
        """Remove an article, and keep it from coming back; `places` of the archive were overwritten."""
        self._removed = None
        self._transact(lambda connection: removal.take_down(connection, cite_id, why, places))

    def recover(self, lost: Sequence[int], give_up: bool) -> recovery.Recovered:
        """Lead rows from lost captures (numbers) to the same bytes elsewhere."""
        return self._transact(lambda connection: recovery.recover(connection, lost, give_up))

    def attach(self, found: Adoption) -> None:
        """Lead rows of `captures` to the bytes that were found for them."""
        self._transact(lambda connection: recovery.attach(connection, found))

    def recall(self, notes: Sequence[Mapping[str, object]]) -> None:
        """Note what was taken down before, as the archive's notes say."""
        self._removed = None
        self._transact(lambda connection: removal.recall(connection, notes))

    def _store(self, connection: Connection, items: Sequence[Item | UnreadItem]) -> list[Outcome]:
        if self._removed is None:
            self._removed = removal.removed(connection)
        if self._removed:
            items = [removal.screened(item, self._removed) for item in items]
        outcomes: list[Outcome] = []
        touched: set[str] = set()
        changed: set[int] = set()
        items = [truncated.judged(connection, item) for item in items]
        # Articles of one issue that follow each other are written together.
        for _, alike in groupby(
            items, lambda item: isinstance(item, ArticleItem) and (item.paper, item.date, item.edition)
        ):
            batch = list(alike)
            articles = [item for item in batch if isinstance(item, ArticleItem)]
            if articles:
                issue_id = self._issue_id(connection, articles[0])
                outcomes += article.store(connection, issue_id, articles, touched)
                changed.add(issue_id)
            else:
                outcomes += [self._store_one(connection, item, touched) for item in batch]
                changed |= {self._issue_id(connection, item) for item in batch if isinstance(item, PageItem)}
        for issue_id in sorted(changed):
            continuation.link(connection, issue_id)
        if touched:
            clusters.regroup(connection, touched)
        return outcomes

    def _store_one(self, connection: Connection, item: Item | UnreadItem, touched: set[str]) -> Outcome:
        match item:
            case IssueItem():
                return issue.store(connection, self._issue_id(connection, item), item, touched)
            case PageItem():
                return page.store(connection, self._issue_id(connection, item), item, touched)
            case ProblemItem(kind="not_found"):
                return article.withdraw(connection, item) or problem.store(connection, item)
            case ProblemItem(kind="absent"):
                article.reinstate(connection, item)
                return problem.store(connection, item)
            case ProblemItem():
                return problem.store(connection, item)
            case _:
                capture_id(connection, item.capture, None)
                return "same"

    def _issue_id(self, connection: Connection, item: IssueItem | PageItem | ArticleItem) -> int:
        key = (item.paper, item.date, item.edition)
        if key not in self._issue_ids:
            self._issue_ids[key] = issue.issue_id_of(connection, item)
        return self._issue_ids[key]


def _passes(error: Exception, attempt: int) -> bool:
    """Whether the same transaction may succeed when it is tried again."""
    if isinstance(error, IntegrityError):
        return attempt == 0
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in _PASSING
    return False
