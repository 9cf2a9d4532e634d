"""Made by programs: names of classes that mean nothing (2022), lists that calls of a function write (2009)."""

# ruff: noqa: E501  (markup is left as a site prints it)

from __future__ import annotations

import json
from datetime import date

from tests.facsimile.unknown.newsroom import House
from tests.facsimile.unknown.parts import OLD_NEWS, TODAY, caption_row, e, each, long_date, polygon, strip
from tests.facsimile.unknown.site import Markup, UnknownSite
from tests.facsimile.unknown.values import Edition, Sheet, Story

# ---- 珊瑚快报: rendered on the server by a framework; hashed classes, its data again as JSON.


def _shanhu_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"newspaper/{issue.day:%Y%m%d}/{issue.number * 16 + issue.place(sheet)}"


def _shanhu_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return str(170000000 + issue.number * 64 + story.key)


def _shanhu_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"article/{_shanhu_id(issue, sheet, story)}?from=newspaper"


def _shanhu_frame(issue: Edition, title: str, middle: str, state: object) -> str:
    held = json.dumps(state, ensure_ascii=False).replace("</", "<\\/")
    return f"""<!doctype html><html data-n-head-ssr lang="zh"><head><meta data-n-head="ssr" charset="utf-8"><title>{title}
</title><meta name="description" content="珊瑚快报数字报，随时随地看报纸"></head><body><div id="__nuxt"><div id="__layout">
<div class="_3xKq" data-v-7ba5bd90><div class="_1dOa" data-v-7ba5bd90><div class="_9kLs" data-v-7ba5bd90><a href="/"
class="_2aBc nuxt-link-active" data-v-7ba5bd90>珊瑚快报</a><div class="_5tGh" data-v-7ba5bd90><span data-v-7ba5bd90>搜索</span>
<span data-v-7ba5bd90>登录</span></div></div></div>{middle}<div class="_8uJm" data-v-7ba5bd90><div data-v-7ba5bd90>
<a href="/about">关于</a><a href="/law">法律声明</a><a href="/contact">联系方式</a></div><div data-v-7ba5bd90>琼ICP备22000000号-1
网络出版服务许可证（琼）字第001号</div></div></div></div></div><script>window.__NUXT__={held}</script>
<script src="/_nuxt/4c1f2b7.js" defer></script></body></html>"""


def _shanhu_page(issue: Edition, sheet: Sheet) -> str:
    v = "data-v-0d11aa52"
    pages = "".join(
        f'<div class="_6yHn{" _on" if other is sheet else ""}" {v}><a href="../../{_shanhu_page_address(issue, other)}" {v}>'
        f'<div class="_4rFv" {v}><span {v}>{other.number}</span></div><div class="_7uBg" {v}><span {v}>{other.name}</span>'
        "</div></a></div>"
        for other in issue.sheets
    )
    titles = "".join(
        f'<div class="_0pLo" {v}><a href="../../{_shanhu_article_address(issue, sheet, story)}" {v}><span {v}>{e(story.title)}'
        f"</span></a></div>"
        for story in sheet.stories
    )
    hot = "".join(
        f'<div class="_0pLo" {v}><a href="../../article/{169000000 + at * 77}?from=hot" {v}><span {v}>{text}</span></a></div>'
        for at, text in enumerate(OLD_NEWS)
    )
    areas = "".join(
        f'<a href="../../{_shanhu_article_address(issue, sheet, story)}" {v}><polygon points="{polygon(box)}"></polygon></a>'
        for story, box in strip(issue, sheet, 500, 700)
    )
    state = {
        "data": [{"pages": [{"no": other.number, "title": other.name} for other in issue.sheets]}],
        "fetch": [{"list": [{"t": story.title} for story in issue.elsewhere(sheet)]}],
    }
    later = (
        f'<a href="../../newspaper/{issue.following:%Y%m%d}/{issue.number * 16 + 17}" {v}>后一天</a>'
        if issue.following
        else f"<span {v}>后一天</span>"
    )
    return _shanhu_frame(
        issue, "珊瑚快报数字报",
        f"""<div class="_c0" {v}><div class="_c1" {v}><div class="_dt" {v}><a
href="../../newspaper/{issue.previous:%Y%m%d}/{issue.number * 16 - 15}" {v}>前一天</a><span {v}>{issue.day}</span>{later}</div>
<div class="_pg" {v}>{pages}</div></div><div class="_c2" {v}><img src="../../cdn/{issue.day:%Y%m%d}/{sheet.number}.webp" {v}>
<svg viewBox="0 0 500 700">{areas}</svg></div><div class="_c3" {v}><div class="_hd" {v}>{sheet.number} {sheet.name}</div>
{titles}</div><div class="_c4" {v}><div class="_hd" {v}>热榜</div>{hot}</div></div>""",
        state,
    )  # fmt: skip


def _shanhu_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    v = "data-v-51c6e3f8"
    pictures = "".join(
        f'<div class="_im" {v}><img src="../cdn/{issue.day:%Y%m%d}/{picture.name}.webp" {v}><div class="_cp" {v}>'
        f"{e(caption_row(picture))}</div></div>"
        for picture in story.pictures
    )
    text = "<br><br>".join(map(e, story.paragraphs))
    rows = "".join(
        f'<div class="_{name}" {v}>{e(value)}</div>'
        for name, value in (("k1", story.kicker), ("t1", story.headline), ("s1", story.subhead))
        if value
    )
    sign = f"<span {v}>{e(story.byline)}</span>" if story.byline else ""
    column = f'<div class="_lm" {v}><span {v}>{e(story.column)}</span></div>' if story.column else ""
    hot = "".join(
        f'<div class="_0pLo" {v}><a href="../article/{169000000 + at * 77}?from=hot" {v}><span {v}>{text_}</span></a></div>'
        for at, text_ in enumerate(OLD_NEWS)
    )
    state = {"article": {"title": story.headline, "content": f"<p>{'</p><p>'.join(story.paragraphs)}</p>"}}
    return _shanhu_frame(
        issue, f"{e(story.headline)} - 珊瑚快报",
        f"""<div class="_a0" {v}><div class="_a1" {v}>{column}{rows}<div class="_mt" {v}><span {v}>{issue.day}</span><span {v}>
{sheet.number}版：{sheet.name}</span>{sign}<span {v}>阅读 1.2万</span></div>{pictures}<div class="_tx" {v}>{text}</div>
<div class="_sh" {v}><span {v}>分享</span><span {v}>点赞</span><span {v}>收藏</span></div></div><div class="_a2" {v}>
<div class="_hd" {v}>热榜</div>{hot}</div></div>""",
        state,
    )  # fmt: skip


SHANHU = UnknownSite(
    "shanhu", "珊瑚快报", "rendered by a framework in 2022: classes without meaning, numbers and names in spans of their own",
    ("热榜 in the markup of the title list and with articles' addresses", "its data again as JSON in a script",
     "page addresses by a running number", "the same title on every page", "the text in one div with breaks",
     "areas are polygons of an svg"),
    Markup(_shanhu_page_address, _shanhu_article_address, _shanhu_id, _shanhu_page, _shanhu_article,
           lambda issue, picture: f"cdn/{issue.day:%Y%m%d}/{picture.name}.webp",
           lambda issue, sheet: f"cdn/{issue.day:%Y%m%d}/{sheet.number}.webp"),
    House((("A1", "头条", "jump news news"), ("A2", "岛内", "news news news jump"),
           ("A3", "海外", "news news notice"), ("B1", "文旅", "news photo long news"), ("B2", "椰风", "poem news poem"))),
    date(2022, 9, 14), 611, "",
)  # fmt: skip

# ---- 莲湖日报: inline frames, and lists that calls of a function write into the page.


def _lianhu_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"lhrb/{issue.day:%Y%m%d}/p{issue.place(sheet)}.htm"


def _lianhu_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return f"{issue.day:%m%d}{story.key:03d}"


def _lianhu_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"lhrb/{issue.day:%Y%m%d}/n{_lianhu_id(issue, sheet, story)}.htm"


def _lianhu_page(issue: Edition, sheet: Sheet) -> str:
    pages = "\n".join(
        f'addPage("p{issue.place(other)}.htm","第{other.number}版","{other.name}");' for other in issue.sheets
    )
    titles = "\n".join(
        f'addNews("n{_lianhu_id(issue, sheet, story)}.htm",{json.dumps(story.title, ensure_ascii=False)});'
        for story in sheet.stories
    )
    areas = "".join(
        f'<area shape="polygon" coords="{polygon(box)}" href="n{_lianhu_id(issue, sheet, story)}.htm">'
        for story, box in strip(issue, sheet, 320, 460)
    )
    hot = each('<li><a href="http://news.example.org/1.htm">{}</a></li>', OLD_NEWS)
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>莲湖日报</title>
<script language="JavaScript">
function addPage(u,n,t){{document.write('<div class=pg><a href="'+u+'">'+n+' '+t+'</a></div>');}}
function addNews(u,t){{document.write('<li><a href="'+u+'">'+t+'</a></li>');}}
</script></head><body><iframe src="/head.htm" height="90" width="100%"></iframe>
<div class="date">{long_date(issue.day)}</div><div class="pic"><img src="p{issue.place(sheet)}.jpg" usemap="#a"><map name="a">{areas}</map></div>
<div class="nav"><h3>本期版面</h3><script>
{pages}
</script></div><div class="news"><h3>第{sheet.number}版 {sheet.name}</h3><ul><script>
{titles}
</script></ul></div><div class="hot"><h3>莲湖网讯</h3><ul>{hot}</ul></div><iframe src="/foot.htm" height="60" width="100%"></iframe>
</body></html>"""


def _lianhu_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    rows = "".join(
        f"<{tag}>{e(text)}</{tag}>"
        for tag, text in (
            ("h4", story.kicker),
            ("h2", story.headline),
            ("h4", story.subhead),
            ("h5", story.byline),
        )
        if text
    )
    text = "".join(f"<p>{e(paragraph)}</p>" for paragraph in story.paragraphs)
    pictures = "".join(
        f'<div class="ph"><img src="tp{picture.name}.jpg"><p>{e(caption_row(picture))}</p></div>'
        for picture in story.pictures
    )
    column = f"<h6>{e(story.column)}</h6>" if story.column else ""
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{e(story.headline)}</title>
</head><body><iframe src="/head.htm" height="90" width="100%"></iframe><div class="where">{long_date(issue.day)} 莲湖日报
<a href="p{issue.place(sheet)}.htm">第{sheet.number}版 {sheet.name}</a>　今天：<script>today()</script></div>
<div class="wz">{column}{rows}{pictures}{text}<p>（莲湖日报 网络版 录入：小舟）</p></div>
<div class="tip">欢迎向本报提供新闻线索，一经采用即付酬金，线索热线全天开通。最后更新 {long_date(TODAY)}</div>
<iframe src="/foot.htm" height="60" width="100%"></iframe></body></html>"""


LIANHU = UnknownSite(
    "lianhu", "莲湖日报", "GBK of 2009: page list and title list are calls of functions that write them",
    ("no list is in the document before its script ran", "a row of the typist below every text",
     "a call for news tips below, with today's date", "head and foot in inline frames",
     "the only links of articles are areas"),
    Markup(_lianhu_page_address, _lianhu_article_address, _lianhu_id, _lianhu_page, _lianhu_article,
           lambda issue, picture: f"lhrb/{issue.day:%Y%m%d}/tp{picture.name}.jpg",
           lambda issue, sheet: f"lhrb/{issue.day:%Y%m%d}/p{issue.place(sheet)}.jpg", issue_links=False),
    House((("01", "要闻", "jump news news"), ("02", "综合", "news news jump news"),
           ("03", "生活", "news photo notice news"), ("04", "专副刊", "poem long news"))),
    date(2009, 10, 22), 4001, "lhrb/{date:%Y%m%d}/p1.htm", "gbk",
)  # fmt: skip
SITES = (SHANHU, LIANHU)
