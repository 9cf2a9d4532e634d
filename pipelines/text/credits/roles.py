"""Role words and names in one line, shared out to authors and photographers: 记者 张三 摄影 李四."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipelines.text.credits.outlets import AGENCY, HAN, OUTLET, OWN
from pipelines.text.credits.people import read_names
from pipelines.text.credits.places import is_address, is_place, part_place

RANK = (
    f"(?:{OWN}|{AGENCY}|实习|實習|见习|見習|特约|特約|特派|首席|高级|高級|资深|資深|全媒体|全媒體|融媒体|融媒體|融媒|全媒"
    f"|[“「][^”」]{{2,8}}[”」]|摄影|攝影|集团|集團|[驻駐]{HAN}{{1,4}}?)"
)
_FROM = r"(?<![^\s、，,；;/(（】〕])"
_HOUSE = r"(?:\w{1,10}[·•\-—－+＋])+\w{0,10}?"
"""Two names of one house, or one with a sign in it: 大河报·豫视频, 成都商报-红星新闻, 南方+."""
_PAIR = rf"(?!采写|撰文|撰稿|摄影|文字|图片|供图){HAN}{{2,8}}/{OUTLET}"
_OUTLETS = (
    rf"(?:{_FROM}{_PAIR}|{_FROM}{OUTLET}(?:[·、]{OUTLET})?|{_FROM}{_HOUSE}|{_FROM}{HAN}{{2,4}}(?=全?融媒))"
)
_PERSON = (
    r"(?:记者|記者)站(?=\s)|(?:记者|記者)(?![节節会會们們证證站从從在])"
    "|通讯员|通訊員|撰稿人|特约评论员|特約評論員|评论员|評論員"
    "|专栏作家|專欄作家|观察员|觀察員|主笔|主筆|实习生|實習生|(?:(?<![\u4e00-\u9fff])|(?<=本文)|(?<=专栏))作者|(?:采访|报道|調研|调研|写作)组成员|特派员|特派員|訪員"
)
_READER = f"(?:{_FROM}{HAN}{{1,6}}?)?(?:读者|讀者|网友|網友)"
_ENDS = r"(?=\s*$)"
_LABELS = rf"(?=\s*[/:]|\s+(?:{OWN})|\s+{HAN})"
_WRITING = (
    rf"撰稿|撰文|执笔|執筆|文字(?=整理)|采写|採寫|(?<!{HAN})文字(?=\s*[/:]|\s+{HAN})|(?:采访|採訪|采訪)(?=\s*[/:])"
    rf"|(?:整理|编译|編譯)(?:{_ENDS}|(?=\s*[/:])|(?<!{HAN}..)(?=\s*{HAN}))"
)
_BOTH = (
    r"(?:采写|採寫|撰文|文字|采访|採訪)\s?[/、·．]\s?(?:摄影|攝影|图片|圖片|[图圖摄攝])"
    r"|(?:摄影|攝影|图片|圖片|[图圖摄攝])\s?[/、·．]\s?(?:采写|採寫|撰文|文字|文)"
    r"|摄影并文|攝影並文|摄影报道|攝影報道|攝影報導|文\s?[/、·．并並]\s?(?:[图圖]|[摄攝](?!影))|文\s[图圖摄攝](?=\s*$)"
    rf"|(?<!{HAN})文\s?[/、·．]\s?[摄攝]影|[图圖]\s?[/、·]?\s?文|文[图圖]"
)
_PICTURE = (
    "(?:本版|本文)?(?:图片摄影|圖片攝影|图片|圖片|照片|摄影|攝影)(?:均)?由?(?:摄|攝)?|供图|供圖"
    f"|(?<=[\u4e00-\u9fff])提供{_ENDS}|(?<=\\s)提供{_ENDS}"
)
_OFFICE = (
    rf"(?:{_FROM}{HAN}{{2,6}}?)?(?:责任编辑|責任編輯|责编|責編|编辑|編輯|美编|美編|校对|校對|制图|製圖|策划|策劃|统筹|統籌|监制|監製"
    "|翻译|翻譯|主持人|主持|版式|设计|設計|口述|[指辅]导老师|[指輔]導老師|[指辅]导教师|审核|審核|值班主任|插图|插圖|绘图|繪圖)"
    r"|(?:视频|視頻|音频|海报|剪辑|配音|朗读|出镜)(?=\s*[/:]|\s)"
)
_ALONE = rf"(?=\s*[/:]|\s+{HAN}|\s*$)"
# Words that say who is named. 文, 图 and 摄 only where they stand by themselves or at the end.
ROLE = re.compile(
    rf"(?P<both>{_BOTH})"
    rf"|(?P<person>{_OUTLETS}?{RANK}*(?:{_PERSON})|{_READER})"
    rf"|(?P<writing>{_WRITING}|(?<!{HAN})文{_ALONE})"
    rf"|(?P<picture>{_PICTURE}|(?<!{HAN})[图圖摄攝]{_ALONE}|[摄攝]$)"
    rf"|(?P<office>{_OFFICE})"
)
_PEN_NAME = re.compile(rf"文[/:](?!{OUTLET}(?!{HAN})){HAN}{{2,3}}$")
_CAMERA = re.compile("(?:摄影|攝影)(?:记者|記者)")
HAS_ROLE = re.compile(
    "[执執笔筆听聽讲講视視音海剪配朗出观觀家组組]|[记記]者|通[讯訊]|[员員人生者]|[图圖文]|[摄攝撰采採写寫整编編翻供提照版策统統监監主设設口指审審值插绘繪责責校制製美]"
)
_IN_BRACKETS = re.compile(r"[（(]\s*((?:文字|图片|圖片|摄影|攝影|[文图圖摄攝])(?:/[图圖摄攝])?)\s*[)）]")
_REPORTS = re.compile(r"\s*(?P<kind>综合|綜合)?(?:报道|報道|报导|報導)\s*$")
_SENT_FROM = re.compile(rf"\s*(?:发自|發自)\s*({HAN}{{2,8}})\s*$")
_COMPILED = re.compile("(?:综合|綜合)(?:整理|编译|編譯)?$")
_TITLE = re.compile(
    r"(?:^|(?<=[\s/]))[^\s/]{2,}(?:教授|研究员|研究員|院士|博士生?|主任|院长|院長|校长|校長|所长|所長|会长|會長|律师|律師|书记|書記"
    r"|[市县縣区區镇鎮乡鄉部局厅廳处處馆館站]长|(?<![导導])教[师師]|医生|醫生|医师|醫師|工程师|代表|委员|委員|导演|作家|学者|主席|总裁|董事长|总经理)(?=\s|$)"
    rf"|(?:^|(?<=[\s/]))\S{{2,}}(?:[市县縣区區省党]委|文联|作协|[部局厅廳处處]|中心|公司|集团|协会|协會|学会|[支大总中]队|街道|社区|班)(?=\s+{HAN})"
    r"|(?:^|(?<=[\s/]))\S{2,}?(?:小学|小學|中学|中學|学校|學校|大学|大學|学院|學院)\s+(?:\S{1,8}班\s+)?(?=\S)"
)
_ADDRESS_AFTER = re.compile(
    rf"(?<={HAN}{{2}})\s+\S{{2,}}(?:大学|大學|学院|學院|中学|中學|小学|小學|研究院|研究所)\S{{0,8}}$"
)
_SIGNS = re.compile(r"\s*[／|｜丨]\s*")
_SIGN = re.compile("[／|｜丨○◎●■□◆◇]")
_MARK_BETWEEN = re.compile(r"(?<=\s)[○◎●■□◆◇](?=\S)")
_GIVEN_BY = re.compile(r"([图圖]片?[/:]\S{2,12})(?:提供|供[图圖]|[摄攝])$")
_TOOK_PART = re.compile(
    "(?:(?:参与|參與|联合|聯合)(?:采写|採寫|采访|採訪|报道|報道|報導|整理)|(?:采访|採訪)(?:整理|报道))$"
)
_COLUMN = re.compile("[/\\s](?:專訪|专访|特寫|特写|特稿|专稿|專稿|专栏|專欄)$")
_MAYBE_MORE = tuple("供图圖摄攝写寫访訪道導理稿栏欄")
"""How a line ends that ends with one of these three."""
_NO_PLACE = re.compile("連線|连线|現場|现场|專題|专题|專訪|专访|特別|即時|獨家|深度")
_MAYBE_TITLE = re.compile(
    "[表生演家者师師授员員士任长長学學校院记記席裁理委联协部局厅廳处處心司团会會队道区班系所](?:[ \u3000/]|$)"
)
MARKS = " \t\r\n\u3000\xa0□■◆●▲△▶►○◎★☆◇▪•◢◤▌│|*－—-─"
"""What stands before a byline and is no part of it."""


@dataclass(slots=True)
class Found:
    """What has been read so far."""

    authors: list[str] = field(default_factory=list)
    photographers: list[str] = field(default_factory=list)
    dateline: str = ""
    place: str = ""
    day: str = ""
    source: str = ""
    compiled: bool = False


def read_people(text: str, found: Found) -> None:
    """A line of role words and names, shared out to authors and photographers.

    With them the place somebody reports from (王小明北京报道) and whether it says 综合.
    """
    text = plain_signs(text)
    if text.endswith(_MAYBE_MORE):
        text = _GIVEN_BY.sub(r"\1", _TOOK_PART.sub("", _COLUMN.sub("", text)))
    if text.endswith((")", "）")) or "（" in text:
        text = _IN_BRACKETS.sub(r"/\1 ", text).rstrip()
    text, place = _part_report(text, found)
    if _MAYBE_TITLE.search(text):
        text = _TITLE.sub("", _ADDRESS_AFTER.sub("", text)).strip(MARKS)
    first, _, others = text.partition(" ")
    if is_address(first):
        text = others.strip()
    if HAS_ROLE.search(text):
        _read_roles(text, found)
    else:
        _share(read_names(text, False), "person", found)
    found.place = found.place or (place if found.authors or text.endswith(("中心", "組")) else "")


def plain_signs(text: str) -> str:
    """A line with / and : for all the signs that stand between roles and names, without the marks at its
    ends."""
    text = text.replace("：", ":")
    if _SIGN.search(text):
        text = _SIGNS.sub("/", _MARK_BETWEEN.sub("", text))
    return text.strip(MARKS)


def _part_report(text: str, found: Found) -> tuple[str, str]:
    """The line without where it is reported from: 记者 王小明/台北報導 → 记者 王小明, 台北."""
    if sent := _SENT_FROM.search(text):
        return text[: sent.start()], sent[1]
    if not text.endswith(("道", "导", "導", "合")):
        return text, ""
    if compiled := _COMPILED.search(text):
        found.compiled = True
        return text[: compiled.start()].rstrip(" /"), ""
    reports = _REPORTS.search(text)
    if not reports or text[: reports.start()].endswith(("摄影", "攝影")):
        return text, ""
    before = text[: reports.start()]
    if reports["kind"]:
        found.compiled = True
        return before.rstrip(" /"), ""
    head, sign, last = _last_token(before)
    if sign and (
        is_place(last)
        or (_names_end(head) and re.fullmatch(f"(?:{HAN}|[、－-]){{2,8}}", last) and not ROLE.search(last))
    ):
        return head, "" if _NO_PLACE.fullmatch(last) else re.sub("(?:連線|连线)$", "", last)
    return part_place(before)


def _last_token(text: str) -> tuple[str, str, str]:
    """记者 王小明 北京 → (记者 王小明, ' ', 北京)."""
    parts = re.search(r"^(.*?)\s*([/\s])\s*([^\s/]+)$", text)
    return (parts[1], parts[2], parts[3]) if parts else ("", "", text)


def _names_end(text: str) -> bool:
    """Whether the text ends with a name, not with a role word."""
    roles = list(ROLE.finditer(text))
    return bool(roles) and roles[-1].end() < len(text.rstrip())


def _read_roles(text: str, found: Found) -> None:
    roles = list(ROLE.finditer(text))
    # 张三 文 李四 图: the words follow the names. 文/张三 图/李四: they precede them. 记者 always precedes.
    follow = bool(roles) and roles[-1].end() == len(text) and roles[-1].lastgroup != "person"
    follow = follow and bool(
        text[: roles[0].start()].strip() or roles[0].lastgroup == "person" or len(roles) > 1
    )
    kind, start, sure = "", 0, False
    waiting: list[str] = []
    for role in [*roles, None]:
        chunk = text[start : role.start() if role else len(text)].strip(" \u3000/:、，,;；|")
        if len(chunk) == 2 and chunk == text[start : start + 2]:
            sure = False  # 记者帮办: a heading
        names = read_names(chunk, sure) if chunk else ()
        if follow and role:
            waiting += names
            if role.lastgroup != "person":
                _share(waiting, role.lastgroup or "", found)
                waiting = []
        elif not follow:
            _share(names, kind or "writing", found)
        if role:
            following, start = _kind(role), role.end()
            # 文/晓舟: whoever wrote it may use a pen name.
            sure = following in ("person", "camera") or _PEN_NAME.match(text, role.start()) is not None
            # 摄影：本报记者 李四, 文/图 本报记者 张三 通讯员 李四: 记者 does not say what he did.
            if follow or following != "person" or not (kind == "both" or (kind and not chunk)):
                kind = following
    _share(waiting, "person", found)


def _kind(role: re.Match[str]) -> str:
    """What a role word says: the name of its group; `camera` for 摄影记者."""
    return "camera" if role["person"] and _CAMERA.search(role["person"]) else role.lastgroup or ""


def _share(names: Iterable[str], kind: str, found: Found) -> None:
    if kind in ("person", "writing", "both"):
        found.authors += names
    if kind in ("picture", "camera", "both"):
        found.photographers += names
