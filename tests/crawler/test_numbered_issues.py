"""Issues that have numbers in their addresses: the list of a month says which number a day has."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from crawler.demo.newsstand import Resource, serve
from crawler.platforms.document import read_document
from crawler.platforms.entries import entry_target
from tests.facsimile import DAY, PostHandler, founder
from tests.facsimile.press import FacsimileIssue
from tests.support.desk import Desk

SITE = founder.FAMILIES[0]
FRONT = SITE.front_page.format(date=DAY)
MONTH, _, FILE = FRONT.partition(f"{DAY:/%d/}")
LIST = (
    '<?xml version="1.0" encoding="UTF-8"?><periodlist>'
    '<period id="16"><period_date>2023-10-16</period_date><front_page>{}</front_page></period>'
    '<period id="17"><period_date>2023-10-17</period_date><front_page>{}</front_page></period></periodlist>'
)


def target(front_page: str, asked: str) -> str | None:
    """Where a list leads that has this front page for the 17th."""
    url = f"https://a.cn/2023/10/period.xml#{asked}"
    return entry_target(read_document(url, LIST.format("9454__01.html", front_page).encode(), "text/xml"))


def test_the_list_of_a_month_leads_to_the_front_page_of_the_day_asked_for() -> None:
    assert target("9455__01.html", "2023-10-17") == "https://a.cn/2023/10/17/9455__01.html"
    assert target("17/9455__01.html", "2023-10-17") == "https://a.cn/2023/10/17/9455__01.html"
    assert target("9455__01.html", "2023-10-16") == "https://a.cn/2023/10/16/9454__01.html"


def test_a_day_that_the_list_does_not_name_leads_nowhere() -> None:
    assert target("9455__01.html", "2023-10-18") is None
    assert target("", "2023-10-17") is None


def find(issue: FacsimileIssue, path: str) -> Resource | None:
    """The site, and the list of the month."""
    if path == f"{MONTH}/period.xml":
        return "text/xml", LIST.format("node_9.htm", FILE).encode()
    return SITE.find(issue, path)


def subscribed(home: Path, stand_url: str) -> Desk:
    """A desk whose profile asks for the list of the month."""
    family = replace(SITE, front_page=f"{SITE.front_page.partition('/%d')[0]}}}/period.xml#{{date:%Y-%m-%d}}")
    desk = Desk.at(home)
    profile = family.profile(stand_url)
    (home / "papers" / f"{SITE.slug}.toml").write_text(profile, encoding="utf-8")
    return desk


def find_without(issue: FacsimileIssue, path: str) -> Resource | None:
    """The site, and a list that names no issue of the 15th and 16th."""
    kind, body = find(issue, path) or ("", b"")
    return (kind, body.replace(b"2023-10-16", b"2023-10-14")) if body else None


def test_days_that_the_list_leaves_out_are_proved_to_have_had_no_issue(tmp_path: Path) -> None:
    with serve({f"/{SITE.slug}": partial(find_without, SITE.issue)}, handler=PostHandler) as stand:
        desk = subscribed(tmp_path, stand.url)
        desk.run("crawl", SITE.slug, "--since", "2023-10-15", "--until", "2023-10-17")
    for command in ("", "rebuild"):
        if command:
            desk.run(command, SITE.slug)
        states = {row["date"]: row["state"] for row in desk.json("status", SITE.slug, "--json")}
        assert states == {"2023-10-15": "no_issue", "2023-10-16": "no_issue", str(DAY): "complete"}


def test_an_issue_is_found_by_the_list_of_its_month_and_read_again_from_the_archive(tmp_path: Path) -> None:
    printed = {article.headline for page in SITE.issue.pages for article in page.articles}
    with serve({f"/{SITE.slug}": partial(find, SITE.issue)}, handler=PostHandler) as stand:
        desk = subscribed(tmp_path, stand.url)
        desk.run("crawl", SITE.slug, "--date", str(DAY))
    for command in ("", "rebuild"):
        if command:
            desk.run(command, SITE.slug)
        assert {row["headline"] for row in desk.rows("SELECT headline FROM articles")} == printed
        assert desk.rows("SELECT kind FROM problems WHERE resolved_at IS NULL") == []
