"""`python -m crawler` is `banmian`."""

from crawler.cli import main

main()
