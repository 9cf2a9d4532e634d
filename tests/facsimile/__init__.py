"""Facsimile sites of the platform families: real markup, invented text.

A module a family, with `FAMILIES`: a site for each skin. All print issues made by `issue_in`, so that one
test (tests/test_families.py) walks them all and compares what is stored with what was printed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from urllib.parse import urlencode

from crawler.demo.newsstand import Handler, Resource
from tests.facsimile.press import FacsimileArticle, FacsimileImage, FacsimileIssue, FacsimilePage

DAY = date(2023, 10, 17)
"""The date of every family's issue, a Tuesday."""
EVERYTHING = frozenset(
    ("kicker", "subhead", "byline", "images", "captions", "areas", "page_image", "page_pdf", "page_name")
)
"""What a site may print besides page numbers, titles, headlines and bodies."""


@dataclass(frozen=True, slots=True)
class Family:
    """A facsimile site of one family in one skin."""

    platform: str
    """Key of PLATFORMS."""
    skin: str
    """Which markup; '' for the only one."""
    front_page: str
    """Template of the front page's address below the site's base."""
    find: Callable[[FacsimileIssue, str], Resource | None]
    """The resource under a path below the base. A query stays in the path, of a POST too, as
    `?__wb_method=POST&…` (`crawler.platforms.calls`); pictures and PDFs need not exist."""
    issue: FacsimileIssue
    """What is printed."""
    prints: frozenset[str] = EVERYTHING
    """Which of EVERYTHING this skin prints; the rest must be read as nothing."""
    picture_url: Callable[[FacsimileIssue, FacsimilePage], str] | None = None
    """Address of the page's picture below the base, where `page_image` is printed."""
    pdf_url: Callable[[FacsimileIssue, FacsimilePage], str] | None = None
    """Address of the page's PDF below the base, where `page_pdf` is printed."""
    image_url: Callable[[FacsimileIssue, FacsimileImage], str] | None = None
    """Address of an article's picture below the base, where `images` are printed."""
    select: Mapping[str, str] = field(default_factory=dict)
    """Overrides the profile needs; best none."""
    script: str = "hans"

    @property
    def slug(self) -> str:
        """Slug of its paper and, with a slash before, the site's base."""
        return re.sub(r"\W", "", f"{self.platform}_{self.skin}".rstrip("_").lower())

    def profile(self, url: str) -> str:
        """The paper's profile on the newsstand at `url`."""
        select = "".join(f"{name} = {css!r}\n" for name, css in self.select.items())
        return (
            f'name = "样张 {self.slug}"\nscript = "{self.script}"\ndelay = 0\n[[eras]]\nsince = 2023-01-01\n'
            f'platform = "{self.platform}"\nfront_page = "{url}/{self.slug}/{self.front_page}"\n'
            + (f"[eras.select]\n{select}" if select else "")
        )


def issue_in(numbers: tuple[str, ...] = ("01", "02", "03", "04"), **changes: object) -> FacsimileIssue:
    """The sample issue: a jump story (on the first two pages), a page with an advertisement only, a picture
    with a caption and no text, an article with all its rows and one with none, a box 今日关注 on the first
    page; `changes` to its fields."""
    jump = FacsimileArticle(
        "5001",
        "全市夜校今年已有九十所",
        (
            "本报讯（记者林小满）10月16日，全市第九十所社区夜校在河东街道开课，报名的居民超过三百人。",
            "夜校的课程由居民自己选定：剪纸、急救、手机摄影，最受欢迎的是书法。",
        ),
        kicker="灯亮到九点半",
        subhead="课程由居民自己选定",
        byline="本报记者 林小满",
        authors=("林小满",),
    )
    plain = FacsimileArticle(
        "5002",
        "菜市场里添了一间书屋",
        ("河西菜市场二楼的书屋上周开放，藏书两千册。", "摊主收摊后常来坐一会儿。"),
    )
    pictured = FacsimileArticle(
        "5003",
        "秋收时节",
        ("十月的稻田一片金黄，收割机从早忙到晚。",),
        byline="陈一帆",
        images=(FacsimileImage("5003_1.jpg", "收割机在永安县的稻田里作业。", "陈一帆"),),
        authors=("陈一帆",),
    )
    only_picture = FacsimileArticle(
        "5004", "图片新闻", (), images=(FacsimileImage("5004_1.jpg", "孩子们在图书馆听故事。", "赵青"),)
    )
    long = FacsimileArticle(
        "5005",
        "老桥修好了，路也宽了",
        tuple(f"第{n}座桥在{n}月通车，两岸的居民走路只要{n}分钟，从前要绕行半个小时。" for n in range(2, 9)),
        subhead="八座危桥改造纪事",
        byline="本报记者 孙明远 通讯员 何静",
        authors=("孙明远", "何静"),
    )
    names = ("头版", "民生", "广告", "副刊")
    contents = ((jump, plain), (jump, pictured, only_picture), (), (long,))
    pages = tuple(
        FacsimilePage(
            number,
            name,
            58464 + at,
            articles,
            () if articles else ("5090",),
            () if at else (long,),
        )
        for at, (number, name, articles) in enumerate(zip(numbers, names, contents, strict=True))
    )
    fields: dict[str, object] = {"paper": "样张晨报", "code": "yzcb", "date": DAY, "pages": pages} | changes
    return FacsimileIssue(**fields)  # type: ignore[arg-type]  # a test that misspells one sees it


class PostHandler(Handler):
    """Answers POST too: the form, or JSON document, as a query."""

    def do_POST(self) -> None:
        """Serves the resource of the path with the question behind it."""
        asked = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        if self.headers.get("Content-Type", "").startswith("application/json"):
            asked = "__json=1&" + urlencode(json.loads(asked))
        self.path += f"?__wb_method=POST&{asked}"
        self.server.requests.append(self.path)
        found = self.server.resource(self.path)
        self.answer(HTTPStatus.OK, *found) if found else self.answer(
            HTTPStatus.NOT_FOUND, "text/html", b"404"
        )
