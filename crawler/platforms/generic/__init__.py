"""The generic reader: an e-paper that no family knows, read without selectors, or refused.

It goes by what all e-papers share: labels that count up, links whose addresses have one shape, a headline
that
repeats the entry of the title list, a text that is no other page's. Every answer is a `Reading`: the value,
and for each field how sure it is and why. What is not sure enough raises LayoutChanged; no text is invented.
"""

from crawler.platforms.generic.article import read_article
from crawler.platforms.generic.links import id_of
from crawler.platforms.generic.navigation import read_pages
from crawler.platforms.generic.reading import ENOUGH, SURE, Proof, Reading, Told
from crawler.platforms.generic.titles import read_titles

__all__ = [
    "ENOUGH",
    "SURE",
    "Proof",
    "Reading",
    "Told",
    "id_of",
    "read_article",
    "read_pages",
    "read_titles",
]
