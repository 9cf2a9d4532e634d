"""北京日报: the whole issue in one page. Real markup, invented text."""

from __future__ import annotations

from crawler.demo.newsstand import Resource
from tests.facsimile import Family, issue_in
from tests.facsimile.press import FacsimileArticle, FacsimileImage, FacsimileIssue, FacsimilePage
from tests.facsimile.printing import paragraphs, renumbered

_META = '<meta http-equiv="Content-Type" content="text/html; charset=GBK">'


def _directory(issue: FacsimileIssue) -> str:
    return f"mobile/{issue.date:%Y/%Y%m%d}/"


def _picture(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"{_directory(issue)}{issue.date:%Y%m%d}_{int(page.number):03}/news-yzcb-m-300.jpg"


def _pdf(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"{_directory(issue)}{issue.date:%Y%m%d}_{int(page.number):03}/{page.number}.pdf"


def _image(issue: FacsimileIssue, image: FacsimileImage) -> str:
    number = next(
        page.number for page in issue.pages if any(image in article.images for article in page.articles)
    )
    return f"{_directory(issue)}{issue.date:%Y%m%d}_{int(number):03}/{image.src}"


def _sheet(text: str) -> Resource:
    """UTF-8 with its mark, whatever the meta element says."""
    return "text/html", f"<!DOCTYPE html>\n<html><head>{_META}</head><body>{text}</body></html>".encode(
        "utf-8-sig"
    )


def _box(issue: FacsimileIssue, page: FacsimilePage, place: int) -> str:
    """Links have their address in data-href, with the page's fragment; an advertisement is named 广告."""
    directory = f"{issue.date:%Y%m%d}_{int(page.number):03}"
    entries = "".join(
        f'<li><a data-newid="yzcb{article.source_id.replace("_", "")}" '
        f'data-href="./{issue.date:%Y%m%d}_{article.source_id[9:12]}/content_{article.source_id}.htm#page{place}">'
        f"{article.headline}</a></li>"
        for article in page.articles
    )
    entries += "".join(
        f'<li><a data-href="./{directory}/content_{directory}_{each}.htm#page{place}">广告</a></li>'
        for each in page.advertisements
    )
    return (
        f'<div class="nav-items"><div class="nav-panel-heading" pdf_href="./{directory}/{page.number}.pdf">'
        f'第{page.number}版 {page.name}</div><ul class="nav-list-group">{entries}</ul></div>'
    )


def _issue_page(issue: FacsimileIssue) -> str:
    pictures = "".join(
        f'<li><a data-source="./{page.number}.pdf">'
        f'<img src="./{_picture(issue, page).removeprefix(_directory(issue))}">{page.name}</a></li>'
        for page in issue.pages
    )
    boxes = "".join(_box(issue, page, place) for place, page in enumerate(issue.pages))
    return f'<ul id="picList">{pictures}</ul><div class="nav-panel-primary">{boxes}</div>'


def _article(issue: FacsimileIssue, article: FacsimileArticle) -> str:
    images = "".join(f'<p><img src="./{image.src}" alt="配图"></p>' for image in article.images)
    return (
        f'<div id="scroller"><font id="guide">{article.kicker}</font>'
        f'<font id="main-title"><b>{article.headline}</b></font>'
        f'<font id="sub-title">{article.subhead}</font><span id="date">{issue.date:%Y年%m月%d日}</span>'
        f'<div class="content my-gallery" id="content">{images}{paragraphs(article)}</div></div>'
    )


def _find(issue: FacsimileIssue, path: str) -> Resource | None:
    if path == f"{_directory(issue)}{issue.date:%Y%m%d}_m.html":
        return _sheet(_issue_page(issue))
    if path == f"period/{issue.date:%Y%m}/period.js":
        return "application/javascript", b'var datelist=["20231016","20231017"];'
    source_id = path.rpartition("content_")[2].removesuffix(".htm")
    found = issue.article(source_id)
    if found and path == f"{_directory(issue)}{source_id[:12]}/content_{source_id}.htm":
        return _sheet(_article(issue, found[0]))
    return None


FAMILIES = [
    Family(
        platform="mobile",
        skin="",
        front_page="mobile/{date:%Y}/{date:%Y%m%d}/{date:%Y%m%d}_m.html",
        find=_find,
        issue=renumbered(
            issue_in(("1", "2", "3", "4")),
            lambda page, position: f"20231017_{int(page.number):03}_{position}",
        ),
        prints=frozenset(("kicker", "subhead", "images", "page_name", "page_image", "page_pdf")),
        picture_url=_picture,
        pdf_url=_pdf,
        image_url=_image,
    )
]
