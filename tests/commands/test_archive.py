"""`banmian archive`, and several archives over one database as an operator sees them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.commands.test_rebuild import contents
from tests.support.desk import Desk
from tests.support.newsstand import Newspaper, newsstand

PAPER = Newspaper(first=date(2023, 10, 16), last=date(2023, 10, 17), pages=1, articles=2)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """One database, and each of two issues in an archive of its own, `archive` and `other`."""
    desk = Desk.at(tmp_path_factory.mktemp("two"))
    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
        desk.run("crawl", PAPER.slug, "--date", "2023-10-16")
        desk.run("crawl", PAPER.slug, "--date", "2023-10-17", "--archive", str(desk.home / "other"))
    return desk


@pytest.fixture
def desk(filled: Desk, tmp_path: Path) -> Desk:
    """The same, to be changed."""
    shutil.copytree(filled.home, tmp_path, dirs_exist_ok=True)
    return Desk.at(tmp_path)


def test_archives_merged_by_copying_are_sound_and_make_the_same_database(desk: Desk) -> None:
    for archive in ("archive", "other"):
        found = desk.json("verify", "--archive", str(desk.home / archive))
        assert [finding["kind"] for finding in found["findings"]] == ["elsewhere"]
        assert found["elsewhere"] > 0
        assert "are elsewhere and were not checked" in desk.run("verify", "--archive", archive).stdout
        rebuilt = desk.run("rebuild", "--archive", str(desk.home / archive)).stdout
        assert "is not there: " in rebuilt
        assert "captures are in the archive " in rebuilt
    desk.run("verify", "--whole", code=1)
    assert desk.json("repair")["back"] == 0, "nothing is fetched again that another archive has"
    shutil.copytree(desk.home / "other", desk.home / "archive", dirs_exist_ok=True)
    assert desk.json("verify", "--whole")["findings"] == []
    new = replace(desk, db=f"sqlite:///{desk.home / 'new.db'}")
    new.run("rebuild", "--create", "--db", new.db)
    assert contents(new.db) == contents(desk.db)


def test_an_archive_of_equal_names_is_adopted(desk: Desk) -> None:
    old = f"{PAPER.slug}-2023-10.warc.gz"
    for archive in ("archive", "other"):
        shutil.rmtree(desk.home / archive / "ids")
        [file] = (desk.home / archive / PAPER.slug).iterdir()
        file.rename(file.with_name(old))
    before = contents(desk.db)
    nowhere = str(desk.home / "nowhere")
    assert f"there is no archive at {nowhere}" in desk.run("archive", "adopt", nowhere, code=2).stderr
    mine, both = desk.json("archive", "adopt"), desk.json("archive", "adopt", str(desk.home / "other"))
    assert [one["paper"] for one in both["papers"]] == [PAPER.slug]
    assert mine["papers"][0]["attached"] + both["papers"][0]["attached"] == len(before["captures"])
    assert desk.json("verify", "--whole")["findings"] == []
    desk.run("rebuild")
    after = contents(desk.db)
    for rows in (before, after):
        for name in ("articles", "captures", "problems", "revisions"):
            for row in rows[name]:
                row.pop("warc", None)
                row.pop("capture_id", None)
    assert after == before
    assert "orphans" in desk.run("archive", "adopt", str(desk.home / "other")).stdout
