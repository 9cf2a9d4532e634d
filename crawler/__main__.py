"""`banmian`, also as `python -m crawler`: Ctrl-C ends it in order from its first moment on."""

import gc
import signal
import sys

# little: before its handler is set, Ctrl-C is the interpreter's
from crawler.commands import stopping
from crawler.commands.exits import STOPPED, Exit

CODES = (None, *Exit)
"""What the contract knows as the code of an exit; any other after Ctrl-C is a library's word for Ctrl-C."""


def main() -> None:
    """Runs the command; stopped by Ctrl-C, it says so and ends with exit code 1 (unfinished)."""
    gc.set_threshold(100_000, 20, 50)  # what is loaded stays: no search for garbage while it loads
    ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # else it is ignored: nohup, cron
    try:
        with stopping.loading():
            import logging

            from crawler.cli import main as run  # takes a second
        if logging.lastResort is not None:  # what prints lines where no log is set up
            logging.lastResort.addFilter(lambda _: not stopping.stopped())
        if ours:
            signal.signal(signal.SIGINT, stopping.in_order)
        run()
    except BaseException as end:
        if not stopping.stopped() or (isinstance(end, SystemExit) and end.code in CODES):
            raise
        sys.stderr.write(STOPPED)
        sys.exit(Exit.UNFINISHED)
    finally:
        if ours:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # the interpreter's own end knows no order


if __name__ == "__main__":
    main()
