"""Texts that a command is given: files, pipes and standard input."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import typer

from pipelines.text.decode import decode
from storage.errors import UsageError

_KEPT = 1 << 26
"""Bytes of a pipe that are kept in memory; more are kept in a file."""
HEAD = 1 << 13
"""Bytes from the beginning of a document by which it is told what it is."""


def refuse_no_text(source: BinaryIO, file: Path) -> None:
    """Refuse bytes of which a twentieth are controls or belong to no encoding."""
    source.seek(0)
    head = read_from(source, HEAD)
    decoded = decode(head)
    strange = sum(c < " " and c not in "\t\n\r\f\x0b\x1b" for c in decoded.text)
    strange += sum(len(one.observed) for one in decoded.damage if one.kind == "byte")
    if strange > 8 and strange * 20 > len(decoded.text):
        raise UsageError(f"{file} is no text: its bytes are in no encoding of Chinese")


def opened(file: Path) -> BinaryIO:
    """The input as a file that can be read twice. Raises UsageError."""
    if str(file) == "-":
        if sys.stdin is not None and sys.stdin.isatty():
            raise UsageError(
                "no file was named and standard input is a terminal; name a file or pipe a text in"
            )
        return _spooled(typer.get_binary_stream("stdin"))
    with _explained(file):
        if file.is_fifo():
            with file.open("rb") as pipe:
                return _spooled(pipe)
        return file.open("rb")


def refuse_no_file(file: Path) -> None:
    """Refuse what is neither a file nor a pipe, before anything is written. Raises UsageError."""
    if str(file) == "-":
        return
    with _explained(file):
        mode = file.stat().st_mode
    if stat.S_ISDIR(mode):
        raise UsageError(f"{file} is a directory; name a file")
    if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
        raise UsageError(f"{file} is a device; name a file")


@contextmanager
def _explained(file: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise UsageError(f"{file} does not exist; name a file that does") from None
    except OSError as error:
        raise UsageError(f"{file} cannot be read ({error.strerror}); check its permissions") from error


def _spooled(source: BinaryIO) -> BinaryIO:
    """What comes through a pipe as something that can be read twice."""
    spool = tempfile.SpooledTemporaryFile(_KEPT)  # noqa: SIM115 (the caller closes it)
    try:
        shutil.copyfileobj(source, spool)
    except OSError as error:
        raise UsageError(f"the input cannot be kept until its end ({error.strerror})") from error
    return spool  # type: ignore[return-value]


def size_of(source: BinaryIO) -> int:
    """Bytes in the input; 0 where the system does not tell (files of /proc)."""
    try:
        return source.seek(0, os.SEEK_END)
    except OSError:
        return 0


def read_from(source: BinaryIO, size: int) -> bytes:
    """At most so many bytes of an input. Raises UsageError."""
    try:
        return source.read(size)
    except OSError as error:
        raise UsageError(f"the input cannot be read ({error.strerror})") from error
