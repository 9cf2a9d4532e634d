"""What the platform reads from every page of the demo newspapers: file in, value out.

The pages are facsimiles (`tests.facsimile.press`); delete a golden file to have it written anew.
"""

from dataclasses import asdict
from typing import Any

import pytest

from crawler.demo import SLUGS
from crawler.platforms import PLATFORMS
from crawler.platforms.document import read_document
from tests.facsimile.press import render
from tests.facsimile.press.demo import demo_paper
from tests.support.golden import assert_golden


@pytest.mark.parametrize("slug", SLUGS)
def test_every_page_of_a_demo_newspaper_is_read_as_in_its_golden_file(slug: str) -> None:
    paper = demo_paper(slug)
    platform = PLATFORMS["founder"].with_overrides({})
    read: dict[str, Any] = {}
    for path, (content_type, body) in render(paper.issue, paper.press).items():
        if not path.endswith(".htm") or path == "index.htm":
            continue
        document = read_document(f"http://epaper.example.cn/{path}", body, content_type)
        if "node_" in path:
            read[path] = {"pages": len(platform.pages(document).pages), **asdict(platform.articles(document))}
            if path.endswith("node_1.htm"):
                read[path]["navigation"] = asdict(platform.pages(document))
        else:
            read[path] = asdict(platform.article(document))
    assert_golden(f"founder_{slug}", read)
