"""`check --report` and `papers prove`: every newspaper looked at in a night, what is proved noted."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from crawler.demo.newsstand import Resource, serve
from crawler.paper import today
from tests.crawler.test_families import FAMILIES
from tests.facsimile import DAY, Family, PostHandler
from tests.support.desk import Desk

SAMPLE = ("founder_table", "founder_amuc", "aheading", "jfdaily", "szbz", "qpaper")
"""Beginnings of the slugs that stand for all families where not all are run."""


def no_issue(_: Family, __: str) -> Resource | None:
    """A site that has moved away: 404 everywhere."""
    return None


def new_layout(family: Family, path: str) -> Resource | None:
    """A site that was built again: none of its pages is like its family's any more."""
    found = family.find(family.issue, path)
    return found and (found[0], "<html><body><div id=app>正在加载</div></body></html>".encode())


def another_day(family: Family, path: str) -> Resource | None:
    """A site that shows the issue of another day under every address."""
    found = family.find(replace(family.issue, date=date(2023, 10, 18)), path.replace("10/17", "10/18"))
    return found and (found[0], found[1].replace(b"10/18/", b"10/17/"))


BROKEN = {"moved": no_issue, "rebuilt": new_layout, "late": another_day}
"""Slug → what is wrong with the site of that paper, else a newspaper of the first family."""


@dataclass(frozen=True)
class Swept:
    """A newsstand of many newspapers after a sweep."""

    desk: Desk
    report: Path
    sound: list[Family]
    said: str
    requests: list[str]

    @property
    def lines(self) -> dict[str, dict[str, Any]]:
        """The report's lines by paper."""
        lines = map(json.loads, self.report.read_text(encoding="utf-8").splitlines())
        return {line["paper"]: line for line in lines}


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Swept]:
    home = tmp_path_factory.mktemp("sweep")
    desk = Desk.at(home)
    whole = request.config.getoption("--all")
    sound = [one for one in FAMILIES if whole or one.slug in SAMPLE]
    first = next(one for one in FAMILIES if one.platform == "founder")
    sites = {f"/{one.slug}": partial(one.find, one.issue) for one in sound}
    sites |= {f"/{slug}": partial(broken, first) for slug, broken in BROKEN.items()}
    papers = home / "papers"
    with serve(sites, handler=PostHandler) as stand:
        for one in sound:
            (papers / f"{one.slug}.toml").write_text(one.profile(stand.url), encoding="utf-8")
        for slug in BROKEN:
            text = first.profile(stand.url).replace(f"/{first.slug}/", f"/{slug}/")
            (papers / f"{slug}.toml").write_text(f"# {slug}\n{text}", encoding="utf-8")
        down = first.profile("http://127.0.0.1:9").replace("[[eras]]", "[[eras]]", 1)
        (papers / "down.toml").write_text(down, encoding="utf-8")
        (papers / "ended.toml").write_text(f"closed = 2023-06-30\n{first.profile(stand.url)}", "utf-8")
        (home / "all.txt").write_text("\n".join(file.stem for file in papers.glob("*.toml")), "utf-8")
        report = home / "proof.jsonl"
        done = desk.run(
            "check", "--papers", "all.txt", "--date", str(DAY), "--report", str(report), code=1
        )
        yield Swept(desk, report, sound, done.stdout, list(stand.requests))


def test_every_sound_newspaper_passes_by_a_few_requests(swept: Swept) -> None:
    for family in swept.sound:
        line = swept.lines[family.slug]
        assert line["passed"], line["why"]
        assert (line["proof"], line["checked"], line["date"]) == ("facsimile", str(today()), str(DAY))
        assert line["fields"]["headline"]["found"] == line["articles"]["found"] > 0
        assert line["requests"] <= 10


@pytest.mark.parametrize(
    ("slug", "why"),
    [
        ("moved", "absent"),
        ("rebuilt", "layout_changed"),
        ("late", "other_issue"),
        ("down", "unreachable"),
        ("ended", "its last issue was that of 2023-06-30"),
    ],
)
def test_a_newspaper_that_is_not_read_right_fails_and_the_report_says_why(
    swept: Swept, slug: str, why: str
) -> None:
    line = swept.lines[slug]
    assert not line["passed"]
    assert line["proof"] is None
    assert why in line["why"]
    assert f"{slug}" in swept.said or not line["passed"]
