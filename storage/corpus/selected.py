"""The articles of a selection as a sequence, as tables of other libraries, and as files."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from html import escape
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from sqlalchemy import Engine

from pipelines.text.plain import html_table
from storage.corpus.articles import articles, counted
from storage.corpus.columns import COLUMNS, NAMES, arrow_table, parquet_file, record, schema
from storage.corpus.values import Article
from storage.selection import Selection, snapshot

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped]
    import polars

_SHOWN = 10
"""Articles shown in a notebook."""
_GROUP = 5_000
"""Articles of a row group of Parquet."""


@dataclass(frozen=True, slots=True)
class Articles:
    """The articles of a selection: in print order, read from the database each time they are iterated."""

    engine: Engine
    selection: Selection

    def __iter__(self) -> Iterator[Article]:
        with snapshot(self.engine) as connection:
            yield from articles(connection, self.selection)

    def __len__(self) -> int:
        with snapshot(self.engine) as connection:
            return counted(connection, self.selection)

    @overload
    def __getitem__(self, place: int) -> Article: ...

    @overload
    def __getitem__(self, place: slice) -> list[Article]: ...

    def __getitem__(self, place: int | slice) -> Article | list[Article]:
        """The article at that place, or those of a slice; read from the beginning up to there."""
        if isinstance(place, slice):
            ends = (place.start, place.stop, place.step)
            if any(end is not None and end < 0 for end in ends):
                return list(self)[place]
            return list(islice(self, *ends))
        try:
            return list(self)[place] if place < 0 else next(islice(self, place, None))
        except (IndexError, StopIteration):
            raise IndexError(f"there is no article {place}") from None

    def __repr__(self) -> str:
        usual = asdict(Selection())
        asked = {name: value for name, value in asdict(self.selection).items() if value != usual[name]}
        words = ", ".join(
            f"{name}={'、'.join(map(str, value)) if isinstance(value, tuple) else value}"
            for name, value in asked.items()
            if value not in ("none", "printed")
        )
        return f"<{len(self):,} articles{': ' if words else ''}{words}>"

    def _repr_html_(self) -> str:
        rows = [
            (each.cite_id, each.paper_name, each.date, each.page_number, each.headline, each.char_count)
            for each in self[:_SHOWN]
        ]
        heads = ("cite_id", "paper", "date", "page", "headline", "characters")
        return f"<p>{escape(repr(self)[1:-1])}</p>{html_table(heads, rows)}"

    def to_csv(self, path: str | Path) -> int:
        """Write all of them as CSV (UTF-8), a column a field of `Article`; returns how many.

        Lists are JSON. Raises OSError.
        """
        with Path(path).open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(NAMES)
            count = 0
            for article in self:
                writer.writerow(map(_cell, record(article).values()))
                count += 1
        return count

    def to_parquet(self, path: str | Path) -> int:
        """Write all of them as one Parquet file; returns how many. Raises MissingExtra and OSError."""
        count = 0
        articles = iter(self)
        with parquet_file(Path(path), schema()) as writer:
            while some := list(islice(articles, _GROUP)):
                writer.write_table(arrow_table(some))
                count += len(some)
        return count

    def to_pandas(self) -> pandas.DataFrame:
        """All of them as a pandas table, a column a field of `Article`. Raises ImportError without pandas."""
        try:
            import pandas
        except ImportError as error:
            raise ImportError("to_pandas needs pandas: pip install pandas") from error
        found = self._columns()
        frame = pandas.DataFrame(found, columns=list(found))
        frame["date"] = pandas.to_datetime(frame["date"])
        return frame

    def to_polars(self) -> polars.DataFrame:
        """All of them as a Polars table, a column a field of `Article`.

        Raises ImportError without Polars and pyarrow.
        """
        try:
            import polars
        except ImportError as error:
            raise ImportError("to_polars needs Polars: pip install polars") from error
        return polars.DataFrame(polars.from_arrow(arrow_table(list(self))))

    def _columns(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {column.name: [] for column in COLUMNS}
        for article in self:
            for name, values in found.items():
                values.append(getattr(article, name))
        return found


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
