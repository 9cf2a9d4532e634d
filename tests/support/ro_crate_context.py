"""Run by the Python of build/validators: checks RO-Crates as `rocrate-validator` does, without a network.

The validator fetches the JSON-LD context of RO-Crate; here the one the package `rocrate` brings answers.
"""

import io
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import requests
import requests_cache
from urllib3.response import HTTPResponse

CONTEXT = "https://w3id.org/ro/crate/1.1/context"


def main(cache: str, *crates: str) -> int:
    """The exit code of the validator, the first that is not 0."""
    body = files("rocrate").joinpath("data/ro-crate.jsonld").read_bytes()
    answer = requests.Response()
    answer.status_code, answer.url, answer._content = 200, CONTEXT, body
    answer.headers["Content-Type"] = "application/ld+json"
    answer.raw = HTTPResponse(
        body=io.BytesIO(body), status=200, headers=answer.headers, preload_content=False
    )
    answer.raw._request_url = CONTEXT
    session = requests_cache.CachedSession(cache, backend="sqlite")
    for headers in ({}, {"Accept": "application/ld+json, application/json"}):
        answer.request = requests.Request("GET", CONTEXT, headers=headers).prepare()
        session.cache.save_response(answer)
    session.close()
    tool = Path(sys.executable).with_name("rocrate-validator")
    options = ("--offline", "--cache-path", cache, "--no-paging", "-l", "required")
    return max(
        subprocess.run([tool, "validate", *options, crate], check=False).returncode for crate in crates
    )


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
