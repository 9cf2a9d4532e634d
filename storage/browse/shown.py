"""How values become HTML: everything escaped, nothing that steers, links only to the web."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from storage.clock import SHANGHAI

_STEERING = dict.fromkeys(
    {*range(0x20), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
    - {0x09, 0x0A}
)
"""C0 and C1 control characters (tab and line feed apart) and Unicode's controls of direction."""
_LINKED = ("http", "https")

LANG = {"hans": "zh-Hans", "hant": "zh-Hant"}
"""Script of a text → what `lang` says of it."""


def neutral(text: str) -> str:
    """The text without characters that would turn the direction of what stands around it."""
    return text.translate(_STEERING)


def weblink(address: str | None) -> str:
    """The address where a browser may follow it (http, https), else ''."""
    if not address or neutral(address) != address or any(character.isspace() for character in address):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme.lower() in _LINKED and parts.netloc else ""


def path(*steps: object, **asked: Any) -> str:
    """An address within the reader: /step/step?name=value; what is None, '' or () is not asked."""
    given = {name: value for name, value in asked.items() if value not in (None, "", (), [])}
    query = urlencode(given, doseq=True)
    return "/" + "/".join(quote(str(step), safe="") for step in steps) + (f"?{query}" if query else "")


def lang_of(script: str) -> str:
    """What `lang` says of a text in that script (hans, hant, mixed, '')."""
    return LANG.get(script, "zh")


def environment() -> Environment:
    """The templates in `pages/`."""
    templates = Environment(
        loader=PackageLoader("storage.browse", "pages"),
        autoescape=True,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    templates.globals |= {"weblink": weblink, "lang_of": lang_of, "path": path}
    templates.filters |= {"count": _count, "moment": _moment, "readable": unquote}
    return templates


def _finalized(value: Any) -> Any:
    return neutral(value) if type(value) is str else "" if value is None else value


def _count(number: int) -> str:
    return f"{number:,}"


def _moment(at: dt.datetime | None) -> Markup:
    """An instant as the clocks of the newspapers show it."""
    if at is None:
        return Markup("")
    there = at.astimezone(SHANGHAI)
    shown = '<time datetime="{}">{:%Y-%m-%d %H:%M}</time>'
    return Markup(shown).format(at.isoformat(timespec="seconds"), there)
