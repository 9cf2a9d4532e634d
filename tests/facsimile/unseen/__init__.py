"""Newspaper sites that the generic reader met once, before anybody mended it for them.

Written without a look at the reader and measured before they were first read: what it made of them then
is noted in docs/generic.md. The machinery is that of `tests.facsimile.unknown`.
"""

from tests.facsimile.unknown.site import UnknownSite
from tests.facsimile.unseen import generated, handheld, overviews, queries, rows

SITES: tuple[UnknownSite, ...] = (
    *rows.SITES,
    *queries.SITES,
    *handheld.SITES,
    *generated.SITES,
    *overviews.SITES,
)

__all__ = ["SITES"]
