"""What newspapers share: the platforms, by the key a profile names."""

from crawler.platforms.base import Platform
from crawler.platforms.founder import Founder

PLATFORMS: dict[str, type[Platform]] = {
    "founder": Founder,
}
