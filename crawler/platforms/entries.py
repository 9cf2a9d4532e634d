"""What leads to an issue: entry pages, and the lists a site keeps of its issues, in XML or JSON."""

from __future__ import annotations

import json
import re
from datetime import date
from urllib.parse import urldefrag

from lxml import etree, html

from crawler.platforms.calls import posted
from crawler.platforms.document import Document
from pipelines.text.dates import read_date

_REFRESH = re.compile(r"^\s*[\d.]*\s*[;,]?\s*url\s*=\s*['\"]?\s*([^'\"\s>]+)", re.IGNORECASE)
_LOCATION = re.compile(
    r"(?:\b(?:window|self|top|parent|document)\s*\.\s*)?\blocation(?:\s*\.\s*href)?\s*=\s*['\"]([^'\"]+)['\"]"
    r"|\blocation\s*\.\s*(?:replace|assign)\s*\(\s*['\"]([^'\"]+)['\"]",
)


def entry_target(document: Document) -> str | None:
    """Where an entry page leads: its meta refresh, else the `location` its script sets; of a list of issues
    (`listed_issues`) the front page of the day its address asks for. None for others."""
    if (listed := listed_issues(document)) is not None:
        address, fragment = urldefrag(document.url)
        asked = read_date(fragment or address)
        return listed.get(asked) if asked is not None else None
    for meta in document.all("meta"):
        if (meta.get("http-equiv") or "").lower() == "refresh" and (
            found := _REFRESH.match(meta.get("content") or "")
        ):
            return document.absolute(found[1])
    for script in document.all("script"):
        if found := _LOCATION.search(script.text or ""):
            return document.absolute(found[1] or found[2])
    return None


def listed_issues(document: Document) -> dict[date, str] | None:
    """The issues a list names that says where each stands, with the address of its front page.

    Such lists are a month's period.xml with `front_page`s, and JSON with `idateDisp` and `path`, or with
    `releaseDate` and the `id` of the call for an issue (组织人事报). None for whatever names no issue: an
    empty list is not told from an answer to something else.
    """
    if document.text.lstrip().startswith("{"):
        named = _in_json(document)
    else:
        named = [_in_period(document, period) for period in document.all("period")]
    return {day: url for day, url in named if day is not None and url} or None


def _in_json(document: Document) -> list[tuple[date | None, str]]:
    try:
        listed = json.loads(document.text).get("data")
    except ValueError:
        return []
    rows = [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []
    named: list[tuple[object, str]] = []
    for row in rows:
        path, number = row.get("path"), row.get("id")
        if isinstance(path, str):
            named.append((row.get("idateDisp"), document.absolute(path)))
        elif isinstance(number, str):
            issue = posted(document.absolute("dianZiBaoHomePage"), {"id": number}, as_json=True)
            named.append((row.get("releaseDate"), issue))
    return [(read_date(day), url) for day, url in named if isinstance(day, str)]


def _in_period(document: Document, period: html.HtmlElement) -> tuple[date | None, str]:
    """Day and front page of a period; one without a directory stands in that of its day, beside the list."""
    said = {str(each.tag): (each.text or "").strip() for each in period}
    day, front_page = read_date(said.get("period_date", "")), said.get("front_page", "")
    if day is None or not front_page:
        return None, ""
    return day, document.absolute(front_page if "/" in front_page else f"{day:%d}/{front_page}")


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
