"""Answers that a site gives only to a POST, by an address of their own.

One address serves many such questions, so the question goes into it as web archives write it:
`?__wb_method=POST` and the fields as a query (pywb, CDXJ). Such an address is stored, and never sent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urldefrag, urlencode

_MARK = "__wb_method=POST"
_JSON = "__json=1"


@dataclass(frozen=True, slots=True)
class Call:
    """What is really sent."""

    url: str
    """Where to."""
    method: str = "GET"
    """HTTP method."""
    body: bytes = b""
    """The form or JSON document, empty for a GET."""
    headers: dict[str, str] = field(default_factory=dict)
    """What the body is."""


def posted(url: str, fields: Mapping[str, str], as_json: bool = False) -> str:
    """The address of the answer to a POST of `fields` (a form, or one JSON object of texts) to `url`."""
    mark = f"{_MARK}&{_JSON}" if as_json else _MARK
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}{mark}&{urlencode(fields)}".rstrip("&")


def is_call(address: str) -> bool:
    """Whether an address is one of `posted`."""
    return _MARK in address


def call_of(address: str) -> Call:
    """The request behind an address: that of `posted`, or a plain GET without its fragment."""
    url = urldefrag(address).url
    if not is_call(url):
        return Call(url)
    url, _, query = url.partition(_MARK)
    query = query.removeprefix("&")
    if query.startswith(_JSON):
        fields = dict(parse_qsl(query.removeprefix(_JSON).removeprefix("&"), keep_blank_values=True))
        body = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
        return Call(url[:-1], "POST", body, {"Content-Type": "application/json"})
    return Call(url[:-1], "POST", query.encode(), {"Content-Type": "application/x-www-form-urlencoded"})
