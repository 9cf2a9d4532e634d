"""Newspaper sites whose markup no family knows: invented, with their truth.

`SITES` holds them all. `site.press(day)` gives an issue's resources (path → content type and bytes) and its
truth; `site.find` serves them (`crawler.demo.newsstand.serve`). `python -m tests.facsimile.unknown DIR`
writes them to disk. They are for whoever reads pages never seen before, and were written without knowing how.
"""

from tests.facsimile.unknown import frames, hant, lists, modern, pictures, portals, scripts, tables
from tests.facsimile.unknown.site import Printed, UnknownSite
from tests.facsimile.unknown.values import TrueArticle, TrueIssue, TruePage, TruePicture, TrueTitle

SITES: tuple[UnknownSite, ...] = (
    *tables.SITES,
    *frames.SITES,
    *lists.SITES,
    *portals.SITES,
    *modern.SITES,
    *scripts.SITES,
    *pictures.SITES,
    *hant.SITES,
)

__all__ = [
    "SITES",
    "Printed",
    "TrueArticle",
    "TrueIssue",
    "TruePage",
    "TruePicture",
    "TrueTitle",
    "UnknownSite",
]
