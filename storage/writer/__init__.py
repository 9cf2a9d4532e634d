"""What writes rows, by thing: an issue, a page, an article, a problem."""

from storage.writer.stored import (
    Article,
    Unread,
)
from storage.writer.writer import (
    Writer,
)

__all__ = [
    "Article",
    "Unread",
    "Writer",
]
