"""Our gzip members: made, checked, unpacked, and found in a file.

A member's header carries, in an extra field that gzip readers skip, the member's length and a CRC-32 of its
compressed bytes: a file can be walked without unpacking it, and every bit of it is covered (gzip's own
checksum covers the content only: a bit of its header, or of the padding behind the compressed data, may
change unnoticed).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

from storage.captures.files import Bytes
from storage.database import StorageError

if TYPE_CHECKING or not find_spec("zlib_ng"):
    import zlib
else:  # the same format, made in half the time (the extra `fast`)
    from zlib_ng import zlib_ng as zlib

SIGN = b"\x1f\x8b\x08\x04\0\0\0\0\0\xff\x0c\0BN\x08\0"
"""How a member begins: gzip with one extra field BN of eight bytes (length and CRC-32, little endian)."""
HEADER = len(SIGN) + 8
"""Bytes before the compressed data."""
LARGEST = 256 * 1024 * 1024
"""Bytes of a record after decompression; nothing we write is that large."""
_LONGEST_TAIL = 64 * 1024 * 1024
"""How far from the end of a file its last member is looked for; larger than any compressed record."""
_NUMBERS = struct.Struct("<II")
_CHECKSUM = struct.Struct("<II")


class CaptureDamaged(StorageError):
    """The archived bytes are not those that were written."""


def compress(data: bytes) -> bytes:
    """The gzip member of some bytes, with its length and CRC-32 in its header (see the module)."""
    return pack(data, level=6)


def pack(data: bytes, level: int) -> bytes:
    """The same with a level of zlib's; 0: stored as it is."""
    deflater = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = deflater.compress(data) + deflater.flush()
    tail = packed + _CHECKSUM.pack(zlib.crc32(data), len(data))
    length = HEADER + len(tail)
    return SIGN + _NUMBERS.pack(length, _crc(length, tail)) + tail


def length_of(start: bytes) -> int | None:
    """The length of the member that begins with these bytes (HEADER of them); None where none begins."""
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


def spans(data: Bytes) -> Iterator[tuple[int, int, bool]]:
    """The members of a file and what lies between them, from its first byte to its last.

    Yields (offset, length, whether that is a member), without unpacking: where a member does not end at the
    beginning of another (or at the end of the file) and its checksum is wrong, it is no member.
    """
    offset, end = 0, len(data)
    while offset < end:
        length = length_of(data[offset : offset + HEADER])
        if length is not None and _ends_well(data, offset, offset + length):
            yield offset, length, True
        else:
            following = data.find(SIGN, offset + 1)
            length = (following if following >= 0 else end) - offset
            yield offset, length, False
        offset += length


def _ends_well(data: Bytes, offset: int, end: int) -> bool:
    if end == len(data) or data[end : end + len(SIGN)] == SIGN:
        return True
    return end < len(data) and is_whole(data[offset:end])


def ends_whole(data: Bytes) -> bool:
    """Whether a file ends where a member ends (an empty one does), as `spans` would find, but from the end.

    Only the last member is read; where the last megabytes hold no whole one, the file counts as torn.
    """
    at = size = len(data)
    while (at := data.rfind(SIGN, max(0, size - _LONGEST_TAIL), at + len(SIGN) - 1)) >= 0:
        if length_of(data[at : at + HEADER]) == size - at:
            return is_whole(data[at:])
    return size == 0


def _crc(length: int, tail: bytes | memoryview) -> int:
    return zlib.crc32(tail, zlib.crc32(length.to_bytes(4, "little")))
