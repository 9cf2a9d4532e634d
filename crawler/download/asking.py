"""What is wanted, as a request of Scrapy's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scrapy import Request

from crawler.paper import Paper
from crawler.platforms.calls import call_of
from crawler.wanted import PRIORITIES, Wanted, role_of
from storage.items import Purpose


def request_for(
    paper: Paper, wanted: Wanted, answered: Callable[..., Any], failed: Callable[..., Any]
) -> Request:
    """A request whose bytes are archived as what was wanted; `answered` and `failed` are the spider's."""
    call = call_of(wanted.url)
    return Request(
        call.url,
        method=call.method,
        body=call.body,
        headers=call.headers | paper.era(wanted.day).platform.headers,
        callback=answered,
        errback=failed,
        priority=PRIORITIES[type(wanted)],
        cb_kwargs={"wanted": wanted},
        meta={
            "asked": wanted.url,
            "archive_as": Purpose(paper.slug, wanted.day, role_of(wanted), wanted.url),
        },
    )
