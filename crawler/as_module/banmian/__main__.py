"""`python -m banmian` is `banmian`."""

from crawler.cli import main

main()
