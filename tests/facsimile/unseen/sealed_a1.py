"""Facsimiles of sites of two kinds: a provincial daily's own system, and active pages of 2006.

Invented, texts and all; written by somebody who has not seen the reader.
"""

# ruff: noqa: E501  (markup is left as a site prints it)

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from tests.facsimile.unknown.newsroom import House
from tests.facsimile.unknown.parts import (
    OLD_NEWS,
    TODAY,
    caption_row,
    e,
    each,
    long_date,
    strip,
    table_rows,
    weekday,
)
from tests.facsimile.unknown.site import Markup, UnknownSite
from tests.facsimile.unknown.values import Edition, Form, Sheet, Story

Brief = tuple[int, Form, str, tuple[str, ...]]
"""Place of its page, form, headline, paragraphs; {n}, {m} and {d} are numbers of the day."""


@dataclass(frozen=True, slots=True)
class BriefSite(UnknownSite):
    """A site whose paper prints very short things of its own behind the stories of a page."""

    briefs: tuple[Brief, ...] = ()

    def edition(self, day: date) -> Edition:
        made = UnknownSite.edition(self, day)
        slots = {"n": day.toordinal() % 97 + 1, "m": day.month, "d": day.day}
        last = sum(len(sheet.stories) for sheet in made.sheets)
        sheets = list(made.sheets)
        for key, (place, form, headline, paragraphs) in enumerate(self.briefs, start=last + 1):
            texts = tuple(text.format(**slots) for text in paragraphs)
            story = Story(key, form, headline.format(**slots), texts)
            sheet = sheets[place - 1]
            sheets[place - 1] = replace(sheet, stories=(*sheet.stories, story))
        return replace(made, sheets=tuple(sheets))


def chinese_date(day: date) -> str:
    """二〇二三年四月十八日."""

    def small(number: int) -> str:
        tens, ones = divmod(number, 10)
        return (
            ("一二三"[tens - 1] if tens > 1 else "")
            + "十" * bool(tens)
            + "一二三四五六七八九"[ones - 1 : ones] * bool(ones)
        )

    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    return f"{year}年{small(day.month)}月{small(day.day)}日"


# ---- 苍岭日报: a provincial daily's own system of 2023; the date stands in the masthead alone, in Chinese numerals.


def _cangling_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"clrb/layout/{issue.number}_{issue.place(sheet)}.html"


def _cangling_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return str(2000000 + issue.number * 53 + story.key * 2)


def _cangling_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"clrb/content/{_cangling_id(issue, sheet, story)}.html"


def _cangling_entries(issue: Edition, stories: tuple[Story, ...]) -> str:
    return "".join(
        f'<div class="row-tit"><i class="ico"></i><a href="../../{_cangling_article_address(issue, issue.sheet_of(story), story)}" title="">{e(story.title)}</a></div>'
        for story in stories
    )


def _cangling_frame(issue: Edition, title: str, middle: str) -> str:
    lunar = ("廿七", "廿八", "廿九", "三十")[min(issue.day.day - 17, 3)]
    later = (
        f'<a href="../layout/{issue.number + 1}_1.html">后一期&gt;</a>'
        if issue.following
        else '<a class="gray">后一期&gt;</a>'
    )
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv="X-UA-Compatible" content="IE=edge"><title>{title}</title><meta name="keywords" content="苍岭日报,苍岭新闻,数字报">
<link rel="stylesheet" href="/res/epaper/style.css?v=20260301"></head><body>
<div class="top-line"><div class="w1200"><span>欢迎来到苍岭新闻网</span><a href="https://www.example.org/">首页</a><a href="https://www.example.org/szyw/">时政要闻</a><a href="https://www.example.org/ms/">民生</a><a href="https://www.example.org/app/">客户端下载</a><a href="https://www.example.org/login">登录</a></div></div>
<div class="masthead w1200"><h1 class="logo"><a href="../"><img src="/res/logo.png" alt="苍岭日报"></a></h1><div class="m-info"><p>{chinese_date(issue.day)}　{weekday(issue.day)}</p>
<p>农历癸卯年闰二月{lunar}</p><p>国内统一连续出版物号 CN 00-0001　代号 00-1</p></div><div class="m-issue"><a href="../layout/{issue.number - 1}_1.html">&lt;前一期</a>{later}</div></div>
{middle}
<div class="footer"><div class="w1200"><p><a href="/about">关于我们</a> | <a href="/copyright">版权声明</a> | <a href="/contact">联系我们</a></p><p>苍岭日报社版权所有　未经授权禁止复制或建立镜像</p>
<p>互联网新闻信息服务许可证：00120230001　闽ICP备23000000号-2　闽公网安备 35000002000000号</p><p>违法和不良信息举报电话：0590-80000000　举报邮箱：jubao@example.org</p></div></div></body></html>"""


def _cangling_page(issue: Edition, sheet: Sheet) -> str:
    pages = "".join(
        f'<li class="{"cur" if other is sheet else ""}"><a href="../../{_cangling_page_address(issue, other)}"><em>{other.name}·{other.number}</em></a></li>'
        for other in issue.sheets
    )
    past = "".join(
        f'<li><a href="../layout/{issue.number - back}_1.html">{issue.day - timedelta(back):%Y-%m-%d}</a></li>'
        for back in range(1, 7)
    )
    areas = "".join(
        f'<a class="hot" style="left:{box[0]}px;top:{box[1]}px;width:{box[2] - box[0]}px;height:{box[3] - box[1]}px" href="../../{_cangling_article_address(issue, sheet, story)}"></a>'
        for story, box in strip(issue, sheet, 460, 690)
    )
    before, after = issue.beside(sheet)
    turns = "".join(
        f'<a href="../../{_cangling_page_address(issue, other)}">{text}</a>'
        for other, text in ((before, "上一版"), (after, "下一版"))
        if other
    )
    news = "".join(
        f'<div class="row-tit"><i class="ico"></i><a href="https://www.example.org/szyw/{at}.html">{text}</a></div>'
        for at, text in enumerate(OLD_NEWS)
    )
    return _cangling_frame(
        issue, "苍岭日报数字报",
        f"""<div class="w1200 main"><div class="col-l"><div class="bm-name"><b>{sheet.name}·{sheet.number}</b><span>{turns}</span></div><div class="bm-pic" style="position:relative"><img src="../pic/{issue.number}/{sheet.number}.jpg">{areas}</div>
<p class="down"><a href="../pic/{issue.number}/{sheet.number}.pdf" target="_blank">下载本版PDF</a></p></div><div class="col-m"><div class="tab"><span class="on">本版</span><span>目录</span></div>
<div class="tit-list">{_cangling_entries(issue, sheet.stories)}</div></div><div class="col-r"><div class="box"><h3>版面概览</h3><ul class="bm-list">{pages}</ul></div>
<div class="box"><h3>今日关注</h3>{_cangling_entries(issue, issue.elsewhere(sheet)[1:9:2])}</div><div class="box"><h3>网站头条</h3>{news}</div><div class="box"><h3>往期回顾</h3><ul class="past">{past}</ul></div></div></div>""",
    )  # fmt: skip


def _cangling_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    blocks = [
        f'<p style="text-indent:2em"><span style="font-size:18px">{e(text)}</span></p>'
        for text in story.paragraphs
    ]
    pictures = "".join(
        f'<p class="pic"><img src="../pic/{issue.number}/{picture.name}.jpg" alt=""></p><p class="pic-info">{e(picture.caption)}{e(picture.credit)}/摄</p>'
        for picture in story.pictures
    )
    blocks.insert(1, pictures)
    if story.form == "table":
        rows = "".join(f"<tr>{each('<td><p>{}</p></td>', row)}</tr>" for row in table_rows(story))
        blocks = [blocks[0], f"<table><tbody>{rows}</tbody></table>"]
    elif len(blocks) > 4:
        blocks.insert(
            3,
            '<div class="ad-in"><span>广告</span><a href="https://ad.example.org/c?id=88"><img src="/ad/88.jpg" alt="春季车展周末开幕"></a></div>',
        )
    heads = "".join(
        f'<div class="{name}">{e(text)}</div>'
        for name, text in (
            ("lanmu", story.column),
            ("yin", story.kicker),
            ("tit", story.headline),
            ("fu", story.subhead),
        )
        if text
    )
    at = sheet.stories.index(story)
    turn = "".join(
        f'<p>{label}：<a href="../../{_cangling_article_address(issue, sheet, sheet.stories[to])}">{e(sheet.stories[to].title)}</a></p>'
        if 0 <= to < len(sheet.stories)
        else f"<p>{label}：没有了</p>"
        for label, to in (("上一篇", at - 1), ("下一篇", at + 1))
    )
    sign = f'<span class="zuozhe">作者：{e(story.byline)}</span>' if story.byline else ""
    return _cangling_frame(
        issue, f"{e(story.headline)}-苍岭日报",
        f"""<div class="w1200 crumb">当前位置：<a href="../">苍岭日报</a> &gt; <a href="../../{_cangling_page_address(issue, sheet)}">{sheet.name}·{sheet.number}</a> &gt; 正文</div>
<div class="m-only" style="display:none"><h2>{e(story.headline)}</h2><p>苍岭日报客户端</p></div><div class="w1200 detail"><div class="d-l">{heads}<div class="d-info"><span>来源：苍岭日报</span>{sign}<span>浏览：{story.key * 317}</span></div>
<div class="audio"><button>播放</button>听新闻 <span>00:00</span> / <span>02:{10 + story.key}</span></div><div class="d-con" id="zoomcon"><div class="inner">{"".join(blocks)}</div></div>
<div class="d-edit">责任编辑：纪闻　校对：向晚　审核：于成</div><div class="zan"><a>点赞</a><a>收藏</a><a>分享到微信</a><a>分享到微博</a></div>{turn}<div class="state">声明：转载此文是出于传递更多信息之目的，若有来源标注错误，请与本网联系，我们将及时更正。</div></div>
<div class="d-r"><div class="qr"><img src="/qr?u=1" alt="二维码"><p>扫一扫，在手机上继续阅读</p></div><div class="box"><h3>相关新闻</h3>{_cangling_entries(issue, issue.elsewhere(sheet)[-4:])}</div></div></div>""",
    )  # fmt: skip


CANGLING = BriefSite(
    "cangling", "苍岭日报", "a provincial daily's own system of 2023: labels 要闻·01, the date in Chinese numerals in the masthead alone",
    ("no date in any address", "dates of older issues lead to addresses of the pages' shape", "今日关注 and 网站头条 in the markup of the title list",
     "the headline is a div, a hidden heading repeats it", "an advert between the paragraphs", "editors and a declaration below the text",
     "the caption and its credit touch", "the moon's calendar beside the date"),
    Markup(_cangling_page_address, _cangling_article_address, _cangling_id, _cangling_page, _cangling_article,
           lambda issue, picture: f"clrb/pic/{issue.number}/{picture.name}.jpg",
           lambda issue, sheet: f"clrb/pic/{issue.number}/{sheet.number}.jpg",
           lambda issue, sheet: f"clrb/pic/{issue.number}/{sheet.number}.pdf"),
    House((("01", "要闻", "jump news news"), ("02", "时政", "news jump"), ("03", "经济", "news news table"), ("04", "社会", "news photo notice"),
           ("05", "理论", "long"), ("06", "武夷山", "poem news")), subhead_mark="——"),
    date(2023, 4, 18), 26107, "",
    briefs=((2, "notice", "全省档案宣传周启动", ("{m}月{d}日，全省第{n}届档案宣传周在省图书馆启动。",)),
            (4, "notice", "致歉", ("本报专栏第{n}期的图片说明误将白鹭写作苍鹭，谨致歉意。",))),
)  # fmt: skip

# ---- 青溪报: active pages of 2006 in GBK; a county's paper that comes out every third day.

_VERSIONS = "一二三四"


def _qingxi_page_address(issue: Edition, sheet: Sheet) -> str:
    return f"qxb/paper.asp?qi={issue.number}&ban={issue.place(sheet)}"


def _qingxi_id(issue: Edition, _sheet: Sheet, story: Story) -> str:
    return str(issue.number * 21 + story.key)


def _qingxi_article_address(issue: Edition, sheet: Sheet, story: Story) -> str:
    return f"qxb/ReadNews.asp?NewsID={_qingxi_id(issue, sheet, story)}"


def _qingxi_rows(issue: Edition, stories: tuple[Story, ...]) -> str:
    return "".join(
        f"<tr><td height=22>&nbsp;<font face=Wingdings color=#ff6600>l</font>&nbsp;<a href='ReadNews.asp?NewsID={_qingxi_id(issue, issue.sheet_of(story), story)}' target=_blank title='点击数：{story.key * 13}'>{e(story.title)}</a> <font color=#999999>({issue.day.month}/{issue.day.day})</font>\n"
        for story in stories
    )


def _qingxi_frame(issue: Edition, title: str, middle: str) -> str:
    links = "".join(
        f"<option value=http://www.example.org/{at}>{name}</option>"
        for at, name in enumerate(("县政府网", "青溪广电", "青溪一中", "县人民医院"))
    )
    return f"""<html>
<head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{title}</title><link href="css.css" rel=stylesheet type=text/css></head>
<body topmargin=0 background=images/bg.gif><table width=760 border=0 align=center cellpadding=0 cellspacing=0 bgcolor=#FFFFFF><tr><td colspan=2><object width=760 height=120><param name=movie value=images/top.swf></object>
<tr bgcolor=#006633><td height=24><font color=#ffffff>&nbsp;<a href=index.asp>本报首页</a> ┊ <a href=about.asp>报社简介</a> ┊ <a href=tougao.asp>网上投稿</a> ┊ <a href=gbook.asp>读者留言</a> ┊ <a href=admin/login.asp>管理登录</a></font><td align=right><font color=#ffffff><marquee width=240>热烈庆祝本报网络版开通！今天是{long_date(TODAY, False)}</marquee></font></table>
{middle}
<table width=760 align=center bgcolor=#FFFFFF><tr><td align=center>友情链接：<select onchange="window.open(this.value)"><option>--本地网站--</option>{links}</select><tr><td align=center><hr size=1 color=#006633>主办：中共青溪县委　出版：青溪报社　地址：青溪县城关镇解放路18号<br>Copyright &copy; 2005-2006 All Rights Reserved 您是第 <font color=red>{issue.number * 37}</font> 位访客　页面执行时间：78.125 毫秒</table></body></html>"""


def _qingxi_page(issue: Edition, sheet: Sheet) -> str:
    cells = "".join(
        f"<td width=90 align=center background=images/an.gif><a href=paper.asp?qi={issue.number}&ban={at}>{_VERSIONS[at - 1]}版</a><br>[{other.name}]"
        for at, other in enumerate(issue.sheets, start=1)
    )
    lunar = "二十" if issue.day.day == 12 else "廿三"
    later = f"<a href=paper.asp?qi={issue.number + 1}&ban=1>下一期</a>" if issue.following else "下一期"
    top = "".join(
        f"<tr><td>&nbsp;{at}.<a href=ReadNews.asp?NewsID={_qingxi_id(issue, issue.sheet_of(story), story)}>{e(story.title)}</a>\n"
        for at, story in enumerate(issue.elsewhere(sheet)[::2], start=1)
    )
    return _qingxi_frame(
        issue, "青溪报网络版",
        f"""<table width=760 align=center border=0 bgcolor=#FFFFFF><tr><td align=center colspan=3><b>{long_date(issue.day, False)}</b>　{weekday(issue.day)}　农历丙戌年闰七月{lunar}　第{issue.number}期　（<a href=paper.asp?qi={issue.number - 1}&ban=1>上一期</a>　{later}）
<tr><td colspan=3><table border=0 align=center><tr>{cells}</table>
<tr valign=top><td width=300 align=center><table border=1 bordercolor=#006633><tr><td><a href=bm/{issue.number}_{issue.place(sheet)}_big.jpg target=_blank><img src=bm/{issue.number}_{issue.place(sheet)}.jpg width=280 border=0 alt=点击放大></a></table>{_VERSIONS[issue.place(sheet) - 1]}版[{sheet.name}]<br><font color=gray>本版责编：万里　电话：8120000</font>
<td width=280><table width=100% border=0 cellspacing=0><tr><td background=images/lan.gif height=26>&nbsp;&nbsp;<b>本版导读</b>
{_qingxi_rows(issue, sheet.stories)}</table><table width=100% border=0 cellspacing=0><tr><td background=images/lan.gif height=26>&nbsp;&nbsp;<b>热点追踪</b>
{_qingxi_rows(issue, issue.elsewhere(sheet)[:4])}</table><td width=180><table width=100% border=0><tr><td bgcolor=#CCFFCC align=center>点击排行TOP10{top}</table><form action=search.asp><select name=lm><option>所有版面<option>一版<option>二版<option>三版<option>四版</select><input name=key size=10><input type=submit value=搜索></form></table>""",
    )  # fmt: skip


def _qingxi_article(issue: Edition, sheet: Sheet, story: Story) -> str:
    size = "<a href=javascript:fontZoom(16)>大</a> <a href=javascript:fontZoom(14)>中</a> <a href=javascript:fontZoom(12)>小</a>"
    kicker = f"<font size=3 color=#333333>{e(story.kicker)}</font><br>" if story.kicker else ""
    subhead = f"<br><font size=3>{e(story.subhead)}</font>" if story.subhead else ""
    pictures = "".join(
        f"<table align=center border=0 width=420><tr><td><img src=UploadFiles/{issue.day:%Y%m}/{issue.number}{picture.name}.jpg border=1 onload='javascript:if(this.width>400)this.width=400'><tr><td align=center><font color=#0000CC>{e(caption_row(picture))}</font></table>"
        for picture in story.pictures
    )
    text = "<br>\n".join(f"　　{e(paragraph)}" for paragraph in story.paragraphs)
    if story.form == "table":
        rows = "".join(f"<tr>{each('<td>{}', row)}" for row in table_rows(story))
        text = f"　　{e(story.paragraphs[0])}<br><table border=1 width=90% align=center>{rows}</table>"
    at = sheet.stories.index(story)
    turn = "".join(
        f"<li>{label}：<a href=ReadNews.asp?NewsID={_qingxi_id(issue, sheet, sheet.stories[to])}>{e(sheet.stories[to].title)}</a>"
        if 0 <= to < len(sheet.stories)
        else f"<li>{label}：没有了"
        for label, to in (("上一篇文章", at - 1), ("下一篇文章", at + 1))
    )
    hot = "".join(
        f"<tr><td>·<a href=ReadNews.asp?NewsID={40 + at}>{text_}</a>" for at, text_ in enumerate(OLD_NEWS)
    )
    return _qingxi_frame(
        issue, "青溪报网络版",
        f"""<table width=760 align=center bgcolor=#FFFFFF><tr valign=top><td width=180><table width=100%><tr><td bgcolor=#CCFFCC align=center>本周热门{hot}</table>
<td width=580><table width=100% border=0><tr><td>您现在的位置：<a href=index.asp>青溪报</a> &gt;&gt; <a href=paper.asp?qi={issue.number}&ban={issue.place(sheet)}>第{issue.number}期{_VERSIONS[issue.place(sheet) - 1]}版</a> &gt;&gt; 文章正文
<tr><td align=center>{kicker}<font style="font-size:18pt;color:#CC0000;font-family:黑体">{e(story.headline)}</font>{subhead}<tr><td align=center bgcolor=#F0F0F0>作者：{e(story.byline)}　　来源：本报　　点击数：{story.key * 13}　　录入时间：{issue.day + timedelta(1):%Y-%m-%d} 9:{story.key + 10}:07　【字体：{size}】
<tr><td id=fontzoom style="font-size:14px;line-height:160%">{pictures}{text}<tr><td align=right>（责任录入：qxbadmin）<tr><td>{turn}<tr><td align=right>【<a href=#>发表评论</a>】【<a href=#>告诉好友</a>】【<a href=javascript:window.print()>打印此文</a>】【<a href=javascript:window.close()>关闭窗口</a>】
<tr><td bgcolor=#F0F0F0>网友评论：（只显示最新10条。评论内容只代表网友观点，与本站立场无关！）<br>没有任何评论</table></table>""",
    )  # fmt: skip


QINGXI = BriefSite(
    "qingxi", "青溪报", "active pages of 2006 in GBK: rows and cells never closed, the number of the issue in a query, labels 一版 [要闻]",
    ("the day of the typing is the day after the issue's", "作者： and nothing behind it where nobody signed", "热点追踪 in the markup of the title list",
     "the same title on all documents", "a rank list with ordinals", "a select of other sites and one of pages for the search",
     "headline in a font element, kicker and subhead in its cell", "a counter of visitors"),
    Markup(_qingxi_page_address, _qingxi_article_address, _qingxi_id, _qingxi_page, _qingxi_article,
           lambda issue, picture: f"qxb/UploadFiles/{issue.day:%Y%m}/{issue.number}{picture.name}.jpg",
           lambda issue, sheet: f"qxb/bm/{issue.number}_{issue.place(sheet)}.jpg", prints_number=True),
    House((("一", "要闻", "jump news news photo"), ("二", "综合", "news jump news"), ("三", "农村", "news table news notice"), ("四", "溪畔", "poem news poem")),
          frozenset({"column"}), step=3),
    date(2006, 9, 12), 411, "", "gbk",
    briefs=((2, "notice", "简讯", ("{m}月{d}日，县残联为{n}名残疾人送去轮椅。",)), (3, "table", "福利彩票开奖公告", ("第2006{n:03d}期开奖结果。", "中奖号码 04 {n:02d} 17", "特别号码 28"))),
)  # fmt: skip

SITES = (CANGLING, QINGXI)
