"""What newspapers share: the platforms, by the key a profile names.

A platform is a file in `families/`: skins, marks and switches as TOML, and Python only where a family is
read in a way of its own.
"""

from collections.abc import Mapping

from crawler.platforms.base import Platform
from crawler.platforms.loading import Families

PLATFORMS: Mapping[str, Platform] = Families()
