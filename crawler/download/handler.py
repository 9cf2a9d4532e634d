"""The download handler: Scrapy's own, with a limit to what a server may send before the page."""

from __future__ import annotations

import logging
from typing import Any

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.crawler import Crawler

from crawler.download.budgets import sent
from crawler.download.hosts import server_of
from crawler.download.reasons import UnusableAnswer
from crawler.download.tls import Policy

LARGEST_HEAD = 256 * 1024
"""Bytes of status line and headers; neither Twisted nor Scrapy has a limit, and a page needs 1 kB."""


logger = logging.getLogger("banmian")


class BoundedHandler(HTTP11DownloadHandler):
    """HTTP/1.1 with bounded headers; DOWNLOAD_TIMEOUT bounds the whole answer, DOWNLOAD_MAXSIZE its body."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        if not crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES") and crawler.spider and crawler.stats:
            logger.warning("%s: certificates are not verified (verify_tls = false)", crawler.spider.name)
            crawler.stats.set_value("banmian/unverified_tls", 1)
        self._contextFactory = Policy(self._contextFactory)  # type: ignore[assignment]
        self._pool._factory = BoundedFactory
        # Asked again by Twisted, a broken connection would pass by every pause: PoliteRetry does it.
        self._pool.retryAutomatically = False


class BoundedParser(_LenientHTTPClientParser):
    """Counts the lines before the body."""

    head = 0

    def lineReceived(self, line: bytes) -> None:
        """Raises UnusableAnswer when there are too many."""
        self.head += len(line) + 1
        if self.head > LARGEST_HEAD:
            raise UnusableAnswer(f"more than {LARGEST_HEAD // 1024} kB of headers")
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:
        """One endless line."""
        raise UnusableAnswer("a header line without an end")


class BoundedProtocol(_LenientHTTP11ClientProtocol):
    """Parses answers with BoundedParser."""

    def request(self, request: Any) -> Any:
        """As Scrapy does it: the parser's class is exchanged, since Twisted names it in its code.

        It is sent now, over a connection that stands: from this moment the host's delay counts.
        """
        sent(server_of(request.absoluteURI.decode("ascii")))
        answer = super().request(request)
        assert self._parser is not None
        self._parser.__class__ = BoundedParser
        return answer


class BoundedFactory(_LenientHTTP11ClientFactory):
    """Makes a BoundedProtocol for each connection."""

    def buildProtocol(self, addr: Any) -> BoundedProtocol:
        return BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
