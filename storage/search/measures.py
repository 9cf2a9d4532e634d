"""Measures of association and of keyness, as corpus linguists define them (docs/instruments.md)."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, log, log2, sqrt


@dataclass(frozen=True, slots=True)
class Table:
    """How an item is distributed inside and outside: a contingency table with its margins."""

    inside: int
    """f_xy: tokens of the item inside the windows."""
    of_item: int
    """f: tokens of the item in all."""
    window: int
    """Tokens inside the windows."""
    tokens: int
    """Tokens in all, the node itself not among them."""

    @property
    def expected(self) -> float:
        """Tokens of the item inside the windows if it stood anywhere alike."""
        return self.window * self.of_item / self.tokens

    @property
    def log_likelihood(self) -> float:
        """G² (Dunning 1993), over all four cells."""
        rest, others = self.tokens - self.window, self.tokens - self.of_item
        cells = (
            (self.inside, self.expected),
            (self.window - self.inside, self.window * others / self.tokens),
            (self.of_item - self.inside, rest * self.of_item / self.tokens),
            (rest - self.of_item + self.inside, rest * others / self.tokens),
        )
        return 2 * sum(observed * log(observed / expected) for observed, expected in cells if observed)

    @property
    def pmi(self) -> float:
        """Pointwise mutual information, in bits: log2 of observed by expected (Church and Hanks 1990)."""
        return log2(self.inside / self.expected)

    @property
    def t(self) -> float:
        """The t score: observed less expected, by the root of observed (Church et al. 1991)."""
        return (self.inside - self.expected) / sqrt(self.inside)


def log_dice(both: int, one: int, other: int) -> float:
    """LogDice (Rychlý 2008): 14 + log2 of 2·f_xy / (f_x + f); it does not grow with the corpus."""
    return 14 + log2(2 * both / (one + other))


@dataclass(frozen=True, slots=True)
class Keyness:
    """An item in two corpora."""

    here: int
    there: int
    tokens_here: int
    tokens_there: int

    @property
    def log_likelihood(self) -> float:
        """G² (Rayson and Garside 2000), over the two cells of the item."""
        rate = (self.here + self.there) / (self.tokens_here + self.tokens_there)
        cells = ((self.here, self.tokens_here * rate), (self.there, self.tokens_there * rate))
        return 2 * sum(observed * log(observed / expected) for observed, expected in cells if observed)

    @property
    def log_ratio(self) -> float:
        """Log2 of the ratio of relative frequencies (Hardie 2014); half an occurrence stands for none."""
        here, there = self.here or 0.5, self.there or 0.5
        return log2((here / self.tokens_here) / (there / self.tokens_there))

    @property
    def interval(self) -> tuple[float, float]:
        """The interval of 95 % around the log ratio, by the normal approximation of a ratio of risks."""
        here, there = self.here or 0.5, self.there or 0.5
        variance = 1 / here - 1 / self.tokens_here + 1 / there - 1 / self.tokens_there
        error = 1.959964 * sqrt(variance) / log(2) if variance >= 0 else inf
        return self.log_ratio - error, self.log_ratio + error
