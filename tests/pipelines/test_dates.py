"""Dates as newspapers print them, and everything that only looks like one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.text.dates import dates_in, read_date

CASES = json.loads((Path(__file__).parents[1] / "cases" / "dates.json").read_text("utf-8"))
MODERN, ZERO, CIRCLE = "〇一二三四五六七八九", "零一二三四五六七八九", "○一二三四五六七八九"
WIDE = "０１２３４５６７８９"
WEEKDAYS = "一二三四五六日"
MONTHS = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]


def signs(number: int, ten: str) -> str:
    """2023 → 二〇二三, 112 → 一一二"""
    return str(number).translate(str.maketrans("0123456789", ten))


def numeral(number: int) -> str:
    """17 → 十七"""
    tens, ones = divmod(number, 10)
    return (MODERN[tens] if tens > 1 else "") + ("十" if tens else "") + (MODERN[ones] if ones else "")


def styles(day: date) -> list[str]:
    year, month, number = day.year, day.month, day.day
    plain = f"{year}年{month}月{number}日"
    han = f"{numeral(month)}月{numeral(number)}日"
    roc = year - 1911
    return [
        plain,
        f"{year}年{month:02}月{number:02}日 星期{WEEKDAYS[day.weekday()]}",
        f"{signs(year, WIDE)}年{signs(month, WIDE)}月{signs(number, WIDE)}日",
        f"{year} 年\n{month} 月\n\t{number} 日",
        *(f"{signs(year, ten)}年{han}" for ten in (MODERN, ZERO, CIRCLE)),
        *((f"民國{roc}年{month}月{number}日", f"中華民國{signs(roc, MODERN)}年{han}") if roc > 0 else ()),
        day.isoformat(),
        f"{year}-{month}-{number}",
        f"{year}/{month:02}/{number:02}",
        f"{year}.{month}.{number}",
        f"html/{year}-{month:02}/{number:02}/node_1.htm",
        f"/{year}{month:02}/{number:02}/",
        f"{MONTHS[month - 1]} {number}, {year}",
        f"{number} {MONTHS[month - 1][:3]} {year}",
        f"第3期 {plain} 第A02版 今日16版",
        f"{year}{month:02}{number:02}",
    ]


@pytest.mark.parametrize("case", CASES["lines"] + CASES["dates"], ids=lambda case: repr(case[0]))
def test_a_line_gives_its_date_or_none(case: list[str | None]) -> None:
    text, expected = case
    found = read_date(text or "")
    assert (found.isoformat() if found else None) == expected


def test_dates_are_found_where_they_stand() -> None:
    text = "本报２０２３年１０月１７日讯 昨日（二〇二三年十月十六日）"
    assert [(text[start:end], day) for start, end, day in dates_in(text)] == [
        ("２０２３年１０月１７日", date(2023, 10, 17)),
        ("二〇二三年十月十六日", date(2023, 10, 16)),
    ]


def test_a_range_gives_both_ends() -> None:
    assert [day for _, _, day in dates_in("2023年10月30日至11月3日")] == [
        date(2023, 10, 30),
        date(2023, 11, 3),
    ]


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_style_of_a_date_reads_back(day: date) -> None:
    for text in styles(day):
        assert read_date(text) == day, text
        assert read_date(f"清河日报\n{text}\n") == day or text[:8].isdigit(), text


@given(st.dates(date(1950, 1, 1), date(2060, 12, 31)), st.dates(date(1950, 1, 1), date(2060, 12, 31)))
def test_two_different_dates_are_not_clear(one: date, other: date) -> None:
    for some, more in zip(styles(one)[:6], styles(other)[:6], strict=True):
        assert read_date(f"{some}，{more}") == (one if one == other else None)


@given(st.integers(0, 10**9), st.integers(0, 99_999), st.integers(0, 99))
def test_numbers_of_pages_issues_and_telephones_are_no_dates(large: int, number: int, page: int) -> None:
    texts = [
        f"第{page:02}版",
        f"第A{page:02}版：要闻",
        f"{page:02}版 {number}期",
        f"第{large}期",
        f"总第{number}期 第{page}版",
        f"2023年第{page}期",
        f"电话：0951-{large}",
        f"热线 {large}",
        f"奖金{large}元",
        f"投入{number}.{page}万元",
        f"CN{page}-{number}",
        f"邮编{number}",
        f"今日{page}版",
        f"{page}月{page}日",
        f"{page}年{page}月{page}日",
    ]
    for text in texts:
        assert read_date(text) is None, text


LIKELY = st.text(st.sampled_from("0123456789２〇一十廿民國元百年月日号至、-/.:T \n第期版,Oct "), max_size=40)


@given(st.text(max_size=60) | LIKELY)
def test_any_text_gives_a_date_or_none(text: str) -> None:
    found = dates_in(text)
    assert all(0 <= start < end <= len(text) for start, end, _ in found)
    assert read_date(text) is None or read_date(text) in {day for _, _, day in found}
