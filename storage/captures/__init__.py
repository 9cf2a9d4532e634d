"""The archive: the bytes of every response as WARC records, written before anything is read from them.

One gzip member a record (`members`, `record`), appended by `CaptureWriter`, found again by place (`read`) or
by issue (`issues_of`), checked bit by bit (`findings_of`); rows of `captures` point into it.
"""

from storage.captures.absent import Absent, absent
from storage.captures.adopt import Adoption, adoption, take_in
from storage.captures.files import archived_papers, is_archive, size_of, warc_files
from storage.captures.ids import take_ids
from storage.captures.losses import Loss, issues_of_losses, losses
from storage.captures.members import CaptureDamaged, compress, is_whole
from storage.captures.notes import notes_at, overwrite
from storage.captures.originals import capture_of, named_until, originals
from storage.captures.read import IssueRecords, Issues, Place, Record, issues_of, read, records_at
from storage.captures.spool import send
from storage.captures.verify import KINDS, Finding, Tally, findings_of, papers_of_captures
from storage.captures.write import CaptureWriter

__all__ = [
    "KINDS",
    "Absent",
    "Adoption",
    "CaptureDamaged",
    "CaptureWriter",
    "Finding",
    "IssueRecords",
    "Issues",
    "Loss",
    "Place",
    "Record",
    "Tally",
    "absent",
    "adoption",
    "archived_papers",
    "capture_of",
    "compress",
    "findings_of",
    "is_archive",
    "is_whole",
    "issues_of",
    "issues_of_losses",
    "losses",
    "named_until",
    "notes_at",
    "originals",
    "overwrite",
    "papers_of_captures",
    "read",
    "records_at",
    "send",
    "size_of",
    "take_ids",
    "take_in",
    "warc_files",
]
