"""The small statements of which every write is made: find, insert, update, change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam, select

from storage import driver
from storage.database import StorageError
from storage.models import Base, table

_DEFAULTS: Mapping[str, Mapping[str, object]] = {
    of.name: {
        column.name: column.default.arg for column in of.c if isinstance(column.default, sa.ColumnDefault)
    }
    for of in Base.metadata.tables.values()
}
"""Table → the values its columns have where nothing else is said."""


@cache
def _of_key(of: str, *key: str) -> sa.Select[Any]:
    where = (table(of).c[name] == bindparam(name) for name in key)
    return select(table(of)).where(*where).with_for_update()


def find_or_none(connection: Connection, of: sa.Table, **key: object) -> Any:
    """The row of that key, locked against other writers; None where there is none."""
    found = driver.ask(connection, _of_key(of.name, *key), **key)
    if len(found) > 1:
        raise StorageError(f"{len(found)} rows of {of.name} have one key: {key}")
    return found[0] if found else None


def find(connection: Connection, of: sa.Table, **key: object) -> Any:
    """The row of that key, which is known to be there."""
    row = find_or_none(connection, of, **key)
    if row is None:
        raise StorageError(f"a row of {of.name} has gone: {key}")
    return row


def insert(connection: Connection, into: sa.Table, values: Mapping[str, object]) -> int:
    """Insert one row of a table with numbers; its number."""
    refuse_nul(into, [values])
    return driver.insert_one(connection, into, {**_DEFAULTS[into.name], **values})


def insert_all(connection: Connection, into: sa.Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert any number of rows with the same columns."""
    refuse_nul(into, rows)
    driver.insert(connection, into, rows)


def update(connection: Connection, of: sa.Table, row_id: int, values: Mapping[str, object]) -> None:
    """Write columns of one row."""
    refuse_nul(of, [values])
    driver.update(connection, of, row_id, values)


def change(connection: Connection, of: sa.Table, before: Any, values: Mapping[str, object]) -> bool:
    """Write the columns of `values` that differ; whether there were any."""
    differing = {name: value for name, value in values.items() if getattr(before, name) != value}
    if differing:
        update(connection, of, before.id, differing)
    return bool(differing)


def as_json(value: object) -> Any:
    """As a JSON column gives it back (lists for tuples): what is stored can be compared with what arrives."""
    if isinstance(value, Mapping):
        return {str(key): as_json(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(member) for member in value]
    return value


def refuse_nul(of: sa.Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Raise StorageError where a text of the rows holds NUL."""
    # PostgreSQL refuses NUL; SQLite would keep it and cut the text at it in half of its functions.
    for values in rows:
        for column, value in values.items():
            if "\0" in value if isinstance(value, str) else isinstance(value, list) and _has_nul(value):
                what = values.get("url") or values.get("cite_id") or ""
                raise StorageError(f"{of.name}.{column} cannot hold NUL ({what}): normalise removes these")


def _has_nul(value: object) -> bool:
    """Whether a text, or one within JSON, holds NUL."""
    match value:
        case str():
            return "\0" in value
        case list():
            return any(map(_has_nul, value))
        case dict():
            return any(map(_has_nul, value.values()))
        case _:
            return False
