"""The index of texts by which near duplicates are found, kept in the transaction that stores an article.

A text is entered once, however often it is printed: its signature, the bands of the signature, and a
pair for every other text that is alike. Which pairs there are depends on the set of texts alone, never on
the order of their arrival: two texts are a pair when they share a band that is not crowded, their
signatures agree in `likeness.ESTIMATE`, and the texts themselves are alike (`likeness.compare`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, combinations
from typing import Any, Literal

import numpy as np
import sqlalchemy as sa
from sqlalchemy import Connection, bindparam, func, select

from pipelines.text.keys import letters
from storage import driver
from storage.database import parts
from storage.models import table
from storage.reprints import likeness, locks

_ARTICLES, _TEXTS, _BANDS, _PAIRS = table("articles"), table("texts"), table("bands"), table("pairs")

CROWDED = 200
"""A band of more texts than this says nothing: so many different texts with the same words are a form.
It bounds what entering a text costs; a text with more different versions than this is not followed up."""

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
_NO_PAIR = sa.delete(_PAIRS).where(
    _PAIRS.c.text_id == bindparam("text"), _PAIRS.c.like_id == bindparam("like")
)
_NO_BAND = sa.delete(_BANDS).where(_BANDS.c.band == bindparam("entry"), _BANDS.c.text_id == bindparam("text"))


def enter(connection: Connection, texts: Mapping[str, bytes]) -> tuple[set[str], set[str]]:
    """Enter texts (content key → signature), each with a stored print, as far as they are not in the index.

    Returns the keys that were new, and those whose pairs changed. A text without a signature is passed over.
    """
    signatures = {key: signature for key, signature in texts.items() if signature}
    ids = _number(connection, signatures) if signatures else {}
    if not ids:
        return set(), set()
    entries = likeness.bands_of([signatures[key] for key in ids])
    each = np.repeat(list(ids.values()), entries.shape[1]).tolist()
    rows = [*zip(entries.ravel().tolist(), each, strict=True)]
    new: dict[int, list[int]] = {}
    for band, text_id in rows:
        if band in new:
            new[band] = [*new[band], text_id]
        else:
            new[band] = [text_id]
    held = sharing(connection, list(new))
    put(connection, "bands", rows)
    pairs: set[tuple[int, int]] = set()
    filled = []
    for band, entered in new.items():
        before = held.get(band, [])
        if not before and len(entered) == 1:  # as most are
            continue
        if len(before) + len(entered) <= CROWDED:
            pairs |= {(one, other) for one in entered for other in before}
            pairs |= set(combinations(entered, 2))
        elif len(before) <= CROWDED:
            filled.append(band)
    if filled:
        locks.hold_crowds(connection)
    touched = confirm(connection, pairs) if pairs else set()
    for band in filled:  # pairs that only this band gave are given up
        touched |= _give_up(connection, band)
    return set(ids), touched


def _number(connection: Connection, signatures: Mapping[str, bytes]) -> dict[str, int]:
    """Insert texts that are not there yet; their content keys → their numbers."""
    if connection.dialect.name == "postgresql":
        rows = driver.run(
            connection,
            "INSERT INTO texts (content_key, signature) SELECT * FROM unnest(%s::text[], %s::bytea[]) "
            "ON CONFLICT DO NOTHING RETURNING content_key, id",
            (list(signatures), list(signatures.values())),
        )
    else:
        marks = ", ".join(["(?, ?)"] * len(signatures))
        rows = driver.run(
            connection,
            f"INSERT OR IGNORE INTO texts (content_key, signature) VALUES {marks} RETURNING content_key, id",
            tuple(chain.from_iterable(signatures.items())),
        )
    return {row[0]: row[1] for row in sorted(rows, key=lambda row: row[1])}


def leave(connection: Connection, key: str | None) -> set[str]:
    """Take a text of which no print is stored any more out of the index; the keys whose pairs changed."""
    if key is None or connection.execute(_PRINTED, {"key": key}).first() is not None:
        return set()
    text_id = ids_of(connection, [key]).get(key)
    if text_id is None:
        return set()
    [text] = connection.execute(_TEXTS_OF, {"ids": [text_id]})
    entries = likeness.bands(text.signature)
    held = sharing(connection, entries)
    others = [row.like_id for row in connection.execute(_LIKE, {"ids": [text_id]})]
    touched = set(keys_of(connection, others).values())
    _remove_pairs(connection, [(text_id, other) for other in others])
    connection.execute(_NO_BAND, [{"entry": band, "text": text_id} for band in entries])
    connection.execute(sa.delete(_TEXTS).where(_TEXTS.c.id == text_id))
    emptied = [band for band, members in held.items() if len(members) == CROWDED + 1]
    if emptied:
        locks.hold_crowds(connection)
    for band in emptied:  # it was crowded, and counts again now
        rest = connection.execute(_MEMBERS, {"band": band}).scalars().all()
        touched |= confirm(connection, set(combinations(rest, 2)) - _linked(connection, rest))
    return touched


def confirm(connection: Connection, pairs: Collection[tuple[int, int]]) -> set[str]:
    """Compare the texts of these pairs (numbers), and note those that are alike; the keys of these texts.

    A text that has gone, or has no print any more, is passed over.
    """
    rows = {row.id: row for row in _texts_of(connection, {text for pair in pairs for text in pair})}
    known = sorted(pair for pair in pairs if pair[0] in rows and pair[1] in rows)
    near = likeness.agreeing(*([rows[pair[n]].signature for pair in known] for n in (0, 1)))
    known = [pair for pair, is_near in zip(known, near, strict=True) if is_near]
    texts = letters_of(connection, {rows[text].content_key for pair in known for text in pair})
    alike = []
    for one, other in known:
        mine, theirs = (texts.get(rows[text].content_key) for text in (one, other))
        like = None if mine is None or theirs is None else likeness.compare(mine, theirs)
        if like is not None and like.alike:
            alike += [(one, other, like.similarity), (other, one, like.similarity)]
    put(connection, "pairs", alike)
    return {rows[one].content_key for one, _, _ in alike}


def family(connection: Connection, keys: Collection[str]) -> tuple[set[str], dict[str, set[str]]]:
    """All texts that pairs lead to from these, with themselves, and which of them are alike with which."""
    known = {text_id: key for key, text_id in ids_of(connection, keys).items()}
    pairs: list[tuple[int, int]] = []
    reached = set(known)
    while reached:
        found = [tuple(row) for part in parts(reached) for row in driver.ask(connection, _LIKE, ids=part)]
        pairs += [(int(one), int(other)) for one, other in found]
        reached = {int(other) for _, other in found} - known.keys()
        known |= keys_of(connection, reached)
    alike: dict[str, set[str]] = {}
    for one, other in pairs:
        alike.setdefault(known[one], set()).add(known[other])
    return {*keys, *known.values()}, alike


def ids_of(connection: Connection, keys: Collection[str]) -> dict[str, int]:
    """Content keys → numbers of their texts, where they are in the index."""
    rows = (row for part in parts(keys) for row in driver.ask(connection, _IDS_OF, keys=part))
    return {row.content_key: row.id for row in rows}


def signature_of(connection: Connection, key: str) -> bytes:
    """The signature of a text; empty where it is not in the index."""
    found = connection.execute(select(_TEXTS.c.signature).where(_TEXTS.c.content_key == key))
    return found.scalar_one_or_none() or b""


def keys_of(connection: Connection, ids: Collection[int]) -> dict[int, str]:
    """Numbers of texts → content keys."""
    return {row.id: row.content_key for row in _texts_of(connection, ids)}


def _texts_of(connection: Connection, ids: Collection[int]) -> Sequence[Any]:
    return [row for part in parts(ids) for row in driver.ask(connection, _TEXTS_OF, ids=part)]


def letters_of(connection: Connection, keys: Collection[str]) -> dict[str, str]:
    """Content keys → the letters of their texts, read from one of their prints."""
    rows = (row for part in parts(keys) for row in driver.ask(connection, _BODIES, keys=part))
    return {row.content_key: letters(row.body_hans) for row in rows}


def crowded(connection: Connection, entries: Collection[int]) -> set[int]:
    """Those of these bands that have more than CROWDED texts."""
    counted = select(_BANDS.c.band).group_by(_BANDS.c.band).having(func.count() > CROWDED)
    return {
        band
        for part in parts(entries)
        for band in connection.execute(counted.where(_BANDS.c.band.in_(part))).scalars()
    }


def _linked(connection: Connection, ids: Collection[int]) -> set[tuple[int, int]]:
    """The pairs (the smaller number first) among these texts."""
    rows = (row for part in parts(ids) for row in connection.execute(_LIKE, {"ids": part}))
    among = set(ids)
    return {(row.text_id, row.like_id) for row in rows if row.text_id < row.like_id and row.like_id in among}


def _give_up(connection: Connection, band: int) -> set[str]:
    """After a band became crowded: remove the pairs that share no other band; the keys concerned."""
    ids = connection.execute(_MEMBERS, {"band": band}).scalars().all()
    rows = {row.id: row for row in _texts_of(connection, ids)}
    place = {text_id: n for n, text_id in enumerate(rows)}
    entries = likeness.bands_of([row.signature for row in rows.values()])
    counts = ~np.isin(entries, sorted(crowded(connection, np.unique(entries).tolist())))
    lost = [
        (one, other)
        for one, other in _linked(connection, ids)
        if not ((entries[place[one]] == entries[place[other]]) & counts[place[one]]).any()
    ]
    _remove_pairs(connection, lost)
    return {rows[text].content_key for pair in lost for text in pair}


def _remove_pairs(connection: Connection, pairs: Iterable[tuple[int, int]]) -> None:
    rows = [{"text": a, "like": b} for one, other in pairs for a, b in ((one, other), (other, one))]
    if rows:
        connection.execute(_NO_PAIR, rows)


def sharing(connection: Connection, entries: Sequence[int]) -> dict[int, list[int]]:
    """Bands → the texts in each of these; of a crowded one at least so many (CROWDED + 2) that it is seen."""
    if connection.dialect.name == "postgresql":
        rows = driver.run(connection, _SHARING, (list(entries), CROWDED + 2)).fetchall()
    else:
        asked = f"[{', '.join(map(str, entries))}]"
        rows = driver.run(connection, _SHARING_SQLITE, (asked, _FEW)).fetchall()
        if len(rows) == _FEW:  # some may be crowded
            each = (driver.run(connection, _SHARING_ONE, (entry, CROWDED + 2)) for entry in set(entries))
            rows = [*chain.from_iterable(each)]
    held: dict[int, list[int]] = {}
    for band, text_id in rows:
        held.setdefault(band, []).append(text_id)
    return held


# In the drivers' own words, with one parameter for any number of bands.
_SHARING = (
    "SELECT entry, text_id FROM unnest(%s::bigint[]) AS wanted (entry) CROSS JOIN LATERAL "
    "(SELECT text_id FROM bands WHERE band = wanted.entry LIMIT %s) AS those"
)
_FEW = 5_000
"""Texts that are read of some bands before it is looked whether one of these is crowded."""
_SHARING_SQLITE = "SELECT band, text_id FROM json_each(?) CROSS JOIN bands ON band = value LIMIT ?"
_SHARING_ONE = "SELECT band, text_id FROM bands WHERE band = ? LIMIT ?"


_ROWS_AT_ONCE = 64
"""Rows of a statement on SQLite: half the time of a statement a row."""
# OR IGNORE and not ON CONFLICT DO NOTHING, which SQLite is ready to take back: it copies every page it writes
# to before it does (1.5 ms for 256 bands instead of 0.6).

Part = Literal["texts", "bands", "pairs"]
_COLUMNS: dict[Part, tuple[str, tuple[str, ...]]] = {
    "texts": ("content_key, signature", ("text", "bytea")),
    "bands": ("band, text_id", ("bigint", "int")),
    "pairs": ("text_id, like_id, similarity", ("int", "int", "float8")),
}


def put(connection: Connection, into: Part, rows: Sequence[tuple[Any, ...]]) -> None:
    """Put rows into a part of the index where they are not there yet.

    `texts`: (content key, signature); `bands`: (band, text); `pairs`: (text, text, similarity), both ways.
    """
    if not rows:
        return
    names, types = _COLUMNS[into]
    if connection.dialect.name == "postgresql":
        arrays = ", ".join(f"%s::{name}[]" for name in types)
        statement = f"INSERT INTO {into} ({names}) SELECT * FROM unnest({arrays}) ON CONFLICT DO NOTHING"
        driver.run(connection, statement, tuple(map(list, zip(*rows, strict=True))))
    else:
        marks = f"({', '.join('?' for _ in types)})"
        whole = len(rows) // _ROWS_AT_ONCE * _ROWS_AT_ONCE
        for some, at_once in ((rows[:whole], _ROWS_AT_ONCE), (rows[whole:], 1)):
            if some:
                statement = f"INSERT OR IGNORE INTO {into} ({names}) VALUES {', '.join([marks] * at_once)}"
                flat = tuple(chain.from_iterable(some))
                size = len(types) * at_once
                values = [flat[start : start + size] for start in range(0, len(flat), size)]
                driver.run(connection, statement, values, many=True)
