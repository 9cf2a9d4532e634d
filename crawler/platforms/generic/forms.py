"""The forms of the short lines around a headline: bylines, and what names date, source or page."""

from __future__ import annotations

import re

from crawler.platforms.generic.body import TOOLS
from pipelines.text.credits.people import read_names
from pipelines.text.dates import dates_in
from pipelines.text.labels import read_label

BYLINE = re.compile(
    r"^By [A-Z]"
    r"|^\W*(?:(?:本报|本報|新华社|新華社|中新社|本刊|特约|特約|实习|實習|见习|特派)*"
    r"(?:全媒体|全媒體|首席|融媒体)*"
    r"(?:记者|記者|通讯员|通訊員|评论员|評論員|作者|撰文|摄影|攝影|编译|整理|特约撰稿)"
    r"|[□■◎▲●]|(?:文|图文|图|撰文|口述|作者)\s*[/／:：|｜])"
    r"|^(?:[\u4e00-\u9fff·]{2,4})(?:[\s、　]+[\u4e00-\u9fff·]{2,4}){0,3}$"
    r"|(?:记者|記者|通讯员|通訊員)[\s　:：][\u4e00-\u9fff·\s　]{2,20}$"
)
_NAMES_ALONE = re.compile(r"[\u4e00-\u9fff·]{2,4}(?:[\s、　]+[\u4e00-\u9fff·]{2,4}){0,3}")
REPORTER = re.compile(
    r"\W*(?:[□■◎▲●]\s*\S|(?:作者|撰文|文|图文)\s*[/／:：]"
    r"|(?:本报|本報|新华社|新華社|中新社|本刊|特约|特約|实习|實習|见习|特派|全媒体|全媒體|首席|融媒体)*"
    r"(?:记者|記者|通讯员|通訊員|评论员|評論員)[\s　])"
)
"""How a byline begins that can hardly be anything else."""
META = re.compile(
    r"来源|來源|出处|日期|时间|時間|浏览|瀏覽|点击|點擊|字号|字號|字数|第?\s*\w{1,4}\s*版\b|编辑|編輯|星期|稿源|版次|版名|阅读|发布|期号"
)
_MARKS = re.compile(r"^[\s□■◎▲●◆【\[（(]+|[\s】\]）)]+$")


def is_dated(text: str) -> bool:
    """Whether a short line is a date with hardly anything else, or names the source."""
    dated = len(text) < 30 and any(day for _, _, day in dates_in(text))
    return dated or (len(text) < 50 and re.search(r"(?:来源|來源|稿源)\s*[:：]", text) is not None)


def is_meta(text: str) -> bool:
    """Whether a line names date, source, page or buttons, and is no part of the text."""
    if re.search("[。！？]|^\\W*[（(]?[上下][接转轉]", text) and len(text) > 8:
        return False
    return (
        bool(TOOLS.match(text))
        or any(day for _, _, day in dates_in(text))
        or (len(text) < 60 and META.search(text) is not None)
        or (
            len(text) <= 24
            and (label := read_label(text)) is not None
            and bool(label.number)
            and "版" in text
        )
    )


def is_byline(text: str) -> bool:
    """Whether a short line names who wrote: by its words or marks, or as a name and nothing else."""
    if _NAMES_ALONE.fullmatch(text) and not REPORTER.match(text):
        return bool(read_names(text, sure=False))
    return BYLINE.search(text) is not None


def is_bracketed_name(text: str) -> bool:
    """【岑云帆】"""
    return len(text) < 12 and re.match(r"[【〖\[（(]", text) is not None and is_byline(without_marks(text))


def without_marks(byline: str) -> str:
    """A byline without the marks and labels around it: ■ □ 【】（） 作者：."""
    bare = _MARKS.sub("", byline)
    return _MARKS.sub(
        "", re.sub(r"^(?:(?:作者|撰文|口述)\s*[/／:：|｜]|(?:文|图文)\s*[:：|｜])\s*", "", bare)
    )
