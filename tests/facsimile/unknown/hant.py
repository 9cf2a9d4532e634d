"""Sites in traditional script: Hong Kong in Big5, Taiwan in UTF-8."""

from __future__ import annotations

from datetime import date

from tests.facsimile.unknown.newsroom import House
from tests.facsimile.unknown.parts import (
    TODAY,
    e,
    each,
    polygon,
    strip,
)
from tests.facsimile.unknown.site import Markup, UnknownSite
from tests.facsimile.unknown.values import Edition, Sheet, Story

# ---- 維港早報: tables in Big5, sections without the word 版.


def _weigang_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"{issue.day:%Y%m%d}/{sheet.number.lower()}cover.htm"


def _weigang_id(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"{issue.day:%y%m%d}{sheet.number.lower()}{story.key:03d}"


def _weigang_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"{issue.day:%Y%m%d}/{_weigang_id(issue, sheet, story)}.htm"


def _weigang_entries(issue: Edition, stories: tuple[Story, ...]) -> str:
    return "".join(
        f'<tr><td background="/images/dotline.gif"><img src="/images/arrow.gif">'
        f'<a class="newslink" href="{_weigang_id(issue, issue.sheet_of(story), story)}.htm">'
        f"{e(story.title)}</a></td></tr>"
        for story in stories
    )


def _weigang_frame(issue: Edition, title: str, middle: str) -> str:
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=big5"><title>
{title}</title></head><body bgcolor="#FFFFFF">
<table width="760"><tr><td><img src="/images/masthead.gif" alt="維港早報"></td><td>
{TODAY.year}年{TODAY.month}月{TODAY.day}日 天氣：酷熱 恆指 21,880 ▲120</td></tr>
<tr><td colspan="2">
<a href="/">即時新聞</a> | <a href="/racing">馬經</a> | <a href="/property">地產</a> | <a
href="/forum">討論區</a> | <a href="/sub">訂閱</a></td></tr></table>{middle}
<p align="center">
<font size="1">維港早報有限公司 版權所有 不得轉載 Copyright 2011 Victoria Harbour Morning Post Ltd.</font>
</p></body></html>"""


def _weigang_page(issue: Edition, sheet: Sheet) -> str:
    pages = "".join(
        f'<tr><td><a href="{other.number.lower()}cover.htm">{other.number} {other.name}</a></td></tr>'
        for other in issue.sheets
    )
    later = f'<a href="../{issue.following:%Y%m%d}/a1cover.htm">下一期</a>' if issue.following else ""
    middle = f"""<table width="760"><tr><td width="120" valign="top"><table>{pages}</table><p>
<a href="../{issue.previous:%Y%m%d}/a1cover.htm">上一期</a> {later}</p></td>
<td valign="top"><p><b>{sheet.number} {sheet.name}</b>　{issue.day:%Y-%m-%d}</p>
<img src="{sheet.number.lower()}.jpg" width="300">
<table width="380">{_weigang_entries(issue, sheet.stories)}</table><table width="380" bgcolor="#FFFFCC"><tr>
<td>報章頭條</td></tr>{_weigang_entries(issue, issue.elsewhere(sheet)[:4])}</table></td>
<td width="160" valign="top"><img src="/ad/travel.gif" alt="暑期旅行團">
<p>六合彩 攪珠結果 03 11 19 24 38 42</p></td></tr></table>"""
    return _weigang_frame(issue, f"維港早報 {sheet.number}", middle)


def _weigang_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    figures = "".join(
        f'<table align="right" width="200"><tr><td><img src="photo/{picture.name}.jpg"></td></tr><tr><td>'
        f'<font color="#666666">■{e(picture.caption)}　{e(picture.credit)} 攝</font></td></tr></table>'
        for picture in story.pictures
    )
    kicker = f'<font size="3">{e(story.kicker)}</font><br>' if story.kicker else ""
    subhead = f'<br><font size="3">{e(story.subhead)}</font>' if story.subhead else ""
    column = f'<p><font color="#CC0000">{e(story.column)}</font></p>' if story.column else ""
    sign = f"<p>【{e(story.byline)}】</p>" if story.byline else ""
    text = "<br><br>".join(map(e, story.paragraphs))
    others = issue.elsewhere(sheet)[3:8]
    middle = f"""<table width="760"><tr><td width="560"><font size="2">
{issue.day:%Y-%m-%d}　{sheet.number} {sheet.name}</font>{column}<p>{kicker}<font size="5"><b>
{e(story.headline)}</b></font>{subhead}</p>{sign}
<table><tr><td>{figures}{text}</td></tr></table><p>
<a href="javascript:window.print()">列印</a> | <a href="mailto:?subject=news">傳給朋友</a> | <a
href="{sheet.number.lower()}cover.htm">返回目錄</a></p></td>
<td width="200" valign="top"><table><tr><td><b>相關新聞</b></td></tr>
{_weigang_entries(issue, others)}</table></td></tr></table>"""
    return _weigang_frame(issue, f"維港早報 - {e(story.headline)}", middle)


WEIGANG = UnknownSite(
    "weigang", "維港早報",
    "Hong Kong, 2011: tables in Big5, pages A1 A2 B1 without the word 版, text by <br><br>",
    ("characters that Big5 lacks as references", "報章頭條 and 相關新聞 in the markup of the title list",
     "lottery numbers, index and weather beside the text", "today's date in the header",
     "picture table floats in the text's cell",
     "byline in 【】", "headline in a font element"),
    Markup(_weigang_page_address, _weigang_article_address, _weigang_id, _weigang_page, _weigang_article,
           lambda issue, picture: f"{issue.day:%Y%m%d}/photo/{picture.name}.jpg",
           lambda issue, sheet: f"{issue.day:%Y%m%d}/{sheet.number.lower()}.jpg"),
    House((("A1", "要聞", "jump news news photo"), ("A2", "港聞", "news news table news notice"),
           ("A3", "社評", "jump news news news"), ("B1", "財經", "news long news news"))),
    date(2011, 4, 5), 8120, "{date:%Y%m%d}/a1cover.htm", "big5hkscs", script="hant",
)  # fmt: skip

# ---- 北濱時報: Taiwan, 2017.


def _beibin_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"paper/{issue.day:%Y%m%d}/{sheet.number}/index"


def _beibin_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return f"{issue.day:%Y%m%d}{700000 + story.key * 11}"


def _beibin_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"paper/{issue.day:%Y%m%d}/{sheet.number}/{_beibin_id(issue, sheet, story)}"


def _beibin_links(issue: Edition, stories: tuple[Story, ...]) -> str:
    return "".join(
        f'<li><a href="../../../{_beibin_article_address(issue, issue.sheet_of(story), story)}"><h2>'
        f"{e(story.title)}</h2></a></li>"
        for story in stories
    )


def _beibin_frame(issue: Edition, sheet: Sheet, title: str, middle: str) -> str:
    letters = sorted({other.number[0] for other in issue.sheets})
    pages = "".join(
        f'<div class="sec"><strong>{letter}疊</strong><ul>'
        + "".join(
            f'<li><a href="../../../{_beibin_page_address(issue, other)}">{other.number} {other.name}</a>'
            f"</li>"
            for other in issue.sheets
            if other.number[0] == letter
        )
        + "</ul></div>"
        for letter in letters
    )
    later = (
        f'<a href="../../../paper/{issue.following:%Y%m%d}/A1/index">後一天</a>' if issue.following else ""
    )
    return f"""<!DOCTYPE html><html lang="zh-Hant-TW"><head><meta charset="utf-8"><title>{title}</title>
<meta property="og:site_name" content="北濱時報"></head><body>
<header><ul class="ch"><li><a href="/realtime">即時</a></li><li><a href="/politics">政治</a></li><li>
<a href="/life">生活</a></li><li><a href="/sports">運動</a></li></ul>
<div class="today">{TODAY:%Y/%m/%d} 民國115年 台北 22-26°C</div></header><div class="ed">
<a href="../../../paper/{issue.previous:%Y%m%d}/A1/index">前一天</a><time>{issue.day:%Y/%m/%d}</time>
{later}</div>
<div class="grid"><nav>{pages}</nav><div class="mid">{middle}</div><aside><h4>熱門新聞</h4><ol>
{_beibin_links(issue, issue.elsewhere(sheet)[5:10])}</ol><div class="gad">贊助商連結</div></aside></div>
<footer>北濱時報股份有限公司 著作權所有 未經同意請勿轉載 客服專線 02-2000-0000</footer></body></html>"""


def _beibin_page(issue: Edition, sheet: Sheet) -> str:
    areas = "".join(
        f'<area shape="polygon" coords="{polygon(box)}" '
        f'href="../../../{_beibin_article_address(issue, sheet, story)}" alt="{e(story.headline)}">'
        for story, box in strip(issue, sheet, 640, 900)
    )
    return _beibin_frame(
        issue, sheet, f"{sheet.number} {sheet.name} - 北濱時報",
        f'<h1>{sheet.number} {sheet.name}</h1>'
        f'<img src="../../../img/{issue.day:%Y%m%d}/{sheet.number}.jpg" usemap="#pm"><map name="pm">'
        f'{areas}</map><ul class="tl">{_beibin_links(issue, sheet.stories)}</ul>',
    )  # fmt: skip


def _beibin_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    figures = "".join(
        f'<figure><a href="../../../img/{issue.day:%Y%m%d}/{picture.name}.jpg">'
        f'<img src="../../../img/{issue.day:%Y%m%d}/{picture.name}.jpg" alt="{e(picture.caption)}"></a>'
        f"<figcaption>{e(picture.caption)}　{e(picture.credit)} 攝</figcaption></figure>"
        for picture in story.pictures
    )
    sub = f'<p class="kick">{e(story.kicker)}</p>' if story.kicker else ""
    deck = f"<h3>{e(story.subhead)}</h3>" if story.subhead else ""
    middle = f"""<div class="bread">
<a href="/">首頁</a> &gt; <a href="../../../{_beibin_page_address(issue, sheet)}">
{sheet.number} {sheet.name}</a></div>{sub}<h1>{e(story.headline)}</h1>{deck}
<div class="by"><span>{issue.day:%Y/%m/%d}</span> <span class="rp">{e(story.byline)}</span></div>
<div class="fb">讚 {story.key * 7} 分享</div><div class="story">
{figures}{each("<p>{}</p>", story.paragraphs[:2])}
<div class="inread">廣告 請繼續往下閱讀</div>{each("<p>{}</p>", story.paragraphs[2:])}</div>
<div class="rel"><h4>延伸閱讀</h4><ul>{_beibin_links(issue, issue.elsewhere(sheet)[-3:])}</ul></div>
<div class="cm"><h4>網友留言</h4><div class="c1">王小姐：支持！<div class="c2">陳先生 回覆：同意。</div>
</div></div>"""
    return _beibin_frame(issue, sheet, f"{e(story.headline)} - 北濱時報", middle)


BEIBIN = UnknownSite(
    "beibin", "北濱時報", "Taiwan, 2017: sections A疊 B疊, addresses without ending, fourteen-digit ids",
    ("an advert between the paragraphs", "熱門新聞 and 延伸閱讀 as the same li > a > h2",
     "民國 date and weather of today in the header",
     "nested comments", "date with slashes", "pictures are links to themselves", "前一天/後一天 for issues",
     "likes counter"),
    Markup(_beibin_page_address, _beibin_article_address, _beibin_id, _beibin_page, _beibin_article,
           lambda issue, picture: f"img/{issue.day:%Y%m%d}/{picture.name}.jpg",
           lambda issue, sheet: f"img/{issue.day:%Y%m%d}/{sheet.number}.jpg"),
    House((("A1", "頭版", "jump news news news"), ("A2", "焦點", "news news notice news"),
           ("B1", "地方", "jump news photo news news"), ("B2", "文學", "poem long poem news")),
          frozenset({"column"}), latin=True),
    date(2017, 11, 23), 2077, "paper/{date:%Y%m%d}/A1/index", script="hant", variant="s2twp",
)  # fmt: skip
SITES = (WEIGANG, BEIBIN)
