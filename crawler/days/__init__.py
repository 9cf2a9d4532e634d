"""Which days of a paper were asked for (kept in `spans` and in the archive), and which had no issue."""

from crawler.days.noted import SPANS, note, replay, settle, take_back
from crawler.days.unpublished import calendar_of, listed_by, publication_days, unpublished

__all__ = [
    "SPANS",
    "calendar_of",
    "listed_by",
    "note",
    "publication_days",
    "replay",
    "settle",
    "take_back",
    "unpublished",
]
