"""`banmian papers add URL`: a newspaper of a known family comes in by one of its addresses, without code."""

from __future__ import annotations

import asyncio
import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.answer import Answer
from crawler.demo.newsstand import Resource, serve
from crawler.download.reasons import Reason
from crawler.paper import parse_profile, today
from crawler.platforms.document import read_document
from crawler.trial.scout import Sighting, scout
from crawler.trial.templates import (
    Shape,
    day_in,
    name_in,
    slug_of,
    template_of,
    usual_shapes,
    usual_templates,
)
from tests.crawler.test_families import FAMILIES
from tests.facsimile import DAY, Family
from tests.support.desk import Desk
from tests.support.newsstand import Newspaper, issue_of, newsstand

PAPER = Newspaper(first=date(2023, 10, 9), pages=2, articles=3)
TEMPLATE = "html/{date:%Y-%m/%d}/node_1.htm"
BASE = "http://epaper.example.cn/xinbao"
FOUNDER = [Shape("html", "{date:%Y-%m/%d}/node_1.htm")]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.at(tmp_path)


ARTICLE = issue_of(PAPER, DAY).pages[1].articles[0]
ADDRESSES = {
    "front_page": "html/2023-10/17/node_1.htm",
    "page": "html/2023-10/17/node_3.htm",
    "article": f"html/2023-10/17/{ARTICLE.href}",
}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_any_address_of_an_issue_brings_the_newspaper_in(desk: Desk, address: str) -> None:
    with newsstand(PAPER) as stand:
        done = desk.run("papers", "add", f"{stand.url}{PAPER.prefix}/{address}", "--delay", "0")
        file = desk.home / "papers" / f"{PAPER.slug}.toml"
        profile = tomllib.loads(file.read_text(encoding="utf-8"))
        assert profile["name"] == PAPER.name
        assert (profile["script"], profile["delay"]) == ("hans", 0)
        assert (profile["proof"], profile["checked"]) == ("facsimile", today())
        [era] = profile["eras"]
        assert (era["since"], era["platform"]) == (date(2023, 10, 16), "founder")
        # Both are the first page: which one it is depends on what most known papers of the family have.
        directory, _, page = era["front_page"].rpartition("/")
        assert directory == f"{stand.url}{PAPER.prefix}/html/{{date:%Y-%m/%d}}"
        assert page in ({"node_1.htm"} if "node_1" in address else {"node_1.htm", "node_2.htm"})
        assert file.read_text(encoding="utf-8") in done.stdout
        assert f"{PAPER.slug} 2023-10-17: complete" in done.stdout
        desk.run("crawl", PAPER.slug, "--date", "2023-10-18")
    assert len(desk.rows("SELECT * FROM articles")) == 6
    assert PAPER.slug in {row["slug"] for row in desk.json("papers", PAPER.slug)}


def test_the_site_itself_is_enough_where_it_shows_its_newest_issue(desk: Desk) -> None:
    with newsstand(PAPER) as stand:
        said = desk.json("papers", "add", f"{stand.url}{PAPER.prefix}/", "--delay", "0", "--slug", "mine")
    assert (said["slug"], said["check"]["date"]) == ("mine", str(PAPER.last))
    assert f"{PAPER.prefix}/html/{{date:%Y-%m/%d}}/node_" in said["profile"]
    assert said["file"] == str(desk.home / "papers" / "mine.toml")
    assert said["check"]["state"] == "complete"


def test_a_newspaper_that_is_known_is_named_and_nothing_is_written(desk: Desk) -> None:
    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
        front, page = (f"{stand.url}{PAPER.prefix}/{ADDRESSES[name]}" for name in ("front_page", "page"))
        done = desk.run("papers", "add", front, code=2)
        assert f"{PAPER.slug} has this newspaper already" in done.stderr
        done = desk.run("papers", "add", page, code=2)
        assert f"{PAPER.slug} has this newspaper already" in done.stderr
        assert stand.requests == []
        site = f"{stand.url}{PAPER.prefix}/"  # which does not say its date
        done = desk.run("papers", "add", site, "--delay", "0", "--slug", "another", code=2)
        assert f"{PAPER.slug} has this newspaper already" in done.stderr
        done = desk.run("papers", "add", site, "--slug", PAPER.slug, code=2)
        assert f"{PAPER.slug} exists already" in done.stderr
    assert [file.name for file in (desk.home / "papers").iterdir()] == [f"{PAPER.slug}.toml"]


def test_without_a_directory_of_ones_own_it_is_written_to_papers_with_a_hint(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk.home / "papers").rmdir()
    homeless = Homeless(desk.home, desk.db)
    with newsstand(PAPER) as stand:
        url = f"{stand.url}{PAPER.prefix}/{ADDRESSES['front_page']}"
        done = homeless.run("papers", "add", url, "--delay", "0")
    assert (desk.home / "papers" / f"{PAPER.slug}.toml").is_file()
    assert f"export BANMIAN_PAPERS={desk.home / 'papers'}" in done.stdout


def test_a_report_is_printed_before_a_profile_that_cannot_be_written(desk: Desk) -> None:
    (desk.home / "papers").rmdir()
    (desk.home / "papers").write_text("no directory", encoding="utf-8")
    with newsstand(PAPER) as stand:
        url = f"{stand.url}{PAPER.prefix}/{ADDRESSES['front_page']}"
        done = Homeless(desk.home, desk.db).run("papers", "add", url, "--delay", "0", "--json", code=2)
    assert json.loads(done.stdout)["check"]["state"] == "complete"
    assert "papers" in done.stderr


class Homeless(Desk):
    """A desk whose operator has named no directory of profiles."""

    @property
    def environment(self) -> dict[str, str]:
        return {name: value for name, value in super().environment.items() if name != "BANMIAN_PAPERS"}


def test_an_issue_without_any_other_is_no_proof_of_a_template(desk: Desk) -> None:
    paper = replace(PAPER, first=DAY, last=DAY)
    with newsstand(paper) as stand:
        url = f"{stand.url}{paper.prefix}/{ADDRESSES['front_page']}"
        done = desk.run("papers", "add", url, "--delay", "0", code=1)
    assert "not written: no other issue was found" in done.stdout
    assert f"{paper.prefix}/{TEMPLATE}" in done.stdout
    assert list((desk.home / "papers").iterdir()) == []


REFUSED = [
    ("/robots.txt", 2, "is of no family that banmian knows: it has the marks of none"),
    ("/nowhere.htm", 2, "HTTP 404"),
    ("/away.htm", 2, "elsewhere.example.cn is not named in the profile"),
    ("/captcha.htm", 4, "no newspaper page"),
    ("/plain.htm", 2, "it is titled '天气' and has 2 links, such as '2023-10/17/a.htm' with a date"),
]
PLAIN = '<title>天气</title><p>今天晴。<a href="2023-10/17/a.htm">a</a><a href="b.htm">b</a>'
CAPTCHA = "<title>安全验证</title><p>请完成安全验证</p><form><input name=captcha></form>"
AWAY = '<meta http-equiv="refresh" content="0;url=http://elsewhere.example.cn/">'


@pytest.mark.parametrize(("path", "code", "message"), REFUSED)
def test_what_is_no_newspaper_is_refused_in_a_sentence_that_says_what_was_seen(
    desk: Desk, path: str, code: int, message: str
) -> None:
    pages = {"plain.htm": PLAIN, "captcha.htm": CAPTCHA, "away.htm": AWAY}
    site = {name: ("text/html; charset=utf-8", text.encode()) for name, text in pages.items()}
    with serve({"": site}) as stand:
        done = desk.run("papers", "add", f"{stand.url}{path}", "--delay", "0", code=code)
    assert message in done.stderr
    assert done.stdout == ""
    assert list((desk.home / "papers").iterdir()) == []


def test_robots_are_obeyed_and_a_silent_server_is_exit_code_4(desk: Desk) -> None:
    with newsstand(PAPER, robots="User-agent: *\nDisallow: /\n") as stand:
        url = f"{stand.url}{PAPER.prefix}/{ADDRESSES['front_page']}"
        assert "Forbidden by robots.txt" in desk.run("papers", "add", url, "--delay", "0", code=4).stderr
        assert stand.requests == ["/robots.txt"]
    with newsstand(PAPER) as stand:  # another server, which nobody asked a moment ago
        url = f"{stand.url}{PAPER.prefix}/{ADDRESSES['front_page']}"
    said = desk.run("papers", "add", url, "--delay", "60", code=4).stderr  # so long a pause would be seen
    assert f"{url}: the server refuses the connection (its robots.txt was asked for first)" in said
    assert "pausing" not in said
    desk.run("papers", "add", "ftp://example.cn/", code=2)


def test_papers_lists_as_before_and_helps_with_both(desk: Desk) -> None:
    assert [row["slug"] for row in desk.json("papers", "公益时报")] == ["gongyishibao"]
    assert desk.run("papers", "gongyi").stdout.splitlines()[1].startswith("gongyishibao\t")
    assert desk.json("papers") == desk.json("papers", "list")
    help_text = desk.run("papers", "--help").stdout
    assert "add" in help_text
    assert "list" in help_text


Find = Callable[[date, str], Resource | None]


def looked_at(url: str, find: Find, days: Sequence[date], shapes: Sequence[Shape] = ()) -> Sighting:
    """What a scout sees of a site below BASE that has the issues of those days."""

    async def fetch(address: str, headers: Mapping[str, str]) -> Answer:
        path = address.partition("#")[0].removeprefix(f"{BASE}/")
        for day in days:
            if found := find(day, path) or find(day, path.partition("?")[0]):
                return Answer(address, 200, found[1], found[0])
        return Answer(address, 404, b"<html>404</html>", "text/html")

    return asyncio.run(scout(url, fetch, lambda platform: shapes))


def sold(family: Family, day: date, path: str) -> Resource | None:
    return family.find(replace(family.issue, date=day), path)


WITH_PAGES = [family for family in FAMILIES if not family.platform.startswith(("pla", "bjnews", "jfdaily"))]
WITH_PAGES = [family for family in WITH_PAGES if family.platform not in ("stdaily", "trs", "mobile")]
# The day in three fields of a query, and a call that leads to the page: no template can be made of these.
WITH_PAGES = [family for family in WITH_PAGES if family.platform not in ("r183", "readdo", "zuzhirenshi")]


@pytest.mark.parametrize("family", WITH_PAGES, ids=lambda family: str(family.slug))
def test_every_family_that_has_pages_is_recognised_by_its_front_page(family: Family) -> None:
    days = [DAY, DAY - timedelta(days=7)]
    url = f"{BASE}/{family.front_page.format(date=DAY)}"
    seen = looked_at(url, partial(sold, family), days)
    assert (seen.platform, seen.day, seen.other) == (family.platform, DAY, days[1])
    assert day_in(seen.template.format(date=DAY)) == DAY


def numbered_anew(day: date, path: str, *, alias: bool) -> Resource | None:
    """A site whose pages have other node ids every day, and perhaps node_1 as the alias of the first."""
    if path.endswith("/node_1.htm") and not alias:
        return None
    paper = replace(PAPER, first_node=day.toordinal(), linked=False)
    return paper.site(path) if day_in(path) == day else None


def test_page_ids_that_change_every_day_are_no_template() -> None:
    days = [DAY, DAY - timedelta(days=7)]
    url = f"{BASE}/html/2023-10/17/node_{DAY.toordinal()}.htm"
    seen = looked_at(url, partial(numbered_anew, alias=False), days, FOUNDER)
    assert seen.other is None
    seen = looked_at(url, partial(numbered_anew, alias=True), days, FOUNDER)
    assert (seen.template, seen.other) == (f"{BASE}/{TEMPLATE}", days[1])


def test_the_entry_page_is_the_template_where_the_pages_have_no_steady_address() -> None:
    def find(day: date, path: str) -> Resource | None:
        if path == f"{day:%Y%m%d}/index.htm":
            target = f"../html/{day:%Y-%m/%d}/node_{day.toordinal()}.htm"
            return "text/html", f'<meta http-equiv=refresh content="0;url={target}">'.encode()
        return numbered_anew(day, path, alias=False)

    seen = looked_at(f"{BASE}/20231017/index.htm", find, [DAY, DAY - timedelta(days=7)], FOUNDER)
    assert (seen.template, seen.platform) == (f"{BASE}/{{date:%Y%m%d}}/index.htm", "founder")
    assert seen.other == DAY - timedelta(days=7)


def test_a_page_of_another_day_than_its_address_says_is_refused() -> None:
    def find(day: date, path: str) -> Resource | None:
        return PAPER.site(path.replace("2023-10/10", "2023-10/17"))

    with pytest.raises(Reason, match="is of 2023-10-10, but the page prints 2023-10-17"):
        looked_at(f"{BASE}/html/2023-10/10/node_1.htm", find, [DAY])


JOINTS = ["{y}-{m}/{d}", "{y}{m}/{d}", "{y}{m}{d}", "{y}-{m}-{d}", "{y}/{m}/{d}", "{y}/{m}{d}", "{y}_{m}_{d}"]


DAYS = st.dates(date(1998, 1, 1), date(2099, 12, 31))


@given(DAYS, st.sampled_from(JOINTS), st.sampled_from(["", "_b", "?p={1}"]))
def test_a_template_gives_back_the_address_it_was_made_of_and_that_of_other_days(
    day: date, joint: str, tail: str
) -> None:
    def address(of: date) -> str:
        return f"http://h.cn/a/{joint.format(y=of.year, m=f'{of:%m}', d=f'{of:%d}')}/{of:%Y%m%d}{tail}"

    template = template_of(address(day), day)
    assert template is not None
    assert day_in(address(day)) == day
    other = date(2012, 3, 4)
    assert (template.format(date=day), template.format(date=other)) == (address(day), address(other))


@pytest.mark.parametrize(
    "url", ["http://h.cn/node_1.htm", "http://h.cn/20231399/x", "http://h.cn/content_2023101736001.htm"]
)
def test_what_is_no_date_makes_no_template(url: str) -> None:
    assert day_in(url) is None
    assert template_of(url, DAY) is None


SLUGS = [
    ("http://epaper.jxnews.com.cn/jxrb/html/2023-10/17/node_1.htm", "jxrb"),
    ("http://www.gongyishibao.com/newdzb/html/2023-10/17/node_1.htm", "gongyishibao"),
    ("http://127.0.0.1:8000/xinbao/html/2023-10/17/node_1.htm", "xinbao"),
    ("http://szb.dazhong-ribao.cn/20231017/index.htm", "dazhong_ribao"),
    ("http://epaper.cn/20231017/index.htm", "paper"),
    ("http://epaper.known.cn/20231017/index.htm", "known_3"),
]


@pytest.mark.parametrize(("url", "slug"), SLUGS)
def test_a_slug_is_what_tells_the_paper_from_others_and_is_never_taken(url: str, slug: str) -> None:
    assert slug_of(url, {"known", "known_2"}) == slug


NAMES = [
    ("<title>样张晨报·数字报</title>", "样张晨报"),
    ("<title>江城日报数字报-2023年10月17日 第01版</title>", "江城日报"),
    ("<title>首页 - 江城晚報</title>", "江城晚報"),
    ("<title>电子报</title>", ""),
    ("<p>没有题目", ""),
    ("<title>版面</title><!--enpproperty <papername>江城晨报</papername>/enpproperty-->", "江城晨报"),
]


@pytest.mark.parametrize(("markup", "name"), NAMES)
def test_a_name_is_read_from_the_comment_or_the_title(markup: str, name: str) -> None:
    assert name_in(read_document("http://h.cn/", markup.encode(), "text/html; charset=utf-8")) == name


def test_the_shapes_of_a_family_are_those_its_known_papers_have_most() -> None:
    def paper(number: int, template: str) -> dict[str, object]:
        era = {"since": DAY, "platform": "founder", "front_page": f"http://h{number}.cn/{template}"}
        return {"name": "x", "script": "hans", "eras": [era]}

    usual = "html/{date:%Y-%m/%d}/node_1.htm"
    templates = [f"a/{usual}", "{date:%Y%m%d}/i.htm", f"b/{usual}"]
    papers = [parse_profile(f"p{number}", paper(number, one)) for number, one in enumerate(templates)]
    shapes = usual_shapes(papers, "founder")
    assert shapes == [*FOUNDER, Shape("", "{date:%Y%m%d}/i.htm")]
    assert usual_shapes(papers, "huaguang") == []
    tried = usual_templates(f"{BASE}/content/202310/17/content_1.htm", DAY, FOUNDER)
    assert tried == [f"{BASE}/content/{FOUNDER[0].rest}", f"{BASE}/html/{FOUNDER[0].rest}"]


INNER = {
    "http://169.254.169.254/html/2023-10/17/node_1.htm": "169.254.169.254 is not public",
    " http://10.0.0.1/html/2023-10/17/node_1.htm ": "10.0.0.1 is not public",
    "http://paper:secret@epaper.example.cn/html/2023-10/17/node_1.htm": "password is not accepted",
}


@pytest.mark.parametrize("url", INNER)
def test_an_inner_address_or_one_with_a_password_is_not_asked(tmp_path: Path, url: str) -> None:
    done = Desk.at(tmp_path).run("papers", "add", url, code=2)
    assert INNER[url] in done.stderr
    assert "secret" not in done.stderr
