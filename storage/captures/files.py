"""The files of an archive: which there are, how long they are, and their bytes."""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from storage.captures.names import ENDING, IDS, in_time
from storage.errors import StorageError

Bytes = bytes | mmap.mmap
Address = Path | str
"""Where an archive lies: a directory."""


def warc_files(archive: Address, paper: str | None = None) -> list[str]:
    """The WARC files of an archive (of one paper), relative to it, in order of their names.

    [] where there is no archive. Raises StorageError where it cannot be read.
    """
    papers = [paper] if paper is not None else _names(Path(archive))
    return [
        f"{slug}/{name}"
        for slug in papers
        for name in sorted(_names(Path(archive, slug)), key=in_time)
        if name.endswith(ENDING)
    ]


def archived_papers(archive: Address) -> list[str]:
    """The papers that have files in the archive, by slug; [] where there is no archive."""
    return sorted({warc.partition("/")[0] for warc in warc_files(archive)})


def ids_of(archive: Address) -> frozenset[str]:
    """The ids under which files were written into this archive, or into those that were merged into it."""
    names = _names(Path(archive, IDS))
    return frozenset(name.removesuffix(".json") for name in names if name.endswith(".json"))


def size_of(archive: Address, warc: str) -> int:
    """The length of a file in bytes; -1 where it is not there."""
    path = Path(archive, warc)
    return path.stat().st_size if path.is_file() else -1


def piece(archive: Address, warc: str, offset: int, length: int) -> bytes:
    """So many bytes of a file, fewer where it ends before. Raises StorageError where it cannot be read."""
    path = Path(archive, warc)
    try:
        with path.open("rb") as file:
            file.seek(offset)
            return file.read(length)
    except OSError as error:
        raise StorageError(f"{path} cannot be read: {error.strerror or error}") from error


@contextmanager
def opened(archive: Address, warc: str) -> Iterator[Bytes]:
    """All bytes of a file. Raises StorageError where it cannot be read."""
    path = Path(archive, warc)
    try:
        with path.open("rb") as file:
            if path.stat().st_size == 0:
                yield b""
                return
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                yield data
    except OSError as error:
        raise StorageError(f"{path} cannot be read: {error.strerror or error}") from error


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """A file to be written whole or not at all, on the disk at the end. Raises StorageError."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror or error}") from error


def _names(directory: Path) -> list[str]:
    """What lies in a directory, sorted; [] where it is none."""
    try:
        return sorted(entry.name for entry in directory.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise StorageError(f"{error.filename} cannot be read: {error.strerror or error}") from error
