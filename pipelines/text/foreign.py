"""Pages that are no Chinese: Japanese and Korean encodings, told by kana and hangul; and Chinese in seven bits.

A newspaper's Japanese or Korean page, or one of another site, must not come out as rare Chinese characters.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from pipelines.text.readings import BIG5, GB, ORDINARY, REPLACEMENT, mean_price, price

JAPANESE, KOREAN = ("cp932", "euc_jp"), "cp949"
"""Shift-JIS as Windows has it and EUC-JP; EUC-KR as Windows has it."""

_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_KANA_SIGN = re.compile("[\u3041-\u3096\u30a1-\u30fc]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_COMMON_HANGUL = re.compile(
    "[이다는의에을가하고한지로대기사리인도나자시해서과를은들있어제적일수정으주전보만상장국부성거게여구원관여그"
    "라치신오회아동된공산중진경연모시할안내년문유화세계비위등방면당요선개조무무업양소통물민노양두학력]"
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


def foreign(sample: bytes, labels: Collection[str]) -> str:
    """The Japanese or Korean codec of a page, '' where a Chinese reading of the sample is as likely.

    `sample`: its bytes that are not ASCII.
    """
    rivals = min(_price(sample.decode(codec, "replace")) for codec in (GB, BIG5))
    prices: dict[str, float] = {}
    for codec in (*JAPANESE, KOREAN):
        text = sample.decode(codec, "replace")
        characters = sum(one > "\x7f" for one in text)
        kind = "hangul" if codec == KOREAN else "kana"
        share = len((_HANGUL if codec == KOREAN else _KANA).findall(text)) / max(characters, 1)
        if share >= _SHARE[kind] and (characters >= _FEWEST or codec in labels):
            prices[codec] = _price(text) * (0.8 if codec in labels else 1.0)
    best = min(prices, key=prices.__getitem__, default="")
    return best if best and prices[best] < 0.8 * rivals else ""


def _price(text: str) -> float:
    """The price of text in any of the three languages."""
    rest, kana = _KANA_SIGN.subn("", text)
    rest, common = _COMMON_HANGUL.subn("", rest)
    rest, hangul = _HANGUL.subn("", rest)
    return price(rest) + 1.5 * (kana + common) + 3.0 * hangul
