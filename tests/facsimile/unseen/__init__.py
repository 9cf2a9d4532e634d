"""Newspaper sites that the generic reader met once, before anybody mended it for them.

Written without a look at the reader (`later`: after it was mended for the others) and measured before
anything was changed for them: what it made of them then is noted in docs/generic.md. It was mended with
`sealed_a` at hand, and measured on `sealed_b` with nobody looking. The machinery is that of
`tests.facsimile.unknown`.
"""

from tests.facsimile.unknown.site import UnknownSite
from tests.facsimile.unseen import (
    generated,
    handheld,
    later,
    overviews,
    queries,
    rows,
    sealed_a,
    sealed_b,
)

SITES: tuple[UnknownSite, ...] = (
    *rows.SITES,
    *queries.SITES,
    *handheld.SITES,
    *generated.SITES,
    *overviews.SITES,
    *later.SITES,
    *sealed_a.SITES,
    *sealed_b.SITES,
)

__all__ = ["SITES"]
