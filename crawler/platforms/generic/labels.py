"""The labels of pages: as every e-paper prints them, and with the name before the number (要闻·01)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.text.labels import Label, read_label

_COUNT = re.compile(r"(?<=[\u3400-\u9fff])\s*[（(]?\d{1,3}\s*[篇条條][)）]?$")
"""How many articles a page has, behind its name."""
_CIRCLED = {chr(0x2460 + number - 1): str(number) for number in range(1, 21)}
_NAME = r"(?P<name>[\u3400-\u9fff]{2,8})"
_OTHER_FORMS = (
    # 要闻·01, 时政 A02, 体育（03）
    re.compile(
        rf"{_NAME}\s*[·・•|｜/／:：—–-]?\s*[（(\[【]?\s*(?P<number>[A-Z]{{1,2}}\d{{1,2}}|\d{{2}})\s*[）)\]】]?"
    ),
    # 一 要闻, 1、要闻, 1要闻
    re.compile(rf"(?P<number>[一二三四五六七八九十]{{1,2}}(?=[\s、.·])|\d{{1,2}})[\s、.·]*{_NAME}"),
    # Page 1, NO.01 要闻
    re.compile(rf"(?:Page|P|No)\W{{0,2}}(?P<number>\d{{1,2}})(?:\W*{_NAME})?", re.IGNORECASE),
)


def label_of(text: str) -> Label | None:
    """The label a short text prints; None where it is none.

    Forms that few e-papers have (要闻·01, 1、要闻) may be anything, an entry of a ranking too: they count
    only among others that count up.
    """
    text = _COUNT.sub("", text)
    if (label := read_label(text)) is not None:
        return label
    plain = "".join(_CIRCLED.get(sign, sign) for sign in text.strip())
    found = next(filter(None, (form.fullmatch(plain) for form in _OTHER_FORMS)), None)
    return Label(found["number"], found["name"] or "") if found else None


def labels_in(text: str) -> Iterator[Label]:
    """The labels with a number that a line prints, as a whole or in parts (首页 > 第01版 要闻)."""
    for part in (text, *re.split(r"[\t>»|]+|\s{2,}", text)):
        label = read_label(part)
        if label is not None and label.number and "版" in part:
            yield label
