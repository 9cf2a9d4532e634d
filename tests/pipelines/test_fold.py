"""Traditional → simplified for search, simplified → traditional for export, and what tidying does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.text import fold
from pipelines.text.fold import to_hant
from pipelines.text.restoration.repair import apply, revert
from pipelines.text.tidy import tidy


@pytest.mark.parametrize(
    ("hant", "hans"),
    [
        ("鄉鎮社工站實現全覆蓋", "乡镇社工站实现全覆盖"),
        ("乾隆年間的乾糧", "乾隆年间的干粮"),
        ("著名的著作，看著", "著名的著作，看着"),
        ("瞭解情況，瞭望塔", "了解情况，瞭望塔"),
        ("羣衆在山峯下", "群众在山峰下"),
        ("這裡、這裏、裡面", "这里、这里、里面"),
        ("後天的皇后", "后天的皇后"),
        ("，：（）①～", "，：（）①～"),
        ("plain ASCII?", "plain ASCII?"),
        ("", ""),
    ],
)
def test_folding_gives_what_mainland_papers_print(hant: str, hans: str) -> None:
    assert fold(hant) == hans


@given(st.text())
def test_any_text_can_be_folded_and_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_export_to_traditional_chooses_by_word() -> None:
    assert to_hant("头发发展，皇后后天") == "頭髮發展，皇后後天"
    assert to_hant("软件里的鼠标", "s2twp") == "軟體裡的滑鼠"
    assert to_hant("里面", "s2hk") == "裏面"


@pytest.mark.parametrize(
    ("text", "tidied", "kinds"),
    [
        (
            "\u00a0\u00a0\u00a0\u00a0第一段。\n\u3000\u3000第二段。",
            "第一段。\n第二段。",
            ["indent", "indent"],
        ),
        ("第一段。\u3000\u3000第二段。", "第一段。\n第二段。", ["indent"]),
        ("第三\u3000节", "第三\u3000节", []),
        ("a\x00b\ufeffc\ud800d\ufffee", "abcde", ["control"] * 4),
        ("一行\t两列\n", "一行\t两列\n", []),
        ("私\ue001用", "私\ue001用", []),
        ("👨‍👩‍👧", "👨‍👩‍👧", []),
    ],
)
def test_layout_left_in_the_characters_goes(text: str, tidied: str, kinds: list[str]) -> None:
    found = tidy(text)
    assert found.text == tidied
    assert [r.kind for r in found.repairs] == kinds
    assert revert(found.text, found.repairs) == text


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("李　明", "李明"),
        ("社 论", "社论"),
        ("社　　论", "社论"),
        ("新 年 献 词", "新年献词"),
        ("李　明 报道", "李明 报道"),
        ("王 小明", "王 小明"),
        ("社会工作 在路上", "社会工作 在路上"),
    ],
)
def test_letter_spaced_headlines_are_joined(text: str, joined: str) -> None:
    assert tidy(text, headline=True).text == joined
    assert tidy(text).text == text


@given(st.text(st.sampled_from("a李 \u3000\u00a0\n\x00\ud800。”"), max_size=20), st.booleans())
def test_tidying_is_revertible_and_done_once(text: str, headline: bool) -> None:
    found = tidy(text, headline)
    assert apply(text, found.repairs) == found.text
    assert revert(found.text, found.repairs) == text
    assert tidy(found.text, headline).text == found.text
