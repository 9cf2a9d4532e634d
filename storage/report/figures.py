"""Parts of the report's page: charts that stand in HTML, their numbers as tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from lxml import etree

from storage.extras import altair
from storage.report.charts import COLOURS, svg

Row = dict[str, Any]
"""What a chart draws and a table lists: name → value."""


def chart(rows: Sequence[Row], **size: Any) -> Any:
    """An empty chart of these rows."""
    alt = altair()
    return alt.Chart(alt.Data(values=list(rows)), **size)


def bars(rows: Sequence[Row], name: str, value: str) -> Any:
    """Bars from left to right, a row each."""
    alt = altair()
    y = alt.Y(f"{name}:N", title=None, sort=None, axis=alt.Axis(labelLimit=200))
    x = alt.X(f"{value}:Q", title=value, axis=alt.Axis(tickCount=5, format=",d"))
    return chart(rows, width=760, height=alt.Step(20)).mark_bar(color=COLOURS[0]).encode(y=y, x=x)


def summed(rows: Iterable[Row], keys: Sequence[str], value: str) -> list[Row]:
    """The rows with equal keys added up."""
    sums: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        sums[tuple(row[key] for key in keys)] += row[value]
    return [{**dict(zip(keys, names, strict=True)), value: count} for names, count in sorted(sums.items())]


def figure(drawing: Any, caption: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """A chart with its caption, and its numbers to unfold."""
    drawn = wide(_embedded(svg(drawing), re.sub(r"\W+", "-", caption.lower())))
    return f"<figure><figcaption>{caption}</figcaption>{drawn}{table(rows, 'The numbers')}</figure>"


def _embedded(drawing: str, name: str) -> str:
    """An SVG fit to stand in a page among others: ids of its own, and what a mark says shown as its title."""
    root = etree.fromstring(drawing.encode())
    for element in root.iter(etree.Element):
        for key, value in element.attrib.items():
            if str(key) == "id":
                element.set(key, f"{name}-{value!s}")
            elif "url(#" in str(value):
                element.set(key, str(value).replace("url(#", f"url(#{name}-"))
        if element.get("role") == "graphics-symbol" and element.get("aria-roledescription") != "legend":
            title = etree.SubElement(element, "{http://www.w3.org/2000/svg}title")
            title.text = element.get("aria-label")
    return etree.tostring(root, encoding="unicode")


def table(rows: Sequence[Mapping[str, Any]], title: str) -> str:
    """The rows as a table to unfold."""
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in rows[0])
    body = "".join("<tr>" + "".join(map(_cell, row.values())) + "</tr>" for row in rows)
    content = f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    summary = f"<summary>{escape(title)}</summary>"
    return f'<details class="numbers">{summary}{wide(content)}</details>'


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f'<td class="number">{100 * value:.1f} %</td>'
    if isinstance(value, int):
        return f'<td class="number">{value:,}</td>'
    return f"<td>{escape('' if value is None else str(value))}</td>"


def wide(content: str) -> str:
    """Content that may be wider than the page."""
    return f'<div class="wide">{content}</div>'


def pair(*figures: str) -> str:
    """Figures side by side where there is room."""
    return f'<div class="pair">{"".join(figures)}</div>'


def nothing(sentence: str) -> str:
    """What a section says that has nothing to show."""
    return f'<p class="nothing">{sentence}</p>'
