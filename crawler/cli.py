"""`banmian`: the operators' door. Each command is a function in `crawler.commands`."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from importlib.metadata import version as version_of
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from crawler.commands.capture import capture
from crawler.commands.check import check
from crawler.commands.crawl import crawl
from crawler.commands.database import db
from crawler.commands.demo import demo
from crawler.commands.diff import diff
from crawler.commands.duplicates import dedup, duplicates
from crawler.commands.export import export
from crawler.commands.output import discard_output, ready_output, told
from crawler.commands.papers_add import papers
from crawler.commands.rebuild import rebuild
from crawler.commands.report import report
from crawler.commands.restore import restore
from crawler.commands.search import search
from crawler.commands.status import gaps, status
from crawler.commands.trend import trend
from crawler.commands.verify import verify
from crawler.paper import ProfileError
from crawler.ping import PingError
from crawler.plan import DateError
from crawler.run import SettingsError, check_environment
from storage.database import NoDatabase, StorageError

USAGE, STORAGE = 2, 5
"""Exit codes of errors that end a command; the others are the commands' own."""
GLOBAL_OPTIONS = {"--db": "an address such as sqlite:///banmian.db", "--archive": "a directory"}
"""Option of every command → what it wants."""
UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
"""What standard output fails with, where it is a file or a device."""


class UsageError(ValueError):
    """An option of every command that cannot be used."""


class Door(TyperGroup):
    """Runs the command named; a reader who has seen enough of its output (`| head`) ends it in order."""

    def invoke(self, ctx: Any) -> Any:
        """Called by Typer."""
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
        print(f"banmian {version_of('banmian')}")
        raise typer.Exit


@app.callback()
def options(
    db: Annotated[str, typer.Option(envvar="BANMIAN_DB", help="Database URL.")] = "sqlite:///banmian.db",
    archive: Annotated[
        str, typer.Option(envvar="BANMIAN_ARCHIVE", help="Directory of the WARC files.")
    ] = "archive",
    version: Annotated[
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options of every command, before or after its name."""
    if not archive.strip():
        raise UsageError(f"--archive: {archive!r} is no directory; leave the option out for ./archive")
    check_environment()
    os.environ["BANMIAN_DB"], os.environ["BANMIAN_ARCHIVE"] = db, archive


for command in (
    demo,
    crawl,
    status,
    gaps,
    check,
    capture,
    rebuild,
    verify,
    restore,
    diff,
    duplicates,
    dedup,
    export,
    search,
    trend,
    report,
):
    app.command()(command)
app.add_typer(papers, name="papers")
app.add_typer(db, name="db")


def main() -> None:
    """Entry point: errors an operator can mend end in one sentence and the contract's exit code."""
    ready_output()
    try:
        try:
            app(globals_first(sys.argv[1:]), prog_name="banmian")
        finally:
            with told():  # what is not written yet
                pass
    except (ProfileError, DateError, PingError, SettingsError, UsageError, NoDatabase) as error:
        sys.exit(_fail(error, USAGE))
    except StorageError as error:
        sys.exit(_fail(error, STORAGE))
    except OSError as error:
        if error.errno not in UNWRITABLE or error.filename is not None:
            raise
        discard_output()
        sys.exit(_fail(f"the output cannot be written: {error.strerror}", STORAGE))


def _fail(error: Exception | str, code: int) -> int:
    with suppress(OSError):  # stderr may be as full as stdout
        print(f"banmian: {error}", file=sys.stderr, flush=True)
    return code


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
