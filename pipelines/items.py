"""The values the pipelines hand on: those that storage keeps."""

from storage.items import (
    PROBLEM_KINDS,
    ArticleItem,
    ImageItem,
    IssueItem,
    Item,
    PageItem,
    Placement,
    Polygon,
    ProblemItem,
    PromisedPage,
    UnreadItem,
)

__all__ = [
    "PROBLEM_KINDS",
    "ArticleItem",
    "ImageItem",
    "IssueItem",
    "Item",
    "PageItem",
    "Placement",
    "Polygon",
    "ProblemItem",
    "PromisedPage",
    "UnreadItem",
]
