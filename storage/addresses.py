"""Whether what stands in a link is an address at all: links are text from strangers."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_SCRIPTS = ("javascript", "vbscript")


_PLAIN = re.compile(r"(?:https?://[A-Za-z0-9.-]+(?=[/?]|$))?[A-Za-z0-9_./?&=%~-]*")
"""What most addresses look like, and none that has a fault: nothing in it needs a closer look."""


def fault_of(url: str) -> str:
    """Why nobody can be asked at an address, in a few words; '' where somebody can be asked. Never raises.

    Which schemes and hosts may be asked is another question: `ftp://a.cn/` is an address.
    """
    if _PLAIN.fullmatch(url):
        return ""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        return str(error)
    if parts.scheme in _SCRIPTS:
        return "it is a script"
    if parts.scheme in ("http", "https"):
        if not host:
            return "it names no host"
        if port == 0:
            return "there is no port 0"
    return ""
