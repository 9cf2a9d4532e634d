"""How the keys of a TOML file are checked: each fault is one sentence that names the key."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from storage.errors import UsageError

GENERIC = "generic"
"""The platform of a paper of no family, and what `read_by` says of what only its reader understood."""


class ProfileError(UsageError):
    """A profile that cannot be used, or a paper that does not exist; the message names file and key."""


def known_keys(table: dict[str, Any], needed: Collection[str], optional: Collection[str], where: str) -> None:
    """Raises ProfileError for a key a table may not have, and for one it must have and lacks."""
    known = {*needed, *optional}
    for key in table:
        if key not in known:
            raise ProfileError(f"{where}{key}: unknown key{near_words(key, known)}")
    for key in sorted(needed):
        if key not in table:
            raise ProfileError(f"{where}{key}: this key is missing")


def near_words(word: str, known: Iterable[str]) -> str:
    """The end of a sentence about an unknown word: the known one nearest to it, else all of them."""
    words = sorted(known)
    near = difflib.get_close_matches(word, words, n=1)
    return f", did you mean {near[0]!r}?" if near else f"; known are {', '.join(words)}"


_REQUIRED: Any = object()
_WORDS: dict[Any, str] = {
    str: "a text in quotes",
    list: "a list",
    date: "a date such as 2011-01-04",
    dict: "a table",
    bool: "true or false",
}


def typed(table: dict[str, Any], key: str, kind: Any, default: Any = _REQUIRED, where: str = "") -> Any:
    """The value of a key, of the kind it must have (int and bool, date and datetime are told apart)."""
    value = table.get(key, default)
    if value is default and default is not _REQUIRED:
        return default
    if not isinstance(value, kind) or (kind is not bool and isinstance(value, (bool, datetime))):
        raise ProfileError(f"{where}{key}: must be {_WORDS.get(kind, 'a number')}, not {value!r}")
    return value


def one_of(key: str, value: Any, allowed: Collection[str]) -> str:
    """The value, where it is one of those allowed."""
    if value not in allowed:
        raise ProfileError(f"{key}: {value!r} is not one of {', '.join(allowed)}")
    return str(value)
