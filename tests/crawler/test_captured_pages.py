"""Captured pages are read as somebody has checked: every directory of tests/captures is a test.

`banmian capture SLUG --date DATE --out tests/captures/SLUG-DATE-WHY` makes such a directory; its read.json is
the expectation. Without one, the test writes it and fails: read it, then run again. The directories here are
captured from facsimiles, for the text of real pages stays out of the repository. Where real pages are at hand
(`../shared/pages`), they are read as their expected.json says.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crawler.platforms import PLATFORMS
from crawler.platforms.document import Document, read_document
from crawler.platforms.recognition import recognise
from crawler.trial.findings import find
from crawler.trial.specimen import profile_in, read_specimen, write_specimen
from pipelines.items import ArticleItem
from pipelines.normalize import normalized

TESTS = Path(__file__).parents[1]
CAPTURES = sorted(file.parent for file in (TESTS / "captures").glob("*/index.json"))
READ = ("issue", "pages", "articles", "problems")
"""What of read.json is compared: what was read, not by which version, nor what `check` said of it."""


def contents(file: Path) -> dict[str, Any]:
    return dict(json.loads(file.read_text(encoding="utf-8")))


def assert_read_as_checked(directory: Path, again: Path) -> None:
    """Captures the captured answers once more, to `again`, and compares what was read of them."""
    index = contents(directory / "index.json")
    assert directory.name.startswith(f"{index['paper']}-{index['date']}-"), "SLUG-DATE-WHY"
    paper = profile_in(directory, index["paper"])
    assert paper is not None, f"{directory} has no profile {index['paper']}.toml"
    fetched = read_specimen(directory, paper)
    profile = (directory / f"{paper.slug}.toml").read_text(encoding="utf-8")
    write_specimen(again, fetched, find(fetched), profile)
    expected = directory / "read.json"
    if not expected.exists():
        shutil.copy(again / "read.json", expected)
        pytest.fail(f"{expected} did not exist and was written: read it, then run the test again")
    read = contents(again / "read.json")
    assert {name: read[name] for name in READ} == {name: contents(expected)[name] for name in READ}


@pytest.mark.parametrize("directory", CAPTURES, ids=lambda directory: str(directory.name))
def test_a_captured_issue_is_read_as_somebody_has_checked(directory: Path, tmp_path: Path) -> None:
    assert_read_as_checked(directory, tmp_path / "again")


def test_a_missing_expectation_is_written_once_and_the_test_fails_until_it_was_read(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(CAPTURES[0], tmp_path / CAPTURES[0].name))
    (copy / "read.json").unlink()
    with pytest.raises(pytest.fail.Exception, match="read it, then run the test again"):
        assert_read_as_checked(copy, tmp_path / "first")
    assert_read_as_checked(copy, tmp_path / "second")


def test_there_are_captures_of_several_families() -> None:
    assert len({(directory / "index.json").read_bytes() for directory in CAPTURES}) >= 4


SHARED = TESTS.parents[1] / "shared" / "pages"
SAVED = contents(SHARED / "expected.json") if SHARED.is_dir() else {}
FAMILY = {"founder_old": "founder"}
"""Beginning of a saved page's name → its family, where these differ."""


def of_page(family: str, page: Document) -> dict[str, Any]:
    """What is read of a page, by the names that expected.json has for it."""
    platform = PLATFORMS[family].with_overrides({})
    navigation, printed = platform.pages(page), platform.articles(page)
    assert all(place.area for place in printed.placements)
    drawn = sum(len(place.area or ()) for place in printed.placements)
    return {
        "date": str(navigation.printed_date or printed.printed_date),
        "issue_no": navigation.number,
        "prev_issue_href": navigation.previous_issue,
        "pages": [[one.number, one.url.rpartition("/")[2]] for one in navigation.pages],
        "page_names": [one.name for one in navigation.pages],
        "n_pages": len(navigation.pages),
        "next_page": navigation.pages[1].url.rpartition("/")[2],
        "page_no": printed.number,
        "page_name": printed.name,
        "articles": [[place.source_id, place.title] for place in printed.placements],
        # Of an old page of 方正 an area may belong to no article: an advertisement.
        "areas": len(page.all("map area")) if family == "founder" else drawn,
        "pdf": printed.pdf_url,
        "image": printed.image_url,
    }


def of_article(family: str, document: Document) -> dict[str, Any]:
    """What is read and kept of an article, by the names that expected.json has for it."""
    printed = PLATFORMS[family].with_overrides({}).article(document)
    texts = {one.name: getattr(printed, one.name) for one in fields(printed) if one.name != "printed_date"}
    day = printed.printed_date or date.min
    item = normalized(ArticleItem("saved", day, "", source_id="1", url=document.url, **texts))
    paragraphs = item.body.split("\n")
    return {
        **{name: getattr(item, name) for name in ("kicker", "headline", "subhead", "byline", "source")},
        "first_paragraph": paragraphs[0],
        "last_paragraph": paragraphs[-1],
        "paragraphs": len(paragraphs),
        "images": [[image.caption, image.credit or None] for image in item.images],
    }


@pytest.mark.skipif(not SAVED, reason="the saved pages are not at hand")
@pytest.mark.parametrize("name", SAVED)
def test_a_saved_page_is_read_as_its_truth_says(name: str) -> None:
    family = name.partition("__")[0]
    family = FAMILY.get(family, family)
    truth = dict(SAVED[name])
    document = read_document(truth["url"], (SHARED / name).read_bytes(), "text/html")
    assert recognise(document) == family
    read = (of_article if "headline" in truth else of_page)(family, document)
    truth |= {key: document.absolute(truth[key]) for key in ("pdf", "image") if truth.get(key)}
    if "images" in truth:
        truth["images"] = [[image["caption"], image["credit"]] for image in truth["images"]]
    assert read == {name: truth.get(name, read[name]) for name in read}
