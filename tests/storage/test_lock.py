"""Two runs of one paper exclude each other; a dead one excludes nobody."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import Writer, connections
from storage.database import StorageError, open_engine
from storage.lock import Locked, PaperLock
from tests.support.databases import Server

HOLD = """
import sys, time
from storage.database import open_engine
from storage.lock import PaperLock
with PaperLock("yangzhang", sys.argv[1], open_engine(sys.argv[2])):
    print("held", flush=True)
    time.sleep(60)
"""


def holder(archive: Path, url: str) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(archive), url],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def ended(process: "subprocess.Popen[str]") -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_a_second_run_of_the_same_paper_is_told_who_holds_it(tmp_path: Path, database_url: str) -> None:
    process = holder(tmp_path, database_url)
    try:
        engine = open_engine(database_url)
        with pytest.raises(
            Locked, match=rf"yangzhang is being crawled by process {process.pid} on .* \(0 minutes\)"
        ):
            PaperLock("yangzhang", tmp_path, engine).__enter__()
        with PaperLock("wanbao", tmp_path, engine):
            pass
        engine.dispose()
    finally:
        ended(process)


def test_a_run_that_was_killed_holds_nothing(tmp_path: Path, database_url: str) -> None:
    ended(holder(tmp_path, database_url))
    engine = open_engine(database_url)
    for _ in range(20):
        try:
            with PaperLock("yangzhang", tmp_path, engine):
                break
        except Locked:  # PostgreSQL notices a dead client in its own time
            time.sleep(0.1)
    else:
        pytest.fail("the dead process still holds the lock")
    engine.dispose()


def test_the_same_database_with_another_archive_is_still_one_paper(tmp_path: Path, database_url: str) -> None:
    process = holder(tmp_path / "one", database_url)
    try:
        engine = open_engine(database_url)
        owner = rf"yangzhang is being crawled by process {process.pid} on {socket.gethostname()} since 20"
        with pytest.raises(Locked, match=owner):
            PaperLock("yangzhang", tmp_path / "two", engine).__enter__()
        engine.dispose()
    finally:
        ended(process)


def test_the_locks_of_a_process_share_a_connection_and_so_do_its_writers(
    tmp_path: Path, postgres_url: str
) -> None:
    counted = sa.text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
    with Writer(postgres_url) as one, Writer(postgres_url) as other, ExitStack() as held:
        for slug in ("yangzhang", "wanbao", "ribao"):
            held.enter_context(PaperLock(slug, tmp_path, one.engine))
        for writer in (one, other):
            writer.store_paper("wanbao", "晚报", "hans")
        with other.engine.connect() as connection:
            assert connection.execute(counted).scalar_one() == 2
        with pytest.raises(Locked, match=rf"wanbao is being crawled by process {os.getpid()} on"):
            PaperLock("wanbao", tmp_path / "elsewhere", other.engine).__enter__()
    engine = open_engine(postgres_url)
    with engine.connect() as connection:
        assert connection.execute(counted).scalar_one() == 1, "a connection that held locks is not used again"
    engine.dispose()


def test_a_connection_that_comes_back_after_others_have_closed_is_closed(
    postgres_url: str, postgres_server: Server
) -> None:
    with Writer(postgres_url) as one:
        with one.engine.connect() as connection:
            connection.execute(sa.select(1))
            Writer(postgres_url).close()
        with postgres_server.admin.connect() as admin:
            counted = sa.text("SELECT count(*) FROM pg_stat_activity WHERE datname = :name")
            left = admin.execute(counted, {"name": sa.make_url(postgres_url).database})
            for _ in range(50):
                if left.scalar_one() == 0:
                    break
                time.sleep(0.05)
                left = admin.execute(counted, {"name": sa.make_url(postgres_url).database})
            else:
                pytest.fail("a connection is open that nobody will use")


def test_a_machine_without_power_frees_its_papers_in_a_minute() -> None:
    # That PostgreSQL takes these settings every test shows; it was not waited for, nor is a plug pulled here.
    assert connections.IDLE + connections.INTERVAL * connections.COUNT <= 60


def test_a_released_lock_can_be_taken_again(tmp_path: Path, database_url: str) -> None:
    engine = open_engine(database_url)
    for _ in range(2):
        with PaperLock("yangzhang", tmp_path, engine):
            pass
    assert not list((tmp_path / "locks").glob("*.json"))
    engine.dispose()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, sqlite_url: str) -> None:
    (tmp_path / "archive").write_text("a file", encoding="utf-8")
    engine = open_engine(sqlite_url)
    with pytest.raises(StorageError, match=r"archive.* cannot be written"):
        PaperLock("yangzhang", tmp_path / "archive", engine).__enter__()
    engine.dispose()
    assert os.path.isfile(tmp_path / "archive")
