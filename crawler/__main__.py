"""`banmian`, also as `python -m crawler`: Ctrl-C ends it in order from its first moment on."""

import gc
import logging
import os
import signal
import sys
from typing import NoReturn


def stop_at_once(*_: object) -> NoReturn:
    """Ends a command that still loads: an exception could come out of any library's import as any other."""
    os.write(2, b"banmian: stopped\n")
    os._exit(1)


def is_no_interrupt(record: logging.LogRecord) -> bool:
    """Whether a line of the log is anything but a library's word on Ctrl-C: SQLAlchemy logs it, with a
    traceback, where it comes while a connection is closed, and passes it on."""
    return record.exc_info is None or record.exc_info[0] is not KeyboardInterrupt


def main() -> None:
    """Runs the command; stopped by Ctrl-C, it says so and ends with exit code 1 (unfinished)."""
    gc.set_threshold(100_000, 20, 50)  # what is loaded stays: no search for garbage while it loads
    ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # else it is ignored: nohup, cron
    try:
        if ours:
            signal.signal(signal.SIGINT, stop_at_once)
        from crawler.cli import main as run  # takes a second: Ctrl-C may come while it loads

        if logging.lastResort is not None:  # what prints lines where no log is set up
            logging.lastResort.addFilter(is_no_interrupt)
        if ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        run()
    except KeyboardInterrupt:
        print("banmian: stopped", file=sys.stderr)
        sys.exit(1)
    finally:
        if ours:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # the interpreter's own end knows no order


if __name__ == "__main__":
    main()
