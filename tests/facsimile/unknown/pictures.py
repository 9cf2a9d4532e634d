"""Sites read by their pictures: thumbnails and a map, long articles in parts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tests.facsimile.unknown.newsroom import House
from tests.facsimile.unknown.parts import (
    TODAY,
    caption_row,
    e,
    each,
    polygon,
    strip,
    table_rows,
    weekday,
)
from tests.facsimile.unknown.site import Markup, UnknownSite
from tests.facsimile.unknown.values import Edition, Sheet, Story

# ---- 竹园周末: thumbnails, and a page map that is the only title list.


def _zhuyuan_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"read.php?d={issue.day:%Y%m%d}&p={issue.place(sheet)}"


def _zhuyuan_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return str(55000 + issue.number * 30 + story.key)


def _zhuyuan_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"read.php?d={issue.day:%Y%m%d}&p={issue.place(sheet)}&aid={_zhuyuan_id(issue, sheet, story)}"


def _zhuyuan_frame(issue: Edition, sheet: Sheet, middle: str) -> str:
    thumbnails = "".join(
        f'<a href="{e(_zhuyuan_page_address(issue, other))}">'
        f'<img class="th" src="thumb/{issue.day:%Y%m%d}_{issue.place(other)}.jpg" '
        f'alt="第{other.number}版：{other.name}"></a>'
        for other in issue.sheets
    )
    later = (
        f'<a href="read.php?d={issue.following:%Y%m%d}&amp;p=1" title="下一期">'
        f'<img src="i/r.png" alt="下一期"></a>'
        if issue.following
        else ""
    )
    return f"""<!DOCTYPE html><html><head><meta charset="gbk"><title>竹园晚报 {issue.day:%Y.%m.%d}</title>
</head><body>
<div class="tool"><img src="i/home.png" alt="首页"><img src="i/zoomin.png" alt="放大">
<img src="i/zoomout.png" alt="缩小"><img src="i/pdf.png" alt="下载"></div>
<div class="date"><a href="read.php?d={issue.previous:%Y%m%d}&amp;p=1" title="上一期">
<img src="i/l.png" alt="上一期"></a>{issue.day:%Y.%m.%d} {weekday(issue.day)}{later}</div>
<div class="strip">{thumbnails}</div>
{middle}<div class="bottom">竹园晚报 · 手机版 · 触屏版 <script>document.write("{TODAY:%Y.%m.%d}")</script>
</div></body></html>"""


def _zhuyuan_page(issue: Edition, sheet: Sheet) -> str:
    areas = "".join(
        f'<area shape="poly" coords="{polygon(box)}" '
        f'href="{e(_zhuyuan_article_address(issue, sheet, story))}" title="{e(story.title)}">'
        for story, box in strip(issue, sheet, 760, 1080)
    )
    areas += '<area shape="rect" coords="0,1080,760,1100" href="http://ads.example.com/c?id=7" title="广告">'
    return _zhuyuan_frame(
        issue, sheet,
        f'<img class="big" src="big/{issue.day:%Y%m%d}_{issue.place(sheet)}.jpg" usemap="#z"><map name="z">'
        f'{areas}</map>'
        f'<div class="hint">点击版面上的文章即可阅读</div><div class="hot"><b>本周热门</b>'
        f"{_zhuyuan_hot(issue, sheet)}</div>",
    )  # fmt: skip


def _zhuyuan_hot(issue: Edition, sheet: Sheet) -> str:
    return "".join(
        f'<p><a href="{e(_zhuyuan_article_address(issue, issue.sheet_of(story), story))}" '
        f'title="{e(story.headline)}">{e(story.headline)}</a></p>'
        for story in issue.elsewhere(sheet)[2:7]
    )


def _zhuyuan_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    kicker = f'<font class="a">{e(story.kicker)}</font><br>' if story.kicker else ""
    subhead = f'<br><font class="a">{e(story.subhead)}</font>' if story.subhead else ""
    byline = f"<p>■ {e(story.byline)}</p>" if story.byline else ""
    figures = "".join(
        f'<img src="pic/{issue.day:%Y%m%d}/{picture.name}.jpg" alt="{e(caption_row(picture))}">'
        for picture in story.pictures
    )
    return _zhuyuan_frame(
        issue, sheet,
        f'<div class="read"><div class="h">{kicker}<b>{e(story.headline)}</b>{subhead}</div>'
        f'{byline}<div class="cols"><div class="col">{figures}'
        f"{each('<p>{}</p>', story.paragraphs[: len(story.paragraphs) // 2])}</div><div class=\"col\">"
        f"{each('<p>{}</p>', story.paragraphs[len(story.paragraphs) // 2 :])}</div></div></div>",
    )  # fmt: skip


ZHUYUAN = UnknownSite(
    "zhuyuan", "竹园晚报",
    "page list as thumbnails with labels in alt, no title list but the page map; everything in a query",
    ("an advert among the map's areas", "本周热门 is the only list of titles, of other pages",
     "the text in two columns", "captions only in alt", "icons with alt in the toolbar",
     "issue links are pictures", "article and page share their address but for one field", "byline with ■"),
    Markup(_zhuyuan_page_address, _zhuyuan_article_address, _zhuyuan_id, _zhuyuan_page, _zhuyuan_article,
           lambda issue, picture: f"pic/{issue.day:%Y%m%d}/{picture.name}.jpg",
           lambda issue, sheet: f"big/{issue.day:%Y%m%d}_{issue.place(sheet)}.jpg"),
    House((("01", "封面", "news photo news jump"), ("02", "城记", "news news news notice"),
           ("03", "故事", "long jump news news"), ("04", "封底", "news poem news twin")),
          frozenset({"column"}), latin=True),
    date(2015, 7, 9), 233, "read.php?d={date:%Y%m%d}&p=1", "gbk",
)  # fmt: skip

# ---- 鹭洲日报: long articles in parts, a page with only a picture, icons in the text.


def _luzhou_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return str(issue.number * 50 + story.key)


def _luzhou_directory(issue: Edition) -> str:
    return f"lzrb/html/{issue.day.year}/{issue.day.month}-{issue.day.day}"


def _luzhou_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"{_luzhou_directory(issue)}/v_{sheet.number}.htm"


def _luzhou_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"{_luzhou_directory(issue)}/a_{_luzhou_id(issue, sheet, story)}.htm"


def _luzhou_cut(story: Story) -> list[tuple[str, ...]]:
    """The paragraphs of a long article, six in a document."""
    size = 6 if story.form == "long" else max(len(story.paragraphs), 1)
    return [story.paragraphs[at : at + size] for at in range(0, max(len(story.paragraphs), 1), size)]


def _luzhou_parts(issue: Edition, sheet: Sheet, story: Story) -> tuple[str, ...]:
    return tuple(
        f"{_luzhou_directory(issue)}/a_{_luzhou_id(issue, sheet, story)}_{at}.htm"
        for at in range(2, len(_luzhou_cut(story)) + 1)
    )


def _luzhou_page(issue: Edition, sheet: Sheet) -> str:
    pages = "".join(
        f'<td class="m"><a href="v_{other.number}.htm">{other.number}：{other.name}</a></td>'
        for other in issue.sheets
    )
    titles = "".join(
        f'<tr><td>{at}</td><td><a href="a_{_luzhou_id(issue, sheet, story)}.htm" class="n">'
        f"{e(story.title)}</a></td></tr>"
        for at, story in enumerate(sheet.stories, start=1)
    )
    before, after = issue.beside(sheet)
    turns = "".join(
        f'<a href="v_{other.number}.htm">{text}</a>'
        for other, text in ((before, "上版"), (after, "下版"))
        if other
    )
    later = (
        f'<a href="../../{issue.following.year}/{issue.following.month}-{issue.following.day}/v_A01.htm">'
        f"后一天</a>"
        if issue.following
        else ""
    )
    side = "".join(
        f'<tr><td>{at}</td><td><a href="a_{_luzhou_id(issue, sheet, story)}.htm" class="n">'
        f"{e(story.title)}</a></td></tr>"
        for at, story in enumerate(issue.elsewhere(sheet)[:4], start=1)
    )
    back = issue.previous
    return f"""<html><head><meta charset="utf-8"><title>鹭洲日报{sheet.number}版</title></head><body>
<h6>鹭洲日报 {issue.day.year}年{issue.day.month}月{issue.day.day}日</h6>
<p><a href="../../{back.year}/{back.month}-{back.day}/v_A01.htm">前一天</a> {later}</p><table class="pg">
<tr>{pages}</tr></table>
<img src="{sheet.number}.jpg" class="v"><p>{sheet.number}：{sheet.name} {turns}</p><table class="tl">
{titles}</table><p>要闻速览</p><table class="tl">{side}</table>
<p class="c">鹭洲日报社 未经许可 请勿转载</p></body></html>"""


def _luzhou_part(issue: Edition, sheet: Sheet, story: Story, part: int) -> str:
    cut = _luzhou_cut(story)
    name = f"a_{_luzhou_id(issue, sheet, story)}"
    files = [f"{name}.htm"] + [f"{name}_{at}.htm" for at in range(2, len(cut) + 1)]
    paging = ""
    if len(cut) > 1:
        numbers = " ".join(f'<a href="{file}">[{at}]</a>' for at, file in enumerate(files, start=1))
        following = f'<a href="{files[part]}">下一页</a>' if part < len(cut) else ""
        paging = f'<div class="fy">共{len(cut)}页 {numbers} {following}</div>'
    figures = "".join(
        f'<p align="center"><img src="{picture.name}.jpg" data-caption="{e(picture.caption)}" '
        f'data-credit="{e(picture.credit)}"></p>'
        for picture in (story.pictures if part == 1 else ())
    )
    text = each("<p>　　{}</p>", cut[part - 1])
    if story.form == "table":
        rows = "".join("<tr>" + each("<td>{}</td>", row) + "</tr>" for row in table_rows(story))
        text = f"<p>　　{e(story.paragraphs[0])}</p><table border=1>{rows}</table>"
    head = f'<div class="yin">{e(story.kicker)}</div>' if story.kicker else ""
    tail = f'<div class="yin">{e(story.subhead)}</div>' if story.subhead else ""
    column = f'<span class="lan">{e(story.column)}</span>' if story.column else ""
    return f"""<html><head><meta charset="utf-8"><title>{e(story.headline)}</title></head><body>
<h6>鹭洲日报 {issue.day.year}年{issue.day.month}月{issue.day.day}日</h6>
<div class="art">{column}{head}<div class="zhu">{e(story.headline)}</div>{tail}<div class="txt">
<span class="ic"><img src="../../../ico/print.png" alt="打印本页">
<img src="../../../ico/mail.png" alt="邮件转发"><img src="../../../ico/qr.png" alt="扫码"></span>
{figures}{text}</div><p class="sign">
{f"（{e(story.byline)}）" if story.byline and part == len(cut) else ""}</p>{paging}
<p>[<a href="v_{sheet.number}.htm">
{sheet.number}：{sheet.name}</a>] [<a href="#" onclick="window.print()">打印</a>]</p></div>
<p class="c">鹭洲日报社 未经许可 请勿转载</p></body></html>"""


def _luzhou_others(issue: Edition) -> Mapping[str, str]:
    return {
        address: _luzhou_part(issue, sheet, story, at)
        for sheet in issue.sheets
        for story in sheet.stories
        for at, address in enumerate(_luzhou_parts(issue, sheet, story), start=2)
    }


LUZHOU = UnknownSite(
    "luzhou", "鹭洲日报",
    "long articles cut in parts (下一页), byline in brackets behind, dates without zeros in addresses",
    ("下一页 and [2] [3] under long articles", "a page with one picture only",
     "icons inside the text's element",
     "要闻速览 in the markup of the title list", "captions and credits in data attributes",
     "no map", "kicker and subhead in the same class", "entries numbered 1 2 3 like pages",
     "前一天/后一天 for issues"),
    Markup(_luzhou_page_address, _luzhou_article_address, _luzhou_id, _luzhou_page,
           lambda issue, sheet, story: _luzhou_part(issue, sheet, story, 1),
           lambda issue, picture: f"{_luzhou_directory(issue)}/{picture.name}.jpg",
           lambda issue, sheet: f"{_luzhou_directory(issue)}/{sheet.number}.jpg",
           others=_luzhou_others, parts=_luzhou_parts),
    House((("A01", "要闻", "jump news news news"), ("A02", "特写", "long news news notice"),
           ("A03", "光影", "photo"), ("A04", "时事", "news jump table news"), ("A05", "鹭声",
            "long poem news"))),
    date(2010, 5, 7), 1650, "lzrb/html/{date.year}/{date.month}-{date.day}/v_A01.htm",
)  # fmt: skip
SITES = (ZHUYUAN, LUZHOU)
