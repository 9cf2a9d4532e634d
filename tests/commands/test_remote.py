"""An archive in an object store as an operator sees it: crawled from one machine, read from others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from storage.captures import warc_files
from tests.commands.test_rebuild import contents
from tests.support.desk import Desk
from tests.support.newsstand import Newspaper, newsstand
from tests.support.objects import objects

PAPER = Newspaper(first=date(2023, 10, 16), last=date(2023, 10, 17), pages=1, articles=2)
SPAN = ("--since", "2023-10-16", "--until", "2023-10-17")


@pytest.fixture(scope="module")
def crawled(bucket: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, str]:
    """A machine that crawled two issues into an archive in a store, and the archive's address."""
    desk = Desk.at(tmp_path_factory.mktemp("machine"))
    archive = f"{bucket}/{desk.home.name}/press"
    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
        desk.run("crawl", PAPER.slug, *SPAN, "--archive", archive)
    return desk, archive


def test_what_one_machine_crawled_is_verified_rebuilt_and_read_on_another(
    crawled: tuple[Desk, str], tmp_path: Path, whole: bool
) -> None:
    desk, archive = crawled
    at = ("--archive", archive)
    assert warc_files(desk.home / "spool") == [], "all of it was moved up"
    assert not (desk.home / "s3:").exists()
    assert {name.partition("/")[0] for name in objects(archive)} == {PAPER.slug, "ids"}
    other = replace(Desk.at(tmp_path), db=desk.db)
    (other.home / "papers").rmdir()
    (other.home / "papers").symlink_to(desk.home / "papers")
    found = other.json("verify", *at)
    assert (found["findings"], found["files"], found["elsewhere"]) == ([], 1, 0)
    [cited, *_] = desk.rows("SELECT cite_id FROM articles ORDER BY 1")
    assert "<html" in other.run("show", cited["cite_id"], "--bytes", *at).stdout
    misspelt = other.run("repair", "--archive", f"{archive}es", code=2)
    assert f"there is no archive at {archive}es" in misspelt.stderr
    new = replace(other, db=f"sqlite:///{other.home / 'new.db'}")
    new.run("rebuild", "--create", "--jobs", "2" if whole else "1", "--db", new.db, *at)
    assert contents(new.db) == contents(desk.db)
    assert not (other.home / "archive").exists()


def test_a_store_that_is_away_costs_no_byte_and_the_next_run_moves_it_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bucket: str
) -> None:
    desk, archive = Desk.at(tmp_path), f"{bucket}/{tmp_path.name}"
    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
        with monkeypatch.context() as away:
            away.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
            done = desk.run("crawl", PAPER.slug, *SPAN, "--archive", archive, code=5)
            assert "Could not connect" in done.stderr
            assert "nothing to do" not in done.stdout
            assert "0 requests; no issue was finished" in done.stdout
            assert desk.rows("SELECT * FROM articles") == []
        desk.run("crawl", PAPER.slug, *SPAN, "--archive", archive)
    assert desk.json("verify", "--archive", archive)["findings"] == []
    assert desk.json("archive", "move", "--archive", archive)["papers"] == {}


@pytest.mark.parametrize("command", ["status", "verify", "rebuild"])
def test_an_address_nobody_knows_is_refused_and_no_directory_is_made(command: str, tmp_path: Path) -> None:
    desk = Desk.at(tmp_path)
    done = desk.run(command, "--archive", "s4://bucket/press", code=2)
    assert "nobody knows the scheme s4://" in done.stderr
    assert [file.name for file in tmp_path.iterdir() if file.name not in ("papers", ".out", ".err")] == []
