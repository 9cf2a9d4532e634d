"""HTML5 of 2021, an issue in one document, a weekly without dates in its addresses."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256

from tests.facsimile.unknown.newsroom import House
from tests.facsimile.unknown.parts import (
    TODAY,
    caption_row,
    e,
    each,
    long_date,
    table_rows,
    weekday,
)
from tests.facsimile.unknown.site import Markup, UnknownSite
from tests.facsimile.unknown.values import Edition, Sheet, Story

# ---- 月湖时报: HTML5, ids in hexadecimal, a page in English.


def _yuehu_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return sha256(f"{issue.day}{story.key}".encode()).hexdigest()[:10]


def _yuehu_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"issue/{issue.day}/p/{issue.place(sheet)}"


def _yuehu_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"issue/{issue.day}/a/{_yuehu_id(issue, sheet, story)}"


def _yuehu_cards(issue: Edition, stories: tuple[Story, ...]) -> str:
    return "".join(
        f'<article class="card"><h3>'
        f'<a href="/{{base}}{_yuehu_article_address(issue, issue.sheet_of(story), story)}">'
        f"{e(story.title)}</a></h3></article>"
        for story in stories
    ).replace("/{base}", "../../../")


def _yuehu_frame(issue: Edition, title: str, main: str) -> str:
    later = f'<a rel="next" href="../../../issue/{issue.following}/p/1">下一期</a>' if issue.following else ""
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>
{title}</title><link rel="stylesheet" href="/_a/main.3f1c.css"></head>
<body><header class="top"><a href="/" class="brand">月湖时报</a><nav aria-label="站点">
<a href="/live">直播</a><a href="/video">视频</a><a href="/app">客户端下载</a></nav>
<time datetime="{TODAY}">今天 {TODAY.month}月{TODAY.day}日</time><span class="temp">14°C 晴</span></header>
<nav class="issue"><a rel="prev" href="../../../issue/{issue.previous}/p/1">上一期</a>
<time datetime="{issue.day}">{long_date(issue.day, False)} {weekday(issue.day)}</time>{later}</nav>
{main}<aside class="ad" aria-label="广告"><p>月湖文创市集，每周六开市，凭电子票入场。</p></aside>
<footer><p>© 2003–2026 月湖时报 保留所有权利</p><p>Yuehu Times, all rights reserved.</p></footer></body>
</html>"""


def _yuehu_page(issue: Edition, sheet: Sheet) -> str:
    pages = "".join(
        f'<li><a href="../../../{_yuehu_page_address(issue, other)}'
        f'"{" aria-current=page" if other is sheet else ""}>'
        f"<b>{other.number}</b> <span>{other.name}</span></a></li>"
        for other in issue.sheets
    )
    main = f"""<main><section class="sheet"><h2><b>{sheet.number}</b> {sheet.name}</h2>
<picture><source srcset="../../../media/{issue.day:%Y%m%d}/p{issue.place(sheet)}.jpg">
<img src="../../../media/{issue.day:%Y%m%d}/p{issue.place(sheet)}.jpg" alt="版面"></picture>
<div class="cards">{_yuehu_cards(issue, sheet.stories)}</div></section><nav class="pages" aria-label="版面">
<ol>{pages}</ol></nav>
<section class="more"><h2>编辑推荐</h2><div class="cards">
{_yuehu_cards(issue, issue.elsewhere(sheet)[1:5])}</div></section></main>"""
    return _yuehu_frame(issue, f"月湖时报 {sheet.number} {sheet.name}", main)


def _yuehu_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    figures = "".join(
        f'<figure><img loading="lazy" src="../../../media/{issue.day:%Y%m%d}/{picture.name}.jpg" alt="">'
        f"<figcaption>{e(picture.caption)}<small>（{e(picture.credit)} 摄）</small></figcaption></figure>"
        for picture in story.pictures
    )
    text = each("<p>{}</p>\n", story.paragraphs)
    if story.form == "table":
        rows = "".join("<tr>" + each("<td>{}</td>", row) + "</tr>" for row in table_rows(story))
        text = f"<p>{e(story.paragraphs[0])}</p><table><tbody>{rows}</tbody></table>"
    if story.form == "poem":
        text = "<p>" + "<br>".join(map(e, story.paragraphs)) + "</p>"
    eyebrow = f'<p class="eyebrow">{e(story.kicker)}</p>' if story.kicker else ""
    deck = f'<p class="deck">{e(story.subhead)}</p>' if story.subhead else ""
    author = f'<address rel="author">{e(story.byline)}</address>' if story.byline else ""
    column = f'<a class="tag" href="/column/{story.key}">{e(story.column)}</a>' if story.column else ""
    data = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": story.headline,
        "datePublished": f"{issue.day}T06:00:00+08:00",
        "publisher": {"@type": "Organization", "name": "月湖时报"},
    }  # fmt: skip
    main = f"""<main><article><header>{column}{eyebrow}<h1>{e(story.headline)}</h1>{deck}{author}
<p class="where"><time datetime="{issue.day}">
{long_date(issue.day, False)}</time> <a href="../../../{_yuehu_page_address(issue, sheet)}">
{sheet.number} {sheet.name}</a></p>
<div class="tools"><button>听全文</button><button>字号</button><button>收藏</button></div></header>
{figures}{text}<footer><p>责任编辑：安琪</p></footer></article>
<section class="more"><h2>相关阅读</h2><div class="cards">
{_yuehu_cards(issue, issue.elsewhere(sheet)[-4:])}</div></section>
<section class="comments"><h2>评论 3</h2><article><p>读者甲：说得好，期待更多这样的报道。</p><article>
<p>读者乙 回复：同感。</p></article></article></section></main>
<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>"""
    return _yuehu_frame(issue, f"{e(story.headline)} | 月湖时报", main)


YUEHU = UnknownSite(
    "yuehu", "月湖时报",
    "HTML5 of 2021: article, figure, time; ids in hexadecimal, addresses without an ending",
    ("编辑推荐 and 相关阅读 as the same cards", "nested comments are articles in the article's section",
     "one page in English between Chinese ones", "today's date in a time element before the issue's",
     "weather", "buttons between headline and text", "responsible editor in the article's footer",
     "page labels without 版: a number and a name", "poem by <br>", "column as a tag link"),
    Markup(_yuehu_page_address, _yuehu_article_address, _yuehu_id, _yuehu_page, _yuehu_article,
           lambda issue, picture: f"media/{issue.day:%Y%m%d}/{picture.name}.jpg",
           lambda issue, sheet: f"media/{issue.day:%Y%m%d}/p{issue.place(sheet)}.jpg"),
    House((("01", "要闻", "jump news news photo"), ("02", "城市", "news news notice table news"),
           ("03", "深度", "jump long news news"), ("04", "English", "english english english english"),
           ("05", "副刊", "poem news poem news"))),
    date(2021, 5, 12), 6004, "issue/{date:%Y-%m-%d}/p/1",
)  # fmt: skip

# ---- 渔梁快报: the whole issue in one document, ids behind the hash.


def _yuliang_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"kb/{issue.day:%Y%m%d}.html#p{issue.place(sheet):02d}"


def _yuliang_id(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"a{issue.place(sheet)}{sheet.stories.index(story) + 1:02d}"


def _yuliang_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"kb/{issue.day:%Y%m%d}.html#{_yuliang_id(issue, sheet, story)}"


def _yuliang_story(issue: Edition, sheet: Sheet, story: Story) -> str:
    kicker = f"<h5>{e(story.kicker)}</h5>" if story.kicker else ""
    subhead = f"<h5>{e(story.subhead)}</h5>" if story.subhead else ""
    byline = f"<p><b>{e(story.byline)}</b></p>" if story.byline else ""
    figures = "".join(
        f'<p class="p"><img src="{issue.day:%Y%m%d}/{picture.name}.jpg"/><br/><i>'
        f"{e(caption_row(picture))}</i></p>"
        for picture in story.pictures
    )
    return (
        f'<div id="{_yuliang_id(issue, sheet, story)}">{kicker}<h3>{e(story.headline)}</h3>'
        f'{subhead}{byline}{each("<p>{}</p>", story.paragraphs)}{figures}<a href="#top">回到顶部</a></div>'
    )


def _yuliang_page(issue: Edition, _sheet: Sheet) -> str:
    pages = " | ".join(
        f'<a href="#p{at:02d}">第{sheet.number}版：{sheet.name}</a>'
        for at, sheet in enumerate(issue.sheets, start=1)
    )
    parts = []
    for at, sheet in enumerate(issue.sheets, start=1):
        titles = "".join(
            f'<li><a href="#{_yuliang_id(issue, sheet, story)}">{e(story.title)}</a></li>'
            for story in sheet.stories
        )
        stories = "<hr/>".join(_yuliang_story(issue, sheet, story) for story in sheet.stories)
        parts.append(
            f'<div class="ban" id="p{at:02d}"><h2>第{sheet.number}版：{sheet.name}</h2><ol>{titles}</ol>'
            f"{stories}</div>"
        )
    later = f'<a href="{issue.following:%Y%m%d}.html">下一期</a>' if issue.following else ""
    digest = "".join(
        f'<li><a href="#{_yuliang_id(issue, sheet, sheet.stories[0])}">{e(sheet.stories[0].title)}</a></li>'
        for sheet in issue.sheets
    )
    return f"""<html><head><meta charset="utf-8"/><title>渔梁快报 {long_date(issue.day)}</title></head>
<body id="top"><h1>渔梁快报</h1>
<p>{long_date(issue.day)} {weekday(issue.day)} 第{issue.number}期 今日4版 <a
href="{issue.previous:%Y%m%d}.html">上一期</a> {later}</p><p class="nav">{pages}</p>
<div class="dd"><h2>导读</h2><ol>{digest}</ol></div>
{"".join(parts)}<p>主编：于勤 校对：方圆 印刷：渔梁印务</p></body></html>"""


YULIANG = UnknownSite(
    "yuliang", "渔梁快报", "the whole issue in one document; pages and articles are fragments",
    ("ids only behind the hash", "box 导读 with the first article of every page",
     "title lists of all pages in one document",
     "今日4版 is no page label", "kicker and subhead in the same element", "回到顶部 after every text",
     "imprint line at the end", "two issues use the same ids"),
    Markup(_yuliang_page_address, _yuliang_article_address, _yuliang_id, _yuliang_page,
           lambda issue, sheet, _story: _yuliang_page(issue, sheet),
           lambda issue, picture: f"kb/{issue.day:%Y%m%d}/{picture.name}.jpg",
           front=lambda issue: f"kb/{issue.day:%Y%m%d}.html", prints_number=True),
    House((("1", "要闻", "jump news news news"), ("2", "乡镇", "news news jump notice"),
           ("3", "生活", "news photo news news"), ("4", "文艺", "poem news poem news")),
          frozenset({"column"}), step=2),
    date(2019, 3, 15), 402, "kb/{date:%Y%m%d}.html",
)  # fmt: skip

# ---- 古驿周报: a weekly whose addresses know only the number of the issue.


def _guyi_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"weekly/{issue.number}/" + ("" if issue.place(sheet) == 1 else f"?ban={issue.place(sheet)}")


def _guyi_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return f"{issue.number * 100 + story.key}"


def _guyi_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"weekly/{issue.number}/view/{_guyi_id(issue, sheet, story)}"


def _guyi_page(issue: Edition, sheet: Sheet) -> str:
    pages = "".join(
        f'<li><a href="../../{_guyi_page_address(issue, other)}"><span>第{other.number}版</span><em>'
        f"{other.name}</em></a></li>"
        for other in issue.sheets
    )
    titles = "".join(
        f'<section><h2><a href="../../{_guyi_article_address(issue, sheet, story)}">{e(story.title)}</a>'
        f"</h2></section>"
        for story in sheet.stories
    )
    review = "".join(
        f'<option value="../../weekly/{issue.number - at}/">第{issue.number - at}期</option>'
        for at in range(1, 9)
    )
    foreign = "".join(
        f'<section><h2><a href="../../{_guyi_article_address(issue, issue.sheet_of(story), story)}">'
        f"{e(story.title)}</a></h2></section>"
        for story in issue.elsewhere(sheet)[:3]
    )
    later = f'<a href="../../weekly/{issue.number + 1}/">下一期</a>' if issue.following else ""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>古驿周报第{issue.number}期</title>
</head><body><div class="h">古驿周报 <b>{long_date(issue.day, False)}</b> 第{issue.number}期 星期四出版
<a href="../../weekly/{issue.number - 1}/">上一期</a>{later}<select>{review}</select></div><div class="g">
<ul>{pages}</ul><div class="t"><h1>第{sheet.number}版 {sheet.name}</h1>{titles}</div><div class="t">
<h1>编辑荐读</h1>{foreign}</div></div>
<p>定价：每份1.5元 邮发代号：00-000 今天是{long_date(TODAY, False)}</p></body></html>"""


def _guyi_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    figures = "".join(
        (
            f'<div class="ph"><img src="/weekly/{issue.number}/p/{picture.name}.jpg"><span class="cap">'
            f'{e(picture.caption)}</span><span class="by">{e(picture.credit)}/摄</span></div>'
        ).replace('"/weekly', '"../../../weekly')
        for picture in story.pictures
    )
    heads = (
        f"<h1><i>{e(story.kicker)}</i>{e(story.headline)}</h1>"
        if story.kicker
        else f"<h1>{e(story.headline)}</h1>"
    )
    subhead = f'<p class="sub"><strong>{e(story.subhead)}</strong></p>' if story.subhead else ""
    sign = f'<p class="sub">{e(story.byline)}</p>' if story.byline else ""
    column = f'<div class="lm">{e(story.column)}</div>' if story.column else ""
    back = "../../../" + _guyi_page_address(issue, sheet)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>
{e(story.headline)}-古驿周报第{issue.number}期</title></head><body>
<div class="sticky">{e(story.headline)}</div><div class="h">古驿周报 <b>
{long_date(issue.day, False)}</b> 第{issue.number}期 第{sheet.number}版 {sheet.name}</div>
{column}{heads}{subhead}{sign}
<div class="n">{each("<p>{}</p>", story.paragraphs)}</div>{figures}<div class="go">
<a href="{back}">返回本版</a> <a href="javascript:;">纠错</a></div>
<p>定价：每份1.5元 邮发代号：00-000 今天是{long_date(TODAY, False)}</p></body></html>"""


GUYI = UnknownSite(
    "guyi", "古驿周报",
    "a weekly: the address holds the number of the issue only, pages are 第一版 … in a query",
    ("no date in any address", "today's date at the foot of the page", "numbers of older issues in a select",
     "编辑荐读 in the markup of the title list", "kicker inside h1",
     "the headline once more in a sticky bar above the header", "subhead and byline in the same class",
     "price and post code line"),
    Markup(_guyi_page_address, _guyi_article_address, _guyi_id, _guyi_page, _guyi_article,
           lambda issue, picture: f"weekly/{issue.number}/p/{picture.name}.jpg", prints_number=True),
    House((("一", "要闻", "jump news news notice"), ("二", "访谈", "long news news news"),
           ("三", "行走", "news jump photo news"), ("四", "读书", "poem news news poem")), step=7),
    date(2018, 3, 22), 1372, "",
)  # fmt: skip
SITES = (YUEHU, YULIANG, GUYI)
