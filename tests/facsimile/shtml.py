"""shtml: 山西日报, 华商报 with scripted links, 市场导报 in GBK. Real markup, invented text."""

from __future__ import annotations

from functools import partial

from crawler.demo.newsstand import Resource
from tests.facsimile import Family, issue_in
from tests.facsimile.press import FacsimileArticle, FacsimileImage, FacsimileIssue, FacsimilePage
from tests.facsimile.printing import paragraphs, pictures, renumbered, sheet


def _directory(issue: FacsimileIssue) -> str:
    return f"shtml/yzcb/{issue.date:%Y%m%d}/"


def _image(issue: FacsimileIssue, image: FacsimileImage) -> str:
    return f"{_directory(issue)}{image.src}"


def _pdf(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"page/{issue.date:%Y%m%d}/{page.number}.pdf"


def _picture(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"resfile/{issue.date:%Y%m%d}/b_{page.number}.jpg"


def _list(issue: FacsimileIssue, own: FacsimilePage) -> str:
    """Both lists; beside every page stands its PDF."""
    pages = "".join(
        f'<li><a href="v{page.number}.shtml">第{page.number}版：{page.name}</a>'
        f'<a href="../../../{_pdf(issue, page)}"><img src="/pdf.gif"></a></li>'
        for page in issue.pages
    )
    titles = "".join(
        f'<li><a href="{article.source_id}.shtml">{article.headline}</a></li>' for article in own.articles
    )
    return f'<ul class="conRList">{pages}</ul><ul class="conMItemList">{titles}</ul>'


def _list_article(article: FacsimileArticle) -> str:
    return (
        f'<h2 class="detConTit">{article.headline}</h2><div class="detailsWrap">'
        f'<div class="detPic">{pictures(article, str)}</div><div class="details">'
        + paragraphs(article).replace("<p>", '<p class="detail-text">')
        + "</div></div>"
    )


def _nav(issue: FacsimileIssue, own: FacsimilePage) -> str:
    """No link has an href: a script of the site's own leads on, by an address below the host."""
    base = f"/{_SLUG}/{_directory(issue)}"
    pages = "".join(
        f"<li><a href=\"javascript:;\" onclick=\"gourl('{base}v{page.number}.shtml', '_top')\">"
        f"第{page.number}版：{page.name}</a></li>"
        for page in issue.pages
    )
    titles = "".join(
        f"<li><a onclick=\"gourl('{base}{article.source_id}.shtml', '_top')\">{article.headline}</a></li>"
        for article in own.articles
    ) + "".join(
        f"<li><a onclick=\"gourl('{base}{ad}.shtml', '_top')\">广告</a></li>" for ad in own.advertisements
    )
    return (
        f'<div class="pageNav"><ul>{pages}<li><a href="javascript:;" onclick="gourl(\'#\')">下一版</a></li>'
        f'</ul></div><div id="paperPage"><img src="/{_SLUG}/{_picture(issue, own)}"></div>'
        f'<div class="titleNav"><ul>{titles}</ul></div>'
    )


def _nav_article(article: FacsimileArticle) -> str:
    return (
        f'<div id="art"><h1>{article.headline}</h1>{pictures(article, str)}'
        f'<div id="content_div">{paragraphs(article)}<script>init();</script></div></div>'
    )


def _scroll(issue: FacsimileIssue, own: FacsimilePage) -> str:
    pages = "".join(
        f'<li><a href="v{page.number}.shtml">{page.number}版:{page.name}</a></li>' for page in issue.pages
    )
    titles = "".join(
        f'<dd><a href="{article.source_id}.shtml">·{article.headline}</a></dd>' for article in own.articles
    )
    return (
        f'<span class="f-12"><a href="v{issue.pages[-1].number}.shtml">下一版</a></span>'
        f'<img id="imgPage" src="/{_SCROLL_SLUG}/{_picture(issue, own)}">'
        f'<div id="scrollDiv"><ul>{pages}</ul></div><dl class="Rcon"><dt>标题导航</dt>{titles}</dl>'
    )


def _scroll_article(article: FacsimileArticle) -> str:
    images = "".join(f'<p align="center"><img src="{image.src}"></p>' for image in article.images)
    return (
        f'<table><tr><td id="DivDisplay"><div class="f-20"><strong>{article.headline}</strong></div>'
        f'<div class="f-14 height-25">{images}{paragraphs(article, "br")}</div></td></tr></table>'
    )


_SLUG, _SCROLL_SLUG = "shtml_nav", "shtml_scroll"
_PAGES = {"list": _list, "nav": _nav, "scroll": _scroll}
_ARTICLES = {"list": _list_article, "nav": _nav_article, "scroll": _scroll_article}


def _site(skin: str, encoding: str, issue: FacsimileIssue, path: str) -> Resource | None:
    """index.shtml is the first page under another name."""
    name = path.removeprefix(_directory(issue)).removesuffix(".shtml")
    for page in issue.pages:
        if name == f"v{page.number}" or (name == "index" and page is issue.pages[0]):
            return sheet(_PAGES[skin](issue, page), encoding=encoding)
    found = issue.article(name)
    return sheet(_ARTICLES[skin](found[0]), encoding=encoding) if found else None


def _id(page: FacsimilePage, position: int) -> str:
    return f"3353{ord(page.number[0])}{page.number[-2:]}{position}"


def _family(skin: str, numbers: tuple[str, ...], encoding: str, *prints: str) -> Family:
    return Family(
        platform="shtml",
        skin=skin,
        front_page="shtml/yzcb/{date:%Y%m%d}/index.shtml",
        find=partial(_site, skin, encoding),
        issue=renumbered(issue_in(numbers), _id),
        prints=frozenset(("images", "page_name", *prints)),
        picture_url=_picture,
        pdf_url=_pdf,
        image_url=_image,
    )


FAMILIES = [
    _family("list", ("01", "02", "03", "04"), "utf-8", "page_pdf"),
    _family("nav", ("A01", "A02", "A03", "B01"), "utf-8", "page_image"),
    _family("scroll", ("01", "02", "03", "04"), "gbk", "page_image"),
]
