"""Pieces that several invented sites print, each in its own markup."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape

from tests.facsimile.unknown.values import Edition, Picture, Sheet, Story

TODAY = date(2026, 11, 28)
"""The day on which the pages were saved: many headers print it beside the issue's date."""
WEEKDAYS = "一二三四五六日"


def e(text: str) -> str:
    """The text for HTML, quotes too."""
    return escape(text)


def long_date(day: date, padded: bool = True) -> str:
    """2008年03月09日, or 2008年3月9日."""
    return f"{day:%Y年%m月%d日}" if padded else f"{day.year}年{day.month}月{day.day}日"


def weekday(day: date) -> str:
    """星期三."""
    return f"星期{WEEKDAYS[day.weekday()]}"


def each(pattern: str, texts: Iterable[str]) -> str:
    """The texts, escaped, each in the pattern's `{}`."""
    return "".join(pattern.format(e(text)) for text in texts)


def caption_row(picture: Picture) -> str:
    """The caption with its credit behind, as printed below a picture."""
    return f"{picture.caption}　{picture.credit} 摄"


def strip(
    issue: Edition, sheet: Sheet, width: int, height: int
) -> list[tuple[Story, tuple[int, int, int, int]]]:
    """Every story of the page with its box on the page picture: left, top, right, bottom."""
    count = max(len(sheet.stories), 1)
    return [
        (story, (6, height * at // count + 4, width - 6, height * (at + 1) // count - 4))
        for at, story in enumerate(sheet.stories)
    ]


def polygon(box: tuple[int, int, int, int]) -> str:
    """The coords of a box as a polygon."""
    left, top, right, bottom = box
    return f"{left},{top},{right},{top},{right},{bottom},{left},{bottom}"


def table_rows(story: Story) -> list[list[str]]:
    """The cells of a story that is a table: its paragraphs but the first."""
    return [row.split(" ") for row in story.paragraphs[1:]]


OLD_NEWS = (
    "全市水库除险加固全部完工", "老字号酱园迁回旧址", "城南夜市今晚试营业",
    "环城骑行路线公布", "图书漂流站增至四十处", "冬季供暖时间确定",
)  # fmt: skip
"""Headlines of other days, for hot lists."""
