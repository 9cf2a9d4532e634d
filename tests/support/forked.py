"""Commands run in forks of a process that has imported everything: many runs in little time.

The fork server has no threads and no reactor, so a fork of it is as good as a fresh interpreter, and comes
without the second of imports.
"""

import importlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.support.preload"])

Prepare = Callable[[int], None]
"""Run in the child before the command; gets a number (which write is to fail)."""


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    returncode: int
    """Its exit code; negative: the signal that ended it."""
    stdout: str
    stderr: str


def start(
    home: Path,
    environment: Mapping[str, str],
    *arguments: str,
    program: str = "banmian",
    prepare: Prepare | None = None,
    number: int = 0,
) -> BaseProcess:
    """Starts a command of `banmian` or `scrapy` in a directory; its output goes to .out and .err there."""
    words = (program, *arguments)
    process = CONTEXT.Process(target=_child, args=(home, dict(environment), words, prepare, number))
    process.start()
    return process


def run(
    home: Path,
    environment: Mapping[str, str],
    *arguments: str,
    program: str = "banmian",
    prepare: Prepare | None = None,
    number: int = 0,
) -> Done:
    """Runs a command to its end."""
    process = start(home, environment, *arguments, program=program, prepare=prepare, number=number)
    process.join(120)
    assert process.exitcode is not None, "the command does not end"
    out, err = ((home / name).read_text(encoding="utf-8", errors="replace") for name in (".out", ".err"))
    return Done(process.exitcode, out, err)


def _child(
    home: Path, environment: dict[str, str], words: tuple[str, ...], prepare: Prepare | None, number: int
) -> None:
    os.chdir(home)
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # the fork server ignores it
    for name, stream in ((".out", 1), (".err", 2)):
        os.dup2(os.open(home / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), stream)
    sys.argv = list(words)
    from scrapy.cmdline import execute

    from crawler import settings
    from crawler.cli import main

    importlib.reload(settings)  # the fork server read them from its own environment
    if prepare is not None:
        prepare(number)
    (main if words[0] == "banmian" else execute)()
