"""Facsimiles of sites of two kinds: a county's paper that a framework renders, and pages behind a select.

Invented, texts and all; written by somebody who has not seen the reader.
"""

# ruff: noqa: E501  (markup is left as a site prints it)

from __future__ import annotations

import json
from datetime import date, timedelta

from tests.facsimile.unknown.newsroom import House
from tests.facsimile.unknown.parts import (
    OLD_NEWS,
    caption_row,
    e,
    each,
    long_date,
    strip,
    table_rows,
    weekday,
)
from tests.facsimile.unknown.site import Markup
from tests.facsimile.unknown.values import Edition, Sheet, Story
from tests.facsimile.unseen.sealed_a1 import BriefSite

# ---- 云岫报: a county's paper of 2024, components rendered on the server; the titles are in a tab that is not open.


def _yunxiu_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"epaper/index?date={issue.day}&pageNo={sheet.number}"


def _yunxiu_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return str(1798_0000_0000_0000_000 + issue.number * 7_340_032_001 + story.key * 4_194_305)


def _yunxiu_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"epaper/detail?aid={_yunxiu_id(issue, sheet, story)}"


def _yunxiu_link(issue: Edition, story: Story, inner: str) -> str:
    return f'<a href="detail?aid={_yunxiu_id(issue, issue.sheet_of(story), story)}" class="link" data-v-5e1c77a4>{inner}</a>'


def _yunxiu_frame(issue: Edition, title: str, middle: str, state: object) -> str:
    held = json.dumps(state, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    drawer = "".join(
        f'<li class="el-menu-item" data-v-21f0c3d8><span data-v-21f0c3d8>{name}</span></li>'
        for name in ("首页", "看电视", "听广播", "读报纸", "文明实践", "办事大厅")
    )
    return f"""<!DOCTYPE html>
<html lang="zh-cmn-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1,user-scalable=no"><title data-vue-meta="ssr">{title}</title><link rel="preload" href="/js/app.7c9e2b1f.js" as="script"></head>
<body><div id="app" data-server-rendered="true" data-v-21f0c3d8><div class="el-drawer__wrapper" style="display:none;" data-v-21f0c3d8><ul class="el-menu">{drawer}</ul></div><!----><div class="header" data-v-21f0c3d8><div class="brand" data-v-21f0c3d8><img src="/img/logo.9f1.png" alt=""><span data-v-21f0c3d8>云岫县融媒体中心</span></div>
<div class="search el-input" data-v-21f0c3d8><input placeholder="搜一搜" class="el-input__inner"><!----></div></div>{middle}
<div class="footer" data-v-21f0c3d8><p data-v-21f0c3d8>主管：中共云岫县委宣传部　主办：云岫县融媒体中心</p><p data-v-21f0c3d8>滇ICP备2024000000号-1　滇公网安备53000002000000号</p><!----></div><div class="el-backtop" style="display:none;"><i class="el-icon-caret-top"></i>回顶部</div></div>
<script>window.__INITIAL_STATE__={held};(function(){{var s;(s=document.currentScript||document.scripts[document.scripts.length-1]).parentNode.removeChild(s);}}());</script><script src="/js/app.7c9e2b1f.js" defer></script></body></html>"""


def _yunxiu_page(issue: Edition, sheet: Sheet) -> str:
    v = "data-v-5e1c77a4"
    pages = "".join(
        f'<div class="cell{" active" if other is sheet else ""}" {v}><a href="index?date={issue.day}&amp;pageNo={other.number}" {v}><div class="el-image" {v}><img src="thumb/{issue.day:%Y%m%d}/{other.number}.jpg" class="el-image__inner"><!----></div><p {v}><span {v}>第{other.number}版</span><span {v}>{other.name}</span></p></a></div>'
        for other in issue.sheets
    )
    titles = "".join(
        f'<div class="line" {v}>{_yunxiu_link(issue, story, f"<p {v}>{e(story.title)}</p><i class=el-icon-arrow-right></i>")}</div>'
        for story in sheet.stories
    )
    boxes = "".join(
        f'<div class="region" style="top:{box[1] / 7:.2f}%;left:{box[0] / 5:.2f}%;width:{(box[2] - box[0]) / 5:.2f}%;height:{(box[3] - box[1]) / 7:.2f}%" {v}>{_yunxiu_link(issue, story, "")}</div>'
        for story, box in strip(issue, sheet, 500, 700)
    )
    days = "".join(
        f'<td class="current"><div class="el-calendar-day"><span>{day}</span></div></td>'
        for day in range(1, 31)
    )
    hot = "".join(
        f'<div class="line" {v}>{_yunxiu_link(issue, story, f"<p {v}>{e(story.title)}</p>")}</div>'
        for story in issue.elsewhere(sheet)[1:8:2]
    )
    later = (
        f'<a href="index?date={issue.following}&amp;pageNo=01" class="el-button" {v}><span>后一期</span></a>'
        if issue.following
        else f'<button disabled="disabled" class="el-button is-disabled" {v}><span>后一期</span></button>'
    )
    middle = f"""<div class="paper" {v}><div class="bar" {v}><a href="index?date={issue.previous}&amp;pageNo=01" class="el-button" {v}><span>前一期</span></a><span class="date" {v}>{long_date(issue.day)} {weekday(issue.day)}</span>{later}</div><div class="sheet" {v}><img src="page/{issue.day:%Y%m%d}/{sheet.number}.jpg" {v}>{boxes}</div>
<div class="el-tabs" {v}><div class="el-tabs__header"><div class="el-tabs__item is-active">版面</div><div class="el-tabs__item">标题</div><div class="el-tabs__item">往期</div></div><div class="el-tabs__content"><div role="tabpanel" class="el-tab-pane" {v}>{pages}</div>
<div role="tabpanel" aria-hidden="true" class="el-tab-pane" style="display:none;" {v}><h4 {v}>第{sheet.number}版 {sheet.name}</h4>{titles}</div><div role="tabpanel" aria-hidden="true" class="el-tab-pane" style="display:none;" {v}><table class="el-calendar-table"><tbody><tr>{days}</tr></tbody></table></div></div></div>
<div class="recommend" {v}><h4 {v}>猜你喜欢</h4>{hot}</div></div>"""
    state = {
        "route": {"name": "epaper"},
        "paper": {
            "code": "yxb",
            "pages": [{"no": other.number, "name": other.name} for other in issue.sheets],
        },
    }
    return _yunxiu_frame(issue, "云岫报·数字报", middle, state)


def _yunxiu_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    v = "data-v-0bd9e612"
    pictures = "".join(
        f'<p style="text-align:center"><img src="pic/{issue.day:%Y%m%d}/{picture.name}.jpg" style="max-width:100%"></p><p style="text-align:center;color:#888888;font-size:14px">{e(caption_row(picture))}</p>'
        for picture in story.pictures
    )
    blocks = [
        f'<section><p style="text-indent:2em;line-height:1.8">{e(text)}</p></section>'
        for text in story.paragraphs
    ]
    if story.form == "poem":
        blocks = ["<section><p>" + "<br>".join(map(e, story.paragraphs)) + "</p></section>"]
    if story.form == "table":
        blocks = [
            blocks[0],
            "<table><tbody>"
            + "".join(f"<tr>{each('<td><p>{}</p></td>', row)}</tr>" for row in table_rows(story))
            + "</tbody></table>",
        ]
    at = sheet.stories.index(story)
    turn = "".join(
        f'<div class="turn" {v}><span {v}>{label}</span>{_yunxiu_link(issue, sheet.stories[to], e(sheet.stories[to].title))}</div>'
        if 0 <= to < len(sheet.stories)
        else "<!---->"
        for label, to in (("上一篇", at - 1), ("下一篇", at + 1))
    )
    heads = "".join(
        f'<div class="{name}" {v}>{e(text)}</div>' if text else "<!---->"
        for name, text in (
            ("colname", story.column),
            ("yinti", story.kicker),
            ("title", story.headline),
            ("futi", story.subhead),
        )
    )
    sign = f'<span class="author" {v}>{e(story.byline)}</span>' if story.byline else "<!---->"
    others = "".join(
        f'<div class="card" {v}>{_yunxiu_link(issue, other, f"<div class=t>{e(other.title)}</div><div class=s>阅读 {other.key * 19}</div>")}</div>'
        for other in issue.elsewhere(sheet)[:4]
    )
    middle = f"""<div class="detail" {v}><div class="el-breadcrumb" {v}><span class="el-breadcrumb__item"><a href="index?date={issue.day}&amp;pageNo={sheet.number}">云岫报</a><i>/</i></span><span class="el-breadcrumb__item">第{sheet.number}版 {sheet.name}</span></div>{heads}<div class="meta" {v}><span {v}>{issue.day:%Y-%m-%d} 07:30</span><span {v}>云岫融媒</span>{sign}</div>
<div class="player" {v}><i class="el-icon-video-play"></i><span>AI语音播报</span><div class="el-slider"></div><span>--:--</span></div><div class="rich" {v}>{"".join(blocks)}{pictures}</div><div class="charge" {v}>编辑：阿依　二审：岩温　三审：李木</div><div class="acts" {v}><span {v}><i class="el-icon-thumb"></i>{story.key}</span><span {v}><i class="el-icon-star-off"></i>收藏</span><span {v}><i class="el-icon-share"></i>转发</span></div>{turn}
<div class="cmts" {v}><h4 {v}>全部评论（2）</h4><div class="c" {v}><b {v}>山里人</b><p {v}>家乡越来越好，为大家点赞。</p><span {v}>3天前</span></div><div class="c" {v}><b {v}>微信用户</b><p {v}>什么时候修到我们村？</p><span {v}>5天前</span></div></div><div class="aside" {v}><h4 {v}>大家在看</h4>{others}</div></div>"""
    state = {"route": {"name": "detail", "query": {"aid": _yunxiu_id(issue, sheet, story)}}, "user": None}
    return _yunxiu_frame(issue, f"{e(story.headline)}", middle, state)


YUNXIU = BriefSite(
    "yunxiu", "云岫报", "a county's paper of 2024, components rendered on the server: pages, titles and older issues in tabs, only the first of them open",
    ("the title list is in a tab that is not shown", "猜你喜欢 in the markup of the title list, shown", "number and name of a page in spans of their own below its thumbnail", "regions are links without text",
     "ids of nineteen digits", "a comment of markup for everything that is empty", "captions behind the text", "readers' comments", "days of a calendar without links"),
    Markup(_yunxiu_page_address, _yunxiu_article_address, _yunxiu_id, _yunxiu_page, _yunxiu_article,
           lambda issue, picture: f"epaper/pic/{issue.day:%Y%m%d}/{picture.name}.jpg",
           lambda issue, sheet: f"epaper/page/{issue.day:%Y%m%d}/{sheet.number}.jpg"),
    House((("01", "要闻", "news jump news"), ("02", "综合", "news jump photo"), ("03", "乡镇", "news news table notice"), ("04", "岫色", "poem long"))),
    date(2024, 6, 5), 3120, "epaper/index?date={date:%Y-%m-%d}&pageNo=01",
    briefs=((2, "notice", "全县{n}所学校开放操场", ("即日起，全县{n}所中小学操场周末向居民开放。",)), (4, "poem", "蛙声{n}里", ("半亩新秧", "{n}里蛙声", "月亮挑着两桶水回家"))),
)  # fmt: skip

# ---- 河套晚报: 2011; one program answers for pages and articles, a select is the only way between the pages.


def _hetao_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"szb/index.php?m={issue.day:%Y%m%d}-{sheet.number}"


def _hetao_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return str(issue.number * 48 + story.key)


def _hetao_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"szb/index.php?a={_hetao_id(issue, sheet, story)}"


def _hetao_frame(issue: Edition, sheet: Sheet, title: str, middle: str) -> str:
    pages = "".join(
        f'<option value="index.php?m={issue.day:%Y%m%d}-{other.number}"{" selected=selected" if other is sheet else ""}>{other.number}版│{other.name}</option>'
        for other in issue.sheets
    )
    days = "".join(
        f'<option value="index.php?m={issue.day - timedelta(back):%Y%m%d}-01">{issue.day - timedelta(back)}</option>'
        for back in range(6)
    )
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>{title}</title><script type="text/javascript">
function MM_jumpMenu(targ,selObj,restore){{ eval(targ+".location='"+selObj.options[selObj.selectedIndex].value+"'"); if (restore) selObj.selectedIndex=0; }}</script><style type="text/css">.STYLE1 {{color: #FF0000}} .STYLE3 {{font-size: 26px; font-family: "黑体"}}</style></head>
<body><div id="container"><div id="header"><img src="images/banner.jpg" width="990" height="110" alt="河套晚报数字版" /></div><div id="bar"><form name="form1" id="form1"><span class="STYLE1">{long_date(issue.day)} {weekday(issue.day)}</span>　版面选择：<select name="jumpMenu" id="jumpMenu" onchange="MM_jumpMenu('parent',this,0)"><option value="#">==请选择版面==</option>{pages}</select>
　往日报纸：<select name="jumpMenu2" id="jumpMenu2" onchange="MM_jumpMenu('parent',this,0)"><option value="#">==请选择日期==</option>{days}</select>　<a href="javascript:window.external.AddFavorite(location.href,document.title)">加入收藏</a></form></div>
{middle}<div id="footer"><p>河套晚报社 版权所有 | 蒙ICP备11000000号 | 新闻热线：0478-8000000 | 发行热线：0478-8000001</p><p>建议分辨率1024×768以上，IE6.0以上浏览器</p></div></div></body></html>"""


def _hetao_page(issue: Edition, sheet: Sheet) -> str:
    titles = "<br />\n".join(
        f'<img src="images/jt.gif" /> <a href="index.php?a={_hetao_id(issue, sheet, story)}">{e(story.title)}</a>'
        for story in sheet.stories
    )
    pick = "<br />\n".join(
        f'<img src="images/jt.gif" /> <a href="index.php?a={_hetao_id(issue, issue.sheet_of(story), story)}">{e(story.title)}</a>'
        for story in issue.elsewhere(sheet)[::3]
    )
    areas = "".join(
        f'<area shape="rect" coords="{",".join(map(str, box))}" href="index.php?a={_hetao_id(issue, sheet, story)}" title="{e(story.headline)}" />'
        for story, box in strip(issue, sheet, 350, 500)
    )
    before, after = issue.beside(sheet)
    turns = "".join(
        f'<a href="index.php?m={issue.day:%Y%m%d}-{other.number}"><img src="images/{icon}.gif" alt="{text}" border="0" /></a>'
        for other, icon, text in ((before, "prev", "前一版"), (after, "next", "后一版"))
        if other
    )
    hot = "<br />\n".join(
        f'<a href="http://www.example.org/bbs/{at}">{text}</a>' for at, text in enumerate(OLD_NEWS)
    )
    return _hetao_frame(
        issue, sheet, f"河套晚报 {sheet.number}版",
        f"""<div id="left"><p align="center">{turns}</p><img src="bm/{issue.day:%Y%m%d}/{sheet.number}.jpg" width="350" border="0" usemap="#Map" /><map name="Map" id="Map">{areas}</map></div><div id="center"><p><strong>第{sheet.number}版　{sheet.name}</strong></p><p>{titles}</p>
<p><strong>编辑推荐</strong></p><p>{pick}</p></div><div id="right"><p><strong>论坛热帖</strong></p><p>{hot}</p><p><img src="images/ad_xjd.jpg" alt="开学季家电节" width="180" /></p></div>""",
    )  # fmt: skip


def _hetao_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    kicker = f"<span>{e(story.kicker)}</span><br />" if story.kicker else ""
    subhead = f"<br /><span>{e(story.subhead)}</span>" if story.subhead else ""
    sign = f'<p align="center">□{e(story.byline)}</p>' if story.byline else ""
    pictures = "".join(
        f'<div style="float:right;width:260px;margin:8px"><img src="tp/{issue.day:%Y%m%d}/{picture.name}.jpg" width="250" /><br /><span style="font-size:12px">{e(picture.caption)}（{e(picture.credit)} 摄）</span></div>'
        for picture in story.pictures
    )
    lines = [f"　　{e(text)}" for text in story.paragraphs]
    if story.form == "table":
        rows = "".join(f"<tr>{each('<td>{}</td>', row)}</tr>" for row in table_rows(story))
        lines = [lines[0], f'<table width="300" border="1" cellspacing="0">{rows}</table>']
    elif len(lines) > 3:
        lines.insert(
            2,
            '<div style="float:left"><a href="http://ad.example.org/"><img src="images/ad300.gif" width="300" height="250" alt="河套面粉，香飘万家" /></a></div>',
        )
    text = "<br /><br />\n".join(lines)
    same = "".join(
        f'<li><a href="index.php?a={_hetao_id(issue, sheet, other)}">{e(other.title)}</a></li>'
        for other in sheet.stories
        if other is not story
    )
    return _hetao_frame(
        issue, sheet, "河套晚报",
        f"""<div id="content"><p class="path">见报日期：{issue.day.year}/{issue.day.month}/{issue.day.day}　版次：<a href="index.php?m={issue.day:%Y%m%d}-{sheet.number}">{sheet.number}版│{sheet.name}</a></p><p align="center">{kicker}<strong class="STYLE3">{e(story.headline)}</strong>{subhead}</p>{sign}<hr size="1" />
<div id="nr">{pictures}{text}</div><p align="right">[编辑：塞北]</p><p align="right"><a href="#">打印</a>｜<a href="#">收藏</a>｜<a href="#">纠错</a></p></div><div id="right2"><p><strong>本版更多</strong></p><ul>{same}</ul><p><strong>手机报</strong></p><p>移动用户发送HTWB到10658000，每天两条，月资费3元。</p></div>""",
    )  # fmt: skip


HETAO = BriefSite(
    "hetao", "河套晚报", "2011: a select is the only list of the pages, labels 01版│头版; another one of days has addresses of the same shape",
    ("one program answers for pages and for articles", "a select of days beside that of the pages", "编辑推荐 in the markup of the title list, both lines with breaks", "no links to other issues but those in the select",
     "shortened titles", "kicker, headline and subhead in one paragraph", "an advert between the paragraphs", "pictures float in the text's element", "the day with strokes and without zeros on the article"),
    Markup(_hetao_page_address, _hetao_article_address, _hetao_id, _hetao_page, _hetao_article,
           lambda issue, picture: f"szb/tp/{issue.day:%Y%m%d}/{picture.name}.jpg",
           lambda issue, sheet: f"szb/bm/{issue.day:%Y%m%d}/{sheet.number}.jpg", issue_links=False),
    House((("01", "头版", "jump news photo"), ("02", "本埠", "news jump news notice"), ("03", "民生", "news news notice"), ("04", "体育", "table news"), ("05", "悦读", "poem news"), ("06", "黄河湾", "long poem")),
          frozenset({"column"}), shorten=13),
    date(2011, 6, 7), 2604, "szb/index.php?m={date:%Y%m%d}-01",
    briefs=((4, "table", "彩民乐园", ("排列三第11{n:03d}期开奖结果。", "一等奖 7 0 4", "二等奖 {n}注 1040元")), (2, "notice", "车讯", ("{m}月{d}日起，{n}路公交车改走胜利路。",))),
)  # fmt: skip
SITES = (YUNXIU, HETAO)
