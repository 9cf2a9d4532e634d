"""What a hostile server may answer, each kind by name (see `tests.support.faults`)."""

from __future__ import annotations

import gzip
import zlib
from functools import cache

import brotli

from crawler.demo.newsstand import Handler, Resource
from tests.support.faults import BOMB_SIZE, Break, Fault

FLOOD_SIZE = 64 * 1024 * 1024
"""Where a flood of headers ends, should nobody hang up (bytes)."""
LARGE_SIZE = 17 * 1024 * 1024


def _says(handler: Handler, fault: Fault, _: Resource) -> None:
    """A page of another kind under the address: `value` is its HTML."""
    handler.answer(200, "text/html; charset=utf-8", fault.value.encode())


def _refuses(handler: Handler, fault: Fault, _: Resource) -> None:
    """An error with a page to it: `value` is its HTML."""
    handler.answer(int(fault.kind), "text/html; charset=utf-8", fault.value.encode())


def _large(handler: Handler, _: Fault, __: Resource) -> None:
    handler.answer(200, "text/html", b"", {"Content-Length": str(LARGE_SIZE)})
    handler.close_connection = True


@cache
def _brotli_bomb() -> bytes:
    return brotli.compress(b" " * BOMB_SIZE, quality=1)


def _br_bomb(handler: Handler, _: Fault, __: Resource) -> None:
    handler.answer(200, "text/html", _brotli_bomb(), {"Content-Encoding": "br"})


def _deflate_bomb(handler: Handler, _: Fault, __: Resource) -> None:
    handler.answer(200, "text/html", zlib.compress(b" " * BOMB_SIZE, 1), {"Content-Encoding": "deflate"})


def _nested_gzip(handler: Handler, _: Fault, found: Resource) -> None:
    body = gzip.compress(gzip.compress(found[1]))
    handler.answer(200, found[0], body, {"Content-Encoding": "gzip, gzip"})


def _many_members(handler: Handler, _: Fault, __: Resource) -> None:
    handler.answer(200, "text/html", gzip.compress(b"") * 100_000, {"Content-Encoding": "gzip"})


def _half_gzip(handler: Handler, _: Fault, found: Resource) -> None:
    """All bytes that are promised arrive, but the stream in them breaks off."""
    body = gzip.compress(found[1])
    handler.answer(200, found[0], body[: len(body) // 2], {"Content-Encoding": "gzip"})


def _damaged_gzip(handler: Handler, _: Fault, found: Resource) -> None:
    body = bytearray(gzip.compress(found[1]))
    body[len(body) // 2] ^= 0xFF
    handler.answer(200, found[0], bytes(body), {"Content-Encoding": "gzip"})


def _gzip(handler: Handler, _: Fault, found: Resource) -> None:
    """No attack: a page as most servers send it, with the padding some add."""
    handler.answer(200, found[0], gzip.compress(found[1]) + b"\0" * 8, {"Content-Encoding": "gzip"})


def _flood(handler: Handler, _: Fault, __: Resource) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    block = b"".join(b"X-%d: %s\r\n" % (number, b"x" * 1000) for number in range(64))
    for _block in range(FLOOD_SIZE // len(block)):
        if handler.server.closing.is_set():
            break
        handler.wfile.write(block)
    handler.close_connection = True


def _endless_line(handler: Handler, _: Fault, __: Resource) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Line: ")
    block = b"x" * 65536
    for _block in range(FLOOD_SIZE // len(block)):
        if handler.server.closing.is_set():
            break
        handler.wfile.write(block)
    handler.close_connection = True


def _silence(handler: Handler, _: Fault, __: Resource) -> None:
    """No answer, for half a minute at most."""
    handler.server.closing.wait(30)
    handler.close_connection = True


def _drip_head(handler: Handler, _: Fault, __: Resource) -> None:
    """A header line every 50 ms, for half a minute at most."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(600):
        handler.wfile.write(b"X-%d: x\r\n" % number)
        handler.wfile.flush()
        if handler.server.closing.wait(0.05):
            break
    handler.close_connection = True


def _hostile_headers(handler: Handler, _: Fault, found: Resource) -> None:
    """A sound page whose headers want to be a file name, a path and a header of their own."""
    hostile = {
        "Content-Disposition": 'attachment; filename="../../../etc/cron.d/banmian"',
        "Content-Location": "file:///etc/passwd",
        "X-Path": "../" * 30 + "etc/passwd",
        "X-Bytes": bytes(range(0x80, 0x100)).decode("latin-1"),
        "Set-Cookie": "WARC-Target-URI=../../x",
        "Refresh": "0; url=http://127.0.0.1:9/",
    }
    handler.answer(200, found[0], found[1], hostile)


ATTACKS: dict[str, Break] = {
    "says": _says,
    **dict.fromkeys(("401", "405", "451", "521"), _refuses),
    "large": _large,
    "br_bomb": _br_bomb,
    "deflate_bomb": _deflate_bomb,
    "nested_gzip": _nested_gzip,
    "many_members": _many_members,
    "half_gzip": _half_gzip,
    "damaged_gzip": _damaged_gzip,
    "gzip": _gzip,
    "flood": _flood,
    "endless_line": _endless_line,
    "silence": _silence,
    "drip_head": _drip_head,
    "hostile_headers": _hostile_headers,
}
