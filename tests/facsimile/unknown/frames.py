"""A frameset of 2005, and a page of 2009 whose titles stand in an iframe."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tests.facsimile.unknown.newsroom import House
from tests.facsimile.unknown.parts import (
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

# ---- 北塔商报: a frameset of 2005: the page list in one frame, the titles in another.


def _beita_directory(issue: Edition) -> str:
    return f"bz/{issue.day:%Y}/{issue.day:%m%d}"


def _beita_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"{_beita_directory(issue)}/ban{issue.place(sheet):02d}.html"


def _beita_id(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"{issue.place(sheet):02d}{sheet.stories.index(story) + 1:02d}"


def _beita_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"{_beita_directory(issue)}/wz{_beita_id(issue, sheet, story)}.html"


def _beita_head(title: str) -> str:
    return (
        '<html>\n<head>\n<meta http-equiv="content-type" content="text/html;charset=gb2312">\n'
        f"<title>{title}</title>\n<link rel=stylesheet href=../../bz.css>\n</head>\n"
    )


def _beita_frames(issue: Edition) -> Mapping[str, str]:
    """The frameset, its head and its page list; menu and head are no pages."""
    entries = "".join(
        f'<li><a href="ban{at:02d}.html" target="main">{sheet.number}版 {sheet.name}</a></li>\n'
        for at, sheet in enumerate(issue.sheets, start=1)
    )
    later = (
        f"<a href='../../{issue.following:%Y/%m%d}/index.html' target=_top>下一期</a>"
        if issue.following
        else ""
    )
    directory = _beita_directory(issue)
    return {
        f"{directory}/index.html": _beita_head("北塔商报电子版")
        + '<frameset rows="80,*" frameborder="0"><frame src="top.html" name="top" scrolling="no">'
        '<frameset cols="150,*"><frame src="menu.html" name="menu"><frame src="ban01.html" name="main">'
        "</frameset><noframes><body>您的浏览器不支持框架。</body></noframes></frameset></html>",
        f"{directory}/top.html": _beita_head("top")
        + f"<body><h1>北塔商报</h1><p>{long_date(issue.day)} {weekday(issue.day)} 总第{issue.number}期</p>"
        f"<a href='../../{issue.previous:%Y/%m%d}/index.html' target=_top>上一期</a> {later}</body></html>",
        f"{directory}/menu.html": _beita_head("menu")
        + (
            f'<body><b>版 面</b><ul>\n{entries}</ul><a href="../../help.html" target=main>使用帮助</a></body>'
            f"</html>"
        ),
    }


def _beita_page(issue: Edition, sheet: Sheet) -> str:
    areas = "".join(
        f'<area shape="poly" coords="{polygon(box)}" href="wz{_beita_id(issue, sheet, story)}.html" '
        f'alt="{e(story.headline)}">'
        for story, box in strip(issue, sheet, 300, 430)
    )
    titles = "".join(
        f'<p class=bt>◇ <a href="wz{_beita_id(issue, sheet, story)}.html">{e(story.title)}</a></p>'
        for story in sheet.stories
    )
    others = "".join(
        f'<p class=bt>◇ <a href="wz{_beita_id(issue, issue.sheet_of(story), story)}.html">'
        f"{e(story.title)}</a></p>"
        for story in issue.elsewhere(sheet)[::3]
    )
    return (
        _beita_head("北塔商报") + f'<body><!-- {issue.day} --><map name="bm">{areas}</map><div align=center>'
        f'<img src="b{issue.place(sheet):02d}.jpg" usemap="#bm" width=300 height=430 border=0></div>'
        f"<h3>{sheet.number}版 {sheet.name}</h3>{titles}<p class=bt>◇ 本版责编 秦川</p>"
        f"<h3>导读</h3>{others}</body></html>"
    )


def _beita_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    heads = [f"<h4>{e(story.kicker)}</h4>"] * bool(story.kicker) + [f"<h2>{e(story.headline)}</h2>"]
    heads += [f"<h4>{e(story.subhead)}</h4>"] * bool(story.subhead)
    if story.form == "table":
        lines = "\n".join(story.paragraphs[1:])
        text = f"<p>　　{e(story.paragraphs[0])}</p><pre>{e(lines)}</pre>"
    else:
        text = "".join(f"<p>　　{e(paragraph)}\n" for paragraph in story.paragraphs)
    sign = f"<p align=right>□{e(story.byline)}" if story.byline else ""
    pictures = "".join(
        f'<p align=center><img src="tu/{picture.name}.jpg"><br>'
        f"{e(picture.caption)}<br>摄影：{e(picture.credit)}"
        for picture in story.pictures
    )
    return (
        _beita_head(e(story.headline))
        + f"<body><p class=wz>《北塔商报》 {long_date(issue.day)} {sheet.number}版 {sheet.name}</p><hr>"
        f"{''.join(heads)}{sign}{pictures}{text}<hr><a href=ban{issue.place(sheet):02d}.html>返回</a> "
        "<a href=javascript:history.back()>后退</a></body></html>"
    )


BEITA = UnknownSite(
    "beita", "北塔商报", "a frameset of 2005: page list, issue links and pages in frames; static names",
    ("the front page is only frames", "date and 期号 only in the head frame", "p never closed",
     "box 导读 in the markup of the title list", "本版责编 without a colon in the list",
     "byline with □ before the text", "help link in the page list", "a table in <pre>"),
    Markup(_beita_page_address, _beita_article_address, _beita_id, _beita_page, _beita_article,
           lambda issue, picture: f"{_beita_directory(issue)}/tu/{picture.name}.jpg",
           lambda issue, sheet: f"{_beita_directory(issue)}/b{issue.place(sheet):02d}.jpg",
           front=lambda issue: f"bz/{issue.day:%Y}/{issue.day:%m%d}/index.html", others=_beita_frames,
           prints_number=True),
    House((("A1", "头版", "news jump news news"), ("A2", "商情", "table news news news"),
           ("A3", "市井", "jump news photo notice news"), ("B1", "楼市", "news news long news")),
          frozenset({"column"}), latin=False),
    date(2005, 6, 16), 871, "bz/{date:%Y/%m%d}/index.html", "gb18030",
    lacks=frozenset({"pages"}),
)  # fmt: skip

# ---- 苇塘日报: titles in an iframe, comments in comments, a comment with the values of another article.


def _weitang_directory(issue: Edition) -> str:
    return f"wtrb/{issue.day:%Y%m%d}"


def _weitang_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"{_weitang_directory(issue)}/{sheet.number}/main.jsp"


def _weitang_id(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"{issue.number:05d}{sheet.number}{sheet.stories.index(story) + 1:02d}"


def _weitang_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"{_weitang_directory(issue)}/{sheet.number}/doc{_weitang_id(issue, sheet, story)}.jsp"


def _weitang_page(issue: Edition, sheet: Sheet) -> str:
    areas = "".join(
        f'<AREA coords="{polygon(box)}" shape="polygon" '
        f"onclick=\"openDoc('doc{_weitang_id(issue, sheet, story)}.jsp')\">"
        for story, box in strip(issue, sheet, 330, 470)
    )
    pages = "".join(
        f'<span class="p"><a href="../{other.number}/main.jsp">第{other.number}版({other.name})</a></span>\n'
        for other in issue.sheets
    )
    later = f'<a href="../../{issue.following:%Y%m%d}/01/main.jsp">下一期</a>' if issue.following else ""
    return f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>苇塘日报 电子版</TITLE></HEAD><BODY>
<!-- 页眉 <div class="old"><!-- 旧版页眉 --></div> -->
<IFRAME src="/public/banner.html" width="960" height="60"></IFRAME><DIV class="d">
{long_date(issue.day)} {weekday(issue.day)} <a href="../../{issue.previous:%Y%m%d}/01/main.jsp">上一期</a>
{later}</DIV>
<DIV class="bans">{pages}</DIV><DIV class="cur">第{sheet.number}版({sheet.name})</DIV>
<IMG src="page.jpg" usemap="#Map"><MAP name="Map">{areas}</MAP>
<IFRAME name="titles" src="titles.jsp" width="300" height="500"></IFRAME><IFRAME src="/public/weather.html">
</IFRAME>
<!-- <li><a href="doc{issue.number - 300:05d}{sheet.number}01.jsp">上月旧闻一则</a></li> -->
<DIV class="b">苇塘日报社 技术支持：某某科技 <!-- 版本 2.1 --></DIV></BODY></HTML>
<!--vendor
<pubdate>{issue.previous}</pubdate><pageno>01</pageno><pagename>头版</pagename>
/vendor-->"""


def _weitang_titles(issue: Edition) -> Mapping[str, str]:
    """The documents in the frames."""
    documents = {}
    for sheet in issue.sheets:
        entries = "".join(
            f'<li><a href="doc{_weitang_id(issue, sheet, story)}.jsp" target="_top">{e(story.title)}</a></li>'
            for story in sheet.stories
        )
        more = "".join(
            f'<li><a href="../{issue.sheet_of(story).number}'
            f'/doc{_weitang_id(issue, issue.sheet_of(story), story)}.jsp" target="_top">{e(story.title)}</a>'
            f"</li>"
            for story in issue.elsewhere(sheet)[::5]
        )
        documents[f"{_weitang_directory(issue)}/{sheet.number}/titles.jsp"] = (
            f'<html><meta charset="UTF-8"><body><h4>本版目录</h4><ul>{entries}<li>编辑 林涛</li></ul>'
            f"<h4>今日关注</h4><ul>{more}</ul></body></html>"
        )
    return documents


def _weitang_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    stale = issue.elsewhere(sheet)[0]
    kicker = f"<TR><TD class=yt>{e(story.kicker)}</TD></TR>" if story.kicker else ""
    subhead = f"<TR><TD class=ft>{e(story.subhead)}</TD></TR>" if story.subhead else ""
    figures = "".join(
        f"<TABLE align=center><TR><TD><IMG src=img/{picture.name}.jpg></TD></TR><TR><TD class=ts>"
        f"{e(caption_row(picture))}</TD></TR></TABLE>"
        for picture in story.pictures
    )
    text = "".join(f"<P>　　{e(paragraph)}</P>" for paragraph in story.paragraphs)
    if story.form == "table":
        rows = "".join("<TR>" + each("<TD>{}</TD>", row) + "</TR>" for row in table_rows(story))
        text = f"<P>　　{e(story.paragraphs[0])}</P><TABLE border=1>{rows}</TABLE>"
    return f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>苇塘日报 电子版</TITLE></HEAD><BODY>
<IFRAME src="/public/banner.html" width="960" height="60"></IFRAME><DIV class="d">
{long_date(issue.day)} {weekday(issue.day)}</DIV>
<TABLE class=main>{kicker}<TR><TD class=zt>{e(story.headline)}</TD></TR>{subhead}<TR><TD class=zz>
{e(story.byline)}</TD></TR></TABLE>
<DIV id=zw><!--text begin <!-- inner --> {figures}{text}<!--text end--></DIV>
<DIV class=bb>第{sheet.number}版({sheet.name}) <A href=main.jsp>返回</A> <A
href="javascript:jubao()">举报</A></DIV>
<DIV class="b">苇塘日报社 技术支持：某某科技 <!-- 版本 2.1 --></DIV></BODY></HTML>
<!--vendor
<pubdate>{issue.previous}</pubdate><title>{e(stale.headline)}</title><author>{e(stale.byline)}</author>
<subtitle>{e(stale.subhead)}</subtitle><pageno>01</pageno>
/vendor-->"""


WEITANG = UnknownSite(
    "weitang", "苇塘日报",
    "titles in an iframe, map areas with onclick, labels 第01版(要闻), a vendor's comment that lies",
    ("comment with date, title and byline of another article", "comment within a comment",
     "a commented-out list entry",
     "iframes for banner and weather", "今日关注 in the frame in the markup of the title list",
     "the same <title> everywhere",
     "编辑 as an entry of the list", "empty byline cells", "the text begins after a broken comment"),
    Markup(_weitang_page_address, _weitang_article_address, _weitang_id, _weitang_page, _weitang_article,
           lambda issue, picture:
               f"{_weitang_directory(issue)}/{issue.sheet_showing(picture).number}/img/{picture.name}.jpg",
           lambda issue, sheet: (f"{_weitang_directory(issue)}/{sheet.number}"
               f"/page.jpg"), others=_weitang_titles),
    House((("01", "要闻", "jump news news news"), ("02", "乡村", "news news table news notice"),
           ("03", "健康", "jump news photo news"), ("04", "荷风", "poem long news news")),
          frozenset({"column"})),
    date(2009, 3, 24), 2860, "wtrb/{date:%Y%m%d}/01/main.jsp", lacks=frozenset({"titles"}),
)  # fmt: skip
SITES = (BEITA, WEITANG)
