"""Keeps what is printed and gives it back; knows no newspaper."""

from storage.archive import Archive
from storage.corpus import Corpus
from storage.database import StorageError

__all__ = ["Archive", "Corpus", "StorageError"]
