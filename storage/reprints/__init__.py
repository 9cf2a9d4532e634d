"""Equal and nearly equal texts: which prints belong together, and which of them was the first."""

from storage.reprints.recompute import COMMAND, Progress, dedup
from storage.reprints.version import OtherFingerprints, check_version

__all__ = ["COMMAND", "OtherFingerprints", "Progress", "check_version", "dedup"]
