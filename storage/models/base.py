"""What every table has: its metadata, how its class is read, and how instants and JSON are kept.

The classes look like SQLAlchemy's own declarations and make Core tables of themselves: nothing here needs an
object mapped to a row, and loading the mapper takes as long as the rest of a short command.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.types import TypeEngine


class UTCDateTime(TypeDecorator[dt.datetime]):
    """An instant: aware datetimes in and out, kept as UTC in either database.

    PostgreSQL keeps `timestamptz`; SQLite keeps the text `YYYY-MM-DD HH:MM:SS.ffffff`, which is UTC and
    sorts as time does. A datetime without tzinfo is refused with ValueError: nobody knows what it means.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs its time zone: {value!r}")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        return None if value is None else value.astimezone(dt.UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        # Of SQLite's text in one step: there are four instants in a row of an article.
        return _read_instant if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _read_instant(text: str | None) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(f"{text}+00:00")


class _Json(TypeDecorator[Any]):
    """JSON: text on SQLite, jsonb on PostgreSQL (which orders the names of an object in its own way)."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name != "postgresql":
            return dialect.type_descriptor(JSON(none_as_null=True))
        from sqlalchemy.dialects.postgresql import JSONB  # half of the start of a command on SQLite

        return dialect.type_descriptor(JSONB(none_as_null=True))

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        # Of SQLite's text in one step, as instants are: a row of an article has two such values.
        return read_json if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def read_json(text: str | None) -> Any:
    """What a text of JSON says; None for none."""
    if text is None:
        return None
    return [] if text == "[]" else json.loads(text)  # most articles have no repairs, many no authors


Json = _Json()
Large = BigInteger().with_variant(Integer(), "sqlite")
"""Whole numbers of which there may be more than 2³¹; SQLite's all are such."""


_T = TypeVar("_T")


class Mapped(Generic[_T]):
    """The annotation of a column: its Python type, `| None` where it may be NULL."""


_TYPES: Mapping[str, type[TypeEngine[Any]]] = {
    "bool": Boolean,
    "int": Integer,
    "float": Double,
    "str": Text,
    "dt.date": Date,
    "dt.datetime": UTCDateTime,
}
"""Python type → how it is kept, where the column does not say it itself."""


def mapped_column(*arguments: Any, **options: Any) -> Any:
    """What is to be said of a column beside its name and type: the arguments of `sqlalchemy.Column`."""
    return arguments, options


class Base:
    """Every table of banmian; constraints get names by rule, so that migrations can address them."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    docs: ClassVar[dict[str, str]] = {}
    """Name of a table → what a row of it is."""
    __tablename__: ClassVar[str]
    __table_args__: ClassVar[Any] = ()

    def __init_subclass__(cls) -> None:
        """Makes the table of the class."""
        arguments = cls.__table_args__ if isinstance(cls.__table_args__, tuple) else (cls.__table_args__,)
        items = [each for each in arguments if not isinstance(each, dict)]
        options = {key: value for each in arguments if isinstance(each, dict) for key, value in each.items()}
        Table(cls.__tablename__, cls.metadata, *_columns_of(cls), *items, **options)
        cls.docs[cls.__tablename__] = (cls.__doc__ or "").strip()


def _columns_of(declared: type[Base]) -> Iterator[Column[Any]]:
    for name, annotation in declared.__annotations__.items():
        kind = annotation.removeprefix("Mapped[").removesuffix("]")
        arguments, options = getattr(declared, name)
        if not any(isinstance(each, TypeEngine) or _is_type(each) for each in arguments):
            arguments = (_TYPES[kind.removesuffix(" | None")], *arguments)
        nullable = kind.endswith(" | None")
        yield Column(name, *arguments, **{"nullable": nullable, **options})


def _is_type(argument: object) -> bool:
    return isinstance(argument, type) and issubclass(argument, TypeEngine)


def table(name: str) -> Table:
    """The Core table of that name, for statements."""
    return Base.metadata.tables[name]
