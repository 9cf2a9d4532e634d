"""TRS: 中国气象报 and the sites whose calls end in Pub.do. Real fields, invented text."""

from __future__ import annotations

from functools import partial

from crawler.demo.newsstand import Resource
from tests.facsimile import Family, issue_in
from tests.facsimile.answers import answer, asked
from tests.facsimile.press import FacsimileArticle, FacsimileImage, FacsimileIssue, FacsimilePage


def _picture(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"group1/M00/{issue.date:%Y%m%d}/{page.number}.jpg"


def _image(issue: FacsimileIssue, image: FacsimileImage) -> str:
    return f"group1/M00/{issue.date:%Y%m%d}/{image.src}"


def _menu(issue: FacsimileIssue, page: FacsimilePage) -> dict[str, object]:
    picture = _picture(issue, page)
    return {
        "ID": f"{issue.date:%Y%m%d}_{page.number}",
        "BC": f"第{page.number}版",
        "BM": page.name,
        "BM_JPG_URL": {"JPPATH_BZT": picture, "JPPATH_ZT": picture},
        "PDPATH": picture.replace(".jpg", ".pdf"),
        "IRCATELOG": page.number,
        "NUM": 0,
    }


def _listed(issue: FacsimileIssue, page: FacsimilePage) -> list[dict[str, object]]:
    """Between the articles stand boxes whose title is null, or the word null."""
    common: dict[str, object] = {
        "BM": page.name,
        "JPPATH": _picture(issue, page),
        "ZB": "2.1,3.4,40.2,3.4,40.2,30.9",
    }
    boxes: list[dict[str, object]] = [
        {"ZB_GUID": f"box{page.number}", "DOCTITLE": None} | common,
        {"ZB_GUID": f"ad{page.number}", "DOCTITLE": "null"} | common,
    ]
    articles: list[dict[str, object]] = [
        {"ZB_GUID": article.source_id, "DOCTITLE": article.headline, "DOCAUTHOR": article.byline, "TXS": "9"}
        | common
        for article in page.articles
    ]
    return boxes[:1] + articles + boxes[1:]


def _article(issue: FacsimileIssue, page: FacsimilePage, article: FacsimileArticle) -> dict[str, object]:
    """Paragraphs begin with two &nbsp; and end with a line feed; a missing caption is null."""
    return {
        "docTitle": article.headline,
        "docAuthor": article.byline or None,
        "txs": "1512",
        "yt": article.kicker,
        "fb": article.subhead or "null",
        "bc": page.number,
        "bm": page.name,
        "docPubTime": f"{issue.date:%Y/%m/%d} 00:00:00",
        "content": "".join(f"&nbsp;&nbsp;{paragraph}\n" for paragraph in article.paragraphs),
        "ctpath": ";".join(_image(issue, image) for image in article.images),
        "ts": ";".join(image.row or "null" for image in article.images),
    }


def _find(ending: str, issue: FacsimileIssue, path: str) -> Resource | None:
    """What is asked for in another form is answered with an empty list."""
    fields = asked(path)
    if "__json" in fields or fields.get("__wb_method") != "POST":
        return None
    call = path.removeprefix("reader/layout/").partition("?")[0]
    if call == f"findBmMenu{ending}.do":
        right = fields.get("docPubTime") == f"{issue.date:%Y%m%d}"
        return answer([_menu(issue, page) for page in issue.pages] if right else [])
    if call == f"getBmDetail{ending}.do":
        for page in issue.pages:
            if fields.get("bc") == page.number and fields.get("docpubtime") == f"{issue.date:%Y/%m/%d}":
                return answer(_listed(issue, page))
        return answer([])
    found = issue.article(fields.get("guid", ""))
    return answer(_article(issue, found[1], found[0])) if call == f"detailData{ending}.do" and found else None


FAMILIES = [
    Family(
        platform="trs",
        skin=ending.lower(),
        front_page=f"reader/layout/findBmMenu{ending}.do?__wb_method=POST&docPubTime={{date:%Y%m%d}}",
        find=partial(_find, ending),
        issue=issue_in(),
        prints=frozenset(("kicker", "subhead", "byline", "images", "captions", "page_name", "page_image")),
        picture_url=_picture,
        image_url=_image,
    )
    for ending in ("", "Pub")
]
