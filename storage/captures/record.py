"""One WARC/1.1 record as bytes, and back. Written by warcio, so that public tools read it."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from storage.captures.members import CaptureDamaged, compress

Headers = Iterable[tuple[str, str]]

_REVISIT = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_CHANGED_BY_DECODING = {"content-encoding", "transfer-encoding", "content-length"}
_NO_TOKEN = re.compile(r"[^!#$%&'*+.^_`|~0-9A-Za-z-]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


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
        """WARC-Type: response, revisit, request, warcinfo, metadata."""
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


def fields_of(data: bytes) -> dict[str, str]:
    """The WARC header fields a record begins with, names in lower case; {} where there is no record."""
    head, end, _ = data.partition(b"\r\n\r\n")
    version, *lines = head.decode("utf-8", "replace").split("\r\n")
    if not end or not version.startswith("WARC/"):
        return {}
    return {name.lower(): value for name, value in _named(lines)}


def moment_of(fields: Mapping[str, str]) -> dt.datetime:
    """WARC-Date; the beginning of 1970 where there is none."""
    try:
        return dt.datetime.fromisoformat(fields["warc-date"])
    except (KeyError, ValueError):
        return dt.datetime.fromtimestamp(0, dt.UTC)


def parse(data: bytes, where: str) -> Block:
    """The record in unpacked bytes. Raises CaptureDamaged for anything else, or a wrong digest."""
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
    if text.isascii():
        return text
    return "".join(c if c.isascii() else quote(c, errors="replace") for c in text)
