"""Page labels as two navigations of the same page print them."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.text.labels import Label, page_key, read_label

CASES = json.loads((Path(__file__).parents[1] / "cases" / "labels.json").read_text("utf-8"))
NUMBERS = st.from_regex(r"\A([A-D]|T)?[0-9]{2}\Z")
NAMES = st.text(
    st.sampled_from("头版要闻综合新闻党建社会治理专题副刊国际体育·"), min_size=1, max_size=8
).filter(lambda name: not name.startswith(("版", "·")))


@pytest.mark.parametrize("case", CASES["labels"], ids=lambda case: repr(case[0]))
def test_a_label_gives_its_number_and_name(case: list[str]) -> None:
    text, *expected = case
    assert read_label(text) == (Label(*expected) if expected else None)


@pytest.mark.parametrize("numbers", CASES["keys"], ids=lambda numbers: repr(numbers[0]))
def test_numbers_of_one_page_have_one_key(numbers: list[str]) -> None:
    assert len({page_key(number) for number in numbers}) == 1


def test_numbers_of_different_pages_have_different_keys() -> None:
    for some, others in combinations(CASES["keys"], 2):
        assert page_key(some[0]) != page_key(others[0])


@given(NUMBERS, NAMES)
def test_every_style_of_one_label_reads_alike(number: str, name: str) -> None:
    styles = [
        "第{}版：{}",
        "第{}版:{}",
        "第 {} 版 {}",
        "{}版：{}",
        "{}： {}",
        "{}：{}",
        "{}版　{}",
        " 第{}版\n{} ",
    ]
    assert {read_label(style.format(number, name)) for style in styles} == {Label(number, name)}


@given(st.integers(1, 999), st.sampled_from(["", "A", "T"]))
def test_zeros_and_case_do_not_change_a_key(number: int, section: str) -> None:
    keys = {
        page_key(f"{prefix}{number:0{width}}") for prefix in {section, section.lower()} for width in (1, 2, 3)
    }
    assert keys == {f"{section}{number}"}


@given(st.text(max_size=40) | st.text(st.sampled_from("第版一十01２A叠：: -、【】特刊转年"), max_size=20))
def test_any_text_is_a_label_or_none(text: str) -> None:
    label = read_label(text)
    assert label is None or any(sign.isnumeric() for sign in label.number)
    key = page_key(text)
    assert page_key(key) == key
