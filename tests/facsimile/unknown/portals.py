"""Sites of 2016–2018 on which everything is a list: a CMS, and the whole issue on every page."""

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
    strip,
    weekday,
)
from tests.facsimile.unknown.site import Markup, UnknownSite
from tests.facsimile.unknown.values import Edition, Sheet, Story

# ---- 云坪新闻: an e-paper made with a CMS; three columns, everything a list.


def _yunping_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return f"t{issue.day:%Y%m%d}_{48000 + issue.number % 1000 * 40 + story.key}"


def _yunping_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"szb/{issue.day:%Y-%m-%d}/b{issue.place(sheet)}/index.htm"


def _yunping_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"szb/{issue.day:%Y-%m-%d}/b{issue.place(sheet)}/{_yunping_id(issue, sheet, story)}.htm"


def _yunping_list(entries: list[tuple[str, str, str]]) -> str:
    items = "".join(
        f'<li><a href="{href}">{e(text)}</a><span>{day}</span></li>' for href, text, day in entries
    )
    return f'<ul class="list">{items}</ul>'


def _yunping_frame(issue: Edition, sheet: Sheet, title: str, middle: str) -> str:
    up = "../../../"
    hot = _yunping_list([(f"{up}news/{at}.htm", text, "11-2" + str(at)) for at, text in enumerate(OLD_NEWS)])
    digest = _yunping_list(
        [
            (
                up + _yunping_article_address(issue, issue.sheet_of(story), story),
                story.title,
                f"{issue.day:%m-%d}",
            )
            for story in issue.elsewhere(sheet)[4:10]
        ]
    )
    pages = _yunping_list(
        [
            (up + _yunping_page_address(issue, other), f"第{other.number}版 {other.name}", "")
            for other in issue.sheets
        ]
    )
    before, after = issue.beside(sheet)
    turns = "".join(
        f'<a href="{up}{_yunping_page_address(issue, other)}">{text}</a> '
        for other, text in ((before, "上一版"), (after, "下一版"))
        if other
    )
    later = f'<a href="{up}szb/{issue.following}/b1/index.htm">下一期</a>' if issue.following else "下一期"
    return f"""\ufeff<!DOCTYPE html><html><head>
<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{title}</title></head><body>
<div class="weather">云坪今天：小雨转阴 8℃~15℃ 东北风3级 <a href="/tq">详细</a></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/szb/">数字报</a> &gt; {issue.day} &gt; <a
href="index.htm">第{sheet.number}版 {sheet.name}</a></div>
<table class="three"><tr><td class="c1"><h4>版面</h4>{pages}<p>{turns}</p><p>
<a href="{up}szb/{issue.previous}/b1/index.htm">上一期</a> {later}</p></td>
<td class="c2">{middle}</td><td class="c3"><h4>24小时热点</h4>{hot}<h4>今日看点</h4>{digest}<div class="ad">
<a href="/ad/1"><img src="/ad/1.gif" alt="家装节"></a></div></td></tr></table>
<div class="links">友情链接：<a href="/a">青埠在线</a> <a href="/b">石塘网</a> <a href="/c">柳湾论坛</a>
</div><div class="footer">云坪新闻网 备案号：滇ICP备15000000号-1 违法和不良信息举报电话 0870-0000000</div>
</body></html>"""


def _yunping_page(issue: Edition, sheet: Sheet) -> str:
    entries = [
        (f"{_yunping_id(issue, sheet, story)}.htm", story.title, f"{issue.day:%m-%d}")
        for story in sheet.stories
    ]
    return _yunping_frame(
        issue, sheet, f"第{sheet.number}版 {sheet.name}",
        (f'<h2>第{sheet.number}版 {sheet.name}</h2><p><img src="ban.jpg" width="300"></p><h4>标题导航</h4>'
            f'{_yunping_list(entries)}'),
    )  # fmt: skip


def _yunping_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    kicker = f"<small>{e(story.kicker)}</small><br>" if story.kicker else ""
    subhead = f"<br><small>{e(story.subhead)}</small>" if story.subhead else ""
    author = f"作者：{e(story.byline)}" if story.byline else ""
    figures = "".join(
        f'<p style="text-align:center"><img src="W{picture.name}.jpg" title="{e(caption_row(picture))}"></p>'
        for picture in story.pictures
    )
    text = "".join(
        f'<p><font face="宋体"><span lang="EN-US">&nbsp;&nbsp;&nbsp;</span><span>{e(paragraph)}</span>'
        f"</font></p>"
        for paragraph in story.paragraphs
    )
    related = _yunping_list(
        [
            (
                f"../b{issue.place(issue.sheet_of(other))}/{_yunping_id(issue, sheet, other)}.htm",
                other.title,
                f"{issue.day:%m-%d}",
            )
            for other in issue.elsewhere(sheet)[-4:]
        ]
    )
    middle = f"""<h1>{kicker}{e(story.headline)}{subhead}</h1>
<div class="meta">来源：云坪报 {author} 发布时间：{issue.day} 浏览次数：<script>hits()</script>次</div>
<div class="TRS">{figures}{text}</div><div class="fx">分享到：<a>微信</a> <a>微博</a> <a>复制链接</a></div>
<p>责任编辑：穆青</p><h4>相关新闻</h4>{related}"""
    return _yunping_frame(issue, sheet, f"{e(story.headline)}-云坪新闻网", middle)


YUNPING = UnknownSite(
    "yunping", "云坪报", "an e-paper made with a CMS of 2016: three columns, every list the same ul.list",
    ("page list, title list, hot list, digest and related news are all ul.list",
     "kicker and subhead inside h1",
     "UTF-8 with a byte order mark under a meta that says gb2312", "captions in title attributes",
     "weather line", "breadcrumb with the page's label", "responsible editor below the text",
     "friendly links", "indent of its own span in every paragraph", "a page with pictures only"),
    Markup(_yunping_page_address, _yunping_article_address, _yunping_id, _yunping_page, _yunping_article,
           lambda issue, picture:
               f"szb/{issue.day}/b{issue.place(issue.sheet_showing(picture))}/W{picture.name}.jpg",
           lambda issue, sheet: f"szb/{issue.day}/b{issue.place(sheet)}/ban.jpg"),
    House((("1", "要闻", "news jump news notice news"), ("2", "时政", "news news news news"),
           ("3", "图片", "photo photo twin twin"), ("4", "文苑", "poem long jump poem")),
          frozenset({"column"})),
    date(2016, 9, 21), 1288, "szb/{date:%Y-%m-%d}/b1/index.htm",
)  # fmt: skip

# ---- 麦积日报: the titles of the whole issue on every page.


def _maiji_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return f"{issue.number}-{story.key}"


def _maiji_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"epaper/{issue.day:%Y/%m-%d}/page-{sheet.number}.html"


def _maiji_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"epaper/{issue.day:%Y/%m-%d}/item-{_maiji_id(issue, sheet, story)}.html"


def _maiji_page(issue: Edition, sheet: Sheet) -> str:
    groups = "".join(
        f'<dt{" class=open" if other is sheet else ""}><a href="page-{other.number}.html">'
        f"{other.number}版·{other.name}</a></dt>"
        + "".join(
            f'<dd><a href="item-{_maiji_id(issue, other, story)}.html">{e(story.title)}</a></dd>'
            for story in other.stories
        )
        for other in issue.sheets
    )
    regions = "".join(
        f'<div class="region" style="left:{left}px;top:{top}px;width:{right - left}px;height:{bottom - top}'
        f'px" '
        f'data-href="item-{_maiji_id(issue, sheet, story)}.html"></div>'
        for story, (left, top, right, bottom) in strip(issue, sheet, 500, 720)
    )
    later = (
        f'<li><a href="../../{issue.following:%Y/%m-%d}/page-01.html">下一期 »</a></li>'
        if issue.following
        else ""
    )
    return f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>麦积日报数字报</title>
<meta name="pubdate" content="{issue.day}"></head><body>
<ul class="top"><li>{long_date(TODAY)} {weekday(TODAY)}</li><li>
<a href="../../{issue.previous:%Y/%m-%d}/page-01.html">« 上一期</a></li>{later}</ul>
<p class="pd">出版日期：{long_date(issue.day)} 总{issue.number}期</p><div class="view">
<img src="{sheet.number}.jpg">{regions}</div><h2>{sheet.number}版·{sheet.name}</h2><dl>{groups}<dt>服务</dt>
<dd><a href="../../help.html">订阅指南</a></dd><dd><a href="../../ad.html">广告刊例</a></dd></dl></body>
</html>"""


def _maiji_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    heads = [f"<h2>{e(story.kicker)}</h2>"] * bool(story.kicker) + [
        f"<h2><strong>{e(story.headline)}</strong></h2>"
    ]
    heads += [f"<h2>{e(story.subhead)}</h2>"] * bool(story.subhead)
    figures = "".join(
        f'<table class="pt"><tr><td><img src="{picture.name}.jpg"></td></tr><tr><td>'
        f"{e(picture.caption)}　（{e(picture.credit)} 摄）</td></tr></table>"
        for picture in story.pictures
    )
    column = f'<div class="box"><b>{e(story.column)}</b></div>' if story.column else ""
    box = '<div class="box">编者按：读者来信请寄本报群工部，信封注明栏目名称。</div>'
    sign = f'<p class="au">{e(story.byline)}</p>' if story.byline else ""
    return f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>
{e(story.headline)}_麦积日报</title><meta name="pubdate" content="{issue.day}">
<meta name="author" content="{e(story.byline)}"></head><body>
<ul class="top"><li>{long_date(TODAY)} {weekday(TODAY)}</li></ul>
<p class="pd">出版日期：{long_date(issue.day)} {sheet.number}版·{sheet.name}</p>
{column}{"".join(heads)}{sign}<div class="read"><div class="read-in">
{each("<p>{}</p>", story.paragraphs)}{figures}</div></div>{box}<ul class="sh"><li>微信</li><li>微博</li>
<li>QQ</li></ul><div class="tx" hidden>{e(story.headline)} {e(" ".join(story.paragraphs))}</div></body>
</html>"""


MAIJI = UnknownSite(
    "maiji", "麦积日报",
    "the titles of all pages on every page (dl, dt, dd); regions are elements with data-href",
    ("the title lists of the other pages have the same markup, only dt.open or the regions tell",
     "订阅指南 and 广告刊例 in the same list", "today's date before 出版日期",
     "kicker, headline and subhead are all h2",
     "编者按 in a box on every article", "hidden copy of headline and text in one line",
     "byline also in meta"),
    Markup(_maiji_page_address, _maiji_article_address, _maiji_id, _maiji_page, _maiji_article,
           lambda issue, picture: f"epaper/{issue.day:%Y/%m-%d}/{picture.name}.jpg",
           lambda issue, sheet: f"epaper/{issue.day:%Y/%m-%d}/{sheet.number}.jpg", prints_number=True),
    House((("01", "要闻", "jump news news news"), ("02", "县域", "news news jump notice news"),
           ("03", "广角", "news photo news news"), ("04", "副刊", "poem long news poem")), shorten=16),
    date(2018, 4, 26), 4410, "epaper/{date:%Y/%m-%d}/page-01.html",
)  # fmt: skip
SITES = (YUNPING, MAIJI)
