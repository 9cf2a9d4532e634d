"""szbz: the table of 乌鲁木齐晚报 in GBK, the links of 黑河日报. Real markup, invented text."""

from __future__ import annotations

from functools import partial

from crawler.demo.newsstand import Resource
from tests.facsimile import Family, issue_in
from tests.facsimile.press import FacsimileArticle, FacsimileImage, FacsimileIssue, FacsimilePage
from tests.facsimile.printing import paragraphs, renumbered, sheet


def _picture(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"UploadFile/{issue.date:%Y%m%d}/b_{page.number}.jpg"


def _image(issue: FacsimileIssue, image: FacsimileImage) -> str:
    return f"UploadFile/{image.src}"


def _opened(address: str) -> str:
    return f"javascript:window.open('{address}','_self');"


def _table(issue: FacsimileIssue, own: FacsimilePage) -> str:
    """The cells' script leads on, pages by file name, articles from above; headings are rows too."""
    pages = "".join(
        f'<tr><td class="info3" onclick="{_opened(f"szbz{page.number}.Html")}"><a href="#">'
        f"{page.number}：{page.name}</a></td></tr>"
        for page in issue.pages
    )
    directory = f"../../../Html/szbz/{issue.date:%Y%m%d}"
    titles = "".join(
        f'<tr><td class="info1" onclick="{_opened(f"{directory}/szbz{a.source_id}.Html")}">'
        f"<a>·{a.headline}</a></td></tr>"
        for a in own.articles
    )
    return (
        f'<div class="Paper"><table><tr><td>版面导航</td></tr>{pages}</table></div>'
        f'<table><tr><td class="style"><img src="../../../{_picture(issue, own)}"></td></tr></table>'
        f'<div class="PaperB"><table><tr><td>标题导航</td></tr>{titles}</table></div>'
    )


def _table_article(article: FacsimileArticle) -> str:
    images = "".join(f'<p align="center"><img src="../../../UploadFile/{i.src}"></p>' for i in article.images)
    return (
        f'<table><tr><td height="40">{article.headline}</td></tr></table><div id="copytext">{images}'
        f'<div id="ozoom">{paragraphs(article, "br")}</div></div>'
    )


def _links(issue: FacsimileIssue, own: FacsimilePage) -> str:
    pages = "".join(
        f'<li><a href="szbz{page.number}.Html">{page.number}版 {page.name}</a></li>' for page in issue.pages
    )
    titles = "".join(f'<li><a href="szbz{a.source_id}.Html">{a.headline}</a></li>' for a in own.articles)
    return f'<ul>{pages}<li><a href="szbzA2.Html">下一版</a></li></ul><ul>{titles}</ul>'


def _links_article(article: FacsimileArticle) -> str:
    images = "".join(
        f'<table align="center"><tr><td><img src="../../../UploadFile/{image.src}"></td></tr>'
        f"<tr><td>{image.row}</td></tr></table>"
        for image in article.images
    )
    return (
        f'<div class="title">{article.headline}</div><div class="content">{images}{paragraphs(article)}</div>'
    )


_MARKUP = {"table": (_table, _table_article), "title": (_links, _links_article)}


def _site(skin: str, encoding: str, issue: FacsimileIssue, path: str) -> Resource | None:
    """Index.Html is the first page under another name."""
    page_markup, article_markup = _MARKUP[skin]
    name = path.removeprefix(f"Html/szbz/{issue.date:%Y%m%d}/").removesuffix(".Html")
    for page in issue.pages:
        if name == f"szbz{page.number}" or (name == "Index" and page is issue.pages[0]):
            return sheet(page_markup(issue, page), encoding=encoding)
    found = issue.article(name.removeprefix("szbz"))
    return sheet(article_markup(found[0]), encoding=encoding) if found else None


def _family(skin: str, front: str, encoding: str, *prints: str) -> Family:
    return Family(
        platform="szbz",
        skin=skin,
        front_page=f"Html/szbz/{{date:%Y%m%d}}/{front}.Html",
        find=partial(_site, skin, encoding),
        issue=renumbered(
            issue_in(("A1", "A2", "A3", "A4")), lambda page, position: f"27{page.number[1:]}3{position}"
        ),
        prints=frozenset(("images", "page_name", *prints)),
        picture_url=_picture,
        image_url=_image,
    )


FAMILIES = [
    _family("table", "Index", "gbk", "page_image"),
    _family("title", "szbzA1", "utf-8", "captions"),
]
