"""Bytes that rows point to and that are not here: lost, or in another archive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Engine, select

from storage.captures.files import Address, ids_of, size_of
from storage.captures.names import archive_of
from storage.captures.spool import spooled
from storage.database import reading
from storage.models import table

_CAPTURES = table("captures")

Where = Literal["lost", "elsewhere", "spool"]
"""Lost; in an archive that is not here; on another machine that did not move it up yet."""


@dataclass(frozen=True, slots=True)
class Absent:
    """A file of the archive that is not here, or ends too early."""

    warc: str
    where: Where
    sentence: str
    """What is the matter, for the operator."""


def where_is(warc: str, ids: frozenset[str]) -> Where:
    """Where a file is that an archive with these ids does not have.

    An archive without any id does not know of others, and a file without one may be anybody's: lost.
    """
    archive = archive_of(warc)
    return "elsewhere" if archive and ids and archive not in ids else "lost"


def absent(source: Engine, archive: Address, paper: str) -> list[Absent]:
    """The files of a paper that rows point into and that are not here, or too short."""
    with reading(source) as connection:
        mine = _CAPTURES.c.warc.startswith(f"{paper}/", autoescape=True)
        rows = connection.execute(
            select(_CAPTURES.c.warc, _CAPTURES.c.offset, _CAPTURES.c.length).where(mine)
        ).all()
    ends: dict[str, list[int]] = {}
    for warc, offset, length in rows:
        ends.setdefault(warc, []).append(offset + length)
    ids, waiting = ids_of(archive), spooled(archive)
    found = []
    for warc, wanted in sorted(ends.items()):
        size = size_of(archive, warc)
        if behind := sum(end > size for end in wanted):
            where: Where = "spool" if warc in waiting else where_is(warc, ids)
            what = "is not there" if size < 0 else f"ends at byte {size}"
            ends_of = {"lost": "are lost", "elsewhere": f"are in the archive {archive_of(warc)}"}
            end = ends_of.get(where) or f"are {waiting[warc]}"
            found.append(Absent(warc, where, f"{warc} {what}: {behind} of {len(wanted)} captures {end}"))
    return found
