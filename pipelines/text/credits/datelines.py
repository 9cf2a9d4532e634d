"""电头: the words before the first sentence that say who reports from where and when.

本报北京7月22日电, 据新华社电, 本报济南讯; on the other side of the strait 【記者王小明台北報導】,
（中央社記者王小明台北22日電）, 〔編譯王小明／綜合報導〕.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pipelines.text.credits.outlets import DAY, HAN, NUMERAL, OUTLET, OWN, WIRE
from pipelines.text.credits.places import is_place, part_place
from pipelines.text.dates import WIDE, number_of

_OPEN, _CLOSE = r"[【\[〔（(]", r"[】\]〕）)]"
_SITE = f"{HAN}{{1,8}}?(?:客户端|客戶端|新闻|新聞|在线|在線|时刻|時刻)"
_AGENCY = (
    rf"(?P<agency>{OWN}|(?!综合|綜合)(?:{_SITE}(?=[讯訊]|消息|{DAY})|{OUTLET}"
    rf"|{HAN}{{2,8}}[报報](?:客户端|客戶端)))"
)
_LINE = re.compile(
    rf"\s*{_OPEN}?\s*(?P<by>[据據])?\s*(?P<line>{_AGENCY}\s*(?:"
    rf"(?:(?P<people>(?:特派)?(?:记者|記者){HAN}[^。，！？\d０-９]{{1,24}}?)(?=\s*{DAY})|(?:记者|記者)?\s*(?P<place>(?:“[^”]{{1,8}}”号)?[\u4e00-\u9fff·、/]{{0,14}}?))"
    rf"\s*(?P<day>{DAY})\s*(?P<after>[\u4e00-\u9fff]{{2,4}}?)??\s*(?P<kind>{WIRE})"
    r"|(?P<short>(?:综合|綜合)外[电電](?:报道|報道|報導)|快[讯訊]|(?:综合|綜合)?[讯訊電电](?![员員信话話视視影子力动動商网網器脑腦台臺息])"
    r"|专[讯訊电]|專[訊電](?![员員])|(?:综合|綜合)(?:消息|报道|報道|報導))"
    rf"|(?P<sent>{HAN}{{2,5}})(?:[讯訊](?=\s*[】〕（(]|\s+\S{{0,12}}?(?:记者|記者)|\s*$)|[电電](?=\s|[）)]|$))"
    rf"|(?P<news>消息(?=\s*[：:]|\s+\S|[（(][^（）()]{{2,10}}[）)][：:])|(?:报道|報道|報導)(?=\s*[】〕]))"
    rf"))\s*{_CLOSE}?"
)
_REPORTER = (
    f"(?:{OWN}|{OUTLET})?(?:特派员|特派員|(?:[驻駐]{HAN}{{1,4}}|实习|實習|特约|特約|特派|資深|资深)?"
    "(?:记者|記者|编译|編譯|訪員))"
)
# 【記者王小明台北報導】, 〔編譯王小明／綜合報導〕, 〔即時新聞／綜合報導〕, 【台北訊】, 【綜合報道】
_BRACKETED = re.compile(
    rf"\s*{_OPEN}\s*(?:(?P<people>{_REPORTER}\s*[^】〕）)。，]{{2,30}}?)|(?P<desk>{HAN}{{2,8}})(?=[／/]))?"
    rf"\s*[／/]?\s*(?P<from>(?:{HAN}{{2,4}}[、/－-])*{HAN}{{2,6}})?(?P<kind>报道|報道|报导|報導|[訊讯電电])"
    rf"\s*{_CLOSE}"
)
_SIGNED = re.compile(r"\s*[（(]\s*(?:记者|記者|通讯员|通訊員|全媒体|融媒体|特约|见习|实习)")
_NO_PLACE = re.compile("[专專快简簡短通电電资資喜]$|综合|綜合|独家|獨家|社区|社")
_ANY_BRACKET = re.compile(rf"\s*{_OPEN}")
_DAY = re.compile(rf"(?:(?P<year>{NUMERAL}+)年)?(?:(?P<month>{NUMERAL}+)月)?(?P<day>{NUMERAL}+)日")
_OWN = OWN.split("|")
_TOGETHER = re.compile("(?:連線|连线|現場|现场)$")
_COMPILED = ("综合", "綜合")
_LIKELY = re.compile("[讯訊电電道导導息]")


@dataclass(frozen=True, slots=True)
class Dateline:
    """What the first words of an article say."""

    printed: str
    """The dateline without brackets, blanks and names of people."""
    outlet: str
    """The agency or paper as printed, '' for the paper itself or none."""
    place: str
    day: str
    people: str
    """The words that name the reporters, '' where they follow or are not named."""
    compiled: bool
    end: int
    """Where the text goes on."""


def read_dateline(paragraph: str) -> Dateline | None:
    """The dateline a paragraph begins with, None where it begins with none. Never raises."""
    if not _LIKELY.search(paragraph, 0, 60):
        return None
    if found := _LINE.match(paragraph):
        return _mainland(found)
    if _ANY_BRACKET.match(paragraph) and (found := _BRACKETED.match(paragraph)):
        return _bracketed(found)
    return None


def _mainland(found: re.Match[str]) -> Dateline | None:
    kind = found["kind"] or found["short"] or found["news"] or ""
    if found["by"] and kind.endswith(("道", "导", "導")):
        return None  # 据法新社7月22日报道: a sentence
    printed, people, place = found["line"], found["people"] or "", found["place"] or found["after"] or ""
    if people:
        words, place = part_place(people)
        printed = printed.replace(people, place, 1)
        people = words
    elif found["sent"]:
        place = found["sent"]
        own = found["agency"] in _OWN
        county = own and place.endswith(("市", "县", "縣"))
        signed = own and _SIGNED.match(found.string, found.end("line")) and not _NO_PLACE.search(place)
        if not county and not signed and not is_place(place):
            return None
    outlet = "" if found["agency"] in _OWN else found["agency"]
    if place.startswith(_COMPILED):
        place = ""
    return Dateline(
        "".join(printed.split()),
        outlet,
        place,
        "".join((found["day"] or "").split()),
        people,
        any(word in kind for word in _COMPILED),
        found.end(),
    )


def _bracketed(found: re.Match[str]) -> Dateline | None:
    people, place, kind = found["people"] or "", found["from"] or "", found["kind"]
    if people and not place:
        people, place = part_place(people)
        for word in _COMPILED:
            if people.endswith(word):
                people, place = people[:-2], word
    elif (
        people and place not in _COMPILED and not re.search(r"[／/]\s*$", found.string[: found.start("from")])
    ):
        people, place = part_place(people + place)
    compiled = place in _COMPILED
    told = is_place(place) if place and not compiled else compiled
    if not place or not (told or people or found["desk"]):
        return None
    return Dateline(
        place + kind,
        "",
        "" if compiled else _TOGETHER.sub("", place),
        "",
        people.rstrip(" ／/"),
        compiled,
        found.end(),
    )


def read_place_and_day(dateline: str, issue: date) -> tuple[str, date | None]:
    """The place and the day of a dateline as `Credits` keeps it: 新华社北京1月1日电, 台北報導.

    ('', None) where it names none; `issue` is the date of the issue (`day_of`). Never raises.
    """
    place, day = _place_and_day(dateline)
    return place, day_of(day, issue) if day else None


@lru_cache(maxsize=4096)
def _place_and_day(dateline: str) -> tuple[str, str]:
    """The place and the day as they are printed; the same datelines come again and again."""
    line = read_dateline(dateline) or read_dateline(f"【{dateline}】") if dateline else None
    return (line.place, line.day) if line else ("", "")


@lru_cache(maxsize=4096)
def day_of(printed: str, issue: date) -> date | None:
    """The date a dateline means: `printed` is its day (7月22日, 二十二日), `issue` the date of the issue.

    The last such day that is not after the issue; None for what is no day of the calendar. Never raises.
    """
    found = _DAY.fullmatch(printed.translate(WIDE))
    if not found:
        return None
    year, month, day = (number_of(found[name] or "") for name in ("year", "month", "day"))
    if year:
        candidates = [(year, month)]
    elif month:
        candidates = [(issue.year, month), (issue.year - 1, month)]
    else:
        before = (issue.year, issue.month - 1) if issue.month > 1 else (issue.year - 1, 12)
        candidates = [(issue.year, issue.month), before]
    for one, other in candidates:
        try:
            told = date(one, other, day)
        except ValueError:
            continue
        if told <= issue:
            return told
    return None
