"""A newspaper whose site changed its platform: one profile, one command, a clear word when nobody knew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from crawler.demo.newsstand import Newsstand, serve
from tests.facsimile import DAY, Family, PostHandler, founder, founder_amuc, issue_in
from tests.support.desk import Desk

BEFORE = DAY - timedelta(days=1)
OLD = replace(founder.FAMILIES[0], issue=issue_in(date=BEFORE))
NEW = founder_amuc.FAMILIES[0]


@pytest.fixture
def stand() -> Iterator[Newsstand]:
    sites = {f"/{family.slug}": partial(family.find, family.issue) for family in (OLD, NEW)}
    with serve(sites, handler=PostHandler) as stand:
        yield stand


def era(stand: Newsstand, family: Family, since: date, platform: str = "") -> str:
    return (
        f'[[eras]]\nsince = {since}\nplatform = "{platform or family.platform}"\n'
        f'front_page = "{stand.url}/{family.slug}/{family.front_page}"\n'
    )


def test_a_paper_that_changed_its_platform_is_crawled_across_the_switch_in_one_command(
    stand: Newsstand, tmp_path: Path
) -> None:
    desk = Desk.at(tmp_path)
    eras = era(stand, OLD, date(2020, 1, 1)) + era(stand, NEW, DAY)
    profile = f'name = "样张日报"\nscript = "hans"\ndelay = 0\n{eras}'
    (tmp_path / "papers" / "yangzhang.toml").write_text(profile, encoding="utf-8")
    desk.run("crawl", "yangzhang", "--since", str(BEFORE), "--until", str(DAY))
    for day, family in ((BEFORE, OLD), (DAY, NEW)):
        [row] = desk.json("status", "yangzhang", "--since", str(day), "--until", str(day))
        printed = {article.source_id for page in family.issue.pages for article in page.articles}
        assert (row["state"], row["pages"], row["articles"]) == ("complete", 4, len(printed))


def test_a_paper_that_silently_moved_to_another_family_is_told_which(
    stand: Newsstand, tmp_path: Path
) -> None:
    desk = Desk.at(tmp_path)
    profile = 'name = "样张日报"\nscript = "hans"\ndelay = 0\n' + era(stand, NEW, BEFORE, "founder")
    (tmp_path / "papers" / "yangzhang.toml").write_text(profile, encoding="utf-8")
    desk.run("crawl", "yangzhang", "--date", str(DAY))
    [row] = desk.json("status", "yangzhang", "--since", str(DAY), "--until", str(DAY))
    assert row["guessed"] > 0
    details = [row["detail"] for row in desk.rows("SELECT detail FROM problems WHERE kind = 'guessed'")]
    assert any("looks like founder_amuc: " in detail for detail in details)
