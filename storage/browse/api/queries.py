"""What a query finds, for programs: hits, facets, a trend, collocates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from pipelines.text.plain import plain
from storage.browse.around import around, read_around
from storage.browse.asked import Asked, Unreadable
from storage.browse.curves import CURVES
from storage.browse.facets import facets
from storage.browse.reader import Reader
from storage.search import KWIC, search, trend

Answer = Mapping[str, Any]
PAGE, MOST, FARTHEST = 50, 200, 10_000
"""Items of an answer where nobody says how many, at most; and how far in one can begin."""
WIDEST = 200
"""Characters of context at either side, at most."""


def query_of(asked: Asked) -> str:
    """What is looked for. Raises Unreadable."""
    query = asked.text("q")
    if not query:
        raise Unreadable("q: what is to be looked for?")
    return query


def window_of(asked: Asked) -> tuple[int, int]:
    """The offset and the limit of an answer. Raises Unreadable."""
    return asked.number("offset", 0, 0, FARTHEST), asked.number("limit", PAGE, 1, MOST)


def window(offset: int, limit: int, ahead: bool) -> Answer:
    """What a paged answer says of itself; `ahead`: whether more follows."""
    following = offset + limit
    return {
        "offset": offset,
        "limit": limit,
        "next": following if ahead and following <= FARTHEST else None,
    }


def searched(reader: Reader, asked: Asked, path: Mapping[str, str]) -> Answer:
    """The articles a query finds, as lines of a concordance; with `every` a line an occurrence."""
    offset, limit = window_of(asked)
    every = asked.one_of("every", ("false", "true")) == "true"
    first = 0 if every else offset  # how many lines the articles before have, nobody knows
    found = search(
        reader.corpus.engine,
        query_of(asked),
        asked.selection(),
        kwic=asked.number("kwic", KWIC, 0, WIDEST),
        order="oldest" if asked.one_of("sort", ("rank", "date")) == "date" else "relevance",
        limit=offset + limit - first,
        offset=first,
        every=every,
        exact=True,
    )
    hits = found.hits[offset - first :][:limit]
    ahead = (len(found.hits) if every else found.total) > offset + limit
    return {**plain(replace(found, hits=hits)), **window(offset, limit, ahead)}


def counted(reader: Reader, asked: Asked, path: Mapping[str, str]) -> Answer:
    """What a query finds, counted by paper, year, page name, author and source."""
    found = facets(reader.corpus.engine, query_of(asked), asked.selection())
    values = {
        name: [{"value": value, "articles": count} for value, count in rows]
        for name, rows in found.values.items()
    }
    return {"counted": found.counted, "whole": found.whole, "facets": values}


def curve(reader: Reader, asked: Asked, path: Mapping[str, str]) -> Answer:
    """How often each query is met in every month or year there are articles of."""
    queries = asked.texts("q")
    if not 1 <= len(queries) <= CURVES:
        raise Unreadable("q: one to six words are counted")
    counts = trend(
        reader.corpus.engine,
        queries,
        asked.selection(),
        per=asked.one_of("per", ("", "month", "year")) or None,
        by=asked.one_of("by", ("", "paper", "page-name")) or None,
    )
    return {"items": [{**asdict(count), "per_million": count.per_million} for count in counts]}


def near(reader: Reader, asked: Asked, path: Mapping[str, str]) -> Answer:
    """What stands near a word more often than by chance (docs/instruments.md)."""
    query_of(asked)
    found = around(reader.corpus.engine, read_around(asked))
    return {**plain(found), "window": str(found.window)}
