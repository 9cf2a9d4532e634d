"""The demo newsstand: two small newspapers, printed in the markup of a real platform, served on loopback.

`with serve(sites()) as newsstand:` runs it; `write_profiles(directory, newsstand.url)` makes the profiles to
crawl it with. The pages are invented and say so; `tests/facsimile/press` prints them.
"""

from crawler.demo.newsstand import Handler, Newsstand, Resource, serve
from crawler.demo.papers import SLUGS, profile, sites, write_profiles

__all__ = ["SLUGS", "Handler", "Newsstand", "Resource", "profile", "serve", "sites", "write_profiles"]
