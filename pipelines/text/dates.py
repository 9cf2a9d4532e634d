"""Calendar dates as Chinese newspapers print them, read or not at all: never guessed.

`2023年10月17日`, `２０２３年１０月１７日`, `二〇二三年十月十七日`, `民國一一二年十月十七日`, `2023-10-17`,
`2023/10/17`, `2023.10.17`, `2023·10·17`, `2023-10/17` and `202310/17` as in addresses, `20231017` by itself
or as the name of a file (`t20231017_1.html`), `Tuesday, October 17, 2023`. No two-digit year, no date
without its year, no lunar date, no clock.
Numbers of pages (版) and issues (期), telephone numbers, identity numbers and amounts are no dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

Span = tuple[int, int, date | None]
"""Start and end in the text, and the date printed there."""

WIDE = str.maketrans("０１２３４５６７８９／－．：，　\u00a0", "0123456789/-.:,  ")
"""Full-width digits and marks → ASCII, character for character."""
_DIGIT = {
    sign: str(value)
    for value, signs in enumerate(
        (
            "〇零○◯ΟОO0",
            "一壹1",
            "二贰貳两2",
            "三叁參参3",
            "四肆4",
            "五伍5",
            "六陆陸6",
            "七柒7",
            "八捌8",
            "九玖9",
        )
    )
    for sign in signs
}
_TENS = {"十": 1, "拾": 1, "廿": 2, "卅": 3}
_NUMERAL = f"[{''.join(_DIGIT)}{''.join(_TENS)}]"
_CHINESE = f"[{''.join(sign for sign in _DIGIT if not sign.isascii())}O0]"
_GAP = "[\\s\u200b\ufeff]*"

_ROC = rf"元|[0-9]{{1,3}}|{_NUMERAL}{{1,3}}|[一二]百零?{_NUMERAL}{{0,3}}"
_YEAR = rf"(?:(?<!{_NUMERAL})(?P<western>[0-9]{{4}}|{_CHINESE}{{4}})|民[國国]{_GAP}(?P<roc>{_ROC}))"
_DAY = rf"(?:[0-9]{{1,2}}|{_NUMERAL}{{1,3}})"
_DAY_SIGN = "(?:日|[号號](?![楼樓线線院文令馆館店]))"
_TO = rf"{_GAP}[至到—–\-~～、]{_GAP}"
_CHINESE_DATE = re.compile(
    rf"(?<![农農阴陰夏][历曆])(?<!农历|農曆)(?<!农历[\s:：])(?<!農曆[\s:：]){_YEAR}{_GAP}年"
    rf"{_GAP}(?P<month>{_DAY}){_GAP}月{_GAP}(?P<day>{_DAY})"
    rf"(?:{_GAP}{_DAY_SIGN}(?:{_TO}(?:(?P<month2>{_DAY}){_GAP}月{_GAP})?(?P<day2>{_DAY}){_GAP}{_DAY_SIGN})?"
    rf"|{_TO}(?P<day3>{_DAY}){_GAP}{_DAY_SIGN})"
)

# Not within a longer number: 010-2023-10-17, 2,023.10.17, 2023.10.17.4
_BEFORE, _AFTER = r"(?<![\d])(?<!\d[-/.,·])(?<![第A-Za-z])", r"(?!\d)(?![-.·]\d)(?!\s*(?:[期元]|版[本权權]))"
_NUMERIC = re.compile(
    rf"{_BEFORE}(?P<year>\d{{4}})(?:"
    r"(?P<one>[-/.·]\s?)(?P<month>\d{1,2})(?P=one)(?P<day>\d{1,2})"
    r"|-(?P<month2>\d{2})/(?P<day2>\d{2})(?=/|$|\s)"
    rf"){_AFTER}"
)
# In an address only: behind a slash, or at the start of a relative one.
_MONTH_DIRECTORY = re.compile(
    r"(?:(?<=/)|^(?=\d{6}/\d\d/))(?P<year>(?:19|20)\d\d)(?P<month>\d\d)/(?P<day>\d\d)(?=/|$)"
)
# An instant in another zone is another day in print.
_ZONE = re.compile(
    r"T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:\s?(?:Z|UTC|GMT)(?!\+0?8)|[+-](?!08:?00)\d\d:?\d\d)"
    r"|\s\d\d:\d\d(?::\d\d)?\s?(?:Z\b|(?:UTC|GMT)(?!\+0?8)|\+(?!08:?00)\d\d:?\d\d)"
)

_COMPACT = re.compile(
    r"(?<!\d)(?<!\d[-/.,_])(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)(?![-.]\d)"
)
_COMPACT_BEFORE = re.compile(
    r"(?:^\s*|[/_=]|(?:^|/)t|(?:日期|日期:|时间:|時間:|date[:=])\s*)$", re.IGNORECASE
)
_COMPACT_AFTER = re.compile(r"\s*$|[/_&]|\.[A-Za-z]|\s*(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]")

# c1024-20231017.html, the name of a file; beside /2013/0105/ its number is no date.
_COLUMN = re.compile(
    r"(?:(?<=/)(?P<year2>(?:19|20)\d\d)/(?P<month2>[01]\d)(?P<day2>[0-3]\d)/|(?:^|(?<=/)))c\d{3,6}-"
    r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?=\.s?html?)"
)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_LATIN = re.compile(
    rf"(?<![A-Za-z\d])(?:(?P<name>{_MONTH_NAME})\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*,?"
    rf"|(?<!\d[-/.,])(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?P<name2>{_MONTH_NAME})[\s,-]*)\s*"
    r"(?P<year>\d{4})(?![\d.,:-]\d)(?!\d)",
    re.IGNORECASE,
)
# Tue Oct 17 08:30:00 CST 2023, as computers print it; other zones are other days.
_CLOCK = re.compile(
    rf"(?<![A-Za-z\d])(?P<name>{_MONTH_NAME})\s+(?P<day>\d{{1,2}})\s+\d\d:\d\d(?::\d\d)?"
    r"\s+(?:(?:CST|GMT\+0?8(?::?00)?|UTC\+0?8|\+0800)\s+)?(?P<year>\d{4})(?!\d)",
    re.IGNORECASE,
)
# 17/10/2023 and 10/17/2023 are sure, 05/06/2023 is not.
_DAY_FIRST = re.compile(
    rf"{_BEFORE}(?P<one>\d{{1,2}})(?P<sign>[-/.])(?P<two>\d{{1,2}})(?P=sign)(?P<year>\d{{4}}){_AFTER}"
)


@lru_cache(maxsize=256)  # all pages of an issue print the same
def read_date(text: str) -> date | None:
    """The one date the text prints, None where it prints none or where it is not clear which.

    The same date twice, in whatever forms, is clear. Two different dates (a range too) are not, nor is a text
    with a date the calendar does not have. Month and day without a year, and weekdays, are passed over; a
    weekday that contradicts the date does not change it. Never raises.
    """
    found = {day for _, _, day in dates_in(text)}
    return found.pop() if len(found) == 1 else None


def dates_in(text: str) -> list[Span]:
    """Every full date in order, with where it stands; None for one the calendar does not have.

    Of a range both ends are given (2023年10月17日至19日: the 17th and the 19th), with the same span.
    """
    plain = text.translate(WIDE)
    found: list[Span] = []
    for start, end, day in sorted(_each(plain), key=lambda one: (one[0], -one[1])):
        if not found or start >= found[-1][1] or (start, end) == found[-1][:2]:
            found.append((start, end, day))
    return found


def _each(text: str) -> Iterator[Span]:
    for found in _CHINESE_DATE.finditer(text):
        year, month = _western(found), number_of(found["month"])
        yield *found.span(), _date(year, month, number_of(found["day"]))
        if last := found["day2"] or found["day3"]:
            yield *found.span(), _date(year, number_of(found["month2"] or found["month"]), number_of(last))
    for found in _NUMERIC.finditer(text):
        if not _ZONE.match(text, found.end()):
            yield (
                *found.span(),
                _date(found["year"], found["month"] or found["month2"], found["day"] or found["day2"]),
            )
    for found in _MONTH_DIRECTORY.finditer(text):
        yield *found.span(), _date(found["year"], found["month"], found["day"])
    for found in _COMPACT.finditer(text):
        before = text[max(found.start() - 12, 0) : found.start()]
        if _COMPACT_BEFORE.search(before) and _COMPACT_AFTER.match(text, found.end()):
            yield *found.span(), _date(found["year"], found["month"], found["day"])
    for found in _COLUMN.finditer(text):
        if found["year2"]:
            yield *found.span(), _date(found["year2"], found["month2"], found["day2"])
        if not found["year2"] or found["year"] == found["year2"]:
            yield *found.span(), _date(found["year"], found["month"], found["day"])
    for found in _CLOCK.finditer(text):
        month = _MONTHS.index(found["name"][:3].lower()) + 1
        yield *found.span(), _date(found["year"], month, found["day"])
    for found in _LATIN.finditer(text):
        if _ZONE.match(text, found.end()):
            continue
        name = found["name"] or found["name2"]
        yield (
            *found.span(),
            _date(found["year"], _MONTHS.index(name[:3].lower()) + 1, found["day"] or found["day2"]),
        )
    for found in _DAY_FIRST.finditer(text):
        one, two = int(found["one"]), int(found["two"])
        if one == two or one > 12:
            yield *found.span(), _date(found["year"], two, one)
        elif two > 12:
            yield *found.span(), _date(found["year"], one, two)


def _western(found: re.Match[str]) -> int:
    """The year of a Chinese date, 0 for none."""
    if found["western"]:
        return int("".join(_DIGIT[sign] for sign in found["western"]))
    return 1912 if found["roc"] == "元" else number_of(found["roc"]) + 1911


def number_of(numeral: str) -> int:
    """17, 十七, 一七, 廿七, 一百一十二 → the number; 0 for what is none."""
    if not numeral:
        return 0
    hundreds, _, rest = numeral.rpartition("百")
    total = 100 * int(_DIGIT[hundreds]) if hundreds else 0
    tens = [sign for sign in rest if sign in _TENS]
    if not tens:
        return total + int("".join(_DIGIT[sign] for sign in rest) or 0)
    before, _, after = rest.partition(tens[0])
    if len(tens) > 1 or len(before) > 1 or len(after) > 1:
        return 0
    total += 10 * _TENS[tens[0]] * int(_DIGIT[before] if before else 1)
    return total + int(_DIGIT[after] if after else 0)


def _date(year: int | str, month: int | str, day: int | str) -> date | None:
    try:
        return date(int(year), int(month), int(day)) if int(year) >= 1000 else None
    except ValueError:
        return None
