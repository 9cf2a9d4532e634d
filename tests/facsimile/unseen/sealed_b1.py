"""A template with thumbnails, a program of queries in GBK, a university's content system: facsimiles, all invented."""

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
    polygon,
    strip,
    table_rows,
    weekday,
)
from tests.facsimile.unknown.site import Markup
from tests.facsimile.unknown.values import Edition, Picture, Sheet, Story
from tests.facsimile.unseen.sealed_b_desk import CAMPUS, CITY, COUNTY, Staffed

# ---- 屏山日报: a template of 2021; no page has its label in a text, all stand in alt.


def _pingshan_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"read/{issue.day:%Y%m%d}/{sheet.number}.html"


def _pingshan_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return str(issue.number * 30 + story.key)


def _pingshan_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"read/{issue.day:%Y%m%d}/t_{_pingshan_id(issue, sheet, story)}.html"


def _pingshan_picture(issue: Edition, picture: Picture) -> str:
    return f"upfile/{issue.day:%Y%m}/{issue.day:%d}{picture.name}.jpg"


def _pingshan_frame(issue: Edition, sheet: Sheet, middle: str) -> str:
    thumbs = "".join(
        f'<div class="col-xs-3 col-md-12"><a href="{other.number}.html" class="thumbnail{" active" if other is sheet else ""}"><img src="pic/{other.number}_s.jpg" alt="{other.number}版：{other.name}"></a></div>'
        for other in issue.sheets
    )
    weekly = "".join(
        f'<div class="col-xs-4"><a href="/zk/{at}/" class="thumbnail"><img src="/zk/{at}/cover.jpg" alt="屏山周刊第{at}期"></a></div>'
        for at in (33, 32, 31)
    )
    later = (
        f'<li><a href="../{issue.following:%Y%m%d}/A01.html">下一期 <span class="glyphicon glyphicon-chevron-right"></span></a></li>'
        if issue.following
        else '<li class="disabled"><a>下一期</a></li>'
    )
    return f"""<!DOCTYPE html><html lang="zh-cn"><head><meta charset="utf-8"><meta http-equiv="X-UA-Compatible" content="IE=edge"><title>屏山日报数字报</title><link href="/css/bootstrap.min.css" rel="stylesheet"></head><body>
<nav class="navbar navbar-inverse navbar-fixed-top"><div class="container"><div class="navbar-header"><button type="button" class="navbar-toggle"><span class="sr-only">切换导航</span><span class="icon-bar"></span></button><a class="navbar-brand" href="/"><img src="/img/brand.png" alt="屏山日报"></a></div>
<ul class="nav navbar-nav"><li><a href="http://www.example.org/">屏山新闻网</a></li><li><a href="/video/">屏山TV</a></li><li><a href="/photo/">图片</a></li></ul><p class="navbar-text navbar-right">{long_date(issue.day)}　{weekday(issue.day)}</p></div></nav>
<div class="container"><ul class="pager"><li><a href="../{issue.previous:%Y%m%d}/A01.html"><span class="glyphicon glyphicon-chevron-left"></span> 上一期</a></li><li><a data-toggle="modal" data-target="#cal">往期回顾</a></li>{later}</ul>
<div class="row"><div class="col-md-1"><div class="row">{thumbs}</div></div>{middle}</div></div><div class="container"><div class="panel panel-default hidden-xs"><div class="panel-heading">集团刊物</div><div class="panel-body row">{weekly}</div></div></div>
<div class="modal fade" id="cal"><div class="modal-dialog"><h4>选择日期</h4><input type="text" class="form-control" value="{issue.day}"></div></div><footer class="footer"><div class="container text-center text-muted"><p>版权所有 屏山县融媒体中心　未经授权请勿转载</p><p>湘ICP备21000000号-2　新闻热线 0736-6000000</p></div></footer></body></html>"""


def _pingshan_page(issue: Edition, sheet: Sheet) -> str:
    media = "".join(
        '<div class="media">'
        + (
            f'<div class="media-left"><a href="t_{_pingshan_id(issue, sheet, story)}.html"><img class="media-object" src="../../{_pingshan_picture(issue, story.pictures[0])}" alt=""></a></div>'
            if story.pictures
            else ""
        )
        + f'<div class="media-body"><h4 class="media-heading"><a href="t_{_pingshan_id(issue, sheet, story)}.html">{e(story.title)}</a></h4><p class="text-muted">{e(story.paragraphs[0][:36]) + "……" if story.paragraphs else "图片新闻"}</p></div></div>'
        for story in sheet.stories
    )
    small = "".join(
        f'<li><a href="t_{_pingshan_id(issue, sheet, story)}.html">{e(story.title)}</a></li>'
        for story in sheet.stories
    )
    areas = "".join(
        f'<area shape="poly" coords="{polygon(box)}" href="t_{_pingshan_id(issue, sheet, story)}.html" alt="{e(story.title)}">'
        for story, box in strip(issue, sheet, 555, 800)
    )
    return _pingshan_frame(
        issue,
        sheet,
        f"""<div class="col-md-6"><img class="img-responsive" src="pic/{sheet.number}.jpg" alt="{sheet.number}版：{sheet.name}" usemap="#map"><map name="map" id="map">{areas}</map><p class="text-right"><a class="btn btn-default btn-xs" href="pic/{sheet.number}.pdf">PDF</a></p></div>
<div class="col-md-5"><ul class="list-unstyled visible-xs">{small}</ul><div class="hidden-xs">{media}</div><div class="list-group"><a class="list-group-item active">今日关注</a>{each('<a class="list-group-item" href="/html/2021/n.html">{}</a>', OLD_NEWS[:4])}</div></div>""",
    )


def _pingshan_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    blocks = each("<p>　　{}</p>", story.paragraphs[:2])
    blocks += "".join(
        f'<div class="thumbnail"><img class="img-responsive center-block" src="../../{_pingshan_picture(issue, picture)}"><div class="caption text-center small">{e(caption_row(picture))}</div></div>'
        for picture in story.pictures
    )
    if len(story.paragraphs) > 3:
        blocks += '<div class="adv"><span class="label label-default">广告</span><a href="/ad/9"><img src="/ad/9.jpg" alt="屏山秋茶节招商"></a></div>'
    blocks += each("<p>　　{}</p>", story.paragraphs[2:])
    heads = f'<h5 class="text-center">{e(story.kicker)}</h5>' if story.kicker else ""
    heads += f'<h3 class="text-center">{e(story.headline)}</h3>'
    heads += f'<h5 class="text-center">{e(story.subhead)}</h5>' if story.subhead else ""
    sign = f"<span>{e(story.byline)}</span>" if story.byline else ""
    return _pingshan_frame(
        issue,
        sheet,
        f"""<div class="col-md-8"><div class="panel panel-default"><div class="panel-body">{heads}<p class="text-center text-muted small"><span>{issue.day}</span> <span>来源：屏山日报</span> {sign}</p>
<div class="btn-group btn-group-xs pull-right"><button class="btn">A+</button><button class="btn">A-</button><button class="btn">打印</button></div><div class="article-body">{blocks}</div><p class="text-right small">责任编辑：江鸣　二审：霍青　三审：祝同尘</p></div>
<div class="panel-footer">分享到：<a>微信好友</a><a>朋友圈</a><a>新浪微博</a></div></div></div><div class="col-md-3"><div class="list-group"><a class="list-group-item active">今日关注</a>{each('<a class="list-group-item" href="/html/2021/n.html">{}</a>', OLD_NEWS)}</div></div>""",
    )


PINGSHAN = Staffed(
    "pingshan", "屏山日报", "a template of 2021: thumbnails lead to the pages, labels stand in alt alone",
    ("thumbnails of the group's magazines, alike", "the same title on all documents", "a second title list for handhelds",
     "an advert within the text", "titles with the first words below", "no label of the page on the article but the thumbnails'"),
    Markup(_pingshan_page_address, _pingshan_article_address, _pingshan_id, _pingshan_page, _pingshan_article, _pingshan_picture,
           lambda issue, sheet: f"read/{issue.day:%Y%m%d}/pic/{sheet.number}.jpg",
           lambda issue, sheet: f"read/{issue.day:%Y%m%d}/pic/{sheet.number}.pdf"),
    House((("A01", "要闻", "jump news news"), ("A02", "综合", "news news jump"), ("A03", "乡村", "news photo news"),
           ("A04", "文艺", "poem news long")), frozenset({"column"})),
    date(2021, 9, 7), 2210, "read/{date:%Y%m%d}/A01.html", more=COUNTY,
)  # fmt: skip

# ---- 沅水都市报: PHP of 2014 in GBK; ids of the database in queries, the date in the masthead alone.


def _yuanshui_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"epaper/index.php?issue={issue.number}&pid={issue.number * 4 + 13000 + issue.place(sheet)}"


def _yuanshui_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return str(210000 + issue.number * 25 + story.key)


def _yuanshui_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"epaper/show.php?issue={issue.number}&aid={_yuanshui_id(issue, sheet, story)}"


def _yuanshui_picture(issue: Edition, picture: Picture) -> str:
    return f"epaper/attach/{issue.number}/{picture.name}.jpg"


def _yuanshui_link(issue: Edition, story: Story) -> str:
    address = _yuanshui_article_address(issue, issue.sheet_of(story), story)
    return f'<a href="{e(address[7:])}">{e(story.title)}</a>'


def _yuanshui_frame(issue: Edition, title: str, middle: str) -> str:
    front = [
        f"index.php?issue={issue.number + step}&amp;pid={(issue.number + step) * 4 + 13001}"
        for step in (-1, 1)
    ]
    later = f'<a href="{front[1]}">后一期</a>' if issue.following else ""
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"><html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312" /><title>{title}</title></head><body>
<div id="top"><img src="/images/ysdsb.gif" /><div class="r"><a href="index.php?act=subscribe">我要订报</a> | <a href="index.php?act=search">高级搜索</a> | <a href="/bbs/thread.php?fid=21">报友会</a></div></div>
<div id="date">{long_date(issue.day, False)}　{weekday(issue.day)}　<a href="{front[0]}">前一期</a> {later}　<select onchange="go(this)"><option value="0">其他报纸</option><option value="2">沅水日报</option><option value="5">沅水学生报</option></select></div>{middle}
<div id="foot">沅水报业集团 Powered by YS-Epaper 2.1　湘ICP备14000000号　今天是{long_date(TODAY)}</div></body></html>"""


def _yuanshui_page(issue: Edition, sheet: Sheet) -> str:
    pages = "".join(
        f'<span class="{"s" if other is sheet else "n"}"><a href="{e(_yuanshui_page_address(issue, other)[7:])}">{other.number} | {other.name}</a></span>'
        for other in issue.sheets
    )
    titles = "".join(
        f"<li>{'<b>[图]</b>' if story.pictures else ''}{_yuanshui_link(issue, story)}</li>"
        for story in sheet.stories
    )
    areas = "".join(
        f'<area shape="rect" coords="{",".join(map(str, box))}" href="{e(_yuanshui_article_address(issue, sheet, story)[7:])}" />'
        for story, box in strip(issue, sheet, 380, 560)
    )
    hot = "".join(
        f'<li><a href="show.php?aid={1200 + at * 37}">{text}</a></li>' for at, text in enumerate(OLD_NEWS)
    )
    before, after = issue.beside(sheet)
    turns = " ".join(
        f'<a href="{e(_yuanshui_page_address(issue, other)[7:])}">{text}</a>'
        for other, text in ((before, "上一版"), (after, "下一版"))
        if other
    )
    return _yuanshui_frame(
        issue,
        f"{sheet.number} | {sheet.name} - 沅水都市报数字版",
        f"""<div id="left"><h2>{sheet.number} | {sheet.name}</h2><img src="attach/{issue.number}/{sheet.number}.jpg" usemap="#m" /><map name="m">{areas}</map><p>{turns}</p></div>
<div id="mid"><ol>{titles}</ol><p>值班编委：欧远　本版编辑：莫小雨　美编：阿泽</p></div><div id="right"><div class="bm">{pages}</div><h3>点击排行</h3><ol>{hot}</ol></div>""",
    )


def _yuanshui_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    pictures = "".join(
        f'<div align="center"><img src="{_yuanshui_picture(issue, picture)[7:]}" /><br /><font color="#666">{e(caption_row(picture))}</font></div>'
        for picture in story.pictures
    )
    column = f'<font color="red">【{e(story.column)}】</font><br />' if story.column else ""
    kicker = f'<font size="3">{e(story.kicker)}</font><br />' if story.kicker else ""
    subhead = f'<br /><font size="3">{e(story.subhead)}</font>' if story.subhead else ""
    sign = f"作者：{e(story.byline)}　" if story.byline else ""
    at = sheet.stories.index(story)
    turns = "".join(
        f"<p>{label}：{_yuanshui_link(issue, sheet.stories[to]) if 0 <= to < len(sheet.stories) else '没有了'}</p>"
        for label, to in (("上一篇", at - 1), ("下一篇", at + 1))
    )
    text = "<br />\r\n".join(f"　　{e(paragraph)}" for paragraph in story.paragraphs)
    return _yuanshui_frame(
        issue,
        f"{e(story.headline)} - 沅水都市报数字版",
        f"""<table width="960" align="center"><tr><td colspan="2">您的位置：<a href="{e(_yuanshui_page_address(issue, sheet)[7:])}">{sheet.number} | {sheet.name}</a> &gt; 阅读</td></tr><tr><td width="700" valign="top"><table width="100%">
<tr><td align="center">{column}{kicker}<font size="5"><b>{e(story.headline)}</b></font>{subhead}</td></tr><tr><td align="center" class="info">{sign}来源：沅水都市报　浏览：<span id="hits">…</span>次　<a href="javascript:size(16)">大</a> <a href="javascript:size(12)">小</a></td></tr>
<tr><td><div id="zoom">{pictures}{text}</div></td></tr></table>{turns}<div class="pl"><b>读者评论</b><p>还没有人发言，快来抢沙发！</p><form><textarea></textarea></form></div></td><td valign="top"><b>本版新闻</b><br />{"<br />".join(_yuanshui_link(issue, other) for other in sheet.stories)}</td></tr></table>""",
    )


YUANSHUI = Staffed(
    "yuanshui", "沅水都市报", "PHP of 2014 in GBK: numbers of the database in queries, no date in any address",
    ("the day's year is printed once more at the foot, of another day", "column, kicker, headline and subhead are one cell",
     "[图] before a title", "a hot list of the articles' own program", "编委 and 编辑 below the title list",
     "titles shortened", "上一篇 and 下一篇 with titles", "an empty comment box with a sentence"),
    Markup(_yuanshui_page_address, _yuanshui_article_address, _yuanshui_id, _yuanshui_page, _yuanshui_article, _yuanshui_picture,
           lambda issue, sheet: f"epaper/attach/{issue.number}/{sheet.number}.jpg"),
    House((("A01", "封面", "jump photo"), ("A02", "要闻", "news news notice"), ("A03", "市井", "news jump table news"),
           ("B01", "楼市", "news long")), shorten=15),
    date(2014, 3, 9), 3391, "", "gbk", more=CITY,
)  # fmt: skip

# ---- 汀兰大学报: the content system of a university; pages are channels, the paper has no pictures of pages.


def _tinglan_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"{17000 + issue.number * 4 + issue.place(sheet)}/list.htm"


def _tinglan_id(issue: Edition, sheet: Sheet, story: Story) -> str:
    return (
        f"c{17000 + issue.number * 4 + issue.place(sheet)}a{401200 + issue.number % 100 * 40 + story.key * 2}"
    )


def _tinglan_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"{issue.day:%Y/%m%d}/{_tinglan_id(issue, sheet, story)}/page.htm"


def _tinglan_frame(issue: Edition, sheet: Sheet, title: str, up: str, middle: str) -> str:
    menu = "".join(
        f'<li class="menu-item"><a class="menu-link" href="/{code}/list.htm">{name}</a></li>'
        for code, name in (
            ("126", "新闻中心"),
            ("127", "学术预告"),
            ("131", "媒体看汀大"),
            ("140", "影像汀大"),
        )
    )
    pages = "".join(
        f'<li class="wp_subcolumn"><a class="{"selected" if other is sheet else ""}" href="{up}{_tinglan_page_address(issue, other)}" title="第{other.number}版 {other.name}"><span class="column-name">第{other.number}版 {other.name}</span></a></li>'
        for other in issue.sheets
    )
    front = [f"{up}{17001 + (issue.number + step) * 4}/list.htm" for step in (-1, 1)]
    later = f'<a href="{front[1]}">下一期</a>' if issue.following else ""
    return f"""<!DOCTYPE html><html class="webplus-list"><head><meta charset="utf-8"><title>{title}</title><link rel="stylesheet" href="/_css/_system/system.css"></head><body class="list">
<div class="wrapper header" id="header"><div class="sitelogo" frag="面板1"><a href="/"><img src="/_upload/tpl/logo.png"></a></div><div class="wp-search"><input placeholder="请输入关键字"></div></div><div class="wrapper nav"><ul class="wp-menu">{menu}</ul></div>
<div class="wrapper issue"><b>《汀兰大学报》</b><span>第{issue.number}期</span><span>{issue.day.year}年{issue.day.month}月{issue.day.day}日出版</span><a href="{front[0]}">上一期</a>{later}<a href="/_upload/article/files/{issue.number}.zip">整期下载</a></div>
<div class="wrapper" id="container"><div class="col_menu"><h2 class="column-anchor">本期导航</h2><ul class="column-list-wrap">{pages}</ul></div><div class="col_news">{middle}</div></div>
<div class="wrapper footer" id="footer"><select onchange="window.open(this.value)"><option>校内链接</option><option value="http://lib.example.edu/">图书馆</option><option value="http://jwc.example.edu/">教务处</option></select><p>版权所有 © 汀兰大学党委宣传部　地址：兰渚路1号　邮编：410000</p></div></body></html>"""


def _tinglan_page(issue: Edition, sheet: Sheet) -> str:
    up = "../"
    titles = "".join(
        f'<li class="news n{at} clearfix"><span class="news_title"><a href="{up}{_tinglan_article_address(issue, sheet, story)}" target="_blank" title="{e(story.title)}">{e(story.title)}</a></span><span class="news_meta">{issue.day}</span></li>'
        for at, story in enumerate(sheet.stories, start=1)
    )
    count = len(sheet.stories)
    middle = f"""<div class="col_news_head"><h2 class="column-title">第{sheet.number}版 {sheet.name}</h2><ul class="col_path">当前位置：<a href="/">首页</a> <a href="/2203/list.htm">校报</a> <a href="list.htm">第{sheet.number}版 {sheet.name}</a></ul></div>
<div id="wp_news_w6"><ul class="news_list list2">{titles}</ul></div><div id="wp_paging_w6"><ul class="wp_paging clearfix"><li class="pages_count"><span>每页 <em class="per_count">14</em> 记录</span> <span>总共 <em class="all_count">{count}</em> 记录</span></li>
<li class="page_nav"><a class="first" href="javascript:void(0)">第一页</a> <a class="prev" href="javascript:void(0)">&lt;&lt;上一页</a> <a class="next" href="javascript:void(0)">下一页&gt;&gt;</a> <a class="last" href="javascript:void(0)">尾页</a></li><li class="page_jump"><span>页码 <em>1</em>/<em>1</em></span> <span>跳转到 <input></span></li></ul></div>"""
    return _tinglan_frame(issue, sheet, f"第{sheet.number}版 {sheet.name}", up, middle)


def _tinglan_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    up = "../../../"
    style = "text-indent:2em;line-height:1.75em"
    texts = story.paragraphs[:1] if story.form == "table" else story.paragraphs
    blocks = [
        f'<p style="{style}"><span style="font-family:微软雅黑;font-size:16px">{e(text)}</span></p>'
        for text in texts
    ]
    for picture in story.pictures:
        blocks.append(
            f'<p style="text-align:center"><img data-layer="photo" src="{up}{_tinglan_picture(issue, picture)}" sudyfile-attr="{{}}"></p><p style="text-align:center"><span style="font-family:楷体,楷体_GB2312;font-size:14px">{e(caption_row(picture))}</span></p>'
        )
    if story.form == "table":
        rows = "".join(f"<tr>{each('<td><p>{}</p></td>', row)}</tr>" for row in table_rows(story))
        blocks.append(f'<table class="wp_editor_art_table"><tbody>{rows}</tbody></table>')
    heads = f'<h3 class="arti_title1">{e(story.kicker)}</h3>' if story.kicker else ""
    heads += f'<h1 class="arti_title">{e(story.headline)}</h1>'
    heads += f'<h2 class="arti_title2">{e(story.subhead)}</h2>' if story.subhead else ""
    sign = f'<span class="arti_author">作者：{e(story.byline)}</span>' if story.byline else ""
    middle = f"""<div class="article">{heads}<p class="arti_metas"><span class="arti_publisher">发布者：融媒体中心</span>{sign}<span class="arti_update">发布时间：{issue.day}</span><span class="arti_views">浏览次数：<span class="WP_VisitCount">10</span></span></p>
<div class="entry"><div class="read"><div class="wp_articlecontent">{"".join(blocks)}</div></div></div><div class="arti_editor">责任编辑：周砚</div><div class="bdsharebuttonbox"><a class="bds_more">分享</a></div></div>"""
    return _tinglan_frame(issue, sheet, e(story.headline), up, middle)


def _tinglan_picture(issue: Edition, picture: Picture) -> str:
    return f"_upload/article/images/xb{issue.number}{picture.name}.jpg"


TINGLAN = Staffed(
    "tinglan", "汀兰大学报", "a university's content system of 2024: pages are channels, no pictures of pages at all",
    ("the main menu has addresses of the pages' shape", "a row of 第一页 and 下一页 that leads nowhere", "every title with its day",
     "发布者 before 作者", "captions are paragraphs of the text", "questions and answers", "a link of the whole issue as an archive"),
    Markup(_tinglan_page_address, _tinglan_article_address, _tinglan_id, _tinglan_page, _tinglan_article, _tinglan_picture,
           prints_number=True),
    House((("1", "要闻", "news news photo"), ("2", "学术", "news"), ("3", "校园", "news news"), ("4", "兰渚", "poem news")),
          frozenset({"column"}), step=14),
    date(2024, 3, 15), 1187, "", more=CAMPUS,
)  # fmt: skip
SITES = (PINGSHAN, YUANSHUI, TINGLAN)
