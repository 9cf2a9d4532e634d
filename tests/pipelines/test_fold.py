"""Traditional → simplified for search, simplified → traditional for export, and what tidying does."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.text import fold
from pipelines.text.fold import convert_line, to_hant
from pipelines.text.restoration.mirror import characters
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


CASES = Path(__file__).parent.parent / "cases"
HARD = json.loads((CASES / "fold_hard.json").read_text("utf-8"))
SOUND = [
    case["text"]
    for name in ("sound_texts", "sound_gallery")
    for case in json.loads((CASES / f"{name}.json").read_text("utf-8"))
]


@pytest.mark.parametrize("kind", sorted({case["kind"] for case in HARD}))
def test_hard_cases_fold_to_what_mainland_papers_print(kind: str) -> None:
    wrong = {
        case["text"]: (fold(case["text"]), case["folded"])
        for case in HARD
        if case["kind"] == kind and fold(case["text"]) != case["folded"]
    }
    assert wrong == {}


def test_every_character_of_one_script_folds_to_that_of_the_other() -> None:
    lead = range(0xB0, 0xD8)  # the 3,755 characters of the first level
    common = {bytes((a, b)).decode("gb2312", "ignore") for a in lead for b in range(0xA1, 0xFF)}
    wrong = {
        traditional: (known.simplified, fold(traditional))
        for traditional, known in characters().items()
        if known.given and known.simplified in common and fold(traditional) != fold(known.simplified)
    }
    assert wrong == {}


def test_what_mainland_papers_print_stays_as_it_is() -> None:
    assert {
        case["folded"]: fold(case["folded"]) for case in HARD if fold(case["folded"]) != case["folded"]
    } == {}


def test_every_chinese_character_folds_to_one_that_stays() -> None:
    every = [chr(code) for code in range(0x2E80, 0x323B0) if "CJK" in unicodedata.name(chr(code), "")]
    assert len(every) > 90_000
    assert [c for c in every if len(fold(c)) != 1 or fold(fold(c)) != fold(c)] == []


@pytest.mark.parametrize("text", SOUND)
def test_folding_a_sound_text_twice_is_folding_it_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(
    st.text(
        st.sampled_from(
            "著看作名，、乾陳隆坤淨於夫羅藉慰神祇座標題想像這樣他重覆蓋部份額設計畫面魏徵征沈默讎"
        ),
        max_size=12,
    )
)
def test_words_that_touch_do_not_make_folding_change_its_mind(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_any_text_can_be_folded_and_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_export_to_traditional_chooses_by_word() -> None:
    assert to_hant("头发发展，皇后后天") == "頭髮發展，皇后後天"
    assert to_hant("软件里的鼠标", "s2twp") == "軟體裡的滑鼠"
    assert to_hant("里面", "s2hk") == "裏面"


def test_a_release_has_the_forms_of_taiwan_of_hong_kong_or_of_opencc() -> None:
    text = "群众里的山峰，启动，为了吃"
    assert convert_line(text, "hant") == "群眾裡的山峰，啟動，為了吃"
    assert convert_line(text, "hant-hk") == "群眾裏的山峰，啟動，為了吃"
    assert convert_line(text, "hant-opencc") == "羣衆裏的山峯，啓動，爲了喫"


@pytest.mark.parametrize(
    ("hans", "hant"),
    [
        ("义乌发展", "義烏發展"),
        ("总台", "總臺"),
        ("14个中央行", "14個中央行"),
        ("万历年间", "萬曆年間"),
        ("周日志愿行动", "週日志願行動"),
        ("90天后开始", "90天後開始"),
        ("两天后、３天后、几天后", "兩天後、３天後、幾天後"),
        ("修缮3天后宫、游览2天后庙", "修繕3天后宮、遊覽2天后廟"),
        ("三天后宫，三天后开门", "三天后宮，三天後開門"),
        ("今天后半夜有雨", "今天後半夜有雨"),
        ("港铁天后站", "港鐵天后站"),
        ("这只能说明，那只要一天", "這只能說明，那只要一天"),
        ("公元后不久，几万里外", "公元後不久，幾萬里外"),
        ("输出信息并成功退出，合并成功", "輸出信息並成功退出，合併成功"),
        ("变量是只读的，会尽量少用", "變量是只讀的，會儘量少用"),
        ("好干部", "好幹部"),
        ("试制度", "試制度"),
        ("注重", "注重"),
        ("合同并为", "合同並為"),
        ("陈德占", "陳德占"),
        ("发布公布宣布", "發布公布宣布"),
        ("牵头发起", "牽頭發起"),
        ("各国家具有", "各國家具有"),
        ("阐明了、提出了解决", "闡明了、提出了解決"),
        ("纪念周恩来", "紀念周恩來"),
        ("淮河干流，特大干旱", "淮河幹流，特大乾旱"),
        ("飞机制造，机制作用", "飛機製造，機制作用"),
        ("方面包括歌手表演", "方面包括歌手表演"),
    ],
)
def test_words_that_opencc_takes_apart_stay_whole(hans: str, hant: str) -> None:
    assert to_hant(hans) == hant


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
