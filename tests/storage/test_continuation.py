"""A story that goes on on a later page under an id of its own: the second row names the first."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from pipelines.items import Item
from storage import Writer
from storage.writer.continuation import headline_key
from tests.support.builders import article, issue, page, rows

STORY = "谁的房子谁的家"
FIRST = "gongyishibao-2023-10-17-a"
TEXT = "两个儿子为了争夺房产又牵出官司，闹得人尽皆知，母亲越来越感到难以支应。" * 2


def part(source_id: str, headline: str = STORY, body: str = TEXT, **fields: Any) -> Item:
    return article(source_id, headline=headline, body=body + source_id, char_count=len(body), **fields)


@pytest.fixture
def writer(database_url: str) -> Iterator[Writer]:
    with Writer(database_url) as opened:
        yield opened


def continued(writer: Writer, *items: Item) -> list[tuple[Any, ...]]:
    writer.store_all([issue(3), *items])
    return rows(writer.engine, "articles", "source_id", "continues")


def test_the_same_headline_on_the_next_page_goes_on_with_the_first(writer: Writer) -> None:
    items = (page(1, "a"), page(2, "b"), part("a"), part("b"))
    assert continued(writer, *items) == [("a", None), ("b", FIRST)]


def test_the_order_of_arrival_does_not_matter(database_url: str) -> None:
    with Writer(database_url) as writer:
        for items in itertools.permutations((page(1, "a"), page(2, "b"), part("a"), part("b"))):
            assert continued(writer, *items) == [("a", None), ("b", FIRST)]


@pytest.mark.parametrize(
    ("headline", "first", "second"),
    [
        (STORY, "夜校开课。（下转3版）", "课程由居民选定。"),
        (STORY, "夜校开课。", "（上接第01版）课程由居民选定。"),
        (f"{STORY}（下转第三版）", "夜校开课。", "课程由居民选定。"),
    ],
)
def test_a_mark_leads_over_pages_between(writer: Writer, headline: str, first: str, second: str) -> None:
    texts = (article("a", headline=headline, body=first), article("b", headline=STORY, body=second))
    items = (page(1, "a"), page(2), page(3, "b"), *texts)
    assert continued(writer, *items) == [("a", None), ("b", FIRST)]


def test_a_story_on_three_pages_names_its_first_part_twice(writer: Writer) -> None:
    items = (page(1, "a"), page(2, "b"), page(3, "c"), part("a"), part("b"), part("c"))
    assert continued(writer, *items) == [("a", None), ("b", FIRST), ("c", FIRST)]


@pytest.mark.parametrize(
    "items",
    [
        (page(1, "a", "b"), part("a"), part("b")),
        (page(1, "a"), page(3, "b"), part("a"), part("b")),
        (page(1, "a"), page(2, "b"), part("a", "图片新闻"), part("b", "图片新闻")),
        (page(1, "a"), page(2, "b"), part("a", body="讲文明"), part("b", body="树新风")),
        (page(1, "a"), page(2, "b"), part("a"), part("b", "比起审视完美受助者")),
    ],
    ids=["one page", "a page between", "no headline of its own", "slogans", "another headline"],
)
def test_two_articles_that_only_look_alike_are_two(writer: Writer, items: tuple[Item, ...]) -> None:
    assert continued(writer, *items) == [("a", None), ("b", None)]


def test_a_part_that_is_withdrawn_from_its_page_leaves_no_pointer(writer: Writer) -> None:
    continued(writer, page(1, "a"), page(2, "b"), part("a"), part("b"))
    writer.store(part("b", "换了一个标题"))
    assert rows(writer.engine, "articles", "source_id", "continues") == [("a", None), ("b", None)]


def test_marks_are_no_part_of_a_headline() -> None:
    assert headline_key(f"{STORY}（下转第04版）") == headline_key(f"（上接01版）{STORY}") == STORY
