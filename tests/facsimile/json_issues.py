"""Editions in JSON that differ in names only: real fields, invented text."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import timedelta

from crawler.demo.newsstand import Resource
from tests.facsimile import Family, issue_in
from tests.facsimile.answers import answer, asked, html_paragraphs, without_pictures
from tests.facsimile.press import FacsimileArticle, FacsimileIssue, FacsimilePage
from tests.facsimile.printing import paragraphs, renumbered, sheet


def _label(page: FacsimilePage) -> str:
    return f"第{page.number}版：{page.name}"


def _rows(page: FacsimilePage, title: str, text: str, source_id: str = "") -> list[dict[str, object]]:
    """The articles of a page, with an advertisement behind them."""

    def row(article: FacsimileArticle) -> dict[str, object]:
        values: dict[str, object] = {title: f"  {article.headline} ", text: html_paragraphs(article)}
        return {source_id: article.source_id, **values} if source_id else values

    advertisement: dict[str, object] = {title: "公益广告", text: "", source_id or "no": "9"}
    return [*map(row, page.articles), *([advertisement] if page.advertisements else [])]


def _naqu(issue: FacsimileIssue, path: str) -> Resource | None:
    pages = [
        {"name": _label(page), "pageDraftList": _rows(page, "title", "content", "uuid")}
        for page in issue.pages
    ]
    return answer({"code": 200, "datas": {"newspaperPageList": pages}}) if "getType?" in path else None


def _picture(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"paper/kfrb/{issue.date}/{page.number}.jpg"


def _kaifeng(issue: FacsimileIssue, path: str) -> Resource | None:
    pages = [
        {"catalog": _label(page), "imgSrc": f"{page.number}.jpg", "areaList": _rows(page, "title", "html")}
        for page in issue.pages
    ]
    text = f"var data = {json.dumps(pages, ensure_ascii=False)};\nvar other = [1];"
    return ("application/javascript", text.encode()) if path.endswith("/data.js") else None


def _cnpc(issue: FacsimileIssue, path: str) -> Resource | None:
    pages = {
        f"page_{place}": {"alias": _label(page), "data": _rows(page, "title", "content")}
        for place, page in enumerate(issue.pages, start=1)
    }
    script = f"<script>var epaperObject = {json.dumps(pages, ensure_ascii=False)};show();</script>"
    text = f"<html><body><div id=app></div>{script}</body></html>"
    return ("text/html;charset=utf-8", text.encode()) if path.startswith("zgsyb/") else None


def _wenzhou(issue: FacsimileIssue, path: str) -> Resource | None:
    form = asked(path)
    if "listByDigitalNewspaperMarkAndPublishTime" in path:
        return answer(
            {"msg": [{"editionName": _label(p), "layoutCatalogId": str(p.node)} for p in issue.pages]}
        )
    for page in issue.pages:
        if "listByLayoutCatalogId" in path and form.get("layoutCatalogId") == str(page.node):
            return answer({"msg": _rows(page, "documentTitle", "documentContent", "layoutDetailId")})
    return None


def _bz(issue: FacsimileIssue, path: str) -> Resource | None:
    form = asked(path)
    if "queryPageByDate" in path:
        pages = [{"id": page.node, "name": _label(page), "pdfFilePath": "/x.pdf"} for page in issue.pages]
        return answer({"data": {"pages": pages}})
    for page in issue.pages:
        if "queryArticleByPage" in path and form.get("pageId") == str(page.node):
            return answer({"data": {"articles": _rows(page, "title", "text", "id")}})
    return None


def _nanchong(issue: FacsimileIssue, path: str) -> Resource | None:
    """Every page says the list of pages again."""
    pages = [
        {"pageno": page.number, "pagename": page.name, "url": f"{page.number}.html"} for page in issue.pages
    ]
    for page in issue.pages:
        if path == f"upload/ncrb/{issue.date:%Y%m%d}/{issue.date:%Y%m%d}-{page.number}.json":
            return answer({"layoutlist": pages, "infolist": {"list": _rows(page, "title", "content")}})
    return None


def _readdo(issue: FacsimileIssue, path: str) -> Resource | None:
    """The call leads to the issue; an article stands where its id says."""
    if "getIssueByMonth" in path:
        days = [issue.date - timedelta(days=1), issue.date]
        return answer(
            {"data": [{"idateDisp": str(day), "path": f"/readdo/issue/{day}/1.html"} for day in days]}
        )
    for place, own in enumerate(issue.pages, start=1):
        if path == f"issue/{issue.date}/{place}.html":
            entries = "".join(
                f'<span class="listTitleL"><a href="/readdo/issue/{issue.date}/{at}.html">{_label(page)}</a>'
                "</span>"
                for at, page in enumerate(issue.pages, start=1)
            )
            titles = "".join(
                f'<a title="{article.headline}" href="/readdo/epaper/read.do?m=show&id={article.source_id}">'
                f"{article.headline}</a>"
                for article in own.articles
            )
            pdf = f'<div class="leftTitle"><a href="/readdo/{_pdf(issue, own)}">PDF</a></div>'
            return sheet(f'{pdf}<div>{entries}</div><div id="link">{titles}</div>')
    found = issue.article(path.rpartition("id=")[2])
    if not found:
        return None
    return sheet(f'<h1>{found[0].headline}</h1><div id="article_content">{paragraphs(found[0])}</div>')


def _zuzhirenshi(issue: FacsimileIssue, path: str) -> Resource | None:
    """A month's issues with their ids, an issue with titles, a text each. Half of the pages are named without
    their number, and an area without an article is none."""
    form = asked(path)
    if "selectPastDianZiBao" in path and (form.get("years"), form.get("months")) == (
        f"{issue.date:%Y}",
        f"{issue.date:%m}",
    ):
        days = [issue.date - timedelta(days=1), issue.date]
        return answer({"code": 200, "data": [{"id": f"no-{day}", "releaseDate": f"{day} "} for day in days]})
    if "dianZiBaoHomePage" in path and form.get("id") == f"no-{issue.date}":
        pages = [
            {
                "columnName": _label(page) if place % 2 else page.name,
                "sort": place,
                "areapdfPath": f"/zuzhirenshi/{_pdf(issue, page)}",
                "areaCoordinateList": [
                    *_rows(page, "newsName", "areaRelateinfoId", "newsId"),
                    {"newsName": None, "newsId": None},
                ],
            }
            for place, page in enumerate(issue.pages, start=1)
        ]
        return answer({"code": 200, "data": {"dianzibaoShowList": pages}})
    found = issue.article(path.rpartition("selectNews?id=")[2])
    if not found:
        return None
    text = {
        "showTitle": found[0].headline,
        "newContent": html_paragraphs(found[0]),
        "createTime": "2023-10-16",
    }
    return answer({"code": 200, "data": text})


def _gzzxb(issue: FacsimileIssue, path: str) -> Resource | None:
    """One list of the whole issue."""
    if path == f"gzzxb/web/doc/list/t_{issue.date}":
        boxes = ""
        for page in issue.pages:
            titles = "".join(
                f'<li><a href="/gzzxb/gzzxb/web/doc/{article.source_id}.html">{article.headline}</a></li>'
                for article in page.articles
            )
            boxes += f'<dl><dt>{_label(page)}</dt><dd class="news_list"><ul>{titles}</ul></dd></dl>'
        return sheet(f'<div class="zk_list">{boxes}</div>')
    found = issue.article(path.rpartition("/")[2].removesuffix(".html"))
    return (
        sheet(f'<h1>{found[0].headline}</h1><div class="zw">{paragraphs(found[0])}</div>') if found else None
    )


def _xkb(issue: FacsimileIssue, path: str) -> Resource | None:
    """Ids only: an article twice in a page, as its areas are two."""
    if "getPlate/" in path:
        rows = [
            {
                "version": _label(page),
                "edition": page.number,
                "coodrs": [{"id": a.source_id} for a in page.articles * 2],
            }
            for page in issue.pages
        ]
        return answer({"code": 1, "data": rows})
    found = issue.article(path.removeprefix("view/"))
    if not found:
        return None
    return sheet(
        f'<div id="viewleftZdy"><div><span class="fs14 blod">{found[0].headline}</span></div>'
        f'<div>{issue.date:%Y-%m-%d}</div></div><div id="news_content">{paragraphs(found[0])}</div>'
    )


def _sgcc(issue: FacsimileIssue, path: str) -> Resource | None:
    """All pages at once; an article has two polygons, an advertisement one."""
    if path == f"{issue.date:%Y%m/%d}/":
        polygon = '<polygon class="area" title="{}" data-pageid="{}" data-contentid="{}"></polygon>'
        drawn = "".join(
            polygon.format(title, page.node, source_id)
            for page in issue.pages
            for title, source_id in (
                *((each.headline, each.source_id) for each in page.articles * 2),
                *(("广告", each) for each in page.advertisements),
            )
        )
        return sheet(f"<svg>{drawn}</svg>")
    found = issue.article(path.rpartition("con-")[2].removesuffix(".html"))
    if not found:
        return None
    return sheet(
        f'<div class="top_bar"><h1>{found[0].headline}</h1></div><div class="author">{found[0].byline}</div>'
        f'<div class="content">{paragraphs(found[0])}</div>'
    )


class _Untitled(FacsimileArticle):
    """An article that the list names by its id only."""

    @property
    def title(self) -> str:
        return ""


def _untitled(issue: FacsimileIssue) -> FacsimileIssue:
    """The same articles without titles in the lists."""

    def untitled(page: FacsimilePage) -> FacsimilePage:
        names = [field.name for field in fields(FacsimileArticle)]
        kept = (_Untitled(**{name: getattr(each, name) for name in names}) for each in page.articles)
        return replace(page, articles=tuple(kept))

    return replace(issue, pages=tuple(map(untitled, issue.pages)))


def _pdf(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"files/{issue.date:%Y%m%d}/{page.number}.pdf"


def _counted(issue: FacsimileIssue) -> FacsimileIssue:
    """Articles are counted in their page: none has an id that two pages could share."""
    first, second, *others = issue.pages
    second = replace(second, articles=tuple(each for each in second.articles if each not in first.articles))
    return renumbered(
        replace(issue, pages=(first, second, *others)), lambda page, position: f"{page.number}-{position}"
    )


ISSUE = without_pictures(issue_in())
ONES = without_pictures(issue_in(("1", "2", "3", "4")))
SITES = {
    "naqu": ("newspaper/getType?paperTime={date:%Y%m%d}&mode=0", _naqu, ISSUE),
    "wenzhou": (
        "web/layoutCatalog/listByDigitalNewspaperMarkAndPublishTime"
        "?__wb_method=POST&digitalNewspaperMark=wzrb&publishTime={date:%Y-%m-%d}",
        _wenzhou,
        ISSUE,
    ),
    "bz": ("bz/queryPageByDate?__wb_method=POST&date={date:%Y-%m-%d}&columnId=1", _bz, ISSUE),
    "kaifeng": ("paper/kfrb/{date:%Y-%m-%d}/data.js", _kaifeng, _counted(ISSUE)),
    "nanchong": ("upload/ncrb/{date:%Y%m%d}/{date:%Y%m%d}-01.json", _nanchong, _counted(ISSUE)),
    "readdo": (
        "epaper/read.do?m=getIssueByMonth&__wb_method=POST&newspaperId=12&date={date:%Y-%m-%d}",
        _readdo,
        ISSUE,
    ),
    "zuzhirenshi": (
        "api/welcome/selectPastDianZiBao"
        "?__wb_method=POST&__json=1&years={date:%Y}&months={date:%m}#{date:%Y-%m-%d}",
        _zuzhirenshi,
        ONES,
    ),
    "gzzxb": ("gzzxb/web/doc/list/t_{date:%Y-%m-%d}", _gzzxb, ISSUE),
    "sgcc": ("{date:%Y%m/%d}/", _sgcc, ONES),
    "xkb": ("getPlate/date/{date:%Y-%m-%d}", _xkb, _untitled(ISSUE)),
    "cnpc": ("zgsyb/{date:%Y-%m/%d}/", _cnpc, _counted(ISSUE)),
}
MORE = {
    "kaifeng": ("page_name", "page_image"),
    "readdo": ("page_name", "page_pdf"),
    "zuzhirenshi": ("page_name", "page_pdf"),
    "sgcc": ("byline",),
}
"""What a site prints besides titles and texts, where that is not the names of its pages alone."""
FAMILIES = [
    Family(
        platform=key,
        skin="",
        front_page=front,
        find=find,
        issue=issue,
        prints=frozenset(MORE.get(key, ("page_name",))),
        picture_url=_picture,
        pdf_url=_pdf,
    )
    for key, (front, find, issue) in SITES.items()
]
