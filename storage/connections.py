"""How connections are opened: what SQLite and PostgreSQL are told at the beginning of each.

On PostgreSQL all engines of a process on one address share a pool. Through a pooler in transaction mode
(pgbouncer; $BANMIAN_DB_DIRECT names the server behind it) nothing is said to a session, which is lent only.
"""

from __future__ import annotations

import json
import os
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote
from weakref import WeakValueDictionary

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry

from storage import characters, driver
from storage.errors import SchemaError
from storage.models.base import read_json

IDLE, INTERVAL, COUNT = 20, 10, 4
"""Seconds of silence, between questions, and how many of these: then the other end is gone. A machine that
lost its power holds its locks and rows for a minute, not for the two hours of the default."""
_SERVER_SIDE = (
    f"SET tcp_keepalives_idle = {IDLE}",
    f"SET tcp_keepalives_interval = {INTERVAL}",
    f"SET tcp_keepalives_count = {COUNT}",
    f"SET tcp_user_timeout = {1000 * (IDLE + INTERVAL * COUNT)}",
    # Within so much memory the full text index takes in its list of new entries (16 MB) at once; within the
    # usual 4 MB articles are written a third slower.
    "SET work_mem = '64MB'",
)
_CLIENT_SIDE = {"keepalives_idle": IDLE, "keepalives_interval": INTERVAL, "keepalives_count": COUNT}

_pools: WeakValueDictionary[tuple[int, str], sa.Engine] = WeakValueDictionary()
"""Process and address → the engine whose pool all others on that address share."""


def engine_on(url: sa.URL, file: Path | None) -> sa.Engine:
    """An engine on an address, `file` where it is one of SQLite. Raises ImportError without the driver."""
    return _on_server(url) if file is None and url.get_backend_name() != "sqlite" else _on_file(url, file)


def is_pooled() -> bool:
    """Whether the address of the database is a pooler's."""
    return bool(os.environ.get("BANMIAN_DB_DIRECT"))


def direct_address() -> str:
    """The address of the server behind the pooler."""
    return os.environ["BANMIAN_DB_DIRECT"]


_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


# --- PostgreSQL ------------------------------------------------------------------------------------------


class _SharedPool(sa.QueuePool):
    """A pool that one of its users empties while others have connections out: these are closed when they come
    back, since the pool put in its place does not know them and they would stay open."""

    _is_over = False

    def dispose(self) -> None:
        self._is_over = True  # said before the pool is emptied: what comes back later sees it
        super().dispose()

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        super()._do_return_conn(record)
        if self._is_over:
            super().dispose()


def _on_server(url: sa.URL) -> sa.Engine:
    key = (os.getpid(), url.render_as_string(hide_password=False))
    pool = _pools.get(key)
    if pool is None:
        lent = is_pooled() and key[1] != direct_address()
        arguments: dict[str, Any] = {name: at for name, at in _CLIENT_SIDE.items() if name not in url.query}
        if lent:  # a prepared statement stays with one of the pooler's sessions
            arguments["prepare_threshold"] = None
        pool = sa.create_engine(
            url,
            json_serializer=_as_json,
            json_deserializer=read_json,
            connect_args=arguments,
            poolclass=_SharedPool,
        )
        event.listen(pool, "do_connect", _connect_postgresql)
        if not lent:
            event.listen(pool, "connect", _prepare_postgresql)
        _pools[key] = pool
    return pool.execution_options()


def _connect_postgresql(dialect: Any, _record: Any, arguments: Any, options: Any) -> Any:
    """A connection to a database that keeps UTF-8: others garble the first question SQLAlchemy asks."""
    connection = dialect.connect(*arguments, **options)
    if (encoding := connection.info.parameter_status("server_encoding")) != "UTF8":
        name = connection.info.dbname
        connection.close()
        raise SchemaError(
            f"the database {name!r} keeps its texts in {encoding}, which has no room for Chinese newspapers: "
            f"make one with `createdb --encoding UTF8 --template template0 {name}_utf8`"
        )
    return connection


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    connection.execute("; ".join(_SERVER_SIDE))
    connection.commit()


# --- SQLite ----------------------------------------------------------------------------------------------


def _on_file(url: sa.URL, file: Path | None) -> sa.Engine:
    may_write = file is None or not _is_read_only(file)
    options: dict[str, Any] = {
        "json_serializer": _as_json,
        "json_deserializer": read_json,
        "connect_args": {"timeout": 30},
    }
    if file is not None and not may_write:
        options |= {"connect_args": {}, "creator": partial(_open_read_only, file)}
    engine = sa.create_engine(url, **options)
    event.listen(engine, "connect", partial(_prepare_sqlite, may_write=may_write))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _is_read_only(file: Path) -> bool:
    """Whether a database is there that this user may read and not write (rights, a read-only mount)."""
    return file.exists() and not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK))


def _open_read_only(file: Path) -> sqlite3.Connection:
    """A connection that writes nothing beside the file, as SQLite's WAL mode otherwise does.

    `immutable` looks for no write-ahead log; where one holds something, it has to be readable, too.
    """
    log = file.with_name(f"{file.name}-wal")
    how = "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"
    address = f"file:{quote(str(file.absolute()))}?{how}"
    return sqlite3.connect(address, uri=True, timeout=30, check_same_thread=False)


def _prepare_sqlite(connection: Any, _record: Any, *, may_write: bool) -> None:
    # Python's sqlite3 would open transactions by itself and never for SELECT; `_begin_sqlite` does it.
    connection.isolation_level = None
    writes = (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        # A checkpoint every 1000 pages (the default) halves the speed of a long fill.
        "wal_autocheckpoint = 20000",
    )
    for pragma in (
        "busy_timeout = 30000",
        *(writes if may_write else ()),
        "foreign_keys = ON",
        "cache_size = -16384",
    ):
        connection.execute(f"PRAGMA {pragma}").close()
    characters.prepare(connection)


def _begin_sqlite(connection: sa.Connection) -> None:
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    driver.run(connection, f"BEGIN {mode}", begins=True)
