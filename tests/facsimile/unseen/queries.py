"""Programs that answer queries: tabs with a calendar of 2015, server controls of 2011."""

# ruff: noqa: E501  (markup is left as a site prints it)

from __future__ import annotations

from calendar import monthcalendar
from datetime import date

from tests.facsimile.unknown.newsroom import House
from tests.facsimile.unknown.parts import OLD_NEWS, TODAY, e, each, long_date, polygon, strip, weekday
from tests.facsimile.unknown.site import Markup, UnknownSite
from tests.facsimile.unknown.values import Edition, Picture, Sheet, Story

# ---- 闽海导报: three tabs, a calendar whose days count up like pages.


def _minhai_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"paper/{issue.day}/{issue.place(sheet)}"


def _minhai_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return f"{issue.number * 32 + story.key:x}"


def _minhai_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"paper/{issue.day}/{issue.place(sheet)}/{_minhai_id(issue, sheet, story)}"


def _minhai_entry(issue: Edition, story: Story, up: str) -> str:
    address = _minhai_article_address(issue, issue.sheet_of(story), story)
    return f'<li><a href="{up}{address}" target="_self"><i></i>{e(story.title)}</a></li>'


def _minhai_calendar(issue: Edition, up: str) -> str:
    weeks = "".join(
        "<tr>"
        + "".join(
            f'<td><a href="{up}paper/{issue.day:%Y-%m}-{day:02d}/1">{day}</a></td>' if day else "<td></td>"
            for day in week
        )
        + "</tr>"
        for week in monthcalendar(issue.day.year, issue.day.month)
    )
    return f'<table class="cal"><caption>{issue.day:%Y年%m月}</caption>{weeks}</table>'


def _minhai_frame(issue: Edition, title: str, up: str, middle: str) -> str:
    later = f'<a class="next" href="{up}paper/{issue.following}/1">后一期</a>' if issue.following else ""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>
<meta name="keywords" content="闽海导报,数字报,电子版"></head><body>
<div class="topbar"><div class="w"><span>{long_date(TODAY)} {weekday(TODAY)}</span><a href="/login">登录</a>
<a href="/reg">注册</a><a href="/m">手机版</a></div></div>
<div class="w logo"><img src="{up}static/logo.png"><div class="issue"><a class="prev"
href="{up}paper/{issue.previous}/1">前一期</a><b>{issue.day:%Y/%m/%d}</b>{later}</div></div>
{middle}<div class="w friend"><h5>友情链接</h5><ul><li><a href="http://a.example.org">泉港在线</a></li><li>
<a href="http://b.example.org">海丝新闻网</a></li><li><a href="http://c.example.org">鲤城资讯</a></li></ul></div>
<div class="footer"><p>主管主办：闽海报业集团　社址：丰泽街1号　总编室：0595-22000000</p><p>闽ICP备15000000号
增值电信业务经营许可证 闽B2-20150000</p></div></body></html>"""


def _minhai_page(issue: Edition, sheet: Sheet) -> str:
    up = "../../"
    pages = "".join(
        f'<li class="{"cur" if other is sheet else ""}"><a href="{up}{_minhai_page_address(issue, other)}">'
        f"<em>{other.number}</em>{other.name}</a></li>"
        for other in issue.sheets
    )
    groups = "".join(
        f"<h4>{other.number}　{other.name}</h4><ul>"
        + "".join(_minhai_entry(issue, story, up) for story in other.stories)
        + "</ul>"
        for other in issue.sheets
    )
    areas = "".join(
        f'<area shape="poly" coords="{polygon(box)}" href="{up}{_minhai_article_address(issue, sheet, story)}">'
        for story, box in strip(issue, sheet, 420, 600)
    )
    hot = "".join(
        f'<li><span>{at}</span><a href="/hot/{at}">{text}</a></li>'
        for at, text in enumerate(OLD_NEWS, start=1)
    )
    return _minhai_frame(
        issue,
        f"闽海导报 {issue.day} {sheet.number} {sheet.name}",
        up,
        f"""<div class="w main"><div class="left"><div class="ban">{sheet.number}：{sheet.name}</div>
<img src="{up}upload/{issue.day:%Y%m%d}/p{issue.place(sheet)}.png" usemap="#pm"><map id="pm" name="pm">{areas}
</map></div><div class="right"><div class="tabs"><span class="on">版面导航</span><span>标题导航</span><span>往期</span>
</div><div class="tab"><ul class="bm">{pages}</ul></div><div class="tab" style="display:none">{groups}</div>
<div class="tab" style="display:none">{_minhai_calendar(issue, up)}</div></div><div class="side"><h5>阅读排行</h5>
<ol>{hot}</ol><a href="/ad/3"><img src="/ad/3.jpg" alt="楼市周刊招商"></a></div></div>""",
    )


def _minhai_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    up = "../../../"
    blocks = [f'<p class="MsoNormal" style="text-indent:2em">{e(text)}</p>' for text in story.paragraphs]
    for at, picture in enumerate(story.pictures):
        blocks.insert(
            min(at + 1, len(blocks)),
            f'<p style="text-align:center"><img src="{up}{_minhai_picture(issue, picture)}" alt=""></p>'
            f'<p class="pictext">{e(picture.caption)}（{e(picture.credit)} 摄）</p>',
        )
    sign = f"<span>作者：{e(story.byline)}</span>" if story.byline else ""
    hot = "".join(
        f'<li><span>{at}</span><a href="/hot/{at}">{text}</a></li>'
        for at, text in enumerate(OLD_NEWS, start=1)
    )
    own = "".join(_minhai_entry(issue, other, up) for other in sheet.stories)
    column = f'<div class="lanmu">{e(story.column)}</div>' if story.column else ""
    return _minhai_frame(
        issue,
        f"{e(story.headline)}_闽海导报",
        up,
        f"""<div class="w main"><div class="crumbs"><a href="/">首页</a>»<a href="{up}paper/{issue.day}/1">{issue.day}</a>
»<a href="{up}{_minhai_page_address(issue, sheet)}">{sheet.number} {sheet.name}</a>»正文</div><div class="art">{column}
<h5>{e(story.kicker)}</h5><h2>{e(story.headline)}</h2><h5>{e(story.subhead)}</h5><div class="info"><span>
{issue.day:%Y-%m-%d}</span><span>来源：闽海导报</span>{sign}<span>点击：<b>1083</b></span></div>
<div class="con">{"".join(blocks)}</div><div class="bar"><a>分享到朋友圈</a><a>分享到微博</a><a>收藏</a><a>打印</a>
<a>我要纠错</a></div></div><div class="side"><h5>本版</h5><ul>{own}</ul><h5>阅读排行</h5><ol>{hot}</ol></div></div>""",
    )


def _minhai_picture(issue: Edition, picture: Picture) -> str:
    return f"upload/{issue.day:%Y%m%d}/{picture.name}.jpg"


MINHAI = UnknownSite(
    "minhai", "闽海导报", "tabs of 2015: pages, the titles of all pages under headings, a calendar",
    ("the days of the calendar count up like pages, in addresses of the same shape",
     "the page's own titles stand only among those of all pages", "ranked hot list with numbers",
     "captions are paragraphs of the text", "empty h5 for kicker and subhead", "ids in hexadecimal",
     "no ending in any address", "today's date in the header, the issue's with slashes"),
    Markup(_minhai_page_address, _minhai_article_address, _minhai_id, _minhai_page, _minhai_article,
           _minhai_picture,
           lambda issue, sheet: f"upload/{issue.day:%Y%m%d}/p{issue.place(sheet)}.png"),
    House((("A01", "封面", "jump photo news"), ("A02", "重点", "news news jump news"),
           ("A03", "社会", "news news news notice table"), ("A04", "侨乡", "news long news"),
           ("A05", "健康", "news news news news"), ("A06", "文苑", "poem poem news"))),
    date(2015, 11, 12), 2874, "paper/{date:%Y-%m-%d}/1",
)  # fmt: skip

# ---- 关中商报: server controls of 2011, everything a span in a table, articles by page and place.


def _guanzhong_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"epaper/Default.aspx?d={issue.day:%Y%m%d}&p={issue.place(sheet)}"


def _guanzhong_id(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"p={issue.place(sheet)}&n={sheet.stories.index(story) + 1}"


def _guanzhong_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"epaper/View.aspx?d={issue.day:%Y%m%d}&p={issue.place(sheet)}&n={sheet.stories.index(story) + 1}"


def _guanzhong_frame(issue: Edition, middle: str) -> str:
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>关中商报数字报</title></head><body>
<form name="form1" method="post" id="form1"><input type="hidden" name="__VIEWSTATE"
value="/wEPDwUKLTY4NDk0MTk4Mw9kFgICAw9kFgQCAQ8WAh4LXyFJdGVtQ291bnQCBBYIZg9kFgJmDxUDATEG" />
<table width="980"><tr><td><span id="Top1_lblNow">{long_date(TODAY, False)}</span></td><td>
<a id="Top1_h1" href="javascript:__doPostBack('Top1$h1','')">设为首页</a>
<a id="Top1_h2" href="../bbs/index.aspx">读者论坛</a></td></tr></table>
{middle}<table width="980"><tr><td><span id="Foot1_lblCopy">关中商报社 版权所有 陕ICP备11000000号
建议使用1024×768分辨率、IE6.0以上浏览器浏览本站</span></td></tr></table></form></body></html>"""


def _guanzhong_page(issue: Edition, sheet: Sheet) -> str:
    pages = "".join(
        f'<tr><td><a id="DataList1_ctl{at:02d}_HyperLink1" href="Default.aspx?d={issue.day:%Y%m%d}&amp;p={at + 1}">'
        f'<span id="DataList1_ctl{at:02d}_lblNo">第{other.number}版</span>：'
        f'<span id="DataList1_ctl{at:02d}_lblName">{other.name}</span></a></td></tr>'
        for at, other in enumerate(issue.sheets)
    )
    titles = "".join(
        f'<tr><td valign="top"><span id="DataList2_ctl{at:02d}_lblIdx">{at + 1}、</span></td><td>'
        f'<a id="DataList2_ctl{at:02d}_lnk" href="View.aspx?d={issue.day:%Y%m%d}&amp;p={issue.place(sheet)}'
        f'&amp;n={at + 1}">{e(story.title)}</a></td></tr>'
        for at, story in enumerate(sheet.stories)
    )
    ads = "".join(
        f'<td><a id="DataList3_ctl{at:02d}_lnk" href="../ad/show.aspx?id={at + 40}"><img src="../ad/{at}.gif" />'
        f"</a></td>"
        for at in range(3)
    )
    digest = "".join(
        f'<tr><td><a id="DataList4_ctl{at:02d}_lnk" href="{_guanzhong_article_address(issue, issue.sheet_of(story), story)[7:].replace("&", "&amp;")}">'
        f"{e(story.title)}</a></td></tr>"
        for at, story in enumerate(issue.elsewhere(sheet)[1:9:2])
    )
    later = (
        f'<a id="lnkNext" href="Default.aspx?d={issue.following:%Y%m%d}&amp;p=1">下期</a>'
        if issue.following
        else '<a id="lnkNext" disabled="disabled">下期</a>'
    )
    return _guanzhong_frame(
        issue,
        f"""<table width="980"><tr><td valign="top"><span id="lblDate">{issue.day:%Y}年{issue.day.month}月{issue.day.day}日
{weekday(issue.day)}</span> <a id="lnkPrev" href="Default.aspx?d={issue.previous:%Y%m%d}&amp;p=1">上期</a> {later}<br />
<input type="image" id="imgBan" src="images/{issue.day:%Y%m%d}/{sheet.number}s.jpg" />
<a href="javascript:__doPostBack('btnBig','')">查看大图</a></td><td valign="top"><span id="lblBan">第{sheet.number}版：{sheet.name}
</span><table id="DataList2">{titles}</table></td><td valign="top"><table id="DataList1">{pages}</table>
<span class="h">要闻推荐</span><table id="DataList4">{digest}</table></td></tr><tr>{ads}</tr></table>""",
    )


def _guanzhong_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    text = "<br /><br />".join(f"　　{e(paragraph)}" for paragraph in story.paragraphs)
    pictures = "".join(
        f'<img src="images/{issue.day:%Y%m%d}/n{picture.name}.jpg" /><br /><span class="ps">{e(picture.caption)}'
        f"　{e(picture.credit)} 摄</span><br />"
        for picture in story.pictures
    )
    hot = each("<tr><td><a href='../news/x.aspx'>{}</a></td></tr>", OLD_NEWS[1:])
    head = "".join(
        f'<tr><td align="center"><span id="lbl{name}">{e(text)}</span></td></tr>'
        for name, text in (
            ("Yinti", story.kicker),
            ("Title", story.headline),
            ("Futi", story.subhead),
            ("Author", story.byline),
        )
    )
    return _guanzhong_frame(
        issue,
        f"""<table width="980"><tr><td width="200" valign="top"><span class="h">最新推荐</span><table>{hot}</table></td>
<td><table width="100%"><tr><td>当前位置：<a href="Default.aspx?d={issue.day:%Y%m%d}&amp;p={issue.place(sheet)}">
<span id="lblPos">{issue.day.year}年{issue.day.month}月{issue.day.day}日 第{sheet.number}版 {sheet.name}</span></a></td></tr>{head}
<tr><td><span id="lblContent">{pictures}{text}</span></td></tr><tr><td align="right"><a
href="javascript:window.print()">打印本页</a> <a href="javascript:history.back()">返回</a></td></tr></table>
<p>声明：凡本报记者署名文字、图片，版权均属关中商报社所有，任何媒体、网站或个人未经授权不得转载。</p></td></tr></table>""",
    )


GUANZHONG = UnknownSite(
    "guanzhong", "关中商报", "server controls of 2011: spans with numbered ids, articles by page and place",
    ("the title is the same on all documents", "empty spans for kicker, subhead and byline",
     "ordinals before the titles", "links that post back", "要闻推荐 with articles of other pages",
     "the picture of the page is an input", "a declaration below every text", "two breaks between paragraphs"),
    Markup(_guanzhong_page_address, _guanzhong_article_address, _guanzhong_id, _guanzhong_page,
           _guanzhong_article,
           lambda issue, picture: f"epaper/images/{issue.day:%Y%m%d}/n{picture.name}.jpg",
           lambda issue, sheet: f"epaper/images/{issue.day:%Y%m%d}/{sheet.number}s.jpg"),
    House((("A1", "头版", "jump news news"), ("A2", "时评", "news news news"),
           ("A3", "财经", "news jump news news"), ("A4", "都市", "news notice news photo news"),
           ("B1", "楼市", "news news"), ("B2", "汽车", "news news long")), frozenset({"column"})),
    date(2011, 4, 12), 1650, "epaper/Default.aspx?d={date:%Y%m%d}&p=1",
)  # fmt: skip
SITES = (MINHAI, GUANZHONG)
