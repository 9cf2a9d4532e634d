"""Sites that nobody has read yet: written without a look at the reader, to be measured once before."""

from tests.facsimile.unknown.site import UnknownSite
from tests.facsimile.unseen import sealed_b1, sealed_b2

SITES: tuple[UnknownSite, ...] = (*sealed_b1.SITES, *sealed_b2.SITES)

__all__ = ["SITES"]
