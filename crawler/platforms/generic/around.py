"""What stands around a headline: kicker and column above it, subhead and byline below, by place and form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.platforms.generic.body import STOP
from crawler.platforms.generic.forms import is_bracketed_name, is_byline, is_meta, without_marks
from crawler.platforms.generic.head import Head
from crawler.platforms.generic.lines import Line, common, key_of

_AUTHOR = re.compile(
    r"(?:作者|记者|記者|文/|撰文)\s*[:：]\s*(.*?)\s*(?:[\u4e00-\u9fff]{2,4}\s*[:：]|\t|\s{2,}|[|｜]|$)"
)
_REPORTER = re.compile("记者|記者|通讯员|通訊員|作者|[■□◎]")
_OUTLET = re.compile("[报報社网網台版刊]$")
_WORDS = re.compile(r"[^\W\d_]")
_COLUMN = re.compile(r"[\u3400-\u9fff]{2,4}")
"""Shorter than any kicker: the name of the column an article is of (百姓账本)."""
_PLACE = re.compile(r"位置|首[页頁]|[>＞»]|^\W*正文\W*$")


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a headline."""

    kicker: str = ""
    subhead: str = ""
    byline: str = ""
    source: str = ""
    column: str = ""


def read_around(lines: Sequence[Line], head: Head, between: Sequence[Line], shared: frozenset[str]) -> Around:
    """Kicker, subhead, byline: the line above the headline, and the lines between it and the text."""
    kicker, column = _kicker(lines, head, shared)
    kicker = head.before or kicker
    subheads: list[str] = [head.after] if head.after else []
    byline = source = ""
    for line in between:
        for text in filter(None, (part.strip() for part in line.text.split("\t"))):
            pieces = line.texts if len(line.texts) > 1 and text == line.text else ()
            if author := next(filter(None, map(_AUTHOR.search, (*pieces, text))), None):
                byline = byline or author[1]
                continue
            if is_meta(text):
                byline = byline or next(
                    (
                        part
                        for part in line.texts
                        if is_byline(part)
                        and not is_meta(part)
                        and len(part) < 40
                        and not _OUTLET.search(part)
                    ),
                    "",
                )
                if found := re.search(r"(?:来源|來源|稿源)\s*[:：]\s*(\S+)", text):
                    source = source or found[1]
                continue
            if line.hidden or line.is_link or STOP.match(text) or not _WORDS.search(text):
                continue
            if line.key in shared and not _REPORTER.search(text):
                continue
            if is_bracketed_name(text):
                byline = byline or text
            elif re.fullmatch(r"[【〖\[].{2,12}[】〗\]]", text) and not _REPORTER.search(text):
                column = column or text.strip("【】〖〗[]")
            elif is_byline(text) and len(text) <= 60 and not _OUTLET.search(text):
                byline = byline or text
            elif not byline:
                subheads.append(text)
    return Around(kicker, " ".join(subheads[:2]), without_marks(byline), source, column)


def _kicker(lines: Sequence[Line], head: Head, shared: frozenset[str]) -> tuple[str, str]:
    """The line above the headline, where it stands in the same block, and the column named there in
    brackets.
    """
    column = ""
    if head.first < 0:
        return "", ""
    headline = lines[head.first]
    for line in reversed(lines[max(head.first - 3, 0) : head.first]):
        if line.hidden:
            continue
        text = line.text
        if re.fullmatch(r"[【〖\[].{2,12}[】〗\]]", text):
            column = text.strip("【】〖〗[]")
            continue
        if (
            line.is_link
            or key_of(text) in shared
            or is_meta(text)
            or line.han > 60
            or STOP.match(text)
            or _PLACE.search(text)
        ):
            break
        around = common([line.element, headline.element])
        steps = list(headline.element.iterancestors())
        near = around is headline.element or (around in steps and steps.index(around) < 5)
        if not near or (around.tag == "body" and steps.index(around) >= 2) or len(text) > 80:
            return "", column
        if _COLUMN.fullmatch(text):
            return "", column or text
        return text, column
    return "", column
