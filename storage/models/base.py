"""What every table has: its metadata, and how instants and JSON are kept."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, Date, DateTime, Dialect, MetaData, Table, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase


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
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


Json = JSON(none_as_null=True)


class Base(DeclarativeBase):
    """Every table of banmian; constraints get names by rule, so that migrations can address them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: Text, dt.datetime: UTCDateTime, dt.date: Date}  # noqa: RUF012 (SQLAlchemy's name)


def table(name: str) -> Table:
    """The Core table of that name, for statements."""
    return Base.metadata.tables[name]
