"""A database copied whole into another, SQLite or PostgreSQL: it can be stopped, and every row is verified.

Tables are copied in the order of their foreign keys, rows in that of their primary key, some in each
transaction, which also notes in the target (`meta`, COPYING) how far it came: a copy that was killed goes on
there. The full text index comes by itself, for each database keeps its own in step with the rows; so do the
totals of issues, which are compared all the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, func, select

from storage.database import StorageError, explained, file_of, for_writing, open_engine, open_existing
from storage.errors import UsageError, shown, without_passwords
from storage.models import COPYING, Base, table
from storage.selection import snapshot

AT_ONCE = 5_000
"""Rows in a transaction."""

_META = table("meta")
_TOTALS = table("totals")
_NOTED = _META.c.name == COPYING

Positions = dict[str, list[Any]]
"""Name of a table → the primary key of the last row that was copied."""


class NotEmpty(UsageError):
    """The target holds something else than this copy."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a table came."""

    table: str
    done: int
    """Rows that were copied or, where it is verified, read of source and target."""
    total: int
    verifies: bool = False


@dataclass(frozen=True, slots=True)
class Copied:
    """A table of which both databases hold the same."""

    table: str
    rows: int
    sha256: str
    """The sum of the SHA-256 of its rows, 64 hex digits: the same for the same rows, in whatever order."""


def copy(source_url: str, target_url: str) -> Iterator[Progress | Copied]:
    """Copy every row of a database into an empty one, or go on with that; how far it is, then each table.

    A target without tables gets them. One that is such a copy already is only compared. Raises NotEmpty where
    it holds anything else, UsageError where both are one database, and StorageError when one of them fails
    or both differ in the end, for the source was written between two runs.
    """
    with _opened(source_url, target_url) as (origin, target), snapshot(origin) as source:
        sizes = {of.name: _count(source, of) for of in _tables()}
        positions = _begin(source, target, sizes)
        if positions is not None:
            for of in _tables():
                if of is _TOTALS:
                    continue
                yield from _copy_table(source, target, of, positions, sizes[of.name])
            _finish_rows(target)
        for of in _tables():
            yield from _compare(source, target, of, sizes[of.name])
        with explained(target.url), for_writing(target).begin() as connection:
            connection.execute(sa.delete(_META).where(_NOTED))


@contextmanager
def _opened(source_url: str, target_url: str) -> Iterator[tuple[Engine, Engine]]:
    source = open_existing(source_url)
    try:
        target = open_engine(target_url)
        try:
            if _name(source.url) == _name(target.url):
                raise UsageError(f"{shown(source.url)} cannot be copied into itself")
            yield source, target
        finally:
            target.dispose()
    finally:
        source.dispose()


def _name(url: sa.URL) -> str:
    """What a database is called in the note: without passwords, the whole path of a file."""
    if (file := file_of(url)) is not None:
        return f"sqlite:///{file.resolve()}"
    return without_passwords(url.set(password=None, query={}).render_as_string())


def _tables() -> list[sa.Table]:
    """All tables, each behind those it refers to; `meta`, without which nobody writes, is the last."""
    return [of for of in Base.metadata.sorted_tables if of is not _META] + [_META]


def _rows(of: sa.Table) -> sa.Select[Any]:
    return select(of).where(~_NOTED) if of is _META else select(of)


def _count(connection: Connection, of: sa.Table) -> int:
    return connection.execute(select(func.count()).select_from(_rows(of).subquery())).scalar_one()


def _parts(connection: Connection, of: sa.Table, after: Sequence[Any] | None) -> Iterator[Sequence[Any]]:
    """The rows behind that of a key, in the order of the keys, some at a time."""
    key = sa.tuple_(*of.primary_key)
    while True:
        wanted = _rows(of).order_by(*of.primary_key).limit(AT_ONCE)
        rows = connection.execute(wanted if after is None else wanted.where(key > tuple(after))).all()
        if not rows:
            return
        yield rows
        after = _key(of, rows[-1])


def _key(of: sa.Table, row: Any) -> list[Any]:
    return [row._mapping[column] for column in of.primary_key]


# --- copying ---------------------------------------------------------------------------------------------


def _begin(source: Connection, target: Engine, sizes: Mapping[str, int]) -> Positions | None:
    """How far an earlier run came ({}: the target is empty); None where the target has as many rows already,
    and has to be compared. Raises NotEmpty."""
    name = _name(source.engine.url)
    with explained(target.url), for_writing(target).begin() as connection:
        found = connection.execute(select(_META.c.value).where(_NOTED)).scalar_one_or_none()
        if found is not None:
            note = json.loads(found)
            if note["from"] != name:
                raise NotEmpty(f"{_name(target.url)} holds the beginning of a copy of {note['from']}")
            positions: Positions = note["positions"]
            return positions
        held = {of.name: _count(connection, of) for of in _tables()}
        if not any(count for name, count in held.items() if name != _META.name):
            connection.execute(sa.delete(_META))
            connection.execute(sa.insert(_META), {"name": COPYING, "value": _note(name, {})})
            return {}
    if held == sizes:
        return None
    raise NotEmpty(
        f"{_name(target.url)} holds {held['articles']} articles already, which are no copy of {name}: "
        "name an empty database"
    )


def _note(source: str, positions: Positions) -> str:
    return json.dumps({"from": source, "positions": positions}, sort_keys=True, ensure_ascii=False)


def _copy_table(
    source: Connection, target: Engine, of: sa.Table, positions: Positions, total: int
) -> Iterator[Progress]:
    name = _name(source.engine.url)
    with explained(target.url), target.connect() as connection:
        done = _count(connection, of)
    yield Progress(of.name, done, total)
    for rows in _parts(source, of, positions.get(of.name)):
        before = _note(name, positions)
        positions[of.name] = _key(of, rows[-1])
        with explained(target.url), for_writing(target).begin() as connection:
            noted = sa.update(_META).where(_NOTED, _META.c.value == before)
            if not connection.execute(noted, {"value": _note(name, positions)}).rowcount:
                raise StorageError(f"{_name(target.url)}: another copy into it is at work")
            _insert(connection, of, rows)
        done += len(rows)
        yield Progress(of.name, done, total)


def _insert(connection: Connection, of: sa.Table, rows: Sequence[Any]) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(sa.insert(of), [dict(row._mapping) for row in rows])
        return
    bound = [column.type.dialect_impl(connection.dialect) for column in of.c]
    processors = [kind.bind_processor(connection.dialect) for kind in bound]
    names = ", ".join(connection.dialect.identifier_preparer.quote(column.name) for column in of.c)
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {of.name} ({names}) FROM STDIN") as lines:
        for row in rows:
            pairs = zip(row, processors, strict=True)
            lines.write_row([value if process is None else process(value) for value, process in pairs])
    cursor.close()


def _finish_rows(target: Engine) -> None:
    """On PostgreSQL: numbers of new rows begin behind those that were copied, and plans know the sizes."""
    if target.dialect.name == "sqlite":
        return
    with explained(target.url), target.begin() as connection:
        for of in _tables():
            if "id" in of.c and of.name != "bands":
                sequence = func.pg_get_serial_sequence(of.name, "id")
                highest = select(func.max(of.c.id)).scalar_subquery()
                connection.execute(
                    select(func.setval(sequence, func.coalesce(highest, 1), highest.is_not(None)))
                )
        connection.execute(sa.text("ANALYZE"))


# --- comparing -------------------------------------------------------------------------------------------


def _compare(source: Connection, target: Engine, of: sa.Table, total: int) -> Iterator[Progress | Copied]:
    """Read a table of both. Raises StorageError where they differ."""
    done = 0
    with snapshot(target) as copied:
        sums = []
        for connection in (source, copied):
            rows = digest = 0
            for part in _parts(connection, of, None):
                digest = (digest + sum(map(_digest, part))) % 2**256
                rows += len(part)
                done += len(part)
                yield Progress(of.name, done, 2 * total, verifies=True)
            sums.append((rows, digest))
    if sums[0] != sums[1]:
        raise StorageError(
            f"{of.name} differs: {sums[0][0]} rows in {_name(source.engine.url)}, {sums[1][0]} in "
            f"{_name(target.url)}. Was one of them written since the copy began? Copy into an empty "
            "database, while nothing writes"
        )
    yield Copied(of.name, sums[0][0], f"{sums[0][1]:064x}")


def _digest(row: Any) -> int:
    line = json.dumps([_plain(value) for value in row], ensure_ascii=False, sort_keys=True)
    return int.from_bytes(hashlib.sha256(line.encode("utf-8", "surrogatepass")).digest(), "big")


def _plain(value: Any) -> Any:
    """A value of either database as JSON has it; PostgreSQL's jsonb knows neither -0.0 nor 1e22."""
    match value:
        case None | str() | int():
            return value
        case float():
            return int(value) if value.is_integer() else value
        case list():
            return [_plain(each) for each in value]
        case dict():
            return {name: _plain(each) for name, each in value.items()}
        case bytes():
            return value.hex()
        case _:
            return value.isoformat()
