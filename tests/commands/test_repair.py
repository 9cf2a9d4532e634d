"""What `verify` finds lost is fetched again; what cannot come back is said."""

import shutil
from pathlib import Path

import pytest

from tests.support.desk import Desk
from tests.support.faults import Fault
from tests.support.newsstand import Newspaper, newsstand

PAPER = Newspaper(pages=2, articles=3)
SPAN = ("--since", "2023-10-16", "--until", "2023-10-17")


def flip(desk: Desk, capture: int) -> None:
    """Changes one byte within the record of a capture."""
    [place] = desk.rows(f"SELECT * FROM captures WHERE id = {capture}")
    file = desk.home / "archive" / place["warc"]
    data = bytearray(file.read_bytes())
    data[place["offset"] + place["length"] // 2] ^= 0xFF
    file.write_bytes(data)


def cut(desk: Desk, _: int) -> None:
    [file] = (desk.home / "archive" / PAPER.slug).iterdir()
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def remove(desk: Desk, _: int) -> None:
    [file] = (desk.home / "archive" / PAPER.slug).iterdir()
    file.unlink()


def remove_all(desk: Desk, _: int) -> None:
    shutil.rmtree(desk.home / "archive")
    assert "name an empty directory" in desk.run("repair", code=2).stderr
    (desk.home / "archive").mkdir()


@pytest.mark.parametrize("damage", [flip, cut, remove, remove_all])
def test_what_is_lost_is_fetched_again(tmp_path: Path, damage: object) -> None:
    desk = Desk.at(tmp_path)
    assert callable(damage)
    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
        desk.run("crawl", PAPER.slug, *SPAN)
        texts = desk.rows("SELECT cite_id, body, revision FROM articles ORDER BY cite_id")
        [first] = desk.rows("SELECT min(capture_id) AS id FROM articles")
        damage(desk, first["id"])
        desk.run("verify", code=1)
        assert "0 are gone" in desk.run("repair").stdout
    desk.run("verify")
    assert desk.rows("SELECT cite_id, body, revision FROM articles ORDER BY cite_id") == texts
    assert {row["state"] for row in desk.json("status", *SPAN)} == {"complete"}
    empty = f"sqlite:///{desk.home / 'new.db'}"
    desk.run("rebuild", "--create", "--db", empty)
    again = Desk(desk.home, empty).rows("SELECT cite_id, body, revision FROM articles ORDER BY cite_id")
    assert again == texts


def test_bytes_the_site_has_no_more_are_said_to_be_gone_and_may_be_given_up(
    tmp_path: Path, database_url: str
) -> None:
    desk = Desk.at(tmp_path, database_url)
    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
        desk.run("crawl", PAPER.slug, *SPAN)
        [one] = desk.rows("SELECT cite_id, url, body, capture_id FROM articles ORDER BY cite_id LIMIT 1")
        flip(desk, one["capture_id"])
        stand.faults = (Fault(one["url"].rpartition("/")[2], "404"),)
        done = desk.run("repair", code=1)
        assert "1 lost: 0 came back, 0 were needed for nothing, 1 are gone" in done.stdout
        assert one["url"] in done.stdout
        desk.run("verify", code=1)
        desk.run("repair", "--give-up")
    desk.run("verify")
    [kept] = desk.rows(f"SELECT body, capture_id FROM articles WHERE cite_id = '{one['cite_id']}'")
    assert kept == {"body": one["body"], "capture_id": None}
