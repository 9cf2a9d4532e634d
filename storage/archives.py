"""Where an archive lies: in a directory of this machine, or in an object store, with a spool here.

What is written is written on this machine first: into the archive itself, or into its spool.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from storage.errors import UsageError, without_passwords
from storage.extras import MissingExtra, how_to_install

_NOT_KEPT = ("memory", "http", "https", "data")
"""Schemes where nothing can be written, or nothing stays."""
_LOCAL = ("file://", "local://")


def is_remote(archive: Path | str) -> bool:
    """Whether an archive is an address such as `s3://bucket/press` and no directory."""
    return "://" in str(archive)


def local_directory(archive: Path | str) -> Path:
    """The directory of this machine that is written: the archive, or the spool of one that is remote.

    Spools lie in $BANMIAN_SPOOL, or else in `spool`, one for each address.
    """
    if not is_remote(archive):
        return Path(archive)
    return Path(os.environ.get("BANMIAN_SPOOL") or "spool", quote(without_passwords(str(archive)), safe=""))


def checked(archive: str) -> str:
    """An archive as a user named it. Raises UsageError where nobody knows the scheme of an address."""
    for scheme in _LOCAL:
        archive = archive.removeprefix(scheme)
    if not is_remote(archive):
        return archive
    filesystem(archive)
    if not archive.partition("://")[2].strip("/"):
        raise UsageError(f"--archive: {archive!r} names no place; write s3://bucket/path")
    return archive.rstrip("/")


def filesystem(archive: str) -> tuple[Any, str]:
    """The fsspec file system of a remote archive, and the archive's path in it.

    Raises UsageError for a scheme nobody knows, or that keeps nothing, and MissingExtra where the package
    for it is not installed.
    """
    scheme = archive.partition("://")[0]
    named = f"--archive: {without_passwords(archive)!r}"
    unknown = f"{named}: nobody knows the scheme {scheme}://; name a directory, or s3://bucket/path"
    if not re.fullmatch(r"[a-z][a-z0-9+.-]*", scheme):
        raise UsageError(unknown)
    if scheme in _NOT_KEPT:
        raise UsageError(
            f"{named}: nothing can be kept at {scheme}://; name a directory, or s3://bucket/path"
        )
    try:
        from fsspec.core import url_to_fs  # type: ignore[import-untyped]
    except ImportError as error:
        how = how_to_install("s3fs", "s3")
        raise MissingExtra(f"{named}: an archive that is no directory needs fsspec: {how}") from error
    try:
        found, path = url_to_fs(archive)
    except ImportError as error:
        how = how_to_install("s3fs", "s3") if scheme in ("s3", "s3a") else str(error)
        raise MissingExtra(f"{named}: the package for {scheme}:// is not installed: {how}") from error
    except ValueError as error:
        raise UsageError(unknown) from error
    found.invalidate_cache()  # another machine may have written since
    return found, str(path).rstrip("/")
