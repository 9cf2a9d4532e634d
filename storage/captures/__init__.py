"""The archive: the bytes of every response as WARC records, written before anything is read from them.

One gzip member a record (`members`, `record`), appended by `CaptureWriter`, found again by place (`read`) or
by issue (`issues_of`), checked bit by bit (`findings_of`); rows of `captures` point into it.
"""

from storage.captures.losses import Loss, issues_of_losses, losses
from storage.captures.members import CaptureDamaged, compress, is_whole
from storage.captures.notes import notes_at, overwrite
from storage.captures.originals import capture_of, named_until, originals
from storage.captures.read import IssueRecords, Record, archived_papers, issues_of, read, warc_files
from storage.captures.verify import KINDS, Finding, Tally, findings_of, lost, papers_of_captures
from storage.captures.write import CaptureWriter

__all__ = [
    "KINDS",
    "CaptureDamaged",
    "CaptureWriter",
    "Finding",
    "IssueRecords",
    "Loss",
    "Record",
    "Tally",
    "archived_papers",
    "capture_of",
    "compress",
    "findings_of",
    "is_whole",
    "issues_of",
    "issues_of_losses",
    "losses",
    "lost",
    "named_until",
    "notes_at",
    "originals",
    "overwrite",
    "papers_of_captures",
    "read",
    "warc_files",
]
