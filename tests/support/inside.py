"""Commands that only read, run in the process of the tests: no start, and altair is imported once."""

import contextlib
import os
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO
from unittest.mock import patch

from crawler.cli import main
from tests.support.forked import Done

READING = {"collocates", "diff", "duplicates", "export", "gaps", "keywords", "ngrams"} | {
    "papers", "report", "runs", "search", "show", "status", "trend", "verify"
}  # fmt: skip
"""Commands that open a database, or the profiles, and print: no network, no reactor, no signal handler."""


def only_reads(arguments: tuple[str, ...]) -> bool:
    """Whether these words are a command that may run here; `papers add` asks a newspaper."""
    return arguments[:1] != () and arguments[0] in READING and arguments[:2] != ("papers", "add")


def run(home: Path, environment: Mapping[str, str], *arguments: str) -> Done:
    """Runs `banmian …` as `tests.support.forked.run` does, but here; .out and .err are written as well."""
    with (
        patch.dict(os.environ, environment, clear=True),
        patch.object(sys, "argv", ["banmian", *arguments]),
        contextlib.chdir(home),
        (home / ".out").open("w", encoding="utf-8") as out,
        (home / ".err").open("w", encoding="utf-8") as err,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = _code(err)
    return Done(code, *((home / name).read_text(encoding="utf-8") for name in (".out", ".err")))


def _code(err: TextIO) -> int:
    """The exit code of the command in sys.argv, as the interpreter would give it."""
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except Exception:  # noqa: BLE001 (the test shall see what a user would see)
        traceback.print_exc(file=err)
        return 1
    return 0
