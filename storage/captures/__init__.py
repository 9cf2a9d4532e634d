"""The archive: the bytes of every response as WARC records, written before anything is read from them."""

from storage.captures.originals import (
    originals,
)
from storage.captures.read import (
    IssueRecords,
    issues_of,
    papers_of,
    warc_files,
)
from storage.captures.record import (
    compress,
    is_whole,
)
from storage.captures.verify import (
    KINDS,
    Finding,
    Tally,
    findings_of,
    lost,
    papers_of_rows,
)
from storage.captures.write import (
    CaptureDamaged,
    CaptureWriter,
    Record,
    read,
)

__all__ = [
    "KINDS",
    "CaptureDamaged",
    "CaptureWriter",
    "Finding",
    "IssueRecords",
    "Record",
    "Tally",
    "compress",
    "findings_of",
    "is_whole",
    "issues_of",
    "lost",
    "originals",
    "papers_of",
    "papers_of_rows",
    "read",
    "warc_files",
]
