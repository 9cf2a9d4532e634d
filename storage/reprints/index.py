"""The index of texts by which near duplicates are found, kept in the transaction that stores an article.

A text is entered once, however often it is printed: its signature, the bands of the signature, and a
pair for every other text that is alike. Which pairs there are depends on the set of texts alone, never on
the order of their arrival: two texts are a pair when they share a band that is not crowded, their
signatures agree in `likeness.ESTIMATE`, and the texts themselves are alike (`likeness.compare`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy import Connection, bindparam, func, select

from storage.database import parts
from storage.models import table
from storage.reprints import likeness

_ARTICLES, _TEXTS, _BANDS, _PAIRS = table("articles"), table("texts"), table("bands"), table("pairs")

CROWDED = 200
"""A band of more texts than this says nothing: so many different texts with the same words are a form.
It bounds what entering a text costs; a text with more different versions than this is not followed up."""

_MANY = 500
_BY_KEY = select(_TEXTS.c.id).where(_TEXTS.c.content_key == bindparam("key"))
_PRINTED = select(_ARTICLES.c.id).where(_ARTICLES.c.content_key == bindparam("key")).limit(1)
_TEXTS_OF = select(_TEXTS.c.id, _TEXTS.c.content_key, _TEXTS.c.signature).where(
    _TEXTS.c.id.in_(bindparam("ids", expanding=True))
)
_IDS_OF = select(_TEXTS.c.id, _TEXTS.c.content_key).where(
    _TEXTS.c.content_key.in_(bindparam("keys", expanding=True))
)
_LIKE = select(_PAIRS.c.text_id, _PAIRS.c.like_id).where(
    _PAIRS.c.text_id.in_(bindparam("ids", expanding=True))
)
_MEMBERS = select(_BANDS.c.text_id).where(_BANDS.c.band == bindparam("band")).order_by(_BANDS.c.text_id)
_ONE_PRINT = (
    select(func.min(_ARTICLES.c.id))
    .where(_ARTICLES.c.content_key.in_(bindparam("keys", expanding=True)))
    .group_by(_ARTICLES.c.content_key)
)
_BODIES = select(_ARTICLES.c.content_key, _ARTICLES.c.body_hans).where(_ARTICLES.c.id.in_(_ONE_PRINT))
_NEW_TEXT = sa.insert(_TEXTS)
_NO_PAIR = sa.delete(_PAIRS).where(
    _PAIRS.c.text_id == bindparam("text"), _PAIRS.c.like_id == bindparam("like")
)
_NO_BAND = sa.delete(_BANDS).where(_BANDS.c.band == bindparam("entry"), _BANDS.c.text_id == bindparam("text"))


def enter(connection: Connection, key: str, signature: bytes, body_hans: str) -> set[str]:
    """Enter a text that is not in the index yet; returns the keys whose pairs changed."""
    entries = likeness.bands(signature)
    if not entries:
        return set()
    held = Counter[int]()
    members: dict[int, list[int]] = {}
    for band, text in sharing(connection, entries):
        held[band] += 1
        members.setdefault(band, []).append(text)
    candidates = {text for band, ids in members.items() if held[band] < CROWDED for text in ids}
    found = _alike(connection, signature, body_hans, candidates) if candidates else []
    inserted = connection.execute(
        _NEW_TEXT, {"content_key": key, "signature": signature}
    ).inserted_primary_key
    text_id = int(inserted[0]) if inserted else 0
    insert_bands(connection, [(band, text_id) for band in entries])
    insert_pairs(connection, [(text_id, other, similarity) for other, _, similarity in found])
    touched = {other_key for _, other_key, _ in found}
    for band, count in held.items():
        if count == CROWDED:  # this text is one too many: pairs that only this band gave are given up
            touched |= _examine(connection, band, became_crowded=True)
    return touched | {key} if touched else set()


def leave(connection: Connection, key: str | None) -> set[str]:
    """Take a text of which no print is stored any more out of the index; the keys whose pairs changed."""
    if key is None or connection.execute(_PRINTED, {"key": key}).first() is not None:
        return set()
    text_id = connection.execute(_BY_KEY, {"key": key}).scalar_one_or_none()
    if text_id is None:
        return set()
    [text] = connection.execute(_TEXTS_OF, {"ids": [text_id]})
    entries = likeness.bands(text.signature)
    held = Counter(band for band, _ in sharing(connection, entries))
    others = [row.like_id for row in connection.execute(_LIKE, {"ids": [text_id]})]
    touched = set(keys_of(connection, others).values())
    _remove_pairs(connection, [(text_id, other) for other in others])
    connection.execute(_NO_BAND, [{"entry": band, "text": text_id} for band in entries])
    connection.execute(sa.delete(_TEXTS).where(_TEXTS.c.id == text_id))
    for band, count in held.items():
        if count == CROWDED + 1:  # and so it was: now it speaks again
            touched |= _examine(connection, band, became_crowded=False)
    return touched


def family(connection: Connection, keys: Collection[str]) -> tuple[set[str], dict[str, set[str]]]:
    """All texts that pairs lead to from these, with themselves, and which of them are alike with which."""
    known = {text_id: key for key, text_id in ids_of(connection, keys).items()}
    pairs: list[tuple[int, int]] = []
    reached = set(known)
    while reached:
        found = [tuple(row) for part in parts(reached) for row in connection.execute(_LIKE, {"ids": part})]
        pairs += [(int(one), int(other)) for one, other in found]
        reached = {int(other) for _, other in found} - known.keys()
        known |= keys_of(connection, reached)
    alike: dict[str, set[str]] = {}
    for one, other in pairs:
        alike.setdefault(known[one], set()).add(known[other])
    return {*keys, *known.values()}, alike


def ids_of(connection: Connection, keys: Collection[str]) -> dict[str, int]:
    """Content keys → numbers of their texts, where they are in the index."""
    rows = (row for part in parts(keys) for row in connection.execute(_IDS_OF, {"keys": part}))
    return {row.content_key: row.id for row in rows}


def keys_of(connection: Connection, ids: Collection[int]) -> dict[int, str]:
    """Numbers of texts → content keys."""
    rows = (row for part in parts(ids) for row in connection.execute(_TEXTS_OF, {"ids": part}))
    return {row.id: row.content_key for row in rows}


def letters_of(connection: Connection, keys: Collection[str]) -> dict[str, str]:
    """Content keys → the letters of their texts, read from one of their prints."""
    rows = (row for part in parts(keys) for row in connection.execute(_BODIES, {"keys": part}))
    return {row.content_key: likeness.letters(row.body_hans) for row in rows}


def crowded(connection: Connection, entries: Collection[int]) -> set[int]:
    """Those of these bands that have more than CROWDED texts."""
    counted = select(_BANDS.c.band).group_by(_BANDS.c.band).having(func.count() > CROWDED)
    return {
        band
        for part in parts(entries)
        for band in connection.execute(counted.where(_BANDS.c.band.in_(part))).scalars()
    }


def insert_texts(connection: Connection, rows: Sequence[tuple[str, bytes]]) -> None:
    """Put texts (content key, signature) into the index, where they are not there yet; their bands follow."""
    _insert(connection, "texts (content_key, signature)", ("text", "bytea"), rows)


def insert_bands(connection: Connection, rows: Sequence[tuple[int, int]]) -> None:
    """Put entries (band, text) into the index, where they are not there yet."""
    _insert(connection, "bands (band, text_id)", ("bigint", "int"), rows)


def insert_pairs(connection: Connection, pairs: Iterable[tuple[int, int, float]]) -> None:
    """Note pairs (two texts, their similarity), each both ways, where they are not noted yet."""
    rows = [row for a, b, similarity in pairs for row in ((a, b, similarity), (b, a, similarity))]
    _insert(connection, "pairs (text_id, like_id, similarity)", ("int", "int", "float8"), rows)


def _remove_pairs(connection: Connection, pairs: Iterable[tuple[int, int]]) -> None:
    rows = [{"text": a, "like": b} for one, other in pairs for a, b in ((one, other), (other, one))]
    if rows:
        connection.execute(_NO_PAIR, rows)


def _alike(
    connection: Connection, signature: bytes, body_hans: str, ids: Collection[int]
) -> list[tuple[int, str, float]]:
    """Number, key and similarity of those of the texts that are alike with this one."""
    rows = [row for part in parts(ids) for row in connection.execute(_TEXTS_OF, {"ids": part})]
    rows = [row for row in rows if likeness.estimate(signature, row.signature) >= likeness.ESTIMATE]
    if not rows:
        return []
    mine = likeness.letters(body_hans)
    theirs = letters_of(connection, [row.content_key for row in rows])
    compared = ((row, likeness.compare(mine, theirs[row.content_key])) for row in rows)
    return [(row.id, row.content_key, like.similarity) for row, like in compared if like.alike]


def _examine(connection: Connection, band: int, *, became_crowded: bool) -> set[str]:
    """Make the pairs among the texts of a band what they must be, after it became crowded or ceased to be.

    In the first case some pairs are given up, in the second some are found. Returns the keys concerned.
    """
    ids = connection.execute(_MEMBERS, {"band": band}).scalars().all()
    rows = [row for part in parts(ids) for row in connection.execute(_TEXTS_OF, {"ids": part})]
    if len(rows) < 2:
        return set()
    values = likeness.values_of([row.signature for row in rows])
    entries = likeness.bands_of(values)
    speaking = ~np.isin(entries, sorted(crowded(connection, np.unique(entries).tolist())))
    place = {row.id: n for n, row in enumerate(rows)}
    linked = {
        (place[row.text_id], place[row.like_id])
        for part in parts(ids)
        for row in connection.execute(_LIKE, {"ids": part})
        if row.text_id < row.like_id and row.like_id in place
    }
    changed = set[int]()
    if became_crowded:
        lost = [(a, b) for a, b in linked if not ((entries[a] == entries[b]) & speaking[a]).any()]
        _remove_pairs(connection, [(rows[a].id, rows[b].id) for a, b in lost])
        changed.update(*lost)
    else:
        texts = letters_of(connection, [row.content_key for row in rows])
        for a, b in combinations(range(len(rows)), 2):
            if (a, b) in linked or (b, a) in linked:
                continue
            if (values[a] == values[b]).mean() >= likeness.ESTIMATE:
                like = likeness.compare(texts[rows[a].content_key], texts[rows[b].content_key])
                if like.alike:
                    insert_pairs(connection, [(rows[a].id, rows[b].id, like.similarity)])
                    changed |= {a, b}
    return {rows[n].content_key for n in changed}


def sharing(connection: Connection, entries: Sequence[int]) -> list[tuple[int, int]]:
    """(band, text) of the texts in each of these bands; of a crowded one only so many that it can be told."""
    if connection.dialect.name == "postgresql":
        rows = connection.exec_driver_sql(_SHARING, (list(entries), CROWDED + 2))
    else:
        rows = connection.exec_driver_sql(_sharing_sqlite(len(entries), CROWDED + 2), tuple(entries))
    return [(row[0], row[1]) for row in rows]


# In the drivers' own words: what SQLAlchemy does with 32 parameters takes longer than the database does.
_SHARING = (
    "SELECT entry, text_id FROM unnest(%s::bigint[]) AS wanted (entry) CROSS JOIN LATERAL "
    "(SELECT text_id FROM bands WHERE band = wanted.entry LIMIT %s) AS those"
)


@cache
def _sharing_sqlite(count: int, limit: int) -> str:
    each = f"SELECT * FROM (SELECT band, text_id FROM bands WHERE band = ? LIMIT {limit})"
    return " UNION ALL ".join([each] * count)


def _insert(connection: Connection, into: str, types: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        arrays = ", ".join(f"%s::{name}[]" for name in types)
        statement = f"INSERT INTO {into} SELECT * FROM unnest({arrays}) ON CONFLICT DO NOTHING"
        connection.exec_driver_sql(statement, tuple(map(list, zip(*rows, strict=True))))
    else:
        marks = ", ".join("?" for _ in types)
        connection.exec_driver_sql(f"INSERT INTO {into} VALUES ({marks}) ON CONFLICT DO NOTHING", list(rows))
