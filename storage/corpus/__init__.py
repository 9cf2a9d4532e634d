"""The researchers' door: articles and issues in print order."""

from storage.corpus.articles import Progress, articles
from storage.corpus.columns import NAMES, arrow_table, record, schema
from storage.corpus.corpus import Corpus
from storage.corpus.fields import fields_md
from storage.corpus.values import COLUMNS, Article
from storage.corpus.versions import History, Version, history, near

__all__ = [
    "COLUMNS",
    "NAMES",
    "Article",
    "Corpus",
    "History",
    "Progress",
    "Version",
    "arrow_table",
    "articles",
    "fields_md",
    "history",
    "near",
    "record",
    "schema",
]
