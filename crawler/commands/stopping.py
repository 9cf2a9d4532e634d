"""Ctrl-C: while a program loads it ends at once, later in order; pressed again, at once.

In order is: KeyboardInterrupt where the program is. Libraries make something else of it (an ImportError, a
line in the log with a traceback, an exit code of their own), so it is noted that it came: `stopped` says so.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from crawler.commands.exits import STOPPED, Exit

_came = False


def stopped() -> bool:
    """Whether Ctrl-C was pressed since the program has loaded."""
    return _came


def in_order(number: int, frame: FrameType | None) -> NoReturn:
    """What Ctrl-C does once the program has loaded. The second time what ends in order is not waited for:
    nothing is lost, as nothing is where the machine goes down."""
    global _came
    if _came:
        _at_once(number, frame)
    _came = True
    raise KeyboardInterrupt


@contextmanager
def loading() -> Iterator[None]:
    """Within it, Ctrl-C ends the program at once: an exception could come out of any library's import."""
    before = signal.getsignal(signal.SIGINT)
    if before not in (signal.default_int_handler, in_order):  # ignored: nohup, cron; or Scrapy's own
        yield
        return
    signal.signal(signal.SIGINT, _at_once)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _at_once(_signal: int, _frame: FrameType | None) -> NoReturn:
    os.write(2, STOPPED.encode())
    os._exit(Exit.UNFINISHED)
