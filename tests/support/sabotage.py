"""Failures of the machine at the N-th write: disk full, database gone, power off. Run in the child process.

Writes are counted where they leave the program: `os.write` of the archive, statements that change a row, and
COMMIT. What is tested is not touched.
"""

import errno
import os
import signal
import sqlite3

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine

from storage.captures import write as archive_write

_WRITES = ("INSERT", "UPDATE", "DELETE")


class _Counter:
    def __init__(self, number: int) -> None:
        self.left = number

    def hit(self) -> bool:
        self.left -= 1
        return self.left == 0


def _on_archive_write(number: int, strike: object, half: bool = False) -> None:
    counter, write = _Counter(number), os.write

    class Sabotaged:
        """The os module as write.py sees it."""

        def __getattr__(self, name: str) -> object:
            return getattr(os, name)

        def write(self, file: int, data: bytes) -> int:
            if counter.hit():
                if half:
                    write(file, data[: len(data) // 2])
                strike()  # type: ignore[operator]
            return write(file, data)

    archive_write.os = Sabotaged()  # type: ignore[assignment]


def _on_statement(number: int, strike: object) -> None:
    counter = _Counter(number)

    @event.listens_for(Engine, "before_cursor_execute")
    def before(_c: object, _u: object, statement: str, *_: object) -> None:
        if statement.lstrip().upper().startswith(_WRITES) and counter.hit():
            strike()  # type: ignore[operator]


def _on_commit(number: int, strike: object) -> None:
    counter = _Counter(number)

    @event.listens_for(Engine, "commit")
    def before(connection: sa.Connection) -> None:
        if counter.hit():
            strike()  # type: ignore[operator]


def _disk_full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _database_full() -> None:
    raise sa.exc.OperationalError("", {}, sqlite3.OperationalError("database or disk is full"))


def _power_off() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def archive_full(number: int) -> None:
    """The disk is full at the N-th write to the archive."""
    _on_archive_write(number, _disk_full, half=True)


def database_full(number: int) -> None:
    """The database is full at the N-th statement that changes it."""
    _on_statement(number, _database_full)


def killed_at_archive_write(number: int) -> None:
    """SIGKILL in the middle of the N-th write to the archive."""
    _on_archive_write(number, _power_off, half=True)


def killed_at_statement(number: int) -> None:
    """SIGKILL before the N-th statement that changes the database."""
    _on_statement(number, _power_off)


def killed_at_commit(number: int) -> None:
    """SIGKILL before the N-th COMMIT."""
    _on_commit(number, _power_off)
