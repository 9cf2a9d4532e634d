"""Facsimiles of sites of two kinds: a paper of Macau, and a trade weekly in sections A, B and C.

Invented, texts and all; written by somebody who has not seen the reader.
"""

# ruff: noqa: E501  (markup is left as a site prints it)

from __future__ import annotations

from datetime import date

from tests.facsimile.unknown.newsroom import House
from tests.facsimile.unknown.parts import (
    e,
    each,
    long_date,
    table_rows,
    weekday,
)
from tests.facsimile.unknown.site import Markup
from tests.facsimile.unknown.values import Edition, Sheet, Story
from tests.facsimile.unseen.sealed_a1 import BriefSite

# ---- 鏡海日報: a paper of Macau, 2020; the first story of a page stands apart, thumbnails lead to the pages.


def _jinghai_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"epaper/layout.php?d={issue.day:%Y%m%d}&p={sheet.number}"


def _jinghai_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return str(issue.number * 64 + story.key)


def _jinghai_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"epaper/content.php?d={issue.day:%Y%m%d}&p={sheet.number}&aid={_jinghai_id(issue, sheet, story)}"


def _jinghai_link(issue: Edition, story: Story, inner: str = "") -> str:
    sheet = issue.sheet_of(story)
    href = f"content.php?d={issue.day:%Y%m%d}&amp;p={sheet.number}&amp;aid={_jinghai_id(issue, sheet, story)}"
    return f'<a href="{href}">{inner or e(story.title)}</a>'


def _jinghai_frame(issue: Edition, title: str, middle: str) -> str:
    lunar = ("初一", "初二")[issue.day.day - 17] if issue.day.day in (17, 18) else "初三"
    later = (
        f'<a class="n" href="layout.php?d={issue.following:%Y%m%d}&amp;p=A01">翌日</a>'
        if issue.following
        else ""
    )
    return f"""<!DOCTYPE html><html lang="zh-Hant-MO"><head><meta charset="utf-8"><title>{title}</title><meta property="og:image" content="/img/share.png"></head><body>
<header><a class="brand" href="/"><img src="/img/logo.svg" alt="鏡海日報 Jornal Espelho"></a><div class="dt">{long_date(issue.day, False)}（{weekday(issue.day)}）<small>庚子年八月{lunar}</small></div><div class="wx">現時氣溫 29°C　濕度 82%　三號風球除下</div></header>
<nav class="main"><a href="/">主頁</a><a href="/instant">即時</a><a href="/macau">澳聞</a><a href="/pt">Português</a><a href="/ads">廣告查詢</a><a href="/sub">訂報</a></nav><div class="days"><a class="p" href="layout.php?d={issue.previous:%Y%m%d}&amp;p=A01">昨日</a>{later}</div>
{middle}<footer><p>鏡海日報社 版權所有 © 2020　社址：澳門半島提督馬路0號　電話：(853) 2800 0000　傳真：(853) 2800 0001</p><p>建議使用 Chrome 或 Safari 瀏覽　<a href="/privacy">私隱政策</a></p></footer></body></html>"""


def _jinghai_page(issue: Edition, sheet: Sheet) -> str:
    thumbs = "".join(
        f'<a class="th{" now" if other is sheet else ""}" href="layout.php?d={issue.day:%Y%m%d}&amp;p={other.number}"><img src="thumb/{issue.day:%Y%m%d}/{other.number}.jpg" alt="{other.number} {other.name}"></a>'
        for other in issue.sheets
    )
    lead, *others = sheet.stories
    digest = e(lead.paragraphs[0][:36]) + "……" if lead.paragraphs else "圖片新聞"
    titles = "".join(f'<li><span class="dot">▪</span>{_jinghai_link(issue, story)}</li>' for story in others)
    hot = "".join(
        f'<li><span class="no">{at}</span>{_jinghai_link(issue, story)}</li>'
        for at, story in enumerate(issue.elsewhere(sheet)[2:7], start=1)
    )
    return _jinghai_frame(
        issue, f"{sheet.number} {sheet.name} | 鏡海日報電子版",
        f"""<div class="wrap"><section class="left"><img class="full" src="full/{issue.day:%Y%m%d}/{sheet.number}.jpg" alt="版面圖"><div class="thumbs">{thumbs}</div></section>
<section class="right"><h4>{sheet.number}　{sheet.name}</h4><div class="lead"><h2>{_jinghai_link(issue, lead)}</h2><p>{digest}</p></div><ul class="list">{titles}</ul><div class="adv"><a href="https://ad.example.org/mo"><img src="/ad/hotel.jpg" alt="中秋自助餐八折"></a></div>
<h4>熱門點擊</h4><ul class="list">{hot}</ul></section></div>""",
    )  # fmt: skip


def _jinghai_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    figures = "".join(
        f'<div class="fig"><img src="photo/{issue.day:%Y%m%d}/{picture.name}.jpg"><div class="cap">▲{e(picture.caption)}<span>（{e(picture.credit)} 攝）</span></div></div>'
        for picture in story.pictures
    )
    column = f'<span class="tag">{e(story.column)}</span>' if story.column else ""
    heads = "".join(
        f'<div class="{name}">{e(text)}</div>'
        for name, text in (("eyebrow", story.kicker), ("headline", story.headline), ("deck", story.subhead))
        if text
    )
    sign = f'<p class="sign">【{e(story.byline)}】</p>' if story.byline else ""
    half = len(story.paragraphs) // 2 + 1
    first, rest = (each("<p>{}</p>", part) for part in (story.paragraphs[:half], story.paragraphs[half:]))
    if story.form == "table":
        first, rest = (
            f"<p>{e(story.paragraphs[0])}</p>",
            "<table>"
            + "".join(f"<tr>{each('<td>{}</td>', row)}</tr>" for row in table_rows(story))
            + "</table>",
        )
    advert = (
        '<div class="adslot"><small>廣告</small><a href="https://ad.example.org/mo2">手信禮盒 網上訂購免運費</a></div>'
        if story.form != "table" and rest
        else ""
    )
    same = "".join(f"<li>{_jinghai_link(issue, other)}</li>" for other in sheet.stories if other is not story)
    related = "".join(
        f'<div class="card"><img src="/img/blank.png" alt="">{_jinghai_link(issue, other, f"<b>{e(other.title)}</b><time>{issue.day:%d/%m/%Y}</time>")}</div>'
        for other in issue.elsewhere(sheet)[1:4]
    )
    return _jinghai_frame(
        issue, f"{e(story.headline)} | 鏡海日報電子版",
        f"""<div class="wrap"><div class="path"><a href="layout.php?d={issue.day:%Y%m%d}&amp;p={sheet.number}">返回 {sheet.number} {sheet.name}</a></div><div class="art">{column}{heads}<div class="bar"><a>A-</a><a>A+</a><a>列印</a><a>WhatsApp</a><a>Facebook</a><a>複製連結</a></div>
<div class="body"><div class="txt">{sign}{figures}{first}{advert}{rest}</div></div><div class="app">下載「鏡海」手機程式，隨時睇報紙</div></div><div class="more"><h5>本版其他</h5><ul>{same}</ul><h5>延伸閱讀</h5>{related}</div></div>""",
    )  # fmt: skip


JINGHAI = BriefSite(
    "jinghai", "鏡海日報", "a paper of Macau, 2020, in traditional script: thumbnails with alt as page list, the first title of a page stands apart",
    ("the lead with an abstract outside the title list", "熱門點擊 in the markup of the title list", "昨日 and 翌日 for issues", "a query of three parts",
     "the byline in 【】 is the first paragraph", "an advert between the paragraphs", "延伸閱讀 with days in another order", "weather and typhoon signal in the head"),
    Markup(_jinghai_page_address, _jinghai_article_address, _jinghai_id, _jinghai_page, _jinghai_article,
           lambda issue, picture: f"epaper/photo/{issue.day:%Y%m%d}/{picture.name}.jpg",
           lambda issue, sheet: f"epaper/full/{issue.day:%Y%m%d}/{sheet.number}.jpg"),
    House((("A01", "要闻", "news news news"), ("A02", "澳闻", "news photo news notice"), ("A03", "澳闻", "news news table"), ("B01", "两岸", "news long"),
           ("B02", "体育", "photo news"), ("C01", "镜海", "poem news poem"))),
    date(2020, 9, 17), 15210, "epaper/layout.php?d={date:%Y%m%d}&p=A01", script="hant",
    briefs=((1, "notice", "第{n}屆圖書館週今起辦展", ("公共圖書館即日起展出{n}件舊地圖。",)), (3, "notice", "訃告", ("先父慟於{m}月{d}日辭世，享壽積閏{n}歲，謹此訃聞。",))),
)  # fmt: skip
SITES = (JINGHAI,)
