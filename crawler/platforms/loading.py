"""A family's TOML, checked as strictly as a profile: each fault is one sentence that names file and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from crawler.keys import ProfileError, known_keys, near_words, one_of, typed
from crawler.platforms.base import Platform
from crawler.platforms.document import compile_css
from crawler.platforms.families import READERS
from crawler.platforms.jsonrows import ArticleFields, Fields, PageFields, PlacementFields
from crawler.platforms.skins import SWITCHES, Selectors, Skin

FAMILIES = Path(__file__).parent / "families"
_SELECTORS = frozenset(field.name for field in fields(Selectors))
_SWITCHES = frozenset(field.name for field in fields(Skin)) - _SELECTORS
_OWN = frozenset(("description", "skins", "marks", "text_marks", "address_marks"))
"""What a family never takes from the one it is like."""
_CUT = ("page_image", "byline")


class Families(Mapping[str, Platform]):
    """The families of a directory by key, each read and checked when it is first asked for."""

    def __init__(self, directory: Path = FAMILIES) -> None:
        self._files = {file.stem: file for file in sorted(directory.glob("*.toml"))}
        self._read: dict[str, Platform] = {}

    def __getitem__(self, key: str) -> Platform:
        """The platform of that key. Raises KeyError, and ProfileError as `read_family` does."""
        if key not in self._read:
            self._read[key] = read_family(self._files[key])
        return self._read[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def __contains__(self, key: object) -> bool:
        return key in self._files


def read_family(file: Path) -> Platform:
    """The platform a file describes. Raises ProfileError naming file and key."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        known = _OWN | _SWITCHES | {"like"} | {field.name for field in fields(Platform)}
        known_keys(table, {"description"}, known, "")
        like = typed(table, "like", str, "")
        if like:
            table = _base(file, like) | table
        reader = READERS.get(file.stem, READERS.get(like, Platform))
        platform = reader(**_checked(table))
        if reader is Platform and not platform.skins:
            raise ProfileError("skins: at least one [skins.…] table is needed")
        return platform
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileError(f"{file}: cannot be read: {error}") from error
    except ProfileError as error:
        raise ProfileError(f"{file}: {error}") from error


def _base(file: Path, like: str) -> dict[str, Any]:
    """What a family has in common with the one it is like."""
    base = file.with_name(f"{like}.toml")
    if base == file or not base.is_file():
        others = {other.stem for other in file.parent.glob("*.toml")} - {file.stem}
        raise ProfileError(f"like: unknown family {like!r}{near_words(like, others)}")
    table = tomllib.loads(base.read_text(encoding="utf-8"))
    if "like" in table:
        raise ProfileError(f"like: {like} is itself like {table['like']!r}; name that one")
    return {key: value for key, value in table.items() if key not in _OWN}


def _checked(table: dict[str, Any]) -> dict[str, Any]:
    """The fields of a Platform."""
    values: dict[str, Any] = {
        "description": typed(table, "description", str).strip(),
        "skins": _skins(typed(table, "skins", dict, {}), _switches(table, "")),
        "fields": _fields(typed(table, "fields", dict, {})),
        "marks": tuple(_css(css, f"marks[{n}]") for n, css in enumerate(typed(table, "marks", list, []))),
        **{
            name: tuple(_pattern(text, f"{name}[{n}]") for n, text in enumerate(typed(table, name, list, [])))
            for name in ("text_marks", "address_marks")
        },
        "headers": _texts(table, "headers"),
        "title_attributes": _names(table, "title_attributes"),
        "calendar": typed(table, "calendar", str, ""),
    }
    if not values["description"]:
        raise ProfileError("description: must not be empty")
    if "article_id" in table:
        values["article_id"] = _pattern(table["article_id"], "article_id")
        if values["article_id"].groups != 1:
            raise ProfileError("article_id: must have one group, which is the id")
    for key in ("front_is_page", "page_directories"):
        if key in table:
            values[key] = typed(table, key, bool)
    cut = _texts(table, "cut")
    known_keys(cut, (), _CUT, "cut.")
    values["cut"] = {key: _pattern(text, f"cut.{key}") for key, text in cut.items()}
    return values


def _skins(tables: dict[str, Any], switches: dict[str, Any]) -> dict[str, Skin]:
    """The skins in order. What stands at the top of the file holds for each that does not differ."""
    found: dict[str, dict[str, Any]] = {}
    for name, table in tables.items():
        where = f"skins.{name}."
        if not isinstance(table, dict):
            raise ProfileError(f"skins.{name}: must be a table, written [skins.{name}]")
        known_keys(table, (), _SELECTORS | _SWITCHES | {"like"}, where)
        selectors = {key: _css(css, where + key) for key, css in table.items() if key in _SELECTORS}
        found[name] = selectors | _switches(table, where)
    skins: dict[str, Skin] = {}
    for name in tables:
        values, way = dict(found[name]), [name]
        while "like" in (at := tables[way[-1]]):
            like = typed(at, "like", str, where=f"skins.{way[-1]}.")
            if like not in tables or like in way:
                others = set(tables) - set(way)
                raise ProfileError(f"skins.{way[-1]}.like: unknown skin {like!r}{near_words(like, others)}")
            way.append(like)
            values = found[like] | values
        skins[name] = Skin(**(switches | values))
    return skins


def _switches(table: dict[str, Any], where: str) -> dict[str, Any]:
    """The switches a table sets: a word, several words in order, a text, true or false."""
    values: dict[str, Any] = {}
    for key in _SWITCHES & table.keys():
        if key == "neighbours":
            values[key] = typed(table, key, bool, where=where)
        elif key in ("pdf", "comment"):
            values[key] = tuple(
                one_of(where + key, word, SWITCHES[key]) for word in _names(table, key, where)
            )
        else:
            word = typed(table, key, str, where=where)
            values[key] = one_of(where + key, word, SWITCHES[key]) if key in SWITCHES else word
    return values


def _fields(tables: dict[str, Any]) -> Fields:
    """The names of what is read from answers that are JSON."""
    kinds = {"page": PageFields, "placement": PlacementFields, "article": ArticleFields}
    known_keys(tables, (), kinds, "fields.")
    values: dict[str, Any] = {}
    for key, kind in kinds.items():
        names = _texts(tables, key, "fields.")
        known_keys(names, (), {field.name for field in fields(kind)}, f"fields.{key}.")
        values[key] = kind(**names)
    return Fields(**values)


def _css(css: Any, where: str) -> str:
    if not isinstance(css, str):
        raise ProfileError(f"{where}: must be a CSS selector in quotes")
    if css:
        try:
            compile_css(css)
        except ValueError as error:
            raise ProfileError(f"{where}: {error}") from error
    return css


def _pattern(text: Any, where: str) -> re.Pattern[str]:
    if not isinstance(text, str):
        raise ProfileError(f"{where}: must be a regular expression in quotes")
    try:
        return re.compile(text)
    except re.error as error:
        raise ProfileError(f"{where}: {text!r} is no regular expression: {error}") from error


def _texts(table: dict[str, Any], key: str, where: str = "") -> dict[str, str]:
    found = typed(table, key, dict, {}, where)
    return {name: typed(found, name, str, where=f"{where}{key}.") for name in found}


def _names(table: dict[str, Any], key: str, where: str = "") -> tuple[str, ...]:
    found: Collection[Any] = typed(table, key, list, [], where)
    if not all(isinstance(name, str) for name in found):
        raise ProfileError(f"{where}{key}: must be a list of texts")
    return tuple(found)
