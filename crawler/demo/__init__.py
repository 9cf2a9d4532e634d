"""The demo newsstand: two small newspapers served on loopback in the markup of a real platform.

`with serve(sites()) as newsstand:` runs it; `write_profiles(directory, newsstand.url)` makes the
profiles to crawl it with; `demo_paper(slug).issue` is what must be read there.
"""

from crawler.demo.newsstand import Newsstand, serve
from crawler.demo.papers import SLUGS, demo_paper, profile, sites, write_profiles

__all__ = ["SLUGS", "Newsstand", "demo_paper", "profile", "serve", "sites", "write_profiles"]
