"""Finds words in the texts of both scripts, and counts them over time.

A query is read (`query`), turned into SQL for either database (`sql`), and its hits are shown as lines of a
concordance (`search`) or as numbers (`trend`).
"""

from storage.search.query import QueryError, holds, read_query
from storage.search.search import KWIC, Found, Hit, Sort, in_print, search
from storage.search.sql import in_text, matching, tune
from storage.search.trend import By, Count, Per, trend

__all__ = [
    "KWIC",
    "By",
    "Count",
    "Found",
    "Hit",
    "Per",
    "QueryError",
    "Sort",
    "holds",
    "in_print",
    "in_text",
    "matching",
    "read_query",
    "search",
    "trend",
    "tune",
]
