"""Values in scripts, in a script file, in data attributes: no link that a browser without scripts follows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta

from tests.facsimile.unknown.newsroom import House
from tests.facsimile.unknown.parts import (
    OLD_NEWS,
    TODAY,
    e,
    each,
    strip,
)
from tests.facsimile.unknown.site import Markup, UnknownSite
from tests.facsimile.unknown.values import Edition, Sheet, Story

# ---- 青埠融媒: the documents are empty, a script holds the values.


def _qingbu_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return str(883000 + (issue.number % 100) * 50 + story.key)


def _qingbu_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"paper/{issue.day:%Y%m%d}/{sheet.number}.html"


def _qingbu_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"reader/{_qingbu_id(issue, sheet, story)}.html"


def _qingbu_frame(title: str, data: object, noscript: str = "") -> str:
    text = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    return f"""<!DOCTYPE html><html><head><meta charset="UTF-8"><title>{title}</title>
<script src="/static/vue.min.js"></script></head>
<body><div id="app"><div class="loading">加载中…</div></div>
{noscript}<script>var clock = new Date(); window.__STATE__ = {text};</script>
<script src="/static/app.8d2f.js"></script></body></html>"""


def _qingbu_page(issue: Edition, sheet: Sheet) -> str:
    data = {
        "site": {"name": "青埠报", "today": str(TODAY), "weather": "阵雨 17~22℃"},
        "issue": {
            "date": str(issue.day), "no": issue.number, "prev": f"/paper/{issue.previous:%Y%m%d}/01.html",
            "next": f"/paper/{issue.following:%Y%m%d}/01.html" if issue.following else None,
            "pages": [
                {"no": other.number, "name": other.name, "url": f"../{issue.day:%Y%m%d}/{other.number}.html"}
                for other in issue.sheets
            ],
        },
        "page": {
            "no": sheet.number, "name": sheet.name, "img": f"../../img/{issue.day:%Y%m%d}{sheet.number}.jpg",
            "titles": [
                {
                    "aid": int(_qingbu_id(issue, sheet, story)), "title": story.title,
                    "url": f"../../reader/{_qingbu_id(issue, sheet, story)}.html", "box": list(box),
                }
                for story, box in strip(issue, sheet, 1000, 1500)
            ],
        },
        "hot": [
            {"aid": int(_qingbu_id(issue, sheet, story)), "title": story.title,
             "url": f"../../reader/{_qingbu_id(issue, sheet, story)}.html"}
            for story in issue.elsewhere(sheet)[:5]
        ],
    }  # fmt: skip
    return _qingbu_frame(f"青埠报 {issue.day} {sheet.number}", data)


def _qingbu_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    data = {
        "article": {
            "aid": int(_qingbu_id(issue, sheet, story)), "intro": story.kicker, "title": story.headline,
            "sub": story.subhead, "author": story.byline, "column": story.column, "pubDate": str(issue.day),
            "pageNo": sheet.number, "pageName": sheet.name,
            "html": each("<p>　　{}</p>", story.paragraphs),
            "images": [
                {"src": (f"../img/{issue.day:%Y%m%d}/{picture.name}"
                    f".jpg"), "desc": picture.caption, "by": picture.credit}
                for picture in story.pictures
            ],
        },
        "recommend": [
            {"aid": 880000 + at, "title": text, "pubDate": str(issue.day - timedelta(days=at + 1))}
            for at, text in enumerate(OLD_NEWS)
        ],
    }  # fmt: skip
    return _qingbu_frame(e(story.headline), data)


QINGBU = UnknownSite(
    "qingbu", "青埠报", "everything in a script of the document: window.__STATE__ as JSON; the body is empty",
    ("no visible text at all", "list hot beside the titles with the same keys",
     "today's date in the site's values",
     "recommended articles of other days in the article's values", "text as HTML inside JSON",
     "ids are numbers there and text in the address", "addresses with ../ in the values"),
    Markup(_qingbu_page_address, _qingbu_article_address, _qingbu_id, _qingbu_page, _qingbu_article,
           lambda issue, picture: f"img/{issue.day:%Y%m%d}/{picture.name}.jpg",
           lambda issue, sheet: f"img/{issue.day:%Y%m%d}{sheet.number}.jpg", prints_number=True),
    House((("01", "头版", "jump news news news"), ("02", "民生", "news table notice jump news"),
           ("03", "专题", "long news photo news"), ("04", "海岸", "poem news news news"))),
    date(2023, 9, 4), 7740, "paper/{date:%Y%m%d}/01.html",
)  # fmt: skip

# ---- 茅洲手机报: a page for telephones: no href anywhere, addresses in data attributes.


def _maozhou_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return f"{issue.day:%y%m%d}{story.key:02d}"


def _maozhou_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"m/{issue.day:%Y/%m/%d}/{sheet.number}/list.html"


def _maozhou_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"m/{issue.day:%Y/%m/%d}/{sheet.number}/{_maozhou_id(issue, sheet, story)}.html"


def _maozhou_cells(issue: Edition, stories: tuple[Story, ...]) -> str:
    return "".join(
        f'<li class="cell" data-url="../{issue.sheet_of(story).number}'
        f'/{_maozhou_id(issue, issue.sheet_of(story), story)}.html">'
        f'<div class="cell-t">{e(story.title)}</div><div class="cell-n"><i class="eye"></i>'
        f"{story.key * 37 % 900}</div></li>"
        for story in stories
    )


def _maozhou_page(issue: Edition, sheet: Sheet) -> str:
    tabs = "".join(
        f'<div class="tab{" cur" if other is sheet else ""}" data-url="../{other.number}/list.html">'
        f"{other.number} {other.name}</div>"
        for other in issue.sheets
    )
    spots = "".join(
        f'<i class="hot" style="left:{left / 10}%;top:{top / 10}%;width:{(right - left) / 10}'
        f'%;height:{(bottom - top) / 10}%" '
        f'data-url="{_maozhou_id(issue, sheet, story)}.html" data-title="{e(story.headline)}"></i>'
        for story, (left, top, right, bottom) in strip(issue, sheet, 1000, 1000)
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8">
<meta name="apple-mobile-web-app-capable" content="yes"><title>茅洲日报</title></head>
<body data-date="{issue.day}">
<header><i class="back"></i><span class="d">{issue.day:%m/%d}</span><i class="cal"></i></header>
<div class="tabs">{tabs}</div>
<div class="pic">
<img data-original="../../../../../m/{issue.day:%Y/%m/%d}/{sheet.number}/page.jpg" src="/img/blank.gif">
{spots}</div><h2>{sheet.number} {sheet.name}</h2>
<ul class="cells">{_maozhou_cells(issue, sheet.stories)}</ul><h2>大家都在看</h2><ul class="cells">
{_maozhou_cells(issue, issue.elsewhere(sheet)[::4])}</ul>
<div class="dock"><span>首页</span><span>版面</span><span>我的</span></div></body></html>"""


def _maozhou_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    figures = "".join(
        f'<div class="img"><img src="/img/blank.gif" data-original="{picture.name}.jpg" '
        f'data-desc="{e(picture.caption)}" data-author="{e(picture.credit)}"></div>'
        for picture in story.pictures
    )
    lines = [("c-k", story.kicker), ("c-t", story.headline), ("c-s", story.subhead), ("c-a", story.byline)]
    head = "".join(f'<div class="{name}">{e(text)}</div>' for name, text in lines if text)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{e(story.headline)}</title>
<meta name="description" content="{e("".join(story.paragraphs)[:30])}"></head><body>
<header><i class="back"></i><span class="d">正文</span><i class="more"></i></header><div class="c">
{head}<div class="c-d">茅洲日报 {issue.day} {sheet.number}版</div>
<div class="c-b">{figures}{each("<section>{}</section>", story.paragraphs)}</div><div class="zan"><i>
</i>点赞 {story.key * 3}</div></div>
<ul class="cells">{_maozhou_cells(issue, issue.elsewhere(sheet)[1::5])}</ul><div class="dock">
<span>写评论</span><span>分享</span><span>收藏</span></div></body></html>"""


def _maozhou_entry(issue: Edition) -> Mapping[str, str]:
    """The entry of the day only leads on, by script."""
    return {
        (
            f"m/{issue.day:%Y/%m/%d}/"
        ): f"<html><script>location.replace('{issue.sheets[0].number}/list.html')</script></html>"
    }


MAOZHOU = UnknownSite(
    "maozhou", "茅洲日报",
    "for telephones, 2022: no link has an href, addresses stand in data-url; pictures load late",
    ("pictures' addresses in data-original, captions in data attributes",
     "hotspots in percent instead of a map",
     "大家都在看 in the markup of the title list", "counters in every entry",
     "the year of the date only in an attribute",
     "the text in section elements", "an entry page that leads on by script",
     "docks with words like 首页 版面",
     "description meta repeats the beginning of the text"),
    Markup(_maozhou_page_address, _maozhou_article_address, _maozhou_id, _maozhou_page, _maozhou_article,
           lambda issue, picture:
               f"m/{issue.day:%Y/%m/%d}/{issue.sheet_showing(picture).number}/{picture.name}.jpg",
           lambda issue, sheet: f"m/{issue.day:%Y/%m/%d}/{sheet.number}/page.jpg",
           others=_maozhou_entry, issue_links=False),
    House((("A01", "头条", "jump news news news"), ("A02", "民情", "news jump notice news"),
           ("A03", "产业", "news news table long"), ("A04", "海风", "poem photo news news")),
          frozenset({"column"}), latin=True),
    date(2022, 7, 19), 3150, "m/{date:%Y/%m/%d}/A01/list.html",
)  # fmt: skip

# ---- 盐河商讯: titles in a script file beside the page.


def _yanhe_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"{issue.day:%Y}/{issue.day:%j}/{issue.place(sheet)}/"


def _yanhe_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return f"YH{issue.day:%y%j}{story.key:02d}"


def _yanhe_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"{_yanhe_page_address(issue, sheet)}{_yanhe_id(issue, sheet, story)}.html"


def _yanhe_scripts(issue: Edition) -> Mapping[str, str]:
    return {
        f"{_yanhe_page_address(issue, sheet)}data.js": "var list = "
        + json.dumps(
            [
                {
                    "id": _yanhe_id(issue, sheet, story),
                    "t": story.title,
                    "u": f"{_yanhe_id(issue, sheet, story)}.html",
                }
                for story in sheet.stories
            ],
            ensure_ascii=False,
        )
        + ";"
        for sheet in issue.sheets
    }


def _yanhe_page(issue: Edition, sheet: Sheet) -> str:
    pages = "".join(
        f'<p class="ban{at % 2}"><a href="../{at}/">{other.number}/{other.name}</a></p>'
        for at, other in enumerate(issue.sheets, start=1)
    )
    later = (
        f'<a href="../../../{issue.following:%Y}/{issue.following:%j}/1/">后一期</a>'
        if issue.following
        else ""
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>
{issue.day} {sheet.number}/{sheet.name} 盐河商讯</title><script src="data.js"></script></head><body>
<h3>盐河商讯　{issue.day:%Y/%m/%d}　<a href="../../../{issue.previous:%Y}/{issue.previous:%j}/1/">前一期</a>
{later}</h3><div class="bans">{pages}</div><h4>{sheet.number}/{sheet.name}</h4>
<img src="scan.jpg"><a href="page.pdf">PDF下载</a><ul id="titles"></ul>
<script>list.forEach(function(a){{document.getElementById('titles').insertAdjacentHTML('beforeend','<li>
<a href="'+a.u+'">'+a.t+'</a></li>')}})</script>
<h4>商机热榜</h4><ul class="hot"><li><a href="http://b2b.example.com/1.html">求购榉木板材</a></li><li>
<a href="http://b2b.example.com/2.html">转让注塑机两台</a></li></ul></body></html>"""


def _yanhe_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    figures = "".join(
        f'<center><img src="{picture.name}.jpg"/><div>{e(picture.caption)}（摄影 {e(picture.credit)}）</div>'
        f"</center>"
        for picture in story.pictures
    )
    kicker = f"{e(story.kicker)}<br/>" if story.kicker else ""
    subhead = f"<br/>{e(story.subhead)}" if story.subhead else ""
    text = "".join(f"<blockquote>{e(paragraph)}</blockquote>" for paragraph in story.paragraphs)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{e(story.headline)}</title></head>
<body><h3>盐河商讯　{issue.day:%Y/%m/%d}　{sheet.number}/{sheet.name}</h3>
<center>{kicker}<big>{e(story.headline)}</big>{subhead}</center><div class="who">{e(story.byline)}</div>
{figures}{text}<div class="stock">上证指数 3301.22 深证成指 10820.4 布伦特 71.3</div>
<h4>商机热榜</h4><ul class="hot"><li><a href="http://b2b.example.com/1.html">求购榉木板材</a></li><li>
<a href="http://b2b.example.com/2.html">转让注塑机两台</a></li></ul></body></html>"""


YANHE = UnknownSite(
    "yanhe", "盐河商讯",
    "titles in a script file beside the page, the day of the year in the address, labels 01/要闻",
    ("the page itself has no title", "the only list of links is an advert of other hosts",
     "stock line below the text",
     "kicker, headline and subhead in one <center>", "paragraphs in blockquote", "PDF link"),
    Markup(_yanhe_page_address, _yanhe_article_address, _yanhe_id, _yanhe_page, _yanhe_article,
           lambda issue, picture:
               f"{_yanhe_page_address(issue, issue.sheet_showing(picture))}{picture.name}.jpg",
           lambda issue, sheet: f"{_yanhe_page_address(issue, sheet)}scan.jpg",
           lambda issue, sheet: f"{_yanhe_page_address(issue, sheet)}page.pdf", others=_yanhe_scripts),
    House((("01", "要闻", "jump news news news"), ("02", "市场", "table news jump news"),
           ("03", "企业", "news news long news"), ("04", "周末", "poem photo news news")),
          frozenset({"column"})),
    date(2025, 2, 12), 140, "{date:%Y/%j}/1/", lacks=frozenset({"titles"}),
)  # fmt: skip
SITES = (QINGBU, MAOZHOU, YANHE)
