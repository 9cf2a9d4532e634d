"""div and ul of 2012–2014: page maps with polygons, a box like the title list, a supplement."""

from __future__ import annotations

from datetime import date, timedelta

from tests.facsimile.unknown.newsroom import House
from tests.facsimile.unknown.parts import (
    OLD_NEWS,
    TODAY,
    caption_row,
    e,
    each,
    long_date,
    polygon,
    strip,
    table_rows,
    weekday,
)
from tests.facsimile.unknown.site import Markup, UnknownSite
from tests.facsimile.unknown.values import Edition, Sheet, Story

# ---- 白岩晨报: div and ul of 2012, a page map, the text twice.


def _baiyan_directory(issue: Edition, sheet: Sheet) -> str:
    return f"{issue.day:%Y/%m%d}/{sheet.number}"


def _baiyan_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"{_baiyan_directory(issue, sheet)}/"


def _baiyan_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return str(700000 + issue.number * 40 + story.key)


def _baiyan_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"{_baiyan_directory(issue, sheet)}/{_baiyan_id(issue, sheet, story)}.shtml"


def _baiyan_link(issue: Edition, story: Story) -> str:
    return f"../../../{_baiyan_article_address(issue, issue.sheet_of(story), story)}"


def _baiyan_list(issue: Edition, stories: tuple[Story, ...], title: str, tail: str = "") -> str:
    """A box; the title list and the box of other pages' articles are made by it alike."""
    entries = "".join(
        f'<li><em></em><a href="{_baiyan_link(issue, story)}" title="{e(story.headline)}">'
        f"{e(story.title)}</a></li>"
        for story in stories
    )
    return (
        f'<div class="box"><div class="hd"><h3>{title}</h3></div><div class="bd"><ul class="txt">'
        f"{entries}{tail}</ul></div></div>"
    )


def _baiyan_frame(issue: Edition, title: str, middle: str) -> str:
    later = f'<a href="../../../{issue.following:%Y/%m%d}/A01/">下一期&gt;</a>' if issue.following else ""
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>{title}</title>
<script type="text/javascript" src="/js/jquery-1.7.min.js"></script></head><body>
<div id="hd"><a class="logo" href="/">白岩晨报</a>
<p class="clock">欢迎访问！现在是 {long_date(TODAY)} {weekday(TODAY)}</p>
<form action="/search"><input name="q" /><input type="submit" value="搜索" /></form></div>
<div class="bar"><span class="qi">{long_date(issue.day)} {weekday(issue.day)}</span>
<a href="../../../{issue.previous:%Y/%m%d}/A01/">&lt;上一期</a>{later}</div>
{middle}<div id="ft"><p>白岩晨报社版权所有，未经书面授权禁止转载、摘编。</p>
<p>互联网新闻信息服务许可证 00120120001 增值电信业务经营许可证 乙B2-2012</p></div></body></html>"""


def _baiyan_page(issue: Edition, sheet: Sheet) -> str:
    areas = "".join(
        f'<area shape="polygon" coords="{polygon(box)}" href="{_baiyan_link(issue, story)}" />'
        for story, box in strip(issue, sheet, 340, 480)
    )
    pages = "".join(
        f'<li{" class=on" if other is sheet else ""}><a href="../../../{_baiyan_page_address(issue, other)}">'
        f"{other.number}：{other.name}</a>"
        f'<a class="pdf" href="../../../{_baiyan_directory(issue, other)}/{other.number}.pdf">'
        f'<img src="/img/pdf.png" alt="PDF" /></a></li>'
        for other in issue.sheets
    )
    before, after = issue.beside(sheet)
    turns = "".join(
        f'<a href="../../../{_baiyan_page_address(issue, other)}">{text}</a>'
        for other, text in ((before, "上一版"), (after, "下一版"))
        if other
    )
    office = '<li><em></em><a href="#">责编：韩露</a></li><li><em></em><a href="#">版面编辑：肖松</a></li>'
    if not sheet.stories:
        office = '<li><em></em><a href="799999.shtml" title="公益广告">公益广告</a></li>' + office
    middle = f"""<div id="main"><div class="l"><img usemap="#M" src="{sheet.number}_m.jpg" alt="" />
<map id="M" name="M">{areas}</map>
<p class="turn">{turns}</p></div><div class="m">{_baiyan_list(issue, issue.elsewhere(sheet)[2:9], "今日关注")}
{_baiyan_list(issue, sheet.stories, f"{sheet.number}：{sheet.name}", office)}</div>
<div class="r"><div class="hd"><h3>版面目录</h3></div><ul class="pages">{pages}</ul></div></div>"""
    return _baiyan_frame(issue, f"白岩晨报 {issue.day} {sheet.number}", middle)


def _baiyan_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    pictures = "".join(
        f'<div class="pic"><img src="pic/{picture.name}.jpg" /><p>{e(caption_row(picture))}</p></div>'
        for picture in story.pictures
    )
    text = each("<p>　　{}</p>", story.paragraphs)
    if story.form == "table":
        rows = "".join("<tr>" + each("<td>{}</td>", row) + "</tr>" for row in table_rows(story))
        text = f"<p>　　{e(story.paragraphs[0])}</p><table><tbody>{rows}</tbody></table>"
    kicker = f'<h3 class="jian">{e(story.kicker)}</h3>' if story.kicker else ""
    subhead = f'<h2 class="fu">{e(story.subhead)}</h2>' if story.subhead else ""
    column = f'<span class="lanmu">{e(story.column)}</span>' if story.column else ""
    hot = "".join(
        f'<li><a href="../../../{issue.day - timedelta(days=at):%Y/%m%d}/A01/{690000 + at}.shtml">'
        f"{headline}</a></li>"
        for at, headline in enumerate(OLD_NEWS, start=1)
    )
    middle = f"""<div id="main"><div class="art">{column}{kicker}<h1>{e(story.headline)}</h1>{subhead}
<div class="info"><span>{long_date(issue.day)}</span><span>{sheet.number}：{sheet.name}</span><span>
{e(story.byline)}</span>
<a href="javascript:;" class="ico"><img src="/img/print.gif" alt="打印" /></a>
<a href="javascript:;" class="ico"><img src="/img/big.gif" alt="放大" /></a></div>
<div class="share"><a class="wb">新浪微博</a><a class="qq">QQ空间</a><a class="rr">人人网</a>
<a class="kx">开心网</a></div>
<div class="con">{pictures}{text}</div><div id="forcopy" style="display:none">
{each("<p>{}</p>", story.paragraphs)}</div></div>
<div class="side"><div class="box"><div class="hd"><h3>热门文章</h3></div><div class="bd"><ul class="txt">
{hot}</ul></div></div></div></div>"""
    return _baiyan_frame(issue, f"{e(story.headline)} - 白岩晨报", middle)


def _baiyan_advertisements(issue: Edition) -> dict[str, str]:
    """What stands behind the entry of a whole-page advertisement: a picture, no text."""
    picture = '<div id="main"><h1>公益广告</h1><div class="con"><img src="799999.jpg" /></div></div>'
    return {
        f"{_baiyan_directory(issue, sheet)}/799999.shtml": _baiyan_frame(issue, "公益广告", picture)
        for sheet in issue.sheets
        if not sheet.stories
    }


BAIYAN = UnknownSite(
    "baiyan", "白岩晨报", "div and ul of 2012, a page map with polygons, page addresses that are directories",
    ("box 今日关注 before the title list in its markup", "责编 and 版面编辑 as links of the list",
     "hidden second copy of the text", "toolbar icons in the article's head", "share bar above the text",
     "hot list of other days with addresses of the same shape", "today's date in the header",
     "a page with a whole-page advertisement only, 公益广告 as its one link",
     "PDF links of all pages beside the page list", "two licence lines", "full title in an attribute"),
    Markup(_baiyan_page_address, _baiyan_article_address, _baiyan_id, _baiyan_page, _baiyan_article,
           lambda issue, picture:
               f"{_baiyan_directory(issue, issue.sheet_showing(picture))}/pic/{picture.name}.jpg",
           lambda issue, sheet: f"{_baiyan_directory(issue, sheet)}/{sheet.number}_m.jpg",
           lambda issue, sheet: f"{_baiyan_directory(issue, sheet)}/{sheet.number}.pdf",
           others=_baiyan_advertisements),
    House((("A01", "头版", "jump news news photo"), ("A02", "评论", "news news news news"),
           ("A03", "城事", "jump news news notice table"), ("A04", "广告", ""),
           ("A05", "悦读", "poem long news poem")), shorten=12),
    date(2012, 6, 18), 3307, "{date:%Y/%m%d}/A01/",
)  # fmt: skip

# ---- 槐荫日报: pages and a supplement that counts from 1 again.


def _huaiyin_code(sheet: Sheet) -> str:
    return f"tk{sheet.number.removeprefix('特刊')}" if sheet.number.startswith("特刊") else sheet.number


def _huaiyin_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"hyrb/{issue.day:%Y%m}/{issue.day:%d}/{_huaiyin_code(sheet)}.html"


def _huaiyin_id(_issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"{_huaiyin_code(sheet)}_{sheet.stories.index(story) + 1}"


def _huaiyin_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"hyrb/{issue.day:%Y%m}/{issue.day:%d}/{_huaiyin_id(issue, sheet, story)}.html"


def _huaiyin_bar(issue: Edition) -> str:
    later = f'<a class="n" href="../../{issue.following:%Y%m/%d}/01.html">下期</a>' if issue.following else ""
    return (
        f'<div class="qikan"><a class="p" href="../../{issue.previous:%Y%m/%d}/01.html">上期</a><i>'
        f"{issue.day:%Y-%m-%d}</i>{later}</div>"
    )


def _huaiyin_page(issue: Edition, sheet: Sheet) -> str:
    def group(prefix: str) -> str:
        return "".join(
            f'<dd><a href="{_huaiyin_code(other)}.html">{other.number}版 {other.name}</a></dd>'
            for other in issue.sheets
            if other.number.startswith("特刊") == bool(prefix)
        )

    titles = "".join(
        f'<div class="item"><h5><a href="{_huaiyin_id(issue, sheet, story)}.html">{e(story.title)}</a></h5>'
        f'<p class="zy">{e((story.paragraphs or ("（图片）",))[0][:24])}……</p></div>'
        for story in sheet.stories
    )
    foreign = "".join(
        f'<div class="item"><h5><a href="{_huaiyin_id(issue, issue.sheet_of(story), story)}.html">'
        f"{e(story.title)}</a></h5>"
        f'<p class="zy">{e((story.paragraphs or ("（图片）",))[0][:24])}……</p></div>'
        for story in issue.elsewhere(sheet)[:3]
    )
    areas = "".join(
        f'<area coords="{polygon(box)}" shape="poly" href="{_huaiyin_id(issue, sheet, story)}.html" '
        f'title="{e(story.headline)}">'
        for story, box in strip(issue, sheet, 420, 600)
    )
    return f"""<!doctype html><html><head><meta charset="utf-8"><title>槐荫日报·{sheet.number}版</title>
</head><body>
<div class="nav"><a href="/">槐荫新闻网</a><a href="/hyrb/">数字报</a><a href="/hywb/">槐荫晚报</a></div>
{_huaiyin_bar(issue)}
<div class="w"><div class="pic"><img src="img/{_huaiyin_code(sheet)}.jpg" usemap="#p{issue.place(sheet)}">
<map name="p{issue.place(sheet)}">{areas}</map></div>
<dl class="ml"><dt>正刊</dt>{group("")}<dt>特刊</dt>{group("特刊")}</dl>
<div class="bt"><h4>{sheet.number}版 {sheet.name}</h4>{titles}<div class="item"><h5>本版责编 陆遥</h5></div>
</div>
<div class="bt"><h4>热读</h4>{foreign}</div></div><div class="foot">槐荫日报社 2014</div></body></html>"""


def _huaiyin_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    figures = "".join(
        f'<div class="tu"><a href="img/{picture.name}.jpg" target="_blank">'
        f'<img src="img/{picture.name}.jpg" alt="{e(picture.caption)}"></a>'
        f'<div class="tm">{e(picture.caption)}<span>{e(picture.credit)} 摄</span></div></div>'
        for picture in story.pictures
    )
    kicker = f'<p class="t1">{e(story.kicker)}</p>' if story.kicker else ""
    subhead = f'<p class="t3">{e(story.subhead)}</p>' if story.subhead else ""
    byline = f'<p class="zz">作者：{e(story.byline)}</p>' if story.byline else ""
    place = sheet.stories.index(story)
    turns = "".join(
        f'<a href="{_huaiyin_id(issue, sheet, sheet.stories[at])}.html">'
        f"{text}：{e(sheet.stories[at].title)}</a>"
        for at, text in ((place - 1, "上一篇"), (place + 1, "下一篇"))
        if 0 <= at < len(sheet.stories)
    )
    return f"""<!doctype html><html><head><meta charset="utf-8"><title>{e(story.headline)}</title>
<meta name="keywords" content="槐荫,日报"></head><body>
<div class="nav"><a href="/">槐荫新闻网</a><a href="/hyrb/">数字报</a><a href="/hywb/">槐荫晚报</a></div>
{_huaiyin_bar(issue)}
<div class="wz">{kicker}<p class="t2">{e(story.headline)}</p>
{subhead}{byline}<p class="ly">槐荫日报 {long_date(issue.day, False)} {sheet.number}版 {sheet.name}</p>
{each('<p class="nr">{}</p>', story.paragraphs)}{figures}<div class="pian">{turns}</div></div>
<div class="foot">槐荫日报社 2014</div></body></html>"""


HUAIYIN = UnknownSite(
    "huaiyin", "槐荫日报", "ordinary pages 01–03 and a supplement 特刊01–02 that counts from one again",
    ("numbers of the supplement repeat those of the paper", "box 热读 in the markup of the title list",
     "two articles with the same headline", "jump story on two pages with the same headline",
     "first lines of the text below every title", "上一篇/下一篇 with other articles' titles below the text",
     "every line of the article is a <p>", "list entries shortened with …", "本版责编 without colon"),
    Markup(_huaiyin_page_address, _huaiyin_article_address, _huaiyin_id, _huaiyin_page, _huaiyin_article,
           lambda issue, picture: f"hyrb/{issue.day:%Y%m}/{issue.day:%d}/img/{picture.name}.jpg",
           lambda issue, sheet: f"hyrb/{issue.day:%Y%m}/{issue.day:%d}/img/{_huaiyin_code(sheet)}.jpg"),
    House((("01", "要闻", "jump news news twin"), ("02", "综合", "news notice news twin"),
           ("03", "民生", "jump news news news"), ("特刊01", "特刊", "news long photo news"),
           ("特刊02", "人物", "news news poem news")), frozenset({"column"}), shorten=10, subhead_mark="——"),
    date(2014, 9, 30), 9911, "hyrb/{date:%Y%m/%d}/01.html",
)  # fmt: skip
SITES = (BAIYAN, HUAIYIN)
