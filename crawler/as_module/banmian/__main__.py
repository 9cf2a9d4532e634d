"""`python -m banmian` is `banmian`."""

from crawler.__main__ import main

main()
