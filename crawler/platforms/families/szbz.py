"""The family `Html/szbz/YYYYMMDD/szbzA1.Html` (front page also `Index.Html`), articles `szbz91717.Html`.

Addresses are written with either case. In the older skin the entries are cells whose script leads on
(`javascript:window.open('szbzA2.Html','_self');`), in GBK. Facts: newspapers_2023.tsv and
newspapers_2025.tsv, public crawlers of 黑河日报, 佳木斯日报, 松原日报 (2022–2023) and 乌鲁木齐晚报 (2024).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from crawler.platforms.base import Platform, Selectors

_ANY = Selectors(
    # What is known of every skin: how the addresses look.
    page_link=", ".join(f"a[href*='szbz{page}']" for page in (*"ABCDEF0", *(f"{n}." for n in range(10, 41)))),
    title_list="a[href*='szbz']",
    title_link="a[href*='szbz']",
    area="map area",
    page_image="img[usemap]",
    headline="div.title",
    body="div.content",
    image="table[align='center'] img",
)


class Szbz(Platform):
    """The e-papers below `Html/szbz/`."""

    skins: ClassVar[Mapping[str, Selectors]] = {
        "table": replace(
            _ANY,
            page_link="div.Paper td.info3",
            title_list="div.PaperB",
            title_link="div.PaperB tr td",
            page_image="td.style img",
            headline="td[height='40']",
            body="#ozoom, #copytext:not(:has(#ozoom))",
            image="#copytext img, #ozoom img",
            caption="figcaption",  # none is known; the text around a picture is the article's
        ),
        "title": _ANY,
    }
    marks = (
        "a[href*='szbzA'], td[onclick*='szbz']",
        "div.Paper td.info3, div.PaperB",
        "#copytext #ozoom",
    )
    text_marks = (re.compile(r"\bszbz(?:[A-F]\d+|\d{2,})\.html\b", re.IGNORECASE),)
    article_id = re.compile(r"\bszbz(\d{3,})\.html?\b", re.IGNORECASE)
