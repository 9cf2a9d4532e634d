"""The two ways a command can fail: what was asked for cannot be done, or it cannot be kept.

`crawler.cli` catches both, once; the text of either is the sentence the operator reads.
"""

from __future__ import annotations


class UsageError(ValueError):
    """What was asked for cannot be done as it was asked; the text says why and what to write instead."""


class StorageError(Exception):
    """The database or the archive cannot do what was asked; the text says what, where and what to do."""
