"""The formats of a release: articles in, files out, each written from its beginning to its end."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, Literal, TextIO, cast

from pipelines.text.fold import PrintScript
from storage.corpus import NAMES, Article, arrow_table, json_lines, parquet_file, record, schema
from storage.extras import load_pyarrow

RIGHTS = (
    "The texts and pictures belong to their newspapers, agencies and authors. banmian gathers them and "
    "grants no rights in them: ask them, and your law, whether you may copy, publish or train on them."
)
"""What every release says of the rights in it."""

GUARDED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
"""What a spreadsheet may take for the beginning of a formula (full-width forms too, in Chinese ones), and
the apostrophe itself. A cell that begins with one gets an apostrophe before it: to undo this, remove the
apostrophe from every cell that begins with one."""

_ROWS, _CHARACTERS = 2_000, 4_000_000
"""What a row group of Parquet holds at most: rows, characters of bodies."""


_BUFFERED = 1 << 20
"""Bytes of a file that are written at once."""

Per = Literal["article", "issue"]


@dataclass(frozen=True, slots=True)
class Options:
    """How a format is written."""

    data: str
    """Path of the data within the release: of the file, or of the directory."""
    per: Per = "article"
    """Plain text: a file an article, or an issue."""
    single: bool = False
    """Whether that is one file by the user's wish."""
    bom: bool = False
    """CSV: begin with the byte order mark by which Excel knows UTF-8."""
    script: PrintScript = "printed"
    """The script the texts are in, for formats that say so."""
    version: str = ""
    """Version of the program, for formats that say who wrote them."""


Writer = Callable[[Iterable[Article], Path, Options], None]
"""(articles, directory of the release, options): writes the data."""


def write_jsonl(articles: Iterable[Article], directory: Path, options: Options) -> None:
    """One JSON object a line, UTF-8; gzip where the name ends in .gz."""
    with byte_file(directory / options.data) as out:
        out.writelines(json_lines(articles))


def write_csv(articles: Iterable[Article], directory: Path, options: Options) -> None:
    """RFC 4180, UTF-8, every cell in quotes; lists as JSON; cells guarded (`GUARDED`)."""
    with text_file(directory / options.data) as out:
        if options.bom:
            out.write("\ufeff")
        lines = csv.writer(out, quoting=csv.QUOTE_ALL)
        lines.writerow(NAMES)
        for article in articles:
            lines.writerow([guarded(_cell(value)) for value in record(article).values()])


def guarded(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet might take it for a formula."""
    return f"'{cell}" if cell.startswith(GUARDED) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before `guarded`."""
    return cell.removeprefix("'")


def write_parquet(articles: Iterable[Article], directory: Path, options: Options) -> None:
    """A file a paper and year, in directories paper=…/year=…, or one file; the articles come by paper.

    `paper` is a dictionary column within the files, too, which every reader takes for the directory's.
    """
    form = with_dictionary(schema())
    if options.single:
        _write_parquet_file(articles, directory / options.data, form)
        return
    for (paper, year), group in groupby(articles, lambda article: (article.paper, article.date.year)):
        folder = directory / options.data / f"paper={paper}" / f"year={year}"
        folder.mkdir(parents=True)
        _write_parquet_file(group, folder / "articles.parquet", form)


def _write_parquet_file(articles: Iterable[Article], path: Path, form: Any) -> None:
    with parquet_file(path, form) as file:
        for rows in _row_groups(articles):
            table = arrow_table(rows)
            place = form.get_field_index("paper")
            # The one column that differs: to cast a table looks at all fifty.
            paper = table.column(place).cast(form.field(place).type)
            file.write_table(table.set_column(place, form.field(place), paper))


def with_dictionary(form: Any) -> Any:
    """The schema with `paper` as a dictionary."""
    pa = load_pyarrow()
    place = form.get_field_index("paper")
    return form.set(place, pa.field("paper", pa.dictionary(pa.int32(), pa.string())))


@contextmanager
def text_file(path: Path) -> Iterator[TextIO]:
    """A text file to write, the same bytes for the same text; packed as by `byte_file`."""
    with byte_file(path) as raw, io.TextIOWrapper(raw, encoding="utf-8", newline="") as out:
        yield out


@contextmanager
def byte_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write, with its directories; gzip, without name and time, where its name ends in .gz."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb", buffering=_BUFFERED) as raw:
        if path.suffix != ".gz":
            yield raw
            return
        with gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed:
            yield cast(BinaryIO, packed)


def _row_groups(articles: Iterable[Article]) -> Iterator[Sequence[Article]]:
    rows: list[Article] = []
    characters = 0
    for article in articles:
        rows.append(article)
        characters += len(article.body)
        if len(rows) >= _ROWS or characters >= _CHARACTERS:
            yield rows
            rows, characters = [], 0
    if rows:
        yield rows


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
