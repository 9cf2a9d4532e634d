"""Content keys."""

from hypothesis import given
from hypothesis import strategies as st

from pipelines.text.keys import KEY_VERSION, content_key

TEXT = "10月17日，永安县召开社会工作推进会，部署今后三年的重点任务（NGO参加）。"


def test_script_width_punctuation_and_space_make_no_difference() -> None:
    key = content_key(TEXT)
    assert key is not None
    assert key == content_key("10月17日，永安縣召開社會工作推進會，部署今後三年的重點任務（NGO參加）。")
    assert key == content_key("１０月１７日,永安县召开社会工作推进会,部署今后三年的重点任务(ｎｇｏ参加)")
    assert key == content_key(
        "\u3000\u300010月17日，永安县召开\n社会工作推进会，部署今后三年的重点任务 NGO参加"
    )


def test_one_character_makes_another_key() -> None:
    assert content_key(TEXT) != content_key(TEXT.replace("三年", "五年"))
    assert content_key(TEXT) != content_key(TEXT.replace("17", "18"))


def test_too_little_text_has_no_key() -> None:
    assert content_key("") is None
    assert content_key("图片新闻。？！　　") is None


def test_the_version_of_the_tables_is_in_the_key() -> None:
    key = content_key(TEXT)
    assert key is not None
    assert key.startswith(f"k{KEY_VERSION}.")


@given(st.text())
def test_any_text_has_a_key_or_none(text: str) -> None:
    assert content_key(text) == content_key(text)


def test_a_word_that_the_two_scripts_print_differently_makes_no_difference() -> None:
    hant = "他揹著書包，受家庭薰陶，想像力豐富，找到了新的座標和計畫。"
    hans = "他背着书包，受家庭熏陶，想象力丰富，找到了新的坐标和计划。"
    assert content_key(hant) == content_key(hans) is not None
