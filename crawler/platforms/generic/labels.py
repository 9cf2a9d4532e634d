"""The labels of pages: as every e-paper prints them, and with the name before the number (要闻·01)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.text.labels import Label, read_label

_NAME_FIRST = re.compile(
    r"(?P<name>[\u3400-\u9fff]{2,8})\s*[·・•|｜/／:：—–-]?\s*[（(\[【]?\s*(?P<number>[A-Z]{1,2}\d{1,2}|\d{2})\s*[）)\]】]?"
)


def label_of(text: str) -> Label | None:
    """The label a short text prints; None where it is none.

    A name with a number behind it may be anything (班车 12): it counts only among others that count up.
    """
    if (label := read_label(text)) is not None:
        return label
    found = _NAME_FIRST.fullmatch(text.strip())
    return Label(found["number"], found["name"]) if found else None


def labels_in(text: str) -> Iterator[Label]:
    """The labels with a number that a line prints, as a whole or in parts (首页 > 第01版 要闻)."""
    for part in (text, *re.split(r"[\t>»|]+|\s{2,}", text)):
        label = read_label(part)
        if label is not None and label.number and "版" in part:
            yield label
