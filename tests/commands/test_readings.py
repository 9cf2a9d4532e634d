"""`check` reads an issue by the profile, by its family, and without any, and says where they differ."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from crawler.commands.show import print_readings
from crawler.demo.newsstand import serve
from crawler.trial.findings import Share
from crawler.trial.readings import Readings
from tests.facsimile import DAY, founder
from tests.support.desk import Desk

FAMILY = founder.FAMILIES[0]


def checked(home: Path, select: str = "", code: int | None = 0) -> Any:
    """What `check` says of the family's site, with these lines of `[eras.select]` in the profile."""
    desk = Desk.at(home)
    with serve({f"/{FAMILY.slug}": partial(FAMILY.find, FAMILY.issue)}) as stand:
        text = FAMILY.profile(stand.url) + (f"[eras.select]\n{select}\n" if select else "")
        (home / "papers" / f"{FAMILY.slug}.toml").write_text(text, encoding="utf-8")
        return json.loads(desk.run("check", FAMILY.slug, "--date", str(DAY), "--json", code=code).stdout)


def test_a_sound_issue_is_read_alike_by_all_three(tmp_path: Path) -> None:
    said = checked(tmp_path)
    assert list(said["readings"]) == ["profile", "founder", "generic"]
    profile, family, generic = said["readings"].values()
    assert profile == family
    for name in ("pages", "titles", "articles", "headline", "body"):
        assert generic[name] == profile[name], name
    assert said["warnings"] == []


def test_what_a_selector_no_longer_finds_the_family_and_the_generic_reader_still_read(tmp_path: Path) -> None:
    said = checked(tmp_path, 'body = ".nowhere"', code=1)
    profile, family, generic = said["readings"].values()
    assert profile["articles"]["found"] < family["articles"]["found"] == generic["articles"]["found"]


def test_a_list_and_a_text_the_profile_reads_otherwise_are_warnings(tmp_path: Path) -> None:
    no_second = """title_link = "a[href*='content_']:not([href*='5002'])"\narea = "x-gone"\n"""
    said = checked(tmp_path, no_second + 'body = "#ozoom p:first-of-type"', code=None)
    lists = "page 01: it has 1 titles; read without the profile 2, 1 of them the same"
    assert lists in said["warnings"]
    assert any("another body when they are read without the profile: http" in one for one in said["warnings"])


def test_the_readings_are_printed_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    found = {"profile": Share(14, 14), "founder": Share(14, 14), "generic": Share(7, 7)}
    warning = "page 01: the title list has 14 entries, the page map 7"
    print_readings(Readings({name: {"titles": share} for name, share in found.items()}, (warning,)))
    assert capsys.readouterr().out.splitlines() == [
        "read by\tprofile\tfounder\tgeneric",
        "titles\t14\t14\t7",
        f"warning: {warning}",
    ]
