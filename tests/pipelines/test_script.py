"""Which script a text is in."""

import pytest

from pipelines.text.script import detect_script


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("宁夏永宁：乡镇（街道）社工站实现全覆盖", "hans"),
        ("寧夏永寧：鄉鎮（街道）社工站實現全覆蓋", "hant"),
        ("版面導(dǎo)航", "hant"),
        ("台北的咖啡店后面有一座山", ""),
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
