"""Three sites written after the reader was mended for the others: a blog's theme, image buttons, a list with days."""

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
    weekday,
)
from tests.facsimile.unknown.site import Markup, UnknownSite
from tests.facsimile.unknown.values import Edition, Sheet, Story

# ---- 太湖时报: the theme of a blog, pages are its categories.


def _taihu_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"issue/{issue.day}/{sheet.number.lower()}/"


def _taihu_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return str(31000 + issue.number * 24 + story.key)


def _taihu_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"{issue.day:%Y/%m/%d}/post-{_taihu_id(issue, sheet, story)}/"


def _taihu_frame(issue: Edition, sheet: Sheet, title: str, up: str, middle: str) -> str:
    pages = "".join(
        f'<li class="cat-item"><a href="{up}{_taihu_page_address(issue, other)}">{other.number} {other.name}</a> ({len(other.stories)})</li>'
        for other in issue.sheets
    )
    recent = "".join(
        f'<li><a href="{up}{_taihu_article_address(issue, issue.sheet_of(story), story)}">{e(story.title)}</a></li>'
        for story in issue.elsewhere(sheet)[:5]
    )
    archive = "".join(
        f'<li><a href="{up}{issue.day.year}/{at:02d}/">{issue.day.year}年{at}月</a></li>'
        for at in range(1, 13)
    )
    return f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="UTF-8"><title>{title}</title></head><body class="home blog">
<header id="masthead"><p class="site-title"><a href="{up}">太湖时报</a></p><p class="site-description">看见每一天</p></header>
<div id="primary"><main id="main">{middle}</main></div><aside id="secondary"><section class="widget"><h2 class="widget-title">搜索</h2><form></form></section>
<section class="widget"><h2 class="widget-title">版面</h2><ul>{pages}</ul></section><section class="widget"><h2 class="widget-title">近期文章</h2><ul>{recent}</ul></section>
<section class="widget"><h2 class="widget-title">归档</h2><ul>{archive}</ul></section></aside><footer><p>太湖时报社 苏ICP备20000000号 自豪地采用WordPress</p></footer></body></html>"""


def _taihu_page(issue: Edition, sheet: Sheet) -> str:
    up = "../../../"
    posts = "".join(
        f'<article class="post"><header class="entry-header"><h2 class="entry-title"><a href="{up}{_taihu_article_address(issue, sheet, story)}" rel="bookmark">{e(story.title)}</a></h2>'
        f'<div class="entry-meta"><span class="posted-on">{long_date(issue.day)}</span></div></header><div class="entry-summary"><p>{e(story.paragraphs[0][:50]) if story.paragraphs else ""}'
        f'[…] <a href="{up}{_taihu_article_address(issue, sheet, story)}" class="more-link">继续阅读</a></p></div></article>'
        for story in sheet.stories
    )
    previous = f'<a href="{up}issue/{issue.previous}/a01/">← 上一期</a>'
    middle = f'<header class="page-header"><h1 class="page-title">{sheet.number} {sheet.name}</h1><p>{long_date(issue.day)} {weekday(issue.day)}</p></header>{posts}<nav>{previous}</nav>'
    return _taihu_frame(issue, sheet, f"{sheet.number} {sheet.name} – 太湖时报", up, middle)


def _taihu_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    up = "../../../../"
    figures = "".join(
        f'<figure class="wp-block-image"><img src="{up}wp-content/{picture.name}.jpg" alt=""><figcaption>{e(caption_row(picture))}</figcaption></figure>'
        for picture in story.pictures
    )
    kicker = f'<p class="eyebrow">{e(story.kicker)}</p>' if story.kicker else ""
    subhead = f'<p class="subtitle">{e(story.subhead)}</p>' if story.subhead else ""
    sign = f'<span class="byline">{e(story.byline)}</span>' if story.byline else ""
    at = sheet.stories.index(story)
    turn = "".join(
        f'<div class="nav-{name}"><a href="{up}{_taihu_article_address(issue, sheet, sheet.stories[to])}"><span>{label}</span> {e(sheet.stories[to].title)}</a></div>'
        for name, label, to in (("previous", "上一篇：", at - 1), ("next", "下一篇：", at + 1))
        if 0 <= to < len(sheet.stories)
    )
    middle = f"""<article class="post"><header class="entry-header">{kicker}<h1 class="entry-title">{e(story.headline)}</h1>{subhead}<div class="entry-meta">
<span class="posted-on">发布于 {issue.day}</span> {sign} <span class="cat-links">分类：<a href="{up}{_taihu_page_address(issue, sheet)}">{sheet.number} {sheet.name}</a></span></div></header>
<div class="entry-content">{figures}{each("<p>{}</p>", story.paragraphs)}</div></article><nav class="post-navigation">{turn}</nav><div id="respond"><h3>发表回复</h3>
<p>您的邮箱地址不会被公开。必填项已用 * 标注。</p></div>"""
    return _taihu_frame(issue, sheet, f"{e(story.headline)} – 太湖时报", up, middle)


TAIHU = UnknownSite(
    "taihu", "太湖时报", "the theme of a blog of 2020: pages are categories, entries have an excerpt and a second link",
    ("近期文章 beside, with articles of other pages", "months that count up", "继续阅读 leads to the article, too",
     "titles in 上一篇 and 下一篇", "a rule for comments below"),
    Markup(_taihu_page_address, _taihu_article_address, _taihu_id, _taihu_page, _taihu_article,
           lambda issue, picture: f"wp-content/{picture.name}.jpg"),
    House((("A01", "要闻", "jump news news photo"), ("A02", "民生", "news news jump"), ("A03", "财经", "news news notice"),
           ("A04", "副刊", "poem news long")), frozenset({"column"})),
    date(2020, 11, 12), 77, "issue/{date:%Y-%m-%d}/a01/",
)  # fmt: skip

# ---- 河西晚报: GBK of 2007; image buttons for pages, windows for articles.


def _hexi_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"dzb/{issue.day:%Y%m%d}/page{issue.place(sheet):02d}.html"


def _hexi_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return str(issue.number * 100 + story.key)


def _hexi_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"dzb/{issue.day:%Y%m%d}/show_{_hexi_id(issue, sheet, story)}.html"


def _hexi_page(issue: Edition, sheet: Sheet) -> str:
    buttons = "".join(
        f"""<td><img src="/img/b{other.number}.gif" alt="第{other.number}版：{other.name}" onclick="location.href='page{issue.place(other):02d}.html'" style="cursor:hand"></td>"""
        for other in issue.sheets
    )
    titles = "".join(
        f"""<tr><td height="20">◆ <a href="#" onclick="openwin('show_{_hexi_id(issue, sheet, story)}.html');return false">{e(story.title)}</a></td></tr>"""
        for story in sheet.stories
    )
    areas = "".join(
        f"""<area shape="poly" coords="{polygon(box)}" href="#" onclick="openwin('show_{_hexi_id(issue, sheet, story)}.html')">"""
        for story, box in strip(issue, sheet, 340, 500)
    )
    hot = each('<tr><td>◆ <a href="/news/1.html">{}</a></td></tr>', OLD_NEWS)
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>河西晚报电子版</title><script>function openwin(u){{window.open(u,'','width=600')}}</script></head>
<body><table width="960"><tr><td><img src="/img/top.jpg"></td></tr><tr><td>现在是{long_date(TODAY)}</td></tr></table><table><tr>{buttons}</tr></table><table width="960"><tr>
<td valign="top"><img src="p{issue.place(sheet):02d}.jpg" usemap="#mp" border="0"><map name="mp">{areas}</map></td><td valign="top"><table><tr><td><b>{long_date(issue.day)} {weekday(issue.day)} 第{sheet.number}版：{sheet.name}</b></td></tr>
{titles}</table><table><tr><td bgcolor="#ccc">本网热点</td></tr>{hot}</table></td></tr></table><center>河西晚报社 甘ICP备07000000号</center></body></html>"""


def _hexi_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    pictures = "".join(
        f'<table align="center"><tr><td><img src="pic/{picture.name}.jpg"></td></tr><tr><td class="tu">{e(caption_row(picture))}</td></tr></table>'
        for picture in story.pictures
    )
    heads = "".join(
        f'<tr><td align="center" class="{name}">{e(text)}</td></tr>'
        for name, text in (
            ("jt", story.kicker),
            ("zt", story.headline),
            ("ft", story.subhead),
            ("zz", story.byline),
        )
        if text
    )
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>河西晚报电子版</title></head><body bgcolor="#f5f5f5"><table width="580" align="center">
<tr><td>{long_date(issue.day)}　第{sheet.number}版：{sheet.name}　<a href="javascript:doZoom(16)">大</a> <a href="javascript:doZoom(14)">中</a> <a href="javascript:doZoom(12)">小</a></td></tr>{heads}
<tr><td class="nr">{pictures}{each('<p class="p1">　　{}</p>', story.paragraphs)}</td></tr><tr><td align="right">责任编辑：小舟</td></tr><tr><td align="center"><a href="javascript:window.close()">[关闭窗口]</a></td></tr></table></body></html>"""


HEXI = UnknownSite(
    "hexi", "河西晚报", "GBK of 2007: buttons that are pictures lead to the pages, links open windows",
    ("labels stand in alt alone", "hrefs are # everywhere", "the same title on all documents", "a clock in the header"),
    Markup(_hexi_page_address, _hexi_article_address, _hexi_id, _hexi_page, _hexi_article,
           lambda issue, picture: f"dzb/{issue.day:%Y%m%d}/pic/{picture.name}.jpg",
           lambda issue, sheet: f"dzb/{issue.day:%Y%m%d}/p{issue.place(sheet):02d}.jpg", issue_links=False),
    House((("01", "要闻", "jump news news"), ("02", "城市", "news news jump notice"), ("03", "县区", "news photo news"),
           ("04", "文体", "news poem long")), frozenset({"column"})),
    date(2007, 9, 20), 880, "dzb/{date:%Y%m%d}/page01.html", "gbk",
)  # fmt: skip

# ---- 沧浪日报: definition lists, every title with the day behind it, a sidebar of the group's other papers.


def _canglang_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"clrb/content/{issue.day:%Y-%m/%d}/{sheet.number}.html"


def _canglang_id(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"{sheet.number}_{issue.number * 9 + story.key}"


def _canglang_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"clrb/content/{issue.day:%Y-%m/%d}/{_canglang_id(issue, sheet, story)}.html"


def _canglang_frame(issue: Edition, sheet: Sheet, title: str, middle: str) -> str:
    pages = "".join(
        f'<dd><a href="{other.number}.html">第{other.number}版 {other.name}</a></dd>'
        for other in issue.sheets
    )
    papers = "".join(
        f'<dd><a href="../../../../{code}/content/{issue.day:%Y-%m/%d}/01.html">{name}</a></dd>'
        for code, name in (("clwb", "沧浪晚报"), ("clsb", "沧浪商报"), ("clcj", "沧浪财经"))
    )
    later = f'<a href="../../{issue.following:%Y-%m/%d}/01.html">后一天</a>' if issue.following else ""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body><div class="t1"><a href="../../{issue.previous:%Y-%m/%d}/01.html">前一天</a>
<strong>{long_date(issue.day, False)}</strong> {later}</div><div class="box1"><dl><dt>集团报刊</dt>{papers}</dl><dl><dt>本期版面</dt>{pages}</dl></div><div class="box2">{middle}</div>
<div class="box3">主办单位：沧浪报业传媒集团　新闻热线：0512-65000000　<a href="/law">法律顾问</a></div></body></html>"""


def _canglang_page(issue: Edition, sheet: Sheet) -> str:
    titles = "".join(
        f'<dd><a href="{_canglang_id(issue, sheet, story)}.html">{e(story.title)}</a><span>({issue.day:%m-%d})</span></dd>'
        for story in sheet.stories
    )
    others = "".join(
        f'<dd><a href="{_canglang_id(issue, issue.sheet_of(story), story)}.html">{e(story.title)}</a><span>({issue.day:%m-%d})</span></dd>'
        for story in issue.elsewhere(sheet)[1::3]
    )
    middle = f'<h2>第{sheet.number}版 {sheet.name}</h2><div class="bmt"><img src="img/{sheet.number}.jpg"></div><dl><dt>{sheet.name}</dt>{titles}</dl><dl><dt>编辑荐读</dt>{others}</dl>'
    return _canglang_frame(issue, sheet, f"沧浪日报 {issue.day}", middle)


def _canglang_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    pictures = "".join(
        f'<div class="tp"><img src="img/{picture.name}.jpg"><div>{e(picture.caption)}</div><div>{e(picture.credit)}/摄</div></div>'
        for picture in story.pictures
    )
    rows = "".join(
        f'<div class="{name}">{e(text)}</div>'
        for name, text in (("j", story.kicker), ("z", story.headline), ("f", story.subhead))
        if text
    )
    column = f'<div class="l">{e(story.column)}</div>' if story.column else ""
    middle = f"""<div class="w">{column}{rows}<div class="s">{e(story.byline)}</div><div class="n">{pictures}{each("<div>　　{}</div>", story.paragraphs)}</div></div>
<div class="y">本文刊于{long_date(issue.day, False)}沧浪日报第{sheet.number}版，欢迎读者来信来电参与讨论。</div><div class="k"><a>赞(3)</a><a>踩(0)</a><a>转发</a></div>"""
    return _canglang_frame(issue, sheet, f"{e(story.headline)}_沧浪日报", middle)


CANGLANG = UnknownSite(
    "canglang", "沧浪日报", "definition lists of 2016: the group's papers, the pages and the titles all alike",
    ("other papers of the group in addresses of the pages' shape", "编辑荐读 in the markup of the title list",
     "the title list is headed by the page's name alone", "a sentence below every text", "credits in a row of their own"),
    Markup(_canglang_page_address, _canglang_article_address, _canglang_id, _canglang_page, _canglang_article,
           lambda issue, picture: f"clrb/content/{issue.day:%Y-%m/%d}/img/{picture.name}.jpg",
           lambda issue, sheet: f"clrb/content/{issue.day:%Y-%m/%d}/img/{sheet.number}.jpg"),
    House((("01", "头版", "jump news news news"), ("02", "要闻", "news news jump"), ("03", "园林", "news photo news"),
           ("04", "评弹", "poem news long notice"))),
    date(2016, 5, 18), 4500, "clrb/content/{date:%Y-%m/%d}/01.html",
)  # fmt: skip
SITES = (TAIHU, HEXI, CANGLANG)
