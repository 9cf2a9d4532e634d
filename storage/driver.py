"""Statements written with SQLAlchemy, compiled once for each database and run in its driver's own words.

What SQLAlchemy does around a statement of a few rows takes several times as long as the database's part of
it. For the statements every page is written by it is done once: the text, the places of the parameters, and
how values become those of the driver and back. They run on a cursor of the driver's; transactions and errors
stay SQLAlchemy's, and so do statements to which somebody listens.
"""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
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


@dataclass(frozen=True, slots=True, eq=False)
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
    texts: dict[tuple[int, ...], str]
    """The text with a mark for every value, by the lengths of its lists."""


def run(
    connection: Connection, text: str, values: Any = (), *, many: bool = False, begins: bool = False
) -> Any:
    """The driver's cursor after a statement in its words; `many`: run once for each of `values`.

    SQLAlchemy's errors are raised. Where somebody listens to statements, or there is no transaction yet (and
    it is not this that `begins` it), it is SQLAlchemy that runs it, in ten times the time.
    """
    if not (begins or connection.in_transaction()) or connection.dispatch.before_cursor_execute:
        return connection.exec_driver_sql(text, values).cursor
    cursor = connection.connection.cursor()
    try:
        if many:
            cursor.executemany(text, values)
        else:
            cursor.execute(text, values)
    except connection.dialect.loaded_dbapi.Error as error:  # as it is handled in SQLAlchemy itself
        connection._handle_dbapi_exception(error, text, values, cursor, None)
    return cursor


def ask(connection: Connection, query: Query, **given: Any) -> list[Any]:
    """The rows of a query that a module makes once, each a tuple whose members have the columns' names.

    `given` are its parameters, sequences where these are `expanding`. SQLAlchemy's errors are raised.
    """
    cursor = run(connection, *_words(_compiled(query, connection.dialect), given))
    found = cursor.fetchall()
    if not found:
        return []
    row, turns = _reading(query, connection.dialect, cursor.description)
    if not turns:
        return [*map(row, found)]
    rows = []
    for values in found:
        read = list(values)
        for place, turn in turns:
            read[place] = turn(read[place])
        rows.append(row(read))
    return rows


def change(connection: Connection, statement: Change, **given: Any) -> None:
    """Run a statement that a module makes once, with these parameters."""
    run(connection, *_words(_compiled(statement, connection.dialect), given))


def change_all(connection: Connection, statement: Change, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run a statement without lists once for each of these parameters."""
    if rows:
        compiled = _compiled(statement, connection.dialect)
        found = [_words(compiled, row) for row in rows]
        run(connection, found[0][0], [values for _, values in found], many=True)


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
    # In one statement: SQLite's full text index writes what it holds in memory before each that has triggers,
    # and PostgreSQL prepares for each what its index computes of a row.
    step = _MOST // len(columns)
    for first in range(0, len(lines), step):
        some = lines[first : first + step]
        run(connection, start + ", ".join([one] * len(some)), tuple(chain.from_iterable(some)))


def insert_one(connection: Connection, into: sa.Table, values: Mapping[str, Any]) -> int:
    """Insert a row of a table with numbers; its number. Values that Python would add are not added."""
    start, one, turned = _insertion(into, tuple(values), connection.dialect)
    line = [*values.values()]
    for place, turn in turned:
        line[place] = turn(line[place])
    [[number]] = run(connection, f"{start}{one} RETURNING id", tuple(line)).fetchall()
    return cast(int, number)


def update(connection: Connection, of: sa.Table, row_id: int, values: Mapping[str, Any]) -> None:
    """Write columns of the row of a number."""
    text, turned = _updating(of, tuple(values), connection.dialect)
    line = [*values.values(), row_id]
    for place, turn in turned:
        line[place] = turn(line[place])
    run(connection, text, tuple(line))


def _words(compiled: _Compiled, given: Mapping[str, Any]) -> tuple[str, Any]:
    """The text with a mark for every value, and the values, by name where the marks have names."""
    asked = {**compiled.constants, **given}
    for name, turn in compiled.turned.items():
        value = asked[name]
        asked[name] = [*map(turn, value)] if name in compiled.around else turn(value)
    for name in compiled.around:
        asked[name] = _padded(asked[name])
    lengths = tuple([len(asked[name]) for name in compiled.around])
    text = compiled.texts.get(lengths)
    if text is None:
        text = compiled.texts[lengths] = _text(compiled, dict(zip(compiled.around, lengths, strict=True)))
    if not compiled.is_named:
        values: list[Any] = []
        for name in compiled.names:
            if name in compiled.around:
                values += asked[name]
            else:
                values.append(asked[name])
        return text, tuple(values)
    by_name: dict[str, Any] = {}
    for name in compiled.names:
        if name in compiled.around:
            by_name |= {f"{name}_{n}": each for n, each in enumerate(asked[name])}
        else:
            by_name[name] = asked[name]
    return text, by_name


def _padded(values: Collection[Any]) -> list[Any]:
    """A list with its last value repeated, so that there are few lengths, and few statements to prepare."""
    listed = [*values]
    count = len(listed)
    return listed + listed[-1:] * ((1 << (count - 1).bit_length()) - count) if count else listed


def _text(compiled: _Compiled, lengths: Mapping[str, int]) -> str:
    """The text with marks for lists of these lengths."""
    parts: list[str] = [compiled.parts[0]]
    for name, part in zip(compiled.names, compiled.parts[1:], strict=True):
        before, after = compiled.around.get(name, ("", ""))
        names = [f"{name}_{n}" for n in range(lengths[name])] if name in lengths else [name]
        marks = [f"{before}%({each})s{after}" if compiled.is_named else f"{before}?{after}" for each in names]
        parts += (", ".join(marks) or "NULL", part)
    return "".join(parts)


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
        texts={},
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
        names = ", ".join(map(dialect.identifier_preparer.quote, columns))
        marks = ", ".join([_mark(dialect)] * len(columns))
        start, one = f"INSERT INTO {into.name} ({names}) VALUES ", f"({marks})"
        _known[key] = start, one, _turns(into, columns, dialect)
    return cast(tuple[str, str, list[tuple[int, _Turn]]], _known[key])


def _updating(
    of: sa.Table, columns: tuple[str, ...], dialect: Dialect
) -> tuple[str, list[tuple[int, _Turn]]]:
    """An UPDATE of a row by its number, and how values become the driver's."""
    key = (of.name, columns, dialect.name, "update")
    if key not in _known:
        mark, quote = _mark(dialect), dialect.identifier_preparer.quote
        written = ", ".join(f"{quote(name)} = {mark}" for name in columns)
        _known[key] = f"UPDATE {of.name} SET {written} WHERE id = {mark}", _turns(of, columns, dialect)
    return cast(tuple[str, list[tuple[int, _Turn]]], _known[key])


def _mark(dialect: Dialect) -> str:
    return "?" if dialect.name == "sqlite" else "%s"


def _turns(of: sa.Table, columns: Sequence[str], dialect: Dialect) -> list[tuple[int, _Turn]]:
    """Of columns: their places, and how a value becomes the driver's, where it is not the same."""
    turns = [of.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in columns]
    return [(place, turn) for place, turn in enumerate(turns) if turn is not None]
