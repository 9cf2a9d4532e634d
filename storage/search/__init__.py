"""Finds words in the texts of both scripts, and counts them over time.

A query is read (`query`), turned into SQL for either database (`sql`), and its hits are shown as lines of a
concordance (`search`) or as numbers (`trend`).
"""

from storage.search.lines import KWIC, Hit, in_print, read_places, sampled, sorted_lines
from storage.search.query import QueryError, holds, read_query
from storage.search.search import READ, Found, Order, search
from storage.search.sql import in_text, matching, tune
from storage.search.trend import By, Count, Per, trend

__all__ = [
    "KWIC",
    "READ",
    "By",
    "Count",
    "Found",
    "Hit",
    "Order",
    "Per",
    "QueryError",
    "holds",
    "in_print",
    "in_text",
    "matching",
    "read_places",
    "read_query",
    "sampled",
    "search",
    "sorted_lines",
    "trend",
    "tune",
]
