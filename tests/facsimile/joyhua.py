"""joyhua: the old page list, and the later one of 西北信息报. Real markup, invented text."""

from __future__ import annotations

import re
from functools import partial

from crawler.demo.newsstand import Resource
from tests.facsimile import Family, issue_in
from tests.facsimile.press import FacsimileArticle, FacsimileImage, FacsimileIssue, FacsimilePage
from tests.facsimile.printing import paragraphs, renumbered, sheet


def _name(issue: FacsimileIssue, page: FacsimilePage) -> str:
    place = issue.pages.index(page)
    return "index" if place == 0 else f"page_{place:02}"


def _pdf(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"{issue.date:%Y%m%d}/pdf/{page.number}.pdf"


def _image(issue: FacsimileIssue, image: FacsimileImage) -> str:
    return f"{issue.date:%Y%m%d}/html/images/{image.src}"


def _old_page(issue: FacsimileIssue, own: FacsimilePage) -> str:
    """Page list and title list as 延安日报 prints them; the icon links have no text."""
    entries = "".join(
        f'<div class="bmml_con_div"><a class="bmml_con_div_name" href="{_name(issue, page)}.htm">'
        f"第{page.number}版：{page.name}</a>"
        f'<a class="bmml_con_div_pic" href="../pdf/{page.number}.pdf"><img src="../../pdf.gif"></a></div>'
        for page in issue.pages
    )
    titles = "".join(
        f'<a class="bmdh_con_a" href="content_{article.source_id}.htm"> {article.headline} </a>'
        for article in own.articles
    )
    return (
        f'<div class="bmml"><div class="bmml_con">{entries}</div></div>'
        f'<div class="b_bot">第{own.number}版：{own.name}</div>'
        f'<div class="page_bottom"><a href="index.htm">首版</a><a href="#">上一版</a></div>'
        f'<div class="bmdh_con"><div class="bmdh_con_div">{titles}</div></div>'
    )


def _new_page(issue: FacsimileIssue, own: FacsimilePage) -> str:
    entries = "".join(
        f'<div class="bmml_con_div"><a class="bmml-tit" href="./{_name(issue, page)}.htm">{page.number}版：'
        f'{page.name}</a><a class="pdf" href="../pdf/{page.number}.pdf">PDF</a></div>'
        for page in issue.pages
    )
    titles = "".join(
        f'<p><a href="{article.source_id}.htm">{article.headline}</a></p>' for article in own.articles
    )
    return f'{entries}<div class="paper-title-list">{titles}</div>'


def _article(article: FacsimileArticle, tag: str) -> str:
    """Kicker and subhead are of one class; the kicker's element stands empty where there is none."""
    below = f'<div class="bmnr_con_yinti">{article.subhead}</div>' if article.subhead else ""
    images = "".join(f'<p align="center"><img src="images/{image.src}"></p>' for image in article.images)
    return (
        f'<div class="bmnr_con"><div class="bmnr_con_yinti">{article.kicker}</div>'
        f'<div class="bmnr_con_biaoti">{article.headline}</div>{below}'
        f'<div class="bmnr_con_con"><div id="zoom">{images}{paragraphs(article, tag)}</div></div></div>'
    )


def _site(skin: str, issue: FacsimileIssue, path: str) -> Resource | None:
    name = path.removeprefix(f"{issue.date:%Y%m%d}/html/").removesuffix(".htm")
    for page in issue.pages:
        if name == _name(issue, page):
            return sheet(_old_page(issue, page) if skin == "bmnr" else _new_page(issue, page))
    found = issue.article(re.sub("^content_(?=2)", "", name))
    return sheet(_article(found[0], "br" if skin == "bmnr" else "p")) if found else None


_NUMBERED = {
    "bmnr": lambda page, position: f"20231017{page.number}10{position}",
    "tit": lambda page, position: f"page_{page.number}_content_00{position}",
}
FAMILIES = [
    Family(
        platform="joyhua",
        skin=skin,
        front_page="{date:%Y%m%d}/html/index.htm",
        find=partial(_site, skin),
        issue=renumbered(issue_in(), numbered),
        prints=frozenset(("kicker", "subhead", "images", "page_pdf", "page_name")),
        pdf_url=_pdf,
        image_url=_image,
    )
    for skin, numbered in _NUMBERED.items()
]
