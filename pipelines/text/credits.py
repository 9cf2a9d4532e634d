"""署名, 电头, 来源 and 摄影, read from an article's printed parts, which are not changed.

Names are read where a newspaper prints them: in the byline row, after the dateline (本报讯（记者 张三）), in
a line of its own at either end of the body, in brackets after the last sentence. In running text nothing is
read. What is not surely a name is left out; a signature of the paper itself (本报评论员) is an author as it
stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.text.people import read_names

_HAN = "[\u4e00-\u9fff]"
_OUTLET = f"{_HAN}{{1,10}}?(?:通讯社|通訊社|[社网網报報台臺])"
_OWN = "本报|本報|本刊|本社|本网|本網|本台|本臺"
_AGENCY = "新华社|新華社|中新社|中央社"
_RANK = (
    f"(?:{_OWN}|{_AGENCY}|实习|實習|见习|見習|特约|特約|特派|首席|高级|高級|全媒体|全媒體|融媒体|融媒體"
    f"|摄影|攝影|集团|集團|[驻駐]{_HAN}{{1,3}}?)"
)
_PERSON = "记者|記者|通讯员|通訊員|撰稿人|特约评论员|特約評論員|评论员|評論員|实习生|實習生|作者"
_READER = f"(?:(?<![^\\s、，,；;/(（]){_HAN}{{1,6}}?)?(?:读者|讀者|网友|網友)"
_WRITING = r"撰稿|撰文|采写|採寫|(?:整理|编译|編譯)(?=\s*$)"
_BOTH = r"摄影报道|攝影報道|攝影報導|文\s?[/、·]\s?[图圖摄攝]|[图圖]\s?[/、·]?\s?文|文[图圖]"
_PICTURE = "摄影|攝影|供图|供圖|图片|圖片"
_OFFICE = (
    "责任编辑|責任編輯|责编|責編|编辑|編輯|美编|美編|校对|校對|制图|製圖|策划|策劃|统筹|統籌|监制|監製"
    "|翻译|翻譯|主持人|主持|版式|设计|設計"
)
_ALONE = rf"(?=\s*[/:]|\s+{_HAN}|\s*$)"
# Words that say who is named. 文, 图 and 摄 only where they stand by themselves or at the end.
_ROLE = re.compile(
    rf"(?P<both>{_BOTH})"
    rf"|(?P<person>(?:(?<![^\s、，,；;/(（]){_OUTLET})?{_RANK}*(?:{_PERSON})|{_READER})"
    rf"|(?P<writing>{_WRITING}|(?<!{_HAN})文{_ALONE})"
    rf"|(?P<picture>{_PICTURE}|(?<!{_HAN})[图圖摄攝]{_ALONE}|[摄攝]$)"
    rf"|(?P<office>{_OFFICE})"
)
_COLLECTIVE = re.compile(
    f"(?:{_OWN}|{_OUTLET})(?:特约|特約)?(?:评论员|評論員|编辑部|編輯部|评论部|評論部|编者|編者|社论|社論)"
)
_MARKS = " \t\r\n\u3000\xa0□■◆●▲△▶►○◎★☆◇▪•◢◤▌│|*－—-─"
_SENTENCE = re.compile("[。！？；!?;]")

_NUMERAL = "[0-9０-９〇零一二三四五六七八九十廿卅]"
_DAY = rf"(?:{_NUMERAL}{{4}}\s*年\s*)?(?:{_NUMERAL}{{1,3}}\s*月\s*)?{_NUMERAL}{{1,3}}\s*日"
_WIRE = "(?:专|專|综合|綜合|晚|夜|早)?(?:电|電|讯|訊|消息|报道|報道|報導)"
_DATELINE = re.compile(
    rf"\s*[【\[（(]?\s*[据據]?\s*(?P<line>(?P<agency>{_OWN}|{_OUTLET})\s*(?:记者|記者)?\s*"
    rf"(?:[\u4e00-\u9fff·、/]{{0,14}}?\s*{_DAY}\s*{_WIRE}"
    r"|(?:综合|綜合)?[讯訊电電](?![员員信话話视視影子力动動商网網器脑腦台臺])"
    r"|(?:综合|綜合)(?:消息|报道|報道|報導)))\s*[】\]）)]?"
)
_SAID = re.compile(r"\s*([^。，！？]{2,40}?)(?:报道|報道|报导|報導|[:：)）])")
_ORIGIN = (
    rf"(?:[《“](?P<book>[^《》“”]{{2,20}})[》”]"
    rf"|(?P<outlet>{_HAN}{{2,12}}?(?:通讯社|通訊社|客户端|客戶端|公众号|公眾號|新闻网|新聞網|新闻|新聞|杂志|雜誌"
    r"|发布|發布|[社网網报報台臺刊])))"
)
_REPORTED = re.compile(rf"(?:综合|綜合)?[据據]?{_ORIGIN}(?:记者|記者)?(?:等)?{_WIRE}(?=[，,：:。\s]|$)")
_ACCORDING = re.compile(
    rf"(?:综合|綜合|[据據](?!了解|悉|介绍|介紹|统计|統計|此|说|說|报道|報道))(?:{_ORIGIN}|(?P<any>{_HAN}{{2,8}}))"
)
_NAMED_ORIGIN = re.compile(
    r"(?:来源|來源|稿源|出处|出處|(?:原载|原載|摘自|转自|轉自|选自|選自|转载自|轉載自))\s*[:：]?\s*"
    r"[《“]?(?P<any>[^《》“”\s，,。；;（）()]{2,20})[》”]?"
)
_BRACKET = re.compile(r"(?:^|(?<=[。！？”’…!?》）)\s]))\s*[（(]([^（）()]{1,60})[)）]\s*$")
_ABOUT_AUTHOR = re.compile(
    "作者[:：\\s]*(?:系|为|為|是|均|单位|單位|简介|簡介|就职|任职|供职|现)|作者[^:：\\s，,]{2,4}[系为為]"
)

_STOCK = re.compile(
    rf"[（(\[【]?\s*((?:{_AGENCY}|{_OWN})?(?:资料|資料)(?:图片|圖片|照片|图|圖)"
    rf"|(?:{_AGENCY}|视觉中国|視覺中國)(?:发|發|供图|供圖|照片|图片)?|网络图片|網絡圖片)\s*[)）\]】]?\s*$"
)
_TAKEN = re.compile(r"\s*/?\s*(摄影报道|攝影報導|攝影報道|摄影|攝影|摄|攝|供图|供圖|图|圖)\s*$")
_PHOTOGRAPHER = re.compile(
    rf"(?:{_OUTLET})?{_RANK}*(?:记者|記者|通讯员|通訊員|实习生|實習生|发|發)(?P<name>.*)|(?:{_AGENCY}|{_OWN})(?P<none>)"
)
_LABELLED = re.compile(
    r"(?:^|(?<=[\s。！？”）)；;，]))(?:摄影(?:记者)?|攝影(?:記者)?|[图圖]片来源|圖片來源|图片提供|供图|供圖|图片|圖片"
    r"|图|圖|摄|攝)\s*[:：/／]\s*(\S[^。；;：:]{0,30}?)\s*$"
)


@dataclass(frozen=True, slots=True)
class Credits:
    """Who wrote and photographed an article, from where and for whom."""

    authors: tuple[str, ...] = ()
    """Names in print order: reporters, correspondents, compilers; 本报评论员 where no one is named."""
    dateline: str = ""
    """电头 without blanks: 本报北京1月1日电, 本报讯."""
    source: str = ""
    """来源: 新华社, 宁夏新闻网; '' for the paper's own."""
    photographers: tuple[str, ...] = ()
    """Names of those who took the pictures, as far as byline and body tell."""


@dataclass(slots=True)
class _Found:
    authors: list[str]
    photographers: list[str]
    dateline: str = ""
    source: str = ""


def read_credits(byline: str, body: str = "") -> Credits:
    """The credits of an article.

    `byline` is its 署名 row as printed, `body` its text, paragraphs with a line feed between; either may
    be ''. Addresses of authors (作者系…, 作者单位：…) are no names. Never raises.
    """
    found = _Found([], [])
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
            found.photographers += _names_in(read_caption(paragraph)[1])
    return Credits(_once(found.authors), found.dateline, found.source, _once(found.photographers))


def read_caption(text: str) -> tuple[str, str]:
    """A printed caption → (caption without its credit, who is credited).

    The credit is printed at the end: 张三 摄, （新华社记者 李四 摄）, 摄影：王五, 清河县民政局供图, 资料图片.
    It is given without the word for taking or providing; '' where none is printed. Never raises.
    """
    text = text.strip()
    if found := _LABELLED.search(text):
        return _rest(text, found.start()), found[1].strip("（）()")
    if (found := _STOCK.search(text)) and not text[: found.start(1)][-1:].isalnum():
        return _rest(text, found.start()), found[1]
    inner = text
    if bracket := re.search(r"[（(]([^（）()]{2,50})[)）]\s*$", text):
        inner = bracket[1]
    taken = _TAKEN.search(inner)
    if not taken:
        return text, ""
    before = inner[: taken.start()]
    start = _credited(before)
    if "供" in taken[1] and start is None:
        start = max((match.end() for match in re.finditer(r"[。！？”）)；;，,\s]\s*", before)), default=0)
        start = start if 2 <= len(before) - start <= 20 else None
    if start is None or not before[start:].strip():
        return text, ""
    credit = re.sub(r"\s+", " ", before[start:].strip(" \u3000（(/"))
    if not bracket:
        return _rest(text, start), credit
    outside = text[: bracket.start()]
    sender = re.search("(?:新华社|新華社|中新社)[发發]\\s*$", outside)
    if sender:
        return _rest(text, sender.start()), f"{sender.group()[:3]} {credit}"
    return _rest(text, bracket.start() + 1 + start if start else bracket.start()), credit


def _rest(text: str, end: int) -> str:
    return text[:end].rstrip(" \t\n\u3000\xa0（(【[/")


def _credited(before: str) -> int | None:
    """Where the names at the end of a text begin, with the words that say they are photographers."""
    start = None
    tokens = [*re.finditer(r"[^\s、/。！？”；;，,（()）]+", before)]
    for token in reversed(tokens):
        word = token.group()
        between = before[token.end() : start if start is not None else len(before)]
        if re.search("[。！？”；;，,（()）]", between):
            break
        role = _PHOTOGRAPHER.fullmatch(word)
        told = role is not None and (not role["name"] or bool(read_names(role["name"], True)))
        spaced = re.fullmatch(_HAN, word)
        if not (told or spaced or read_names(word, False)):
            break
        start = token.start()
    if start is None:
        return None
    return start if _names_in(before[start:]) else None


def _names_in(credit: str) -> tuple[str, ...]:
    """The names of a credit: 新华社记者 李四 → 李四."""
    found = _Found([], [])
    _read_people(re.sub(f"^(?:{_AGENCY}|{_OWN})[发發]?(?=\\s)", "", credit), found)
    return tuple(found.authors + found.photographers)


def _read_signature(text: str, found: _Found, row: bool) -> None:
    """A line of its own that may be a byline. In the byline row (`row`) bare names count too."""
    line = text.strip(_MARKS)
    if bracket := re.fullmatch(r"[（(](.*)[)）]", line):
        line = bracket[1].strip(_MARKS)
    if not line or _ABOUT_AUTHOR.match(line):
        return
    if _DATELINE.match(line):
        if row:
            _read_start(line, found)
        return
    line = _read_origin(line, found)
    if _COLLECTIVE.fullmatch(line):
        found.authors.append(line)
    elif row or _ROLE.search(line):
        _read_people(line, found)
        if row and re.fullmatch(_OUTLET, line):
            found.source = found.source or line


def _read_origin(line: str, found: _Found) -> str:
    """Takes 来源：人民网 and 据新华社 out of a line; what remains."""
    if origin := _NAMED_ORIGIN.search(line):
        found.source = found.source or origin["any"]
        return (line[: origin.start()] + " " + line[origin.end() :]).strip(_MARKS)
    if origin := _ACCORDING.match(line):
        found.source = found.source or _origin(origin)
        return ""
    return line


def _origin(found: re.Match[str]) -> str:
    groups = found.groupdict()
    name = groups.get("book") or groups.get("outlet") or groups.get("any") or ""
    return re.sub("(?:专电|專電|电|電|报道|報道|报导|報導|消息)$", "", name)


def _read_start(paragraph: str, found: _Found) -> None:
    """The dateline of a paragraph and who is named in it."""
    line = _DATELINE.match(paragraph)
    if not line:
        if reported := _REPORTED.match(paragraph):
            found.source = found.source or _origin(reported)
        return
    if found.dateline:
        return
    found.dateline = re.sub(r"\s+", "", line["line"])
    if not re.fullmatch(_OWN, line["agency"]):
        found.source = found.source or line["agency"]
    rest = paragraph[line.end() :]
    if bracket := re.match(r"\s*[（(]([^（）()]{2,60})[)）]", rest):
        _read_people(bracket[1], found)
    elif (said := _SAID.match(rest)) and _ROLE.match(said[1]):
        _read_people(said[1], found)


def _read_end(paragraph: str, found: _Found) -> None:
    """Brackets after the last sentence: （记者 张三）, （张三 整理）, （据宁夏新闻网）."""
    while bracket := _BRACKET.search(paragraph):
        inside = bracket[1].strip()
        paragraph = paragraph[: bracket.start()].rstrip()
        if _ABOUT_AUTHOR.match(inside):
            continue
        if _DATELINE.fullmatch(inside) or (_DATELINE.match(inside) and _ROLE.search(inside)):
            _read_start(inside + "）", found)
            continue
        inside = re.split("[，,]\\s*(?=系|为|為|现|任)", inside)[0]
        remains = _read_origin(inside, found)
        if not remains:
            continue
        if re.fullmatch(_OUTLET, remains):
            found.source = found.source or remains
        elif _COLLECTIVE.fullmatch(remains):
            found.authors.append(remains)
        else:
            _read_people(remains, found)


def _read_people(text: str, found: _Found) -> None:
    """A line of role words and names, shared out to authors and photographers."""
    text = text.replace("／", "/").replace("：", ":").strip(_MARKS)
    roles = list(_ROLE.finditer(text))
    # 张三 文 李四 图: the words follow the names. 文/张三 图/李四: they precede them. 记者 always precedes.
    follow = bool(roles) and roles[-1].end() == len(text)
    kind, start = "", 0
    waiting: list[str] = []
    for role in [*roles, None]:
        chunk = text[start : role.start() if role else len(text)].strip(" \u3000/:、，,;；|")
        names = read_names(chunk, kind == "person") if chunk else ()
        if follow and role:
            waiting += names
            if role.lastgroup != "person":
                _share(waiting, role.lastgroup or "", found)
                waiting = []
        elif not follow:
            _share(names, kind or "writing", found)
        kind, start = (role.lastgroup or "", role.end()) if role else ("", start)
    _share(waiting, "person", found)


def _share(names: Iterable[str], kind: str, found: _Found) -> None:
    if kind in ("person", "writing", "both"):
        found.authors += names
    if kind in ("picture", "both"):
        found.photographers += names


def _once(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
