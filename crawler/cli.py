"""`banmian`, for whoever runs it: each command is a function in `crawler.commands`."""

from __future__ import annotations

import errno
import os
import sys
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from crawler.commands import stopping
from crawler.commands.environment import check_environment
from crawler.commands.exits import Exit, fail
from crawler.commands.loading import Commands
from crawler.commands.output import discard_output, printing, ready_output
from storage.errors import Locked, StorageError, UsageError

GLOBAL_OPTIONS = {
    "--db": "an address such as sqlite:///banmian.db",
    "--archive": "a directory, or s3://bucket/path",
    "--log-format": "text or json",
}
"""Option of every command → what has to follow it."""
UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
"""How writing to standard output fails where it is a file or a device."""


COMMANDS = (
    "demo",
    "crawl",
    "status",
    "gaps",
    "check",
    "capture",
    "rebuild",
    "verify",
    "repair",
    "forget",
    "runs",
    "restore",
    "diff",
    "duplicates",
    "dedup",
    "export",
    "search",
    "show",
    "collocates",
    "keywords",
    "ngrams",
    "trend",
    "report",
    "browse",
    "papers",
    "archive",
    "enqueue",
    "schedule",
    "worker",
    "queue",
    "db",
)
"""The commands, as --help lists them."""


def command_of(name: str) -> Any:
    """The function of a command, or its group; only what it needs is loaded."""
    match name:
        case "demo":
            from crawler.commands.demo import demo

            return demo
        case "crawl":
            from crawler.commands.crawl import crawl

            return crawl
        case "status":
            from crawler.commands.status import status

            return status
        case "gaps":
            from crawler.commands.status import gaps

            return gaps
        case "check":
            from crawler.commands.check import check

            return check
        case "capture":
            from crawler.commands.capture import capture

            return capture
        case "rebuild":
            from crawler.commands.rebuild import rebuild

            return rebuild
        case "verify":
            from crawler.commands.verify import verify

            return verify
        case "repair":
            from crawler.commands.repair import repair

            return repair
        case "forget":
            from crawler.commands.forget import forget

            return forget
        case "runs":
            from crawler.commands.runs import runs

            return runs
        case "restore":
            from crawler.commands.restore import restore

            return restore
        case "diff":
            from crawler.commands.diff import diff

            return diff
        case "duplicates":
            from crawler.commands.duplicates import duplicates

            return duplicates
        case "dedup":
            from crawler.commands.duplicates import dedup

            return dedup
        case "export":
            from crawler.commands.export import export

            return export
        case "search":
            from crawler.commands.search import search

            return search
        case "show":
            from crawler.commands.article import show

            return show
        case "collocates":
            from crawler.commands.collocates import collocates

            return collocates
        case "keywords":
            from crawler.commands.keywords import keywords

            return keywords
        case "ngrams":
            from crawler.commands.ngrams import ngrams

            return ngrams
        case "trend":
            from crawler.commands.trend import trend

            return trend
        case "report":
            from crawler.commands.report import report

            return report
        case "browse":
            from crawler.commands.browse import browse

            return browse
        case "papers":
            from crawler.commands.papers import papers

            return papers
        case "archive":
            from crawler.commands.archive import archive

            return archive
        case "enqueue":
            from crawler.commands.enqueue import enqueue

            return enqueue
        case "schedule":
            from crawler.commands.schedule import schedule

            return schedule
        case "worker":
            from crawler.commands.worker import worker

            return worker
        case "queue":
            from crawler.commands.queue import queue

            return queue
        case "db":
            from crawler.commands.database import db

            return db
    raise KeyError(name)


class Door(TyperGroup):
    """Runs a command; a reader who has seen enough of its output (`| head`) is no error."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commands = Commands(COMMANDS, command_of)

    def invoke(self, ctx: Any) -> Any:
        """Ends with exit code 0 where the reader of the output has gone."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            discard_output()
            raise typer.Exit(0) from None
        return result


app = typer.Typer(
    cls=Door,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="banmian (版面): from the newsstand to the corpus.",
)


def print_version(wanted: bool) -> None:
    """Prints the version and ends the command."""
    if wanted:
        from importlib.metadata import version as version_of

        print(f"banmian {version_of('banmian')}")
        raise typer.Exit


@app.callback()
def options(
    db: Annotated[
        str, typer.Option(envvar="BANMIAN_DB", help="Database URL, SQLite or PostgreSQL.")
    ] = "sqlite:///banmian.db",
    archive: Annotated[
        str, typer.Option(envvar="BANMIAN_ARCHIVE", help="Directory of the WARC files, or s3://bucket/path.")
    ] = "archive",
    log_format: Annotated[
        Literal["text", "json"],
        typer.Option(envvar="BANMIAN_LOG_FORMAT", help="The log: lines of text, or a JSON object a line."),
    ] = "text",
    version: Annotated[
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options of every command, before or after its name."""
    if not archive.strip():
        raise UsageError(f"--archive: {archive!r} is not a directory; leave the option out for ./archive")
    if "://" in archive:
        from storage.archives import checked

        archive = checked(archive)
    check_environment()
    os.environ["BANMIAN_DB"], os.environ["BANMIAN_ARCHIVE"] = db, archive
    os.environ["BANMIAN_LOG_FORMAT"] = log_format


def main() -> None:
    """Entry point: what an operator can mend ends in one sentence on stderr and the contract's exit code.

    This is the one place where such errors are caught: commands let them pass.
    """
    ready_output()
    try:
        try:
            app(globals_first(sys.argv[1:]), prog_name="banmian")
        finally:
            with printing():  # what is not written yet
                pass
    except UsageError as error:
        fail(Exit.USAGE, error)
    except Locked as error:
        fail(Exit.LOCKED, error)
    except StorageError as error:
        if stopping.stopped():  # within a function of ours that SQLite calls, Ctrl-C becomes its error
            raise KeyboardInterrupt from error
        fail(Exit.STORAGE_FAILED, error)
    except UnicodeEncodeError:
        if not any("\udc80" <= character <= "\udcff" for word in sys.argv for character in word):
            raise
        fail(Exit.USAGE, "an argument holds bytes that are no UTF-8 text")
    except OSError as error:
        if error.errno not in UNWRITABLE or error.filename is not None:
            raise
        discard_output()
        fail(Exit.STORAGE_FAILED, f"the output cannot be written: {error.strerror}")


def globals_first(arguments: list[str]) -> list[str]:
    """The arguments with --db and --archive moved before the command's name, where Typer wants them.

    Raises UsageError where one of them has no value: the command's name would be taken for it.
    """
    first: list[str] = []
    rest: list[str] = []
    remaining = iter(arguments)
    for argument in remaining:
        if argument == "--":
            return [*first, *rest, argument, *remaining]
        if argument in GLOBAL_OPTIONS:
            value = next(remaining, "--")
            if value.startswith("--"):
                raise UsageError(f"{argument} needs a value: {GLOBAL_OPTIONS[argument]}")
            first += [argument, value]
        elif argument.startswith(tuple(f"{option}=" for option in GLOBAL_OPTIONS)):
            first.append(argument)
        else:
            rest.append(argument)
    return first + rest
