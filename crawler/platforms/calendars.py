"""The lists a site keeps of its issues: XML of several kinds, JSON."""

from __future__ import annotations

import json
import re
from datetime import date

from lxml import etree

from pipelines.text.dates import read_date

_CALENDAR = frozenset(("period_date", "paperdate", "date", "url"))


def read_calendar(body: bytes) -> tuple[date, ...]:
    """The issue dates in a site's list of issues; () where it has none, or is no XML.

    `period_date` in a period.xml or paper_existed.xml, `paperDate` in a papersInfo/YYYYMMDD.xml, `date` or
    `url` in a navi.xml: elements or attributes of that name, in any case.
    """
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return read_json_calendar(body)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(body, parser) if body.strip() else None
    if root is None:
        return ()
    printed: list[str] = []
    for element in root.iter(etree.Element):
        named = [(element.tag, element.text or ""), *element.attrib.items()]
        printed += [str(text) for name, text in named if etree.QName(name).localname.lower() in _CALENDAR]
    return tuple(sorted({day for text in printed if (day := read_date(text)) is not None}))


def read_json_calendar(body: bytes) -> tuple[date, ...]:
    """The issue dates in a list of issues that is JSON, or a script's `var datelist=[…];`.

    Every text that is nothing but a date (2023-10-17, 20231017) counts, however deep it stands; () where
    there is none.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ()
    start = re.search(r"[\[{]", text)
    if start is None:
        return ()
    try:
        found, _ = json.JSONDecoder().raw_decode(text, start.start())
    except (ValueError, RecursionError):
        return ()
    waiting, dates = [found], set()
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str) and _JUST_A_DATE.fullmatch(value.strip()):
            dates.add(read_date(value))
    return tuple(sorted(day for day in dates if day is not None))


_JUST_A_DATE = re.compile(r"\d{4}([-/.]?)\d{1,2}\1\d{1,2}(?:[ T][\d:.]+)?")
