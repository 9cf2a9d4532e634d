"""Facsimiles of sites of two kinds: a paper of Macau, and a trade weekly in sections A, B and C.

Invented, texts and all; written by somebody who has not seen the reader.
"""

# ruff: noqa: E501  (markup is left as a site prints it)

from __future__ import annotations

from datetime import date

from tests.facsimile.unknown.newsroom import House
from tests.facsimile.unknown.parts import (
    OLD_NEWS,
    TODAY,
    e,
    each,
    long_date,
    polygon,
    strip,
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
# ---- 轻纺商情: a trade weekly of 2018 in sections; the number of the issue in the year is its directory.

_SECTIONS = {"A": "新闻", "B": "产业", "C": "市场"}


def _qingfang_directory(issue: Edition) -> str:
    return f"zb/{issue.day.year}/{issue.number - 1465}"


def _qingfang_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"{_qingfang_directory(issue)}/{sheet.number.lower()}.html"


def _qingfang_id(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"{sheet.number.lower()}-{sheet.stories.index(story) + 1}"


def _qingfang_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"{_qingfang_directory(issue)}/{_qingfang_id(issue, sheet, story)}.html"


def _qingfang_entries(issue: Edition, stories: tuple[Story, ...]) -> str:
    return "".join(
        f'<dl class="art"><dt><a href="{_qingfang_id(issue, issue.sheet_of(story), story)}.html">{e(story.title)}</a></dt><dd>{e(story.byline) or "本报综合"}</dd></dl>'
        for story in stories
    )


def _qingfang_sections(issue: Edition, sheet: Sheet) -> str:
    tabs = "".join(
        f'<li class="{"on" if sheet.number[0] == letter else ""}"><a href="{letter.lower()}1.html">{letter}叠</a></li>'
        for letter in _SECTIONS
    )
    panes = "".join(
        f'<div class="pane"{"" if sheet.number[0] == letter else hidden}><strong>{letter}叠·{name}</strong>'
        + "".join(
            f'<a href="{other.number.lower()}.html"><b>{other.number}</b> | {other.name}</a>'
            for other in issue.sheets
            if other.number[0] == letter
        )
        + "</div>"
        for hidden in (' style="display:none"',)
        for letter, name in _SECTIONS.items()
    )
    return f'<div class="secnav"><ul class="tabs">{tabs}</ul>{panes}</div>'


def _qingfang_frame(issue: Edition, sheet: Sheet, title: str, middle: str) -> str:
    year, at = issue.day.year, issue.number - 1465
    later = f'<a href="../{at + 1}/a1.html">下一期 &raquo;</a>' if issue.following else ""
    covers = "".join(
        f'<a class="cover" href="../{at - back}/a1.html"><img src="../{at - back}/small/a1.jpg" alt="{year}年第{at - back}期封面"></a>'
        for back in range(1, 4)
    )
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>{title}</title></head><body id="epaper">
<div id="hd"><div class="logo"><img src="/img/qfsq.png" alt="轻纺商情" /></div><div class="slogan">看懂一块布的生意　每周一出版</div><div class="qi">{long_date(issue.day, False)}　{weekday(issue.day)}　总第{issue.number}期　<a href="../{at - 1}/a1.html">&laquo; 上一期</a>　{later}</div></div>
<div id="ch"><a href="http://www.example.org/">商情网</a><a href="http://www.example.org/price/">布价指数</a><a href="http://www.example.org/expo/">展会</a><a href="http://www.example.org/job/">招聘</a><a href="http://www.example.org/vip/">会员</a></div>
<div id="bd"><div class="left">{_qingfang_sections(issue, sheet)}<div class="side"><h5>往期封面</h5>{covers}</div><div class="side"><h5>订阅</h5><p>全年52期，订价260元，邮发代号00-88，各地邮局均可订阅。</p></div></div>{middle}</div>
<div id="ft">《轻纺商情》周报社　浙ICP备18000000号　<a href="/map.html">站点地图</a>　技术支持：织机软件　最后更新：{TODAY}</div></body></html>"""


def _qingfang_page(issue: Edition, sheet: Sheet) -> str:
    areas = "".join(
        f'<area shape="poly" coords="{polygon(box)}" href="{_qingfang_id(issue, sheet, story)}.html" alt="{e(story.headline)}" />'
        for story, box in strip(issue, sheet, 420, 600)
    )
    same = tuple(
        story
        for other in issue.sheets
        if other is not sheet and other.number[0] == sheet.number[0]
        for story in other.stories[:2]
    )
    prices = "".join(
        f"<tr><td>{name}</td><td>{price}</td><td>{change}</td></tr>"
        for name, price, change in (
            ("涤纶短纤", "9020", "↑35"),
            ("粘胶", "14600", "—"),
            ("棉纱32支", "24100", "↓80"),
        )
    )
    return _qingfang_frame(
        issue, sheet, f"轻纺商情 {sheet.number} {sheet.name}",
        f"""<div class="mid"><div class="pic"><img src="big/{sheet.number.lower()}.jpg" usemap="#pg" /><map name="pg" id="pg">{areas}</map><p><a href="pdf/{sheet.number}.pdf">本版PDF</a> <a href="pdf/{sheet.number[0]}.zip">{sheet.number[0]}叠打包下载</a></p></div></div>
<div class="right"><h3><b>{sheet.number}</b> | {sheet.name}</h3>{_qingfang_entries(issue, sheet.stories)}<p class="ed">编辑 蓝印花　版式 老梭</p><h3>{sheet.number[0]}叠导读</h3>{_qingfang_entries(issue, same)}<h3>行情速递</h3><table>{prices}</table></div>""",
    )  # fmt: skip


def _qingfang_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    blocks = [f"<p>{e(text)}</p>" for text in story.paragraphs]
    if story.form not in ("table", "poem") and blocks:
        blocks[0] = (
            f'<p class="first"><span class="cap">{e(story.paragraphs[0][0])}</span>{e(story.paragraphs[0][1:])}</p>'
        )
    if story.form == "table":
        rows = "".join(f"<tr>{each('<td>{}</td>', row)}</tr>" for row in table_rows(story))
        blocks = [blocks[0], f'<table class="data">{rows}</table>']
    half = (len(blocks) + 1) // 2
    columns = "".join(
        f'<div class="col"><div class="in">{"".join(part)}</div></div>'
        for part in (blocks[:half], blocks[half:])
        if part
    )
    pictures = "".join(
        f'<div class="photo"><a href="photo/{picture.name}.jpg"><img src="photo/{picture.name}.jpg" /></a><p>图：{e(picture.caption)} <i>{e(picture.credit)} 摄</i></p></div>'
        for picture in story.pictures
    )
    heads = "".join(
        f'<p class="{name}">{e(text)}</p>'
        for name, text in (("hd0", story.kicker), ("hd1", story.headline), ("hd2", story.subhead))
        if text
    )
    column = f'<div class="flag"><span>{e(story.column)}</span></div>' if story.column else ""
    sign = f'<p class="au">■ {e(story.byline)}</p>' if story.byline else ""
    related = "".join(
        f'<li><a href="{_qingfang_id(issue, issue.sheet_of(other), other)}.html">{e(other.title)}</a>（{issue.sheet_of(other).number}）</li>'
        for other in issue.elsewhere(sheet)[2:5]
    )
    hot = each('<li><a href="http://www.example.org/news/">{}</a></li>', OLD_NEWS)
    return _qingfang_frame(
        issue, sheet, f"{e(story.headline)} - 轻纺商情",
        f"""<div class="mid wide"><div class="where"><a href="{sheet.number.lower()}.html">{sheet.number} | {sheet.name}</a></div><div class="paper">{column}{heads}{sign}{pictures}<div class="cols">{columns}<div class="rel"><b>相关链接</b><ul>{related}</ul></div></div></div>
<div class="op"><a>打印</a><a>复制链接</a><a>投稿：qfsq@example.org</a></div><div class="vip">加入会员，抢先一天读到全部版面。</div></div><div class="right narrow"><h3>网站热点</h3><ol>{hot}</ol></div>""",
    )  # fmt: skip


QINGFANG = BriefSite(
    "qingfang", "轻纺商情", "a trade weekly of 2018 in sections A, B and C: tabs of sections, panes of their pages, only one of them shown",
    ("tabs lead to the first page of a section", "labels B2 | 面料", "a section's digest in the markup of the title list", "本报综合 below a title where nobody signed",
     "the text in two columns, its first letter in an element of its own", "相关链接 within the text's element", "covers of older issues as thumbnails", "ids that are unique in an issue only"),
    Markup(_qingfang_page_address, _qingfang_article_address, _qingfang_id, _qingfang_page, _qingfang_article,
           lambda issue, picture: f"{_qingfang_directory(issue)}/photo/{picture.name}.jpg",
           lambda issue, sheet: f"{_qingfang_directory(issue)}/big/{sheet.number.lower()}.jpg",
           lambda issue, sheet: f"{_qingfang_directory(issue)}/pdf/{sheet.number}.pdf", prints_number=True),
    House((("A1", "封面", "news photo news"), ("A2", "要闻", "news news notice"), ("B1", "产业", "long"), ("B2", "面料", "news news"), ("C1", "市场", "table news"),
           ("C2", "展会", "news notice"), ("C3", "布语", "poem news")), step=7),
    date(2018, 9, 10), 1502, "",
    briefs=((2, "notice", "下周看点", ("下周本报将刊出{n}家织造企业的用工调查。",)), (5, "table", "一周坯布库存", ("截至{m}月{d}日，单位：天。", "平布 {n}", "府绸 31.5", "斜纹 28"))),
)  # fmt: skip
SITES = (JINGHAI, QINGFANG)
