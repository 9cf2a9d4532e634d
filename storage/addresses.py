"""Whether what stands in a link is an address at all: links are text from strangers."""

from __future__ import annotations

from urllib.parse import urlsplit

_SCRIPTS = ("javascript", "vbscript")


def fault_of(url: str) -> str:
    """Why nobody can be asked at an address, in a few words; '' where somebody can be asked. Never raises.

    Which schemes and hosts may be asked is another question: `ftp://a.cn/` is an address.
    """
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
