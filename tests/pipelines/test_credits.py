"""Bylines, datelines, sources and photo credits as newspapers print them. Every name is invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.text.credits import Credits, read_caption, read_credits

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
