"""Photo credits at the end of captions: 张三 摄, （新华社记者 李四 摄）, 圖／民政局提供."""

from __future__ import annotations

import re

from pipelines.text.credits.outlets import AGENCIES, AGENCY, HAN, OUTLET, OWN, outlet_named
from pipelines.text.credits.people import read_names
from pipelines.text.credits.roles import RANK, Found, read_people

_STOCK = re.compile(
    rf"[（(\[【]?\s*((?:{AGENCY}|{OWN})?(?:资料|資料|檔案|档案)(?:图片|圖片|照片|图|圖|照)"
    rf"|(?:{AGENCY}|视觉中国|視覺中國)(?:发|發|照片|图片)?|网络图片|網絡圖片|(?:新华社|新華社)/{HAN}{{2,3}})"
    r"(?:供图|供圖|图|圖)?\s*[)）\]】]?\s*$"
)
_LIBRARIES = "人民视觉|影像中国|视觉中国|人民图片|东方IC|CFP|視覺中國|達志影像|中新图片"
"""Photo libraries that stand in brackets by themselves."""
_FROM_SITE = re.compile("(?:取自|翻攝自?|翻摄自?|擷取自|截自)\\S{2,16}")
_LIBRARY_AFTER = re.compile(f"(?<=[摄攝])\\s*[/（(]\\s*(?:{_LIBRARIES}|{HAN}{{2,4}}图片)\\s*[)）]?$")
_TAKEN = re.compile(
    r"\s*[/／]?\s*(摄影报道|攝影報導|攝影報道|摄影|攝影|翻攝|翻拍|摄|攝|供图|供圖|图|圖|提供)\s*$"
)
_PHOTOGRAPHER = re.compile(
    rf"(?:{OUTLET})?(?:{HAN}{{2,6}}新闻)?{RANK}*(?:记者|記者|通讯员|通訊員|实习生|實習生|发|發)(?P<name>.*)|(?:{AGENCY}|{OWN})(?P<none>)"
)
_LABELLED = re.compile(
    r"(?:^|(?<=[\s。！？”）)（(；;，]))(?P<label>(?:摄影|攝影)(?=\s)|摄影(?:记者)?|攝影(?:記者)?|[图圖]片来源|圖片來源|图片提供|供图|供圖|图片|圖片"
    r"|图源|图|圖|摄|攝)(?P<sign>\s*[:：/／]\s*|(?<=影)\s+)(\S[^。；;：:]{0,30}?)\s*$"
    r"|(?:^|(?<=[\s。！？”）)（(；;，]))[图圖]片?[据據自源]\s*(?=\S)([^\s。；;：:）)]{2,20}?)[)）]?\s*$"
)
_BRACKET = re.compile(r"[（(]([^（）()]{2,50})[)）]\s*$")
_GIVEN = re.compile(
    r"(?:^|(?<=[\s。！？”）)（(；;，]))(?:图片|圖片|图|圖|照片)(?:均)?由(\S{2,20}?)(?:提供|供图|供圖|摄|攝)[)）]?。?\s*$"
    r"|(?<=[。！？”）])\s*(\S{1,4}(?:先生|女士|小姐))提供\s*$"
)


_HOUSE = re.compile(
    r"^[\u4e00-\u9fff]{1,6}[报報社网網台]·[\u4e00-\u9fff]{1,6}(?:[报報社网網台]|客户端)(?:见习|實習|实习)?[记記]者\s*"
)
"""中青报·中青网记者: two names of one house before the photographer's own."""


def read_caption(text: str) -> tuple[str, str]:
    """A printed caption → (caption without its credit, who is credited).

    The credit is printed at the end: 张三 摄, （新华社记者 李四 摄）, 摄影：王五, 清河县民政局供图, 资料图片.
    It is given without the word for taking or providing; '' where none is printed. Never raises.
    """
    text = _LIBRARY_AFTER.sub("", text.strip())
    if found := _GIVEN.search(text) or _labelled(text):
        return _rest(text, found.start()), _TAKEN.sub("", found[found.lastindex or 0].strip("（）()"))
    if (found := _STOCK.search(text)) and not text[: found.start(1)][-1:].isalnum():
        return _rest(text, found.start()), found[1]
    if (bracket := _BRACKET.search(text)) and (
        bracket[1] in AGENCIES or re.fullmatch(_LIBRARIES, bracket[1]) or _FROM_SITE.fullmatch(bracket[1])
    ):
        return _rest(text, bracket.start()), bracket[1]
    inner = text
    if bracket:
        inner = bracket[1]
    taken = _TAKEN.search(inner)
    if not taken or (taken[1] == "提供" and not bracket):
        return text, ""
    before = inner[: taken.start()]
    start = _credited(before)
    if "供" in taken[1] and start is None:
        start = max((match.end() for match in re.finditer(r"[。！？”）)；;，,\s]\s*", before)), default=0)
        start = start if 2 <= len(before) - start <= 20 else None
    if start is None or not before[start:].strip():
        return text, ""
    credit = _HOUSE.sub("", re.sub(r"\s+", " ", before[start:].strip(" \u3000（(/")))
    if not bracket:
        return _rest(text, start), credit
    outside = text[: bracket.start()]
    sender = re.search("(?:新华社|新華社|中新社)[发發]\\s*$", outside)
    if sender:
        return _rest(text, sender.start()), f"{sender.group()[:3]} {credit}"
    return _rest(text, bracket.start() + 1 + start if start else bracket.start()), credit


def _labelled(text: str) -> re.Match[str] | None:
    """摄影：李四 at the end, but not a caption that begins with 图：."""
    found = _LABELLED.search(text)
    if found and found["sign"] is not None and found["sign"].isspace() and not names_in(found[3]):
        return None
    if (
        found
        and not found.start()
        and text[0] in "图圖"
        and found["sign"]
        and not (names_in(found[3]) or outlet_named(found[3]))
    ):
        return None if re.match("[图圖]\\s*[:：]", text) else found
    return found


def _rest(text: str, end: int) -> str:
    return text[:end].rstrip(" \t\n\u3000\xa0（(【[/")


_UNIT = re.compile(f"{HAN}{{2,12}}(?:中心|[局委部厅处]|公司|文联|协会|学会)")


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
        spaced = re.fullmatch(HAN, word) and word not in "文图圖"
        unit = (
            start is not None
            and _UNIT.fullmatch(word)
            and not before[: token.start()].rstrip()[-1:].isalnum()
        )
        if not (told or spaced or unit or read_names(word, False)):
            break
        start = token.start()
    if start is None:
        return None
    return start if names_in(before[start:]) else None


def names_in(credit: str) -> tuple[str, ...]:
    """The names of a credit: 新华社记者 李四 → 李四."""
    found = Found()
    read_people(re.sub(f"^(?:{AGENCY}|{OWN})[发發]?(?=\\s)", "", credit), found)
    return tuple(found.authors + found.photographers)
