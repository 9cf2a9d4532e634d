"""For a command in a fork: host names of the test's own, and an account of the memory it took."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import socket
import sys
from functools import partial
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any


def observed(_: int) -> None:
    """Run in the child before the command.

    $TEST_HOSTS maps host names to addresses (JSON); a list is answered one by one, the last for good. Only
    the answer of the operating system's resolver is replaced, below everything of ours (Twisted took hold of
    it when it was imported). When the command ends, it says on stderr how much memory it had at most.
    """
    from twisted.internet import _resolver, base

    hosts: dict[str, list[str]] = json.loads(os.environ.get("TEST_HOSTS", "{}"))
    real = socket.getaddrinfo

    def getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
        """The system's answer, or that of the map."""
        name = host.decode() if isinstance(host, bytes) else host
        if addresses := hosts.get(name):
            host = addresses.pop(0) if len(addresses) > 1 else addresses[0]
        return real(host, *arguments, **options)

    socket.getaddrinfo = getaddrinfo
    setattr(base, "_GAIResolver", partial(_resolver.GAIResolver, getaddrinfo=getaddrinfo))  # noqa: B010
    Finalize(None, _say_peak, exitpriority=1)


def _say_peak() -> None:
    print(f"peak {_peak()} kB", file=sys.stderr)


def _peak() -> int:
    """The most memory this program had, kB; `ru_maxrss` counts that of the process it was forked from too."""
    with contextlib.suppress(FileNotFoundError):
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
