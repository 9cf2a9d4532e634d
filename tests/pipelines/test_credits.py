"""Bylines, datelines, sources and photo credits as newspapers print them. Every name is invented."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.credits import lines, misses, scores
from pipelines.text.credits import Credits, agency_of, day_of, read_caption, read_credits

CASES = json.loads((Path(__file__).parents[1] / "cases" / "credits.json").read_text("utf-8"))
NAMES = st.lists(
    st.sampled_from(["林晓舟", "许可", "沈知夏", "欧阳修", "王小明", "李四", "阿不都·热依木", "陆一鸣"]),
    min_size=1,
    max_size=3,
    unique=True,
)


@pytest.mark.parametrize(
    "case", CASES["articles"], ids=lambda case: repr(case.get("byline") or case.get("body"))
)
def test_an_article_gives_its_credits(case: dict[str, Any]) -> None:
    expected = Credits(
        authors=tuple(case.get("authors", ())),
        dateline=case.get("dateline", ""),
        source=case.get("source", ""),
        photographers=tuple(case.get("photographers", ())),
        place=case.get("place", ""),
        day=case.get("day", ""),
        agency=case.get("agency", ""),
        compiled=case.get("compiled", False),
    )
    assert read_credits(case.get("byline", ""), case.get("body", "")) == expected


@pytest.mark.parametrize("case", CASES["captions"], ids=lambda case: repr(case[0]))
def test_a_caption_gives_its_credit(case: list[str]) -> None:
    text, caption, credit = case
    assert read_caption(text) == (caption, credit)


@given(NAMES, st.sampled_from([" ", "　", "、", "，"]))
def test_every_way_to_sign_names_the_same_people(names: list[str], between: str) -> None:
    people = between.join(names)
    body = "近日，社工走进社区。"
    signed = [
        (people, body),
        (f"本报记者 {people}", body),
        (f"□本报记者{people}", body),
        (f"（记者 {people}）", body),
        (f"作者：{people}", body),
        ("", f"本报讯（记者 {people}）{body}"),
        ("", f"本报清河10月17日电（记者{people}）{body}"),
        ("", f"{body}（{people}）"),
        ("", f"{body}（记者 {people}）"),
        ("", f"{body}\n（{people} 整理）"),
        ("", f"本报记者 {people}\n{body}"),
    ]
    for byline, text in signed:
        assert read_credits(byline, text).authors == tuple(names), (byline, text)


@given(NAMES)
def test_who_took_the_picture_wrote_nothing(names: list[str]) -> None:
    found = read_credits("", f"近日，社工走进社区。\n图为社工在敬老院。{' '.join(names)} 摄")
    assert found == Credits(photographers=tuple(names))


LIKELY = st.text(
    st.sampled_from("本报讯记者通员张三李四摄影文图来源据新华社电（）：/ 、□■·\n。作系10月日"), max_size=60
)


@given(st.text(max_size=80) | LIKELY, st.text(max_size=80) | LIKELY)
def test_any_text_gives_credits(byline: str, body: str) -> None:
    found = read_credits(byline, body)
    for name in found.authors + found.photographers:
        assert name.strip() == name
        assert name
    caption, credit = read_caption(byline)
    assert caption in byline
    assert bool(credit) <= bool(byline.strip())


def test_of_all_labelled_lines_hardly_one_is_misread() -> None:
    labelled = lines()
    assert len(labelled) >= 500
    for name, tally in scores(labelled).items():
        assert tally.precision >= 0.99, (name, *misses(labelled))
        assert tally.recall >= 0.97, (name, *misses(labelled))


@given(NAMES, st.sampled_from(["记者 {}", "记者{}北京报道", "文/图 {}", "作者：{}", "□ {}"]))
def test_names_that_were_read_are_read_again(names: list[str], form: str) -> None:
    found = read_credits(form.format("、".join(names))).authors
    assert read_credits("、".join(found)).authors == found == tuple(names)


@given(st.sampled_from(["新华社", "新華社", "中新网", "CNA", "路透", "人民网", "", "新華社、中央社"]))
def test_the_normal_form_of_an_agency_is_its_own(source: str) -> None:
    assert agency_of(agency_of(source)) == agency_of(source)


@given(st.text(max_size=80) | LIKELY)
def test_a_caption_without_its_credit_keeps_the_rest(text: str) -> None:
    caption, credit = read_caption(text)
    assert len(caption) + len(credit) <= len(text) + 1


@given(st.dates(date(1950, 1, 1), date(2060, 12, 31)), st.integers(0, 27))
def test_the_day_of_a_dateline_is_the_last_one_before_the_issue(issue: date, before: int) -> None:
    day = issue - timedelta(before)
    assert day_of(f"{day.month}月{day.day}日", issue) == day
    assert day_of(f"{day.day}日", issue) == day
    assert day_of(f"{day.year}年{day.month}月{day.day}日", issue) == day


@pytest.mark.parametrize(
    ("printed", "issue", "expected"),
    [
        ("12月31日", date(2026, 1, 1), date(2025, 12, 31)),
        ("七月二十二日", date(2026, 7, 23), date(2026, 7, 22)),
        ("７月２２日", date(2026, 7, 23), date(2026, 7, 22)),
        ("二十二日", date(2026, 7, 23), date(2026, 7, 22)),
        ("31日", date(2026, 7, 1), None),
        ("2月30日", date(2026, 7, 1), None),
        ("", date(2026, 7, 1), None),
        ("昨日", date(2026, 7, 1), None),
    ],
)
def test_a_day_becomes_a_date_by_its_issue(printed: str, issue: date, expected: date | None) -> None:
    assert day_of(printed, issue) == expected


@given(st.text(max_size=12), st.dates())
def test_any_day_gives_a_date_or_none(printed: str, issue: date) -> None:
    found = day_of(printed, issue)
    assert found is None or found <= issue
