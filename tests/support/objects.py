"""A real server of objects that speaks S3, in a process of its own, for archives that are no directory."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from storage.archives import filesystem

BUCKET = "s3://press"


@contextmanager
def s3_server() -> Iterator[str]:
    """Starts a server with an empty bucket; its address, and the environment leads every client to it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    environment = {
        "AWS_ACCESS_KEY_ID": "press",
        "AWS_SECRET_ACCESS_KEY": "press",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_MAX_ATTEMPTS": "1",
    }
    try:
        with patch.dict(os.environ, environment):
            wait_for(port)
            store, bucket = filesystem(BUCKET)
            store.mkdir(bucket)
            yield BUCKET
    finally:
        server.kill()
        server.wait()


def wait_for(port: int) -> None:
    """Returns when somebody answers at a port of this machine."""
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nobody answers at port {port}")


def objects(archive: str) -> dict[str, Any]:
    """Path in the archive → length, of every object."""
    store, root = filesystem(archive)
    return {name.removeprefix(f"{root}/"): store.info(name)["size"] for name in store.find(root)}
