"""The raw bytes: one WARC/1.1 record for each response, written before anything is read from it.

One file per paper, month of the crawl and archive (see names.py), one gzip member per
record (see members.py), a warcinfo record first. A record is one `write()` to a file opened for
appending: what is returned has left the process and survives its death. Whoever lets a row name it calls
`sync` first, so that a power cut cannot leave a row without bytes. A file that ends within a record or
before the bytes that rows name is never touched again; the next record begins another, with the next
number. So it does when a file has a gigabyte (MOST_BYTES).

The body is kept as it was after content decoding, so Content-Encoding, Transfer-Encoding and
Content-Length of the server are kept under `X-Archive-Orig-…` names. A body an earlier record of the same
address holds already is not written again: a `revisit` record names that one, and reading it gives that
body. What was asked for stands in the record (`X-Banmian-Issue`, `-Role`, `-Asked`, `-Attempt`), so that the
archive alone suffices to make the database (`banmian rebuild`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from storage.archives import is_remote, local_directory
from storage.captures import record, remote
from storage.captures.files import opened
from storage.captures.ids import archive_id
from storage.captures.members import CaptureDamaged, compress, ends_whole
from storage.captures.names import warc_name
from storage.captures.notes import note
from storage.captures.read import block_at
from storage.captures.record import Headers
from storage.captures.spool import announce, send_aside
from storage.database import StorageError
from storage.items import Capture, Purpose

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*")
_ISSUES_REMEMBERED = 4
_force: Callable[[int], None] = getattr(os, "fdatasync", os.fsync)
"""Forces the bytes of a file to the disk, and how many they are; not when they were written, which takes four
times as long. macOS has only fsync."""
MOST_BYTES = 1_000_000_000
"""A file that has grown so large is not written any more: the next record begins another."""


Ends = Callable[[str], int]
"""A file of the archive → the first byte behind all that rows of the database say lies in it."""
Originals = Callable[[str, dt.date], Mapping[tuple[str, str], Capture]]
"""Paper and issue date → (url, sha256) → the first capture of these bytes (`storage.captures.originals`)."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record ready to be appended."""

    purpose: Purpose
    url: str
    fetched_at: dt.datetime
    status: int
    sha256: str
    member: bytes
    """The record's gzip member."""
    tail: bytes = b""
    """Members that follow it: its request."""


class CaptureWriter:
    """Writes responses to the WARC files of an archive, or of its spool here; a context manager.

    One writer per paper at a time (the lock of a run sees to it); writers of different papers share no
    file. With `originals`, bytes that were captured before become revisit records. Raises StorageError
    when the directory cannot be written.
    """

    def __init__(
        self,
        directory: Path | str,
        software: str = "banmian",
        originals: Originals | None = None,
        ends: Ends = lambda warc: 0,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self.archive = directory
        self.directory = local_directory(directory)
        self.software = software
        self._originals = originals
        self._ends = ends
        self._most_bytes = most_bytes
        self._unsynced: set[int] = set()
        self._known: dict[tuple[str, dt.date], dict[tuple[str, str], Capture]] = {}
        self._open: dict[str, tuple[str, str, int]] = {}
        self._id = ""
        self._full: dict[str, Future[None]] = {}
        """Files that are moved up to an archive that is no directory, while the next is written."""
        self._sender = ThreadPoolExecutor(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def prepare(
        self,
        purpose: Purpose,
        url: str,
        status: int,
        headers: Headers,
        body: bytes,
        fetched_at: dt.datetime,
        *,
        attempt: int = 1,
        request_headers: Headers | None = None,
    ) -> Prepared:
        """The record of a response (and of its request, when `request_headers` are given), compressed.

        `fetched_at` is an aware datetime, `body` the bytes after content decoding. May run in another
        thread than `append`: digest and compression, which cost most, let other threads run.
        """
        digest = hashlib.sha256(body).hexdigest()
        fetched_at = fetched_at.astimezone(dt.UTC)
        url = re.sub(r"[\x00-\x20\x7f]", lambda found: f"%{ord(found[0]):02X}", url)
        fields = {
            "WARC-Record-ID": f"<urn:uuid:{uuid.uuid4()}>",
            "WARC-Date": fetched_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "WARC-Payload-Digest": f"sha256:{digest}",
            **_purpose_fields(purpose, url, attempt),
        }
        original = self._original(purpose, url, digest)
        if original is None:
            member = record.response(url, status, headers, body, fields)
        else:
            member = record.revisit(url, status, headers, len(body), fields | original)
        tail = b""
        if request_headers is not None:
            asked = {name: fields[name] for name in ("WARC-Date", "X-Banmian-Issue")}
            asked["WARC-Concurrent-To"] = fields["WARC-Record-ID"]
            tail = record.request(url, request_headers, asked)
        return Prepared(purpose, url, fetched_at, status, digest, member, tail)

    def append(self, prepared: Prepared) -> Capture:
        """Append a record and say where it lies; it has been handed to the operating system then."""
        paper, date = prepared.purpose[:2]
        warc, file = self._file(paper, f"{prepared.fetched_at:%Y-%m}")
        offset = self._append(warc, file, prepared.member + prepared.tail)
        length = len(prepared.member)
        capture = Capture(
            prepared.url, prepared.fetched_at, prepared.status, warc, offset, length, prepared.sha256
        )
        if (known := self._known.get((paper, date))) is not None:
            known.setdefault((capture.url, capture.sha256), capture)
        return capture

    def note(self, paper: str, date: dt.date, kind: str, said: Mapping[str, object]) -> None:
        """Append a note about an issue or the days from it (see notes.py); on the disk when this returns."""
        warc, file = self._file(paper, f"{dt.datetime.now(dt.UTC):%Y-%m}")
        self._append(warc, file, compress(note(paper, date, kind, said)))
        self.sync()

    def _original(self, purpose: Purpose, url: str, digest: str) -> dict[str, str] | None:
        """The fields by which a revisit names the record that holds these bytes; None when none does."""
        if self._originals is None:
            return None
        issue = (purpose.paper, purpose.date)
        if issue not in self._known:
            while len(self._known) >= _ISSUES_REMEMBERED:
                self._known.pop(next(iter(self._known)), None)
            self._known[issue] = dict(self._originals(*issue))
        capture = self._known[issue].get((url, digest))
        if capture is None:
            return None
        try:  # what is damaged is written again
            block = block_at(self.archive, capture.warc, capture.offset, capture.length)
        except CaptureDamaged:
            return None
        if block.kind != "response" or block.sha256 != digest:
            return None
        return {
            "WARC-Refers-To": block.fields["warc-record-id"],
            "WARC-Refers-To-Target-URI": block.fields["warc-target-uri"],
            "WARC-Refers-To-Date": block.fields["warc-date"],
            "X-Banmian-Refers-To": f"{capture.warc} {capture.offset} {capture.length}",
        }

    def sync(self) -> None:
        """Force everything written so far to the disk."""
        for _, warc, file in self._open.values():
            if file in self._unsynced:
                with _explained(self.directory / warc):
                    _force(file)
                self._unsynced.discard(file)

    def close(self) -> None:
        """Force everything to the disk and close the files. Raises StorageError for a file that is gone."""
        try:
            self.sync()
            for _, warc, file in self._open.values():
                self._check_place(warc, file)
        finally:
            for _, _, file in self._open.values():
                os.close(file)
            self._open.clear()
            self._sender.shutdown()

    def _file(self, paper: str, month: str) -> tuple[str, int]:
        known = self._open.get(paper)
        if known is not None:
            full = os.fstat(known[2]).st_size >= self._most_bytes
            if known[0] == month and not full:
                return known[1], known[2]
            with _explained(self.directory / known[1]):
                os.fsync(known[2])
            os.close(known[2])
            self._unsynced.discard(known[2])
            del self._open[paper]
            if full and is_remote(self.archive):
                self._full[known[1]] = self._sender.submit(send_aside, str(self.archive), known[1])
        if not _SLUG.fullmatch(paper):
            raise StorageError(f"{paper!r} is no name of a paper: file names are made of a-z 0-9 _ - only")
        with _explained(self.directory / paper):
            (self.directory / paper).mkdir(parents=True, exist_ok=True)
            self._id = self._id or archive_id(self.directory)
            moved = set(remote.names(str(self.archive), paper)) if is_remote(self.archive) else set()
            for number in range(1, 10_000):
                warc = warc_name(paper, month, self._id, number)
                if warc in self._full or Path(warc).name in moved:
                    continue
                path = self.directory / warc
                size = path.stat().st_size if path.exists() else 0
                if size >= self._most_bytes:
                    continue
                if size < self._ends(warc):
                    continue  # rows point behind its end (power was lost): these places are not used again
                file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
                with opened(self.directory, warc) as data:
                    if ends_whole(data):
                        break
                os.close(file)
        self._open[paper] = (month, warc, file)
        if os.fstat(file).st_size == 0:
            if is_remote(self.archive):
                announce(str(self.archive), warc)
            self._append(warc, file, record.warcinfo(Path(warc).name, self.software))
        return warc, file

    def _append(self, warc: str, file: int, data: bytes) -> int:
        self._unsynced.add(file)
        with _explained(self.directory / warc):
            state = os.fstat(file)
            if state.st_nlink == 0:
                raise StorageError(f"{self.directory / warc} is gone: it was removed while it was written")
            start = state.st_size
            written = 0
            try:
                while written < len(data):
                    written += os.write(file, data[written:])
            except OSError:
                # Nobody knows of this record yet: without it the file is whole again.
                os.ftruncate(file, start)
                raise
        return start

    def _check_place(self, warc: str, file: int) -> None:
        """Raises StorageError where the file that was written is no longer that of its name."""
        path = self.directory / warc
        try:
            is_here = os.path.samestat(path.stat(), os.fstat(file))
        except FileNotFoundError:
            is_here = False
        if not is_here:
            raise StorageError(f"{path} is gone: it was removed or moved while it was written")


def _purpose_fields(purpose: Purpose, url: str, attempt: int) -> dict[str, str]:
    fields = {"X-Banmian-Issue": f"{purpose.paper} {purpose.date.isoformat()}"}
    if purpose.role:
        fields["X-Banmian-Role"] = purpose.role
    if purpose.asked and purpose.asked != url:
        fields["X-Banmian-Asked"] = re.sub(r"[\x00-\x20\x7f]", "", purpose.asked)
    if attempt > 1:
        fields["X-Banmian-Attempt"] = str(attempt)
    return fields


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror or error}") from error
