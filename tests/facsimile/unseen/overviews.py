"""An overview of all pages as the front page (2017); sections A and B of a paper in traditional script (2014)."""

# ruff: noqa: E501  (markup is left as a site prints it)

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tests.facsimile.unknown.newsroom import House
from tests.facsimile.unknown.parts import OLD_NEWS, TODAY, caption_row, e, each, long_date, strip, weekday
from tests.facsimile.unknown.site import Markup, UnknownSite
from tests.facsimile.unknown.values import Edition, Sheet, Story

# ---- 浔阳周报: the front page is an overview; every page has its number among thumbnails.


def _xunyang_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"dzb/{issue.number}/{issue.place(sheet)}.shtml"


def _xunyang_id(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"{issue.place(sheet)}_{issue.number * 20 + story.key}"


def _xunyang_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"dzb/{issue.number}/{_xunyang_id(issue, sheet, story)}.shtml"


def _xunyang_front(issue: Edition) -> str:
    return f"dzb/{issue.number}/index.shtml"


def _xunyang_frame(issue: Edition, title: str, middle: str) -> str:
    later = f'<a href="../{issue.number + 1}/index.shtml">下期</a>' if issue.following else ""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>
<div class="hdr"><h1><a href="index.shtml">浔阳周报</a></h1><p>{long_date(issue.day)} {weekday(issue.day)} 第{issue.number}期 国内统一刊号 CN36-0000</p>
<p class="iss"><a href="../{issue.number - 1}/index.shtml">上期</a> {later} <a href="../list.shtml">历史报纸</a></p></div>
<ul class="menu"><li><a href="/">网站首页</a></li><li><a href="/jj">九江新闻</a></li><li><a href="/ly">旅游</a></li>
<li><a href="/sp">视频</a></li><li><a href="/zt">专题</a></li></ul>{middle}<div class="ftr"><p>浔阳周报社主办　赣ICP备17000000号</p>
<p>更新时间：{long_date(TODAY)}</p></div></body></html>"""


def _xunyang_overview(issue: Edition) -> Mapping[str, str]:
    cards = "".join(
        f'<div class="card"><a href="{issue.place(sheet)}.shtml"><img src="img/{sheet.number}_s.jpg"></a>'
        f'<h3><a href="{issue.place(sheet)}.shtml">{sheet.number}版 {sheet.name}</a></h3><ul>'
        + "".join(
            f'<li><a href="{_xunyang_id(issue, sheet, story)}.shtml">{e(story.title)}</a></li>'
            for story in sheet.stories[:3]
        )
        + "</ul></div>"
        for sheet in issue.sheets
    )
    hot = each('<li><a href="/jj/1.shtml">{}</a></li>', OLD_NEWS)
    middle = f'<div class="all">{cards}</div><div class="rt"><h4>热点</h4><ul>{hot}</ul></div>'
    return {_xunyang_front(issue): _xunyang_frame(issue, f"浔阳周报 第{issue.number}期", middle)}


def _xunyang_page(issue: Edition, sheet: Sheet) -> str:
    thumbs = "".join(
        f'<li><a href="{issue.place(other)}.shtml"><img src="img/{other.number}_s.jpg"><span>{other.number}版 {other.name}'
        "</span></a></li>"
        for other in issue.sheets
    )
    titles = "".join(
        f'<p><b>{at}.</b> <a href="{_xunyang_id(issue, sheet, story)}.shtml">{e(story.title)}</a></p>'
        for at, story in enumerate(sheet.stories, start=1)
    )
    areas = "".join(
        f'<area shape="rect" coords="{",".join(map(str, box))}" href="{_xunyang_id(issue, sheet, story)}.shtml">'
        for story, box in strip(issue, sheet, 480, 680)
    )
    hot = each('<li><a href="/jj/1.shtml">{}</a></li>', OLD_NEWS)
    return _xunyang_frame(
        issue, f"浔阳周报 第{issue.number}期 {sheet.number}版",
        f"""<div class="lf"><img src="img/{sheet.number}.jpg" usemap="#x"><map name="x">{areas}</map></div><div class="md">
<h2>{sheet.number}版 {sheet.name}</h2>{titles}<p>责任编辑：文心　美术编辑：一诺</p></div><div class="rt"><ul class="th">{thumbs}</ul>
<h4>热点</h4><ul>{hot}</ul></div>""",
    )  # fmt: skip


def _xunyang_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    pictures = "".join(
        f'<p align="center"><img src="img/x{picture.name}.jpg"><br>{e(caption_row(picture))}</p>'
        for picture in story.pictures
    )
    text = each("<p>&emsp;&emsp;{}</p>", story.paragraphs)
    kicker = f'<p class="sup">{e(story.kicker)}</p>' if story.kicker else ""
    subhead = f'<p class="sub">{e(story.subhead)}</p>' if story.subhead else ""
    sign = f'<p class="by">□ {e(story.byline)}</p>' if story.byline else ""
    column = f'<p class="col">【{e(story.column)}】</p>' if story.column else ""
    hot = each('<li><a href="/jj/1.shtml">{}</a></li>', OLD_NEWS)
    at = sheet.stories.index(story)
    turn = "".join(
        f'<a href="{_xunyang_id(issue, sheet, sheet.stories[other])}.shtml">{text_}</a>'
        for other, text_ in ((at - 1, "上一篇"), (at + 1, "下一篇"))
        if 0 <= other < len(sheet.stories)
    )
    return _xunyang_frame(
        issue, f"{e(story.headline)}-浔阳周报",
        f"""<div class="md"><div class="loc">浔阳周报 &gt; <a href="{issue.place(sheet)}.shtml">{sheet.number}版 {sheet.name}</a> &gt; 正文</div>
{column}{kicker}<h2>{e(story.headline)}</h2>{subhead}{sign}<hr>{pictures}{text}<hr><p class="tn">{turn}</p><p>版权声明：凡注明
“来源：浔阳周报”的作品，未经本报授权不得转载、摘编，违者将依法追究责任。</p><div class="bdsharebuttonbox"><a>QQ空间</a><a>新浪微博</a>
<a>人人网</a></div></div><div class="rt"><h4>热点</h4><ul>{hot}</ul></div>""",
    )  # fmt: skip


XUNYANG = UnknownSite(
    "xunyang", "浔阳周报", "an overview of 2017 is the front page and none of the pages; the issue's number in the address",
    ("three titles below every page of the overview", "ordinals before the titles", "a main menu of links",
     "thumbnails with labels as page list", "no date in any address", "a declaration below every text",
     "the day of the update in the foot"),
    Markup(_xunyang_page_address, _xunyang_article_address, _xunyang_id, _xunyang_page, _xunyang_article,
           lambda issue, picture: f"dzb/{issue.number}/img/x{picture.name}.jpg",
           lambda issue, sheet: f"dzb/{issue.number}/img/{sheet.number}.jpg",
           front=_xunyang_front, others=_xunyang_overview, prints_number=True),
    House((("1", "头版", "jump news photo news"), ("2", "要闻", "news news jump"), ("3", "经济", "news table news"),
           ("4", "教育", "news news notice"), ("5", "生态", "news long"), ("6", "旅游", "news news news news"),
           ("7", "文史", "long news"), ("8", "甘棠", "poem poem news")), step=7),
    date(2017, 7, 7), 905, "",
)  # fmt: skip

# ---- 濠江早報: traditional script; sections of their own, letters and numbers as labels.


def _haojiang_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"hk/{issue.day:%Y%m%d}/index_{sheet.number}.php"


def _haojiang_id(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"{sheet.number}_{issue.number * 30 + story.key}"


def _haojiang_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"hk/{issue.day:%Y%m%d}/news_{_haojiang_id(issue, sheet, story)}.php"


def _haojiang_frame(issue: Edition, title: str, middle: str) -> str:
    return f"""<!DOCTYPE html><html lang="zh-Hant"><head><meta charset="utf-8"><title>{title}</title></head><body>
<div id="mast"><img src="/logo.png" alt="濠江早報"><span class="now">澳門 {TODAY.month}月{TODAY.day}日 氣溫19℃ 濕度77%</span></div>
<div id="nav"><a href="/">首頁</a>｜<a href="/live">即時</a>｜<a href="/video">影片</a>｜<a href="/sub">訂閱</a>｜<a href="/ads">廣告價目</a></div>
{middle}<div id="foot">濠江早報版權所有 不得轉載　地址：澳門某街1號　電話：2800 0000　廣告部：2800 0001</div></body></html>"""


def _haojiang_pages(issue: Edition, sheet: Sheet) -> str:
    sections = sorted({other.number[0] for other in issue.sheets})
    return "".join(
        f'<div class="sec"><h4>{letter}疊</h4><ul>'
        + "".join(
            f'<li{" class=here" if other is sheet else ""}><a href="index_{other.number}.php">{other.number}：{other.name}</a></li>'
            for other in issue.sheets
            if other.number[0] == letter
        )
        + "</ul></div>"
        for letter in sections
    )


def _haojiang_page(issue: Edition, sheet: Sheet) -> str:
    titles = "".join(
        f'<li><a href="news_{_haojiang_id(issue, sheet, story)}.php">{e(story.title)}</a></li>'
        for story in sheet.stories
    )
    other = "".join(
        f'<li><a href="news_{_haojiang_id(issue, issue.sheet_of(story), story)}.php">{e(story.title)}</a></li>'
        for story in issue.elsewhere(sheet)[::3]
    )
    later = f'<a href="../{issue.following:%Y%m%d}/index_A1.php">後一日</a>' if issue.following else ""
    return _haojiang_frame(
        issue, f"濠江早報 {long_date(issue.day, False)} {sheet.number}",
        f"""<div id="l"><h3>{long_date(issue.day, False)} {weekday(issue.day)}</h3><a href="../{issue.previous:%Y%m%d}/index_A1.php">前一日</a> {later}
{_haojiang_pages(issue, sheet)}</div><div id="m"><h2>{sheet.number}：{sheet.name}</h2><img src="{sheet.number}.jpg" width="420"><ul>{titles}</ul></div>
<div id="r"><h4>焦點新聞</h4><ul>{other}</ul><h4>今日匯率</h4><table><tr><td>港元</td><td>103.20</td></tr><tr><td>人民幣</td><td>114.85</td></tr></table>
<h4>賽馬貼士</h4><ul><li>第一場 3 7 11</li><li>第二場 2 5 9</li></ul></div>""",
    )  # fmt: skip


def _haojiang_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    pictures = "".join(
        f'<div class="photo"><img src="photo/{picture.name}.jpg"><span>{e(picture.caption)}（{e(picture.credit)}攝）</span></div>'
        for picture in story.pictures
    )
    text = each("<p>{}</p>", story.paragraphs)
    kicker = f"<h3>{e(story.kicker)}</h3>" if story.kicker else ""
    subhead = f"<h3>{e(story.subhead)}</h3>" if story.subhead else ""
    sign = f'<div class="reporter">{e(story.byline)}</div>' if story.byline else ""
    column = f'<div class="column">{e(story.column)}</div>' if story.column else ""
    other = "".join(
        f'<li><a href="news_{_haojiang_id(issue, sheet, each_)}.php">{e(each_.title)}</a></li>'
        for each_ in sheet.stories
        if each_ is not story
    )
    return _haojiang_frame(
        issue, f"{e(story.headline)}｜濠江早報",
        f"""<div id="l"><h3>{long_date(issue.day, False)}</h3>{_haojiang_pages(issue, sheet)}</div><div id="m"><p class="path">
<a href="index_{sheet.number}.php">{sheet.number}：{sheet.name}</a></p>{column}{kicker}<h1>{e(story.headline)}</h1>{subhead}{sign}
<div class="tools"><a>列印</a> <a>轉寄</a> <a>字體放大</a></div><div class="text">{pictures}{text}</div><div class="fb">讚好　分享</div>
</div><div id="r"><h4>同版新聞</h4><ul>{other}</ul><h4>賽馬貼士</h4><ul><li>第一場 3 7 11</li><li>第二場 2 5 9</li></ul></div>""",
    )  # fmt: skip


HAOJIANG = UnknownSite(
    "haojiang", "濠江早報", "traditional script of 2014: the page list in sections with a list each, on the articles, too",
    ("sections have lists of their own", "焦點新聞 in the markup of the title list, no page map",
     "exchange rates and racing tips", "today's date without a year in the head", "同版新聞 beside the text",
     "kicker and subhead are the same element"),
    Markup(_haojiang_page_address, _haojiang_article_address, _haojiang_id, _haojiang_page, _haojiang_article,
           lambda issue, picture: f"hk/{issue.day:%Y%m%d}/photo/{picture.name}.jpg",
           lambda issue, sheet: f"hk/{issue.day:%Y%m%d}/{sheet.number}.jpg"),
    House((("A1", "头版", "jump news news"), ("A2", "本地", "news news jump news"), ("A3", "本地", "news photo news"),
           ("A4", "两岸", "news news notice"), ("B1", "体育", "news news long"), ("B2", "副刊", "poem news poem"))),
    date(2014, 3, 6), 1200, "hk/{date:%Y%m%d}/index_A1.php", script="hant",
)  # fmt: skip
SITES = (XUNYANG, HAOJIANG)
