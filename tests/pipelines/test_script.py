"""Which script a text is in."""

import pytest

from pipelines.text.script import detect_script, fold_article, language


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("宁夏永宁：乡镇（街道）社工站实现全覆盖", "hans"),
        ("寧夏永寧：鄉鎮（街道）社工站實現全覆蓋", "hant"),
        ("版面導(dǎo)航", "hant"),
        ("台北的咖啡店后面有一座山", ""),
        ("干部准备以后再来", "hans"),
        ("今天下午", ""),
        ("文章引用“國家興亡，匹夫有責，這是古訓”说明道理", "hans"),
        ("「国家发展改革委员会」新設機構", "hant"),
        ("“國家興亡，匹夫有責”", "hant"),
        ("ABC 123 ?", ""),
        ("", ""),
        ("简化字“发”对应「發」和「髮」，“后”对应「後」", "mixed"),
        ("在这里有一个人写了很多关于國家的书", "hans"),
        ("這裡有一個人寫了很多書，署名“发明家”", "hant"),
    ],
)
def test_the_characters_tell(text: str, script: str) -> None:
    assert detect_script(text) == script


def test_the_weaker_script_counts_from_a_fifth() -> None:
    assert detect_script("國" * 9 + "国") == "hant"
    assert detect_script("國" * 6 + "国" * 2) == "mixed"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("宁夏永宁：乡镇社工站实现全覆盖", "zh"),
        ("“の”字招牌：鲜の每日", "zh"),
        ("AI与5G：Apple发布iPhone 17 Pro Max", "zh"),
        ("Xinhua News Agency reporters in Beijing（新华社）said on Monday that the talks would go on.", "en"),
        ("東京で国際会議が開かれ、各国の代表が出席した", "ja"),
        ("ニュース", "ja"),
        ("서울에서 국제회의가 열렸다", "ko"),
        ("2026-07-23", ""),
        ("", ""),
    ],
)
def test_the_language_is_told_by_its_letters(text: str, found: str) -> None:
    assert language(text) == found


def test_only_chinese_is_folded() -> None:
    assert fold_article("開會", "國際會議") == ("开会", "国际会议")
    japanese = ("会議", "東京で国際会議が開かれ、各国の代表が出席した")
    assert fold_article(*japanese) == japanese
