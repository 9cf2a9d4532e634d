"""Page labels (版面标签): `第01版：头版`, `A01： 要闻`, `B叠02版`, `第十二版` → number and name.

A label is what a page navigation prints for one page. Text that only mentions pages (今日8版, 下转第3版) is
none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipelines.text.dates import dates_in

_WIDE = str.maketrans(
    "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ"
    "ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ：﹕∶－～",
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz:::-~",
)
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\xad]")
_SECTION = "特刊|专刊|專刊|增刊|副刊|周刊|週刊|号外|號外|特"
_DIGITS = r"[A-Za-z]{0,3}\d{1,5}[A-Za-z]?(?:\s*[-~、/—–]\s*[A-Za-z]{0,3}\d{1,3})?"
_HAN = "[〇零一二三四五六七八九十百]{1,5}"
_NUMBER = rf"(?:[A-Za-z]\s*叠\s*|[A-Za-z]\s*疊\s*|(?:{_SECTION})\s*(?:第\s*)?)?(?:{_DIGITS}|{_HAN})"
_BAN = "版(?![本权權图圖式税稅块塊画畫面])"
_OPEN, _CLOSE = r"[\[【〖(（]?\s*", r"\s*[\]】〗)）]?"
_SPLIT = r"[\s:·|｜、,，.．—–\-/]*"
_SHORT = r"[A-Za-z]{1,3}\d{1,3}|0\d{1,2}"

# 第01版：头版 · 第 1 版 · A01版:要闻 · 特刊1版 · B叠02版 · 第十二版
_WITH_BAN = re.compile(rf"{_OPEN}(?:第\s*)?(?P<number>{_NUMBER})\s*{_BAN}{_CLOSE}{_SPLIT}(?P<name>.*)")
# 01： 头版 · A01:要闻
_WITH_COLON = re.compile(rf"{_OPEN}(?P<number>{_DIGITS}){_CLOSE}\s*:(?!\s*\d)\s*(?P<name>.*)")
# A01 要闻 · A02/A03 聚焦 · 08/体育 · A01要闻 · 01 头版 · 01头版 · [03]综合
_WITH_SPACE = re.compile(
    rf"{_OPEN}(?P<number>(?:{_SHORT})(?:[-~、/—–](?:{_SHORT}|\d\d(?=\s)))?|\d{{1,2}}(?=\s)){_CLOSE}{_SPLIT}(?P<name>.+)"
)
# 00001 · 0607 · A12 · 3
_ALONE = re.compile(rf"{_OPEN}(?P<number>[A-Za-z]{{0,3}}\d{{1,3}}[A-Za-z]?|\d{{4,5}}){_CLOSE}")
# 旅游报01版 · 要闻 第3版
_NAME_FIRST = re.compile(
    rf"(?P<name>\D+?){_SPLIT}{_OPEN}(?:第\s*)?(?P<number>{_DIGITS}|{_HAN})\s*{_BAN}{_CLOSE}"
)

# What follows or precedes a number that counts something else.
_UNIT = re.compile(
    "小时|小時|[年月日号號期时時点點分秒岁歲个個元万萬亿億人名种種条條家次天件级級届屆%％℃]|[周週](?![末刊])"
)
_MENTION = re.compile(
    "(?:[共全总總]|出版|今[日天]|本[期报報]|昨日|每[日天周週期]|[接转轉见見到在]|对开|對開|上|下)$"
)


_BRACKETED = re.compile(r"[（(]([^（）()]+)[）)]")
_WEEKDAY = re.compile(r"^\s*(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]\s*")
_SPACED = re.compile(r"[\u3400-\u9fff](?:\s+[\u3400-\u9fff]){1,3}")
"""综 合: a name letter-spaced to the width of its column."""
_EDGES = " \u3000:：·|｜-—–,，、"


@dataclass(frozen=True, slots=True)
class Label:
    """A page label taken apart."""

    number: str
    """The page number as printed, full-width digits and letters as ASCII: '01', 'A12', '特刊1', '十二'."""
    name: str
    """The page name (版名): '头版'; '' when none is printed."""


@lru_cache(maxsize=4096)
def read_label(text: str) -> Label | None:
    """The number and name a page label prints; None where the text is no label. Never raises.

    A name without a number (头版) is None: the caller has the text, and pages are compared by number.
    """
    printed = " ".join(_INVISIBLE.sub("", text).split())
    plain = printed.translate(_WIDE)
    for pattern in (_WITH_BAN, _WITH_COLON):
        if found := pattern.fullmatch(plain):
            return _label(found, printed)
    found = _ALONE.fullmatch(plain)
    if found and _is_page(found["number"]):
        return _label(found, printed)
    found = _WITH_SPACE.fullmatch(plain)
    if found and not _UNIT.match(found["name"]) and any(map(str.isalpha, found["name"])):
        return _label(found, printed)
    found = _NAME_FIRST.fullmatch(plain)
    if found and re.search(r"[^\W\d_]", found["name"]) and not _MENTION.search(found["name"].rstrip()):
        return _label(found, printed)
    return None


@lru_cache(maxsize=4096)
def page_key(number: str) -> str:
    """What two page numbers are compared by: equal for '1', '01' and '第一版', for 'a01' and 'A1'.

    Leading zeros, case, width, spaces and the words 第 版 叠 go, Chinese numerals become digits; a joint page
    ('0607', '06-07', '06、07') becomes '6-7'. '' for ''. Never raises; a key is its own key.
    """
    plain = _INVISIBLE.sub("", number).translate(_WIDE)
    plain = re.sub(r"[\s第版叠疊]+", "", plain).upper()
    plain = re.sub("[〇零一二三四五六七八九十百]+", lambda found: _han_digits(found.group()), plain)
    plain = re.sub(r"[-~、/—–]+(?=[A-Z]*[0-9])", "-", plain)
    plain = re.sub("[0-9]+", lambda found: _digits_key(found.group()), plain)
    joint = re.fullmatch(r"([A-Z]*)(\d+)-([A-Z]*)(\d+)", plain)
    return f"{joint[1]}{joint[2]}-{joint[4]}" if joint and joint[3] in ("", joint[1]) else plain


def _label(found: re.Match[str], printed: str) -> Label:
    """The label of a match on the half-width text; the name is cut from the text as printed."""
    number = re.sub(r"[\s第]+", "", found["number"])
    name = printed[found.start("name") : found.end("name")].strip() if "name" in found.re.groupindex else ""
    name = _without_brackets(_without_date(name))
    return Label(number, "".join(name.split()) if _SPACED.fullmatch(name) else name)


def _without_date(name: str) -> str:
    """要闻（2023年10月17日） → 要闻: the date of the issue at either end is no part of the name."""
    if not any(map(str.isdecimal, name)):
        return name
    for start, end, day in dates_in(name):
        before, after = name[:start].rstrip("（( "), name[end:].lstrip("）) ")
        after = _WEEKDAY.sub("", after)
        if day and not (before and after):
            return (before or after).strip(_EDGES)
    return name


def _without_brackets(name: str) -> str:
    """【头版】 → 头版, (广告) → 广告, where the brackets are around the whole name."""
    if name[:1] in ("【", "〖", "["):
        return name.strip("【】〖〗[]")
    whole = _BRACKETED.fullmatch(name)
    return whole[1].strip() if whole else name


def _is_page(number: str) -> bool:
    """Whether a number by itself may be a page: any short one, '00001', a joint page '0607', no year."""
    if not number.isdigit() or len(number) <= 3:
        return True
    return number.startswith("0") or (
        len(number) == 4 and _is_joint(number) and number[:2] not in ("19", "20")
    )


def _is_joint(digits: str) -> bool:
    """Whether four digits are two neighbouring pages printed as one: 0607."""
    return len(digits) == 4 and 0 < int(digits[:2]) == int(digits[2:]) - 1


def _digits_key(digits: str) -> str:
    for same in (digits, digits.lstrip("0")):
        if _is_joint(same):
            return f"{int(same[:2])}-{int(same[2:])}"
    return digits.lstrip("0") or "0"


def _han_digits(numeral: str) -> str:
    """十二 → 12, 一〇 → 10, 一百零二 → 102."""
    digit = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0}
    if not set(numeral) & {"十", "百"}:
        return "".join(str(digit[sign]) for sign in numeral)
    total, last = 0, 0
    for sign in numeral:
        if sign in "十百":
            total += (last or 1) * (10 if sign == "十" else 100)
            last = 0
        else:
            last = digit[sign]
    return str(total + last)
