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
import os
import secrets
import socket
from pathlib import Path
from typing import Any

from storage.captures.names import letters
from storage.errors import StorageError

FOLDER = "ids"
_MACHINE_IDS = ("/etc/machine-id", "/var/lib/dbus/machine-id")


def archive_id(directory: Path) -> str:
    """The id for new files in a directory of this machine, which is made. Raises StorageError."""
    try:
        (directory / FOLDER).mkdir(parents=True, exist_ok=True)
        here = {"machine": _machine(), "directory": directory.stat().st_ino}
        for file in sorted((directory / FOLDER).glob("*.json")):
            if here.items() <= _read(file).items():
                return file.stem
        drawn = letters(secrets.token_bytes(8))
        since = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        _write(directory / FOLDER / f"{drawn}.json", {**here, "host": socket.gethostname(), "since": since})
        return drawn
    except OSError as error:
        raise StorageError(f"{directory} cannot be written: {error.strerror or error}") from error


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


def _write(file: Path, value: dict[str, object]) -> None:
    """On the disk when this returns; whole or not at all."""
    part = file.with_name(f".{file.name}.{os.getpid()}")
    with part.open("w", encoding="utf-8") as out:
        json.dump(value, out)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
