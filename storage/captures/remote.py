"""Files of an archive in an object store, through fsspec. `paths` are relative to the archive.

Raises StorageError where the store cannot be reached or refuses.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from storage.archives import filesystem
from storage.errors import StorageError, without_passwords

_PART = 1 << 23
_WITH_FOLDERS = ("sftp", "ssh", "ftp", "smb", "hdfs", "webhdfs", "webdav", "dav")
"""Schemes whose folders must be made before a file lies in them; where others have buckets."""


def names(archive: str, folder: str = "") -> list[str]:
    """What lies in a folder, sorted; [] where there is none."""
    with _reached(archive) as (store, root):
        try:
            found = store.ls(f"{root}/{folder}" if folder else root, detail=False)
        except FileNotFoundError:
            return []
    return sorted({str(name).rstrip("/").rpartition("/")[2] for name in found} - {""})


def size_of(archive: str, path: str) -> int:
    """The length of a file in bytes; -1 where it is not there."""
    with _reached(archive) as (store, root):
        try:
            return int(store.info(f"{root}/{path}")["size"])
        except FileNotFoundError:
            return -1


def piece(archive: str, path: str, offset: int, length: int) -> bytes:
    """So many bytes of a file, fewer where it ends before."""
    with _reached(archive, path) as (store, root):
        try:
            return bytes(store.cat_file(f"{root}/{path}", start=offset, end=offset + length))
        except OSError as error:
            if error.errno != errno.EINVAL:  # S3: no byte of it is there
                raise
            return b""


def pieces(archive: str, places: list[tuple[str, int, int]]) -> list[bytes | Exception]:
    """Several pieces at once; for one that cannot be had, why."""
    with _reached(archive) as (store, root):
        paths = [f"{root}/{path}" for path, _, _ in places]
        starts = [offset for _, offset, _ in places]
        ends = [offset + length for _, offset, length in places]
        return list(store.cat_ranges(paths, starts, ends, on_error="return"))


def fetch(archive: str, path: str, into: Path) -> None:
    """Copies a file to this machine."""
    with _reached(archive, path) as (store, root):
        store.get_file(f"{root}/{path}", str(into))


def put(archive: str, path: str, source: Path) -> None:
    """Copies a file of this machine into the archive, over the one that is there."""
    with _reached(archive, path) as (store, root):
        _make_folder(archive, store, f"{root}/{path}")
        store.put_file(str(source), f"{root}/{path}")


def put_bytes(archive: str, path: str, data: bytes) -> None:
    """Writes a small file."""
    with _reached(archive, path) as (store, root):
        _make_folder(archive, store, f"{root}/{path}")
        store.pipe_file(f"{root}/{path}", data)


def remove(archive: str, path: str) -> None:
    """Removes a file, if it is there."""
    with _reached(archive, path) as (store, root):
        try:
            store.rm_file(f"{root}/{path}")
        except FileNotFoundError:
            return


def compare(archive: str, path: str, ours: Path) -> Literal["same", "part", "other"]:
    """How a file there is to one of this machine: all its bytes, the first of them, or others. Reads both."""
    size = ours.stat().st_size
    if (there := size_of(archive, path)) > size:
        return "other"
    with (
        _reached(archive, path) as (store, root),
        ours.open("rb") as mine,
        store.open(f"{root}/{path}", "rb", block_size=_PART) as theirs,
    ):
        while block := theirs.read(_PART):
            if block != mine.read(len(block)):
                return "other"
    return "same" if there == size else "part"


def _make_folder(archive: str, store: Any, path: str) -> None:
    if archive.partition("://")[0] in _WITH_FOLDERS:
        store.makedirs(path.rpartition("/")[0], exist_ok=True)


@contextmanager
def _reached(archive: str, path: str = "") -> Iterator[tuple[Any, str]]:
    where = without_passwords(f"{archive}/{path}".rstrip("/"))
    try:
        yield filesystem(archive)
    except _failures() as error:
        raise StorageError(f"{where}: {without_passwords(str(error))}") from error


def _failures() -> tuple[type[Exception], ...]:
    """How reaching a store fails: as files do, or in the words of the client of S3."""
    of_s3 = sys.modules.get("botocore.exceptions")
    return (OSError, of_s3.BotoCoreError, of_s3.ClientError) if of_s3 else (OSError,)
