"""方正 nbs: 人民日报's markup (after a saved page index of 2017), and 中国证券报's tables.

The article pages are those that crawlers of 人民日报 and 中国证券报 select. Titles stand in scripts in the
first skin; one of them has a line break in it, and every entry has an icon link besides.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from html import escape
from typing import Literal

from crawler.demo.newsstand import Resource
from tests.facsimile import DAY, Family, issue_in
from tests.facsimile.press import (
    FacsimileArticle,
    FacsimileImage,
    FacsimileIssue,
    FacsimilePage,
    areas,
    image_path,
    picture_path,
)

Skin = Literal["list", "table"]
UP = "../../../"


def nbs_issue(numbers: tuple[str, ...]) -> FacsimileIssue:
    """The sample issue with the family's ids: sequence, and the page where it is printed first."""
    issue = issue_in(numbers)
    named: dict[str, str] = {}
    for page in issue.pages:
        for article in page.articles:
            named.setdefault(article.source_id, f"{len(named) + 1}-{page.number}")
    return replace(
        issue,
        pages=tuple(
            replace(
                page,
                articles=tuple(
                    replace(article, source_id=_id(issue.code, named[article.source_id]))
                    for article in page.articles
                ),
                advertisements=tuple(_id(issue.code, f"1-{page.number}") for _ in page.advertisements),
            )
            for page in issue.pages
        ),
    )


def _id(code: str, place: str) -> str:
    return f"nw.D110000{code}_{DAY:%Y%m%d}_{place}"


def find(skin: Skin, issue: FacsimileIssue, path: str) -> Resource | None:
    """What the site has under a path."""
    directory = f"html/{issue.date:%Y-%m/%d}/"
    for page in issue.pages:
        if path == f"{directory}nbs.D110000{issue.code}_{page.number}.htm":
            index = _list_index if skin == "list" else _table_index
            return "text/html", _frame(issue, index(issue, page)).encode()
        for article in page.articles:
            if path == f"{directory}{article.source_id}.htm":
                text = _list_article if skin == "list" else _table_article
                return "text/html", _frame(issue, text(issue, page, article)).encode()
    return None


def _frame(issue: FacsimileIssue, body: str) -> str:
    return (
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="utf-8"><head>'
        '<meta http-equiv="content-type" content="text/html;charset=utf-8" />'
        f'<title>{issue.paper}</title><SCRIPT language=Javascript src="{UP}tplimg/mp.js"></SCRIPT></head>'
        f'<SPAN id=leveldiv></SPAN><body onLoad="initialize();initMPPage();">{body}</body></html>'
    )


def _page_href(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"nbs.D110000{issue.code}_{page.number}.htm"


def _map(issue: FacsimileIssue, page: FacsimilePage) -> str:
    drawn = "".join(
        f'<Area coords="{",".join(f"{x},{y}" for x, y in shape)}" shape="polygon" href="{source_id}.htm">'
        for source_id, shapes in areas(page).items()
        for shape in shapes
    )
    return (
        f"<map name=PagePicMap>{drawn}</map><img  width=400 height=575 "
        f"src={UP}{picture_path(issue, page, '_b.jpg')} border=0 USEMAP=#PagePicMap>"
    )


def _listed(page: FacsimilePage) -> list[tuple[str, str]]:
    titles = [(article.source_id, escape(article.title)) for article in page.articles]
    return titles + [(advertisement, "广告") for advertisement in page.advertisements]


def _list_index(issue: FacsimileIssue, page: FacsimilePage) -> str:
    pdf = f"{UP}{picture_path(issue, page, '.pdf')}"
    pages = "\n".join(
        f'<div class="right_title1"><div class="right_title-name">'
        f"<a id=pageLink href=./{_page_href(issue, other)}>"
        f'第{other.number}版：{other.name}</a></div><div class="right_title-pdf">'
        f"<a href={UP}{picture_path(issue, other, '.pdf')}><img src={UP}tplimg/ico3.gif border=0 /></a>"
        f"</div></div>"
        for other in issue.pages
    )
    titles = "\n".join(
        f'<li>\n<a href={source_id}.htm><img src="{UP}tplimg/ico9.gif"></a><a href={source_id}.htm><script>'
        f'document.write(view("{title.replace("，", "，<br>", 1)}  "))</script></a></li>'
        for source_id, title in _listed(page)
    )
    return (
        f'<div class="left_c"><div class="ban"><div>{_map(issue, page)}</div></div><div class="ban_t">'
        f"<div><ul><li>"
        f"{page.number}版:{page.name}&nbsp;<a href={pdf}><IMG src={UP}tplimg/ico4.gif border=0></a>PDF版下载"
        f'<span><a class=preart href="#">下一版</a></span></li></ul></div></div></div><div class="right_c">'
        f'<div id="paperdatediv">2023-October-17</div>'
        f'<div id="riqi_">{issue.paper}\n{issue.date:%Y年%m月%d日} 星期二'
        '</div><a href="#" onClick="goPrePeriod()">&lt;上一期</a>'
        '<a href="#" onClick="goNextPeriod()">下一期&gt;</a>'
        f'<DIV id="ozoom" style="zoom:100%;"><div class="list_l">'
        f'<div class="l_t">{page.number}版:{page.name}</div>'
        f'<div class="l_b" id="titleImgUp"><a href="#"><img src="{UP}tplimg/jiao1.gif"/></a></div>'
        f'<div id="titleList"><ul>{titles}</ul></div></div><div class="list_r">'
        f'<div class="l_t l_t1">版面目录</div>'
        f'<div id="pageList"><ul>{pages}</ul></div></div></DIV></div>'
    )


def _list_article(issue: FacsimileIssue, page: FacsimilePage, article: FacsimileArticle) -> str:
    pictures = "".join(
        f'<table class="pci_c"><tr><td><img src="{UP}{image_path(issue, image.src)}"></td></tr>'
        f"<tr><td><p>{escape(image.row)}</p></td></tr></table>"
        for image in article.images
    )
    lines = "".join(f"<P>　　{line}</P>" for line in article.paragraphs)
    return (
        f'<div class="text_c"><h3>{article.kicker}</h3><h1>{article.headline}</h1><h2>{article.subhead}</h2>'
        f"<h4>{article.byline}</h4>"
        f'<p class="sec">《样张晨报》（{issue.date:%Y年%m月%d日} 第 {page.number} 版）</p>'
        f'{pictures}<div id="ozoom" style="ZOOM: 100%"><div id="articleContent"><!--enpcontent-->{lines}'
        "<!--/enpcontent--></div></div></div>"
    )


def _table_pages(issue: FacsimileIssue) -> str:
    entries = "".join(
        f"<tr><td class=default>&nbsp;<a id=pageLink href={_page_href(issue, other)}>第{other.number}版："
        f"{other.name}</a></td><td><a href={UP}{picture_path(issue, other, '.pdf')}>"
        f"<img src={UP}pdf.gif></a></td></tr>"
        for other in issue.pages
    )
    return f"<table>{entries}</table>"


def _table_index(issue: FacsimileIssue, page: FacsimilePage) -> str:
    titles = "".join(
        f'<li><a href="{source_id}.htm"><div style="display:inline" id="mp_{source_id}">{title}</div>'
        f"</a></li>"
        for source_id, title in _listed(page)
    )
    return (
        f"<table><tr><td>{_map(issue, page)}</td></tr></table>{_table_pages(issue)}<table><tr>"
        f"<td class=px12>"
        f"第{page.number}版：<strong>{page.name}</strong></td></tr></table><ul class=ul02_l>{titles}</ul>"
    )


def _table_article(issue: FacsimileIssue, page: FacsimilePage, article: FacsimileArticle) -> str:
    rows = "".join(
        f"<tr valign=top><td class={css} align=center>{text}</td></tr>"
        for css, text in (
            ("font02", article.kicker),
            ("font01", article.headline),
            ("font02", article.subhead),
            ("font02", article.byline),
        )
    )
    pictures = "".join(
        f'<table id="newspic"><tr><td class=font6><img src={UP}{image_path(issue, image.src)}></td></tr>'
        f"<tr><td class=font6>{escape(image.row)}</td></tr></table>"
        for image in article.images
    )
    lines = "".join(f"<P>　　{line}</P>" for line in article.paragraphs)
    return (
        f'<table id="sensarea"><tr><td><table>{rows}</table></td></tr><tr><td>{pictures}</td></tr><tr>'
        f'<td class="font6"><founder-content>{lines}</founder-content></td></tr></table>{_table_pages(issue)}'
    )


def _image(issue: FacsimileIssue, image: FacsimileImage) -> str:
    return image_path(issue, image.src)


SKINS: dict[Skin, tuple[str, ...]] = {"list": ("01", "02", "03", "04"), "table": ("A01", "A02", "B01", "B02")}
FAMILIES = [
    Family(
        platform="founder_nbs",
        skin=skin,
        front_page=f"html/{{date:%Y-%m/%d}}/nbs.D110000yzcb_{numbers[0]}.htm",
        find=partial(find, skin),
        issue=nbs_issue(numbers),
        picture_url=partial(picture_path, ending="_b.jpg"),
        pdf_url=partial(picture_path, ending=".pdf"),
        image_url=_image,
    )
    for skin, numbers in SKINS.items()
]
