"""What the archive holds: one response at its place, and every response of an issue in the order it came."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from storage.captures.files import Address, opened, piece, pieces, warc_files
from storage.captures.members import CaptureDamaged, beginning, spans, unpack
from storage.captures.names import month_of
from storage.captures.record import Block, fields_of, moment_of, parse
from storage.database import StorageError
from storage.items import Capture, Purpose


@dataclass(frozen=True, slots=True)
class Record:
    """One response as it was archived."""

    url: str
    """The address the bytes came from, after redirects."""
    status: int
    """HTTP status code."""
    headers: tuple[tuple[str, str], ...]
    """The response headers (see the module for those renamed)."""
    body: bytes
    """The body after content decoding."""
    fetched_at: dt.datetime
    """When it arrived, UTC with tzinfo."""
    purpose: Purpose | None
    """What it was asked for."""
    attempt: int = 1
    """2 for the first repetition of a request, and so on."""
    revisit: bool = False
    """Whether the body lies in an earlier record that this one names."""
    sha256: str = ""
    """SHA-256 of the body."""

    @property
    def date(self) -> dt.date | None:
        """Date of the issue it was fetched for."""
        return self.purpose.date if self.purpose else None


def read(directory: Address, warc: str, offset: int, length: int, sha256: str | None = None) -> Record:
    """The response at that place of the archive; with `sha256`, only if its body has that digest.

    The body of a revisit is that of the record it names. Raises CaptureDamaged when file or record are
    not there or the body is not what was written, whatever bit of it changed: gzip's own checksum covers
    the record, the digests its body.
    """
    where = f"{warc} at byte {offset}"
    return record_of(directory, block_at(directory, warc, offset, length), where, sha256)


def record_of(directory: Address, block: Block, where: str, sha256: str | None = None) -> Record:
    """The response in a block; see `read`."""
    body = block.body
    if block.kind == "revisit":
        body = _original(directory, block, where).body
    elif block.kind != "response":
        raise CaptureDamaged(f"{where}: no response with the digest it names")
    if sha256 is not None and sha256 != block.sha256:
        raise CaptureDamaged(f"{where}: the body has another SHA-256 than the database noted")
    try:
        return Record(
            url=block.fields["warc-target-uri"],
            status=block.status,
            headers=block.headers,
            body=body,
            fetched_at=block.fetched_at,
            purpose=purpose_of(block.fields),
            attempt=int(block.fields.get("x-banmian-attempt", "1")),
            revisit=block.kind == "revisit",
            sha256=block.sha256,
        )
    except (KeyError, ValueError) as error:
        raise CaptureDamaged(f"{where}: no WARC record ({error})") from error


def purpose_of(fields: Mapping[str, str]) -> Purpose | None:
    """What a record was asked for, of its header fields; None where these do not say."""
    paper, _, day = fields.get("x-banmian-issue", "").rpartition(" ")
    try:
        date = dt.date.fromisoformat(day)
    except ValueError:
        return None
    asked = fields.get("x-banmian-asked") or fields.get("warc-target-uri", "")
    return Purpose(paper, date, fields.get("x-banmian-role", ""), asked)


def _original(directory: Address, block: Block, where: str) -> Block:
    """The record a revisit repeats: where it says, or in a file of that month which was renamed since."""
    warc, offset, length = _refers_to(block, where)
    try:
        origin = block_at(directory, warc, offset, length)
        if origin.kind == "response" and origin.sha256 == block.sha256:
            return origin
        fault = CaptureDamaged(f"{where}: {warc} at byte {offset} is not what it revisits")
    except CaptureDamaged as error:
        fault = error
    for other in warc_files(directory, warc.partition("/")[0]):
        if other != warc and month_of(other) == month_of(warc):
            with suppress(CaptureDamaged):
                origin = block_at(directory, other, offset, length)
                if origin.fields.get("warc-record-id") == block.fields.get("warc-refers-to", ""):
                    return origin
    raise fault


def _refers_to(block: Block, where: str) -> tuple[str, int, int]:
    match block.fields.get("x-banmian-refers-to", "").split(" "):
        case [warc, offset, length] if offset.isdecimal() and length.isdecimal():
            return warc, int(offset), int(length)
    raise CaptureDamaged(f"{where}: a revisit of nothing")


def block_at(directory: Address, warc: str, offset: int, length: int) -> Block:
    """The record at that place, whatever it is. Raises CaptureDamaged."""
    where = f"{warc} at byte {offset}"
    if Path(warc).is_absolute() or ".." in Path(warc).parts:
        raise CaptureDamaged(f"{warc!r} is no path inside the archive")
    try:
        member = piece(directory, warc, offset, length)
    except StorageError as error:
        raise CaptureDamaged(str(error)) from error
    if len(member) < length:
        raise CaptureDamaged(f"{where}: the file ends within the record")
    return parse(unpack(member, where), where)


Place = tuple[str, int, int]
"""Where a record lies: file, offset, length."""
IssueRecords = list[tuple[Capture, Record | CaptureDamaged]]
"""The responses of an issue in the order they came; for a damaged one the error that says so."""


@dataclass(frozen=True, slots=True)
class Issues:
    """The issues of a paper in the archive, to be iterated by date; one is in memory at a time."""

    directory: Address
    files: tuple[str, ...]
    index: npt.NDArray[np.int64]
    """A row a response, sorted: issue date, when it came, number of the file, offset, length."""
    unreadable: tuple[str, ...]
    """A sentence for each stretch of bytes that cannot be read."""
    notes: tuple[tuple[str, int, int], ...] = ()
    """Where the notes lie (see notes.py): file, offset, length."""

    def __len__(self) -> int:
        return len(np.unique(self.index[:, 0]))

    def __iter__(self) -> Iterator[tuple[dt.date, IssueRecords]]:
        for day in self.days:
            yield day, self.of(day)

    @property
    def days(self) -> list[dt.date]:
        """The dates of the issues."""
        return [dt.date.fromordinal(number) for number in np.unique(self.index[:, 0]).tolist()]

    def of(self, day: dt.date) -> IssueRecords:
        """The responses of one issue."""
        return records_at(self.directory, self.places(day))

    def places(self, day: dt.date) -> list[Place]:
        """Where the responses of one issue lie, in the order they came."""
        number = day.toordinal()
        start, stop = np.searchsorted(self.index[:, 0], [number, number + 1])
        index = self.index[start:stop, 2:].tolist()
        return [(self.files[file], offset, length) for file, offset, length in index]


def records_at(directory: Address, places: Sequence[Place]) -> IssueRecords:
    """The responses at some places of the archive; for a damaged one the error that says so.

    Raises StorageError where an object store cannot be reached.
    """
    members = pieces(directory, places)
    return [_read(directory, place, member) for place, member in zip(places, members, strict=True)]


def issues_of(
    directory: Address, paper: str, since: dt.date | None = None, until: dt.date | None = None
) -> Issues:
    """Every issue of a paper in the archive (between two dates, both included), without any database.

    Forty bytes a record are kept in memory. Raises StorageError where the archive cannot be read.
    """
    files = warc_files(directory, paper)
    index, unreadable = array("q"), []
    notes: list[tuple[str, int, int]] = []
    for number, warc in enumerate(files):
        with opened(directory, warc) as data:
            for offset, length, is_member in spans(data):
                fields = fields_of(beginning(data[offset : offset + length])) if is_member else {}
                purpose, kind = purpose_of(fields), fields.get("warc-type")
                if purpose is None and kind not in ("warcinfo", "metadata"):
                    unreadable.append(f"{warc} at byte {offset}: {length} bytes that are no record")
                if kind == "metadata":
                    notes.append((warc, offset, length))
                if purpose is None or kind not in ("response", "revisit"):
                    continue
                if (since or dt.date.min) <= purpose.date <= (until or dt.date.max):
                    seen = round(moment_of(fields).timestamp() * 1_000_000)
                    index.extend((purpose.date.toordinal(), seen, number, offset, length))
    table = np.frombuffer(index, dtype=np.int64).reshape(-1, 5)
    in_order = table[np.lexsort(table.T[::-1])]
    return Issues(directory, tuple(files), in_order, tuple(unreadable), tuple(notes))


def _read(directory: Address, place: Place, member: bytes | None) -> tuple[Capture, Record | CaptureDamaged]:
    """The response at a place; `member`: its bytes, where they are known already."""
    warc, offset, length = place
    where = f"{warc} at byte {offset}"
    try:
        block = parse(unpack(member, where), where) if member else block_at(directory, *place)
        record = record_of(directory, block, where)
    except CaptureDamaged as error:
        return _nowhere(warc, offset, length), error
    capture = Capture(record.url, record.fetched_at, record.status, warc, offset, length, record.sha256)
    return capture, record


def _nowhere(warc: str, offset: int, length: int) -> Capture:
    return Capture("", dt.datetime.min.replace(tzinfo=dt.UTC), 0, warc, offset, length, "")
