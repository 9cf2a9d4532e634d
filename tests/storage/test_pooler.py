"""Through pgbouncer, which lends a session for a transaction, all works; locks go to the server itself."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import Corpus
from storage.database import open_engine
from storage.lock import Locked, PaperLock
from tests.support.corpora import fill
from tests.support.databases import Server
from tests.support.desk import Desk
from tests.support.newsstand import Newspaper, newsstand

PAPER = Newspaper(pages=2, articles=3)
SETTINGS = """
[databases]
{name} = host={host} port={port} user=postgres dbname={name}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listens}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 2
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@pytest.fixture
def pooler(postgres_url: str, postgres_server: Server, tmp_path: Path) -> Iterator[str]:
    """The address of the same database through a pgbouncer in transaction mode, of two sessions."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None:
        pytest.skip("there is no pgbouncer here")
    url = sa.make_url(postgres_url)
    listens = free_port()
    host, port = str(url.query["host"]), url.port or 5432
    settings = tmp_path / "pgbouncer.ini"
    settings.write_text(SETTINGS.format(name=url.database, host=host, port=port, listens=listens))
    # As root it wants another user: the one who may reach the server's socket.
    user = ["-u", Path(host).owner()] if os.geteuid() == 0 else []
    process = subprocess.Popen([program, *user, str(settings)], stderr=subprocess.DEVNULL)
    for _ in range(200):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", listens)) == 0:
                break
        time.sleep(0.05)
    yield f"postgresql://postgres@127.0.0.1:{listens}/{url.database}"
    process.terminate()
    process.wait()


@pytest.fixture
def direct(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the server itself, named for locks."""
    monkeypatch.setenv("BANMIAN_DB_DIRECT", postgres_url)
    return postgres_url


def test_what_is_stored_through_a_pooler_is_found_through_it(pooler: str, direct: str) -> None:
    fill(pooler)
    with Corpus(pooler) as corpus, Corpus(direct) as same:
        for _ in range(12):  # a statement that is prepared after some uses would meet another session
            assert list(corpus.articles()) == list(same.articles())
            assert corpus.search("书桌").hits == same.search("书桌").hits


def test_a_lock_taken_through_a_pooler_is_the_servers(pooler: str, direct: str, tmp_path: Path) -> None:
    through, beside = open_engine(pooler), open_engine(direct)
    with PaperLock("yangzhang", tmp_path / "one", through) as lock:
        for _ in range(5):
            open_engine(pooler).dispose()
        with pytest.raises(Locked, match=f"by process {os.getpid()} on"):
            PaperLock("yangzhang", tmp_path / "two", beside).__enter__()
        assert lock.is_held()
    with PaperLock("yangzhang", tmp_path / "two", beside):
        pass
    through.dispose()
    beside.dispose()


def test_a_crawl_through_a_pooler_is_that_without(pooler: str, direct: str, tmp_path: Path) -> None:
    desk = Desk.at(tmp_path, pooler)
    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
        desk.run("crawl", PAPER.slug, "--date", "2023-10-17")
        desk.run("crawl", PAPER.slug, "--date", "2023-10-17")
    assert [row["state"] for row in desk.json("status")] == ["complete"]
    assert {run["exit_code"] for run in desk.json("runs")} == {0}
