"""Statements written with SQLAlchemy, compiled once for each database and run in its driver's own words.

What SQLAlchemy does around a statement of a few rows takes several times as long as the database's part of
it. For the statements every page is written by it is done once: the text, the places of the parameters, and
how values become those of the driver and back. Transactions, errors and events stay SQLAlchemy's.
"""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import Connection, Dialect

Query = sa.Select[Any] | sa.CompoundSelect[Any]
Change = sa.Update | sa.Delete | sa.Insert
_Turn = Callable[[Any], Any]

_MOST = 999
"""Parameters of a statement that every SQLite takes."""
_MARK = re.compile(r"__\[POSTCOMPILE_(\w+?)(?:~~(.*?)~~REPL~~(.*?)~~)?\]|%\((\w+)\)s|\?")
"""As SQLAlchemy writes parameters: a list, with what stands before and after each of its values; or one."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement in the words of a driver."""

    parts: tuple[str, ...]
    """Its text between the parameters."""
    names: tuple[str, ...]
    """The parameters, in the order of their places."""
    around: Mapping[str, tuple[str, str]]
    """Of those that are lists: what stands before and after each value."""
    is_named: bool
    """Whether parameters have names, as on PostgreSQL: an expression that stands twice has to be the same."""
    constants: Mapping[str, Any]
    """Values of parameters that the statement has itself."""
    turned: Mapping[str, _Turn]
    """Of parameters: how a value becomes the driver's, where it is not the same."""


def ask(connection: Connection, query: Query, **given: Any) -> list[Any]:
    """The rows of a query that a module makes once, each a tuple whose members have the columns' names.

    `given` are its parameters, sequences where these are `expanding`. SQLAlchemy's errors are raised.
    """
    compiled = _compiled(query, connection.dialect)
    cursor: Any = connection.exec_driver_sql(*_words(compiled, given)).cursor
    row, turns = _reading(query, connection.dialect, cursor.description)
    if not turns:
        return [*map(row, cursor.fetchall())]
    rows = []
    for values in cursor.fetchall():
        read = list(values)
        for place, turn in turns:
            read[place] = turn(read[place])
        rows.append(row(read))
    return rows


def change(connection: Connection, statement: Change, **given: Any) -> None:
    """Run a statement that a module makes once, with these parameters."""
    connection.exec_driver_sql(*_words(_compiled(statement, connection.dialect), given))


def change_all(connection: Connection, statement: Change, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run a statement without lists once for each of these parameters."""
    if rows:
        compiled = _compiled(statement, connection.dialect)
        found = [_words(compiled, row) for row in rows]
        connection.exec_driver_sql(found[0][0], [values for _, values in found])


def insert(connection: Connection, into: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows with the same columns, in their order; values that Python would add are not added."""
    if not rows:
        return
    columns = tuple(rows[0])
    start, one, turned = _insertion(into, columns, connection.dialect)
    lines = [[row[name] for name in columns] for row in rows]
    for place, turn in turned:
        for line in lines:
            line[place] = turn(line[place])
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(start + one, [*map(tuple, lines)])
        return
    # In one statement: SQLite's full text index writes what it holds in memory before each that has triggers.
    step = _MOST // len(columns)
    for first in range(0, len(lines), step):
        some = lines[first : first + step]
        text = start + ", ".join([one] * len(some))
        connection.exec_driver_sql(text, tuple(value for line in some for value in line))


def _words(compiled: _Compiled, given: Mapping[str, Any]) -> tuple[str, Any]:
    """The text with a mark for every value, and the values, by name where the marks have names."""
    parts: list[str] = [compiled.parts[0]]
    values: list[Any] = []
    by_name: dict[str, Any] = {}
    for name, part in zip(compiled.names, compiled.parts[1:], strict=True):
        value = given[name] if name in given else compiled.constants[name]
        turn = compiled.turned.get(name)
        if name in compiled.around:
            some = list(value if turn is None else map(turn, value))
            before, after = compiled.around[name]
            names = [f"{name}_{n}" for n in range(len(some))] if compiled.is_named else some
        else:
            some, names, before, after = [value if turn is None else turn(value)], [name], "", ""
        if compiled.is_named:
            marks = [f"{before}%({each})s{after}" for each in names]
            by_name.update(zip(names, some, strict=True))
        else:
            marks = [f"{before}?{after}"] * len(some)
            values += some
        parts += (", ".join(marks) or "NULL", part)
    return "".join(parts), by_name if compiled.is_named else tuple(values)


_known: dict[tuple[Any, ...], Any] = {}
"""What was compiled: a dialect of one name is like another, whatever engine has it."""


def _compiled(statement: Query | Change, dialect: Dialect) -> _Compiled:
    key = (statement, dialect.name)
    if key not in _known:
        _known[key] = _compile(statement, dialect)
    return cast(_Compiled, _known[key])


def _compile(statement: Query | Change, dialect: Dialect) -> _Compiled:
    done: Any = statement.compile(dialect=dialect)
    places = list(_MARK.finditer(done.string))
    names = tuple(done.positiontup or [place[1] or place[4] for place in places])
    edges = [0, *(edge for place in places for edge in place.span()), len(done.string)]
    turned = {name: done.binds[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names}
    return _Compiled(
        parts=tuple(done.string[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)),
        names=names,
        around={
            name: (place[2] or "", place[3] or "")
            for name, place in zip(names, places, strict=True)
            if place[0].startswith("__")
        },
        is_named=not dialect.positional,
        constants=done.params,
        turned={name: turn for name, turn in turned.items() if turn is not None},
    )


def _reading(
    query: Query, dialect: Dialect, description: Sequence[Any]
) -> tuple[_Turn, list[tuple[int, _Turn]]]:
    """What makes a row with names of values, and how the driver's values of columns are read."""
    key = (query, dialect.name, "rows")
    if key not in _known:
        columns = list(query.selected_columns)
        turns = [
            column.type.dialect_impl(dialect).result_processor(dialect, described[1])
            for column, described in zip(columns, description, strict=True)
        ]
        row: Any = namedtuple("Row", [column.key for column in columns])  # type: ignore[misc]
        _known[key] = row._make, [(place, turn) for place, turn in enumerate(turns) if turn is not None]
    return cast(tuple[_Turn, list[tuple[int, _Turn]]], _known[key])


def _insertion(
    into: sa.Table, columns: tuple[str, ...], dialect: Dialect
) -> tuple[str, str, list[tuple[int, _Turn]]]:
    """The beginning of an INSERT, the marks of a row, and how values become the driver's."""
    key = (into.name, columns, dialect.name)
    if key not in _known:
        mark, quoted = ("?" if dialect.name == "sqlite" else "%s"), dialect.identifier_preparer.quote
        turns = [into.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in columns]
        _known[key] = (
            f"INSERT INTO {into.name} ({', '.join(map(quoted, columns))}) VALUES ",
            f"({', '.join([mark] * len(columns))})",
            [(place, turn) for place, turn in enumerate(turns) if turn is not None],
        )
    return cast(tuple[str, str, list[tuple[int, _Turn]]], _known[key])
