"""市场信息报 and 黄南报 (edition), 工人日报, 新民晚报, 都市快报. Real markup, invented text."""

from __future__ import annotations

import re
from functools import partial

from crawler.demo.newsstand import Resource
from tests.facsimile import Family, issue_in
from tests.facsimile.answers import without_pictures
from tests.facsimile.press import FacsimileImage, FacsimileIssue, FacsimilePage, areas
from tests.facsimile.printing import paragraphs, renumbered, sheet

_STYLE = (
    "font-size: 1.7em;font-family:'Microsoft YaHei','微软雅黑','黑体';line-height: 2.3em;text-align: center;"
    "color: #201f1f;"
)


def _edition_directory(issue: FacsimileIssue) -> str:
    return f"content/{issue.date:%Y-%m/%d}"


def _edition_image(issue: FacsimileIssue, image: FacsimileImage) -> str:
    return f"uploads/{image.src}"


def _edition_picture(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"uploads/{issue.date:%Y%m%d}{page.number}.jpg"


def _edition_pdf(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"uploads/{issue.date:%Y%m%d}{page.number}.pdf"


def _edition_page(skin: str, issue: FacsimileIssue, own: FacsimilePage) -> str:
    """The front page's address has no slash at its end, so links begin at the root."""
    root = f"/edition_{skin}/{_edition_directory(issue)}"
    links = [
        (f'href="{root}/edition{page.node}_{page.number}.html"', f"{page.number}版：{page.name}", page)
        for page in issue.pages
    ]
    titles = [
        f'<a href="{root}/{article.source_id}.html"> {article.headline} </a>' for article in own.articles
    ]
    if skin == "scroll":
        entries = "".join(
            f'<li><span class="txt"><a {href}>{text}</a></span>'
            f'<span class="pdf"><a href="/edition_scroll/{_edition_pdf(issue, page)}">PDF</a></span></li>'
            for href, text, page in links
        )
        listed = "".join(f"<li>{title}</li>" for title in titles)
        return (
            f'<div id="pagetitleslist"><ul class=" scroll">{entries}</ul></div>'
            f'<img id="editionimg" src="/edition_scroll/{_edition_picture(issue, own)}">'
            f'<div id="pagenews"><ul class="scroll">{listed}</ul></div>'
        )
    entries = "".join(f"<a {href}><span>{text}</span></a>" for href, text, _ in links)
    return (
        f'<div class="list">{entries}</div>'
        f'<div class="bktitle"><a href="/edition_list/{_edition_pdf(issue, own)}">PDF</a></div>'
        f'<div class="list clearfix">{"".join(titles)}</div>'
    )


def _edition(skin: str, issue: FacsimileIssue, path: str) -> Resource | None:
    directory = _edition_directory(issue)
    for place, page in enumerate(issue.pages):
        if path in (f"{directory}/edition{page.node}_{page.number}.html", "" if place else directory):
            return sheet(_edition_page(skin, issue, page))
    found = issue.article(path.removeprefix(f"{directory}/").removesuffix(".html"))
    if not found:
        return None
    images = "".join(
        f'<p><img src="/edition_{skin}/{_edition_image(issue, image)}"></p>' for image in found[0].images
    )
    return sheet(
        f'<div style="{_STYLE}">{found[0].headline}</div>'
        f'<div id="ozoom"><div id="newspapercontent">{images}{paragraphs(found[0])}</div></div>'
    )


def _grrb_directory(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"papers/grrb/{issue.date:%Y/%m/%d}/{page.number}"


def _grrb_pdf(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"{_grrb_directory(issue, page)}/grrb{issue.date:%Y%m%d}{page.number}.pdf"


def _grrb_image(issue: FacsimileIssue, image: FacsimileImage) -> str:
    return f"papers/grrb/{issue.date:%Y/%m/%d}/{image.src}"


def _grrb(issue: FacsimileIssue, path: str) -> Resource | None:
    """Before the link of a page stands that of its PDF, with the same text or none."""
    for page in issue.pages:
        if path == f"{_grrb_directory(issue, page)}/page.html":
            entries = "".join(
                f'<li><a class="pdf" href="/workercn/{_grrb_pdf(issue, each)}"><img src="pdf.png"></a>'
                f'<a href="/workercn/{_grrb_directory(issue, each)}/page.html">{each.number}</a></li>'
                for each in issue.pages
            )
            titles = "".join(
                f'<li><a href="/workercn/papers/grrb/{issue.date:%Y/%m/%d}/'
                f'{article.source_id.replace("-", "/news-")}.html">{article.headline}</a></li>'
                for article in page.articles
            )
            return sheet(
                f'<div class="holder"><ul id="pageUrl">{entries}</ul></div>'
                f'<div class="holder"><ul id="pageTitle">{titles}</ul></div>'
            )
    named = re.fullmatch(r"papers/grrb/[\d/]+/(\d+)/news-(\d+)\.html", path)
    found = issue.article(f"{named[1]}-{named[2]}") if named else None
    if not found:
        return None
    article = found[0]
    images = "".join(f'<img src="/workercn/{_grrb_image(issue, image)}">' for image in article.images)
    return sheet(
        f'<div id="pretitle">{article.kicker}</div><div id="ctitle">{article.headline}</div>'
        f'<div id="imgs">{images}</div><div id="ccontent">{paragraphs(article)}</div>'
    )


def _xmwb_pdf(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"pdf/xmwb/{issue.date}/{page.number}.pdf"


def _xmwb_page(issue: FacsimileIssue, own: FacsimilePage) -> str:
    base = f"/xinmin/html/xmwb/{issue.date}"
    entries = "".join(
        f'<div class="dzb-enter-mulu-wrap-nav"><a href="{base}/{place}.html">'
        f"第{page.number}版：{page.name}</a></div>"
        for place, page in enumerate(issue.pages, start=1)
    )
    place = issue.pages.index(own) + 1
    hrefs = {article.source_id: f'href="{base}/{place}/{article.source_id}.html"' for article in own.articles}
    titles = "".join(
        f"<div><a {hrefs[article.source_id]}>{article.headline}</a></div>" for article in own.articles
    )
    shapes = "".join(
        f'<area shape="polygon" coords="{",".join(f"{x},{y}" for x, y in polygon)}" {hrefs[source_id]}>'
        for source_id, polygons in areas(own).items()
        if source_id in hrefs
        for polygon in polygons
    )
    return (
        f'{entries}<p class="dzb-multi-download"><a href="/xinmin/{_xmwb_pdf(issue, own)}">PDF</a></p>'
        f'<div class="dzb-enter-wrap dzb-enter-benban-wrap">{titles}</div>'
        f'<map name="PagePicMap" id="PagePicMap">{shapes}</map>'
    )


def _xmwb(issue: FacsimileIssue, path: str) -> Resource | None:
    """A text may stand in one element with line breaks, or in one for every paragraph."""
    for place, page in enumerate(issue.pages, start=1):
        if path == f"html/xmwb/{issue.date}/{place}.html":
            return sheet(_xmwb_page(issue, page))
    named = re.fullmatch(rf"html/xmwb/{issue.date}/\d+/(\d+)\.html", path)
    found = issue.article(named[1]) if named else None
    if not found:
        return None
    article = found[0]
    glue = "</p><p class='dzb-desc-box'>" if article.subhead else "<br>"
    text = glue.join(f"　　{paragraph}" for paragraph in article.paragraphs)
    return sheet(
        '<div class="dzb-enter-desc-box dzb-enter-heng-desc-box">'
        f'<p class="dzb-title-box">{article.headline}</p><p class="dzb-author-box">{article.byline}</p>'
        f"<p class='dzb-desc-box'>{text}</p></div>"
    )


def _dskb_image(issue: FacsimileIssue, image: FacsimileImage) -> str:
    return f"dskb/{issue.date:%Y/%m/%d}/{image.src}"


def _dskb(issue: FacsimileIssue, path: str) -> Resource | None:
    """One file of titles, a list a page: that of an advertisement has no title. A box has a list, too."""
    base = f"dskb/{issue.date:%Y/%m/%d}"
    if path == f"{base}/page_list_{issue.date:%Y%m%d}.html":
        entries = "".join(
            f'<li><a href="article_list_{issue.date:%Y%m%d}.html">第{page.number}版：{page.name}</a></li>'
            for page in issue.pages
        )
        return sheet(f'<ul id="left-menu">{entries}<li><a href="#">下一版</a></li></ul>')
    if path == f"{base}/article_list_{issue.date:%Y%m%d}.html":
        entry = '<li><a href="article_detail_{}.html">{}</a></li>'
        lists = ""
        for page in issue.pages:
            titles = [(article.source_id, article.headline) for article in page.articles]
            titles += [(source_id, "公益广告") for source_id in page.advertisements]
            listed = "".join(entry.format(*title) for title in titles)
            lists += f'<h3>{page.number} {page.name}</h3><ul class="page-list">{listed}</ul>'
        boxed = "".join(entry.format(each.source_id, each.headline) for each in issue.pages[0].digest)
        return sheet(f'<div class="hot"><h4>今日关注</h4><ul class="hot-list">{boxed}</ul></div>{lists}')
    found = issue.article(path.rpartition("article_detail_")[2].removesuffix(".html"))
    if not found:
        return None
    images = "".join(
        f'<p><img src="/page_list_menu/{_dskb_image(issue, image)}"></p>' for image in found[0].images
    )
    tools = '<div class="tools"><a href="javascript:;"><img src="/images/print.gif"></a>分享到</div>'
    return sheet(
        f'{tools}<h1>{found[0].headline}</h1><div class="content">{images}{paragraphs(found[0])}</div>'
    )


FAMILIES = [
    *(
        Family(
            platform="edition",
            skin=skin,
            front_page="content/{date:%Y-%m/%d}",
            find=partial(_edition, skin),
            issue=issue_in(("A1", "A2", "A3", "A4")),
            prints=frozenset(("images", "page_name", more)),
            picture_url=_edition_picture,
            pdf_url=_edition_pdf,
            image_url=_edition_image,
        )
        for skin, more in (("scroll", "page_image"), ("list", "page_pdf"))
    ),
    Family(
        platform="workercn",
        skin="",
        front_page="papers/grrb/{date:%Y/%m/%d}/1/page.html",
        find=_grrb,
        issue=renumbered(issue_in(("1", "2", "3", "4")), lambda page, position: f"{page.number}-{position}"),
        prints=frozenset(("kicker", "images", "page_pdf")),
        pdf_url=_grrb_pdf,
        image_url=_grrb_image,
    ),
    Family(
        platform="xinmin",
        skin="",
        front_page="html/xmwb/{date:%Y-%m-%d}/1.html",
        find=_xmwb,
        issue=without_pictures(issue_in()),
        prints=frozenset(("byline", "areas", "page_name", "page_pdf")),
        pdf_url=_xmwb_pdf,
    ),
    Family(
        platform="page_list",
        skin="menu",
        front_page="dskb/{date:%Y/%m/%d}/page_list_{date:%Y%m%d}.html",
        find=_dskb,
        issue=renumbered(
            issue_in(("A01", "A02", "A03", "A04")), lambda page, position: f"1_{position}{page.number}"
        ),
        prints=frozenset(("page_name", "images")),
        image_url=_dskb_image,
    ),
]
