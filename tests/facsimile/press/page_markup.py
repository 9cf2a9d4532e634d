"""The page index of the founder platform (node_N.htm) in two skins: `table` and `list`.

Kept from real pages: unquoted attributes, tags in upper case, ids that repeat, a page list and a
title list that each stand twice with differing labels, areas several to an article, the nested
second <body>, the date split over tags (table), issue navigation without an address (list), and the
enpproperty comment behind </html> (table).
"""

from __future__ import annotations

from datetime import date
from html import escape

from tests.facsimile.press.values import (
    FacsimileArticle,
    FacsimileIssue,
    FacsimilePage,
    Skin,
    areas,
    image_path,
    picture_path,
)

WEEKDAYS = "一二三四五六日"
UP = "../../../"
"""From an issue's directory to the site's base."""


def index_page(issue: FacsimileIssue, page: FacsimilePage, skin: Skin, label: str) -> str:
    """HTML of one page index; `label` is the charset its meta element names."""
    make = _table_skin if skin == "table" else _list_skin
    return make(issue, page, label)


def page_label(page: FacsimilePage, pattern: str) -> str:
    """An entry of the page list: the pattern with the page's number and name."""
    digits = page.number.lstrip("ABCD")
    return pattern.format(number=page.number, name=page.name, int=int(digits))


def long_date(day: date) -> str:
    """2023年10月17日 星期二."""
    return f"{day:%Y年%m月%d日} 星期{WEEKDAYS[day.weekday()]}"


def page_map(issue: FacsimileIssue, page: FacsimilePage, opening: str) -> str:
    """The page picture with its areas; `opening` is the map's start tag, whose case varies."""
    queries = {article.source_id: article.written.query for article in page.articles}
    shapes = "".join(
        f'<Area coords="{",".join(f"{x},{y}" for x, y in polygon)}" shape="polygon" '
        f'href="content_{source_id}.htm{_area_query(queries.get(source_id, ""), index)}">'
        for source_id, polygons in areas(page).items()
        for index, polygon in enumerate(polygons)
    )
    closing = opening[1:4]
    picture = UP + picture_path(issue, page, "_b.jpg")
    return f"{opening}{shapes}</{closing}><img src={picture} border=0 USEMAP=#PagePicMap>"


def _area_query(query: str, index: int) -> str:
    """Real maps give the second area of an article another ?div=."""
    return query.replace("-1", "0") if index else query


def neighbours(issue: FacsimileIssue, page: FacsimilePage) -> str:
    """上一版 / 下一版."""
    at = issue.pages.index(page)
    links = []
    if at > 0:
        links.append(f'<a class=preart href="{_node(issue, issue.pages[at - 1])}">上一版</a>')
    if at + 1 < len(issue.pages):
        links.append(
            f'<a class=preart href="{_node(issue, issue.pages[at + 1])}">'
            "<span style='font-size:12px;font-family:webdings'>4</span>下一版</a>"
        )
    return "&nbsp;&nbsp;".join(links)


def _node(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"node_{page.node}.htm"


def _pdf(issue: FacsimileIssue, page: FacsimilePage) -> str:
    icon = f'<IMG height=16 src="{UP}tplimg/pdf.gif" width=16 border=0>'
    return f"<a href={UP}{picture_path(issue, page, '.pdf')}>{icon}</a>"


def _titles(page: FacsimilePage) -> list[tuple[str, str, str]]:
    """The entries of the title list: id, link, title (escaped, <br> kept)."""
    entries = [(article.source_id, article.href, title_markup(article)) for article in page.articles]
    entries += [(source_id, f"content_{source_id}.htm", "广告") for source_id in page.advertisements]
    return entries


def title_markup(article: FacsimileArticle) -> str:
    """The entry of the first title list as HTML, its line breaks kept."""
    return escape(article.written.listed or article.headline, quote=False).replace("&lt;br&gt;", "<br>")


def _hidden_titles(page: FacsimilePage) -> str:
    """The second title list, shown by 标题导航: plain headlines, no div#mpID, an empty link at its end."""
    rows = "".join(
        f"\n<tr height=27px  id=row_black{article.source_id}>\n<td width=10px></td>\n"
        f'<td class="black">\n<a href={article.href}>{escape(article.headline, quote=False)}</a>\n</td></TR>'
        for article in page.articles
    )
    empty = (
        f'<tr><td><a href="content_{page.articles[0].source_id}.htm"></a></td></tr>' if page.articles else ""
    )
    return (
        '<DIV id=btdh style="display:none" onMouseOver="focus_btdh()">\n'
        " <TABLE border=0 cellPadding=2 cellSpacing=0 width=277>\n"
        f"<tbody>{rows}{empty}</tbody></TABLE>\n</DIV>"
    )


def _digest(issue: FacsimileIssue, page: FacsimilePage) -> str:
    """今日关注: articles of other pages in the markup of the title list, and one of an issue long past."""
    if not page.digest:
        return ""
    links = "<br>".join(
        f'·<a href="content_{article.source_id}.htm"><div style="display:inline" id=mp{article.source_id}>'
        f"{escape(article.headline, quote=False)}</div></a>"
        for article in page.digest
    )
    old = f'<br>·<a href="../03/content_{page.digest[0].source_id}9.htm">往期回顾</a>'
    return f"<table class=jrgz><tr><td class=px12><strong>今日关注</strong><br>{links}{old}</td></tr></table>"


def _paid(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return "".join(
        f"<a href=content_{source_id}.htm><img src={UP}{image_path(issue, source_id + '.jpg')} alt=广告></a>"
        for source_id in page.advertisements
    )


def _head(issue: FacsimileIssue, label: str) -> str:
    scripts = "".join(
        f'<SCRIPT language=Javascript src="{UP}tplimg/{name}.js"></SCRIPT>\n'
        for name in ("prototype", "mp", "calendar2", "range")
    )
    return (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={label}" />\n'
        f"<!-- {issue.notice} -->\n<title>{issue.paper}·数字报</title>\n{scripts}</head>\n"
        '<SPAN id=leveldiv title=点击查看内容 style="Z-INDEX: 100; POSITION: absolute"></SPAN>\n'
        '<body onLoad="initialize();initMPPage();" text=#000000 link=#000000 leftmargin=0>\n'
    )


def _issue_links(issue: FacsimileIssue) -> str:
    """上一期 / 下一期 with an address, as the table skin has them."""
    cells: list[str] = []
    for day, words in ((issue.previous, "上一期"), (issue.following, "下一期")):
        if day:
            up = (
                "../"
                if (day.year, day.month) == (issue.date.year, issue.date.month)
                else f"../../{day:%Y-%m}/"
            )
            cells.append(f'<a class=preart href="{up}{day:%d}/node_1.htm">{words}</a>')
    return "&nbsp;".join(cells)


def _table_skin(issue: FacsimileIssue, page: FacsimilePage, label: str) -> str:
    first = "".join(
        f" <Li>&nbsp;<a id=pageLink href={_node(issue, one)}>"
        f"{page_label(one, one.labels[0] or '{number}： {name}')}</a></Li>"
        for one in issue.pages
    )
    second = "".join(
        f"<tr{' bgcolor=#e8e8e8' if row % 2 else ''}> <td class=default align=left>&nbsp;<a id=pageLink "
        f"href={'./' if one == page else ''}{_node(issue, one)}>"
        f"{page_label(one, one.labels[1] or '第{number}版：{name}')}</a></td> "
        f"<td nowrap align=middle width=55>{_pdf(issue, one)}</td></tr>\n"
        for row, one in enumerate(issue.pages)
    )
    box = f'<img src="{UP}tplimg/checkbox.gif" width="10" height="10">'
    titles = "".join(
        f'<tr> <TD class=default valign="top"> {box} </TD> <td class=default valign="top"> '
        f'<a href={href}><div style="display:inline" id=mp{source_id}>{title}</div></a> </td> </TR>'
        for source_id, href, title in _titles(page)
    )
    title_list = (
        f"<TABLE cellSpacing=0 cellPadding=1 border=0> <TBODY> {titles} </TBODY> </TABLE>\n"
        + _hidden_titles(page)
        if issue.title_list
        else ""
    )
    day = issue.shown
    return f"""{_head(issue, label)}
<body onLoad="initialize();" text=#000000>
<!-- 版面导航div -->
<DIV id=pgn onMouseOut="getElementById('pgn').style.display='none';">
 <UL>{first} </UL>
</DIV>
<!-- 版面导航div -->
<table cellspacing=0 cellpadding=0 width=1002 align=center border=0>
 <tr><td valign=top width=400>
 <table height="146" border=0><tr>
 <td width="280" class="Ltd1" bgcolor=#ffffff>\
{page_map(issue, page, '<MAP NAME="pagepicmap">')} </td></tr></table>
 <table cellspacing=0 cellpadding=5 width=411 border=0><tr>
 <td width="202" align=left class=px12>第{page.number}版：<STRONG>{page.name}</STRONG>
 </td>
 <td width="30" align=right nowrap class=px12><table width=100%><tr>
 <td nowrap class=px12>{neighbours(issue, page)}&nbsp;</td></tr></table></td>
 <td width=149 align=right nowrap class=px12>{_pdf(issue, page)}</td></tr></table>
 <table cellspacing=0 cellpadding=4 width=411 border=0><tr>
 <td width=403 align=left valign="top">{title_list}</td></tr></table>
 {_paid(issue, page)}</td>
 <td valign=top width=602>
 <table width="100%"><tr><td class=sqq align=right>{_issue_links(issue)}</td></tr></table>
 <table width="100%" border=0 bgcolor="#FCFCFC"><tr>
 <td width="144" align=center class=default><img src="{UP}tplimg/logo.gif">&nbsp;
 <a href="{UP}index.htm">电子版</a></td>
 <td width="229" align=right class=default><strong><font face="Arial, Helvetica, sans-serif"> <strong><font
 face="Arial">
 {day.year}
 </font></strong> 年
 {day.month}
 月
 {day.day}
 日　星期
 <font class=weekday>{WEEKDAYS[day.weekday()]}</font>
&nbsp;&nbsp; </font></strong></td></tr></table>
 <table width="100%"><tr>
 <td width=249 bgcolor=#e8e8e8 class=default>&nbsp;<strong>版面导航</strong></td></tr></table>
 <table cellspacing=0 cellpadding=2 width=100% border=0><tbody> {second}</tbody></table>
 {_digest(issue, page)}
 <table><tr><td class=px12>广告部:</td><td><div align="center">00000000</div></td></tr></table>
 </td></tr></table>
</body>
</html>
<!--enpproperty <founder-date>{day} 23:59:57</founder-date><founder-pagenum>{page.number}</founder-pagenum>\
<founder-papername>{issue.paper}</founder-papername><founder-type>2</founder-type>\
<founder-pagepicurl>{picture_path(issue, page, "_b.jpg")}</founder-pagepicurl>\
<founder-content>{issue.paper}</founder-content> /enpproperty-->"""


def _list_skin(issue: FacsimileIssue, page: FacsimilePage, label: str) -> str:
    first = "".join(
        f"\n<tr{' bgcolor=#e8e8e8' if row % 2 else ''}>\n <td class=default align=left>&nbsp;<a id=pageLink "
        f"href={'./' if one == page else ''}{_node(issue, one)}>"
        f"{page_label(one, one.labels[0] or '第{number}版：{name}')}</a></td>\n"
        f" <td nowrap align=middle width=55>{_pdf(issue, one)}</td></tr>"
        for row, one in enumerate(issue.pages)
    )
    hidden = "".join(
        f"\n<TR  id=row_black{row}>\n <TD align=left>&nbsp;</TD>\n"
        ' <TD align=left height=24 class="black" >&nbsp;'
        f'<a href={_node(issue, one)} class="black" id=pageLink>'
        f"{page_label(one, one.labels[1] or '{number}： {name}')}</a></TD>\n"
        f" <TD width=28 align=middle noWrap>{_pdf(issue, one)}</TD>\n</TR>"
        for row, one in enumerate(issue.pages, 1)
    )
    titles = "".join(
        f'\n\n<li>&middot;<a href={href}><div style="display:inline" id=mp{source_id}>{title}</div></a>\n\n'
        for source_id, href, title in _titles(page)
    )
    title_list = f'<ul class="ul02_l">{titles}</ul>' if issue.title_list else ""
    return f"""{_head(issue, label)}
<table cellspacing=0 cellpadding=0 width=1002 align=center border=0 id="logoTable">
 <tr><td width=354 valign=top>
 <table width="381" height="146" border=0><tr>
 <td width="310" height="500" bgcolor=#ffffff>{page_map(issue, page, "<map name=PagePicMap>")}
 <div class="pageflash"><div id="pageChangeEffect"> </div></div></td></tr></table>
 <table width=373 border=0 cellpadding=5 cellspacing=0><tr>
 <td width="13" align=left>&nbsp;</td>
 <td width="145" align=left>第{page.number}版：<STRONG>{page.name}</STRONG></td>
 <td width="125" align=right nowrap>{neighbours(issue, page)}</td>
 <td width="50" align=right valign=center nowrap>{_pdf(issue, page)}</td></tr></table></td>
 <td valign=top><table cellspacing=0 cellpadding=0 width="621" border=0><tr>
 <td width="194" align="left"><span class="paperdate"><strong>{long_date(issue.shown)}</strong></span></td>
 <td width="69" align="left" class="whitenav"><span>版面导航</span></td>
 <td width="71" align="left" class="whitenav"><span>标题导航</span></td>
 <td width="184" height="33" align="left"><span id="upqi" style="display:none">\
<a href="#" onClick="goPrePeriod()">上一期</a>&nbsp;&nbsp;\
<a href="#" onClick="goNextPeriod()">下一期</a></span></td>
 </tr></table>
 <table width="390" border="0"><tr><td>
 <span class="STYLE30"><a href="#" class="STYLE30">标题导航</a></span></td></tr>
 <tr><td valign="top"><DIV style="height:300px; overflow-y:scroll;">
 {title_list}</DIV></td></tr></table>
 {_digest(issue, page)}{_paid(issue, page)}
 <table width="100%"><tr><td class=default><div><strong class="whitenav">版面目录</strong></div></td></tr>
 <tr><td><div style="height:250px; overflow-y:scroll;">
 <table cellspacing=0 cellpadding=2 width=100% border=0><tbody>{first}
 </tbody></table></div></td></tr></table></td></tr>
 <tr><td height="45" colspan="2"><div align="center"><a href="{UP}index.htm"> 关于我们 </a></div></td></tr>
</table>
<!-------bmdh版面导航------>
<div id=bmdh onMouseOver="document.getElementById('bmdh').style.display = 'block';">
<TABLE width="200px"  border=0 cellPadding=2 cellSpacing=0 bgcolor="#FFFFFF">
 <TBODY>{hidden}
</TBODY>
</TABLE>
</div>
<!-------bmdh版面导航END------>
{_hidden_titles(page) if issue.title_list else ""}
</body>
</html>"""
