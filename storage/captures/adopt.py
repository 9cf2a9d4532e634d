"""Files of another archive taken into this one, and rows led to records that were renamed, moved or merged.

A record is known by its address, its instant and the digest of its body, wherever it lies.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, select

from storage.archives import local_directory
from storage.captures.files import Address, Bytes, opened, size_of, warc_files, written
from storage.captures.members import CaptureDamaged, beginning, length_of, spans
from storage.captures.names import archive_of, letters, renamed
from storage.captures.read import block_at
from storage.captures.record import fields_of, moment_of
from storage.database import reading
from storage.errors import StorageError
from storage.models import table

_CAPTURES = table("captures")
_PART = 1 << 24

Place = tuple[str, int, int]
"""File, offset, length."""
_Identity = tuple[str, dt.datetime, str]
"""Address, instant, digest."""


@dataclass(slots=True)
class Adoption:
    """Which rows of a paper are to be led to which bytes."""

    records: int = 0
    """Responses the archive holds."""
    orphans: int = 0
    """Those of them without a row: `banmian rebuild` makes it."""
    moves: dict[int, Place] = field(default_factory=dict)
    """Number of a row → where its bytes are."""
    same: dict[int, int] = field(default_factory=dict)
    """Number of a row → that of another of the same record, which stays."""


def adoption(source: Engine, archive: Address, paper: str) -> Adoption:
    """What `storage.writer` has to do so that rows lead to the records in the archive. Reads only.

    A row whose bytes are where it says stays as it is. Raises StorageError where the archive cannot be read.
    """
    rows, at = _rows(source, paper)
    found = Adoption()
    for identity, place in _responses(archive, paper):
        found.records += 1
        mine = rows.get(identity, [])
        there = next((row for row in mine if (row.warc, row.offset) == place[:2]), None)
        stands = there or next((row for row in mine if row.id in found.moves), None)
        stale = []
        for row in mine:
            if row is not stands and row.id not in found.same:
                if _is_at(archive, row):
                    stands = stands or row
                else:
                    stale.append(row)
        if stands is None and stale:
            stands = stale.pop(0)
            found.moves[stands.id] = place
        found.orphans += stands is None
        found.same |= {row.id: stands.id for row in stale if stands is not None}
    _leave_taken(found, at)
    return found


def _leave_taken(found: Adoption, at: dict[tuple[str, int], int]) -> None:
    """No row is led to a place that another row has and keeps."""
    while taken := [
        number
        for number, place in found.moves.items()
        if (holder := at.get(place[:2], number)) not in found.moves and holder not in found.same
    ]:
        for number in taken:
            del found.moves[number]
            found.same = {stale: kept for stale, kept in found.same.items() if kept != number}


def _rows(source: Engine, paper: str) -> tuple[dict[_Identity, list[Any]], dict[tuple[str, int], int]]:
    """The rows of a paper by what they are of; and which row has which place."""
    columns = [
        _CAPTURES.c[name] for name in ("id", "warc", "offset", "length", "url", "fetched_at", "sha256")
    ]
    mine = _CAPTURES.c.warc.startswith(f"{paper}/", autoescape=True)
    rows: dict[_Identity, list[Any]] = defaultdict(list)
    at = {}
    with reading(source) as connection:
        for row in connection.execute(select(*columns).where(mine).order_by(_CAPTURES.c.id)):
            rows[row.url, row.fetched_at, row.sha256].append(row)
            at[row.warc, row.offset] = row.id
    return rows, at


def _responses(archive: Address, paper: str) -> Iterator[tuple[_Identity, Place]]:
    for warc in warc_files(archive, paper):
        with opened(archive, warc) as data:
            for offset, length, is_member in spans(data):
                fields = fields_of(beginning(data[offset : offset + length])) if is_member else {}
                if fields.get("warc-type") in ("response", "revisit"):
                    at = moment_of(fields)
                    digest = fields.get("warc-payload-digest", "").removeprefix("sha256:")
                    yield (fields.get("warc-target-uri", ""), at, digest), (warc, offset, length)


def _is_at(archive: Address, row: Any) -> bool:
    """Whether the record of a row lies where the row says."""
    try:
        block = block_at(archive, row.warc, row.offset, row.length)
    except CaptureDamaged:
        return False
    if block.kind not in ("response", "revisit"):
        return False
    known = (block.fields.get("warc-target-uri"), block.fetched_at, block.sha256)
    return known == (row.url, row.fetched_at, row.sha256)


def take_in(archive: Address, other: Address, paper: str) -> list[str]:
    """Copies a paper's files of another archive here, as far as they are not; the names they have now.

    A file without an id gets one made of its first record; so does, of all its bytes, one whose name another
    file has here. On the disk when this returns, and what was copied before a crash is not copied twice.
    """
    directory = local_directory(archive)
    names = []
    for warc in warc_files(other, paper):
        with opened(other, warc) as theirs:
            for name in _names(warc, theirs):
                grown = size_of(archive, name) < len(theirs)
                if size_of(archive, name) < 0 or _begin_alike(archive, name, theirs):
                    if grown:
                        with written(directory / name) as file:
                            file.write(theirs)
                    break
            else:
                raise StorageError(f"{warc} of {other}: {archive} has another file of each of its names")
        names.append(name)
    return names


def _names(warc: str, data: Bytes) -> Iterator[str]:
    first = data[: length_of(data[:64]) or 64]
    yield warc if archive_of(warc) else renamed(warc, letters(hashlib.sha256(first).digest()))
    yield renamed(warc, letters(hashlib.sha256(data).digest()))


def _begin_alike(archive: Address, name: str, theirs: Bytes) -> bool:
    """Whether of a file here and other bytes the shorter is how the longer begins."""
    with opened(archive, name) as ours:
        size = min(len(ours), len(theirs))
        parts = (slice(start, min(start + _PART, size)) for start in range(0, size, _PART))
        return all(ours[part] == theirs[part] for part in parts)
