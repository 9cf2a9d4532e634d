"""Who waits for whom where several processes of several machines store texts in one PostgreSQL database.

Two transactions must see each other where their texts may turn out to be one, and need not else. What a text
is found by (its content key, the bands of its signature) is locked before it is looked up, and until the end
of the transaction: whoever comes second reads what the first has written. Before a group is written, all its
texts are locked by their keys. Locks are taken in sorted order; where two transactions wait for each other
all the same, PostgreSQL ends one of them, which is done again alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from zlib import crc32

from sqlalchemy import Connection, Engine, func, select

from storage import driver
from storage.reprints import likeness

MOST = 1_000
"""Locks of a transaction; one that wants more waits for all others. A server has room for 6,400."""

_SPACE = 0x74657874  # "text" in ASCII
_ALL = select(func.pg_advisory_xact_lock(_SPACE))
_CROWDS = select(func.pg_advisory_xact_lock(_SPACE + 1))
_EACH = (
    "SELECT pg_advisory_xact_lock_shared(%s) "
    "UNION ALL SELECT pg_advisory_xact_lock(%s, name) FROM unnest(%s::int[]) AS name"
)


def alone(engine: Engine) -> Engine:
    """The same engine for transactions that let no other one at texts as long as they last."""
    return engine.execution_options(texts="alone")


def hold(connection: Connection, texts: Mapping[str, bytes]) -> None:
    """Lock texts (content key → signature; without one, the key alone) until the transaction ends.

    SQLite has one writer, and needs none of it.
    """
    if connection.dialect.name != "postgresql":
        return
    names = {_name(key.encode()) for key in texts}
    signatures = [signature for signature in texts.values() if signature]
    if signatures:
        bands = likeness.bands_of(signatures).ravel().tolist()
        names |= {_name(band.to_bytes(8, "big")) for band in bands}
    if len(names) > MOST or connection.get_execution_options().get("texts") == "alone":
        connection.execute(_ALL)
        return
    driver.run(connection, _EACH, (_SPACE, _SPACE, sorted(names)))


def hold_crowds(connection: Connection) -> None:
    """Let no other transaction fill or empty a crowded band until this one ends.

    Whether a pair is kept depends on all its bands, of which two transactions may fill one each.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_CROWDS)


def _name(what: bytes) -> int:
    """The number of a lock: a whole number of four bytes, as PostgreSQL has them."""
    return int.from_bytes(crc32(what).to_bytes(4, "big"), "big", signed=True)
