"""Small systems, one or two newspapers each: markup as public crawlers select it, text invented.

A site is data: templates of its addresses and of its markup. Every page list ends with 下一版, a title list
with an advertisement, the first page has a box 今日关注 in the markup of the title list, and every text has a
button and a script within.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from html import escape

from crawler.demo.newsstand import Resource
from tests.facsimile import Family, issue_in
from tests.facsimile.answers import without_pictures
from tests.facsimile.press import FacsimileArticle, FacsimileImage, FacsimileIssue, FacsimilePage, areas
from tests.facsimile.printing import paragraphs, renumbered, sheet

TOOLS = '<a href="javascript:;"><img src="/template/images/print.gif"></a><script>var size = 12;</script>'
"""What stands within a text and is no part of it."""
HAN = "零一二三四五六七八九"


@dataclass(frozen=True)
class System:
    """A site. Templates know {date}, {place} (1 for the first page), {number}, {name}, {href}, {title}, {id},
    {pdf}, {picture}; those of an article {text}, {images} and its lines."""

    key: str
    front: str
    page: str
    article: str
    pages: tuple[str, str]
    """An entry of the page list, and what is around them."""
    titles: tuple[str, str]
    """An entry of the title list, and what is around them."""
    text: str
    skin: str = ""
    own: str = ""
    """What else a page prints: its label, its picture, its PDF, {map}."""
    numbers: tuple[str, ...] = ("01", "02", "03", "04")
    prints: frozenset[str] = frozenset(("page_name",))
    tag: str = "p"
    label: str = "第{number}版：{name}"
    encoding: str = "utf-8"
    area: str = '<area shape="polygon" coords="{coords}" href="{href}">'

    @property
    def slug(self) -> str:
        return f"{self.key}_{self.skin}".rstrip("_")


def _names(system: System, issue: FacsimileIssue, page: FacsimilePage) -> dict[str, object]:
    place = issue.pages.index(page) + 1
    base = f"/{system.slug}/"
    names: dict[str, object] = {
        "date": issue.date,
        "place": place,
        "number": page.number,
        "name": page.name,
        "node": page.node,
        "han": HAN[place],
        "pdf": base + _pdf(issue, page),
        "picture": base + _picture(issue, page),
    }
    names["href"] = base + system.page.format(**names)
    names["label"] = system.label.format(**names)
    return names


def _pdf(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"files/{issue.date:%Y%m%d}/{page.number}.pdf"


def _picture(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"files/{issue.date:%Y%m%d}/{page.number}.jpg"


def _image(issue: FacsimileIssue, image: FacsimileImage) -> str:
    return f"files/{issue.date:%Y%m%d}/{image.src}"


def _address(system: System, issue: FacsimileIssue, page: FacsimilePage, source_id: str) -> str:
    names = _names(system, issue, page)
    head, _, tail = source_id.rpartition("-")
    names |= {"id": source_id, "head": head or names["place"], "tail": tail}
    return f"/{system.slug}/{system.article.format(**names)}"


def _index(system: System, issue: FacsimileIssue, own: FacsimilePage) -> str:
    entry, around = system.pages
    entries = "".join(entry.format(**_names(system, issue, page)) for page in issue.pages)
    turn = entry.format(**_names(system, issue, issue.pages[-1]) | {"label": "下一版"})
    listed = [(article.source_id, article.headline, own) for article in own.articles]
    listed += [(source_id, "公益广告", own) for source_id in own.advertisements]
    home = {article.source_id: page for page in issue.pages for article in page.articles}
    boxed = [(article.source_id, article.headline, home[article.source_id]) for article in own.digest]
    title, titles_around = system.titles

    def titles(entries: list[tuple[str, str, FacsimilePage]]) -> str:
        printed = "".join(
            title.format(
                href=_address(system, issue, page, source_id),
                title=escape(line),
                tail=source_id.rpartition("-")[2],
            )
            for source_id, line, page in entries
        )
        return titles_around.format(printed)

    box = f'<div class="jrgz"><h4>今日关注</h4>{titles(boxed)}</div>' if boxed else ""
    drawn = "".join(
        system.area.format(
            coords=",".join(f"{x},{y}" for x, y in shape),
            href=_address(system, issue, own, source_id),
            tail=source_id.rpartition("-")[2],
        )
        for source_id, shapes in areas(own).items()
        for shape in shapes
    )
    more = system.own.format(**_names(system, issue, own), map=drawn)
    return f"{around.format(entries + turn)}{more}{titles(listed)}{box}"


def _article(system: System, issue: FacsimileIssue, article: FacsimileArticle) -> str:
    images = "".join(f'<p><img src="/{system.slug}/{_image(issue, image)}"></p>' for image in article.images)
    lines: Mapping[str, str] = {
        "kicker": article.kicker,
        "headline": article.headline,
        "subhead": article.subhead,
        "byline": article.byline,
    }
    return system.text.format(text=paragraphs(article, system.tag) + TOOLS, images=images, **lines)


def _find(system: System, issue: FacsimileIssue, path: str) -> Resource | None:
    def made(text: str) -> Resource:
        return sheet(text, encoding=system.encoding)

    asked = f"/{system.slug}/{path}"
    for page in issue.pages:
        first = page is issue.pages[0]
        if asked == _names(system, issue, page)["href"] or (
            first and path == system.front.format(date=issue.date)
        ):
            return made(_index(system, issue, page))
        for article in page.articles:
            if asked == _address(system, issue, page, article.source_id):
                return made(_article(system, issue, article))
    return None


IMAGES = frozenset(("page_name", "images"))
NO_HEAD = "<h1>{headline}</h1>"
LI = '<li><a href="{href}">{label}</a></li>'
TITLE = '<li><a href="{href}">{title}</a></li>'
SYSTEMS = (
    System(
        "whb",
        "{date}/1/index.html",
        "{date}/{place}/index.html",
        "{date}/{place}/detail-{id}.html",
        (
            '<div class="item"><a class="TitleInfo" title="{label}" data-href="{href}">{label}</a>'
            '<a href="{pdf}">PDF</a></div>',
            '<div id="spaceBox">{}</div>',
        ),
        (
            '<a href="{href}">{title}</a>',
            '<div class="centerBox"><div class="center_right"><div class="navigation_title">'
            '<div class="title_box list">{}</div></div></div></div>',
        ),
        '<div id="newsContent" class="news_content"><div class="title_part">{headline}</div>'
        '<div class="img">{images}</div>{text}</div>',
        prints=IMAGES | {"page_pdf"},
        numbers=("1", "2", "3", "4"),
    ),
    System(
        "cqrb",
        "cqrb/{date:%Y-%m/%d}/001/node.htm",
        "cqrb/{date:%Y-%m/%d}/{place:03}/node.htm",
        "cqrb/{date:%Y-%m/%d}/{place:03}/content_rb_{id}.htm",
        (
            '<tr><td class="default" align="left"><a href="{href}">{label}</a></td></tr>',
            "<table>{}</table>",
        ),
        ('<tr><td>·</td><td><a href="{href}"><div>{title}</div></a></td></tr>', "<table>{}</table>"),
        '<table cellpadding="5"><tr><td align="center"><strong>{headline}</strong>'
        "<br><span>{subhead}</span></td></tr></table>"
        '<div id="ozoom">{text}</div>',
        own='<map name="PagePicMap">{map}</map><img usemap="#PagePicMap" src="{picture}">'
        '<table><tr><td class="px12">第{number}版：<strong>{name}</strong></td>'
        '<td class="px12" valign="center"><a href="{pdf}">PDF</a></td></tr></table>',
        prints=frozenset(("page_name", "subhead", "areas", "page_image", "page_pdf")),
    ),
    System(
        "bm_content",
        "xjrb/{date:%Y%m%d}/1.html",
        "xjrb/{date:%Y%m%d}/{place}.html",
        "xjrb/{date:%Y%m%d}/{id}.html",
        ('<li pdf="A{number}"><a href="{href}">{label}</a></li>', '<ul id="bm_content">{}</ul>'),
        ('<li><a url="{href}">{title}</a></li>', '<ul id="articel_content">{}</ul>'),
        NO_HEAD + '<font id="fnt">{text}</font>',
        skin="xinjiang",
        own='<img id="bm_img" src="{picture}">',
        prints=frozenset(("page_name", "page_image")),
        encoding="gbk",
    ),
    System(
        "bm_content",
        "html/{date:%Y-%m/%d}/",
        "html/{date:%Y-%m/%d}/node_{node}.html",
        "html/{date:%Y-%m/%d}/{id}.html",
        (LI, '<div id="bm_content"><ul class="ul">{}</ul></div>'),
        ('<li><a url="{href}">{title}</a></li>', '<div id="articel_content"><ul class="ul">{}</ul></div>'),
        NO_HEAD + '<div id="content"><div class="content_text">{text}</div></div>',
        skin="boertala",
        own='<a id="pdf" href="{pdf}">PDF</a>',
        prints=frozenset(("page_name", "page_pdf")),
    ),
    System(
        "media",
        "Media/lygrb/{date}",
        "Page/index/pageid/{node}.html",
        "Page/index/aid/{id}.html",
        (
            '<li class="item"><a href="{href}"><div class="titlebox"><span>{label}</span></div></a></li>',
            "<ul>{}</ul>",
        ),
        (
            '<li class="item2-menu-item"><a href="{href}">{title}</a></li>',
            "<ul>{}</ul>",
        ),
        NO_HEAD + '<div class="article-cont">{images}{text}</div>',
        own='<ul><li id="pdf_toolbar"><a href="{pdf}">PDF</a></li></ul>',
        prints=IMAGES | {"page_pdf"},
        numbers=("一", "二", "三", "四"),
    ),
    System(
        "icms",
        "default.php?mod=newspaper&a=gen_one&channel_id=15&publish_date={date}",
        "newspaper_list-{node}.html",
        "newspaper_article-detail-{id}.html",
        ('<li class="first_li"><a href="{href}">{label}</a></li>', '<div id="div_bm"><ul>{}</ul></div>'),
        (
            '<li class="first_li"><a href="{href}">{title}</a></li>',
            '<div id="div_bt_nav_1"><ul>{}</ul></div>',
        ),
        NO_HEAD + '<div id="content">{images}{text}</div>',
        skin="changsha",
        own='<div id="div_bt1"><a href="{pdf}">PDF</a></div>',
        prints=IMAGES | {"page_pdf"},
    ),
    System(
        "page_list",
        "mrsb/{date:%Y/%m/%d}/page_list_{date:%Y%m%d}.html",
        "mrsb/{date:%Y/%m/%d}/article_list_3_{date:%Y%m%d}{number}.html",
        "mrsb/{date:%Y/%m/%d}/article_detail_{id}.html",
        (
            '<li><a href="page_detail_{number}.html"><img src="{picture}"></a>'
            '<a href="{href}">{label}</a></li>',
            '<ul class="pages-list">{}</ul>',
        ),
        (TITLE, '<ul class="page-list">{}</ul>'),
        NO_HEAD + '<div class="content">{images}{text}</div>',
        skin="list",
        prints=IMAGES,
        numbers=("A01", "A02", "A03", "A04"),
    ),
    System(
        "e23",
        "jnrb/html/{date:%Y}/{date:%Y%m%d}/{date:%Y%m%d}_A01/jnrb_{date:%Y%m%d}_00000_A01.html",
        "jnrb/html/{date:%Y}/{date:%Y%m%d}/{date:%Y%m%d}_{number}/jnrb_{date:%Y%m%d}_00000_{number}.html",
        "jnrb/html/{date:%Y}/{date:%Y%m%d}/{date:%Y%m%d}_{number}/jnrb_{date:%Y%m%d}_{tail}.html",
        (LI, '<div class="nav-list"><ul>{}</ul></div>'),
        ('<li class="resultList"><a href="{href}"><h4>{title}</h4><p>摘要</p></a></li>', "<ul>{}</ul>"),
        '<div class="totalTitle"><h5 id="PreTitle">{kicker}</h5><h2 id="Title">{headline}</h2>'
        '<h5 id="SubTitle">{subhead}</h5></div><div id="ozoom">{images}{text}</div>',
        own='<map name="m">{map}</map><img usemap="#m" src="{picture}">',
        prints=frozenset(("page_name", "images", "kicker", "subhead", "areas", "page_image")),
        numbers=("A01", "A02", "A03", "A04"),
    ),
    System(
        "r183",
        "?y={date:%Y}&m={date:%m}&d={date:%d}",
        "index.html?page={node}",
        "article?id={id}",
        ('<tr><td><a href="{href}">{label}</a></td></tr>', '<div class="bmList"><table>{}</table></div>'),
        (TITLE, '<div class="content"><div class="text"><ul>{}</ul></div></div>'),
        NO_HEAD + '<div class="text"><div>{images}{text}</div><div>分享到</div></div>',
        skin="zhiliang",
        prints=IMAGES,
    ),
    System(
        "r183",
        "zgxmsyb.html?y={date:%Y}&m={date:%m}&d={date:%d}",
        "page/{node}.html",
        "article/{id}.html",
        (LI, '<ul class="type-area place-hold">{}</ul>'),
        ('<li class="item"><a href="{href}">{title}</a></li>', "<ul>{}</ul>"),
        NO_HEAD + '<div class="article-details"><div>{images}{text}</div></div>',
        skin="xumu",
        prints=IMAGES,
    ),
    System(
        "lhmob",
        "{date}/1.html",
        "{date}/{place}.html",
        "{date}/news_{id}.html",
        ('<li><a class="lnk" href="{href}">{label}</a></li>', "<ul>{}</ul>"),
        (TITLE, '<ul class="lh-mob-item">{}</ul>'),
        '<h1 class="lh-news-h1">{headline}</h1><div class="lh-news-info">{images}{text}</div>',
        own='<h3 class="lh-mob-h"><a href="{pdf}">PDF</a></h3>',
        prints=IMAGES | {"page_pdf"},
    ),
    System(
        "xjfzb",
        "fzb/{date:%Y-%m/%d}/",
        "fzb/{date:%Y-%m/%d}/bm{place}.html",
        "fzb/{date:%Y-%m/%d}/{id}.html",
        (LI, '<div class="newspaper1"><ul>{}</ul></div>'),
        (TITLE, '<ul id="ywlist">{}</ul>'),
        NO_HEAD + '<div class="artic_m">{images}{text}</div>',
        own='<p class="pdf"><a href="{pdf}">PDF</a></p>',
        prints=IMAGES | {"page_pdf"},
    ),
    System(
        "gzqgw",
        "index.php?s=/admin/index/index/referdate/{date}",
        "index.php?s=/admin/index/index/page/{node}x",
        "index.php?s=/admin/index/detail/id/{id}",
        ('<li><a id="pageLink" href="{href}">{label}</a></li>', '<ul id="pageList">{}</ul>'),
        (TITLE, '<ul id="titleList">{}</ul>'),
        NO_HEAD + '<div id="div2">{images}{text}</div>',
        own='<div id="titlenews"><a href="{pdf}">PDF</a></div>',
        prints=IMAGES | {"page_pdf"},
    ),
    System(
        "dzszb",
        "dzszb/szbcf/index.html?day={date}",
        "dzszb/szbcf/{date:%Y%m%d}_{place}.html",
        "dzszb/{date:%Y%m}/t{date:%Y%m%d}_{id}.html",
        ('<a href="{href}"><li>{label}</li></a>', '<div class="szb-list-right-top-right"><ul>{}</ul></div>'),
        (
            TITLE,
            '<div class="szb-list-right-top-left"><div>版面</div><div></div><div><ul>{}</ul></div></div>',
        ),
        '<div class="szb-main-right"><div><h1>{headline}</h1></div><div><div>来源</div><div><div>字号</div>'
        "<div>{images}{text}</div></div></div></div>",
        own='<img class="bm-img" src="{picture}">',
        prints=IMAGES | {"page_image"},
    ),
    System(
        "dzwww",
        "sdfzb/data/{date:%Y%m%d}/html/1/partindex.html",
        "sdfzb/data/{date:%Y%m%d}/html/{place}/partindex.html",
        "sdfzb/data/{date:%Y%m%d}/html/{head}/content_{tail}.html",
        (LI, '<ul id="banlist">{}</ul>'),
        (TITLE, '<ul id="newslist">{}</ul>'),
        NO_HEAD + '<div id="content">{images}{text}</div>',
        own='<map name="pagePicMap">{map}</map><img usemap="#pagePicMap" src="{picture}">',
        prints=IMAGES | {"areas", "page_image"},
    ),
    System(
        "ihwrm",
        "index/index/index.html?{date:%Y%m%d}",
        "index/index/paper_id/{node}.html",
        "index/article/id/{id}.html",
        (LI, '<div class="shortlist"><ul>{}</ul></div>'),
        (
            '<li class="area_select"><h2><a href="{href}">{title}</a></h2></li>',
            '<div class="main-list">{}</div>',
        ),
        NO_HEAD + '<div id="text_content">{images}{text}</div>',
        own='<div id="downpdfLink"><a href="{pdf}">PDF</a></div>',
        prints=IMAGES | {"page_pdf"},
    ),
    System(
        "sckjw",
        "?t={date:%Y%m%d}",
        "page.html?t={node}",
        "detail?id={id}",
        (LI, '<div class="nav-box"><ul class="nav-list">{}</ul></div>'),
        ('<li><a href="{href}"><h3>{title}</h3></a></li>', '<ul id="paper-infos">{}</ul>'),
        NO_HEAD + '<div id="paper-content">{images}{text}</div>',
        own='<div id="detail-pdf"><a href="{pdf}">PDF</a></div>',
        prints=IMAGES | {"page_pdf"},
    ),
    System(
        "aheading",
        "html/{date:%Y-%m/%d}/node_1.htm",
        "html/{date:%Y-%m/%d}/node_{node}.htm",
        "html/{date:%Y-%m/%d}/content_7_{id}.htm",
        (
            '<tr class="bmdh_tr"><td><a class="rigth_bmdh_href" href="{href}">{label}</a></td></tr>',
            '<table id="bmdhTable">{}</table>',
        ),
        (
            '<tr class="wzlb_tr"><td><a href="{href}">{title}</a></td></tr>',
            '<div id="main-ed-articlenav-list"><table>{}</table></div>',
        ),
        '<table class="wz"><tr><td><table><tr valign="top"><td>{kicker}</td></tr>'
        '<tr valign="top"><td>{headline}</td></tr><tr valign="top"><td>{subhead}</td></tr>'
        '<tr valign="top"><td>{byline}</td></tr></table>'
        '<div id="ozoom">{text}</div></td></tr></table>',
        skin="rows",
        own='<div id="main-ed-map"><map name="m">{map}</map><img usemap="#m" src="{picture}"></div>',
        prints=frozenset(("page_name", "kicker", "subhead", "byline", "areas", "page_image")),
    ),
    System(
        "founder_amuc",
        "pc/layout/{date:%Y%m/%d}/node_01.html",
        "pc/layout/{date:%Y%m/%d}/node_{number}.html",
        "pc/content/{date:%Y%m/%d}/content_{id}.html",
        ('<a href="{href}">{label}</a>', '<div class="bmml_con_div">{}</div>'),
        ('<a href="{href}">{title}</a>', '<div class="bmdh_con">{}</div>'),
        '<div class="bmnr_con_yinti">{kicker}</div><div class="bmnr_con_biaoti">{headline}</div>'
        '<div class="bmnr_con_futi">{subhead}</div><div id="zoom"><founder-content>{images}{text}'
        "</founder-content></div>",
        skin="shaanxi",
        own='<img id="bantu_img" src="/images/loading.gif" data-src="{picture}.1">',
        prints=frozenset(("page_name", "kicker", "subhead", "images", "page_image")),
    ),
    System(
        "index_f",
        "newspaper.Asp?{date:%Y%m%d}",
        "newspaper.Asp?Nid={node}",
        "newsview.Asp?Nid=7&id={id}",
        (LI, '<div id="index_f_list"><ul>{}</ul></div>'),
        (TITLE, '<div id="index_a_list"><ul>{}</ul></div>'),
        NO_HEAD + '<div id="Zoom">{images}{text}</div>',
        own='<span class="qikan_menu">{date:%Y年%m月%d日}</span>'
        '<span class="pdf_down"><a href="{pdf}">PDF</a></span>',
        prints=IMAGES | {"page_pdf"},
    ),
    System(
        "gxrb",
        "?name=gxrb&date={date}&code=001",
        "?name=gxrb&date={date}&code={place:03}",
        "?name=gxrb&date={date}&code={head}&xuhao={tail}",
        (LI, '<div id="banmian"><ul>{}</ul></div>'),
        (
            '<tr data-xuhao="{tail}"><td>·</td><td>{title}</td></tr>',
            '<div id="right_news1"><table>{}</table></div>',
        ),
        NO_HEAD + '<div id="ozoom">{images}{text}</div>',
        own='<map name="m">{map}</map><a id="pptf" href="{pdf}">PDF</a>',
        prints=IMAGES | {"areas", "page_pdf"},
        area='<area shape="polygon" coords="{coords}" data-xuhao="{tail}">',
    ),
    System(
        "shtml",
        "shtml/scrb/{date:%Y%m%d}/v01.html",
        "shtml/scrb/{date:%Y%m%d}/v{number}.html",
        "shtml/scrb/{date:%Y%m%d}/{id}.html",
        (
            '<li><p><a href="{href}">{label}</a></p></li>',
            '<div id="main"><div class="main_r"><ul></ul><ul>{}</ul>',
        ),
        ('<p><a href="{href}">{title}</a></p>', "<ul><li>标题导航</li><li>{}</li></ul>"),
        '<div id="main2"><div class="main2_r"><ul><li></li><li><h2>{kicker}</h2><h1>{headline}</h1>'
        "<h2>{subhead}</h2>{images}<p><font>{text}</font></p></li></ul></div></div>",
        skin="sichuan",
        prints=frozenset(("page_name", "kicker", "subhead", "images")),
        tag="br",
    ),
    System(
        "founder",
        "html/{date:%Y-%m/%d}/node_2.htm",
        "html/{date:%Y-%m/%d}/node_{node}.htm",
        "html/{date:%Y-%m/%d}/content_{id}.htm",
        ('<div class="bancititle"><a href="{href}">{label}</a></div>', "<div>{}</div>"),
        ('<tr class="page-item" data-url="{href}"><td>·</td><td>{title}</td></tr>', "<table>{}</table>"),
        '<div class="font02">{subhead}</div><div class="font01 title">{headline}</div>'
        '<div class="font02 author">{byline}</div><div class="article-content">{images}{text}</div>',
        skin="rows",
        own='<span id="curbanci">第{number}版：{name}</span><span id="showDateID">{date:%Y年%m月%d日}</span>'
        '<map name="m">{map}</map><img usemap="#m" src="{picture}"><a href="{pdf}">PDF</a>',
        prints=frozenset(("page_name", "subhead", "byline", "images", "areas", "page_image", "page_pdf")),
        area='<area class="areablock" shape="polygon" coords="{coords}" href="{href}">',
    ),
    System(
        "readdo",
        "epaper/read.do?m=i&iid=2474&idate=2_{date}",
        "epaper/read.do?m=i&iid=2474&eid={node}&idate=2_{date}",
        "epaper/read.do?m=i&iid=2474&eid={node}&sid={id}&idate=2_{date}",
        ('<span class="listTitleL"><a href="{href}">{label}</a></span>', "<div>{}</div>"),
        ('<a title="{title}" href="{href}">{title}</a>', '<div id="link">{}</div>'),
        '<p class="articleTitle">{headline}</p><p class="articleTitle2">{subhead}</p>'
        '<div id="article_image">{images}</div><div class="articleContent">{text}</div>',
        skin="title",
        own='<div class="leftTitle"><a href="{pdf}">PDF</a></div>',
        prints=IMAGES | {"subhead", "page_pdf"},
    ),
    System(
        "pub_index",
        "epaper/xjrb/{date:%Y/%m/%d}/pub_index.html",
        "epaper/xjrb/{date:%Y/%m/%d}/A{number}/{node}.shtml",
        "epaper/xjrb/{date:%Y/%m/%d}/A{number}/story/{id}.shtml",
        ('<span class="listTitle"><a href="{href}">{label}</a></span>', "<div>{}</div>"),
        ('<li><a href="{href}">{title}</a></li>', '<div class="humor"><ul>{}</ul></div>'),
        '<p class="articleTitle">{headline}</p><div class="articleContent">{images}{text}</div>',
        own='<div class="leftTitle">第{number}版：{name}</div>',
        prints=IMAGES,
    ),
    System(
        "founder",
        "html/node/{date:%Y-%m/%d}/A1.html",
        "html/node/{date:%Y-%m/%d}/node_{node}.html",
        "html/content/{date:%Y-%m/%d}/content_{id}.html",
        (LI, '<div class="shortlist"><ul>{}</ul></div>'),
        ('<h2><a href="{href}">{title}</a></h2>', '<div class="main-list">{}</div>'),
        '<div class="artclecontent"><h1>{headline}</h1><founder-content>{images}{text}</founder-content>'
        "</div>",
        skin="shortlist",
        prints=IMAGES,
        numbers=("A1", "A2", "A3", "A4"),
    ),
)


def _ids(system: System, page: FacsimilePage, position: int) -> str:
    place = int(page.number[-1]) if page.number[-1].isdigit() else HAN.index(page.number)
    if system.key == "dzwww":
        return f"{place}-{position}"
    if system.key == "gxrb":
        return f"{place:03}-{position}"
    if system.key == "e23":
        return f"0000{position}_{page.number}"
    return f"53{place}0{position}"


def _issue(system: System) -> FacsimileIssue:
    issue = issue_in(system.numbers)
    if "images" not in system.prints:
        issue = without_pictures(issue)
    issue = renumbered(issue, partial(_ids, system))
    numbered = {article.headline: article for page in issue.pages for article in page.articles}
    first, second, *others = issue.pages
    if (
        system.key == "gxrb"
    ):  # an article is counted in its page: no two pages share one, and no box names any
        second = replace(
            second, articles=tuple(each for each in second.articles if each not in first.articles)
        )
        issue = replace(issue, pages=(replace(first, digest=()), second, *others))
        issue = renumbered(issue, partial(_ids, system))
    first = issue.pages[0]
    digest = tuple(numbered[article.headline] for article in first.digest)
    return replace(issue, pages=(replace(first, digest=digest), *issue.pages[1:]))


FAMILIES = [
    Family(
        platform=system.key,
        skin=system.skin,
        front_page=system.front,
        find=partial(_find, system),
        issue=_issue(system),
        prints=system.prints,
        picture_url=_picture,
        pdf_url=_pdf,
        image_url=_image,
    )
    for system in SYSTEMS
]
