"""解放日报: today's calls, and the navi.json until 2024-12-15. Real fields, invented text."""

from __future__ import annotations

import json
import re

from crawler.demo.newsstand import Resource
from tests.facsimile import Family, issue_in
from tests.facsimile.answers import answer, asked, html_paragraphs
from tests.facsimile.press import FacsimileArticle, FacsimileImage, FacsimileIssue, FacsimilePage


def _picture(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return f"res/{issue.date:%Y%m%d}/{page.number}.jpg"


def _image(issue: FacsimileIssue, image: FacsimileImage) -> str:
    return f"res/{issue.date:%Y%m%d}/{image.src}"


def _article(skin: str, issue: FacsimileIssue, article: FacsimileArticle) -> dict[str, object]:
    """Paragraphs end with <br/>; the pictures are JSON within a text, `ttile` written so."""
    pictures = [
        {
            "url": f"/jfdaily_{skin}/{_image(issue, image)}",
            "name": "",
            "author": image.credit,
            "ttile": image.caption,
        }
        for image in article.images
    ]
    return {
        "id": int(article.source_id),
        "articleid": 101,
        "jdate": f"{issue.date}",
        "introtitle": article.kicker,
        "title": article.headline,
        "subtitle": article.subhead,
        "author": article.byline,
        "columns": "",
        "source": "",
        "points": "",
        "content": html_paragraphs(article, "　　{}<br/>"),
        "pincurls": json.dumps(pictures, ensure_ascii=False),
    }


def _head(issue: FacsimileIssue, page: FacsimilePage) -> dict[str, object]:
    return {"id": page.node, "pnumber": page.number, "pname": page.name, "jdate": f"{issue.date}"}


def _entries(skin: str, issue: FacsimileIssue, page: FacsimilePage) -> list[dict[str, object]]:
    listed = [_article(skin, issue, article) for article in page.articles]
    listed += [{"id": int(each), "title": "广告", "subtitle": ""} for each in page.advertisements]
    return [{name: value for name, value in row.items() if name != "content"} for row in listed]


def _calls(issue: FacsimileIssue, path: str) -> Resource | None:
    """The title list is in reverse; what is not there is an error with status 200."""
    fields = asked(path)
    if path.startswith(f"journal/{issue.date}/getJournalPage.do?"):
        for page in issue.pages:
            if fields.get("page") == page.number and fields.get("code") == "jfrb":
                found = {
                    "page": _head(issue, page),
                    "pagelist": [_head(issue, each) for each in issue.pages],
                    "articlelist": _entries("calls", issue, page)[::-1],
                }
                return answer({"success": True, "object": found})
    if path.startswith("journal/getJournalPageArticle.do?") and (printed := issue.article(fields["id"])):
        return answer({"success": True, "object": {"article": _article("calls", issue, printed[0])}})
    return answer({"success": False, "errorinfo": "no issue"}) if path.startswith("journal/") else None


def _static(issue: FacsimileIssue, path: str) -> Resource | None:
    directory = f"staticsg/data/journal/{issue.date}/"
    if path == f"{directory}navi.json":
        pages = [
            _head(issue, page)
            | {"imgurl": f"/jfdaily_navi/{_picture(issue, page)}", "width": 350, "height": 500}
            | {"articleList": _entries("navi", issue, page)}
            for page in issue.pages
        ]
        return answer({"pages": pages})
    named = re.fullmatch(r"(\w+)/article/(\d+)\.json", path.removeprefix(directory))
    found = issue.article(named[2]) if named else None
    return answer({"article": _article("navi", issue, found[0])}) if found else None


FAMILIES = [
    Family(
        platform="jfdaily",
        skin=skin,
        front_page=front_page,
        find=find,
        issue=issue_in(),
        prints=frozenset(("kicker", "subhead", "byline", "images", "captions", "page_name", *more)),
        picture_url=_picture,
        image_url=_image,
    )
    for skin, front_page, find, more in (
        ("calls", "journal/{date:%Y-%m-%d}/getJournalPage.do?page=01&code=jfrb", _calls, ()),
        ("navi", "staticsg/data/journal/{date:%Y-%m-%d}/navi.json", _static, ("page_image",)),
    )
]
