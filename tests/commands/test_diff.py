"""What a site changed in an article, shown so that one can read it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.commands.diff import diff
from pipelines.text.differences import Segment, aligned
from storage import Writer
from storage.errors import UsageError
from tests.support.builders import SITE, article, capture, hours, problem

CITE_ID = "gongyishibao-2023-10-17-a"
FIRST = "昨日上午十时，消防队赶到现场。\n据统计，共捐款一千二百元。\n记者将继续关注。"
SECOND = FIRST.replace("一千二百元", "一千五百元").replace("十时", "九时")


@pytest.fixture
def edited(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with an article of two versions, one of a single version, and a second id."""
    with Writer(database_url) as archive:
        archive.store_all(
            [
                article("a", body=FIRST, char_count=40, capture=capture(1)),
                article("a", body=SECOND, char_count=40, headline="新题", capture=capture(2, at=hours(24))),
                article("b", "same", capture=capture(3)),
                article("z", "same", capture=capture(4)),
            ]
        )
        archive.store(problem(f"{SITE}/content_a.htm", "not_found", capture=capture(5, at=hours(48))))
    monkeypatch.setenv("BANMIAN_DB", database_url)
    return database_url


@pytest.mark.usefixtures("edited")
def test_every_version_is_shown_with_what_changed(capsys: pytest.CaptureFixture[str]) -> None:
    diff(CITE_ID)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{CITE_ID}  http://paper.test/html/2023-10/17/content_a.htm"
    assert lines[2:] == [
        "version 1: seen from 2023-10-17 04:00 to 2023-10-17 04:00 UTC",
        "  标题a",
        "",
        "version 2: seen from 2023-10-18 04:00 to 2023-10-18 04:00 UTC",
        "  headline: [-标题a-]{+新题+}",
        "  body: 昨日上午[-十-]{+九+}时，消防队赶到现场。",
        "据统计，共捐款一千[-二-]{+五+}百元。",
        "记者将继续关注。",
        "",
        "withdrawn: found gone 2023-10-19 04:00 UTC; the text is kept",
    ]


@pytest.mark.usefixtures("edited")
def test_json_has_every_version_and_every_change(capsys: pytest.CaptureFixture[str]) -> None:
    diff(CITE_ID, json=True)
    found = json.loads(capsys.readouterr().out)
    assert [version["texts"]["body"] for version in found["versions"]] == [FIRST, SECOND]
    assert found["versions"][1]["warc"] == "gongyishibao/gongyishibao-2023-10.warc.gz"
    [change] = found["changes"]
    assert (change["from"], change["to"], sorted(change["fields"])) == (1, 2, ["body", "headline"])
    assert ["new", "五"] in change["fields"]["body"]


@pytest.mark.usefixtures("edited")
def test_a_second_id_leads_to_its_article(capsys: pytest.CaptureFixture[str]) -> None:
    diff("gongyishibao-2023-10-17-z")
    shown = capsys.readouterr().out
    assert shown.startswith("gongyishibao-2023-10-17-b  ")
    assert "gongyishibao-2023-10-17-z is a second id of the same text" in shown


@pytest.mark.usefixtures("edited")
@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("gongyishibao-2023-10-17-c", "did you mean gongyishibao-2023-10-17-"),
        ("gongyishibao-2023-10-18-a", f"did you mean {CITE_ID}"),
        ("gongyishbao-2023-10-17-a", CITE_ID),
        ("%", "no article '%'"),
        ("gibt es nicht", "no article 'gibt es nicht'\n"),
    ],
)
def test_an_unknown_id_gets_near_ones(asked: str, hint: str) -> None:
    with pytest.raises(UsageError) as refused:
        diff(asked)
    assert hint in f"{refused.value}\n"


CASES: list[tuple[str, str, list[Segment]]] = [
    ("", "", []),
    ("同", "同", [("same", "同")]),
    ("", "新", [("new", "新")]),
    ("旧", "", [("gone", "旧")]),
    ("甲乙丙丁", "甲乙戊丁", [("same", "甲乙"), ("gone", "丙"), ("new", "戊"), ("same", "丁")]),
    # one character between two changes is no island
    ("一甲二丙三", "一乙二丁三", [("same", "一"), ("gone", "甲二丙"), ("new", "乙二丁"), ("same", "三")]),
    ("甲段\n乙段\n", "甲段\n新段\n乙段\n", [("same", "甲段\n"), ("new", "新段\n"), ("same", "乙段\n")]),
]


@pytest.mark.parametrize(("old", "new", "segments"), CASES)
def test_texts_are_aligned_by_paragraph_and_by_character(old: str, new: str, segments: list[Segment]) -> None:
    assert aligned(old, new) == segments


@given(st.text("甲乙丙\n", max_size=30), st.text("甲乙丙\n", max_size=30))
def test_both_texts_can_be_read_from_their_alignment(old: str, new: str) -> None:
    segments = aligned(old, new)
    assert "".join(words for operation, words in segments if operation != "new") == old
    assert "".join(words for operation, words in segments if operation != "gone") == new
    assert all(words for _, words in segments)
