"""Charts: one look for all of them, one form for bars, and files that need no network."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any, Literal

from storage.errors import UsageError
from storage.extras import altair

FONTS = (
    "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', 'WenQuanYi Micro Hei', "
    "sans-serif"
)
INK, PALE, GRID = "#1f2328", "#59636e", "#d9dee3"
COLOURS = ("#1f5f8b", "#c2571a", "#2e7d4f", "#8a3b6b", "#b08900", "#5b5fa8", "#5f6b73", "#a33a3a")
"""They can be told apart without red and green, too; the first is the report's own."""
FORMATS = ("html", "svg", "png", "pdf")
MARK = "drawn by banmian"
"""What every file of a chart says in its first or last 1000 bytes: it may be drawn again."""

Row = Mapping[str, Any]
"""What a chart draws and a table lists: name → value."""

_LOOK: dict[str, Any] = {
    "font": FONTS,
    "background": "white",
    "view": {"stroke": None},
    "axis": {
        "labelColor": PALE,
        "titleColor": PALE,
        "titleFontWeight": "normal",
        "labelFontSize": 12,
        "titleFontSize": 12,
        "gridColor": GRID,
        "domainColor": GRID,
        "tickColor": GRID,
    },
    "legend": {"labelColor": INK, "titleColor": PALE, "titleFontWeight": "normal", "labelFontSize": 12},
    "title": {"color": INK, "fontSize": 15, "anchor": "start", "fontWeight": 600},
    "range": {"category": list(COLOURS)},
}


class UnknownFormat(UsageError):
    """A chart cannot be written to a file of that name; the text says to which."""


def chart(rows: Sequence[Row], **size: Any) -> Any:
    """An empty altair chart of these rows. Raises MissingExtra."""
    alt = altair()
    return alt.Chart(alt.Data(values=list(rows)), **size)


def bar_chart(
    rows: Sequence[Row],
    name: str,
    value: str,
    split: tuple[str, Mapping[str, str]] | None = None,
    *,
    title: str = "",
    sort: Any = None,
    order: Literal["ascending", "descending", "given"] | None = None,
    legend: Mapping[str, Any] | None = None,
    width: int = 760,
    step: int = 26,
    upright: Mapping[str, Any] | None = None,
    below: str | None = None,
) -> Any:
    """Bars from left to right, one for each `name`, as long as `value` says. Raises MissingExtra.

    `split` names the column by which bars are divided, and gives its values their colours; `order` is that of
    the parts by their names, or as given there. With `upright` (how the axis of names looks) bars stand, 220
    pixels high, and `below` is written under them.
    """
    alt = altair()
    amount = {"title": title or value, "axis": alt.Axis(tickCount=5, format=",d")}
    if upright is None:
        drawn = (
            chart(rows, width=width, height=alt.Step(step))
            .mark_bar()
            .encode(
                y=alt.Y(f"{name}:N", title=None, sort=sort, axis=alt.Axis(labelLimit=200)),
                x=alt.X(f"{value}:Q", **amount),
            )
        )
    else:
        drawn = (
            chart(rows, width=width, height=220)
            .mark_bar()
            .encode(
                x=alt.X(f"{name}:O", title=below, sort=sort, axis=alt.Axis(**upright)),
                y=alt.Y(f"{value}:Q", **amount),
            )
        )
    if split is None:
        return drawn.mark_bar(color=COLOURS[0])
    column, colours = split
    kinds = list(colours)
    scale = alt.Scale(domain=kinds, range=list(colours.values()))
    key = alt.Legend(orient="top", **(legend or {}))
    drawn = drawn.encode(color=alt.Color(f"{column}:N", title=None, sort=kinds, scale=scale, legend=key))
    if order == "given":
        drawn = drawn.transform_calculate(place=f"indexof({kinds!r}, datum.{column})")
        return drawn.encode(order=alt.Order("place:Q"))
    return drawn.encode(order=alt.Order(f"{column}:N", sort=order)) if order else drawn


def looked(chart: Any) -> dict[str, Any]:
    """The Vega-Lite of an altair chart, with the look of all charts."""
    return {**chart.to_dict(), "config": _LOOK}


def svg(chart: Any) -> str:
    """The chart as SVG, drawn here and now."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(looked(chart)))


def format_of(path: Path) -> str:
    """What the name of a file says it is to be: html, svg, png or pdf. Raises UnknownFormat."""
    name = path.suffix.removeprefix(".").lower()
    if name not in FORMATS:
        raise UnknownFormat(f"{path}: a chart is written as .html, .svg, .png or .pdf")
    return name


def save(chart: Any, path: Path) -> None:
    """Write the chart: a page (no network, fits a phone), SVG, PNG or PDF. Raises UnknownFormat, OSError."""
    import vl_convert

    match format_of(path):
        case "html":
            page = vl_convert.vegalite_to_html(looked(chart), bundle=True, renderer="svg")
            head = f'<head><meta charset="utf-8"><meta name="generator" content="{MARK}">'
            head += f"<title>{escape(path.stem)}</title>"
            head += '<meta name="viewport" content="width=device-width, initial-scale=1">'
            head += "<style>svg{max-width:100%;height:auto}</style>"
            path.write_text(page.replace("<head>", head, 1), encoding="utf-8")
        case "svg":
            path.write_text(f"{svg(chart)}<!-- {MARK} -->\n", encoding="utf-8")
        case "pdf":
            path.write_bytes(vl_convert.vegalite_to_pdf(looked(chart)) + f"\n%{MARK}\n".encode())
        case _:
            path.write_bytes(_marked(vl_convert.vegalite_to_png(looked(chart), scale=2)))


def _marked(png: bytes) -> bytes:
    """The picture with a text chunk after its header (signature and IHDR, 33 bytes)."""
    chunk = b"tEXtSoftware\0" + MARK.encode()
    length, check = struct.pack(">I", len(chunk) - 4), struct.pack(">I", zlib.crc32(chunk))
    return png[:33] + length + chunk + check + png[33:]
