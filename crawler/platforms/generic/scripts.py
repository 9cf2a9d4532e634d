"""What the scripts of a page would write: values as the lists and articles they are, in the script's place.

No script is run. JSON in a script, calls whose arguments are an address and a title, and HTML that is written
as it stands are enough to read most pages that hold nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from html import escape
from typing import Any, TypeVar

from lxml.html import fragments_fromstring

from crawler.platforms.document import Document, LayoutChanged, read_document
from crawler.platforms.generic.reading import Proof, Reading
from crawler.platforms.html import leads_somewhere
from pipelines.text.dates import read_date

Value = TypeVar("Value")
MOST = 0.85
"""How sure a reading of values in scripts is at most."""
_ASSIGNED = re.compile(r"(?:=|^)\s*(?=[\[{])", re.MULTILINE)
_CALL = re.compile(r"[\w.$]+\(\s*((?:(?:\"[^\"\\<>]*\"|'[^'\\<>]*'|\d+)\s*,?\s*){2,6})\)\s*;?")
_LITERAL = re.compile(r"\"([^\"]*)\"|'([^']*)'|(\d+)")
_WRITTEN = re.compile(
    r"document\.write(?:ln)?\(\s*(['\"])((?:(?!\1).)*?<a\s(?:(?!\1).)*?</a>(?:(?!\1).)*?)\1\s*\)", re.DOTALL
)
_ADDRESS = re.compile(r"^[^\s<>\u3400-\u9fff]*(?:\.\w{2,5}(?:[?#].*)?|/\w[^\s]*|\?\w+=[^\s]*)$")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|pdf|js|css)\b", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")
_PAGE = re.compile(r"(?:第\s*)?[A-Za-z]?\d{1,3}\s*版?")
_OTHERS = re.compile(r"hot|rank|recommend|relat|guess|^rec|^ad|link|news", re.IGNORECASE)
_NOT_THE_DAY = re.compile("today|now|update|modif|creat", re.IGNORECASE)
_TITLE = re.compile(r"\w*title|biaoti|headline", re.IGNORECASE)
_KICKER = re.compile("intro|pre|kicker|yin|shoulder|lead", re.IGNORECASE)
_SUBHEAD = re.compile("^sub|sub_?title|futi|^fu", re.IGNORECASE)
_AUTHOR = re.compile("author|byline|zuozhe", re.IGNORECASE)


def or_written(document: Document, read: Callable[[Document], Reading[Value]]) -> Reading[Value]:
    """A reading of a document, else of what its scripts would write. Raises LayoutChanged for neither."""
    try:
        return read(document)
    except LayoutChanged:
        if (written := as_written(document)) is None:
            raise
        reading = read(written)
    capped = {
        name: Proof(min(proof.confidence, MOST), f"{proof.why}, in a script")
        for name, proof in reading.proofs.items()
    }
    return replace(reading, proofs=capped)


def as_written(document: Document) -> Document | None:
    """The document with what its scripts would write in their places; None where they hold nothing such."""
    if "<script" not in document.text.lower():
        return None
    copy = read_document(document.url, document.text.encode(), "text/html; charset=utf-8")
    found = False
    for script in list(copy.root.iter("script")):
        html = "".join(_written(script.text or ""))
        if html and (parent := script.getparent()) is not None:
            at = parent.index(script) + 1
            for number, piece in enumerate(fragments_fromstring(f"<div>{html}</div>")):
                parent.insert(at + number, piece)
            found = True
    return copy if found else None


def _written(script: str) -> Iterator[str]:
    """HTML of a script's values, in their order."""
    yield from (found[2] for found in _WRITTEN.finditer(script))
    calls = "".join(
        _link([a or b or c for a, b, c in _LITERAL.findall(found[1])]) for found in _CALL.finditer(script)
    )
    yield f"<ul>{calls}</ul>" if calls else ""
    decoder, at = json.JSONDecoder(), 0
    while start := _ASSIGNED.search(script, at):
        try:
            value, at = decoder.raw_decode(script, start.end())
        except ValueError:
            at = start.end() + 1
        else:
            yield _html(value)


def _link(values: list[str]) -> str:
    """The entry of a list that an address and a title, or a page's label, make; ''."""
    address = next(
        (v for v in values if _ADDRESS.match(v) and not _PICTURE.search(v) and leads_somewhere(v)), ""
    )
    texts = [value for value in values if value != address and _HAN.search(value) and len(value) < 90]
    if not address or not texts:
        return ""
    number = next((value for value in values if _PAGE.fullmatch(value) and value != address), "")
    is_page = bool(number) and len(texts[-1]) <= 8 and len(number) <= 6
    text = f"{number}：{texts[-1]}" if is_page and texts[-1] != number else max(texts, key=len)
    return f'<li><a href="{escape(address)}">{escape(text)}</a></li>'


def _html(value: Any, name: str = "") -> str:
    if isinstance(value, list):
        items = "".join(_html(each) for each in value)
        head = "<h4>热点推荐</h4>" if items and _OTHERS.search(name) else ""
        return f"{head}<ul>{items}</ul>" if items else ""
    if not isinstance(value, Mapping):
        return ""
    plain = {key: str(each) for key, each in value.items() if isinstance(each, str | int)}
    if text := next((each for each in plain.values() if "<" in each and len(_HAN.findall(each)) >= 12), ""):
        return _article(plain, text) + _figures(value)
    if (figures := _figures(value)) and any(map(_TITLE.fullmatch, plain)):
        return _article(plain, "") + figures
    inner = "".join(_html(each, key) for key, each in value.items() if isinstance(each, Mapping | list))
    if entry := _link([each for key, each in plain.items() if not key.lower().endswith("id")]):
        numbers = next((each for each in value.values() if _is_box(each)), None)
        return _area(entry, numbers) + entry + inner
    label = [each for each in plain.values() if _PAGE.fullmatch(each)]
    named = next((each for each in plain.values() if 2 <= len(each) <= 8 and _HAN.search(each)), "")
    head = f"<h3>第{label[0].strip('第版')}版：{escape(named)}</h3>" if label and named and inner else ""
    days = (each for key, each in plain.items() if not _NOT_THE_DAY.search(key) and len(each) <= 20)
    day = next((f"<p>{escape(each)}</p>" for each in days if read_date(each)), "")
    return head + day + inner


def _is_box(value: object) -> bool:
    return (
        isinstance(value, list) and len(value) >= 4 and all(isinstance(each, int | float) for each in value)
    )


def _area(entry: str, numbers: list[float] | None) -> str:
    """The area of the page map that an entry with a box on the page's picture has."""
    if numbers is None:
        return ""
    href = entry.partition('href="')[2].partition('"')[0]
    return f'<area href="{href}" coords="{",".join(f"{number:g}" for number in numbers)}">'


def _figures(value: Mapping[str, Any]) -> str:
    """The pictures of an article with their captions, from the list that holds them."""
    lists = (each for each in value.values() if isinstance(each, list))
    pictures = [one for each in lists for one in each if isinstance(one, Mapping)]
    html = ""
    for picture in pictures:
        texts = [text for text in picture.values() if isinstance(text, str)]
        address = next((text for text in texts if _PICTURE.search(text) and _ADDRESS.match(text)), "")
        caption = "　".join(text for text in texts if text != address and _HAN.search(text))
        html += (
            f'<figure><img src="{escape(address)}"><figcaption>{escape(caption)}</figcaption></figure>'
            * bool(address)
        )
    return html


def _article(fields: Mapping[str, str], text: str) -> str:
    """An article of whose text, and its other fields, only the names are known."""
    others = {key: each for key, each in fields.items() if each and each != text and len(each) < 200}
    named = [
        key
        for key in others
        if _TITLE.fullmatch(key) and not _SUBHEAD.search(key) and not _KICKER.search(key)
    ]
    title = others[named[0]] if named else ""
    rows = [next((each for key, each in others.items() if name.search(key) and each != title), "") for name in
            (_KICKER, _SUBHEAD, _AUTHOR)]  # fmt: skip
    day = next((each for key, each in others.items() if not _NOT_THE_DAY.search(key) and read_date(each)), "")
    kicker, subhead, author = map(escape, rows)
    return (
        f"<article><p>{kicker}</p><h1>{escape(title)}</h1><h2>{subhead}</h2><p>{author}</p><p>{day}</p>"
        f"<div>{text}</div></article>"
    )
