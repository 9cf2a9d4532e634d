"""Notes in the archive (WARC `metadata` records): what must survive when only the archive does; and bytes
that are taken out of it.

A record that is taken out is replaced, to the byte, by a note of the same length: every other place stays.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from storage.archives import is_remote, local_directory
from storage.captures import remote
from storage.captures.members import SIGN, CaptureDamaged, pack
from storage.captures.read import block_at
from storage.database import StorageError

OVERWRITTEN = "overwritten"
_RECORD = b"WARC/1.1\r\n%s\r\n\r\n%s\r\n\r\n"


def note(paper: str, date: dt.date, kind: str, said: Mapping[str, object]) -> bytes:
    """The bytes of a note about an issue, as a record; `kind` says what it is about."""
    return _record(paper, date, kind, json.dumps(said, ensure_ascii=False).encode())


def notes_at(
    directory: Path | str, places: Sequence[tuple[str, int, int]]
) -> tuple[dict[str, list[dict[str, Any]]], list[str]]:
    """Kind → what the notes at these places say, in their order; and a sentence for each that is damaged."""
    found: dict[str, list[dict[str, Any]]] = {}
    damaged = []
    for place in places:
        try:
            block = block_at(directory, *place)
        except CaptureDamaged as error:
            damaged.append(str(error))
            continue
        kind = block.fields.get("x-banmian-note", "")
        if kind not in ("", OVERWRITTEN):
            found.setdefault(kind, []).append(dict(json.loads(block.body)))
    return found, damaged


def _record(paper: str, date: dt.date, kind: str, body: bytes) -> bytes:
    fields = {
        "WARC-Type": "metadata",
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid4()}>",
        "WARC-Date": dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "X-Banmian-Issue": f"{paper} {date.isoformat()}",
        "X-Banmian-Note": kind,
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
    }
    return _RECORD % ("\r\n".join(f"{name}: {value}" for name, value in fields.items()).encode(), body)


def overwrite(
    directory: Path | str, paper: str, date: dt.date, place: tuple[str, int, int], *, damaged: bool = False
) -> None:
    """Replaces the record at a place by a note of its length; on the disk when this returns.

    Raises StorageError, also where no record begins there, unless it is known to be damaged.
    """
    warc, offset, length = place
    path = local_directory(directory) / warc
    member = _of_length(paper, date, length)
    if path.exists() or not is_remote(directory):
        _overwrite(path, warc, offset, member, damaged)
        return
    with TemporaryDirectory() as folder:
        copy = Path(folder, "copy")
        remote.fetch(str(directory), warc, copy)
        _overwrite(copy, warc, offset, member, damaged)
        remote.put(str(directory), warc, copy)
        if remote.compare(str(directory), warc, copy) != "same":
            raise StorageError(f"{directory}/{warc} was not overwritten as it should be")


def _overwrite(path: Path, warc: str, offset: int, member: bytes, damaged: bool) -> None:
    try:
        with path.open("r+b", buffering=0) as file:
            file.seek(offset)
            if not damaged and not file.read(len(SIGN)).startswith(SIGN):
                raise StorageError(f"{warc} at byte {offset}: no record begins here, nothing is overwritten")
            file.seek(offset)
            file.write(member)
            os.fsync(file.fileno())
    except OSError as error:
        raise StorageError(f"{path} cannot be overwritten: {error.strerror or error}") from error


def _of_length(paper: str, date: dt.date, length: int) -> bytes:
    """A note whose member has exactly that length: stored, not compressed, and filled with spaces."""
    member = pack(_record(paper, date, OVERWRITTEN, b""), level=0)
    fill = 0
    for _ in range(8):  # a longer body makes a longer length field, and every 64 kB a header of five bytes
        if len(member) == length:
            return member
        fill += length - len(member)
        if fill < 0:
            break
        member = pack(_record(paper, date, OVERWRITTEN, b" " * fill), level=0)
    raise StorageError(f"a record of {length} bytes is too short to be overwritten")
