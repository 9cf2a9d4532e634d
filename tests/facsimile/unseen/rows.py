"""Tables of 2010 and 2013: titles in two columns of cells, texts set in three columns as on paper."""

# ruff: noqa: E501  (markup is left as a site prints it)

from __future__ import annotations

from datetime import date

from tests.facsimile.unknown.newsroom import House
from tests.facsimile.unknown.parts import (
    OLD_NEWS,
    TODAY,
    caption_row,
    e,
    each,
    long_date,
    strip,
    table_rows,
    weekday,
)
from tests.facsimile.unknown.site import Markup, UnknownSite
from tests.facsimile.unknown.values import Edition, Picture, Sheet, Story

# ---- 汾河晚报: the page list twice, with icons of the PDF beside every entry; titles in two columns.


def _fenghe_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"fhwb/{issue.day:%Y%m/%d}/ban_{issue.number * 8 + issue.place(sheet)}.htm"


def _fenghe_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return str(issue.number * 40 + 7 * story.key)


def _fenghe_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"fhwb/{issue.day:%Y%m/%d}/wen_{_fenghe_id(issue, sheet, story)}.htm"


def _fenghe_pdf(issue: Edition, sheet: Sheet) -> str:
    return f"fhwb/{issue.day:%Y%m/%d}/pdf/FH{sheet.number}.pdf"


def _fenghe_link(issue: Edition, story: Story) -> str:
    return f'<a href="wen_{_fenghe_id(issue, issue.sheet_of(story), story)}.htm">{e(story.title)}</a>'


def _fenghe_frame(issue: Edition, title: str, middle: str) -> str:
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN"><html><head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{title}</title></head><body>
<table width="1002" align="center" class="head"><tr><td><img src="../../../img/fhlogo.gif" alt="汾河晚报"></td>
<td><a href="http://www.example.org/">汾河网</a> <a href="http://www.example.org/bbs">汾河论坛</a>
<a href="http://www.example.org/zt">专题</a></td><td align="right">今天是：{long_date(TODAY)} {weekday(TODAY)}
<form action="/so"><input name="q"><input type="submit" value="检索"></form></td></tr></table>
{middle}
<table width="1002" align="center" class="foot"><tr><td align="center">汾河晚报社版权所有，未经书面授权，不得转载、
摘编或以其他方式使用本网站内容。<br>晋ICP备13000000号 地址：建设路88号 邮编：030000 新闻热线：96060</td></tr></table>
</body></html>"""


def _fenghe_page(issue: Edition, sheet: Sheet) -> str:
    def entry(other: Sheet) -> str:
        number = issue.number * 8 + issue.place(other)
        return (
            f'<tr><td><a href="ban_{number}.htm" class="{"on" if other is sheet else "off"}">第{other.number}版：'
            f'{other.name}</a></td><td><a href="pdf/FH{other.number}.pdf"><img src="../../../img/pdf.gif"></a>'
            "</td></tr>"
        )

    pages = "".join(map(entry, issue.sheets))
    cells = [f"<td>·{_fenghe_link(issue, story)}</td>" for story in sheet.stories]
    cells += ["<td>&nbsp;</td>"] * (len(cells) % 2)
    titles = "".join(f"<tr>{cells[at]}{cells[at + 1]}</tr>" for at in range(0, len(cells), 2))
    areas = "".join(
        f'<area shape="rect" coords="{",".join(map(str, box))}" title="{e(story.title)}" '
        f'href="wen_{_fenghe_id(issue, sheet, story)}.htm">'
        for story, box in strip(issue, sheet, 360, 540)
    )
    before, after = issue.beside(sheet)
    turns = "　".join(
        f'<a href="ban_{issue.number * 8 + issue.place(other)}.htm">{text}</a>' if other else text
        for other, text in ((before, "【上一版】"), (after, "【下一版】"))
    )
    front = issue.number * 8 + 1
    later = (
        f'<a href="../../{issue.following:%Y%m/%d}/ban_{front + 8}.htm">下一期</a>'
        if issue.following
        else "下一期"
    )
    focus = "".join(
        f"<tr><td>·{_fenghe_link(issue, story)}</td></tr>" for story in issue.elsewhere(sheet)[::2]
    )
    hot = each('<tr><td>·<a href="/news/2013/old.htm">{}</a></td></tr>', OLD_NEWS)
    return _fenghe_frame(
        issue,
        f"汾河晚报电子版 {long_date(issue.day)} 第{sheet.number}版",
        f"""<table width="1002" align="center"><tr><td width="370" valign="top"><table><tr><td>
第{sheet.number}版：<strong>{sheet.name}</strong></td><td>{turns}</td></tr></table>
<img src="jpg/{sheet.number}.jpg" usemap="#bm" border="0"><map name="bm">{areas}</map></td>
<td width="400" valign="top"><table><tr><td class="rq">{long_date(issue.day)} {weekday(issue.day)}</td><td>
<a href="../../{issue.previous:%Y%m/%d}/ban_{front - 8}.htm">上一期</a> {later}</td></tr></table>
<table class="t"><tr><td colspan="2" class="th">本版新闻</td></tr>{titles}</table>
<table class="t"><tr><td class="th">导读</td></tr>{focus}</table></td>
<td width="230" valign="top"><table class="p"><tr><td colspan="2" class="th">版面列表</td></tr>{pages}</table>
<table class="t"><tr><td class="th">一周热点</td></tr>{hot}</table></td></tr></table>
<div id="float" style="display:none"><table>{pages}</table></div>""",
    )


def _fenghe_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    at = sheet.stories.index(story)
    before = _fenghe_link(issue, sheet.stories[at - 1]) if at else "没有了"
    after = _fenghe_link(issue, sheet.stories[at + 1]) if at + 1 < len(sheet.stories) else "没有了"
    number = issue.number * 8 + issue.place(sheet)
    rows = "".join(
        f'<tr><td align="center" class="{name}">{e(text)}</td></tr>'
        for name, text in (
            ("a1", story.kicker),
            ("a2", story.headline),
            ("a3", story.subhead),
            ("a4", story.byline),
        )
        if text
    )
    column = f'<tr><td class="a0">■ {e(story.column)}</td></tr>' if story.column else ""
    pictures = "".join(
        f'<table class="pic" align="center"><tr><td><a href="tu/{picture.name}.jpg" target="_blank"><img '
        f'src="tu/{picture.name}.jpg"></a></td></tr><tr><td>{e(caption_row(picture))}</td></tr></table>'
        for picture in story.pictures
    )
    if story.form == "table":
        cells = "".join(
            "<tr>" + "".join(f"<td>{e(cell)}</td>" for cell in row) + "</tr>" for row in table_rows(story)
        )
        text = f"<p>　　{e(story.paragraphs[0])}</p><table border=1>{cells}</table>"
    else:
        text = each("<p>　　{}</p>\n", story.paragraphs)
    beside = "".join(f"<tr><td>·{_fenghe_link(issue, other)}</td></tr>" for other in sheet.stories)
    hot = each('<tr><td>·<a href="/news/2013/old.htm">{}</a></td></tr>', OLD_NEWS[:4])
    return _fenghe_frame(
        issue,
        f"{e(story.headline)} - 汾河晚报",
        f"""<table width="1002" align="center"><tr><td width="230" valign="top"><table class="t"><tr>
<td class="th">本版文章</td></tr>{beside}</table><table class="t"><tr><td class="th">一周热点</td></tr>{hot}
</table></td><td valign="top"><table width="100%"><tr><td>{long_date(issue.day)}　<a
href="ban_{number}.htm">第{sheet.number}版：{sheet.name}</a></td><td align="right">
<img src="../../../img/big.gif" alt="放大"> <img src="../../../img/small.gif" alt="缩小">
<img src="../../../img/print.gif" alt="打印"> <a href="#" onclick="copyAll()">全文复制</a></td></tr></table>
<table width="100%">{column}{rows}<tr><td class="txt">{pictures}{text}</td></tr></table>
<table width="100%"><tr><td>上一篇：{before}</td></tr><tr><td>下一篇：{after}</td></tr></table>
<table width="100%"><tr><td>网友评论（仅代表个人意见）</td></tr><tr><td><textarea></textarea></td></tr></table>
</td></tr></table>""",
    )


FENGHE = UnknownSite(
    "fenghe", "汾河晚报", "tables of 2013: the titles in two columns of cells, the page list twice",
    ("导读 in the markup of the title list", "a PDF icon beside every page", "own page's titles on the article",
     "上一篇 and 下一篇 with titles", "toolbar of pictures", "today's date in the header",
     "hidden copy of the page list", "ids that are not consecutive"),
    Markup(_fenghe_page_address, _fenghe_article_address, _fenghe_id, _fenghe_page, _fenghe_article,
           lambda issue, picture: f"fhwb/{issue.day:%Y%m/%d}/tu/{picture.name}.jpg",
           lambda issue, sheet: f"fhwb/{issue.day:%Y%m/%d}/jpg/{sheet.number}.jpg", _fenghe_pdf),
    House((("01", "头版", "jump news news photo news"), ("02", "时政", "news news news news"),
           ("03", "民生", "news jump news table notice"), ("04", "国际", "news news news"),
           ("05", "文体", "news poem long photo"))),
    date(2013, 5, 21), 3301, "",
)  # fmt: skip

# ---- 高原日报: GBK; a text set in three columns of a table.


def _gaoyuan_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"gyrb/{issue.day.year}-{issue.day.month}-{issue.day.day}/{sheet.number}.html"


def _gaoyuan_id(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"{sheet.number}{sheet.stories.index(story) + 1:02d}"


def _gaoyuan_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    day = issue.day
    return f"gyrb/{day.year}-{day.month}-{day.day}/{_gaoyuan_id(issue, sheet, story)}.html"


def _gaoyuan_page(issue: Edition, sheet: Sheet) -> str:
    pages = "<BR>".join(
        f"<B>{other.number}版</B>　{other.name}"
        if other is sheet
        else f'<A HREF="{other.number}.html"><B>{other.number}版</B>　{other.name}</A>'
        for other in issue.sheets
    )
    titles = "<BR>\n".join(
        f'<IMG SRC="/img/li.gif"> <A HREF="{_gaoyuan_id(issue, sheet, story)}.html">{e(story.title)}</A>'
        for story in sheet.stories
    )
    areas = "".join(
        f'<AREA SHAPE="RECT" COORDS="{",".join(map(str, box))}" HREF="{_gaoyuan_id(issue, sheet, story)}.html">'
        for story, box in strip(issue, sheet, 300, 460)
    )
    hot = "<BR>".join(f'<A HREF="/hot/{at}.html">{text}</A>' for at, text in enumerate(OLD_NEWS))
    return f"""<HTML><HEAD><TITLE>高原日报数字报</TITLE></HEAD><BODY><CENTER><IMG SRC="/img/gyrb.jpg"></CENTER>
<TABLE ALIGN=CENTER WIDTH=900><TR><TD COLSPAN=3 BGCOLOR=#CC0000><FONT COLOR=WHITE>{long_date(issue.day, False)}
{weekday(issue.day)}　总第{issue.number}期　今日四版</FONT></TD></TR><TR VALIGN=TOP><TD WIDTH=310>
<IMG SRC="{sheet.number}.gif" USEMAP=#m WIDTH=300><MAP NAME=m>{areas}</MAP><P ALIGN=CENTER>
<A HREF="{sheet.number}.pdf">PDF下载</A></P></TD><TD WIDTH=380><H3>{sheet.number}版　{sheet.name}</H3>
{titles}<BR>本版编辑　才让　校对　卓玛</TD><TD><FONT SIZE=2><B>版面导航</B><BR>{pages}<HR><B>热点新闻</B><BR>{hot}
<HR><B>往期回顾</B><BR><SELECT><OPTION>2010年</OPTION><OPTION>2009年</OPTION></SELECT><SELECT>
{"".join(f"<OPTION>{at}月</OPTION>" for at in range(1, 13))}</SELECT></FONT></TD></TR></TABLE>
<P ALIGN=CENTER>高原日报社　青ICP备10000000号</P></BODY></HTML>"""


def _gaoyuan_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    third = max((len(story.paragraphs) + 2) // 3, 1)
    thirds = [story.paragraphs[at : at + third] for at in range(0, len(story.paragraphs), third)]
    text = "".join(f'<TD WIDTH="33%" VALIGN=TOP>{each("<P>　　{}", part)}</TD>' for part in thirds)
    pictures = "".join(
        f'<CENTER><IMG SRC="{picture.name}.jpg"><BR><FONT COLOR=#666666 SIZE=2>{e(picture.caption)}　本报记者　'
        f"{e(picture.credit)}　摄</FONT></CENTER>"
        for picture in story.pictures
    )
    kicker = (
        f"<CENTER><FONT FACE=楷体_GB2312 SIZE=3>{e(story.kicker)}</FONT></CENTER>" if story.kicker else ""
    )
    subhead = f"<CENTER><FONT FACE=宋体 SIZE=3>{e(story.subhead)}</FONT></CENTER>" if story.subhead else ""
    sign = f"<CENTER>{e(story.byline)}</CENTER>" if story.byline else ""
    own = "".join(
        f'<LI><A HREF="{_gaoyuan_id(issue, sheet, other)}.html">{e(other.title)}</A>'
        for other in sheet.stories
        if other is not story
    )
    return f"""<HTML><HEAD><TITLE>高原日报数字报</TITLE></HEAD><BODY><CENTER><IMG SRC="/img/gyrb.jpg"></CENTER>
<TABLE ALIGN=CENTER WIDTH=900><TR><TD BGCOLOR=#CC0000><FONT COLOR=WHITE>{long_date(issue.day, False)}
<A HREF="{sheet.number}.html">{sheet.number}版　{sheet.name}</A></FONT></TD></TR><TR><TD>{kicker}
<CENTER><FONT FACE=黑体 SIZE=6>{e(story.headline)}</FONT></CENTER>{subhead}{sign}{pictures}<TABLE CELLSPACING=20>
<TR>{text}</TR></TABLE></TD></TR><TR><TD BGCOLOR=#EEEEEE>本版其他文章<UL>{own}</UL></TD></TR></TABLE>
<P ALIGN=CENTER>高原日报社　青ICP备10000000号</P></BODY></HTML>"""


def _gaoyuan_picture(issue: Edition, picture: Picture) -> str:
    return f"gyrb/{issue.day.year}-{issue.day.month}-{issue.day.day}/{picture.name}.jpg"


GAOYUAN = UnknownSite(
    "gaoyuan", "高原日报", "GBK of 2010: texts in three columns of a table, paragraphs that are never closed",
    ("the title is the same on all documents", "own page is no link in the page list",
     "本版编辑 in the list without colon", "ids of four digits that begin with the page's number",
     "no padding in the date's directory", "lists of years and months"),
    Markup(_gaoyuan_page_address, _gaoyuan_article_address, _gaoyuan_id, _gaoyuan_page, _gaoyuan_article,
           _gaoyuan_picture,
           lambda issue, sheet:
               f"gyrb/{issue.day.year}-{issue.day.month}-{issue.day.day}/{sheet.number}.gif",
           lambda issue, sheet:
               f"gyrb/{issue.day.year}-{issue.day.month}-{issue.day.day}/{sheet.number}.pdf",
           prints_number=True),
    House((("01", "要闻", "jump news news news"), ("02", "综合", "news news jump news"),
           ("03", "牧区", "news long news photo"), ("04", "副刊", "poem news poem news")),
          frozenset({"column"})),
    date(2010, 8, 5), 9120, "gyrb/{date.year}-{date.month}-{date.day}/01.html", "gbk",
)  # fmt: skip
SITES = (FENGHE, GAOYUAN)
