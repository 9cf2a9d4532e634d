"""How a command ends: the contract's exit codes, and the one place that says why on stderr."""

from __future__ import annotations

import sys
from contextlib import suppress
from enum import IntEnum
from typing import NoReturn

from storage.errors import without_passwords


class Exit(IntEnum):
    """What the exit code of a command says; `docs/operations.md` says what to do about each."""

    COMPLETE = 0
    """Everything asked for is there."""
    UNFINISHED = 1
    """Something is unfinished or damaged; what, is printed."""
    USAGE = 2
    """The command, a profile or a setting cannot be used as it is."""
    LOCKED = 3
    """Another run is at work on that paper."""
    BLOCKED = 4
    """The site refuses or cannot be reached."""
    STORAGE_FAILED = 5
    """The database or the archive cannot be read or written."""


STOPPED = "banmian: stopped\n"
"""What is said after Ctrl-C."""


def complain(sentence: object) -> None:
    """One sentence on stderr, under the program's name."""
    with suppress(OSError):  # stderr may be as full as stdout
        print(f"banmian: {without_passwords(str(sentence))}", file=sys.stderr, flush=True)


def fail(code: Exit, sentence: object) -> NoReturn:
    """Ends the command with a sentence and its exit code."""
    complain(sentence)
    sys.exit(code)
