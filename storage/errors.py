"""The ways a command can fail: what was asked for cannot be done, it cannot be kept, or another is at it.

`crawler.cli` catches them, once; the text of each is the sentence the operator reads.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import URL

# scheme://user:password@host, whatever the password holds; password=… of a query or a connection string.
_OF_A_USER = re.compile(r"(?<=//)([^/\s'\"@:]*):[^\s'\"]*@")
_NAMED = re.compile(r"(?<=password)\s*=\s*(?:'[^']*'|[^\s&'\"]+)", re.IGNORECASE)


class UsageError(ValueError):
    """What was asked for cannot be done as it was asked; the text says why and what to write instead."""


class StorageError(Exception):
    """The database or the archive cannot do what was asked; the text says what, where and what to do."""


class SchemaError(StorageError):
    """The tables in the database are not those of this program."""


class NoDatabase(StorageError, UsageError):
    """What was given is not the address of a database, or nothing was stored there yet."""


class NothingStored(NoDatabase):
    """The address is one of a database, and nothing was stored there yet."""


class Locked(Exception):
    """Another run is at work on the paper; the text says which, and since when."""


def without_passwords(text: str) -> str:
    """A sentence in which the passwords of addresses are `***`, whichever form an address has."""
    return _NAMED.sub("=***", _OF_A_USER.sub(r"\1:***@", text))


def shown(url: URL) -> str:
    """The address of a database as it is written, without passwords and without the driver of ours."""
    if url.get_backend_name() == "sqlite":
        return without_passwords(url.render_as_string(hide_password=True))
    written = url.set(drivername="postgresql").render_as_string(hide_password=True)
    return without_passwords(written).replace("%2F", "/")  # a socket's directory: host=/tmp
