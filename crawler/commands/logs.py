"""What a command that works for long says while it does: a line an issue, and every warning.

Apart from `crawler.run`, for a rebuild needs no Scrapy.
"""

from __future__ import annotations

import json
import logging
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from storage.errors import StorageError

if TYPE_CHECKING:
    from rich.progress import Progress


def log_to(progress: Progress | None, *, quiet: bool = False) -> None:
    """One line an issue and every warning: above the progress bars on a terminal, plain on stderr elsewhere.

    With `--log-format json` a JSON object a line; `quiet`: nothing, for the result says what matters.
    Scrapy's own account of a run (settings, statistics) is for `scrapy crawl`.
    """
    handler: logging.Handler
    if quiet:
        handler = logging.NullHandler()
    elif os.environ.get("BANMIAN_LOG_FORMAT") == "json":
        handler = logging.StreamHandler()
        handler.setFormatter(JsonLines())
    elif progress is not None and not progress.disable:
        from rich.logging import RichHandler

        handler = RichHandler(console=progress.console, show_path=False, markup=False)
        handler.setFormatter(logging.Formatter("%(message)s"))
    else:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    handler.addFilter(_worth_a_line)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


class JsonLines(logging.Formatter):
    """Log records as JSON objects: time (UTC), level, logger, message, and error where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            said["error"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)


def _worth_a_line(record: logging.LogRecord) -> bool:
    """Ours and every warning, but no traceback of what is said in words elsewhere.

    A storage error is said by StopOnStorageError; a certificate of another host (Twisted logs it beside
    raising it) becomes a problem of each address.
    """
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, StorageError) or type(error).__module__.partition(".")[0] == "service_identity":
        return False
    return record.levelno >= logging.WARNING or record.name == "banmian"
