"""What happens when the places where things are kept are taken away, read-only, or of another kind."""

import datetime as dt
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from crawler.days import note
from storage import Writer
from storage.captures import CaptureWriter, findings_of
from storage.captures.write import Prepared
from storage.database import SchemaError, existing, open_engine
from storage.errors import StorageError, UsageError, without_passwords
from storage.items import Purpose, Span
from storage.ledger import status
from tests.support.builders import DAY, NOON, PAPER, article, issue
from tests.support.databases import Server, provide

NOBODY = 65534


@pytest.fixture
def shared() -> Iterator[Path]:
    """A directory that other users may read; that of a test is its user's own."""
    directory = Path(tempfile.mkdtemp())
    directory.chmod(0o755)
    yield directory
    shutil.rmtree(directory)


def as_nobody(work: Callable[[], Any]) -> Any:
    """What a function gives that is run in a fork as a user without rights."""
    ends, writes = os.pipe()
    child = os.fork()
    if not child:
        try:
            if os.geteuid() == 0:
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            said = work()
        except (StorageError, sa.exc.SQLAlchemyError, OSError) as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writes, pickle.dumps(said))
        os._exit(0)
    os.close(writes)
    with os.fdopen(ends, "rb") as file:
        said = pickle.loads(file.read())
    os.waitpid(child, 0)
    return said


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
def test_a_database_that_may_only_be_read_is_read_and_not_written(shared: Path) -> None:
    url = f"sqlite:///{shared / 'banmian.db'}"
    with Writer(url) as writer:
        writer.store(issue())
        writer.store(article("1"))
    (shared / "banmian.db").chmod(0o444)
    shared.chmod(0o555)
    assert sorted(os.listdir(shared)) == ["banmian.db"]

    def read() -> list[int]:
        return [row.articles for row in status(open_engine(existing(url)))]

    def write() -> str:
        with Writer(url) as writer:
            return writer.store(article("2"))

    assert as_nobody(read) == [1]
    assert "may not write" in as_nobody(write)
    assert sorted(os.listdir(shared)) == ["banmian.db"]


def test_a_database_file_that_is_removed_while_it_is_used_is_missed_at_once(tmp_path: Path) -> None:
    file = tmp_path / "banmian.db"
    provide(f"sqlite:///{file}")
    with Writer(f"sqlite:///{file}") as writer:
        writer.store(issue())
        file.unlink()
        with pytest.raises(StorageError, match=r"banmian\.db is gone"):
            writer.store(article("1"))


def prepared(writer: CaptureWriter, number: int) -> Prepared:
    """A record of a page of its own."""
    return writer.prepare(
        Purpose(PAPER, DAY), f"http://paper.test/{number}", 200, [], f"<p>{number}".encode(), NOON
    )


def test_an_archive_that_is_removed_while_it_is_written_is_missed(tmp_path: Path) -> None:
    writer = CaptureWriter(tmp_path / "archive")
    writer.append(prepared(writer, 1))
    shutil.rmtree(tmp_path / "archive")
    with pytest.raises(StorageError, match="is gone: it was removed"):
        writer.append(prepared(writer, 2))
    with pytest.raises(StorageError, match="is gone: it was removed"):
        writer.close()


def test_an_archive_that_is_moved_while_it_is_written_is_missed_at_the_end(tmp_path: Path) -> None:
    writer = CaptureWriter(tmp_path / "archive")
    writer.append(prepared(writer, 1))
    (tmp_path / "archive").rename(tmp_path / "elsewhere")
    with pytest.raises(StorageError, match="is gone: it was removed or moved"):
        writer.close()


def test_places_that_rows_name_are_not_used_again_when_the_bytes_are_gone(tmp_path: Path) -> None:
    with CaptureWriter(tmp_path) as writer:
        first = writer.append(prepared(writer, 1))
        second = writer.append(prepared(writer, 2))
    os.truncate(
        tmp_path / first.warc, second.offset
    )  # power was lost: the database is newer than the archive
    ends = {first.warc: second.offset + second.length}
    with CaptureWriter(tmp_path, ends=lambda warc: ends.get(warc, 0)) as writer:
        third = writer.append(prepared(writer, 3))
    assert third.warc != first.warc


def test_a_note_takes_no_place_that_rows_name_when_the_bytes_are_gone(
    sqlite_url: str, tmp_path: Path
) -> None:
    with Writer(sqlite_url) as store, CaptureWriter(tmp_path) as writer:
        first, second = (
            writer.append(replace(prepared(writer, n), fetched_at=dt.datetime.now(dt.UTC))) for n in (1, 2)
        )
        store.store(article("1", capture=second))
    os.truncate(tmp_path / first.warc, second.offset)  # power was lost
    with Writer(sqlite_url) as store:
        note(store, str(tmp_path), Span(PAPER, DAY, DAY, "asked"))
    assert (tmp_path / first.warc).stat().st_size == second.offset


def test_zeros_at_the_end_of_a_file_are_no_damage(sqlite_url: str, tmp_path: Path) -> None:
    with Writer(sqlite_url) as store, CaptureWriter(tmp_path / "archive") as writer:
        capture = writer.append(prepared(writer, 1))
        store.store(article("1", capture=capture))
    with (tmp_path / "archive" / capture.warc).open("ab") as file:
        file.write(bytes(4096))
    engine = open_engine(sqlite_url)
    found = list(findings_of(engine, tmp_path / "archive"))
    engine.dispose()
    assert [(each.kind, each.harmless) for each in found] == [("zeros", True)]


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII", "EUC_CN"])
def test_a_server_database_that_has_no_room_for_chinese_is_refused(
    encoding: str, postgres_server: Server
) -> None:
    name = f"enc_{encoding.lower()}_{os.getpid()}"
    make = f"CREATE DATABASE {name} ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
    with postgres_server.admin.connect() as connection:
        connection.execute(sa.text(make))
    try:
        with pytest.raises(SchemaError, match=f"keeps its texts in {encoding}.*createdb --encoding UTF8"):
            open_engine(postgres_server.address(name))
    finally:
        postgres_server.drop(name)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://admin:GEHEIM@127.0.0.1:1/one",
        "postgresql://admin:GEHEIM@127.0.0.1:abc/one",
        "postgresql://admin:GE@HEIM@127.0.0.1:abc/one",
        "postgres//admin:GEHEIM@host/one",
        "postgresql://127.0.0.1:1/one?user=admin&password=GEHEIM",
        "host=127.0.0.1 user=admin password=GEHEIM dbname=one",
        "host=127.0.0.1 password='GEHEIM' dbname=one",
        "mysql://admin:GEHEIM@host/one",
    ],
)
def test_a_password_is_in_no_sentence(address: str) -> None:
    with pytest.raises((StorageError, UsageError)) as refused:
        open_engine(address)
    assert "HEIM" not in str(refused.value)
    assert "HEIM" not in without_passwords(f"banmian: {address!r} is wrong")


def test_days_and_papers_keep_their_place_in_a_sentence_without_passwords() -> None:
    sentence = f"{PAPER} {DAY}: http://paper.test:8080/html/{DAY}/node_1.htm is not there"
    assert without_passwords(sentence) == sentence
