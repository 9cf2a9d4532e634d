"""The head of an article: headline, kicker, subhead and byline, by the title list, by place and by form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.platforms.document import Document
from crawler.platforms.enpproperty import read_enpproperty
from crawler.platforms.generic.body import STOP, TOOLS
from crawler.platforms.generic.lines import Line, common, key_of
from crawler.platforms.generic.reading import Proof
from pipelines.text.dates import dates_in
from pipelines.text.fold import fold
from pipelines.text.labels import read_label

_SIGNS = re.compile(r"[\W_]+")
_HEADING = frozenset(("h1", "h2", "h3", "h4", "founder-title"))
_NAMED = re.compile(r"title|headline|biaoti|(?:^|[^a-z])bt(?:$|[^a-z])|font01|heading", re.IGNORECASE)
BYLINE = re.compile(
    r"^By [A-Z]"
    r"|^\W*(?:(?:本报|本報|新华社|新華社|中新社|本刊|特约|特約|实习|實習|见习|特派)*"
    r"(?:全媒体|全媒體|首席|融媒体)*"
    r"(?:记者|記者|通讯员|通訊員|评论员|評論員|作者|撰文|摄影|攝影|编译|整理|特约撰稿)"
    r"|[□■◎▲●]|(?:文|图文|图|撰文|口述|作者)\s*[/／:：|｜])"
    r"|^(?:[\u4e00-\u9fff·]{2,4})(?:[\s、　]+[\u4e00-\u9fff·]{2,4}){0,3}$"
    r"|(?:记者|記者|通讯员|通訊員)[\s　:：][\u4e00-\u9fff·\s　]{2,20}$"
)
REPORTER = re.compile(
    r"\W*(?:[□■◎▲●]\s*\S|(?:作者|撰文|文|图文)\s*[/／:：]"
    r"|(?:本报|本報|新华社|新華社|中新社|本刊|特约|特約|实习|實習|见习|特派|全媒体|全媒體|首席|融媒体)*"
    r"(?:记者|記者|通讯员|通訊員|评论员|評論員)[\s　])"
)
"""How a byline begins that can hardly be anything else."""
META = re.compile(
    r"来源|來源|出处|日期|时间|時間|浏览|瀏覽|点击|點擊|字号|字號|字数|第?\s*\w{1,4}\s*版\b|编辑|編輯|星期|稿源|版次|版名|阅读|发布|期号"
)
_AUTHOR = re.compile(
    r"(?:作者|记者|記者|文/|撰文)\s*[:：]\s*(.*?)\s*(?:[\u4e00-\u9fff]{2,4}\s*[:：]|\t|\s{2,}|[|｜]|$)"
)
_REPORTER = re.compile("记者|記者|通讯员|通訊員|作者|[■□◎]")
_OUTLET = re.compile("[报報社网網台版刊]$")
_PLACE = re.compile(r"位置|首[页頁]|[>＞»]|^\W*正文\W*$")
_MARKS = re.compile(r"^[\s□■◎▲●◆【\[（(]+|[\s】\]）)]+$")


@dataclass(frozen=True, slots=True)
class Head:
    """The lines around a headline."""

    first: int
    """Number of the headline's first line."""
    last: int
    """Number of its last line."""
    headline: str
    proof: Proof
    before: str = ""
    """What the same line prints before it."""
    after: str = ""
    """What the same line prints behind it."""


def plain(text: str) -> str:
    """A title by its characters alone, simplified."""
    return _SIGNS.sub("", fold(text)).lower()


def find_headline(
    document: Document, lines: Sequence[Line], title: str, shared: frozenset[str]
) -> Head | None:
    """The headline, by what the title list said, else by the vendor's comment, the title or a heading."""
    comment = read_enpproperty(document).get("title", "")
    if title and (found := _matching(lines, title)):
        first, last, text, exact = found
        within = _within(lines, title)
        if within is None or (
            exact
            and _prominence(lines, first, lines[first])
            >= _prominence(lines, within.first, lines[within.first])
        ):
            return Head(first, last, text, Proof(0.98 if exact else 0.92, "as the title list said it"))
        return within
    if title and (within := _within(lines, title)) is not None:
        return within
    if comment and (found := _matching(lines, comment)):
        first, last, text, _ = found
        return Head(first, last, text, Proof(0.6 if title else 0.93, "as the vendor's comment says it"))
    if title:
        if any(plain(text) == plain(title) for text in (comment, *_titles(document), *_fields(document))):
            return Head(
                -1, -1, title, Proof(0.92, "as title list and metadata say it; the page does not print it")
            )
        return None
    for text in _titles(document):
        if len(plain(text)) >= 4 and key_of(text) not in shared and (found := _matching(lines, text)):
            first, last, text, exact = found
            return Head(first, last, text, Proof(0.9 if exact else 0.7, "as the document's title says it"))
    headings = [
        line
        for line in lines
        if not line.hidden
        and not line.is_link
        and key_of(line.text) not in shared
        and _is_heading(line)
        and line.han >= 3
        and not read_label(line.text)
    ]
    if headings:
        line = headings[0]
        return Head(
            line.number, line.number, line.text, Proof(0.5, "the first heading, which nothing confirms")
        )
    return None


def _fields(document: Document) -> list[str]:
    return [
        str(field.get("value") or "")
        for field in document.root.iter("input")
        if field.get("type") == "hidden"
    ]


def _titles(document: Document) -> list[str]:
    texts = [
        meta.get("content") or ""
        for meta in document.root.iter("meta")
        if (meta.get("property") or meta.get("name") or "").lower() in ("og:title", "title", "articletitle")
    ]
    title = next(document.root.iter("title"), None)
    printed = title.text_content() if title is not None else ""
    return [*texts, printed, *re.split(r"\s*[-_—|｜]+\s*", printed)]


def _matching(lines: Sequence[Line], title: str) -> tuple[int, int, str, bool] | None:
    """First and last line, text, and whether it is exact: the lines that say a title."""
    cut = re.search(r"(?:…+|\.{2,}|⋯+)\s*$", title) is not None
    wanted = plain(title)
    if not wanted:
        wanted, cut = title.strip(), False
    found: list[tuple[float, int, int, str, bool]] = []
    for at, line in enumerate(lines):
        said = plain(line.text) or line.text
        if not said or line.han > 80:
            continue
        last, text = at, line.text
        while (
            said != wanted
            and wanted.startswith(said)
            and last + 1 < len(lines)
            and last - at < 3
            and not lines[last + 1].hidden
        ):
            following = plain(lines[last + 1].text)
            if not following or (
                not wanted.startswith(said + following[: max(len(wanted) - len(said), 1)])
                and not (cut and (said + following).startswith(wanted))
            ):
                break
            last += 1
            said += following
            text += " " + lines[last].text
        exact = said == wanted
        close = (cut and said.startswith(wanted)) or (
            len(wanted) >= 8
            and (said.startswith(wanted) or (wanted.endswith(said) and len(said) >= 8))
            and len(said) <= 2 * len(wanted)
        )
        if exact or close:
            found.append((_prominence(lines, at, line) + (2 if exact else 0), at, last, text, exact))
    if not found:
        return None
    best = max(found, key=lambda one: (one[0], -one[1]))
    return best[1], best[2], best[3], best[4]


def _within(lines: Sequence[Line], title: str) -> Head | None:
    """A title that has an element of its own in a longer line, kicker before it and subhead behind it."""
    wanted = plain(title)
    found = []
    for line in lines:
        if line.hidden or line.is_link or line.is_sentence or len(line.texts) < 2 or not wanted:
            continue
        for start in range(len(line.texts)):
            for end in range(start + 1, min(start + 4, len(line.texts)) + 1):
                if plain("".join(line.texts[start:end])) == wanted:
                    parts = [
                        " ".join(filter(None, part))
                        for part in (line.texts[:start], line.texts[start:end], line.texts[end:])
                    ]
                    after = (
                        "" if is_meta(parts[2]) and not parts[2] else re.sub(r"\s*\d{4}\D.*$", "", parts[2])
                    )
                    proof = Proof(0.95, "as the title list said it, in a line with more")
                    found.append(Head(line.number, line.number, parts[1], proof, parts[0], after))
    return max(found, key=lambda head: _prominence(lines, head.first, lines[head.first]), default=None)


def _prominence(lines: Sequence[Line], at: int, line: Line) -> float:
    score = 0.0
    if line.hidden:
        score -= 4
    if line.is_link:
        score -= 3
    if _is_heading(line):
        score += 2
    behind = [one for one in lines[at + 1 : at + 9] if not one.hidden]
    score += 1.5 if any(one.is_sentence for one in behind) else 0
    score -= 0.5 * sum(one.is_link for one in behind[:3])
    return score


def _is_heading(line: Line) -> bool:
    for element in (line.first, *list(line.first.iterancestors())[:2]):
        if element.tag in _HEADING:
            return True
        if _NAMED.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            return True
    return False


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a headline."""

    kicker: str = ""
    subhead: str = ""
    byline: str = ""
    source: str = ""
    column: str = ""


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
                        if BYLINE.search(part)
                        and not is_meta(part)
                        and len(part) < 40
                        and not _OUTLET.search(part)
                    ),
                    "",
                )
                if found := re.search(r"(?:来源|來源|稿源)\s*[:：]\s*(\S+)", text):
                    source = source or found[1]
                continue
            if line.hidden or line.is_link or STOP.match(text):
                continue
            if key_of(line.text) in shared and not _REPORTER.search(text):
                continue
            if re.fullmatch(r"[【〖\[].{2,12}[】〗\]]", text) and not _REPORTER.search(text):
                column = column or text.strip("【】〖〗[]")
            elif BYLINE.search(text) and len(text) <= 60 and not _OUTLET.search(text):
                byline = byline or text
            elif not byline:
                subheads.append(text)
    return Around(kicker, " ".join(subheads[:2]), without_marks(byline), source, column)


def without_marks(byline: str) -> str:
    """A byline without the marks and labels around it: ■ □ 【】（） 作者：."""
    bare = _MARKS.sub("", byline)
    return _MARKS.sub("", re.sub(r"^(?:(?:作者|撰文|口述)\s*[/／:：|｜]|(?:文|图文)\s*[:：|｜])\s*", "", bare))


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
        return (
            text if near and (around.tag != "body" or steps.index(around) < 2) and len(text) <= 80 else ""
        ), column
    return "", column
