"""Profiles: data that is checked when it is loaded."""

from datetime import date
from pathlib import Path

import pytest

from crawler.paper import ProfileError, every, load, parse_profile

ERA = {
    "since": date(2020, 1, 1),
    "platform": "founder",
    "front_page": "http://epaper.example.cn/html/{date:%Y-%m/%d}/node_1.htm",
}
PROFILE = {"name": "样张报", "script": "hans", "eras": [ERA]}


def test_every_bundled_profile_loads_and_its_templates_format() -> None:
    papers = list(every())
    assert papers
    for paper in papers:
        for era in paper.eras:
            assert era.front_page_url(era.since).startswith("http")


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
        ({"delay": -1}, "delay: must not be negative"),
        ({"delay": "1"}, "delay: must be a number"),
        ({"first_issue": "2011-01-04"}, "first_issue: must be a date"),
        ({"eras": []}, "eras: at least one"),
        (
            {"eras": [{**ERA, "platform": "foundr"}]},
            r"eras\[0\].platform: unknown platform 'foundr', did you mean",
        ),
        ({"eras": [{**ERA, "front_page": "http://a.cn/{day}"}]}, r"eras\[0\].front_page: the template"),
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
