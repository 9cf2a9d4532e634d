"""Made for handhelds: cards of 2019 with abstracts, a page of 2025 with a machine's summary and comments."""

# ruff: noqa: E501  (markup is left as a site prints it)

from __future__ import annotations

from datetime import date

from tests.facsimile.unknown.newsroom import House
from tests.facsimile.unknown.parts import OLD_NEWS, caption_row, e, each, strip, weekday
from tests.facsimile.unknown.site import Markup, UnknownSite
from tests.facsimile.unknown.values import Edition, Picture, Sheet, Story

# ---- 潼城日报: cards; every entry of the title list has an abstract and a badge.


def _tongcheng_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"e/{issue.day:%Y/%m/%d}/{sheet.number.lower()}/index.html"


def _tongcheng_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return str(900000 + issue.number * 50 + story.key)


def _tongcheng_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"e/{issue.day:%Y/%m/%d}/{sheet.number.lower()}/{_tongcheng_id(issue, sheet, story)}.html"


def _tongcheng_abstract(story: Story) -> str:
    return f"{story.paragraphs[0][:40]}..." if story.paragraphs else "（图片新闻）"


def _tongcheng_frame(issue: Edition, sheet: Sheet, title: str, middle: str) -> str:
    up = "../../../../../"
    pages = "".join(
        f'<a class="dropdown-item{" active" if other is sheet else ""}" '
        f'href="{up}{_tongcheng_page_address(issue, other)}">{other.number} {other.name}</a>'
        for other in issue.sheets
    )
    back = f"{up}e/{issue.previous:%Y/%m/%d}/a01/index.html"
    later = (
        f'<li class="nav-item"><a class="nav-link" href="{up}e/{issue.following:%Y/%m/%d}/a01/index.html">下一期</a></li>'
        if issue.following
        else ""
    )
    return f"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/bootstrap.css"></head>
<body><nav class="navbar navbar-expand-lg"><a class="navbar-brand" href="/">潼城日报</a><ul class="navbar-nav">
<li class="nav-item dropdown"><a class="nav-link dropdown-toggle" href="#">版面</a><div class="dropdown-menu">{pages}</div>
</li><li class="nav-item"><a class="nav-link" href="{back}">上一期</a></li>{later}<li class="nav-item"><a class="nav-link"
href="/app">客户端</a></li></ul><span class="navbar-text">{issue.day:%Y.%m.%d} {weekday(issue.day)}</span></nav>
<div class="container">{middle}</div><footer class="container"><div class="row"><div class="col"><h6>关于我们</h6><ul>
<li><a href="/about">报社简介</a></li><li><a href="/join">人才招聘</a></li></ul></div><div class="col"><h6>广告合作</h6><ul>
<li><a href="/ad">刊例价格</a></li><li><a href="/tel">联系我们</a></li></ul></div></div><p>© 2019 潼城日报社
京公网安备 11010100000000号 违法和不良信息举报电话：12377</p></footer></body></html>"""


def _tongcheng_page(issue: Edition, sheet: Sheet) -> str:
    def card(story: Story) -> str:
        address = _tongcheng_article_address(issue, issue.sheet_of(story), story)
        return (
            f'<a class="list-group-item" href="../../../../../{address}"><h5>{e(story.title)}'
            f'<small class="badge">{issue.sheet_of(story).number}</small></h5><p>{e(_tongcheng_abstract(story))}</p></a>'
        )

    own = "".join(map(card, sheet.stories))
    others = "".join(map(card, issue.elsewhere(sheet)[:6]))
    thumbs = "".join(
        f'<a href="../{other.number.lower()}/index.html"><img src="../{other.number.lower()}/thumb.jpg" '
        f'alt="{other.number} {other.name}"></a>'
        for other in issue.sheets
    )
    areas = "".join(
        f'<area shape="rect" coords="{",".join(map(str, box))}" href="{_tongcheng_id(issue, sheet, story)}.html" alt="">'
        for story, box in strip(issue, sheet, 690, 1000)
    )
    return _tongcheng_frame(
        issue, sheet, f"{sheet.number} {sheet.name} | 潼城日报",
        f"""<div class="row"><div class="col-md-5"><h4>{sheet.number} {sheet.name}</h4><img class="img-fluid" src="page.jpg"
usemap="#m"><map name="m">{areas}</map><a class="btn btn-sm" href="page.pdf">下载PDF</a><div class="d-flex">{thumbs}</div>
</div><div class="col-md-4"><div class="list-group">{own}</div></div><div class="col-md-3"><h6>今日精选</h6>
<div class="list-group">{others}</div></div></div>""",
    )  # fmt: skip


def _tongcheng_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    figures = "".join(
        f'<figure class="figure"><img class="figure-img" data-src="{picture.name}.jpg" src="/lazy.gif"><figcaption>'
        f"{e(caption_row(picture))}</figcaption></figure>"
        for picture in story.pictures
    )
    text = "".join(
        f'<section><section><p style="margin:0"><span style="font-size:17px">{e(paragraph)}</span></p></section></section>'
        for paragraph in story.paragraphs
    )
    more = "".join(
        f'<div class="card"><a href="../../../../../{_tongcheng_article_address(issue, issue.sheet_of(other), other)}">'
        f"<h6>{e(other.title)}</h6></a><p>{e(_tongcheng_abstract(other))}</p></div>"
        for other in issue.elsewhere(sheet)[2:7]
    )
    column = f'<span class="badge badge-danger">{e(story.column)}</span>' if story.column else ""
    heads = (
        f'<p class="lead">{e(story.kicker)}</p>' if story.kicker else ""
    ) + f"<h3>{e(story.headline)}</h3>"
    heads += f'<h5 class="text-muted">{e(story.subhead)}</h5>' if story.subhead else ""
    sign = f'<li class="list-inline-item">{e(story.byline)}</li>' if story.byline else ""
    return _tongcheng_frame(
        issue, sheet, f"{e(story.headline)} | 潼城日报",
        f"""<ol class="breadcrumb"><li><a href="index.html">{sheet.number} {sheet.name}</a></li><li>正文</li></ol>
<div class="row"><div class="col-md-8"><div class="card"><div class="card-body">{column}{heads}<ul class="list-inline">
<li class="list-inline-item">{issue.day:%Y-%m-%d}</li>{sign}<li class="list-inline-item"><a href="#c">评论 0</a></li></ul>
<div class="content">{figures}{text}</div><ul class="list-inline share"><li><a>微信</a></li><li><a>微博</a></li><li>
<a>QQ空间</a></li></ul></div></div><div id="c"><h6>发表评论</h6><p>登录后可以发表评论，评论经审核后显示。</p></div></div>
<div class="col-md-4"><h6>大家都在看</h6>{more}</div></div>""",
    )  # fmt: skip


def _tongcheng_picture(issue: Edition, picture: Picture) -> str:
    return f"e/{issue.day:%Y/%m/%d}/{issue.sheet_showing(picture).number.lower()}/{picture.name}.jpg"


TONGCHENG = UnknownSite(
    "tongcheng", "潼城日报", "cards of 2019: title list with abstracts and badges, text in nested sections",
    ("今日精选 in the markup of the title list", "abstracts below the titles, in the same link",
     "thumbnails that lead to the pages beside the page list", "大家都在看 with abstracts on the article",
     "pictures that a script loads", "links in columns in the footer"),
    Markup(_tongcheng_page_address, _tongcheng_article_address, _tongcheng_id, _tongcheng_page,
           _tongcheng_article, _tongcheng_picture,
           lambda issue, sheet: f"e/{issue.day:%Y/%m/%d}/{sheet.number.lower()}/page.jpg",
           lambda issue, sheet: f"e/{issue.day:%Y/%m/%d}/{sheet.number.lower()}/page.pdf"),
    House((("A01", "要闻", "jump news news photo"), ("A02", "本地", "news news news jump"),
           ("A03", "关注", "news long news"), ("A04", "文化", "poem news news notice"))),
    date(2019, 6, 12), 7011, "e/{date:%Y/%m/%d}/a01/index.html",
)  # fmt: skip

# ---- 澜江晨报: one column for handhelds, pages in a drawer, a summary by machine above the text.

REMARKS = (
    "这件事我们小区也在做，效果确实不错，希望能一直坚持下去。",
    "记者写得很细，看完才知道背后有这么多人在忙。",
    "建议把具体地址和时间也登出来，方便大家过去看看。",
    "支持！不过停车的问题能不能也一起解决了？",
)


def _lanjiang_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"h5/{issue.day:%Y%m%d}/layout.html?no={sheet.number}"


def _lanjiang_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return f"{issue.number:05x}{story.key:03x}af"


def _lanjiang_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"h5/{issue.day:%Y%m%d}/detail.html?id={_lanjiang_id(issue, sheet, story)}"


def _lanjiang_frame(title: str, middle: str) -> str:
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title></head><body><header class="bar"><i class="back"></i><b>澜江晨报</b><i class="more"></i></header>
<div class="download"><p>打开澜江新闻客户端，阅读体验更佳</p><a href="https://app.example.org/dl">立即打开</a></div>
{middle}<div class="toast" style="display:none">链接已复制，快去分享给好友吧！</div></body></html>"""


def _lanjiang_page(issue: Edition, sheet: Sheet) -> str:
    drawer = "".join(
        f'<a href="layout.html?no={other.number}"><em>{other.number}</em><i>{other.name}</i>'
        f"<small>{len(other.stories)}篇</small></a>"
        for other in issue.sheets
    )
    items = "".join(
        f'<a class="it" href="detail.html?id={_lanjiang_id(issue, sheet, story)}"><div><p class="tt">{e(story.title)}</p>'
        f'<p class="mt"><span>澜江晨报</span><span>{issue.day:%m-%d}</span></p></div>'
        + (f'<img src="img/{story.pictures[0].name}_s.jpg">' if story.pictures else "")
        + "</a>"
        for story in sheet.stories
    )
    hot = "".join(
        f'<a class="it" href="/news/{4400 + at}.html"><div><p class="tt">{text}</p><p class="mt"><span>澜江网</span>'
        f"<span>{at + 2}小时前</span></p></div></a>"
        for at, text in enumerate(OLD_NEWS)
    )
    blocks = "".join(
        f'<a class="hit" style="left:{left / 4:.2f}%;top:{top / 6:.2f}%;width:{(right - left) / 4:.2f}%;'
        f'height:{(bottom - top) / 6:.2f}%" href="detail.html?id={_lanjiang_id(issue, sheet, story)}"></a>'
        for story, (left, top, right, bottom) in strip(issue, sheet, 400, 600)
    )
    return _lanjiang_frame(
        f"澜江晨报 {sheet.number}版",
        f"""<div class="date" onclick="pick()">{issue.day:%Y年%m月%d日}<i class="down"></i></div><div class="pic"><img
src="img/{sheet.number}.jpg">{blocks}</div><h2>{sheet.number}版 | {sheet.name}</h2><div class="feed">{items}</div>
<div class="sep">热门资讯</div><div class="feed">{hot}</div><div class="drawer" hidden><h3>版面目录</h3>{drawer}</div>""",
    )


def _lanjiang_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    summary = (
        f'<div class="ai"><b>AI摘要</b><p>本文报道了与“{e(story.headline)}”有关的最新进展，介绍了各方的做法，'
        "并记录了当地居民的感受。</p><small>内容由AI生成，仅供参考</small></div>"
    )
    pictures = "".join(
        f'<div class="img"><img src="img/{picture.name}.jpg"><p>{e(picture.caption)} {e(picture.credit)} 摄</p></div>'
        for picture in story.pictures
    )
    text = each('<div class="p">{}</div>', story.paragraphs)
    heads = f'<div class="yt">{e(story.kicker)}</div>' if story.kicker else ""
    heads += f'<div class="bt">{e(story.headline)}</div>'
    heads += f'<div class="ft">{e(story.subhead)}</div>' if story.subhead else ""
    said = "".join(
        f'<div class="cm"><img src="/u/{at}.png"><b>用户{7000 + story.key * 9 + at}</b><p>'
        f"{REMARKS[(story.key + at) % len(REMARKS)]}</p><small>{at + 1}天前　澜江</small></div>"
        for at in range(2)
    )
    more = "".join(
        f'<a class="it" href="/news/{4400 + at}.html"><div><p class="tt">{text_}</p></div></a>'
        for at, text_ in enumerate(OLD_NEWS[2:])
    )
    sign = f"<span>{e(story.byline)}</span>" if story.byline else ""
    column = f'<span class="lm">{e(story.column)}</span>' if story.column else ""
    return _lanjiang_frame(
        e(story.headline),
        f"""<div class="hd">{column}{heads}<div class="meta"><span>澜江晨报</span><span>{issue.day} 00:00</span>{sign}
<a href="layout.html?no={sheet.number}">{sheet.number}版 {sheet.name}</a></div></div><div class="audio"><i></i>
语音播报：点击收听 <span>00:00/03:12</span></div>{summary}<div class="body">{pictures}{text}</div><div class="tags">
<a>#本地</a><a>#民生</a></div><div class="like"><span>赞 26</span><span>收藏</span><span>转发</span></div>
<div class="sep">精彩评论</div>{said}<div class="sep">相关推荐</div><div class="feed">{more}</div>""",
    )


LANJIANG = UnknownSite(
    "lanjiang", "澜江晨报", "one column of 2025 for handhelds: pages in a hidden drawer, ids in a query",
    ("热门资讯 in the markup of the title list", "a summary made by machine above every text",
     "readers' comments in sentences", "links without text over the page picture in percent",
     "a line for the app on every page", "counts behind the page names", "paragraphs are divs"),
    Markup(_lanjiang_page_address, _lanjiang_article_address, _lanjiang_id, _lanjiang_page,
           _lanjiang_article,
           lambda issue, picture: f"h5/{issue.day:%Y%m%d}/img/{picture.name}.jpg",
           lambda issue, sheet: f"h5/{issue.day:%Y%m%d}/img/{sheet.number}.jpg", issue_links=False),
    House((("01", "头版", "jump news photo news"), ("02", "要闻", "news news jump"),
           ("03", "城市", "news news news table notice"), ("04", "悦读", "poem news long"))),
    date(2025, 3, 18), 8802, "h5/{date:%Y%m%d}/layout.html?no=01",
)  # fmt: skip
SITES = (TONGCHENG, LANJIANG)
