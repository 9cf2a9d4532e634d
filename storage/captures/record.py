"""One WARC/1.1 record as the bytes of one gzip member, and back.

Written by warcio, so that public tools read it. The member's header carries, in an extra field that gzip
readers skip, the member's length and a CRC-32 of its compressed bytes: a file can be walked without
unpacking it, and every bit of it is covered (gzip's own checksum covers the content only: a bit of its
header, or of the padding behind the compressed data, may change unnoticed).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from storage.database import StorageError

Headers = Iterable[tuple[str, str]]

SIGN = b"\x1f\x8b\x08\x04\0\0\0\0\0\xff\x0c\0BN\x08\0"
"""How a member begins: gzip with one extra field BN of eight bytes (length and CRC-32, little endian)."""
HEADER = len(SIGN) + 8
"""Bytes before the compressed data."""
LARGEST = 256 * 1024 * 1024
"""Bytes of a record after decompression; nothing we write is that large."""
_REVISIT = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_CHANGED_BY_DECODING = {"content-encoding", "transfer-encoding", "content-length"}
_NO_TOKEN = re.compile(r"[^!#$%&'*+.^_`|~0-9A-Za-z-]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_NUMBERS = struct.Struct("<II")
_CHECKSUM = struct.Struct("<II")


class CaptureDamaged(StorageError):
    """The archived bytes are not those that were written."""


@dataclass(frozen=True, slots=True)
class Block:
    """One WARC record, unpacked."""

    fields: Mapping[str, str]
    """The WARC header fields, names in lower case."""
    status: int
    """The HTTP status code; 0 where the record is no response."""
    headers: tuple[tuple[str, str], ...]
    """The HTTP headers."""
    body: bytes
    """What follows the headers; b'' for a revisit."""

    @property
    def kind(self) -> str:
        """WARC-Type: response, revisit, request, warcinfo."""
        return self.fields.get("warc-type", "")

    @property
    def sha256(self) -> str:
        """The SHA-256 of the body (of a revisit: of the body it repeats), 64 hex digits; '' for none."""
        return self.fields.get("warc-payload-digest", "").removeprefix("sha256:")

    @property
    def fetched_at(self) -> dt.datetime:
        """WARC-Date, UTC."""
        return dt.datetime.fromisoformat(self.fields["warc-date"])


def response(url: str, status: int, headers: Headers, body: bytes, fields: Mapping[str, str]) -> bytes:
    """The member of a response; `fields` are further WARC header fields, `body` is content-decoded."""
    return _member("response", url, _http(status, headers, len(body)), body, fields)


def revisit(url: str, status: int, headers: Headers, size: int, fields: Mapping[str, str]) -> bytes:
    """The member of a response whose body (`size` bytes) an earlier record holds, named in `fields`."""
    return _member("revisit", url, _http(status, headers, size), b"", {**fields, "WARC-Profile": _REVISIT})


def request(url: str, headers: Headers, fields: Mapping[str, str]) -> bytes:
    """The member of the request that led to a response."""
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    http = StatusAndHeaders(f"{path} HTTP/1.1", list(_clean(headers)), protocol="GET")
    return _member("request", url, http, b"", fields)


def warcinfo(name: str, software: str) -> bytes:
    """The member a file begins with."""
    plain = io.BytesIO()
    writer = WARCWriter(plain, gzip=False, warc_version="WARC/1.1")
    info = {"software": software, "format": "WARC File Format 1.1"}
    writer.write_record(writer.create_warcinfo_record(name, info))
    return compress(plain.getvalue())


def compress(data: bytes) -> bytes:
    """The gzip member of some bytes, with its length and CRC-32 in its header (see the module)."""
    deflater = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = deflater.compress(data) + deflater.flush()
    tail = packed + _CHECKSUM.pack(zlib.crc32(data), len(data))
    length = HEADER + len(tail)
    return SIGN + _NUMBERS.pack(length, _crc(length, tail)) + tail


def length_of(start: bytes) -> int | None:
    """The length of the member that begins with these bytes (HEADER of them); None when none does."""
    if len(start) < HEADER or not start.startswith(SIGN):
        return None
    length: int = _NUMBERS.unpack_from(start, len(SIGN))[0]
    return length if length > HEADER + _CHECKSUM.size else None


def is_whole(member: bytes) -> bool:
    """Whether not one bit of a member differs from what `compress` made."""
    if length_of(member[:HEADER]) != len(member):
        return False
    length, crc = _NUMBERS.unpack_from(member, len(SIGN))
    return bool(crc == _crc(length, memoryview(member)[HEADER:]))


def is_cut_off(rest: bytes) -> bool:
    """Whether the rest of a file is the beginning of a member whose end was never written."""
    if len(rest) < HEADER:
        return SIGN.startswith(rest[: len(SIGN)])
    length = length_of(rest[:HEADER])
    if length is None or length <= len(rest):
        return False
    # A whole member whose length alone was damaged is not cut off.
    crc = _NUMBERS.unpack_from(rest, len(SIGN))[1]
    return bool(crc != _crc(len(rest), memoryview(rest)[HEADER:]))


def unpack(member: bytes, where: str) -> bytes:
    """The bytes in a member. Raises CaptureDamaged, whose text begins with `where`."""
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        data = inflater.decompress(member, LARGEST)
    except zlib.error as error:
        raise CaptureDamaged(f"{where}: the record is damaged ({error})") from error
    if not inflater.eof or inflater.unused_data:
        raise CaptureDamaged(f"{where}: the record does not end where it should")
    return data


def beginning(member: bytes, size: int = 2048) -> bytes:
    """The first `size` bytes in a member, as far as they can be unpacked."""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(member, size)
    except zlib.error:
        return b""


def fields_of(data: bytes) -> dict[str, str]:
    """The WARC header fields a record begins with, names in lower case; {} where there is no record."""
    head, end, _ = data.partition(b"\r\n\r\n")
    version, *lines = head.decode("utf-8", "replace").split("\r\n")
    if not end or not version.startswith("WARC/"):
        return {}
    return {name.lower(): value for name, value in _named(lines)}


def parse(data: bytes, where: str) -> Block:
    """The record in unpacked bytes. Raises CaptureDamaged when it is none, or not what its digest names."""
    fields = fields_of(data)
    block = data[data.find(b"\r\n\r\n") + 4 :]
    size = fields.get("content-length", "")
    if not size.isdecimal() or block[int(size) :] != b"\r\n\r\n":
        raise CaptureDamaged(f"{where}: no WARC record")
    block = block[: int(size)]
    if not fields.get("content-type", "").startswith("application/http"):
        return Block(fields, 0, (), block)
    head, end, body = block.partition(b"\r\n\r\n")
    first, *lines = head.decode("utf-8", "replace").split("\r\n")
    status = first.split(" ")[1] if " " in first else ""
    found = Block(fields, int(status) if status.isdecimal() else 0, tuple(_named(lines)), body)
    if not end:
        raise CaptureDamaged(f"{where}: no WARC record")
    if found.kind == "response" and found.sha256 != hashlib.sha256(body).hexdigest():
        raise CaptureDamaged(f"{where}: no response with the digest it names")
    return found


def _crc(length: int, tail: bytes | memoryview) -> int:
    return zlib.crc32(tail, zlib.crc32(length.to_bytes(4, "little")))


def _named(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        name, _, value = line.partition(":")
        yield name, value.strip(" ")


def _http(status: int, headers: Headers, size: int) -> Any:
    kept = [
        (f"X-Archive-Orig-{name}" if name.lower() in _CHANGED_BY_DECODING else name, value)
        for name, value in _clean(headers)
    ]
    reason = HTTPStatus(status).phrase if status in HTTPStatus.__members__.values() else "Unknown"
    return StatusAndHeaders(f"{status} {reason}", [*kept, ("Content-Length", str(size))], protocol="HTTP/1.1")


def _member(kind: str, url: str, http: Any, body: bytes, fields: Mapping[str, str]) -> bytes:
    plain = io.BytesIO()
    writer = WARCWriter(plain, gzip=False, warc_version="WARC/1.1")
    record = writer.create_warc_record(
        url,
        kind,
        payload=io.BytesIO(body),
        length=len(body),
        http_headers=http,
        warc_headers_dict=dict(fields),
    )
    writer.write_record(record)
    return compress(plain.getvalue())


def _clean(headers: Headers) -> Iterator[tuple[str, str]]:
    # A header is the network's word: a line break in it must not become a header of its own.
    for name, value in headers:
        token = _NO_TOKEN.sub("", name)
        if token:
            yield token, _ascii(_CONTROL.sub(" ", value))


def _ascii(text: str) -> str:
    return "".join(c if c.isascii() else quote(c, errors="replace") for c in text)
