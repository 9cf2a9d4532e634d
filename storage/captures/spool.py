"""What was written for an archive that is no directory: kept on this machine until it lies there, checked.

While a file is in a spool, a note in the archive (`spool/{file}.json`) says on which machine.
"""

from __future__ import annotations

import json
import logging
import socket
from pathlib import Path

from storage.archives import is_remote, local_directory
from storage.captures import remote
from storage.captures.files import Address, ids_of, warc_files
from storage.captures.names import IDS
from storage.errors import StorageError

_FOLDER = "spool"
logger = logging.getLogger("banmian")


def announce(archive: str, warc: str) -> None:
    """Notes in the archive that a file is being written on this machine. Raises StorageError."""
    remote.put_bytes(archive, _note(warc), json.dumps(_here(archive)).encode())


def spooled(archive: Address) -> dict[str, str]:
    """The files that lie in spools of other machines → where that is, in words.

    What should be in this machine's own spool is found there, or is lost.
    """
    if not is_remote(archive):
        return {}
    found = {}
    for paper in remote.names(str(archive), _FOLDER):
        for name in remote.names(str(archive), f"{_FOLDER}/{paper}"):
            warc = f"{paper}/{name.removesuffix('.json')}"
            note = json.loads(remote.piece(str(archive), _note(warc), 0, 10_000))
            if note != _here(str(archive)):
                found[warc] = f"in the spool of {note['host']} ({note['directory']})"
    return found


def send(archive: Address, paper: str) -> int:
    """Moves what this machine has of a paper up to an archive that is no directory; how many files.

    Whoever calls it holds the paper's lock, and nothing is being written. What a crash left is moved, too.
    Raises StorageError where the archive cannot be reached: everything stays here then.
    """
    if not is_remote(archive):
        return 0
    address, directory = str(archive), local_directory(archive)
    for note in {f"{one}.json" for one in ids_of(directory)} - set(remote.names(address, IDS)):
        remote.put(address, f"{IDS}/{note}", directory / IDS / note)
    waiting = warc_files(directory, paper)
    for warc in waiting:
        send_file(address, warc)
    if waiting:
        logger.info("%s: %d files moved to %s", paper, len(waiting), address)
    _forget_moved(address, paper)
    return len(waiting)


def send_file(archive: str, warc: str) -> None:
    """Moves a file that is written no more up, and removes it here when all its bytes were read there."""
    path = local_directory(archive) / warc
    if path.stat().st_size:
        there = "part" if remote.size_of(archive, warc) < 0 else remote.compare(archive, warc, path)
        if there == "part":  # not yet, or what a crash or a lost connection left
            remote.put(archive, warc, path)
            there = remote.compare(archive, warc, path)
        if there != "same":
            raise StorageError(f"{path}: {archive} has another file of that name; nothing was overwritten")
    _remove(path)
    remote.remove(archive, _note(warc))


def _here(archive: str) -> dict[str, str]:
    return {"host": socket.gethostname(), "directory": str(local_directory(archive).absolute())}


def send_aside(archive: str, warc: str) -> None:
    """`send_file`, for a run that goes on: what cannot be moved now, `send` moves at its end, or says why."""
    try:
        send_file(archive, warc)
    except StorageError as error:
        logger.warning("%s stays in the spool for now: %s", warc, error)


def _forget_moved(archive: str, paper: str) -> None:
    """Removes this machine's notes of files that were moved by a run that was killed before it did so."""
    directory = local_directory(archive)
    for name in remote.names(archive, f"{_FOLDER}/{paper}"):
        warc = f"{paper}/{name.removesuffix('.json')}"
        if not (directory / warc).exists() and remote.size_of(archive, warc) >= 0:
            remote.remove(archive, _note(warc))


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        raise StorageError(f"{path} cannot be removed: {error.strerror or error}") from error


def _note(warc: str) -> str:
    return f"{_FOLDER}/{warc}.json"
