"""The files of an archive: which there are, how long they are, and their bytes.

Of an archive in an object store those count, too, that still lie in its spool on this machine.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, BinaryIO

from storage.archives import is_remote, local_directory
from storage.captures import remote
from storage.captures.names import ENDING, IDS, in_time
from storage.errors import StorageError

Bytes = bytes | mmap.mmap
Address = Path | str
"""Where an archive lies: a directory, or an address of an object store."""


def warc_files(archive: Address, paper: str | None = None) -> list[str]:
    """The WARC files of an archive (of one paper), relative to it, in order of their names.

    [] where there is no archive. Raises StorageError where it cannot be read.
    """
    papers = [paper] if paper is not None else names_in(archive)
    return [
        f"{slug}/{name}"
        for slug in papers
        for name in sorted(names_in(archive, slug), key=in_time)
        if name.endswith(ENDING)
    ]


def is_archive(archive: Address) -> bool:
    """Whether there is an archive: a directory, empty or not; in an object store anything at its address."""
    return bool(names_in(archive)) if is_remote(archive) else Path(archive).is_dir()


def archived_papers(archive: Address) -> list[str]:
    """The papers that have files in the archive, by slug; [] where there is no archive."""
    return sorted({warc.partition("/")[0] for warc in warc_files(archive)})


def ids_of(archive: Address) -> frozenset[str]:
    """The ids under which files were written into this archive, or into those that were merged into it."""
    names = names_in(archive, IDS)
    return frozenset(name.removesuffix(".json") for name in names if name.endswith(".json"))


def size_of(archive: Address, warc: str) -> int:
    """The length of a file in bytes; -1 where it is not there."""
    try:
        return (local_directory(archive) / warc).stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        return remote.size_of(str(archive), warc) if is_remote(archive) else -1


def piece(archive: Address, warc: str, offset: int, length: int) -> bytes:
    """So many bytes of a file, fewer where it ends before. Raises StorageError where it cannot be read."""
    path = local_directory(archive) / warc
    try:
        with path.open("rb") as file:
            file.seek(offset)
            return file.read(length)
    except OSError as error:
        if is_remote(archive) and isinstance(error, FileNotFoundError):
            return remote.piece(str(archive), warc, offset, length)
        raise StorageError(f"{path} cannot be read: {error.strerror or error}") from error


def pieces(archive: Address, places: Sequence[tuple[str, int, int]]) -> list[bytes | None]:
    """Pieces of files, each file opened once, those of an object store fetched side by side; None where that
    fails."""
    found: list[bytes | None] = [None] * len(places)
    directory = local_directory(archive)
    with ExitStack() as stack:
        files: dict[str, IO[bytes]] = {}
        for number, (warc, offset, length) in enumerate(places):
            with suppress(OSError):
                if warc not in files:
                    files[warc] = stack.enter_context((directory / warc).open("rb"))
                files[warc].seek(offset)
                one = files[warc].read(length)
                found[number] = one if len(one) == length else None
    if is_remote(archive):
        away = [number for number, place in enumerate(places) if not (directory / place[0]).exists()]
        fetched = remote.pieces(str(archive), [places[number] for number in away])
        for number, got in zip(away, fetched, strict=True):
            found[number] = got if isinstance(got, bytes) else None
    return found


@contextmanager
def opened(archive: Address, warc: str) -> Iterator[Bytes]:
    """All bytes of a file. Raises StorageError where it cannot be read."""
    path = local_directory(archive) / warc
    try:
        with ExitStack() as stack:
            try:
                file: IO[bytes] = stack.enter_context(path.open("rb"))
            except FileNotFoundError:
                if not is_remote(archive):
                    raise
                file = stack.enter_context(NamedTemporaryFile(suffix=ENDING))
                remote.fetch(str(archive), warc, Path(file.name))
            if os.fstat(file.fileno()).st_size == 0:
                yield b""
                return
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                yield data
    except OSError as error:
        raise StorageError(f"{path} cannot be read: {error.strerror or error}") from error


def names_in(archive: Address, folder: str = "") -> list[str]:
    """What lies in a folder of the archive, sorted; [] where there is none."""
    here = _names(local_directory(archive) / folder)
    return sorted({*here, *remote.names(str(archive), folder)}) if is_remote(archive) else here


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
