"""The demo newspapers: printed as the press prints, true, full of the platform's traps, and served."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from crawler.demo import SLUGS, profile, serve, sites
from crawler.demo.papers import SITES
from tests.facsimile.press import FacsimileIssue, Press, find
from tests.facsimile.press.demo import demo_paper, printed

TRAPS = json.loads((Path(__file__).parents[1] / "cases" / "demo_traps.json").read_text(encoding="utf-8"))


def get(url: str) -> bytes:
    """The body at the address."""
    with urllib.request.urlopen(url, timeout=5) as response:
        body: bytes = response.read()
    return body


def test_the_package_ships_what_the_press_prints() -> None:
    shipped = {file.relative_to(SITES).as_posix(): file.read_bytes() for file in SITES.glob("*/**/*.*")}
    fresh = {path: body for slug in SLUGS for path, body in printed(slug).items()}
    assert shipped == fresh, "print again: python -m tests.facsimile.press"


def demo_issues() -> list[tuple[FacsimileIssue, Press]]:
    """Both demo issues with their presses."""
    return [(demo_paper(slug).issue, demo_paper(slug).press) for slug in ("gongyishibao", "jingxiang")]


@pytest.mark.parametrize(("issue", "press"), demo_issues(), ids=["gongyishibao", "jingxiang"])
def test_every_demo_article_can_be_read_in_its_page(issue: FacsimileIssue, press: Press) -> None:
    for page in issue.pages:
        for article in page.articles:
            found = find(issue, press, f"html/{issue.date:%Y-%m/%d}/content_{article.source_id}.htm")
            assert found is not None
            text = found[1].decode()
            for paragraph in article.paragraphs:
                assert paragraph in text
            assert article.headline in text
            shown = "".join(article.paragraphs) + "".join(image.caption for image in article.images)
            real = article.source_id == "36017" or article.source_id in demo_paper("jingxiang").reprints
            assert real or re.search("样张|樣張", shown), "every invented article says so"


@pytest.mark.parametrize("case", TRAPS, ids=lambda case: case["trap"])
def test_the_demo_has_the_trap(case: dict[str, str]) -> None:
    paper = demo_paper(case.get("paper", "gongyishibao"))
    found = find(paper.issue, paper.press, f"html/{paper.issue.date:%Y-%m/%d}/{case['path']}")
    assert found is not None
    text = found[1].decode()
    assert re.search(case["has"], text, re.DOTALL)
    assert "lacks" not in case or not re.search(case["lacks"], text)


def test_the_demo_has_the_sixteen_pages_of_the_printed_issue() -> None:
    pages = demo_paper("gongyishibao").issue.pages
    assert [page.number for page in pages] == [f"{number:02d}" for number in range(1, 17)]
    assert {page.name for page in pages[6:8]} == {"社会工作", "新闻"}
    assert [article.headline[:4] for article in pages[5].articles] == ["内蒙古鄂", "江苏泰兴", "宁夏永宁"]


def test_the_demo_is_served_with_its_pictures_and_profiles() -> None:
    with serve(sites()) as stand:
        for slug in ("gongyishibao", "jingxiang"):
            assert stand.url in profile(slug, stand.url)
        front = get(f"{stand.url}/newdzb/html/2023-10/17/node_1.htm")
        assert front.count(b"id=pageLink") == 32
        picture = re.search(rb"<img src=../../../(images/[^ ]+_b.jpg)", front)
        assert picture is not None
        assert get(f"{stand.url}/newdzb/{picture[1].decode()}").startswith(b"\xff\xd8")
        paper = re.search(rb"href=../../../(images/[^>]+.pdf)>", front)
        assert paper is not None
        assert get(f"{stand.url}/newdzb/{paper[1].decode()}").startswith(b"%PDF-1.4")
        with pytest.raises(urllib.error.HTTPError, match="404") as missing:
            get(f"{stand.url}/elsewhere")
        missing.value.close()
        assert stand.requests[0] == "/newdzb/html/2023-10/17/node_1.htm"
