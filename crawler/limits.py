"""How much of an issue a walk looks at: all of it, or the first pages and the first articles of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from pipelines.items import IssueItem, PageItem, Placement, PromisedPage


class ArgumentError(ValueError):
    """A spider argument (`-a`) that does not exist, or whose value is none."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The first so many; None: all."""

    pages: int | None = None
    """Pages of the issue."""
    articles: int | None = None
    """Articles of each page."""

    @classmethod
    def read(cls, pages: str | None, articles: str | None) -> Self:
        """The limits in the spider arguments of these names. Raises ArgumentError."""
        return cls(_count(pages, "pages"), _count(articles, "articles"))

    def as_arguments(self) -> dict[str, str]:
        """The spider arguments that say the same."""
        given = {"pages": self.pages, "articles": self.articles}
        return {name: str(count) for name, count in given.items() if count is not None}

    def pages_of(self, issue: IssueItem) -> tuple[PromisedPage, ...]:
        """The promised pages of an issue that are looked at."""
        return issue.pages[: self.pages]

    def articles_of(self, page: PageItem) -> tuple[Placement, ...]:
        """The placements of a page whose articles are looked at; none of a page that is not."""
        if self.pages is not None and page.sequence > self.pages:
            return ()
        return page.placements[: self.articles]

    @property
    def whole(self) -> bool:
        """Whether the whole issue is looked at."""
        return self == Limits()


def _count(text: str | None, name: str) -> int | None:
    if text is None:
        return None
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentError(f"{name}: {text!r} is no number of {name}, write it as 3")
    return int(text)
