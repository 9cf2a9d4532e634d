"""`python -m tests.support.observed crawl …`: the command with names of its own and an account of its memory.

$TEST_HOSTS maps host names to addresses (JSON); a list is answered one by one, the last for good. Only the
answer of the operating system's resolver is replaced, below everything of ours and of Twisted's.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import runpy
import socket
import sys
from pathlib import Path
from typing import Any

HOSTS: dict[str, list[str]] = json.loads(os.environ.get("TEST_HOSTS", "{}"))
real = socket.getaddrinfo


def getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
    """The system's answer, or that of the map."""
    name = host.decode() if isinstance(host, bytes) else host
    if addresses := HOSTS.get(name):
        host = addresses.pop(0) if len(addresses) > 1 else addresses[0]
    return real(host, *arguments, **options)


def peak() -> int:
    """The most memory this program had, kB; `ru_maxrss` counts that of the process it was forked from too."""
    with contextlib.suppress(FileNotFoundError):
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    socket.getaddrinfo = getaddrinfo
    try:
        runpy.run_module("crawler", run_name="__main__")
    finally:
        print(f"peak {peak()} kB", file=sys.stderr)
