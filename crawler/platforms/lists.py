"""Which links of a page are its own title list, and which a box of other pages' articles (今日关注).

Such a box may have the markup of the title list. The page map says whose articles are the page's; where
there is no map, the heading of the box does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence, Set

from crawler.platforms.document import Element, line_of

Entry = tuple[Element, str]
"""A link and the id of its article."""

_NO_ARTICLE = re.compile(
    r"\W*(?:"
    # advertisements and contents
    r"(?:公益)?(?:广告|廣告)(?:位|版)?(?:\s*[:：].*)?|公益(?:广告|廣告)\s.*|公告版|"
    r"(?:今日|本版|本期|本报|要闻|内容|内页|新闻)?(?:导读|導讀)(?:\s*[:：].*)?|"
    # who made the page: with a colon, or with a name or two behind a space, or with nothing
    r"(?:第?\s*[\dA-Z一二三四五六七八九十]{1,4}\s*版|本版|版面|本期|值班|执行|首席)?\s*"
    r"(?:责任编辑|責任編輯|责任?编|責任?編|版面编辑|版面編輯|(?:文字|图片|美术|视觉|版式)编辑|美编|组版|责校|校对)"
    r"(?:\s*[:：].*|(?:\s+\w{1,4}){0,4})|"
    r"(?:第?\s*[\dA-Z一二三四五六七八九十]{1,4}\s*版|本版|版面|本期|值班|执行)?\s*(?:主编|编辑|編輯|编委|版式|视觉|统筹)"
    r"\s*[:：].*|"
    r"(?:本版|版面)(?:编辑|編輯)(?:\s+\w{1,4}){0,4}"
    r")?\W*"
)
_HEADING = re.compile(
    r"\W*(?:今日(?:关注|關注|导读|導讀|看点|推荐|要闻)|(?:要闻|热点|新闻|内页|其他版面?|他版)(?:导读|关注|推荐)|"
    r"热点新闻|相关(?:新闻|阅读|链接|报道|文章)|(?:推荐|延伸)阅读|精彩(?:推荐|导读|内容)|编辑推荐|往期(?:回顾|精彩)|"
    r"(?:新闻|点击|阅读|热点)排行榜?)\W*"
)
_ROWS = frozenset(("a", "li", "tr", "p", "dd", "dt", "h2", "h3", "h4", "h5"))
_LISTS = frozenset(("ul", "ol", "dl", "table", "tbody"))


def is_article_title(title: str) -> bool:
    """Whether an entry of a title list names an article: not without text, no advertisement (广告, 公益广告),
    no contents (导读), not who made the page (责编, 版面编辑)."""
    return _NO_ARTICLE.fullmatch(title) is None


def of_this_page(entries: Sequence[Entry], shown: Collection[str]) -> list[Entry]:
    """The entries of the page's own list, in order; `shown` are the articles of its map.

    An entry the map does not show stays where it stands among those it shows. Where the map shows none of
    them, only what has the heading of a box (今日关注) goes, and only if something is left.
    """
    own = {link for link, source_id in entries if source_id in shown}
    if own:
        ids = dict(entries)
        return [entry for entry in entries if entry[1] in shown or _is_listed(entry[0], own, ids)]
    boxed = _boxed([link for link, _ in entries])
    return [entry for entry in entries if entry[0] not in boxed]


def _is_listed(link: Element, own: Set[Element], ids: dict[Element, str]) -> bool:
    """Whether a link of no area stands in the same list as links that have one."""
    branch = link
    while (around := branch.getparent()) is not None and own.isdisjoint(around.iter()):
        branch = around
    if around is None:
        return False
    if any(
        _HEADING.fullmatch(line_of(each)) for each in branch.iter("b", "strong", "h3", "h4", "span", "div")
    ):
        return False
    alike = [other for other in around if other is not branch and _kind(other) == _kind(branch)]
    beside = [other for other in alike if not own.isdisjoint(other.iter())]
    if branch.tag not in _LISTS:
        return bool(beside) and _articles(branch, ids) == 1 and any(_articles(o, ids) == 1 for o in beside)
    # Two columns of one list: the same element again, without a word between or of its own.
    links = [each for each in branch.iter() if each in ids]
    if len(line_of(branch)) > sum(len(line_of(each)) + 2 for each in links):
        return False
    before = branch.getprevious()
    apart = [(before, "" if before is None else before.tail), (branch.getnext(), branch.tail)]
    return any(other in beside and not (between or "").strip() for other, between in apart)


def _kind(element: Element) -> tuple[object, str]:
    """What entries of one list have in common: their tag, and of elements for everything their class."""
    tag = element.tag
    return tag, "" if tag in _ROWS else re.sub(r"[\d\s]+|odd|even", "", str(element.get("class", "")))


def _articles(element: Element, ids: dict[Element, str]) -> int:
    return len({ids[each] for each in element.iter() if each in ids})


def _boxed(links: Sequence[Element]) -> set[Element]:
    """The links of boxes with a heading of their own (今日关注), unless there is nothing else."""
    if not links:
        return set()
    found: set[Element] = set()
    everything = set(links)
    for heading in links[0].getroottree().getroot().iter():
        if not isinstance(heading.tag, str) or not _HEADING.fullmatch(
            "".join(heading.itertext())[:40].strip()
        ):
            continue
        branch = heading
        while (around := branch.getparent()) is not None and everything.isdisjoint(around.iter()):
            branch = around
        if around is None or not everything.isdisjoint(branch.iter()):
            continue
        inside = everything.intersection(around.iter())
        if inside == everything:
            below = (each for each in branch.itersiblings() if not everything.isdisjoint(each.iter()))
            box = next(below, None)
            inside = (
                everything.intersection(box.iter()) if box is not None and box.tag not in _ROWS else set()
            )
        found |= inside
    return found if found != everything else set()
