"""The id of an archive, which stands in the names of the files written into it.

It is drawn at random and kept in the archive, `ids/{id}.json`, with the machine and the directory it was
drawn for. Where either is another one (the archive was copied, restored, taken to another machine), a new
one is drawn: two archives that both grow never write files of one name. All ids an archive ever had stay
there, so that it knows which files it should have.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
import socket
from pathlib import Path
from typing import Any

from storage.archives import is_remote, local_directory
from storage.captures import remote
from storage.captures.files import Address, ids_of, piece, written
from storage.captures.names import IDS, letters
from storage.errors import StorageError

_MACHINE_IDS = ("/etc/machine-id", "/var/lib/dbus/machine-id")


def archive_id(directory: Path) -> str:
    """The id for new files in a directory of this machine, which is made. Raises StorageError."""
    try:
        (directory / IDS).mkdir(parents=True, exist_ok=True)
        here = {"machine": _machine(), "directory": directory.stat().st_ino}
        for file in sorted((directory / IDS).glob("*.json")):
            if here.items() <= _read(file).items():
                return file.stem
        drawn = letters(secrets.token_bytes(8))
        since = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        note = {**here, "host": socket.gethostname(), "since": since}
        with written(directory / IDS / f"{drawn}.json") as out:
            out.write(json.dumps(note).encode())
        return drawn
    except OSError as error:
        raise StorageError(f"{directory} cannot be written: {error.strerror or error}") from error


def take_ids(archive: Address, other: Address) -> None:
    """Notes the ids of another archive, all of whose files were taken into this one."""
    for taken in ids_of(other) - ids_of(archive):
        path = local_directory(archive) / IDS / f"{taken}.json"
        with written(path) as file:
            file.write(piece(other, f"{IDS}/{taken}.json", 0, 10_000))
        if is_remote(archive):
            remote.put(str(archive), f"{IDS}/{taken}.json", path)


def _machine() -> str:
    """What tells this machine from others: its own id, and its name, for containers made of one image."""
    own = next((text for text in map(_text, map(Path, _MACHINE_IDS)) if text), "")
    return hashlib.sha256(f"{own} {socket.gethostname()}".encode()).hexdigest()[:16]


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _read(file: Path) -> dict[str, Any]:
    """What a note says; {} where it is none."""
    try:
        value = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}
