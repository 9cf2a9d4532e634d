"""The raw bytes: one WARC/1.1 record for each response, written before anything is read from it.

One file per paper and month of the crawl, `{paper}/{paper}-{YYYY-MM}.warc.gz`, one gzip member per
record, a warcinfo record first. A record is one `write()` to a file opened for appending: what is
returned has left the process and survives its death. It is not forced to the disk each time (that
costs milliseconds a record; `sync` and `close` do it): after a power cut the last seconds may be
lacking, which the SHA-256 in `captures` shows. A file that ends within a record (a crash) is never
touched again; the next record begins `{paper}-{YYYY-MM}-2.warc.gz`.

The body is kept as it was after content decoding, so Content-Encoding, Transfer-Encoding and
Content-Length of the server are kept under `X-Archive-Orig-…` names.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, urlsplit

from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]
from warcio.recordloader import ArcWarcRecordLoader  # type: ignore[import-untyped]
from warcio.statusandheaders import (  # type: ignore[import-untyped]
    StatusAndHeaders,
    StatusAndHeadersParserException,
)
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from storage.database import StorageError

Headers = Iterable[tuple[str, str]]

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*")
_CHANGED_BY_DECODING = {"content-encoding", "transfer-encoding", "content-length"}
_LARGEST = 256 * 1024 * 1024
"""Bytes of a record after decompression; nothing we write is that large."""
_LONGEST_TAIL = 64 * 1024 * 1024
"""Where the last record of a file is looked for; larger than any compressed record."""
_MAGIC = b"\x1f\x8b\x08"
_NO_TOKEN = re.compile(r"[^!#$%&'*+.^_`|~0-9A-Za-z-]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_GZIP = zlib.MAX_WBITS | 16


@dataclass(frozen=True, slots=True)
class Capture:
    """Where the bytes of one response lie in the WARC files."""

    url: str
    """The address the bytes came from, after redirects."""
    fetched_at: dt.datetime
    """When they arrived, UTC with tzinfo."""
    status: int
    """HTTP status code."""
    warc: str
    """Path of the WARC file, relative to the archive directory, `/` between."""
    offset: int
    """Byte offset of the record's gzip member in that file."""
    length: int
    """Length of the gzip member in bytes."""
    sha256: str
    """SHA-256 of the body (after content decoding), 64 hex digits."""


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
    date: dt.date | None
    """Date of the issue it was fetched for."""


class CaptureDamaged(StorageError):
    """The archived bytes are not those that were written."""


class CaptureWriter:
    """Writes responses to the WARC files under `directory`; a context manager.

    One writer per paper at a time (the lock of a run sees to it); writers of different papers share no
    file. Raises StorageError when the directory cannot be written.
    """

    def __init__(self, directory: Path | str, software: str = "banmian") -> None:
        self.directory = Path(directory)
        self.software = software
        self._open: dict[str, tuple[str, str, int]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(
        self,
        paper: str,
        date: dt.date,
        url: str,
        status: int,
        headers: Headers,
        body: bytes,
        fetched_at: dt.datetime,
        request_headers: Headers | None = None,
    ) -> Capture:
        """Append a response (and its request, when `request_headers` are given) and say where it lies.

        `date` is that of the issue, `fetched_at` an aware datetime, `body` the bytes after content
        decoding. What is returned has been handed to the operating system.
        """
        digest = hashlib.sha256(body).hexdigest()
        fetched_at = fetched_at.astimezone(dt.UTC)
        url = re.sub(r"[\x00-\x20\x7f]", lambda found: f"%{ord(found[0]):02X}", url)
        fields = {
            "WARC-Date": fetched_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "WARC-Payload-Digest": f"sha256:{digest}",
            "X-Banmian-Issue": f"{paper} {date.isoformat()}",
        }
        record_id, member = _response(url, status, headers, body, fields)
        tail = b""
        if request_headers is not None:
            tail = _request(url, request_headers, {**fields, "WARC-Concurrent-To": record_id})
        warc, file = self._file(paper, f"{fetched_at:%Y-%m}")
        offset = self._append(warc, file, member + tail)
        return Capture(url, fetched_at, status, warc, offset, len(member), digest)

    def sync(self) -> None:
        """Force everything written so far to the disk."""
        for _, warc, file in self._open.values():
            with _explained(self.directory / warc):
                os.fsync(file)

    def close(self) -> None:
        """Force everything to the disk and close the files."""
        try:
            self.sync()
        finally:
            for _, _, file in self._open.values():
                os.close(file)
            self._open.clear()

    def _file(self, paper: str, month: str) -> tuple[str, int]:
        known = self._open.get(paper)
        if known is not None:
            if known[0] == month:
                return known[1], known[2]
            os.fsync(known[2])
            os.close(known[2])
            del self._open[paper]
        if not _SLUG.fullmatch(paper):
            raise StorageError(f"{paper!r} is no name of a paper: file names are made of a-z 0-9 _ - only")
        with _explained(self.directory / paper):
            (self.directory / paper).mkdir(parents=True, exist_ok=True)
            for number in range(1, 10_000):
                suffix = "" if number == 1 else f"-{number}"
                warc = f"{paper}/{paper}-{month}{suffix}.warc.gz"
                file = os.open(self.directory / warc, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
                if _ends_whole(file):
                    break
                os.close(file)
        self._open[paper] = (month, warc, file)
        if os.fstat(file).st_size == 0:
            self._append(warc, file, _warcinfo(Path(warc).name, self.software))
        return warc, file

    def _append(self, warc: str, file: int, data: bytes) -> int:
        with _explained(self.directory / warc):
            start = os.fstat(file).st_size
            written = 0
            try:
                while written < len(data):
                    written += os.write(file, data[written:])
            except OSError:
                # Nobody knows of this record yet: without it the file is whole again.
                os.ftruncate(file, start)
                raise
        return start


def read(directory: Path | str, warc: str, offset: int, length: int, sha256: str | None = None) -> Record:
    """The response at that place of the archive; with `sha256`, only if its body has that digest.

    Raises CaptureDamaged when file or record are not there or are not what was written, whatever bit of
    it changed: gzip's own checksum covers the record, the digests its body.
    """
    where = f"{warc} at byte {offset}"
    path = Path(directory, warc)
    if Path(warc).is_absolute() or ".." in Path(warc).parts:
        raise CaptureDamaged(f"{warc!r} is no path inside the archive")
    try:
        with path.open("rb") as file:
            file.seek(offset)
            member = file.read(length)
    except OSError as error:
        raise CaptureDamaged(f"{path} cannot be read: {error.strerror or error}") from error
    if len(member) < length:
        raise CaptureDamaged(f"{where}: the file ends within the record")
    inflater = zlib.decompressobj(_GZIP)
    try:
        data = inflater.decompress(member, _LARGEST)
    except zlib.error as error:
        raise CaptureDamaged(f"{where}: the record is damaged ({error})") from error
    if not inflater.eof or inflater.unused_data:
        raise CaptureDamaged(f"{where}: the record does not end where it should")
    try:
        record = ArcWarcRecordLoader().parse_record_stream(io.BytesIO(data), known_format="warc")
        body: bytes = record.raw_stream.read()
        found = hashlib.sha256(body).hexdigest()
        promised = record.rec_headers.get_header("WARC-Payload-Digest")
        if record.http_headers is None or record.rec_type != "response" or promised != f"sha256:{found}":
            raise CaptureDamaged(f"{where}: no response with the digest it names")
        if sha256 is not None and sha256 != found:
            raise CaptureDamaged(f"{where}: the body has another SHA-256 than the database noted")
        return _record(record, body)
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError) as error:
        raise CaptureDamaged(f"{where}: no WARC record ({error})") from error


def _record(record: Any, body: bytes) -> Record:
    fields = record.rec_headers
    issue = (fields.get_header("X-Banmian-Issue") or "").rpartition(" ")[2]
    return Record(
        url=fields.get_header("WARC-Target-URI"),
        status=int(record.http_headers.get_statuscode()),
        headers=tuple((str(name), str(value)) for name, value in record.http_headers.headers),
        body=body,
        fetched_at=dt.datetime.fromisoformat(fields.get_header("WARC-Date")),
        date=dt.date.fromisoformat(issue) if issue else None,
    )


def _response(
    url: str, status: int, headers: Headers, body: bytes, fields: dict[str, str]
) -> tuple[str, bytes]:
    kept = [
        (f"X-Archive-Orig-{name}" if name.lower() in _CHANGED_BY_DECODING else name, value)
        for name, value in _clean(headers)
    ]
    reason = HTTPStatus(status).phrase if status in HTTPStatus.__members__.values() else "Unknown"
    http = StatusAndHeaders(
        f"{status} {reason}", [*kept, ("Content-Length", str(len(body)))], protocol="HTTP/1.1"
    )
    return _member("response", url, http, body, fields)


def _request(url: str, headers: Headers, fields: dict[str, str]) -> bytes:
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    http = StatusAndHeaders(f"{path} HTTP/1.1", list(_clean(headers)), protocol="GET")
    without_digest = {name: value for name, value in fields.items() if name != "WARC-Payload-Digest"}
    return _member("request", url, http, b"", without_digest)[1]


def _member(kind: str, url: str, http: Any, body: bytes, fields: dict[str, str]) -> tuple[str, bytes]:
    plain = io.BytesIO()
    writer = WARCWriter(plain, gzip=False, warc_version="WARC/1.1")
    record = writer.create_warc_record(
        url, kind, payload=io.BytesIO(body), length=len(body), http_headers=http, warc_headers_dict=fields
    )
    writer.write_record(record)
    return record.rec_headers.get_header("WARC-Record-ID"), _compress(plain.getvalue())


def _warcinfo(name: str, software: str) -> bytes:
    plain = io.BytesIO()
    writer = WARCWriter(plain, gzip=False, warc_version="WARC/1.1")
    info = {"software": software, "format": "WARC File Format 1.1"}
    writer.write_record(writer.create_warcinfo_record(name, info))
    return _compress(plain.getvalue())


def _compress(data: bytes) -> bytes:
    deflater = zlib.compressobj(6, zlib.DEFLATED, _GZIP)
    return deflater.compress(data) + deflater.flush()


def _clean(headers: Headers) -> Iterator[tuple[str, str]]:
    # A header is the network's word: a line break in it must not become a header of its own.
    for name, value in headers:
        token = _NO_TOKEN.sub("", name)
        if token:
            yield token, _ascii(_CONTROL.sub(" ", value))


def _ascii(text: str) -> str:
    return "".join(c if c.isascii() else quote(c, errors="replace") for c in text)


def _ends_whole(file: int) -> bool:
    """Whether an archive file ends with the end of a gzip member (an empty one does).

    Looked for from the end: a member that begins at one of gzip's magic numbers and ends, checksum and
    all, with the file. A whole file is read in its last record only; where the last megabytes hold no
    such member the file counts as torn.
    """
    size = os.fstat(file).st_size
    window, tried = 1 << 16, size
    while tried > max(0, size - _LONGEST_TAIL):
        start = max(0, size - window)
        data = os.pread(file, size - start, start)
        at = tried - start
        while (at := data.rfind(_MAGIC, 0, at + len(_MAGIC) - 1)) >= 0:
            if _is_member(memoryview(data)[at:]):
                return True
        tried, window = start, window * 8
    return size == 0


def _is_member(data: memoryview) -> bool:
    inflater = zlib.decompressobj(_GZIP)
    try:
        for start in range(0, len(data), 1 << 16):
            inflater.decompress(data[start : start + (1 << 16)])
            if inflater.eof:
                return start + (1 << 16) >= len(data) and not inflater.unused_data
    except zlib.error:
        pass
    return False


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror or error}") from error
