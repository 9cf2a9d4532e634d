"""Profiles: data that is checked when it is loaded."""

import json
import os
import re
from collections import Counter
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.commands.papers.gazetteer import GROUPS, found_by, grouped, markdown, unsupported
from crawler.paper import Paper, ProfileError, every, load, parse_profile, profile_files, survey
from crawler.platforms import PLATFORMS
from tests.support.desk import Desk

ERA = {
    "since": date(2020, 1, 1),
    "platform": "founder",
    "front_page": "http://epaper.example.cn/html/{date:%Y-%m/%d}/node_1.htm",
}
PROFILE = {"name": "样张报", "script": "hans", "eras": [ERA]}


BUNDLED, FAULTS = survey()
DAYS = (date(2012, 2, 29), date(2019, 12, 31), date(2023, 1, 1), date(2026, 10, 7))


def test_every_bundled_profile_loads() -> None:
    assert not FAULTS, "\n".join(map(str, FAULTS))
    assert len(BUNDLED) > 500


def test_every_bundled_profile_leads_to_addresses_of_a_platform_there_is() -> None:
    for paper in BUNDLED:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", paper.slug), paper.slug
        assert paper.name, paper.slug
        assert paper.name == paper.name.strip(), paper.slug
        for era in paper.eras:
            assert type(era.platform) is type(PLATFORMS[era.platform_name]), paper.slug
            assert era.platform.description == PLATFORMS[era.platform_name].description, paper.slug
            addresses = {era.front_page_url(day) for day in DAYS}
            assert len(addresses) == (1 if paper.newest_only else len(DAYS)), paper.slug
            for address in addresses:
                assert urlsplit(address).scheme in ("http", "https"), paper.slug
                assert urlsplit(address).hostname, paper.slug
                assert "{" not in address, paper.slug


def test_no_two_bundled_papers_have_a_name_or_a_present_address_in_common() -> None:
    for shared in (lambda paper: paper.name, lambda paper: paper.eras[-1].front_page.partition("://")[2]):
        seen = Counter(map(shared, BUNDLED))
        assert [one for one, times in seen.items() if times > 1] == []


def test_a_bundled_profile_claims_only_what_was_seen() -> None:
    """This project read none of them live; who did, and when, stands in the profile itself."""
    assert {paper.proof for paper in BUNDLED} <= {"facsimile", "listed"}
    assert [paper.slug for paper in BUNDLED if paper.proof == "facsimile"] == ["gongyishibao"]
    files = profile_files()
    for paper in BUNDLED:
        text = files[paper.slug].read_text(encoding="utf-8")
        notes = [line for line in text.splitlines() if line.startswith("#")]
        assert notes, paper.slug
        assert paper.checked is None or any(str(paper.checked) in line for line in notes), paper.slug


def test_the_readme_counts_the_profiles_there_are() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    families = PLATFORMS.keys() - {"generic"}
    assert f"{len(BUNDLED)} profiles on {len(families)} platform families" in readme


def test_papers_of_hong_kong_and_macau_print_traditional_characters() -> None:
    traditional = {paper.province for paper in BUNDLED if paper.script == "hant"}
    assert traditional <= {"香港", "澳门"}
    assert all(paper.script == "hant" for paper in BUNDLED if paper.province in traditional)


def test_the_peoples_daily_moves_on_2024_12_01() -> None:
    paper = load("renminribao")
    assert paper.era(date(2024, 11, 30)).platform_name == "founder_nbs"
    assert (
        paper.era(date(2024, 12, 1)).front_page_url(date(2024, 12, 1))
        == "http://paper.people.com.cn/rmrb/pc/layout/202412/01/node_01.html"
    )


def test_the_page_of_newspapers_is_the_one_the_profiles_give() -> None:
    """Written by `banmian papers --markdown > docs/newspapers.md`."""
    page = Path(__file__).parents[2] / "docs" / "newspapers.md"
    assert page.read_text(encoding="utf-8") == markdown(BUNDLED, unsupported())


def test_what_is_not_supported_has_a_reason_and_no_profile() -> None:
    known = unsupported()
    assert all(paper.name and paper.reason for paper in known)
    assert not {paper.name for paper in known} & {paper.name for paper in BUNDLED}


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        (["renminribao"], "renminribao"),
        (["人民日报", "海外"], "renminribaohaiwaiban"),
        (["澳门日报"], "aomenribao"),
        (["macaodaily"], "aomenribao"),
        (["GMRB"], "guangmingribao"),
        (["公益"], "gongyishibao"),
    ],
)
def test_papers_are_found_by_name_pinyin_host_and_code(words: list[str], slug: str) -> None:
    assert slug in [paper.slug for paper in found_by(BUNDLED, words)]


@given(by=st.sampled_from(sorted(GROUPS)), some=st.sets(st.sampled_from(BUNDLED)))
def test_every_paper_is_in_exactly_one_group(by: str, some: set[Paper]) -> None:
    papers = sorted(some, key=lambda paper: paper.slug)
    members = [paper for _, group in grouped(papers, by) for paper in group]
    assert sorted(members, key=lambda paper: paper.slug) == papers


def test_a_weekly_appears_on_its_weekdays_only() -> None:
    paper = load("gongyishibao")
    assert paper.issue_dates(date(2023, 10, 10), date(2023, 10, 24)) == [
        date(2023, 10, 10),
        date(2023, 10, 17),
        date(2023, 10, 24),
    ]
    assert paper.issue_dates(date(2023, 10, 18), date(2023, 10, 23)) == []


def test_no_issue_before_the_first_is_asked_for() -> None:
    paper = parse_profile("yangzhang", {**PROFILE, "first_issue": date(2020, 1, 3)})
    assert paper.issue_dates(date(2019, 12, 1), date(2020, 1, 4)) == [date(2020, 1, 3), date(2020, 1, 4)]


def test_an_era_ends_where_the_next_begins() -> None:
    later = {**ERA, "since": date(2022, 1, 1), "front_page": "https://new.example.cn/{date:%Y%m%d}.htm"}
    paper = parse_profile("yangzhang", {**PROFILE, "eras": [ERA, later]})
    assert paper.era(date(2021, 12, 31)).front_page_url(date(2021, 12, 31)).startswith("http://epaper")
    assert (
        paper.era(date(2022, 1, 1)).front_page_url(date(2022, 1, 1)) == "https://new.example.cn/20220101.htm"
    )
    assert paper.allowed_hosts == {"epaper.example.cn", "new.example.cn"}
    with pytest.raises(ProfileError, match="no era covers 2019-01-01"):
        paper.era(date(2019, 1, 1))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"nmae": "x"}, r"nmae: unknown key, did you mean 'name'"),
        ({"script": "simplified"}, "script: 'simplified' is not one of hans, hant"),
        ({"days": ["TUE"]}, "days: 'TUE' is not one of"),
        ({"days": []}, "days: name at least one weekday"),
        ({"delay": -1}, "delay: must be 0 to 3600 seconds, not -1"),
        ({"delay": 86400}, "delay: must be 0 to 3600 seconds, not 86400"),
        ({"delay": float("nan")}, "delay: must be 0 to 3600 seconds, not nan"),
        ({"name": " "}, "name: must not be empty"),
        ({"province": "江西省"}, "province: '江西省' is not one of 全国, 北京"),
        ({"checked": "gestern"}, "checked: must be a date"),
        ({"hosts": ["http://a.cn/x"]}, "hosts: 'http://a.cn/x' is no host such as"),
        ({"hosts": ["*"]}, "there are no patterns"),
        ({"hosts": ["*.a.cn"]}, "there are no patterns"),
        ({"hosts": ["a.cn:99999"]}, "hosts: 'a.cn:99999' is no host such as"),
        ({"delay": "1"}, "delay: must be a number"),
        ({"first_issue": "2011-01-04"}, "first_issue: must be a date"),
        ({"eras": []}, "eras: at least one"),
        (
            {"eras": [{**ERA, "platform": "foundr"}]},
            r"eras\[0\].platform: unknown platform 'foundr', did you mean",
        ),
        ({"eras": [{**ERA, "front_page": "http://a.cn/{day}"}]}, r"eras\[0\].front_page: the template"),
        ({"eras": [{**ERA, "front_page": "http://a.cn/{date[0]}"}]}, r"eras\[0\].front_page: the template"),
        (
            {"eras": [{**ERA, "front_page": "http://a.cn:99999/{date:%Y%m%d}"}]},
            r"eras\[0\].front_page: .* is no address: Port out of range",
        ),
        ({"eras": [{**ERA, "front_page": "http://[::1/{date:%Y%m%d}"}]}, "front_page: .* is no address"),
        ({"eras": [{**ERA, "front_page": "http://:80/{date:%Y%m%d}"}]}, "front_page: .* no http or https"),
        ({"eras": [{**ERA, "front_page": "http://a.cn/ {date:%Y%m%d}"}]}, "front_page: .* no http or https"),
        ({"eras": [{**ERA, "front_page": "http://a.cn/node_1.htm"}]}, "front_page: .* has no {date}"),
        ({"eras": [{**ERA, "front_page": "http://a.cn/{date:%Y-%m}"}]}, "front_page: .* has no {date}"),
        ({"eras": [{**ERA, "front_page": "file:///etc/passwd"}]}, r"front_page: .* no http or https address"),
        ({"eras": [{**ERA, "select": {"headlin": "h1"}}]}, "select.headlin: unknown selector, did you mean"),
        ({"eras": [{**ERA, "select": {"headline": "td["}}]}, "select.headline: 'td\\[' is no CSS selector"),
        ({"eras": [ERA, {**ERA, "since": date(2019, 1, 1)}]}, "eras: out of order"),
    ],
)
def test_a_fault_in_a_profile_is_named_with_its_key(change: dict[str, object], message: str) -> None:
    with pytest.raises(ProfileError, match=message):
        parse_profile("yangzhang", {**PROFILE, **change})


def test_a_missing_key_is_named() -> None:
    with pytest.raises(ProfileError, match="name: this key is missing"):
        parse_profile("yangzhang", {"script": "hans", "eras": [ERA]})


def test_an_unknown_paper_is_answered_with_near_matches() -> None:
    with pytest.raises(ProfileError, match="unknown paper 'gongyishibo': did you mean gongyishibao"):
        load("gongyishibo")
    with pytest.raises(ProfileError, match="unknown paper '0000': `banmian papers 0000` searches them"):
        load("0000")


def test_profiles_of_ones_own_win_over_the_bundled_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gongyishibao.toml").write_text(
        'name = "我的公益时报"\nscript = "hans"\n[[eras]]\nsince = 2020-01-01\nplatform = "founder"\n'
        'front_page = "http://127.0.0.1:1/{date:%Y-%m/%d}/node_1.htm"\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("BANMIAN_PAPERS", str(tmp_path))
    assert load("gongyishibao").name == "我的公益时报"


def test_a_profile_error_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kaputt.toml").write_text("name = ", encoding="utf-8")
    monkeypatch.setenv("BANMIAN_PAPERS", str(tmp_path))
    with pytest.raises(ProfileError, match=r"kaputt\.toml: cannot be read"):
        load("kaputt")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory of profiles of one's own."""
    (tmp_path / "own").mkdir()
    monkeypatch.setenv("BANMIAN_PAPERS", str(tmp_path / "own"))
    return tmp_path / "own"


def test_a_dangling_link_among_the_profiles_is_named(own: Path) -> None:
    (own / "weg.toml").symlink_to(own / "nowhere.toml")
    with pytest.raises(ProfileError, match=r"weg\.toml: cannot be read: No such file"):
        load("weg")


def test_a_directory_among_the_profiles_is_named(own: Path) -> None:
    (own / "ordner.toml").mkdir()
    with pytest.raises(ProfileError, match=r"ordner\.toml: cannot be read: Is a directory"):
        load("ordner")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_profile_one_may_not_read_is_named(own: Path) -> None:
    (own / "zu.toml").write_text("", encoding="utf-8")
    (own / "zu.toml").chmod(0)
    with pytest.raises(ProfileError, match=r"zu\.toml: cannot be read: Permission denied"):
        load("zu")


def test_a_directory_that_is_none_is_named(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANMIAN_PAPERS", str(own / "weg"))
    with pytest.raises(ProfileError, match=r"own/weg is no directory: \$BANMIAN_PAPERS must name"):
        load("gongyishibao")


def test_one_broken_profile_hides_no_other(own: Path) -> None:
    (own / "kaputt.toml").write_text('nmae = "x"', encoding="utf-8")
    (own / "weg.toml").symlink_to(own / "nowhere.toml")
    papers, faults = survey()
    assert [paper.slug for paper in papers] == [paper.slug for paper in BUNDLED]
    assert [paper.slug for paper in every()] == [paper.slug for paper in BUNDLED]
    assert [str(fault).partition(": ")[0] for fault in faults] == [
        str(own / "kaputt.toml"),
        str(own / "weg.toml"),
    ]
    assert "nmae: unknown key, did you mean 'name'" in str(faults[0])


def test_banmian_papers_lists_the_rest_beside_a_broken_profile(tmp_path: Path) -> None:
    desk = Desk.at(tmp_path)
    (desk.home / "papers" / "kaputt.toml").write_text('nmae = "x"', encoding="utf-8")
    done = desk.run("papers", "--json", code=2)
    assert "kaputt.toml: nmae: unknown key" in done.stderr
    listed = json.loads(done.stdout)
    assert {paper["slug"] for paper in listed} == {paper.slug for paper in BUNDLED}
    assert listed[0].keys() >= {"slug", "name", "script", "platform", "proof"}


def test_banmian_papers_filters_and_groups(tmp_path: Path) -> None:
    desk = Desk.at(tmp_path)
    shown = desk.run("papers", "日报", "--province", "江西", "--by", "family").stdout.splitlines()
    assert shown[0] == "family\tpapers"
    assert any(line.startswith("jiangxiribao\t江西日报\thans\t江西\taheading\tlisted") for line in shown)
    assert not any("公益时报" in line for line in shown)
    named = desk.json("papers", "--family", "founder_nbs")
    assert "renminribao" in [paper["slug"] for paper in named], "an earlier era counts"
    assert desk.json("papers", "--proof", "facsimile")[0]["slug"] == "gongyishibao"


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--family", "foundr", "did you mean 'founder'"),
        ("--province", "Jiangxi", "known are"),
        ("--proof", "lives", "did you mean 'live'"),
    ],
)
def test_a_misspelt_filter_is_an_error(tmp_path: Path, option: str, value: str, sentence: str) -> None:
    done = Desk.at(tmp_path).run("papers", option, value, code=2)
    assert sentence in " ".join(done.stderr.split())
    assert done.stdout == ""
