"""Where a release is built and how it comes to its place: whole, and over nothing but by `force`."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.errors import StorageError, UsageError
from storage.lock import is_alive


class Refused(UsageError):
    """The release cannot be written as asked; the text says why and what to do."""


@contextmanager
def beside(out: Path) -> Iterator[Path]:
    """A directory beside `out` to build in; it is gone afterwards, and those of killed exports are.

    Errors of the disk are StorageErrors.
    """
    directory = out.with_name(f".{out.name}.{os.getpid()}.partial")
    try:
        for left in out.parent.iterdir():
            found = re.fullmatch(rf"\.{re.escape(out.name)}\.(\d+)\.partial", left.name)
            if found and (left == directory or not is_alive(int(found[1]))):
                shutil.rmtree(left, ignore_errors=True)
        directory.mkdir()
        yield directory
    except OSError as error:
        what = f"{error.filename or out}: {error.strerror or error}"
        raise StorageError(f"the release cannot be written: {what}; nothing of it is left") from error
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def publish(directory: Path, out: Path, single: bool, force: bool) -> None:
    """Move what was built to its place: its files, the manifest and then the data last, or the directory.

    Raises Refused where another export put something there meanwhile, unless `force`.
    """
    for path in sorted(directory.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    if single:
        names = sorted(path.name for path in directory.iterdir())
        for name in sorted(names, key=lambda name: name == out.name):
            if not force:
                _claim(out.with_name(name))  # the first name is the same for all who want this place
            (directory / name).replace(out.with_name(name))
        return
    old = directory.with_suffix(".old")
    if force and out.exists():
        out.rename(old)
    try:
        directory.rename(out)
    except OSError as error:
        if force or not out.exists():
            raise
        raise already_there(out) from error
    shutil.rmtree(old, ignore_errors=True)


def _claim(file: Path) -> None:
    """Make an empty file to be replaced. Raises Refused where there is one."""
    try:
        file.touch(exist_ok=False)
    except FileExistsError as error:
        raise already_there(file) from error


def already_there(path: Path) -> Refused:
    """The refusal to put a release where something is."""
    return Refused(f"{path} exists: name another place, or replace that release with --force")
