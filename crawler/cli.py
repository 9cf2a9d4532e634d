"""`banmian`: the operators' door. Each command is a function in `crawler.commands`."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from crawler.commands.crawl import crawl
from crawler.commands.database import db
from crawler.commands.demo import demo
from crawler.commands.diff import diff
from crawler.commands.duplicates import dedup, duplicates
from crawler.commands.export import export
from crawler.commands.ledger import gaps, status
from crawler.commands.papers import papers
from crawler.commands.rebuild import rebuild
from crawler.commands.report import report
from crawler.commands.restore import restore
from crawler.commands.search import search
from crawler.commands.trend import trend
from crawler.commands.verify import verify
from crawler.dates import DateError
from crawler.paper import ProfileError
from crawler.ping import PingError
from storage.database import StorageError

USAGE, STORAGE = 2, 5
"""Exit codes of errors that end a command; the others are the commands' own."""
GLOBAL_OPTIONS = ("--db", "--archive")

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="banmian (版面): from the newsstand to the corpus.",
)


@app.callback()
def options(
    db: Annotated[str, typer.Option(envvar="BANMIAN_DB", help="Database URL.")] = "sqlite:///banmian.db",
    archive: Annotated[
        str, typer.Option(envvar="BANMIAN_ARCHIVE", help="Directory of the WARC files.")
    ] = "archive",
) -> None:
    """Options of every command, before or after its name."""
    os.environ["BANMIAN_DB"], os.environ["BANMIAN_ARCHIVE"] = db, archive


for command in (
    demo,
    crawl,
    status,
    gaps,
    papers,
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
app.add_typer(db, name="db")


def main() -> None:
    """Entry point: errors an operator can mend end in one sentence and the contract's exit code."""
    try:
        app(globals_first(sys.argv[1:]), prog_name="banmian")
    except (ProfileError, DateError, PingError) as error:
        sys.exit(_fail(error, USAGE))
    except StorageError as error:
        sys.exit(_fail(error, STORAGE))


def _fail(error: Exception, code: int) -> int:
    print(f"banmian: {error}", file=sys.stderr)
    return code


def globals_first(arguments: list[str]) -> list[str]:
    """The arguments with --db and --archive moved before the command's name, where Typer wants them."""
    first: list[str] = []
    rest: list[str] = []
    remaining = iter(arguments)
    for argument in remaining:
        if argument == "--":
            return [*first, *rest, argument, *remaining]
        if argument in GLOBAL_OPTIONS:
            first += [argument, *([value] if (value := next(remaining, None)) is not None else [])]
        elif argument.startswith(tuple(f"{option}=" for option in GLOBAL_OPTIONS)):
            first.append(argument)
        else:
            rest.append(argument)
    return first + rest
