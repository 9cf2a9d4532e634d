"""Pages of another layout than their family's, read by what all e-papers share; and pages read both ways.

`Reader` reads a walk's answers: by the family, else by `crawler.platforms.generic`, and says which it was.
"""

from crawler.guess.reader import Reader

__all__ = ["Reader"]
