"""Qpaper: 永州日报's lists, the rows of the publishing program. Real markup, invented text."""

from __future__ import annotations

from functools import partial

from crawler.demo.newsstand import Resource
from tests.facsimile import Family, issue_in
from tests.facsimile.press import FacsimileArticle, FacsimileImage, FacsimileIssue, FacsimilePage
from tests.facsimile.printing import paragraphs, renumbered, sheet


def _name(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return "Qpaper" if page is issue.pages[0] else f"Qpaper_{page.node}"


def _pdf(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"PDF/{issue.date:%Y-%m-%d}/{page.number}.pdf"


def _image(issue: FacsimileIssue, image: FacsimileImage) -> str:
    return f"Pic/{image.src}"


def _images(article: FacsimileArticle) -> str:
    return "".join(f'<p align="center"><img src="../../Pic/{image.src}"></p>' for image in article.images)


def _lists(issue: FacsimileIssue, own: FacsimilePage) -> str:
    pages = "".join(
        f'<li><a href="{_name(issue, page)}.html">第{page.number}版：{page.name}</a></li>'
        for page in issue.pages
    )
    titles = "".join(f'<li><a href="{a.source_id}.html">{a.headline}</a></li>' for a in own.articles)
    return (
        f'<div id="bancilist"><ul>{pages}</ul></div><div id="map_buttons"><a class="button fl" '
        f'href="../../{_pdf(issue, own)}">PDF</a></div><div id="doclist"><ul>{titles}</ul></div>'
    )


def _lists_article(article: FacsimileArticle) -> str:
    return (
        f'<div id="yinti">{article.kicker}</div><div id="doctitle">{article.headline}</div>'
        f'<div id="subdoctitle">{article.subhead}</div><div id="doccontent"><div>{_images(article)}'
        f"{paragraphs(article)}</div></div>"
    )


def _rows(issue: FacsimileIssue, own: FacsimilePage) -> str:
    """What the program's News_nav, News_List, Paper_Next and Show_PDF print."""
    over = "onMouseOver=\"this.style.backgroundColor='#FFFFCC'\""
    pages = "".join(
        f"<tr class=\"info{2 - place % 2}\" {over}>\n<td>　<a href='{_name(issue, page)}.html'>"
        f"{page.number}：{page.name}</a></td></tr>\n"
        for place, page in enumerate(issue.pages)
    )
    titles = "".join(
        f"<tr class=\"info2\" {over}>\n<td><a href='{a.source_id}.html'>·{a.headline}</a></td></tr>\n"
        for a in own.articles
    )
    return (
        f'<table width="100%">\n{pages}</table>总第812期<table><tr>\n<td>'
        '<a href="../html/2023-10-10/qpaper.html" target="_parent">上一期 </a></td></tr></table>'
        f'PDF版<a href="../../{_pdf(issue, own)}"><img border="0" src="../../Images/pdf.gif" /></a>'
        f'<table width="100%">\n{titles}</table>'
    )


def _rows_article(article: FacsimileArticle) -> str:
    return (
        f'<table><tr><td class="title">{article.headline}</td></tr><tr><td class="content">'
        f'<div id="content">{_images(article)}{paragraphs(article)}</div></td></tr></table>'
    )


_MARKUP = {"doc": (_lists, _lists_article), "rows": (_rows, _rows_article)}


def _site(skin: str, issue: FacsimileIssue, path: str) -> Resource | None:
    page_markup, article_markup = _MARKUP[skin]
    name = path.removeprefix(f"Html/{issue.date:%Y-%m-%d}/").removesuffix(".html")
    for page in issue.pages:
        if name == _name(issue, page):
            return sheet(page_markup(issue, page))
    found = issue.article(name)
    return sheet(article_markup(found[0])) if found else None


def _family(skin: str, *prints: str) -> Family:
    return Family(
        platform="qpaper",
        skin=skin,
        front_page="Html/{date:%Y-%m-%d}/Qpaper.html",
        find=partial(_site, skin),
        issue=renumbered(issue_in(), lambda page, position: f"22{page.number}{position}"),
        prints=frozenset(("images", "page_name", "page_pdf", *prints)),
        pdf_url=_pdf,
        image_url=_image,
    )


FAMILIES = [_family("doc", "kicker", "subhead"), _family("rows")]
