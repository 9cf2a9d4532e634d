"""`banmian db`: the database brought to this program's tables."""

from __future__ import annotations

import sqlalchemy as sa
import typer

from crawler.commands.places import database_url
from storage.database import upgrade

db = typer.Typer(no_args_is_help=True, help="Look after the database.")


@db.callback()
def database() -> None:
    """Look after the database."""


@db.command("upgrade")
def upgrade_database() -> None:
    """Bring the tables of the database to the newest version; an empty database gets them."""
    before, after = upgrade(database_url())
    where = sa.make_url(database_url()).render_as_string(hide_password=True)
    if before == after:
        print(f"{where}: up to date ({after})")
    else:
        print(f"{where}: upgraded from {before or 'empty'} to {after}")
