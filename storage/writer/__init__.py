"""What writes rows, by thing: an issue, a page, an article, a problem, and the capture each was read from."""

from storage.writer.recovery import Recovered
from storage.writer.writer import Writer

__all__ = ["Recovered", "Writer"]
