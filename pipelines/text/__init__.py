"""Pure functions from text to text: no Scrapy, no SQL, no clock."""

from pipelines.text.dates import read_date
from pipelines.text.decode import decode
from pipelines.text.fold import fold
from pipelines.text.restoration.restore import restore

__all__ = ["decode", "fold", "read_date", "restore"]
