"""The tables of the database: names, types and the sentence that explains each column.

The names are public (outsiders query them); `doc=` of a column is what docs/fields.md prints. Small
columns stand before the long texts, because SQLite reads a row from its front and follows the
overflow pages of a long text only to reach what stands behind it.
"""

from storage.models.base import Base, UTCDateTime, table
from storage.models.crawled import COPYING, Capture, Host, Meta, Morning, Problem, Removal, Run, Span
from storage.models.printed import Article, Image, Issue, Page, Paper, Placement, Revision, Total
from storage.models.texts import Alias, Band, Pair, PrintedText

__all__ = [
    "COPYING",
    "Alias",
    "Article",
    "Band",
    "Base",
    "Capture",
    "Host",
    "Image",
    "Issue",
    "Meta",
    "Morning",
    "Page",
    "Pair",
    "Paper",
    "Placement",
    "PrintedText",
    "Problem",
    "Removal",
    "Revision",
    "Run",
    "Span",
    "Total",
    "UTCDateTime",
    "table",
]
