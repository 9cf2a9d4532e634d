"""Which version of the fingerprints the texts of a database have: two versions must not be mixed."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Connection, select

from pipelines.text.fingerprint import FINGERPRINT_VERSION
from storage.database import refuse_unfinished
from storage.errors import StorageError, shown
from storage.models import table

_META = table("meta")
_FINGERPRINTS = _META.c.name == "fingerprint"


class OtherFingerprints(StorageError):
    """The texts of the database were fingerprinted by another version of the program."""


def check_version(connection: Connection) -> None:
    """Raise OtherFingerprints where equal texts would not be found equal any more, and StorageError where the
    database is a copy that is not finished."""
    refuse_unfinished(connection)
    found = connection.execute(select(_META.c.value).where(_FINGERPRINTS)).scalar_one_or_none()
    if found != FINGERPRINT_VERSION:
        where = shown(connection.engine.url)
        raise OtherFingerprints(
            f"the texts in {where} have fingerprints of version {found or 'unknown'}, this banmian makes "
            f"{FINGERPRINT_VERSION}, and the two cannot be compared: run `banmian dedup`, then this again"
        )


def drop_other_version(connection: Connection) -> None:
    """The texts are about to be fingerprinted by this version: until all are, no version may add to them."""
    connection.execute(sa.delete(_META).where(_FINGERPRINTS, _META.c.value != FINGERPRINT_VERSION))


def note_version(connection: Connection) -> None:
    """Note that every text has fingerprints of this version."""
    connection.execute(sa.delete(_META).where(_FINGERPRINTS))
    connection.execute(sa.insert(_META), {"name": "fingerprint", "value": FINGERPRINT_VERSION})
