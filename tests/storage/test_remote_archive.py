"""An archive in an object store (a real server of S3): written in a spool, moved up, read from anywhere."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from storage import StorageError, Writer
from storage.archives import checked, local_directory
from storage.browse import application
from storage.captures import (
    CaptureDamaged,
    CaptureWriter,
    adoption,
    archived_papers,
    findings_of,
    issues_of,
    named_until,
    notes_at,
    originals,
    overwrite,
    read,
    remote,
    send,
    take_ids,
    take_in,
    warc_files,
)
from storage.database import open_engine
from storage.errors import UsageError
from storage.extras import MissingExtra
from storage.items import Capture
from tests.storage.test_archives import capture
from tests.support.builders import DAY, PAPER, article, issue
from tests.support.desk import PROJECT
from tests.support.newsroom import HEIGHT, HOSTILE, WIDTH, furnish, png, reader_of
from tests.support.objects import objects


@pytest.fixture
def archive(bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An archive of the test's own, with a spool of this machine."""
    monkeypatch.setenv("BANMIAN_SPOOL", str(tmp_path / "spool"))
    return f"{bucket}/{tmp_path.name}"


def spool(archive: str) -> list[str]:
    """The WARC files that wait on this machine."""
    return warc_files(local_directory(archive))


def another_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BANMIAN_SPOOL", str(tmp_path / "other-spool"))


def test_bytes_are_read_before_and_after_they_are_moved_up_and_from_another_machine(
    archive: str, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(sqlite_url)
    with Writer(sqlite_url) as store, CaptureWriter(archive) as writer:
        store.store(issue())
        places = [capture(writer, n) for n in (1, 2)]
        store.store_all([article(str(n), capture=place) for n, place in enumerate(places, 1)])
        assert [record(archive, place) for place in places] == [
            b"<p>1 " + "很".encode(),
            b"<p>2 " + "很很".encode(),
        ]
    assert spool(archive) == warc_files(archive) == [places[0].warc]
    assert list(findings_of(engine, archive)) == []
    with monkeypatch.context() as there:
        another_machine(there, tmp_path)
        [finding] = findings_of(engine, archive)
        assert (finding.kind, finding.harmless) == ("spool", True)
        assert [one.kind for one in findings_of(engine, archive, whole=True)] == ["missing"], "its disk died"
        assert f"in the spool of {os.uname().nodename} ({tmp_path / 'spool'}" in finding.detail
        with pytest.raises(CaptureDamaged):
            record(archive, places[0])
    waiting = local_directory(archive) / places[0].warc
    aside = waiting.rename(tmp_path / "aside")
    assert [finding.kind for finding in findings_of(engine, archive)] == ["missing"], "it should be here"
    aside.rename(waiting)
    assert send(archive, PAPER) == 1
    assert spool(archive) == []
    assert [name.split("/")[0] for name in objects(archive)] == [PAPER, "ids"]
    another_machine(monkeypatch, tmp_path)
    assert [record(archive, place) for place in places] == [
        b"<p>1 " + "很".encode(),
        b"<p>2 " + "很很".encode(),
    ]
    assert list(findings_of(engine, archive)) == []
    assert archived_papers(archive) == [PAPER]
    [(day, responses)] = list(issues_of(archive, PAPER))
    assert (day, [one for one, _ in responses]) == (DAY, places)
    with pytest.raises(CaptureDamaged, match="ends within the record"):
        read(archive, places[0].warc, 10**6, 10)
    assert [finding.kind for finding in findings_of(engine, archive, whole=True)] == []
    remote.remove(archive, places[0].warc)
    assert [finding.kind for finding in findings_of(engine, archive)] == ["missing"], "that is no spool's"
    engine.dispose()


def record(archive: str, place: Capture) -> bytes:
    return read(archive, place.warc, place.offset, place.length, place.sha256).body


def test_the_next_run_begins_another_file_and_repeats_no_body(archive: str, sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    known, ends = partial(originals, engine), partial(named_until, engine)
    places = []
    with Writer(sqlite_url) as store:
        store.store(issue())
        for hour in range(3):
            with CaptureWriter(archive, originals=known, ends=ends) as writer:
                places.append(capture(writer, 1, hour))
                store.store(article("1", capture=places[-1]))
            send(archive, PAPER)
    assert len({place.warc for place in places}) == 3
    assert [read(archive, one.warc, one.offset, one.length).revisit for one in places] == [False, True, True]
    assert list(findings_of(engine, archive)) == []
    engine.dispose()


def test_a_file_that_is_full_is_moved_up_while_the_next_is_written(archive: str) -> None:
    with CaptureWriter(archive, most_bytes=1500) as writer:
        places = [capture(writer, n) for n in range(1, 9)]
    assert len(warc_files(archive)) > 2
    assert len(spool(archive)) == 1, "the last one, which may go on"
    send(archive, PAPER)
    assert spool(archive) == []
    assert warc_files(archive) == list(dict.fromkeys(place.warc for place in places))
    assert [record(archive, place)[:4] for place in places] == [b"<p>%d" % n for n in range(1, 9)]
    assert not [name for name in objects(archive) if name.startswith("spool")]


KILLED = """
import os, signal, sys
from storage.captures import CaptureWriter, remote, send, spool
from tests.storage.test_archives import capture
from tests.support.builders import PAPER
archive, at = sys.argv[1], int(sys.argv[2])
count = 0
def killed(step):
    def before(*arguments):
        global count
        count += 1
        if count == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return step(*arguments)
    return before
for name in ("put_bytes", "put", "compare", "remove"):
    setattr(remote, name, killed(getattr(remote, name)))
spool._remove = killed(spool._remove)
with CaptureWriter(archive) as writer:
    capture(writer, 1)
send(archive, PAPER)
"""


@pytest.mark.parametrize("at", [4, *(pytest.param(at, marks=pytest.mark.slow) for at in (1, 2, 3, 5, 6))])
def test_a_run_that_is_killed_at_any_step_is_resumed_by_the_next(archive: str, at: int) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, archive, str(at)], check=False, cwd=PROJECT)
    assert done.returncode == -signal.SIGKILL
    with CaptureWriter(archive) as writer:
        capture(writer, 2)
    send(archive, PAPER)
    assert spool(archive) == []
    bodies = [one.body[:4] for _, responses in issues_of(archive, PAPER) for _, one in responses]
    assert bodies == ([b"<p>2"] if at == 1 else [b"<p>1", b"<p>2"])
    assert not [name for name in objects(archive) if name.startswith("spool")]


def test_what_a_lost_connection_left_is_completed_and_another_file_is_never_overwritten(archive: str) -> None:
    with CaptureWriter(archive) as writer:
        place = capture(writer, 1)
    whole = (local_directory(archive) / place.warc).read_bytes()
    remote.put_bytes(archive, place.warc, whole[:100])
    send(archive, PAPER)
    assert record(archive, place).startswith(b"<p>1")
    (local_directory(archive) / place.warc).write_bytes(whole[:-1] + b"?")
    with pytest.raises(StorageError, match="has another file of that name; nothing was overwritten"):
        send(archive, PAPER)
    assert spool(archive) == [place.warc]


def test_bytes_of_an_archive_in_a_store_are_overwritten_and_notes_are_read(archive: str) -> None:
    with CaptureWriter(archive) as writer:
        first, second = capture(writer, 1), capture(writer, 2)
        writer.note(PAPER, DAY, "span", {"said": 1})
    send(archive, PAPER)
    overwrite(archive, PAPER, DAY, (first.warc, first.offset, first.length))
    with pytest.raises(CaptureDamaged):
        record(archive, first)
    assert record(archive, second).startswith(b"<p>2")
    assert notes_at(archive, issues_of(archive, PAPER).notes) == ({"span": [{"said": 1}]}, [])


def test_a_directory_is_taken_into_an_archive_in_a_store_and_back(
    archive: str, sqlite_url: str, tmp_path: Path
) -> None:
    engine = open_engine(sqlite_url)
    with Writer(sqlite_url) as store, CaptureWriter(tmp_path / "old") as writer:
        store.store(issue())
        store.store(article("1", capture=capture(writer, 1)))
    take_in(archive, tmp_path / "old", PAPER)
    send(archive, PAPER)
    take_ids(archive, tmp_path / "old")
    assert [name.rpartition("/")[2] for name in objects(archive) if name.startswith("ids")] == os.listdir(
        tmp_path / "old" / "ids"
    )
    assert list(findings_of(engine, archive)) == []
    take_in(tmp_path / "back", archive, PAPER)
    assert warc_files(tmp_path / "back") == warc_files(archive) == warc_files(tmp_path / "old")
    assert (len(adoption(engine, archive, PAPER).moves), adoption(engine, archive, PAPER).orphans) == (0, 0)
    engine.dispose()


def test_the_reader_shows_pictures_of_an_archive_in_a_store(archive: str, sqlite_url: str) -> None:
    furnish(sqlite_url, archive)
    send(archive, HOSTILE)
    assert spool(archive) == []
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        [number] = connection.execute(sa.text("SELECT id FROM captures WHERE url LIKE '%.png'")).scalars()
    engine.dispose()
    reader = reader_of(sqlite_url, archive)
    with TestClient(application(reader), base_url="http://127.0.0.1:8000") as client:
        answer = client.get(f"/archive/{number}")
    reader.corpus.close()
    assert (answer.status_code, answer.content) == (200, png(WIDTH, HEIGHT))


LOCAL = """
import sys
from pathlib import Path
from storage.captures import issues_of, send
from storage.captures import CaptureWriter
from tests.storage.test_archives import capture
from tests.support.builders import PAPER
with CaptureWriter(Path(sys.argv[1])) as writer:
    capture(writer, 1)
send(sys.argv[1], PAPER)
assert len(issues_of(sys.argv[1], PAPER)) == 1
assert not {"s3fs", "botocore", "aiohttp"} & set(sys.modules)
"""


def test_an_archive_in_a_directory_loads_no_client_of_stores(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", LOCAL, str(tmp_path)], check=True, cwd=PROJECT)


def test_a_store_that_cannot_be_reached_is_named_and_nothing_is_lost(
    archive: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with CaptureWriter(archive) as writer:
        place = capture(writer, 1)
    with pytest.raises(StorageError, match=r"s3://nobody/.*bucket does not exist"):
        write_to_nobody()
    with monkeypatch.context() as away:
        away.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        remote.filesystem(archive)[0].clear_instance_cache()
        with pytest.raises(StorageError, match="Could not connect"):
            send(archive, PAPER)
    remote.filesystem(archive)[0].clear_instance_cache()
    assert spool(archive) == [place.warc]
    assert send(archive, PAPER) == 1


def write_to_nobody() -> None:
    with CaptureWriter("s3://nobody") as writer:
        capture(writer, 1)


@pytest.mark.parametrize(
    ("address", "error", "sentence"),
    [
        ("s4://press/a", UsageError, "nobody knows the scheme s4://; name a directory"),
        ("://press", UsageError, "nobody knows the scheme"),
        ("s3://", UsageError, "names no place"),
        ("memory://press", UsageError, "nothing can be kept at memory://"),
        ("https://me:GEHEIM@press.test/a", UsageError, "nothing can be kept at https://"),
        ("gs://press", MissingExtra, "the package for gs:// is not installed: .*gcsfs"),
    ],
)
def test_an_address_nothing_can_be_kept_at_is_refused_in_a_sentence(
    address: str, error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence) as refused:
        checked(address)
    assert "GEHEIM" not in str(refused.value)


def test_a_directory_is_a_directory_however_it_is_named(tmp_path: Path) -> None:
    assert checked(f"file://{tmp_path}") == checked(str(tmp_path)) == str(tmp_path)
    assert checked("s3://press/a/") == "s3://press/a"
    assert (
        local_directory("sftp://me:GEHEIM@press.test/a").name
        == "sftp%3A%2F%2Fme%3A%2A%2A%2A%40press.test%2Fa"
    )
