"""版面: which section of a newspaper a page belongs to, by its printed name: 国際新聞 → 国际."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from pipelines.text.fold import convert_line
from pipelines.text.labels import read_label

_BETWEEN = re.compile(r"[·・•‧|｜/／\-—–:：、,，\s&]+")
_ENDS = re.compile("(?:新闻|周刊|专刊|专版|专页|天地|版)$")


@lru_cache(maxsize=4096)
def page_section(name: str) -> str:
    """The normal form of the name of a page (版名) in either script: 要闻, 国内, 国际, 副刊 …; '' where it
    is not certain what the page is.

    Of a name of several words the first that is a section decides: 时事·国内 → 国内. Never raises.
    """
    plain = convert_line(name, "hans")
    if label := read_label(plain):
        plain = label.name
    plain = plain.strip()
    return next((_sections()[part] for part in _parts(plain) if part in _sections()), "")


def _parts(name: str) -> list[str]:
    """What is looked up: the name, then its words, each as it is and without 新闻 and the like."""
    words = [name, *_BETWEEN.split(name)]
    return [part for word in words for part in (word, _ENDS.sub("", word)) if part]


@cache
def _sections() -> dict[str, str]:
    table = tomllib.loads(files("pipelines.text").joinpath("data/sections.toml").read_text("utf-8"))
    return {word: section for section, words in table.items() for word in words.split()}
