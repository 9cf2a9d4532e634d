"""An article taken down is gone from rows, search, releases and bytes, and does not come back."""

import json
from pathlib import Path

import pytest

from tests.support.desk import Desk
from tests.support.newsstand import Newspaper, newsstand

PAPER = Newspaper(pages=2, articles=3)
DAY = ("--since", "2023-10-17", "--until", "2023-10-17")
SPAN = ("--date", "2023-10-17")


@pytest.mark.parametrize("overwritten", [False, True], ids=["rows", "bytes too"])
def test_an_article_taken_down_does_not_come_back(
    tmp_path: Path, database_url: str, overwritten: bool
) -> None:
    desk = Desk.at(tmp_path, database_url)
    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
        desk.run("crawl", PAPER.slug, *SPAN)
        one, other, *_ = desk.rows("SELECT cite_id, source_id, headline, url FROM articles ORDER BY cite_id")
        words = ("--why", "privacy: the court said so", *(("--bytes",) if overwritten else ()))
        desk.run("forget", one["cite_id"], *words)
        check(desk, one, other)
        asked = len(stand.requests)
        desk.run("crawl", PAPER.slug, *SPAN)
        assert len(stand.requests) == asked, "nothing of it is lacking"
        desk.run("rebuild")
        check(desk, one, other)
        empty = f"sqlite:///{desk.home / 'new.db'}"
        said = desk.run("rebuild", "--create", "--db", empty).stdout
        if not overwritten:
            assert f"{PAPER.slug}: taken down and not stored again: {one['cite_id']}" in said
        [rebuilt] = desk.json("rebuild", "--db", empty)["papers"]
        assert (rebuilt["articles"], rebuilt["withheld"]) == (5, [] if overwritten else [one["cite_id"]])
        check(Desk(desk.home, empty), one, other)
    shown = desk.run("show", one["cite_id"], code=2).stderr
    assert "was taken down on" in shown
    assert "privacy: the court said so" in shown
    archive = b"".join(file.read_bytes() for file in (desk.home / "archive").rglob("*.warc.gz"))
    assert archive
    assert desk.run("forget", one["cite_id"], "--why", "again", code=2).stderr == shown
    assert desk.run("diff", one["cite_id"], code=2).stderr == shown


def check(desk: Desk, one: dict[str, str], other: dict[str, str]) -> None:
    """The one is nowhere, the other is where it was, all is complete and sound."""
    assert desk.rows(f"SELECT 1 FROM articles WHERE cite_id = '{one['cite_id']}'") == []
    assert desk.rows(f"SELECT 1 FROM placements WHERE source_id = '{one['source_id']}'") == []
    assert len(desk.rows("SELECT 1 FROM articles")) == 5
    found = desk.json("search", one["headline"], "--db", desk.db)["hits"]
    assert one["cite_id"] not in [hit["cite_id"] for hit in found]
    assert [row["state"] for row in desk.json("status", *DAY, "--db", desk.db)] == ["complete"]
    desk.run("verify", "--db", desk.db)
    out = desk.home / f"release-{len(list(desk.home.iterdir()))}"
    desk.run("export", str(out), "--format", "jsonl", "--db", desk.db)
    rows = [json.loads(line) for file in out.glob("*.jsonl") for line in file.read_text("utf-8").splitlines()]
    assert other["cite_id"] in [row["cite_id"] for row in rows]
    assert one["cite_id"] not in [row["cite_id"] for row in rows]
    card = next(out.glob("*.md")).read_text("utf-8")
    assert "Not in this release: 1 taken down" in card
    assert f"| `{one['cite_id']}` |" in card
    assert "privacy: the court said so" in card


def test_bytes_that_are_overwritten_are_in_no_file_of_the_archive(tmp_path: Path) -> None:
    desk = Desk.at(tmp_path)
    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
        desk.run("crawl", PAPER.slug, *SPAN)
    [one] = desk.rows("SELECT cite_id, capture_id FROM articles ORDER BY cite_id LIMIT 1")
    [place] = desk.rows(f"SELECT * FROM captures WHERE id = {one['capture_id']}")
    file = desk.home / "archive" / place["warc"]
    before = file.read_bytes()
    desk.run("forget", one["cite_id"], "--why", "x", "--bytes")
    after = file.read_bytes()
    start, end = place["offset"], place["offset"] + place["length"]
    assert after[:start] == before[:start]
    assert after[end : len(before)] == before[end:]
    assert after[start:end].count(b" ") > place["length"] / 3, "filled with spaces"
    assert before[start + 40 : start + 200] not in after


def test_an_article_nobody_knows_or_no_reason_is_refused(tmp_path: Path) -> None:
    desk = Desk.at(tmp_path)
    desk.run("db", "upgrade")
    assert "no article 'x'" in desk.run("forget", "x", "--why", "y", code=2).stderr
    assert "--why: say the reason" in desk.run("forget", "x", "--why", " ", code=2).stderr
