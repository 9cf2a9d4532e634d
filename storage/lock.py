"""One run a paper: a lock with owner and age that a dead process does not hold.

The lock is the operating system's (and PostgreSQL's, between machines): it goes with the process that holds
it, however that ends. The file beside it only says who holds it and since when.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
from contextlib import ExitStack, suppress
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

import sqlalchemy as sa
from filelock import FileLock, Timeout
from sqlalchemy.exc import SQLAlchemyError

from storage.archives import local_directory
from storage.database import StorageError, explain
from storage.errors import Locked as Locked

LOST = "{}: the database's lock is lost (its connection ended): another run may begin, so this one ends"
"""What is said of a paper whose lock `is_held` no more."""
_CHECKED_EVERY = 1.0
_KEEPALIVES = ("tcp_keepalives_idle = 60", "tcp_keepalives_interval = 15", "tcp_keepalives_count = 4")
"""A machine that lost its power holds its papers for two minutes, not for the two hours of the default."""


class PaperLock:
    """Excludes other runs of a paper on the same archive or the same database; a context manager.

    Entering raises Locked when another run is at work, StorageError when the lock cannot be written.
    """

    def __init__(self, slug: str, archive: Path | str, engine: sa.Engine) -> None:
        self.slug = slug
        self.archive = local_directory(archive)
        self.engine = engine
        self._held = ExitStack()
        self._connection: sa.Connection | None = None
        self._checked = 0.0
        self._lost = False

    def is_held(self) -> bool:
        """Whether the lock is still held; asked at most once a second.

        A lock of the operating system is; that of a server ends with its connection.
        """
        if self._lost or self._connection is None or monotonic() - self._checked < _CHECKED_EVERY:
            return not self._lost
        try:
            self._connection.execute(sa.select(1))
        except SQLAlchemyError:  # another connection takes its place at the next statement, without the lock
            self._lost = True
        self._checked = monotonic()
        return not self._lost

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            for directory in self._directories():
                self._lock_file(stack, directory)
            if self.engine.dialect.name == "postgresql":
                self._lock_server(stack)
            self._held = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.close()

    def _directories(self) -> list[Path]:
        """Where the lock files lie: in the archive, and beside an SQLite database."""
        directories = [self.archive / "locks"]
        database = self.engine.url.database
        if self.engine.dialect.name == "sqlite" and database and database != ":memory:":
            beside = Path(f"{database}-locks")
            if beside.absolute() != directories[0].absolute():
                directories.append(beside)
        return directories

    def _lock_file(self, stack: ExitStack, directory: Path) -> None:
        lock = FileLock(directory / f"{self.slug}.lock", timeout=0)
        note = directory / f"{self.slug}.json"
        try:
            directory.mkdir(parents=True, exist_ok=True)
            stack.enter_context(lock)
            note.write_text(json.dumps(_owner()), encoding="utf-8")
        except Timeout:
            raise Locked(_sentence(self.slug, _read(note))) from None
        except OSError as error:
            raise StorageError(f"{directory} cannot be written: {error.strerror or error}") from error
        stack.callback(note.unlink, missing_ok=True)

    def _lock_server(self, stack: ExitStack) -> None:
        key = sa.func.hashtextextended(f"banmian crawl {self.slug}", 0)
        try:
            connection = stack.enter_context(
                self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            )
            if not connection.execute(sa.select(sa.func.pg_try_advisory_lock(key))).scalar_one():
                raise Locked(f"{self.slug} is being crawled into this database by another machine")
            for setting in _KEEPALIVES:
                connection.execute(sa.text(f"SET {setting}"))
            stack.callback(self._unlock_server, connection, key)
            self._connection = connection
        except SQLAlchemyError as error:
            raise explain(error, self.engine.url) from error

    def _unlock_server(self, connection: sa.Connection, key: sa.ColumnElement[int]) -> None:
        """Gives the lock back before the connection returns to the pool, which would keep it."""
        self._connection = None
        with suppress(SQLAlchemyError):  # the server went away, and the lock with it
            connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))
            return
        connection.invalidate()


def is_alive(pid: int) -> bool:
    """Whether there is a process of that number on this machine."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's process
        return True
    return True


def _owner() -> dict[str, object]:
    return {"pid": os.getpid(), "host": socket.gethostname(), "since": dt.datetime.now(dt.UTC).isoformat()}


def _read(note: Path) -> dict[str, object]:
    """The owner's note; {} when it is just being written or removed."""
    try:
        return dict(json.loads(note.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _sentence(slug: str, owner: dict[str, object]) -> str:
    if not owner:
        return f"{slug} is being crawled by another run"
    since = dt.datetime.fromisoformat(str(owner["since"]))
    minutes = int((dt.datetime.now(dt.UTC) - since).total_seconds() // 60)
    return (
        f"{slug} is being crawled by process {owner['pid']} on {owner['host']} "
        f"since {since:%Y-%m-%d %H:%M} UTC ({minutes} minutes)"
    )
