"""What several facsimile families need to answer in JSON, or in traditional script."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

from crawler.demo.newsstand import Resource
from pipelines.text.fold import to_hant
from tests.facsimile.press import FacsimileArticle, FacsimileIssue

Value = TypeVar("Value")


def answer(value: object) -> Resource:
    """A JSON answer, as servers write it: not ASCII only."""
    return "application/json;charset=UTF-8", json.dumps(value, ensure_ascii=False).encode()


def asked(path: str) -> dict[str, str]:
    """The fields of a query, or of what was posted."""
    return dict(parse_qsl(urlsplit(path).query, keep_blank_values=True))


def html_paragraphs(article: FacsimileArticle, pattern: str = "<p>　　{}</p>") -> str:
    """The text as the HTML such answers carry, a paragraph after the other."""
    return "".join(pattern.format(paragraph) for paragraph in article.paragraphs)


def without_pictures(issue: FacsimileIssue) -> FacsimileIssue:
    """The issue of a site that prints none: the article that is only a picture is not there."""
    return replace(
        issue,
        pages=tuple(
            replace(
                page,
                articles=tuple(
                    replace(article, images=()) for article in page.articles if article.paragraphs
                ),
            )
            for page in issue.pages
        ),
    )


def traditional(value: Value) -> Value:
    """An issue with all its texts in traditional script, as Hong Kong writes it."""
    if isinstance(value, str):
        return to_hant(value, "s2hk")  # type: ignore[return-value]  # of the same type
    if isinstance(value, tuple):
        return tuple(traditional(each) for each in value)  # type: ignore[return-value]  # of the same type
    if is_dataclass(value) and not isinstance(value, type):
        changed = {field.name: traditional(getattr(value, field.name)) for field in fields(value)}
        return replace(value, **changed)
    return value
