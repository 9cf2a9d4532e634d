"""Facsimiles of newspaper sites that nobody has read yet, for a measure of the reader that is honest."""

from tests.facsimile.unknown.site import UnknownSite
from tests.facsimile.unseen import sealed_a1, sealed_a2, sealed_a3

SITES: tuple[UnknownSite, ...] = (*sealed_a1.SITES, *sealed_a2.SITES, *sealed_a3.SITES)

__all__ = ["SITES"]
