"""体裁: what kind of text an article is, by what newspapers print to say so; '' where they do not.

The rules, in this order; each is a mark that is printed, none weighs words of the running text:

1. 社论: 社论 or 社评 as kicker, column, byline (本报社论) or before the headline (社论：…).
2. 图片新闻: so named by kicker, column or headline; or a picture with at most 150 characters under it that
   end in the photographer's name (张三摄).
3. 公告: a headline that is one (…公告, 公示, 通告, 启事, 遗失声明, 讣告), without a dateline.
4. 广告: so named by kicker, column, headline or the page; at most 400 characters, without a dateline.
5. 评论: so named by kicker or column (评论, 时评, 人民论坛 …), written by a paper's 评论员; or without a
   dateline on a page of that name, short of 1,500 characters.
6. 通讯: 通讯 as kicker or column; 题： after the dateline; a subhead —记…; by a reporter, without a
   dateline and at least 2,000 characters, on a page of news.
7. 消息: a dateline (电头), up to 2,000 characters: that is what it is printed for.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipelines.text.fold import convert_line
from pipelines.text.kinds.sections import page_section


class Printed(NamedTuple):
    """What is printed of an article, in either script."""

    kicker: str = ""
    headline: str = ""
    subhead: str = ""
    byline: str = ""
    column_name: str = ""
    page_name: str = ""
    dateline: str = ""
    body: str = ""
    char_count: int = 0
    image_count: int = 0


_EDITORIAL = re.compile("(?:本报|本刊)?(?:社论|社评)")
_EDITORIAL_HEAD = re.compile("(?:社论|社评)[:：|｜·]")
_PICTURES = re.compile("(?:图片|摄影|影像)(?:新闻|报道)|图片新闻")
_CREDIT = re.compile(r"(?:摄|摄影|供图|图)[)）。]*\s*$")
_NOTICE = re.compile(
    "(?!.*(?:发布|发表|回应|解读))(?:.*(?:公告|公示|通告|启事)|(?:遗失|郑重|律师)声明|讣告)(?:[（(].*[)）])?"
)
_MARKED = re.compile("[社\ufa4c図图圖\U0002f84b影告吿示事亊明]")
"""A character of each word that a headline is looked at for, in every form that is printed."""
_ADVERTISEMENT = re.compile("(?:公益|分类|形象)?广告")
_COMMENT = re.compile(
    "评论|时评|短评|快评|锐评|微评|社评|漫评|今日谈|人民论坛|人民时评|评论员观察|评论员文章|今日论语|言论|热评|"
    "街谈巷议|来论|编后|编者按"
)
_COMMENTATOR = re.compile("(?:本报|本刊|本台|新华社|人民日报)?(?:特约)?(?:评论员|评论部)")
_TITLED = re.compile(r"[^。！？]{0,60}?[电讯]\s*(?:[（(][^（）()]*[)）])?\s*题[:：]")
_PORTRAIT = re.compile("[—–-]{1,2}\\s*[记访](?!者)")
_REPORTER = re.compile("记者")
_NEWS = frozenset(("要闻", "国内", "国际", "本地", "社会", "经济", "综合", "港澳台", "政治"))


def genre_of(printed: Printed) -> str:
    """社论, 图片新闻, 公告, 广告, 评论, 通讯 or 消息; '' where nothing printed says which. Never raises."""
    kicker, headline, subhead, byline, column, page_name, dateline, body, characters, pictures = printed
    labels = [_plain(label) for label in (kicker, column) if label]
    byline = _plain(byline) if byline else ""
    # Most headlines are none of the words below: they are not worth folding.
    headline = _plain(headline) if _MARKED.search(headline) else ""
    section = page_section(page_name)
    marks = [*labels, headline] if headline else labels
    if _is_one(_EDITORIAL, [*labels, byline] if byline else labels) or (
        headline and _EDITORIAL_HEAD.match(headline)
    ):
        return "社论"
    if _is_one(_PICTURES, marks):
        return "图片新闻"
    if not dateline:
        if pictures and characters <= 150 and _CREDIT.search(convert_line(body[-40:], "hans")):
            return "图片新闻"
        if headline and _NOTICE.fullmatch(headline):
            return "公告"
        if characters <= 400 and (section == "广告" or _is_one(_ADVERTISEMENT, marks)):
            return "广告"
    if _is_one(_COMMENT, labels) or (byline and _COMMENTATOR.fullmatch(byline)):
        return "评论"
    if not dateline and section == "评论" and characters < 1500:
        return "评论"
    if "通讯" in labels or _is_titled(body[:120]) or (subhead and _PORTRAIT.match(_plain(subhead))):
        return "通讯"
    if not dateline and characters >= 2000 and section in _NEWS and _REPORTER.search(byline):
        return "通讯"
    return "消息" if dateline and characters <= 2000 else ""


def _plain(text: str) -> str:
    return convert_line(text, "hans").strip()


def _is_one(pattern: re.Pattern[str], texts: list[str]) -> bool:
    """Whether one of the texts is such a word and nothing else."""
    # Several times an article, mostly of none: a generator costs more than they.
    return bool(texts) and any(map(pattern.fullmatch, texts))


def _is_titled(head: str) -> bool:
    """Whether 题： stands behind the dateline at the head of a text."""
    if "题" not in head and "題" not in head:  # most have none: not worth folding them
        return False
    return bool(_TITLED.match(convert_line(head, "hans").strip()))
