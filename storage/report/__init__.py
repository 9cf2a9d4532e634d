"""Numbers and pictures of what is kept: coverage, gaps, reprints, damage; and the curve of a trend.

`numbers` adds up, `page` draws it into `page.html.j2`; `charts` and `drawings` are how it looks.
"""

from storage.report.charts import UnknownFormat, format_of, save
from storage.report.curves import plot
from storage.report.numbers import Report, gather
from storage.report.page import page

__all__ = ["Report", "UnknownFormat", "format_of", "gather", "page", "plot", "save"]
