"""Releases of the corpus: articles as files in one format, with a data card and a manifest beside them.

`export` builds a release whole or not at all; `formats` and `tei` write the data, `datasheet` the card,
`compare` says what changed between two releases, `place` is where one is built and how it comes to its place.
"""

from storage.exports.compare import changed_settings, changes
from storage.exports.datasheet import Program
from storage.exports.export import FORMATS, Format, Order, Release, export
from storage.exports.formats import Per, guarded, unguarded
from storage.exports.place import Refused
from storage.exports.tei import NAMESPACE, issue_document

__all__ = [
    "FORMATS",
    "NAMESPACE",
    "Format",
    "Order",
    "Per",
    "Program",
    "Refused",
    "Release",
    "changed_settings",
    "changes",
    "export",
    "guarded",
    "issue_document",
    "unguarded",
]
