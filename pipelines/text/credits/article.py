"""The credits of an article, read from its printed parts, which are not changed.

Names are read where a newspaper prints them: in the byline row, after the dateline (本报讯（记者 张三）), in
a line of its own at either end of the body, in brackets after the last sentence. In running text nothing is
read. What is not surely a name is left out; a signature of the paper itself (本报评论员) is an author as it
stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.text.credits.captions import names_in, read_caption
from pipelines.text.credits.datelines import read_dateline
from pipelines.text.credits.outlets import (
    AGENCY,
    DAY,
    HAN,
    ORIGINS,
    OUTLET,
    OWN,
    WIRE,
    agency_of,
    outlet_named,
    plain_source,
)
from pipelines.text.credits.people import is_plain_surname, read_names
from pipelines.text.credits.roles import HAS_ROLE, MARKS, ROLE, Found, plain_signs, read_people

_COLLECTIVE_ENDS = (
    "评论员",
    "評論員",
    "编辑部",
    "編輯部",
    "评论部",
    "評論部",
    "编者",
    "編者",
    "社论",
    "社論",
)
_COLLECTIVE = re.compile(f"(?:{OWN}|{OUTLET})(?:特约|特約)?(?:{'|'.join(_COLLECTIVE_ENDS)})")
_SENTENCE = re.compile("[。！？；!?;]")
_SAID = re.compile(
    r"\s*([^。，！？]{2,40}?(?:报道|報道|报导|報導)|[^。，！？]{2,40}?)(?=[:：)）]|(?<=[道导導]))"
)
_REPORTED = re.compile(
    rf"[【\[（(]?(?:(?P<all>综合|綜合)|[据據])?(?:{HAN}{{2,6}}(?=《))?(?P<from>{ORIGINS})(?:记者|記者)?(?:等)?(?:{DAY})?"
    rf"(?P<wire>{WIRE})(?=[，,：:。\s】\]）)]|$)"
)
_ACCORDING = re.compile(
    rf"(?:(?:{OWN})?(?P<all>综合|綜合)|[据據])\s*(?P<from>{ORIGINS})(?:{DAY})?(?:{WIRE})?(?=$|[\s：:，,]|{HAN})"
    rf"|[据據](?!了解|悉|介绍|介紹|统计|統計|此|说|說|报道|報道|外媒|预测|預測|{HAN}*(?:介绍|介紹|报道|報道|了解)$)"
    rf"(?P<any>{HAN}{{2,8}})$"
)
_NAMED_ORIGIN = re.compile(
    r"(?<![图圖]片)(?<![数數]据)(?<!數據)(?<![资資]料)(?:(?:本文|文章|稿件|新闻|新聞)?(?:来源|來源)|稿源|出处|出處|(?:原载|原載|摘自|摘编自|摘編自|转自|轉自|选自|選自|转载自|轉載自))\s*[:：]?\s*"
    r"[《“]?(?P<any>[^《》“”\s，,。；;（）()]{2,20})[》”]?"
)
_WIRE_REPORTER = re.compile(
    rf"(?P<from>{AGENCY})(?:特约|特約|特派|高级|高級|[驻駐]{HAN}{{1,4}}?|“[^”]{{2,8}}”)?(?:记者|記者)"
)
_ONLY_COMPILED = re.compile(
    f"(?:{OWN})?(?:综合|綜合)(?:整理|(?:外媒|外电|外電|媒体|媒體)?(?:消息|报道|報道|報導))?"
)
_SHORT_SOURCE = re.compile(
    rf"\s*[【〔（(]\s*(?P<from>{AGENCY})\s*[】〕）)]|(?P<for>{AGENCY})供本[报報刊](?:特稿|专稿|專稿)"
)
_BRACKET = re.compile(r"(?:(?<![^。！？”’…!?》）)\s]))[（(]([^（）()]{1,60})[)）]")
_WHOLE_BRACKET = re.compile(r"[（(]([^（）()]*)[)）]")
_NEXT_BRACKET = re.compile(r"\s*[（(]([^（）()]{2,60})[)）]")
_START_BRACKET = re.compile(r"\s*[【\[〔（(]([^】\]〕）)。]{2,40}?)(?:專訪|专访)?[】\]〕）)]")
# 南都讯 记者张三 近日，…: no sign parts the names from the sentence.
_UNSIGNED = re.compile(
    rf"\s*((?:记者|記者)\s*((?:{HAN}{{2,3}}[ \u3000]+)+)"
    rf"(?:(?:通讯员|通訊員)\s*(?:{HAN}{{2,3}}[ \u3000]+)+)?)(?={HAN}|{DAY})"
)
_REPORTS_THAT = re.compile(r"[^。，！？：:]{4,30}?(?:报道|報道|報導)(?=[:：])")
_ABOUT_AUTHOR = re.compile(
    "作者[:：\\s]*(?:系|为|為|是|均|单位|單位|简介|簡介|就职|任职|供职|现)|作者[^:：\\s，,]{2,4}[系为為]"
)
# 张三（清河大学教授）, 作者：张三 单位：清河大学, 张三，系清河大学教授
_ADDRESS = re.compile(
    r"(?<=[^（(])[（(](?![^（）()]*(?:记者|記者|通[讯訊]|[文图圖摄攝]\s*[)）/]|文字|图片|圖片|摄影|攝影|口述|整理|编译|編譯))[^（）()]{2,60}[)）]$"
    r"|\s*(?:作者)?(?:单位|單位)[:：].*$"
    r"|[，,]\s*(?:作者)?(?=[系为為现現任均]).*$"
    r"|[，,]\s*\S*(?:大学|大學|学院|學院|研究|教授|会员|會員|委员|委員|主任|作家|律师|律師|学者|學者|博士|公司|中心|[局部委]$).*$"
    rf"|(?:(?<=^..)|(?<=^...))[系为為](?={HAN}{{4}}).*$"
)
_MARKED = re.compile(r"[○□■◆●◎◇★▲▌]\s*(\S.{0,14})")
_SPACED_NAMES = re.compile(f"{HAN}{{2,4}}(?:[ \u3000]+{HAN}{{2,4}})*|{HAN}[ \u3000]+{HAN}{{1,2}}")


@dataclass(frozen=True, slots=True)
class Credits:
    """Who wrote and photographed an article, from where and for whom."""

    authors: tuple[str, ...] = ()
    """Names in print order: reporters, correspondents, compilers; 本报评论员 where no one is named."""
    dateline: str = ""
    """电头 without blanks and names: 本报北京1月1日电, 本报讯, 台北報導."""
    source: str = ""
    """来源 as printed, 、 between several: 新华社, 宁夏新闻网; '' for the paper's own."""
    photographers: tuple[str, ...] = ()
    """Names of those who took the pictures, as far as byline and body tell."""
    place: str = ""
    """Where it was reported from, as printed in the dateline or beside the names: 北京."""
    day: str = ""
    """The day of the dateline as printed, without blanks: 1月1日, 二十二日 (`day_of` gives the date)."""
    agency: str = ""
    """The agencies among the sources in their normal form: 新华社 for 新華社, 中新社 for 中新网."""
    compiled: bool = False
    """Whether it says that it was put together from several reports: 综合新华社电, 綜合報導."""


def read_credits(byline: str, body: str = "") -> Credits:
    """The credits of an article.

    `byline` is its 署名 row as printed, `body` its text, paragraphs with a line feed between; either may
    be ''. Addresses of authors (作者系…, 作者单位：…) are no names. Never raises.
    """
    found = Found()
    _read_signature(byline, found, row=True)
    paragraphs = [paragraph.strip() for paragraph in body.split("\n") if paragraph.strip()]
    for paragraph in paragraphs[:2]:
        _read_start(paragraph, found)
    for paragraph in paragraphs[:2] + paragraphs[2:][-2:]:
        if len(paragraph) <= 40 and not _SENTENCE.search(paragraph):
            _read_signature(paragraph, found, row=False)
    for paragraph in paragraphs[-2:]:
        _read_end(paragraph, found)
    for paragraph in paragraphs:
        if len(paragraph) <= 200 and paragraph.rstrip("）)").endswith(("摄", "攝", "供图", "供圖")):
            found.photographers += names_in(read_caption(paragraph)[1])
    return Credits(
        _once(found.authors),
        found.dateline,
        found.source,
        _once(found.photographers),
        found.place,
        found.day,
        agency_of(found.source),
        found.compiled,
    )


def _read_signature(text: str, found: Found, row: bool) -> None:
    """A line of its own that may be a byline. In the byline row (`row`) bare names count too."""
    line = text.strip(MARKS)
    if bracket := _WHOLE_BRACKET.fullmatch(line):
        line = bracket[1].strip(MARKS)
    if not line or _ABOUT_AUTHOR.match(line):
        return
    if read_dateline(text):
        if row:
            _read_start(text, found)
        return
    if not row and _is_marked_name(text):
        row = True
    _read_line(line, found, row)


def _is_marked_name(text: str) -> bool:
    """□ 王 石: a mark and names, no heading (■ 高考)."""
    marked = _MARKED.fullmatch(text)
    if not marked or not _SPACED_NAMES.fullmatch(marked[1]):
        return False
    names = read_names(marked[1], False)
    return (
        bool(names)
        and all(2 <= len(name) <= 3 for name in names)
        and (len(names) > 1 or len(marked[1]) > 2 or is_plain_surname(names[0][0]))
    )


def _read_line(line: str, found: Found, row: bool) -> None:
    """A byline or what stands in brackets after the last sentence."""
    if _ONLY_COMPILED.fullmatch(line):
        found.compiled = True
        return
    line = plain_signs(_read_origin(line, found))
    if not line:
        return
    if line.endswith(_COLLECTIVE_ENDS) and _COLLECTIVE.fullmatch(line):
        found.authors.append(line)
    elif row and (outlet := outlet_named(line) or outlet_named(line.rstrip("发發"))):
        found.source = found.source or outlet
    elif row or (HAS_ROLE.search(line) and ROLE.search(line)):
        before = len(found.authors) + len(found.photographers)
        read_people(_ADDRESS.sub("", line), found)
        wire = _WIRE_REPORTER.match(line)
        if wire and (wire.end() == len(line) or len(found.authors) + len(found.photographers) > before):
            found.source = found.source or wire["from"]


def _read_origin(line: str, found: Found) -> str:
    """Takes 来源：人民网 and 据新华社 out of a line; what remains."""
    if origin := _NAMED_ORIGIN.search(line):
        found.source = found.source or origin["any"]
        return (line[: origin.start()] + " " + line[origin.end() :]).strip(MARKS)
    if origin := _ACCORDING.match(line):
        found.source = found.source or plain_source(origin["from"] or origin["any"])
        found.compiled = found.compiled or bool(origin["all"])
        return line[origin.end() :].strip(MARKS)
    return line


def _read_start(paragraph: str, found: Found) -> None:
    """The dateline of a paragraph and who is named in it."""
    line = read_dateline(paragraph)
    if not line:
        if reported := _REPORTED.match(paragraph):
            found.source = found.source or plain_source(reported["from"])
            found.compiled = found.compiled or bool(reported["all"])
        elif (compiled := _ONLY_COMPILED.match(paragraph)) and compiled.end() > 4:
            found.compiled = True
        elif short := _SHORT_SOURCE.match(paragraph):
            found.source = found.source or short["from"] or short["for"]
        elif (said := _REPORTS_THAT.match(paragraph)) and ROLE.match(said[0]):
            read_people(said[0], found)
        elif (
            (bracket := _START_BRACKET.match(paragraph))
            and (role := ROLE.match(bracket[1]))
            and role["person"]
            and read_names(bracket[1][role.end() :], False)
        ):
            read_people(bracket[1], found)
        return
    if found.dateline:
        return
    found.dateline, found.place, found.day = line.printed, line.place or found.place, line.day
    found.compiled = found.compiled or line.compiled
    found.source = found.source or line.outlet
    if line.people:
        read_people(line.people, found)
    rest = paragraph[line.end :]
    if bracket := _NEXT_BRACKET.match(rest):
        read_people(bracket[1], found)
    else:
        read_people(_reporters(rest), found)


def _reporters(rest: str) -> str:
    """The words behind a dateline that name reporters without a bracket, '' where none do."""
    if said := _SAID.match(rest):
        role = ROLE.search(said[1])  # 记者张三报道, and 张三、记者李四报道
        before = said[1][: role.start()] if role else ""
        if role and (not before or (role["person"] and read_names(before, False))):
            return said[1]
    if (said := _UNSIGNED.match(rest)) and read_names(said[2], False):
        return said[1]
    alone = len(rest) <= 40 and ROLE.match(rest.strip()) and not _SENTENCE.search(rest)
    return rest if alone else ""


def _read_end(paragraph: str, found: Found) -> None:
    """Brackets after the last sentence: （记者 张三）, （张三 整理）, （据宁夏新闻网）."""
    while paragraph.endswith((")", "）")):
        bracket = _BRACKET.fullmatch(paragraph, max(paragraph.rfind("("), paragraph.rfind("（"), 0))
        if not bracket:
            return
        inside = bracket[1].strip()
        paragraph = paragraph[: bracket.start()].rstrip()
        if _ABOUT_AUTHOR.match(inside):
            _, _, rest = inside.replace(",", "，").partition("，")
            if ROLE.match(rest):
                _read_line(rest, found, row=True)
            continue
        if (line := read_dateline(inside)) and (line.end == len(inside) or ROLE.search(inside)):
            _read_start(inside + "）", found)
            continue
        _read_line(inside, found, row=True)


def _once(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
