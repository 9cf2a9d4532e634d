"""The state of a database and the answer to a query, so that a query can be asked again and cited."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from sqlalchemy import Engine, func, select

from storage.models import table
from storage.search.prints import repeated
from storage.search.query import read_query
from storage.search.sql import matching, tune
from storage.selection import Selection, snapshot

_ISSUES, _ARTICLES = table("issues"), table("articles")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query finds in a database as it stands."""

    articles: int
    """Articles found."""
    sha256: str
    """SHA-256 of their cite_ids, sorted, a line each: the same digest is the same answer."""
    of_articles: int
    """Articles of the database."""
    of_issues: int
    """Issues of the database."""
    last_seen: dt.datetime | None
    """When an article last arrived, UTC: the state of the database; None for an empty one."""


def answer(engine: Engine, query: str, selection: Selection, *, whole_words: bool = False) -> Answer:
    """The answer to a query. Raises QueryError, UnknownPaper and StorageError."""
    asked = read_query(query, whole_words=whole_words)
    with snapshot(engine) as connection:
        tune(connection)
        found = matching(connection, asked, selection)
        without = repeated(connection, found, selection.dedup)
        rows = connection.execute(found.of(_ARTICLES.c.id, _ARTICLES.c.cite_id))
        ids = sorted(cite_id for number, cite_id in rows if number not in without)
        digest = hashlib.sha256("".join(f"{cite_id}\n" for cite_id in ids).encode()).hexdigest()
        articles, last = connection.execute(select(func.count(), func.max(_ARTICLES.c.last_seen))).one()
        issues = connection.execute(select(func.count()).select_from(_ISSUES)).scalar_one()
    return Answer(len(ids), digest, articles, issues, last)
