"""`banmian db`: the database brought to this program's tables, or copied into another."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import sqlalchemy as sa
import typer

from crawler.commands.options import Json
from crawler.commands.output import print_fields, print_json
from crawler.commands.places import database_url
from storage.database import upgrade
from storage.errors import shown, without_passwords

db = typer.Typer(no_args_is_help=True, help="Look after the database.")


@db.callback()
def database() -> None:
    """Look after the database."""


@db.command("upgrade")
def upgrade_database() -> None:
    """Bring the tables of the database to the newest version; an empty database gets them."""
    before, after = upgrade(database_url())
    where = shown(sa.make_url(database_url()))
    if before == after:
        print(f"{where}: up to date ({after})")
    else:
        print(f"{where}: upgraded from {before or 'empty'} to {after}")


@db.command("copy")
def copy_database(
    source: Annotated[str, typer.Argument(metavar="FROM", help="Address of the database to copy.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="Address of an empty database.")],
    json: Json = False,
) -> None:
    """Copy every row into an empty database, SQLite or PostgreSQL, and compare both row by row.

    Stop it as you like: the same command goes on. Where the copy is whole, it compares once more. The archive
    is not copied: both databases name the same files.
    """
    from crawler.commands.progress import progress  # `upgrade` loads neither
    from storage.transfer import Copied, copy

    tables: list[Copied] = []
    with progress("rows", hidden=json, transient=True) as bars:
        bar = bars.add_task("", total=None)
        for step in copy(source, target):
            if isinstance(step, Copied):
                tables.append(step)
            else:
                doing = f"{step.table}, compared" if step.verifies else step.table
                bars.update(bar, description=doing, completed=step.done, total=step.total)
    if json:
        ends = {"from": without_passwords(source), "to": without_passwords(target)}
        print_json({**ends, "tables": [asdict(each) for each in tables]})
        return
    print_fields(["table", "rows", "sha256"], tables)
