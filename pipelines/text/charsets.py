"""What a page says its encoding is, by byte order mark, header, `<meta>` or XML declaration."""

from __future__ import annotations

import codecs
import re

from pipelines.text.foreign import JAPANESE, KOREAN
from pipelines.text.readings import BIG5, GB, LATIN, UTF8

_META = re.compile(rb"<meta\b[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:-]+)", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_PRESCAN = 4_096  # HTML says 1,024; Chinese pages put long titles and scripts before their meta

_BOMS = (
    (codecs.BOM_UTF8, UTF8),
    (b"\x84\x31\x95\x33", GB),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def mark_of(body: bytes) -> tuple[int, str]:
    """How many bytes the byte order mark has, and the codec it stands for; (0, '') without one."""
    return next(((len(mark), name) for mark, name in _BOMS if body.startswith(mark)), (0, ""))


def labels(content: bytes, content_type: str, marked: str) -> list[str]:
    """Codecs the page claims, the most binding first: mark, header, meta, XML declaration."""
    head = content[:_PRESCAN]
    names = [marked, *_HEADER.findall(content_type)]
    names += [name.decode("latin-1") for pattern in (_META, _XML) for name in pattern.findall(head)]
    return [codec for name in names if (codec := _codec(name.lower()))]


def _codec(label: str) -> str:
    """The codec a charset name means here, '' for one that means nothing."""
    if label.startswith(("utf-8", "utf8")):
        return UTF8
    if label.startswith(("gb", "x-gb", "csgb", "euc-cn")) or label.endswith("936") or label == "chinese":
        return GB
    if "big5" in label or label in ("big-5", "cp950", "ms950", "windows-950"):
        return BIG5
    if "jis" in label or label in ("windows-31j", "cp932", "ms_kanji"):
        return JAPANESE[0]
    if "euc-jp" in label or "eucjp" in label:
        return JAPANESE[1]
    if label.startswith(("euc-kr", "euckr", "ks_c", "ksc", "uhc", "korean")) or label.endswith("949"):
        return KOREAN
    if label in ("iso-8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "us-ascii", "ascii"):
        return LATIN
    return ""
