"""How often one character stands in each issue, by SQLite's index, which has its places: no text is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection, func, select

from storage.models import table
from storage.search.sql import Matching

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

AT_ONCE = 3_000_000
"""Of more articles than this the places are not taken into memory (8 bytes each, twice)."""
_PIECE = 1_000_000
"""Bytes of numbers that are read at a time."""

_ISSUES, _ARTICLES = table("issues"), table("articles")
_VOCABULARY = sa.text(
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_places USING fts5vocab(main, search, instance)"
)
# To group a million places SQLite would sort them, though they are in the order of the articles already.
_PLACES = sa.text("SELECT CAST(group_concat(doc) AS BLOB) FROM temp.search_places WHERE term = :word")
_TIMES = sa.text("SELECT doc, count(*) AS times FROM temp.search_places WHERE term = :word GROUP BY doc")


class InIssue(NamedTuple):
    """What stands in an issue."""

    date: Any
    paper: str
    articles: int
    """Articles with the character."""
    times: int
    """How often it stands in them."""


def times_of(connection: Connection, word: str) -> sa.Subquery:
    """Articles and how often a word of the index stands in them (doc, times), for a statement with `word`."""
    connection.execute(_VOCABULARY)
    return _TIMES.columns(sa.column("doc", sa.Integer), sa.column("times", sa.Integer)).subquery("placed")


def in_issues(connection: Connection, found: Matching, word: str) -> Iterator[InIssue]:
    """The issues of a selection without further conditions in which a word of the index stands."""
    import numpy as np  # whoever asks for rare words does not wait for it

    connection.execute(_VOCABULARY)
    last = connection.execute(select(func.max(_ARTICLES.c.id))).scalar_one() or 0
    # Numbers of articles and issues are together in an index: no article has to be looked up for its issue.
    members = select(_ARTICLES.c.issue_id, func.group_concat(_ARTICLES.c.id)).group_by(_ARTICLES.c.issue_id)
    issue_of = np.zeros(last + 1, dtype=np.int32)
    for issue, numbers in connection.execute(members).cursor.fetchall():
        issue_of[np.fromstring(numbers, dtype=np.int64, sep=",")] = issue
    articles, times = (np.zeros(int(issue_of.max(initial=0)) + 1, dtype=np.int64) for _ in range(2))
    before = 0
    for places in _read(connection.execute(_PLACES, {"word": word}).scalar_one() or b""):
        is_first = np.diff(places, prepend=before) != 0
        articles += np.bincount(issue_of[places[is_first]], minlength=len(articles))
        times += np.bincount(issue_of[places], minlength=len(times))
        before = int(places[-1])
    for issue, date, paper in connection.execute(
        select(_ISSUES.c.id, _ISSUES.c.date, _ISSUES.c.paper).where(*found.span)
    ):
        if issue < len(articles) and articles[issue]:
            yield InIssue(date, paper, int(articles[issue]), int(times[issue]))


def _read(numbers: bytes) -> Iterator[npt.NDArray[np.int64]]:
    """Numbers with a comma between, some at a time."""
    import numpy as np

    start = 0
    while start < len(numbers):
        end = numbers.find(b",", start + _PIECE)
        end = len(numbers) if end < 0 else end
        yield np.fromstring(numbers[start:end], dtype=np.int64, sep=",")
        start = end + 1
