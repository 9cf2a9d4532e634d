"""uniflows: 中华工商时报 and 孝感日报. Real markup, invented text."""

from __future__ import annotations

from functools import partial

from crawler.demo.newsstand import Resource
from tests.facsimile import Family, issue_in
from tests.facsimile.press import FacsimileArticle, FacsimileImage, FacsimileIssue, FacsimilePage
from tests.facsimile.printing import paragraphs, renumbered, sheet


def _directory(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"epaper/uniflows/html/{issue.date:%Y/%m/%d}/{page.number}/"


def _image(issue: FacsimileIssue, image: FacsimileImage) -> str:
    return f"epaper/uniflows/images/{image.src}"


def _page(issue: FacsimileIssue, own: FacsimilePage) -> str:
    """Every page lies in a directory of its own; the issue before and the next page are links like those of
    the page list. An article of an earlier page is linked where it lies."""
    pages = "".join(
        f'<a href="../{page.number}/default.htm">第{page.number}版：{page.name}</a>' for page in issue.pages
    )
    titles = ""
    for article in own.articles:
        found = issue.article(article.source_id)
        there = found[1].number if found else own.number
        above = "" if there == own.number else f"../{there}/"
        titles += f'<tr><td><a href="{above}{article.source_id}.htm">{article.headline}</a></td></tr>'
    return (
        f'<span id="boarddate"> {issue.date:%Y年%m月%d日} </span><a href="../../16/01/default.htm">上一期</a>'
        f'<div>{pages}</div><a href="../02/default.htm">下一版</a><table class="board_link">{titles}</table>'
    )


def _article(skin: str, article: FacsimileArticle) -> str:
    images = "".join(f'<img src="../../../../../images/{image.src}">' for image in article.images)
    if skin == "dash":
        head = f'<h2 class="content-title">{article.headline}</h2>'
        images = f'<div class="content_sro">{images}</div>'
    else:
        head = (
            f'<h5 class="yinti_title">{article.kicker}</h5><h2 class="content_title">{article.headline}</h2>'
        )
        images = f'<table id="pictable4"><tr><td>{images}</td></tr></table>'
    others = f'<td class="others">作者：{article.byline} 来源：样张晨报 </td>'
    return f'{head}<table><tr>{others}</tr></table>{images}<div id="pgcontent">{paragraphs(article)}</div>'


def _site(skin: str, issue: FacsimileIssue, path: str) -> Resource | None:
    for page in issue.pages:
        directory = _directory(issue, page)
        if path == f"{directory}default.htm":
            return sheet(_page(issue, page))
        if path.startswith(directory):
            found = issue.article(path.removeprefix(directory).removesuffix(".htm"))
            return sheet(_article(skin, found[0])) if found else None
    return None


FAMILIES = [
    Family(
        platform="uniflows",
        skin=skin,
        front_page="epaper/uniflows/html/{date:%Y/%m/%d}/01/default.htm",
        find=partial(_site, skin),
        issue=renumbered(issue_in(), lambda page, position: f"{page.number}_{60 + position}"),
        prints=frozenset(("images", "page_name", "byline", *prints)),
        image_url=_image,
    )
    for skin, *prints in (("dash",), ("underscore", "kicker"))
]
