"""Finds words in the texts of both scripts, and counts them over time.

A query is read (`query`, `terms`), turned into SQL for either database (`sql`), and its hits are shown as
lines of a concordance (`search`, `drawing`, `lines`, `ranking`) or as numbers (`trend`, `places`). What
corpus linguists count besides: `collocations` and `frequencies`, of `tokens`, by `measures`.
"""

from storage.search.collocations import WINDOW, Collocate, Collocates, Measure, Window, collocates
from storage.search.frequencies import (
    LONGEST,
    Frequencies,
    Keyword,
    Ngram,
    frequencies,
    keywords,
    ngrams,
    without,
)
from storage.search.lines import KWIC, Hit, in_print, read_places, sampled, sorted_lines
from storage.search.query import QueryError, holds, read_query
from storage.search.search import MANY, MANY_LONG, RANKED, READ, Found, Order, search
from storage.search.sql import in_text, matching, tune
from storage.search.state import Answer, answer
from storage.search.tokens import Unit
from storage.search.trend import By, Count, Per, trend

__all__ = [
    "KWIC",
    "LONGEST",
    "MANY",
    "MANY_LONG",
    "RANKED",
    "READ",
    "WINDOW",
    "Answer",
    "By",
    "Collocate",
    "Collocates",
    "Count",
    "Found",
    "Frequencies",
    "Hit",
    "Keyword",
    "Measure",
    "Ngram",
    "Order",
    "Per",
    "QueryError",
    "Unit",
    "Window",
    "answer",
    "collocates",
    "frequencies",
    "holds",
    "in_print",
    "in_text",
    "keywords",
    "matching",
    "ngrams",
    "read_places",
    "read_query",
    "sampled",
    "search",
    "sorted_lines",
    "trend",
    "tune",
    "without",
]
