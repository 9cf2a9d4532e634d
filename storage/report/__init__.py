"""Numbers and pictures of what is kept: coverage, gaps, reprints, damage.

`numbers` adds up, `page` draws it into `page.html.j2`; `drawings` has what charts have no form for.
"""

from storage.report.numbers import Report, gather
from storage.report.page import page

__all__ = ["Report", "gather", "page"]
