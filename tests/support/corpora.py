"""A small database with everything a corpus has to cope with; the texts are invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from pipelines.fingerprint import FingerprintPipeline
from pipelines.items import ArticleItem
from pipelines.normalize import normalized
from storage import Writer
from tests.support.builders import DAY, PAPER, SITE, article, capture, hours, image, issue, page, problem

MIRROR = "jingxiang"
NEXT_DAY = DAY + dt.timedelta(days=1)
STORY = "\n".join(
    f"青禾县的第{n}家社工站今天开门，{who}把旧书桌擦了三遍，又在门口种下一棵石榴树，等着邻居们来坐坐。"
    for n, who in zip("一二三四五六", ("老周", "小秦", "阿珍", "站长", "会计", "孩子"), strict=True)
)
NEAR = STORY.replace("石榴树", "桂花树", 1)
"""One word is another."""
TRADITIONAL = "臺灣的後台上，幾位義工圍著舊書桌說話，皇后大道的風從門縫裡吹進來，頭髮都亂了。"
FORMULAS = ("=1+1", "+86 10", "-5℃", "@all", "＝SUM(A1)", "'引号")


def kept(source_id: str, body: str, **fields: Any) -> ArticleItem:
    """An article as the pipelines hand it over."""
    number = fields.pop("capture", None)
    item = article(source_id, body=body, byline="本报记者 张三", **fields)
    if number is not None:
        item = replace(item, capture=number)
    fingerprinted = FingerprintPipeline().process_item(normalized(item))
    assert isinstance(fingerprinted, ArticleItem)
    return fingerprinted


def fill(url: str) -> None:
    """Two papers, two days: a text on two pages, an exact and a near reprint, an article the site changed,
    one it took back, one whose page is not read, a page that is not read.
    """
    with Writer(url) as archive:
        archive.store_paper(PAPER, "公益时报", "hans")
        archive.store_paper(MIRROR, "鏡像時報", "hant")
        archive.store(issue(3, capture=capture(1)))
        archive.store(page(1, "36001", "36002", capture=capture(2)))
        archive.store(page(2, "36003", "36001", number="02", name="社会·生活", capture=capture(3)))
        archive.store(
            kept(
                "36003",
                "石桥镇的旧渡口要改成图书馆了，居民说这比停车场好。",
                headline="=1+1",
                capture=capture(6),
            )
        )
        archive.store(kept("36001", STORY, images=(image(1),), capture=capture(4)))
        archive.store(kept("36002", "天气预报：明天多云，后天有雨，请带伞。", capture=capture(5)))
        archive.store(kept("36009", "没有版面的稿件也要留在语料里，一个字也不能少。", capture=capture(7)))
        archive.store(
            kept("36002", "天气预报：明天多云转晴，后天有雨，请带伞出门。", capture=capture(8, at=hours(48)))
        )
        archive.store(problem(f"{SITE}/content_36003.htm", "not_found", capture=capture(30, at=hours(96))))
        of_mirror: dict[str, Any] = {"paper": MIRROR, "date": NEXT_DAY}
        archive.store(issue(1, **of_mirror, capture=capture(11, at=hours(24))))
        archive.store(
            page(1, "9001", "9002", "9003", **of_mirror, name="要聞", capture=capture(12, at=hours(24)))
        )
        for number, (source_id, body) in enumerate(
            (("9001", STORY), ("9002", NEAR), ("9003", TRADITIONAL)), 13
        ):
            archive.store(
                kept(source_id, body, **of_mirror, headline="舊書桌", capture=capture(number, at=hours(24)))
            )
