"""How an article is cited: as a sentence, as BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import json
import re
from typing import Any

from storage.browse.shown import lang_of, neutral, weblink
from storage.corpus import Article

TYPES = {
    "txt": "text/plain",
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "json": "application/vnd.citationstyles.csl+json",
}
"""Ending of a file → its media type."""


def cited(article: Article, kind: str) -> str:
    """The citation as a file of that ending (a key of TYPES)."""
    match kind:
        case "txt":
            return sentence(article) + "\n"
        case "bib":
            return bibtex(article)
        case "ris":
            return ris(article)
        case _:
            return json.dumps([csl(article)], ensure_ascii=False, indent=1) + "\n"


def sentence(article: Article) -> str:
    """As GB/T 7714 cites a newspaper: authors. headline[N]. paper, date(page). address."""
    authors = f"{', '.join(article.authors)}. " if article.authors else ""
    page = f"({article.page_number})" if article.page_number else ""
    address = f" {weblink(article.url)}." if weblink(article.url) else ""
    return _line(
        f"{authors}{_title(article)}[N]. {article.paper_name}, {article.date}{page}.{address}"
        f" banmian: {article.cite_id}."
    )


def bibtex(article: Article) -> str:
    """An entry of BibTeX."""
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in article.authors),
        "title": f"{{{_tex(_title(article))}}}",
        "journal": _tex(article.paper_name),
        "year": f"{article.date:%Y}",
        "month": f"{article.date.month}",
        "day": f"{article.date.day}",
        "pages": _tex(article.page_number),
        "url": _tex(weblink(article.url)),
        "note": _tex(f"banmian: {article.cite_id}"),
        "langid": "chinese",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    key = re.sub(r"[^A-Za-z0-9_:-]", "_", article.cite_id)
    return f"@article{{{key},\n" + ",\n".join(lines) + "\n}\n"


def ris(article: Article) -> str:
    """A record of RIS."""
    lines = [
        ("TY", "NEWS"),
        *(("AU", name) for name in article.authors),
        ("TI", _title(article)),
        ("T2", article.paper_name),
        ("DA", f"{article.date:%Y/%m/%d}"),
        ("PY", f"{article.date:%Y}"),
        ("SP", article.page_number),
        ("UR", weblink(article.url)),
        ("LA", "zh"),
        ("ID", article.cite_id),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {_line(text)}\r\n" for tag, text in lines if text or tag == "ER")


def csl(article: Article) -> dict[str, Any]:
    """An item of CSL-JSON."""
    item: dict[str, Any] = {
        "id": article.cite_id,
        "type": "article-newspaper",
        "title": _line(_title(article)),
        "author": [{"literal": _line(name)} for name in article.authors],
        "container-title": _line(article.paper_name),
        "issued": {"date-parts": [[article.date.year, article.date.month, article.date.day]]},
        "page": _line(article.page_number),
        "URL": weblink(article.url),
        "language": lang_of(article.script),
        "note": f"banmian: {article.cite_id}",
    }
    return {name: value for name, value in item.items() if value}


def _title(article: Article) -> str:
    return article.headline or article.subhead or article.kicker or article.cite_id


def _line(text: str) -> str:
    return " ".join(neutral(text).split())


def _tex(text: str) -> str:
    return re.sub(r"([\\{}$&#%_^~])", lambda found: _TEX.get(found[1], f"\\{found[1]}"), _line(text))


_TEX = {"\\": "\\textbackslash{}", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}"}
