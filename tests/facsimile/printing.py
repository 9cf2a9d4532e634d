"""What several facsimile families need to print a page: bytes, ids of the family's form, paragraphs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from crawler.demo.newsstand import Resource
from tests.facsimile.press import FacsimileArticle, FacsimileIssue, FacsimilePage


def sheet(body: str, head: str = "", encoding: str = "utf-8", label: str = "") -> Resource:
    """An HTML page as the server sends it, its charset (`label`, true or not) in a meta element only."""
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={label or encoding}">'
    text = f"<html><head>{meta}<title>样张晨报</title>{head}</head><body>{body}</body></html>"
    return "text/html", text.encode(encoding, "xmlcharrefreplace")


def refresh(target: str) -> Resource:
    """An entry page that only leads on."""
    text = f"<html><head><META HTTP-EQUIV='REFRESH' CONTENT='0; URL={target}'></head><body></body></html>"
    return "text/html", text.encode()


def renumbered(issue: FacsimileIssue, source_id: Callable[[FacsimilePage, int], str]) -> FacsimileIssue:
    """The issue with ids of a family's form, made of an article's first page and its position there."""
    ids: dict[str, str] = {}
    pages = []
    for page in issue.pages:
        articles = []
        for position, article in enumerate(page.articles, start=1):
            new = ids.setdefault(article.source_id, source_id(page, position))
            articles.append(replace(article, source_id=new))
        pages.append(replace(page, articles=tuple(articles)))
    return replace(issue, pages=tuple(pages))


def paragraphs(article: FacsimileArticle, tag: str = "p", indent: str = "　　") -> str:
    """The paragraphs, each in an element; with tag 'br' in none, a line break behind each."""
    if tag == "br":
        return "<br>".join(f"{indent}{paragraph}" for paragraph in article.paragraphs)
    return "".join(f"<{tag}>{indent}{paragraph}</{tag}>" for paragraph in article.paragraphs)


def pictures(article: FacsimileArticle, path: Callable[[str], str]) -> str:
    """The pictures as links to themselves, as many sites print them."""
    return "".join(
        f'<a href="{path(image.src)}" target="_blank"><img src="{path(image.src)}"></a>'
        for image in article.images
    )
