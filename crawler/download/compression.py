"""Content decoding with a limit: what unfolds to more than a page may be, or not whole, is no page."""

from __future__ import annotations

import zlib
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.download.reasons import Reason

_WINDOW = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}
_GZIP_MAGIC = b"\x1f\x8b"
_MOST_MEMBERS = 16


class Unpackable(ValueError):
    """A body that cannot be unpacked; the message says why."""


class Decompression:
    """Asks for gzip and unpacks it: Scrapy's own takes what it can get of a body that breaks off."""

    def __init__(self, largest: int) -> None:
        self.largest = largest

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Called by Scrapy; the limit is the setting DOWNLOAD_MAXSIZE."""
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_request(self, request: Request) -> None:
        """Says what we understand."""
        request.headers.setdefault("Accept-Encoding", "gzip, deflate")

    def process_response(self, request: Request, response: Response) -> Response:
        """The response with its body unpacked; the header stays, for the archive."""
        names = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1").lower()
        codings = [name.strip() for name in names.split(",") if name.strip() not in ("", "identity")]
        if not codings or not response.body:
            return response
        if len(codings) > 1 or codings[0] not in _WINDOW:
            raise Reason("http_error", f"content coding {', '.join(codings)[:80]!r}, which was not asked for")
        try:
            return response.replace(body=unpack(response.body, codings[0], self.largest))
        except Unpackable as error:
            raise Reason("http_error", f"content coding {codings[0]}: {error}") from error


def unpack(body: bytes, coding: str, largest: int) -> bytes:
    """A gzip or deflate body unpacked, at most `largest` bytes. Raises Unpackable."""
    if coding == "deflate":
        # The name means zlib's format; some servers send the bare stream.
        try:
            return _inflate(body, zlib.MAX_WBITS, largest)[0]
        except zlib.error:
            return _inflated(body, -zlib.MAX_WBITS, largest)[0]
    pieces: list[bytes] = []
    for _ in range(_MOST_MEMBERS):
        piece, body = _inflated(body, _WINDOW[coding], largest - sum(map(len, pieces)))
        pieces.append(piece)
        if not body.startswith(_GZIP_MAGIC):  # the end, or the padding some servers add
            return b"".join(pieces)
    raise Unpackable(f"more than {_MOST_MEMBERS} members")


def _inflated(body: bytes, window: int, largest: int) -> tuple[bytes, bytes]:
    try:
        return _inflate(body, window, largest)
    except zlib.error as error:
        raise Unpackable(f"damaged ({error})") from error


def _inflate(body: bytes, window: int, largest: int) -> tuple[bytes, bytes]:
    inflater = zlib.decompressobj(window)
    piece = inflater.decompress(body, largest + 1)
    if len(piece) > largest:
        raise Unpackable("more than a page may have after unpacking")
    if not inflater.eof:
        raise Unpackable("it breaks off")
    return piece, inflater.unused_data
