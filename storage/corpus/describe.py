"""docs/fields.md: what every column of a release and of the database means, from the sentences in the code.

`python -m storage.corpus.describe > docs/fields.md` writes it; a test fails when it is stale.
"""

from __future__ import annotations

import sys
from typing import Any

import sqlalchemy as sa

from pipelines.text.plain import markdown_table
from storage.corpus.columns import COLUMNS
from storage.models import Base

_TYPES = {
    "str": "text",
    "str | None": "text or NULL",
    "int": "whole number",
    "int | None": "whole number or NULL",
    "Large | None": "whole number or NULL",
    "float | None": "number or NULL",
    "bool": "true or false",
    "bool | None": "true, false or NULL",
    "dt.date | None": "date or NULL",
    "dt.date": "date",
    "dt.datetime": "instant, UTC",
    "dt.datetime | None": "instant, UTC, or NULL",
    "tuple[str, ...]": "list of texts",
    "tuple[Image, ...]": "list of pictures",
    "tuple[Mapping[str, Any], ...] | None": "list of repairs, or NULL",
}


def fields_md() -> str:
    """The document."""
    parts = [
        "# Columns",
        "<!-- Written by `python -m storage.corpus.describe` from the code: change the sentences there. -->",
        "## Releases",
        "What `banmian export` writes, in this order, and the fields of `storage.corpus.Article`. In CSV "
        "lists are JSON, NULL is empty, and a cell that a spreadsheet might take for a formula (it begins "
        "with = + - @, their full-width forms, a tab, a line break or an apostrophe) has an apostrophe "
        "before it: to undo this, remove the apostrophe from every cell that begins with one.",
        _table([(column.name, _TYPES[column.type], column.doc) for column in COLUMNS]),
        "## The database",
        "Names of tables and columns are public: query them as you like; only banmian writes.",
    ]
    for name, sentence in sorted(Base.docs.items()):
        of = Base.metadata.tables[name]
        parts += [f"### {of.name}", sentence]
        parts.append(_table([(column.name, _type(column), str(column.doc)) for column in of.columns]))
    return "\n\n".join(parts) + "\n"


def _type(column: sa.Column[Any]) -> str:
    names = {"Text": "text", "Integer": "whole number", "BigInteger": "whole number", "Date": "date"}
    names |= {"UTCDateTime": "instant, UTC", "_Json": "JSON", "Double": "number", "LargeBinary": "bytes"}
    kind = type(column.type).__name__
    name = names.get(kind, kind)
    return f"{name} or NULL" if column.nullable else name


def _table(rows: list[tuple[str, str, str]]) -> str:
    return markdown_table(["column", "type", ""], [(f"`{name}`", kind, doc) for name, kind, doc in rows])


if __name__ == "__main__":
    sys.stdout.write(fields_md())
