"""The house's walls: imports follow the article, items are columns, platforms answer three questions."""

import ast
import re
from dataclasses import fields
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from crawler.platforms import PLATFORMS
from crawler.platforms.base import Platform
from crawler.platforms.families import READERS
from pipelines.items import ArticleItem, IssueItem, PageItem, Placement, ProblemItem
from storage.models import Base

ROOT = Path(__file__).parent.parent
ROOMS = ("crawler", "pipelines", "storage")
STORAGE = (
    "captures",
    "reprints",
    "writer",
    "ledger",
    "search",
    "charts",
    "corpus",
    "exports",
    "report",
    "browse",
)
"""The rooms of storage, each standing on those before it."""
MOST_FILES, MOST_LINES = 18, 330
PURE = ("scrapy", "sqlalchemy", "twisted", "datetime.datetime.now", "time")


@cache
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
        back = {name for name in imports_of(file) if name.split(".")[0] in upstream and not is_ground(name)}
        assert not back, f"{file} imports {back}"


def is_ground(module: str) -> bool:
    """`pipelines.text` is the ground all three rooms stand on."""
    return module == "pipelines.text" or module.startswith("pipelines.text.")


def test_the_ground_imports_nothing_of_ours() -> None:
    for file in files_of("pipelines/text"):
        ours = {name for name in imports_of(file) if name.split(".")[0] in ROOMS and not is_ground(name)}
        assert not ours, f"{file} imports {ours}"


def test_nothing_of_ours_is_imported_by_another_door() -> None:
    for room in ROOMS:
        for file in files_of(room):
            text = file.read_text(encoding="utf-8")
            assert not re.search(r"\b(?:import_module|__import__)\(", text), f"{file} imports by a string"


@pytest.mark.parametrize("room", STORAGE)
def test_the_rooms_of_storage_stand_in_one_order(room: str) -> None:
    above = STORAGE[STORAGE.index(room) + 1 :]
    for file in files_of(f"storage/{room}"):
        up = {
            name for name in imports_of(file) if name.startswith("storage.") and name.split(".")[1] in above
        }
        assert not up, f"{file} imports {up}"


def test_the_ground_floor_of_storage_imports_no_room() -> None:
    for file in sorted((ROOT / "storage").glob("*.py")):
        if file.name != "__init__.py":  # the door of the house
            up = {
                name
                for name in imports_of(file)
                if name.startswith("storage.") and name.split(".")[1] in STORAGE
            }
            assert not up, f"{file} imports {up}"


@pytest.mark.parametrize("room", STORAGE)
def test_a_room_of_storage_is_entered_by_its_door(room: str) -> None:
    inside = f"storage/{room}"
    for house in ROOMS:
        for file in files_of(house):
            if not file.relative_to(ROOT).as_posix().startswith(f"{inside}/"):
                windows = {name for name in imports_of(file) if name.startswith(f"storage.{room}.")}
                assert not windows, f"{file} imports {windows}: take the names from storage.{room}"


def test_every_folder_says_what_it_is_for() -> None:
    for house in ROOMS:
        for door in (ROOT / house).rglob("__init__.py"):
            if "versions" not in door.parts:
                assert ast.get_docstring(ast.parse(door.read_text(encoding="utf-8"))), f"{door} says nothing"


def test_no_folder_is_crowded_and_no_file_is_long() -> None:
    for house in ROOMS:
        for folder in {file.parent for file in files_of(house)}:
            files = list(folder.glob("*.py"))
            assert folder.name in ("commands", "versions") or len(files) <= MOST_FILES, (
                f"{folder}: {len(files)}"
            )
        for file in files_of(house):
            lines = len(file.read_text(encoding="utf-8").splitlines())
            assert lines <= MOST_LINES, f"{file}: {lines} lines"


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
    on_the_way = {"printed_date", "ending", "dated", "damaged"}
    for item in (IssueItem, PageItem, Placement, ArticleItem, ProblemItem):
        names = {field.name for field in fields(item)}
        assert names <= columns | tables | on_the_way, f"{item.__name__}: {names - columns - tables}"


@pytest.mark.parametrize("name", PLATFORMS)
def test_a_platform_adds_no_public_method(name: str) -> None:
    reader = type(PLATFORMS[name])
    assert {key for key in dir(reader) if not key.startswith("_")} == {
        key for key in dir(Platform) if not key.startswith("_")
    }
    assert reader.__mro__[1] in (Platform, object), "no inheritance deeper than one platform"


@pytest.mark.parametrize("name", READERS)
def test_python_of_a_family_overrides_one_of_the_three_questions_and_keeps_no_data(name: str) -> None:
    own = {key for key, value in vars(READERS[name]).items() if not (key.startswith("__") or callable(value))}
    assert not own, f"{own} belong into {name}.toml"
    assert vars(READERS[name]).keys() & {"pages", "articles", "article"}, f"{name} needs no Python"


def test_every_family_is_a_file_of_data() -> None:
    folder = ROOT / "crawler" / "platforms" / "families"
    assert {file.stem for file in folder.glob("*.py")} - {"__init__"} == READERS.keys() <= PLATFORMS.keys()


def test_every_pipeline_is_named_in_the_settings_once_and_in_order() -> None:
    from crawler import settings

    order = sorted(settings.ITEM_PIPELINES, key=settings.ITEM_PIPELINES.__getitem__)
    assert [name.split(".")[1] for name in order] == ["normalize", "validate", "fingerprint", "store"]


DOCUMENTS = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")} - {ROOT / "CHANGELOG.md"})


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_the_files_a_document_names_are_there(document: Path) -> None:
    """In backticks or as a link."""
    text = document.read_text(encoding="utf-8")
    named = re.findall(r"`((?:crawler|pipelines|storage|tests|bench)/[\w./*-]*)`", text)
    missing = [name for name in named if not list(ROOT.glob(name.rstrip("/")))]
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text)
    missing += [link for link in links if not (document.parent / link).exists()]
    assert not missing
