"""The language of the interface: Chinese or English, as the browser asks for it (words.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LANGUAGES = ("zh", "en")
TAGS = {"zh": "zh-Hans", "en": "en"}
"""What `lang` of the page says."""


@cache
def words(language: str) -> Mapping[str, str]:
    """Every word of the interface in that language, by its key in words.toml."""
    table = tomllib.loads(files("storage.browse").joinpath("words.toml").read_text("utf-8"))
    return {key: entry[language] for group in table.values() for key, entry in group.items()}


def preferred(accepted: str, chosen: str = "") -> str:
    """The language for an Accept-Language header, or the one chosen by hand; English where neither fits."""
    if chosen in LANGUAGES:
        return chosen
    wishes: list[tuple[float, int, str]] = []
    for place, wish in enumerate(accepted.split(",")):
        tag, _, parameters = wish.partition(";")
        try:
            weight = float(parameters.partition("=")[2] or 1)
        except ValueError:
            weight = 0.0
        primary = tag.strip().lower().partition("-")[0]
        if primary in LANGUAGES and weight > 0:
            wishes.append((-weight, place, primary))
    return min(wishes)[2] if wishes else "en"
