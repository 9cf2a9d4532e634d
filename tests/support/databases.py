"""Databases with their tables made: the migrations run once for each worker, the rest are copies."""

import tempfile
import time
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic.command import downgrade
from alembic.config import Config

from storage.database import MIGRATIONS, for_writing, open_engine


@cache
def migrated_file() -> bytes:
    """An SQLite database without a row."""
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "banmian.db"
        open_engine(f"sqlite:///{file}").dispose()
        return file.read_bytes()


def provide(url: str) -> None:
    """Puts a database with its tables where an SQLite address leads to no file yet."""
    parsed = sa.make_url(url)
    if parsed.drivername == "sqlite" and parsed.database and not Path(parsed.database).exists():
        Path(parsed.database).write_bytes(migrated_file())


def downgraded(engine: sa.Engine, revision: str) -> None:
    """Undoes the migrations after that one."""
    with for_writing(engine).begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(MIGRATIONS))
        config.set_main_option("path_separator", "os")
        downgrade(config, revision)


class Server:
    """A PostgreSQL server with databases made for tests."""

    def __init__(self, admin: sa.Engine, worker: str) -> None:
        """`admin` may make databases; `worker` is part of their names, for workers share a server."""
        self.admin, self._worker, self._made = admin, worker, 0

    def address(self, name: str) -> str:
        """The address of a database on the server."""
        return self.admin.url.set(drivername="postgresql", database=name).render_as_string(
            hide_password=False
        )

    def make(self, template: str = "template1") -> str:
        """The name of a new database, a copy of the template."""
        name = f"{self._worker}_{self._made}"
        self._made += 1
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def drop(self, name: str) -> None:
        """Removes a database, whoever is connected to it."""
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def disconnect(self, url: str) -> None:
        """Ends every connection to a database, as a restart of the server does."""
        with self.admin.connect() as connection:
            ended = sa.text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")
            connection.execute(ended, {"name": sa.make_url(url).database})

    def connections(self, url: str) -> int:
        """How many connections to a database are open; those that are being closed are waited for (2 s)."""
        count = sa.text("SELECT count(*) FROM pg_stat_activity WHERE datname = :name")
        for _ in range(20):
            with self.admin.connect() as connection:
                found: int = connection.execute(count, {"name": sa.make_url(url).database}).scalar_one()
            if not found:
                break
            time.sleep(0.1)
        return found

    def _run(self, statement: str) -> None:
        with self.admin.connect() as connection:
            connection.execute(sa.text(statement))
