"""`python -m tests.facsimile.press`: prints the sites that `banmian demo` serves, as files of the package."""

import shutil

from crawler.demo.papers import SITES, SLUGS
from tests.facsimile.press.demo import demo_paper, printed

if __name__ == "__main__":
    for slug in SLUGS:
        shutil.rmtree(SITES / demo_paper(slug).prefix[1:], ignore_errors=True)
        for path, body in printed(slug).items():
            (SITES / path).parent.mkdir(parents=True, exist_ok=True)
            (SITES / path).write_bytes(body)
