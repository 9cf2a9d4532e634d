"""Charts: one look for all of them, files that need no network, and the curves of counts over time.

`look` is how every chart looks and is written, `curves` draws what `storage.search.trend` counts, `covered`
says what these counts rest on.
"""

from storage.charts.covered import Covered, covered
from storage.charts.curves import Drawn, Trend, asked, plot
from storage.charts.look import (
    COLOURS,
    MARK,
    PALE,
    Row,
    UnknownFormat,
    bar_chart,
    chart,
    format_of,
    save,
    svg,
)

__all__ = [
    "COLOURS",
    "MARK",
    "PALE",
    "Covered",
    "Drawn",
    "Row",
    "Trend",
    "UnknownFormat",
    "asked",
    "bar_chart",
    "chart",
    "covered",
    "format_of",
    "plot",
    "save",
    "svg",
]
