"""The researchers' door: articles and issues as values, in print order, as they are now or stood on a day.

`Corpus` is the door; `articles` reads a selection, `issues` one issue, `versions` what a site changed,
`columns` says what a row of a release is (`describe` writes docs/fields.md of it).
"""

from storage.corpus.articles import Progress, article_rows, articles
from storage.corpus.columns import COLUMNS, NAMES, arrow_table, json_lines, parquet_file, record, schema
from storage.corpus.corpus import Corpus, Filters
from storage.corpus.values import Article, Issue, Page, Placement
from storage.corpus.versions import History, Version, history, why_none

__all__ = [
    "COLUMNS",
    "NAMES",
    "Article",
    "Corpus",
    "Filters",
    "History",
    "Issue",
    "Page",
    "Placement",
    "Progress",
    "Version",
    "arrow_table",
    "article_rows",
    "articles",
    "history",
    "json_lines",
    "parquet_file",
    "record",
    "schema",
    "why_none",
]
