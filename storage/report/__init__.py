"""Numbers and pictures of what is kept: coverage, gaps, reprints, damage."""

from storage.report.charts import UnknownFormat, format_of, save
from storage.report.numbers import Report, gather
from storage.report.page import page

__all__ = [
    "Report",
    "UnknownFormat",
    "format_of",
    "gather",
    "page",
    "save",
]
