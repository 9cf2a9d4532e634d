"""香港文匯報, 大公報, and 澳門日報 as a founder paper.

Real markup, invented text in traditional script.
"""

from __future__ import annotations

import re

from crawler.demo.newsstand import Resource
from tests.facsimile import Family, issue_in
from tests.facsimile.answers import traditional
from tests.facsimile.press import FacsimileArticle, FacsimileImage, FacsimileIssue, FacsimilePage
from tests.facsimile.printing import paragraphs, renumbered, sheet

_NUMBERS = ("A01", "A02", "A03", "B01")


def _image(issue: FacsimileIssue, image: FacsimileImage) -> str:
    return f"res/{issue.date:%Y-%m/%d}/{image.src}"


def _wenweipo_picture(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"{issue.date:%Y/%m/%d}/{page.number.lower()}.jpg"


def _wenweipo_page(issue: FacsimileIssue, own: FacsimilePage) -> str:
    """The links of class a_1 are thumbnails of other editions; articles open in a new window."""
    entries = "".join(
        f'<li><a class="a_1" href="/old/pdf{place}.htm"><img src="t{place}.jpg"></a>'
        f'<a href="pdf{place}.htm">{page.number} {page.name}</a></li>'
        for place, page in enumerate(issue.pages, start=1)
    )
    titles = "".join(
        f'<li><a href="/wenweipo/{issue.date:%Y/%m/%d}/{article.source_id}.htm" target="_blank">'
        f"{article.headline}</a></li>"
        for article in own.articles
    )
    return (
        f'<div id="colee1"><ul>{entries}</ul></div><div class="pdf_big pdf_bgre">'
        f'<a href="{own.number}.pdf"><img src="/wenweipo/{_wenweipo_picture(issue, own)}"></a></div>'
        f'<div class="pdf_c2br"><h3>{own.number}版面新聞</h3><ul>{titles}</ul></div>'
    )


def _wenweipo_article(issue: FacsimileIssue, article: FacsimileArticle) -> str:
    """Captions are the pictures' alt; a line leads back to the page."""
    images = "".join(
        f'<p><img src="/wenweipo/{_image(issue, image)}" alt="{image.row}"></p>' for image in article.images
    )
    return (
        f'<span class="current">首頁 > 文匯報 > 要聞 > 正文</span><h1 class="title">{article.headline}</h1>'
        f'<span class="date">{issue.date}</span><div id="main-content">{images}{paragraphs(article)}'
        '<p class="connect-pdf"><a href="pdf1.htm">讀文匯報PDF版面</a></p></div>'
    )


def _wenweipo(issue: FacsimileIssue, path: str) -> Resource | None:
    directory = f"{issue.date:%Y/%m/%d}/"
    for place, page in enumerate(issue.pages, start=1):
        if path == f"{directory}pdf{place}.htm":
            return sheet(_wenweipo_page(issue, page), encoding="big5")
    found = issue.article(path.removeprefix(directory).removesuffix(".htm"))
    return sheet(_wenweipo_article(issue, found[0]), encoding="big5") if found else None


def _takungpao_list(issue: FacsimileIssue) -> str:
    """All pages; the one that is an advertisement has a list without links."""
    pages = "".join(
        f'<a class="bluelink" href="#">第{page.number}版：{page.name}</a><ul class="txtlist">'
        + "".join(
            f'<li><a href="/takungpao/paper/q/{issue.date:%Y/%m%d}/{article.source_id}.html" target="_black">'
            f"{article.headline}</a></li>"
            for article in page.articles
        )
        + "</ul>"
        for page in issue.pages
    )
    return f'<div class="pannel_inner01"><div>{issue.date:%Y年%m月%d日}</div>{pages}</div>'


def _takungpao(issue: FacsimileIssue, path: str) -> Resource | None:
    if path == f"paper/list-{issue.date:%Y%m%d}.html":
        return sheet(_takungpao_list(issue))
    named = re.fullmatch(rf"paper/q/{issue.date:%Y/%m%d}/(\d+)\.html", path)
    found = issue.article(named[1]) if named else None
    if not found:
        return None
    article = found[0]
    images = "".join(f'<p><img src="/takungpao/{_image(issue, each)}"></p>' for each in article.images)
    return sheet(
        f'<h2 class="tkp_con_title">{article.headline}</h2>'
        '<div class="tkp_con_author"><span>大公報</span></div>'
        f'<div class="tkp_content">{images}{paragraphs(article)}</div>'
    )


def _macao_page(issue: FacsimileIssue, own: FacsimilePage) -> str:
    entries = "".join(
        f'<tr><td><a id=pageLink href="node_{page.node}.htm">第{page.number}版：{page.name}</a></td></tr>'
        for page in issue.pages
    )
    titles = "".join(f'<li><a href="{article.href}">{article.headline}</a></li>' for article in own.articles)
    titles += "".join(f'<li><a href="content_{each}.htm">廣告</a></li>' for each in own.advertisements)
    return f'<table>{entries}</table><div id="all_article_list"><ul>{titles}</ul></div>'


def _macao(issue: FacsimileIssue, path: str) -> Resource | None:
    """node_1 is the first page whatever its node; headlines are CDATA, as in XML."""
    directory = f"html/{issue.date:%Y-%m/%d}/"
    for place, page in enumerate(issue.pages):
        if path in (f"{directory}node_{page.node}.htm", f"{directory}node_1.htm" if place == 0 else ""):
            return sheet(_macao_page(issue, page))
    found = issue.article(path.removeprefix(f"{directory}content_").removesuffix(".htm"))
    if not found:
        return None
    images = "".join(f'<p><img src="../../../{_image(issue, each)}"></p>' for each in found[0].images)
    return sheet(
        f"<founder-title><![CDATA[{found[0].headline}]]></founder-title>{images}"
        f'<div id="ozoom"><founder-content><!--enpcontent-->{paragraphs(found[0])}<!--/enpcontent-->'
        "</founder-content></div>"
    )


FAMILIES = [
    Family(
        platform="wenweipo",
        skin="",
        front_page="{date:%Y/%m/%d}/pdf1.htm",
        find=_wenweipo,
        issue=renumbered(
            traditional(issue_in(_NUMBERS)),
            lambda page, position: f"HK231017{'ABCD'.index(page.number[0])}{page.number[1:]}{position}",
        ),
        prints=frozenset(("images", "captions", "page_name", "page_image")),
        picture_url=_wenweipo_picture,
        image_url=_image,
        script="hant",
    ),
    Family(
        platform="takungpao",
        skin="",
        front_page="paper/list-{date:%Y%m%d}.html",
        find=_takungpao,
        issue=traditional(issue_in(_NUMBERS)),
        prints=frozenset(("images", "page_name")),
        image_url=_image,
        script="hant",
    ),
    Family(
        platform="founder",
        skin="macao",
        front_page="html/{date:%Y-%m/%d}/node_1.htm",
        find=_macao,
        issue=traditional(issue_in(_NUMBERS)),
        prints=frozenset(("images", "page_name")),
        image_url=_image,
        select={"image": "img[src*='/res/']"},
        script="hant",
    ),
]
