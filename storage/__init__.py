"""Keeps what is printed and gives it back; knows no newspaper.

Rooms, each standing on those before it: captures (the archived bytes), reprints (equal and nearly equal
texts), writer (what writes rows), ledger (what is lacking), search, corpus (the researchers' door), exports,
report, browse (the reader). Below them lies the ground: items, models, database, lock, selection, order,
characters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.errors import StorageError, UsageError

if TYPE_CHECKING:
    from storage.corpus import Corpus
    from storage.writer import Writer

__all__ = ["Corpus", "StorageError", "UsageError", "Writer"]


def __getattr__(name: str) -> Any:
    # Loaded when asked for: whoever needs only a value (`storage.items`) does not load the whole house.
    if name == "Corpus":
        from storage.corpus import Corpus

        return Corpus
    if name == "Writer":
        from storage.writer import Writer

        return Writer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
