"""A weekly with the date in Chinese numerals, a table of contents as the only page, an evening paper: facsimiles."""

# ruff: noqa: E501  (markup is left as a site prints it)

from __future__ import annotations

from datetime import date

from tests.facsimile.unknown.newsroom import House
from tests.facsimile.unknown.parts import OLD_NEWS, TODAY, e, each, long_date, strip, table_rows, weekday
from tests.facsimile.unknown.site import Markup
from tests.facsimile.unknown.values import Edition, Picture, Sheet, Story
from tests.facsimile.unseen.sealed_b_desk import EVENING, HARBOUR, LETTERS, Staffed

# ---- 秣陵春秋报: the masthead of an old paper, its date in Chinese numerals with the moon's beside.

DIGITS = "〇一二三四五六七八九"
MOON = {9: "初一", 16: "初八"}
"""Day of November 2026 → day of the tenth month by the moon."""


def _numeral(number: int) -> str:
    """九, 十六, 二十三."""
    tens, ones = divmod(number, 10)
    return (DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (DIGITS[ones] if ones else "")


def _moling_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"qikan/z{issue.number}/ban{issue.place(sheet)}.htm"


def _moling_id(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"{issue.place(sheet)}-{sheet.stories.index(story) + 1:02d}"


def _moling_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"qikan/z{issue.number}/{_moling_id(issue, sheet, story)}.htm"


def _moling_link(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f'<a href="{_moling_id(issue, sheet, story)}.htm">{e(story.title)}</a>'


def _moling_frame(issue: Edition, sheet: Sheet, linked: bool, title: str, middle: str) -> str:
    year = "".join(DIGITS[int(digit)] for digit in str(issue.day.year))
    pages = "".join(
        f"<li><b>第{other.number}版　{other.name}</b></li>"
        if other is sheet and not linked
        else f'<li><a href="ban{issue.place(other)}.htm">第{other.number}版　{other.name}</a></li>'
        for other in issue.sheets
    )
    old = "".join(
        f'<li><a href="../z{issue.number - at}/ban1.htm">总第{issue.number - at}期</a></li>'
        for at in (2, 3, 4, 5)
    )
    later = f'<a href="../z{issue.number + 1}/ban1.htm">下期</a>' if issue.following else ""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title><style>.baotou{{writing-mode:vertical-rl}}</style></head><body><div class="sj">今天是{long_date(TODAY, False)}　<a href="/ly">留言</a>　<a href="/dy">订阅</a></div>
<div class="baotou"><div class="ming"><img src="/img/moling.png" alt="秣陵春秋报"></div><div class="li"><p><span>{year}年</span><span>{_numeral(issue.day.month)}月{_numeral(issue.day.day)}日</span></p><p>农历丙午年十月{MOON[issue.day.day]}</p><p>{weekday(issue.day)}</p><p>总第{issue.number}期</p><p>本期四版</p><p>零售每份贰元</p></div></div>
<div class="zhong">{middle}</div><div class="ce"><dl><dt>本期版面</dt><dd><ul>{pages}</ul></dd></dl><dl><dt>往期回顾</dt><dd><ul>{old}</ul></dd></dl><p><a href="../z{issue.number - 1}/ban1.htm">上期</a> {later}</p></div>
<div class="wei"><p>秣陵春秋报社　社长　纪云樵　总编辑　范疏影　印刷　金陵印务</p><p>苏ICP备26000000号</p></div></body></html>"""


def _moling_page(issue: Edition, sheet: Sheet) -> str:
    own = "".join(f"<p>{_moling_link(issue, sheet, story)}</p>" for story in sheet.stories)
    areas = "".join(
        f'<area shape="rect" coords="{",".join(map(str, box))}" href="{_moling_id(issue, sheet, story)}.htm">'
        for story, box in strip(issue, sheet, 400, 580)
    )
    pick = "".join(
        f"<p>{_moling_link(issue, other, other.stories[-1])}</p>"
        for other in issue.sheets
        if other is not sheet
    )
    middle = f"""<div class="tu"><img src="tu/{sheet.number}.jpg" usemap="#b"><map name="b">{areas}</map></div><div class="mu"><h4>第{sheet.number}版　{sheet.name}</h4>{own}<h4>编者荐读</h4>{pick}</div>"""
    return _moling_frame(issue, sheet, False, f"秣陵春秋报总第{issue.number}期", middle)


def _moling_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    pictures = "".join(
        f'<dl class="pic"><dt><img src="tu/{picture.name}.jpg"></dt><dd>{e(picture.caption)}</dd><dd>摄影　{e(picture.credit)}</dd></dl>'
        for picture in story.pictures
    )
    heads = "".join(
        f'<div style="{style}">{e(text)}</div>'
        for style, text in (
            ("font:16px 楷体;text-align:center", story.kicker),
            ("font:bold 28px 宋体;text-align:center", story.headline),
            ("font:16px 仿宋;text-align:center", story.subhead),
        )
        if text
    )
    sign = f'<div style="text-align:center">□ {e(story.byline)}</div>' if story.byline else ""
    if story.form == "poem":
        text = f"<blockquote>{'<br>'.join(map(e, story.paragraphs))}</blockquote>"
    else:
        text = each("<div>　　{}</div>", story.paragraphs)
    at = sheet.stories.index(story)
    turns = "".join(
        f"<span>{label} {_moling_link(issue, sheet, sheet.stories[to])}</span>"
        for label, to in (("前一篇", at - 1), ("后一篇", at + 1))
        if 0 <= to < len(sheet.stories)
    )
    middle = f"""<div class="dao">总第{issue.number}期 &gt; <a href="ban{issue.place(sheet)}.htm">第{sheet.number}版　{sheet.name}</a> &gt; 正文</div><div class="wen">{heads}{sign}<div class="nei">{pictures}{text}</div></div>
<div class="ju"><a>竖排</a> <a>横排</a> <a>繁体</a> <a>列印</a></div><div class="turn">{turns}</div><div class="gg">本报诚征老照片、旧书信、老地契，来稿请寄夫子庙邮局十二号信箱。</div>"""
    return _moling_frame(issue, sheet, True, f"{e(story.headline)}　秣陵春秋报", middle)


MOLING = Staffed(
    "moling", "秣陵春秋报", "a weekly of 2026 with an old masthead: the date in Chinese numerals, the moon's beside",
    ("the only date in figures is today's", "a second month and day by the moon", "numbers of pages in Chinese numerals",
     "the own page is no link in the page list", "编者荐读 in the markup of the title list", "older issues lead to pages of the same shape",
     "a call for old photographs below every text", "head, kicker and subhead differ in style alone"),
    Markup(_moling_page_address, _moling_article_address, _moling_id, _moling_page, _moling_article,
           lambda issue, picture: f"qikan/z{issue.number}/tu/{picture.name}.jpg",
           lambda issue, sheet: f"qikan/z{issue.number}/tu/{sheet.number}.jpg", prints_number=True),
    House((("一", "要闻", "news news photo"), ("二", "钩沉", "news long"), ("三", "诗笺", "poem news"), ("四", "行旅", "news news photo")),
          frozenset({"column"}), step=7),
    date(2026, 11, 9), 312, "", more=LETTERS,
)  # fmt: skip

# ---- 北港航运周刊: a table of contents of the whole issue is all there is besides the articles.


def _beigang_contents(issue: Edition) -> str:
    return f"weekly/{issue.day:%Y/%m%d}/contents.html"


def _beigang_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"{_beigang_contents(issue)}#{sheet.number}"


def _beigang_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return str(issue.number * 100 + story.key)


def _beigang_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"weekly/{issue.day:%Y/%m%d}/article-{_beigang_id(issue, sheet, story)}.html"


def _beigang_link(issue: Edition, story: Story) -> str:
    return f'<a href="article-{_beigang_id(issue, issue.sheet_of(story), story)}.html">{e(story.title)}</a>'


def _beigang_frame(title: str, middle: str) -> str:
    return f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title></head><body><header><a href="/"><img src="/logo.svg" alt="北港航运周刊"></a><nav><a href="/news">快讯</a><a href="/data">数据</a><a href="/weekly">周刊</a><a href="/meeting">会议</a></nav></header>
{middle}<footer><p>北港航运周刊社　<a href="/about">关于</a>　<a href="/ads">广告刊例</a>　浙ICP备18000000号</p><p>扫描二维码，关注航运人的一周。</p></footer></body></html>"""


def _beigang_page(issue: Edition, _sheet: Sheet) -> str:
    def line(story: Story) -> str:
        sign = f" <i>/ {e(story.byline)}</i>" if story.byline else ""
        return f'<p class="tit">{_beigang_link(issue, story)}{sign}</p>'

    jump = "".join(f'<a href="#{sheet.number}">{sheet.number}</a>' for sheet in issue.sheets)
    best = "".join(f"<li>{_beigang_link(issue, sheet.stories[0])}</li>" for sheet in issue.sheets)
    parts = ""
    for letter, name in (("A", "新闻"), ("T", "特刊")):
        parts += f'<div class="die"><h2>{letter}叠　{name}</h2>' + "".join(
            f'<div class="ban" id="{sheet.number}"><h3>{sheet.number} {sheet.name}</h3><a href="pdf/{sheet.number}.pdf"><img src="ban/{sheet.number}.jpg"></a><div>{"".join(map(line, sheet.stories))}</div></div>'
            for sheet in issue.sheets
            if sheet.number.startswith(letter)
        )
        parts += "</div>"
    back = f"../../{issue.previous:%Y/%m%d}/contents.html"
    later = f'<a href="../../{issue.following:%Y/%m%d}/contents.html">下期目录</a>' if issue.following else ""
    return _beigang_frame(
        f"目录 | 北港航运周刊 {issue.day:%Y.%m.%d}",
        f"""<main><h1>本期目录</h1><p class="d">{issue.day:%Y.%m.%d} 第{issue.number}期 <a href="{back}">上期目录</a> {later}</p><p class="jump">{jump}</p><div class="yaomu"><h4>本期要目</h4><ul>{best}</ul></div>
<div class="juan"><h4>卷首语</h4><p>潮水每天来两次，周刊每周来一次。这一周我们去了三个码头，写下一些人和船。</p></div>{parts}<div class="hot"><h4>一周热读</h4>{each('<p class="tit"><a href="/news/88.html">{}</a></p>', OLD_NEWS)}</div></main>""",
    )


def _beigang_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    texts = story.paragraphs[:1] if story.form == "table" else story.paragraphs
    text = each("<p>{}</p>", texts)
    if story.form == "table":
        rows = "".join(f"<tr>{each('<td>{}</td>', row)}</tr>" for row in table_rows(story))
        text += f"<table>{rows}</table>"
    pictures = "".join(
        f'<div class="figure"><img src="img/{picture.name}.jpg"><span>{e(picture.caption)}（{e(picture.credit)} 摄）</span></div>'
        for picture in story.pictures
    )
    heads = "".join(
        f'<div class="{name}">{e(line)}</div>'
        for name, line in (
            ("col", story.column),
            ("over", story.kicker),
            ("head", story.headline),
            ("under", story.subhead),
            ("by", f"■ {story.byline}" if story.byline else ""),
        )
        if line
    )
    stories = [other for part in issue.sheets for other in part.stories]
    after = stories[stories.index(story) + 1 :][:1]
    turn = "".join(f"<p>下一篇　{_beigang_link(issue, other)}</p>" for other in after)
    return _beigang_frame(
        f"{e(story.headline)} | 北港航运周刊",
        f"""<main><p class="crumb"><a href="contents.html">{issue.day:%Y.%m.%d} 第{issue.number}期</a> › <a href="contents.html#{sheet.number}">{sheet.number} {sheet.name}</a></p><div class="paper"><div class="top">{heads}</div><div class="wrap"><div class="rich"><section><section>{pictures}{text}</section></section></div></div></div>
<div class="tools"><span>字号</span><span>收藏</span><span>海报分享</span></div><div class="note">（本文不构成投资建议，转载请联系授权。）</div><div class="turn">{turn}</div><div class="hot"><h4>往期回顾</h4>{each('<p class="tit"><a href="/news/88.html">{}</a></p>', OLD_NEWS[2:])}</div></main>""",
    )


BEIGANG = Staffed(
    "beigang", "北港航运周刊", "a trade weekly of 2018: one table of contents holds all pages of both sections, there are no others",
    ("pages are fragments of one document, articles are not", "本期要目 with first titles before the sections", "names behind the titles",
     "the list of pages has numbers alone", "an editor's word among the titles", "一周热读 in the markup of the title lists",
     "a note in brackets below every text", "everything is a div with a class"),
    Markup(_beigang_page_address, _beigang_article_address, _beigang_id, _beigang_page, _beigang_article,
           lambda issue, picture: f"weekly/{issue.day:%Y/%m%d}/img/{picture.name}.jpg",
           lambda issue, sheet: f"weekly/{issue.day:%Y/%m%d}/ban/{sheet.number}.jpg",
           lambda issue, sheet: f"weekly/{issue.day:%Y/%m%d}/pdf/{sheet.number}.pdf", _beigang_contents, prints_number=True),
    House((("A1", "封面", "news news photo"), ("A2", "市场", "news news"), ("A3", "船讯", "news news news"), ("T1", "港口", "long news"),
           ("T2", "人物", "news news")), step=7),
    date(2018, 6, 19), 705, "weekly/{date:%Y/%m%d}/contents.html", more=HARBOUR,
)  # fmt: skip

# ---- 翠湖晚报: rendered by a framework in 2025; sections within divs, an audio bar, comments, a copy for handhelds.

SAID = (
    "小时候就住在那条巷子里，看到照片一下子认出来了。",
    "希望多登一些这样的普通人，比看热搜舒服。",
    "记者同志，能不能帮我们楼也问问，电梯停了三个星期了。",
    "转给我妈了，她说写得对。",
)


def _cuihu_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"paper/{issue.day}/{sheet.number}"


def _cuihu_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return str(1140000 + issue.number * 32 + story.key)


def _cuihu_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"paper/article/{_cuihu_id(issue, sheet, story)}"


def _cuihu_picture(issue: Edition, picture: Picture) -> str:
    return f"oss/{issue.day:%Y%m%d}/{picture.name}.jpg"


def _cuihu_card(address: str, title: str, words: str) -> str:
    return f'<div class="card" data-v-3f1c09><a href="{address}" data-v-3f1c09><div class="c-t" data-v-3f1c09>{e(title)}</div><div class="c-d" data-v-3f1c09>{e(words)}</div></a></div>'


def _cuihu_read(up: str) -> str:
    return "".join(
        _cuihu_card(f"{up}{1098000 + at * 213}", title, f"{at * 3 + 2}千人在读")
        for at, title in enumerate(OLD_NEWS)
    )


def _cuihu_frame(title: str, middle: str) -> str:
    return f"""<!doctype html><html data-n-head-ssr lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title><meta data-n-head="ssr" name="viewport" content="width=device-width,initial-scale=1"></head><body><div id="__nuxt"><div id="__layout"><div data-v-77aa01><header data-v-77aa01><div class="logo" data-v-77aa01>翠湖晚报</div><div class="srch" data-v-77aa01>搜一搜</div><div class="user" data-v-77aa01>登录 / 注册</div></header><main data-v-77aa01>{middle}</main>
<footer data-v-77aa01><div>滇ICP备25000000号　互联网新闻信息服务许可证 53120250000</div><div>举报电话 0871-65000000　客服在线 9:00-21:00</div></footer><div class="float" data-v-77aa01><div>回顶部</div><div>意见反馈</div></div></div></div></div></body></html>"""


def _cuihu_page(issue: Edition, sheet: Sheet) -> str:
    nav = "".join(
        f'<a href="{other.number}" class="pg{" nuxt-link-active" if other is sheet else ""}" data-v-3f1c09><span>{other.name}·{other.number}</span></a>'
        for other in issue.sheets
    )
    cards = "".join(
        _cuihu_card(
            f"../article/{_cuihu_id(issue, sheet, story)}",
            story.title,
            f"{story.paragraphs[0][:32]}…" if story.paragraphs else "组图",
        )
        for story in sheet.stories
    )
    later = f'<a href="../{issue.following}/01">后一天</a>' if issue.following else ""
    return _cuihu_frame(
        f"{sheet.name}·{sheet.number} - 翠湖晚报",
        f"""<section class="bar" data-v-3f1c09><div><a href="../{issue.previous}/01">前一天</a><span>{issue.day:%Y-%m-%d} {weekday(issue.day)}</span>{later}</div></section><section class="nav" data-v-3f1c09><div class="scroll">{nav}</div></section><section class="two" data-v-3f1c09><div class="pic"><div><img src="../../oss/{issue.day:%Y%m%d}/b{sheet.number}.jpg"></div><div class="tools"><div>放大</div><div>听本版</div></div></div>
<div class="list"><section><div class="ttl">{sheet.name}·{sheet.number}</div><div class="cards">{cards}</div></section><section><div class="ttl">大家都在读</div><div class="cards">{_cuihu_read("../article/")}</div></section></div></section>""",
    )


def _cuihu_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    texts = [f"<section><div><p><span>{e(text)}</span></p></div></section>" for text in story.paragraphs]
    if len(texts) > 2:
        texts.insert(
            2, '<div class="feed-ad"><div>广告</div><p>周末去哪玩？翠湖驿站套票五折起，点击领取。</p></div>'
        )
    pictures = "".join(
        f'<div class="pic"><div><img src="../../{_cuihu_picture(issue, picture)}"></div><div class="cap">{e(picture.caption)}{e(picture.credit)}/摄</div></div>'
        for picture in story.pictures
    )
    heads = "".join(
        f'<div class="{name}" data-v-9b2e44><span>{e(line)}</span></div>'
        for name, line in (
            ("tag", story.column),
            ("up", story.kicker),
            ("tit", story.headline),
            ("dn", story.subhead),
        )
        if line
    )
    said = "".join(
        f'<div class="cmt-i"><div class="u">湖畔{story.key * 7 + at}号</div><div class="c"><p>{SAID[(story.key + at) % 4]}</p></div><div class="o"><span>{at + 1}小时前</span><span>回复</span><span>赞</span></div></div>'
        for at in range(3)
    )
    sign = f"<span>{e(story.byline)}</span>" if story.byline else ""
    return _cuihu_frame(
        f"{e(story.headline)} - 翠湖晚报",
        f"""<section class="art" data-v-9b2e44><div><section class="hd"><div>{heads}<div class="meta"><span>翠湖晚报</span><span>{issue.day} 15:30</span>{sign}<a href="../{issue.day}/{sheet.number}">{sheet.name}·{sheet.number}</a></div></div></section>
<section class="audio"><div class="player"><div class="btn"></div><div>听新闻</div><div class="track"><div></div></div><div>00:00 / 02:{story.key + 20}</div><div>1.0倍速</div></div><div class="hint"><p>语音由智能主播“小翠”播报，如有误读请以文字为准。</p></div></section>
<section class="bd"><div class="rich">{pictures}{"".join(texts)}</div></section><section class="ed"><div>编辑：柯一　校对：温平</div></section><section class="act"><div>点赞 18</div><div>收藏</div><div>分享海报</div></section></div></section>
<section class="m-only" style="display:none" data-v-9b2e44><div class="m-tit">{e(story.headline)}</div><div class="m-bd">{each("<p>{}</p>", story.paragraphs)}</div></section><section class="cmt"><div class="ttl">全部评论（3）</div><div class="box"><div>登录后参与评论，文明上网理性发言</div></div>{said}</section><section><div class="ttl">大家都在读</div><div class="cards">{_cuihu_read("")}</div></section>""",
    )


CUIHU = Staffed(
    "cuihu", "翠湖晚报", "an evening paper of 2025, rendered on the server: sections within divs, an audio bar, comments",
    ("大家都在读 in the markup of the title list, with addresses of articles", "a hidden copy of the text for handhelds", "readers' sentences are paragraphs",
     "a sentence about the voice before the text", "an advert in sentences within the text", "the page's number behind its name",
     "credits without a space behind the caption", "no date in the articles' addresses", "no h1, no article, no list anywhere"),
    Markup(_cuihu_page_address, _cuihu_article_address, _cuihu_id, _cuihu_page, _cuihu_article, _cuihu_picture,
           lambda issue, sheet: f"oss/{issue.day:%Y%m%d}/b{sheet.number}.jpg"),
    House((("01", "要闻", "jump news photo"), ("02", "都市", "news news"), ("03", "民生", "news jump notice table"), ("04", "光影", "photo news"),
           ("05", "晚霞", "poem long"))),
    date(2025, 4, 22), 6120, "paper/{date:%Y-%m-%d}/01", more=EVENING,
)  # fmt: skip
SITES = (MOLING, BEIGANG, CUIHU)
