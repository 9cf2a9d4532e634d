"""The columns of a release: their names and meaning, an article as a row of them, articles as Arrow."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, fields
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from pipelines.text.plain import plain
from storage.corpus.values import Article
from storage.extras import load_pyarrow

if TYPE_CHECKING:
    import pyarrow  # type: ignore[import-untyped]


_PLAIN = frozenset(("str", "int", "Large", "float", "bool", "None"))


class Column(NamedTuple):
    """A column of a release."""

    name: str
    type: str
    """The type of the field of `Article`, as written there."""
    doc: str


COLUMNS = tuple(Column(each.name, str(each.type), each.metadata["doc"]) for each in fields(Article))
NAMES = tuple(column.name for column in COLUMNS)
_read = attrgetter(*NAMES)
_REPAIR = ("field", "start", "end", "observed", "restored", "kind", "confidence")
_COMPOUND = tuple(column.name for column in COLUMNS if not _PLAIN.issuperset(column.type.split(" | ")))
"""Columns whose values JSON says in another way."""
_TINY = 0.0001
"""From here on floats have an exponent, which Python's own encoder writes in another way."""


def _values(article: Article) -> tuple[Any, ...]:
    return article if isinstance(article, tuple) else _read(article)  # an ArticleRow is what is wanted


def record(article: Article) -> dict[str, Any]:
    """The article as JSON can say it: names of columns → values, dates and instants in ISO 8601."""
    values = dict(zip(NAMES, _values(article), strict=True))
    for name in _COMPOUND:
        value = values[name]
        if value is not None:
            values[name] = plain(value) if value != () else []
    if values["repairs"]:  # PostgreSQL keeps these names in an order of its own
        values["repairs"] = [{name: repair[name] for name in _REPAIR} for repair in values["repairs"]]
    return values


def json_lines(articles: Iterable[Article]) -> Iterator[bytes]:
    """Each `record` as a line of JSON, UTF-8 with its line feed: the same bytes as Python's own encoder
    writes."""
    values: dict[str, Any] = dict.fromkeys(NAMES)  # filled once more a line: to make one costs thrice that
    for article in articles:
        values.update(zip(NAMES, _values(article), strict=True))
        tiny = article.share_of_page is not None and article.share_of_page < _TINY
        if tiny or article.repairs:
            line = json.dumps(record(article), ensure_ascii=False, separators=(",", ":"))
            yield f"{line}\n".encode()
        else:
            yield orjson.dumps(values, option=orjson.OPT_APPEND_NEWLINE)


def arrow_table(articles: Sequence[Article]) -> pyarrow.Table:
    """The articles as an Arrow table of `schema()`. Raises MissingExtra without pyarrow."""
    pa = load_pyarrow()
    columns = zip(*map(_values, articles), strict=True) if articles else ([] for _ in NAMES)
    arrays = [
        pa.array(_structs(name, values), field.type)
        for name, values, field in zip(NAMES, columns, schema(), strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema())


@contextmanager
def parquet_file(path: Path, form: pyarrow.Schema) -> Iterator[Any]:
    """A Parquet file to write tables of a schema into. Raises MissingExtra and OSError."""
    load_pyarrow()
    from pyarrow import parquet

    file = parquet.ParquetWriter(path, form, compression="zstd")
    try:
        yield file
        file.close()
    finally:
        # Where that failed, it would close once more when it is collected, and print what is wrong again.
        file.is_open = False


def schema() -> pyarrow.Schema:
    """The columns of a release and their Arrow types."""
    pa = load_pyarrow()
    text = pa.string()
    repair = [("field", text), ("start", pa.int32()), ("end", pa.int32()), ("observed", text)]
    repair += [("restored", text), ("kind", text), ("confidence", pa.float64())]
    types = {
        "str": text,
        "str | None": text,
        "int": pa.int32(),
        "int | None": pa.int32(),
        "Large | None": pa.int64(),
        "float | None": pa.float64(),
        "bool": pa.bool_(),
        "bool | None": pa.bool_(),
        "dt.date | None": pa.date32(),
        "dt.date": pa.date32(),
        "dt.datetime": pa.timestamp("us", "UTC"),
        "dt.datetime | None": pa.timestamp("us", "UTC"),
        "tuple[str, ...]": pa.list_(text),
        "tuple[Image, ...]": pa.list_(pa.struct([("url", text), ("caption", text), ("credit", text)])),
        "tuple[Mapping[str, Any], ...] | None": pa.list_(pa.struct(repair)),
    }
    return pa.schema([(column.name, types[column.type]) for column in COLUMNS])


def _structs(name: str, values: Sequence[Any]) -> Sequence[Any]:
    return [[asdict(image) for image in images] for images in values] if name == "images" else list(values)
