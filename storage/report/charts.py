"""Charts: one look for all of them, and files that need no network."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

FONTS = (
    "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', 'WenQuanYi Micro Hei', "
    "sans-serif"
)
INK, PALE, GRID = "#1f2328", "#59636e", "#d9dee3"
COLOURS = ("#1f5f8b", "#c2571a", "#2e7d4f", "#8a3b6b", "#b08900", "#5b5fa8", "#5f6b73", "#a33a3a")
"""Told apart also without red and green; the first is the report's own."""
FORMATS = ("html", "svg", "png")

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


class UnknownFormat(ValueError):
    """A chart cannot be written to a file of that name; the text says to which."""


def looked(chart: Any) -> dict[str, Any]:
    """The Vega-Lite of an altair chart, with the look of all charts."""
    return {**chart.to_dict(), "config": _LOOK}


def svg(chart: Any) -> str:
    """The chart as SVG, drawn here and now."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(looked(chart)))


def format_of(path: Path) -> str:
    """What the name of a file says it is to be: html, svg or png. Raises UnknownFormat."""
    name = path.suffix.removeprefix(".").lower()
    if name not in FORMATS:
        raise UnknownFormat(f"{path}: a chart is written as .html, .svg or .png")
    return name


def save(chart: Any, path: Path) -> None:
    """Write the chart: a page that needs no network, SVG, or PNG. Raises UnknownFormat and OSError."""
    import vl_convert

    match format_of(path):
        case "html":
            page = vl_convert.vegalite_to_html(looked(chart), bundle=True, renderer="svg")
            head = f'<head><meta charset="utf-8"><title>{escape(path.stem)}</title>'
            path.write_text(page.replace("<head>", head, 1), encoding="utf-8")
        case "svg":
            path.write_text(svg(chart), encoding="utf-8")
        case _:
            path.write_bytes(vl_convert.vegalite_to_png(looked(chart), scale=2))
