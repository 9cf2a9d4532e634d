"""Japanese and Korean encodings, recognised by kana and hangul, and Chinese, Japanese, Korean in seven bits.

A newspaper's Japanese or Korean page, or one of another site, must not come out as rare Chinese characters.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from pipelines.text.readings import BIG5, GB, ORDINARY, REPLACEMENT, UTF8, mean_price, price

JAPANESE, KOREAN = ("cp932", "euc_jp"), "cp949"
"""Shift-JIS as Windows has it and EUC-JP; EUC-KR as Windows has it."""

_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_KANA_SIGN = re.compile("[\u3041-\u3096\u30a1-\u30fc]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
# The syllables and the Japanese forms of characters that newspapers use most.
_COMMON = re.compile(
    "[이다는의에을가하고한지로대기사리인도나자시해서과를은들있어제적일수정으주전보만상장국부성거게여구원관국그"
    "라치신오회아동된공산중진경연모할안내년문유화세계비위등방면당요선개조무업양소통물민노두학력"
    "経済対発関東会社聞国内閣総選挙党県議員学校教育気図実際価単営戦争権労働証券売買続変化応検査説説駅広島辺"
    "沢浜黒円万億歳児童様楽読書転車両軍隊区画産業開閉鉄道医療薬点数値増減予測報告当帰残満両黙弁護帯]"
)
_SHARE = {"kana": 0.15, "hangul": 0.5}
_FEWEST = 12  # characters without which only a label makes a page foreign

_HZ = re.compile(rb"~\{((?:[!-w][!-~])+)~\}")
_ESCAPED = ((b"\x1b$B", "iso2022_jp"), (b"\x1b$@", "iso2022_jp"), (b"\x1b$)C", "iso2022_kr"))


def seven_bit(content: bytes) -> tuple[str, str] | None:
    """Text and codec of ASCII bytes that stand for Chinese (HZ), Japanese or Korean; None for mere ASCII."""
    if b"~{" in content:
        text = _HZ.sub(_eight_bit, content).decode("gb2312", "replace")
        if not text.isascii() and REPLACEMENT not in text and mean_price(text) < ORDINARY:
            return text.replace("~~", "~").replace("~\n", ""), "hz"
    if b"\x1b$" in content:
        for escape, codec in _ESCAPED:
            if escape in content:
                try:
                    return content.decode(codec), codec
                except UnicodeDecodeError:
                    return None
    return None


def _eight_bit(found: re.Match[bytes]) -> bytes:
    return bytes(byte | 0x80 for byte in found[1])


def maybe_japanese(sample: bytes) -> bool:
    """Whether bytes that pass as Big5 may be EUC-JP, whose kana are common characters there; cheap."""
    text = sample[:200].decode(JAPANESE[1], "replace")
    return len(_KANA.findall(text)) > _SHARE["kana"] * len(text)


def foreign(sample: bytes, labels: Collection[str] = ()) -> str:
    """The Japanese or Korean codec of a page, '' where a Chinese reading of the sample is as likely.

    `sample`: its bytes that are not ASCII.
    """
    prices: dict[str, float] = {}
    for codec in (*JAPANESE, KOREAN):
        text = sample.decode(codec, "replace")
        characters = sum(one > "\x7f" for one in text)
        kind = "hangul" if codec == KOREAN else "kana"
        share = len((_HANGUL if codec == KOREAN else _KANA).findall(text)) / max(characters, 1)
        if share >= _SHARE[kind] and (characters >= _FEWEST or codec in labels):
            prices[codec] = _price(text) * (0.5 if codec in labels else 1.0)
    if not prices:
        return ""
    best = min(prices, key=prices.__getitem__)
    cost = price if best == KOREAN else _price  # kana are at the same place in GB18030 and EUC-JP
    rivals = (cost(sample.decode(codec, "replace")) for codec in (UTF8, GB, BIG5))
    return best if prices[best] < 0.8 * min(rivals) else ""


def _price(text: str) -> float:
    """The price of text in any of the three languages; kana, alike in two encodings, cost next to nothing."""
    rest, kana = _KANA_SIGN.subn("", text)
    rest, common = _COMMON.subn("", rest)
    rest, hangul = _HANGUL.subn("", rest)
    return price(rest) + 0.3 * kana + 1.5 * common + 3.0 * hangul
