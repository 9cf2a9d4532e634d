"""Tables of 2006 and 2008 in GBK: nested, with titles that only a script opens."""

from __future__ import annotations

from datetime import date

from tests.facsimile.unknown.newsroom import House
from tests.facsimile.unknown.parts import (
    TODAY,
    caption_row,
    e,
    long_date,
    table_rows,
    weekday,
)
from tests.facsimile.unknown.site import Markup, UnknownSite
from tests.facsimile.unknown.values import Edition, Picture, Sheet, Story

# ---- 临溪晚报: nested tables of 2006, fonts, a script that serves pages by query.


def _linxi_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"epaper/ban.asp?rq={issue.day}&bc={issue.place(sheet)}"


def _linxi_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return str(issue.number * 30 + story.key)


def _linxi_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"epaper/shownews.asp?id={_linxi_id(issue, sheet, story)}"


def _linxi_picture(issue: Edition, picture: Picture) -> str:
    return f"epaper/upfile/{issue.day:%Y%m}/{issue.day:%d}{picture.name}.jpg"


def _linxi_list(issue: Edition, sheet: Sheet, stories: tuple[Story, ...]) -> str:
    return "".join(
        f"<TR><TD width=12 valign=top><IMG src=images/dot.gif width=9></TD><TD class=tt><A href="
        f"shownews.asp?id={_linxi_id(issue, sheet, story)} target=_blank>{e(story.title)}</A></TD></TR>\n"
        for story in stories
    )


def _linxi_frame(issue: Edition, title: str, middle: str) -> str:
    return f"""<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=gb2312">
<TITLE>{title}</TITLE><STYLE>TD{{FONT-SIZE:12px}}.tt{{LINE-HEIGHT:20px}}</STYLE></HEAD>
<BODY bgColor=#ffffff leftMargin=0 topMargin=0>
<TABLE width=980 align=center border=0 cellSpacing=0 cellPadding=0><TR><TD width=300>
<IMG src=images/logo.gif></TD>
<TD align=right>
<FONT color=#666666>今天是{long_date(TODAY, False)} {weekday(TODAY)}&nbsp; 临溪 多云转晴 12℃～19℃</FONT>
</TD></TR>
<TR><TD colspan=2 bgcolor=#990000>
<FONT color=#ffffff>&nbsp;<A href=/>首页</A> | <A href=/news>新闻</A> | <A href=/bbs>论坛</A> |
<A href=/house>房产</A> | <A href=/car>汽车</A> | <A href=# onclick="addFav()">收藏本站</A></FONT></TD></TR>
</TABLE>
{middle}
<TABLE width=980 align=center><TR><TD align=center><HR SIZE=1>临溪日报社主办 版权所有 未经授权不得转载<BR>
浙ICP备05000000号 新闻热线：0570-8880000 广告热线：0570-8880001</TD></TR></TABLE></BODY></HTML>"""


def _linxi_page(issue: Edition, sheet: Sheet) -> str:
    numerals = "一二三四五六七八"
    pages = "".join(
        f"<TR><TD height=22>&nbsp;<A href=ban.asp?rq={issue.day}&bc={at}>第{numerals[at - 1]}版："
        f"{other.name}</A></TD></TR>"
        for at, other in enumerate(issue.sheets, start=1)
    )
    before, after = issue.beside(sheet)
    turn = "".join(
        f"<A href=ban.asp?rq={issue.day}&bc={issue.place(other)}>{text}</A>&nbsp;"
        for other, text in ((before, "上一版"), (after, "下一版"))
        if other
    )
    later = (
        f"<A href=ban.asp?rq={issue.following}&bc=1>下一期</A>"
        if issue.following
        else "<FONT color=#999999>下一期</FONT>"
    )
    digest = _linxi_list(issue, sheet, issue.elsewhere(sheet)[:5])
    own = _linxi_list(issue, sheet, sheet.stories)
    middle = f"""<TABLE width=980 align=center border=0><TR><TD width=380 valign=top>
<TABLE border=1><TR><TD><IMG src=pic/{issue.day:%Y%m%d}/b{issue.place(sheet)}.jpg width=360 border=0></TD>
</TR></TABLE>
<CENTER>第<B>{numerals[issue.place(sheet) - 1]}</B>版 {sheet.name} {turn}</CENTER></TD>
<TD valign=top><TABLE width="100%"><TR><TD bgcolor=#eeeeee><B>今日关注</B></TD></TR></TABLE>
<TABLE width="100%" border=0>{digest}</TABLE>
<TABLE width="100%"><TR><TD bgcolor=#eeeeee><B>本版标题</B></TD></TR></TABLE>
<TABLE width="100%" border=0>{own}<TR><TD></TD><TD class=tt>责任编辑：方文 美编：小米</TD></TR></TABLE></TD>
<TD width=200 valign=top><TABLE width=200><TR><TD align=center><B>
{long_date(issue.day, False)}</B> {weekday(issue.day)}</TD></TR>
<TR><TD align=center><A href=ban.asp?rq={issue.previous}&bc=1>上一期</A> {later}</TD></TR>
<TR><TD bgcolor=#eeeeee><B>版面导航</B></TD></TR>{pages}</TABLE></TD></TR></TABLE>"""
    return _linxi_frame(issue, f"临溪晚报 {issue.day}", middle)


def _linxi_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    rows = [f"<TR><TD align=center><FONT color=#666666 size=2>{e(story.kicker)}</FONT></TD></TR>"] * bool(
        story.kicker
    )
    rows += [f"<TR><TD align=center><FONT size=5 color=#000099><B>{e(story.headline)}</B></FONT></TD></TR>"]
    rows += [f"<TR><TD align=center><FONT size=3>{e(story.subhead)}</FONT></TD></TR>"] * bool(story.subhead)
    rows += [f"<TR><TD align=center><FONT color=#999999>{e(story.byline)}</FONT></TD></TR>"] * bool(
        story.byline
    )
    pictures = "".join(
        f"<TABLE align=center><TR><TD><IMG src=upfile/{issue.day:%Y%m}/{issue.day:%d}{picture.name}.jpg>"
        f"</TD></TR>"
        f"<TR><TD align=center><FONT color=#003366>{e(caption_row(picture))}</FONT></TD></TR></TABLE>"
        for picture in story.pictures
    )
    text = "<BR>\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{e(paragraph)}" for paragraph in story.paragraphs)
    if story.form == "table":
        cells = "".join(
            "<TR>" + "".join(f"<TD>{e(cell)}</TD>" for cell in row) + "</TR>" for row in table_rows(story)
        )
        text = (
            f"&nbsp;&nbsp;&nbsp;&nbsp;{e(story.paragraphs[0])}<BR><TABLE border=1 align=center>"
            f"{cells}</TABLE>"
        )
    hot = "".join(
        f"<TR><TD>·<A href=shownews.asp?id={_linxi_id(issue, sheet, other)}>{e(other.title)}</A></TD></TR>"
        for other in issue.elsewhere(sheet)[-6:]
    )
    middle = f"""<TABLE width=980 align=center><TR><TD width=740 valign=top>
<TABLE width=720><TR>
<TD bgcolor=#eeeeee>您的位置：<A href=/>首页</A> &gt; <A
href=ban.asp?rq={issue.day}&bc={issue.place(sheet)}>临溪晚报</A> &gt; {sheet.name}</TD></TR></TABLE>
<TABLE width=720>{"".join(rows)}<TR><TD align=right>
{issue.day} &nbsp;字号 <A href=javascript:f(16)>大</A> <A href=javascript:f(14)>中</A>
<A href=javascript:f(12)>小</A> <A href=# onclick=window.print()>打印</A></TD></TR>
<TR><TD style="FONT-SIZE:14px;LINE-HEIGHT:24px">{pictures}{text}</TD></TR>
<TR><TD align=right>【<A href=javascript:window.close()>关闭窗口</A>】</TD></TR></TABLE></TD>
<TD valign=top><TABLE width=220><TR><TD bgcolor=#eeeeee><B>热门排行</B></TD></TR>{hot}</TABLE>
<TABLE width=220><TR><TD bgcolor=#ffffcc>【广告】春季房展，本周末在体育馆开幕，凭此页可领资料袋一份。</TD>
</TR></TABLE></TD></TR></TABLE>"""
    return _linxi_frame(issue, f"{e(story.headline)}_临溪晚报", middle)


LINXI = UnknownSite(
    "linxi", "临溪晚报", "nested tables of 2006, unquoted attributes, ids in a query, no page map",
    ("box 今日关注 before the title list in its markup", "today's date and weather in the header",
     "hot list beside the text", "text by <br> in a cell", "Chinese numerals as page numbers",
     "责任编辑 as a row of the title list", "breadcrumb with the page's name",
     "an advert in the side column"),
    Markup(_linxi_page_address, _linxi_article_address, _linxi_id, _linxi_page, _linxi_article,
           _linxi_picture,
           lambda issue, sheet: f"epaper/pic/{issue.day:%Y%m%d}/b{issue.place(sheet)}.jpg"),
    House((("一", "要闻", "jump news news photo news"), ("二", "城事", "news jump news notice table"),
           ("三", "县域", "news news news news"), ("四", "副刊", "poem news long photo")),
          frozenset({"column"}), subhead_mark="——"),
    date(2006, 11, 8), 2214, "epaper/ban.asp?rq={date:%Y-%m-%d}&bc=1", "gbk",
)  # fmt: skip

# ---- 砚池日报: a page list in a select, titles as cells whose script opens the article.


def _yanchi_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"szb/{issue.day:%Y%m%d}/page_{issue.place(sheet)}.htm"


def _yanchi_id(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"{issue.day:%Y%m%d}{issue.place(sheet):02d}{story.key:03d}"


def _yanchi_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"szb/{issue.day:%Y%m%d}/art_{_yanchi_id(issue, sheet, story)}.htm"


def _yanchi_rows(issue: Edition, stories: tuple[Story, ...]) -> str:
    return "".join(
        f"""<tr><td class="lnk" onmouseover="this.bgColor='#ffe'" onclick="window.open('art_"""
        f"""{_yanchi_id(issue, issue.sheet_of(story), story)}.htm','art')">{e(story.title)}</td></tr>\n"""
        for story in stories
    )


def _yanchi_page(issue: Edition, sheet: Sheet) -> str:
    options = "".join(
        f'<option value="page_{at}.htm"{" selected" if other is sheet else ""}>第{other.number}版 '
        f"{other.name}</option>"
        for at, other in enumerate(issue.sheets, start=1)
    )
    years = "".join(f"<option value={year}>{year}年</option>" for year in range(2006, 2012))
    before, after = issue.beside(sheet)
    turns = "".join(
        f"""<span class="btn" onclick="location.href='page_{issue.place(other)}.htm'">{text}</span>"""
        for other, text in ((before, "前一版"), (after, "后一版"))
        if other
    )
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>砚池日报 {long_date(issue.day)} 第{sheet.number}版</title>
<script>function go(s){{location.href=s.options[s.selectedIndex].value}}</script></head><body>
<div id="top"><select name="y" onchange="cal()">{years}</select><select name="paper">
<option value="/yczb/">砚池周报</option><option value="/ycrb/">砚池日报</option></select>
<span id="now"><script>document.write(new Date().toLocaleString())</script></span></div>
<table><tr><td>{long_date(issue.day)}　{weekday(issue.day)}　第{issue.number}期</td>
<td>选择版面：<select onchange="go(this)">{options}</select></td><td>{turns}</td></tr></table>
<table id="l"><tr><td><img src="jpg/p{sheet.number}.jpg" alt="版面图"></td><td valign="top">
<table class="tb"><tr><th>第{sheet.number}版：{sheet.name}</th></tr>{_yanchi_rows(issue, sheet.stories)}<tr>
<td class="lnk">公益广告</td></tr></table>
<table class="tb"><tr><th>今日推荐</th></tr>{_yanchi_rows(issue, issue.elsewhere(sheet)[1:8:2])}</table>
</td></tr></table><p align="center">砚池日报社 Copyright 2008 All Rights Reserved</p></body></html>"""


def _yanchi_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    text = "".join(f"<div>　　{e(paragraph)}</div>" for paragraph in story.paragraphs)
    pictures = "".join(
        f'<div align="center"><img src="tp/{picture.name}.jpg" width="400"></div>'
        f'<div align="center" class="tsm">▲{e(caption_row(picture))}</div>'
        for picture in story.pictures
    )
    column = f'<div class="lm">【{e(story.column)}】</div>' if story.column else ""
    other = issue.elsewhere(sheet)[:4]
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>
{e(story.headline)}</title></head>
<body><div id="top">砚池日报数字版　<a href="../../index.htm">首页</a>　<a
href="page_{issue.place(sheet)}.htm">返回版面</a></div>
<!-- 正文开始 --><div class="z">{column}<div class="yt">{e(story.kicker)}</div><div class="bt">
{e(story.headline)}</div><div class="ft">{e(story.subhead)}</div>
<div class="zz">{e(story.byline)}</div><div class="ly">
{long_date(issue.day)}　第{sheet.number}版：{sheet.name}　来源：砚池日报</div>{text}{pictures}</div>
<!-- 正文结束 -->
<div class="z2"><b>相关阅读</b><table class="tb">{_yanchi_rows(issue, other)}</table></div>
<div class="pl"><b>网友评论</b>　<div>楼主写得好，顶一个。</div><div>坐沙发，期待后续报道。</div></div>
<p align="center">砚池日报社 Copyright 2008 All Rights Reserved</p></body></html>"""


YANCHI = UnknownSite(
    "yanchi", "砚池日报",
    "page list as select/option, titles as cells with onclick and no href, text in divs",
    ("selects for years and for other papers", "box 今日推荐 in the markup of the title list",
     "公益广告 as an entry of the list", "headline in a div like its neighbours",
     "empty kicker and subhead divs",
     "相关阅读 and readers' comments below the text", "the clock in the header is a script",
     "pictures behind the text, captions with ▲"),
    Markup(_yanchi_page_address, _yanchi_article_address, _yanchi_id, _yanchi_page, _yanchi_article,
           lambda issue, picture: f"szb/{issue.day:%Y%m%d}/tp/{picture.name}.jpg",
           lambda issue, sheet: f"szb/{issue.day:%Y%m%d}/jpg/p{sheet.number}.jpg",
           issue_links=False, prints_number=True),
    House((("01", "要闻", "jump news news news"), ("02", "经济", "news news table jump news"),
           ("03", "社会", "news news photo news notice"), ("04", "砚边", "poem long news poem")), shorten=14),
    date(2008, 10, 16), 5120, "szb/{date:%Y%m%d}/page_1.htm", "gbk",
)  # fmt: skip
SITES = (LINXI, YANCHI)
