"""An archive that moves, a program that is upgraded, a database whose name is misspelt."""

import lzma
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.support.desk import PROJECT, Desk
from tests.support.newsstand import Newspaper, newsstand

PAPER = Newspaper(first=date(2023, 10, 16), last=date(2023, 10, 17), pages=1, articles=2)
DAYS = [("--date", "2023-10-16"), ("--date", "2023-10-17")]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.at(tmp_path)


def test_an_archive_that_was_moved_is_sound_and_grows_at_its_new_place(desk: Desk) -> None:
    moved = desk.home / "volume" / "press"
    moved.parent.mkdir()
    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
        desk.run("crawl", PAPER.slug, *DAYS[0])
        (desk.home / "archive").rename(moved)
        asked = len(stand.requests)
        for command in ("verify", "repair", "rebuild"):
            done = desk.run(command, code=2)
            assert f"there is no archive at {desk.home / 'archive'}" in done.stderr
        (desk.home / "a file").touch()
        assert "there is no archive" in desk.run("repair", "--archive", "a file", code=2).stderr
        assert len(stand.requests) == asked
        at = ("--archive", str(moved))
        desk.run("verify", *at)
        desk.run("crawl", PAPER.slug, *DAYS[1], *at)
        asked = len(stand.requests)
        desk.run("crawl", PAPER.slug, *DAYS[0], *at)
        assert len(stand.requests) == asked, "rows name files relative to the archive"
    desk.run("verify", *at)
    assert not (desk.home / "archive").exists()
    assert len(list(moved.rglob("*.warc.gz"))) == 1
    misspelt(desk, at)


def misspelt(desk: Desk, at: tuple[str, ...]) -> None:
    """A rebuild beside this archive, by names of databases that are not there."""
    typo, new = desk.home / "banmain.db", desk.home / "new.db"
    done = desk.run("rebuild", "--db", f"sqlite:///{typo}", *at, code=2)
    assert f"there is no database at {typo}, and none was made" in done.stderr
    assert not typo.exists()
    done = desk.run("rebuild", "--create", "--db", f"sqlite:///{new}", *at)
    assert f"{new}: a new database, made of the archive" in done.stderr
    texts = "SELECT cite_id, body FROM articles ORDER BY cite_id"
    assert replace(desk, db=f"sqlite:///{new}").rows(texts) == desk.rows(texts)
    assert len(desk.rows(texts)) == 4


def test_rebuild_fills_an_empty_database_of_a_server(tmp_path: Path, empty_postgres_url: str) -> None:
    desk = Desk.at(tmp_path)
    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
        desk.run("crawl", PAPER.slug, *DAYS[0])
    desk.run("rebuild", "--db", empty_postgres_url)
    texts = "SELECT cite_id, body FROM articles ORDER BY cite_id"
    assert replace(desk, db=empty_postgres_url).rows(texts) == desk.rows(texts) != []


def test_a_database_of_an_older_program_is_upgraded_by_one_command(desk: Desk) -> None:
    packed = PROJECT / "tests" / "releases" / "0.1.0" / "banmian.db.xz"
    (desk.home / "banmian.db").write_bytes(lzma.decompress(packed.read_bytes()))
    texts = "SELECT cite_id, body FROM articles ORDER BY cite_id"
    before = desk.rows(texts)
    assert "banmian db upgrade" in desk.run("status", code=5).stderr
    assert "upgraded from" in desk.run("db", "upgrade").stdout
    desk.run("dedup")
    desk.run("status")
    assert desk.rows(texts) == before != []
    desk.change("UPDATE alembic_version SET version_num = '9999'")
    assert "newer" in desk.run("status", code=5).stderr, "this program is the older one now"
