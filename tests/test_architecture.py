"""The house's walls: imports follow the article, items are columns, platforms answer three questions."""

import ast
from dataclasses import fields
from itertools import chain
from pathlib import Path

import pytest

from crawler.platforms import PLATFORMS
from crawler.platforms.base import Platform
from pipelines.items import ArticleItem, IssueItem, PageItem, Placement, ProblemItem
from storage.models import Base

ROOT = Path(__file__).parent.parent
ROOMS = ("crawler", "pipelines", "storage")
PURE = ("scrapy", "sqlalchemy", "twisted", "datetime.datetime.now", "time")


def imports_of(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            names.add(node.module or "")
    return names


def files_of(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_imports_follow_the_article_and_never_go_back(room: str) -> None:
    upstream = ROOMS[: ROOMS.index(room)]
    for file in files_of(room):
        back = {name for name in imports_of(file) if name.split(".")[0] in upstream}
        assert not back, f"{file} imports {back}"


def test_text_functions_know_neither_scrapy_nor_sql_nor_a_clock() -> None:
    for file in files_of("pipelines/text"):
        known = {name.split(".")[0] for name in imports_of(file)}
        assert not known & set(PURE), f"{file} imports {known & set(PURE)}"


def test_platforms_import_no_crawling() -> None:
    for file in files_of("crawler/platforms"):
        assert not {name for name in imports_of(file) if name.split(".")[0] in ("scrapy", "storage")}, file


def test_every_field_of_an_item_is_a_column_or_names_a_table() -> None:
    columns = set(chain.from_iterable(table.columns.keys() for table in Base.metadata.tables.values()))
    tables = {"images", "placements", "pages", "capture"}
    only_checked = {"printed_date"}
    for item in (IssueItem, PageItem, Placement, ArticleItem, ProblemItem):
        names = {field.name for field in fields(item)}
        assert names <= columns | tables | only_checked, f"{item.__name__}: {names - columns - tables}"


@pytest.mark.parametrize("platform", PLATFORMS.values(), ids=PLATFORMS)
def test_a_platform_adds_no_public_method(platform: type[Platform]) -> None:
    public = {name for name in dir(platform) if not name.startswith("_")}
    assert public == {name for name in dir(Platform) if not name.startswith("_")}
    assert platform.__mro__[1] in (Platform, object), "no inheritance deeper than one platform"


def test_every_pipeline_is_named_in_the_settings_once_and_in_order() -> None:
    from crawler import settings

    order = sorted(settings.ITEM_PIPELINES, key=settings.ITEM_PIPELINES.__getitem__)
    assert [name.split(".")[1] for name in order] == ["normalize", "validate", "fingerprint", "store"]
