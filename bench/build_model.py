"""Rebuilds pipelines/text/data/model.npz, the language model of `restore`: python -m bench.build_model DIR

DIR: where the packages of bench/corpus.py are unpacked. Only probabilities are kept, no text. Takes
some minutes.

The model is a back-off character 4-gram over simplified characters. Its probabilities are a fixed
mixture of four sources: the news corpus (interpolated absolute discounting), the n-grams that open-gram's
words stand for, the words of the frequency lists (what follows inside a word; what follows the end of a
word is left to the shorter contexts) and the character transitions. An n-gram is kept when leaving it to
the shorter contexts would cost more than `WORTH`.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable
from math import exp, log
from pathlib import Path

import numpy as np

from bench import corpus, opengram
from pipelines.text.restoration.lm import BITS, EDGE, ORDER, STEP, normal

NEWS, MODERN, WORDS = 0.35, 0.4, 0.25
TRANSITIONS = 0.3
DISCOUNT = 0.75
RUNNING = 2e7
"""Running words that the frequency lists stand for."""
UNSEEN = 1 / 8000
CHARACTERS = (1 << BITS) - 2
WORTH = 6e-8
FARTHEST = 6.0
"""No n-gram is farther (nats) from what the shorter contexts say, or it is too rare to be worth it."""
OUT = Path(__file__).parent.parent / "pipelines" / "text" / "data" / "model.npz"


class Source:
    """Interpolated absolute discounting over n-gram counts; `ends` counts contexts after which a word
    ended."""

    def __init__(self, counts: dict[str, float], ends: dict[str, float] | None = None) -> None:
        self.counts = counts
        totals: defaultdict[str, float] = defaultdict(float)
        kept: defaultdict[str, float] = defaultdict(float)
        for gram, n in counts.items():
            totals[gram[:-1]] += n
            kept[gram[:-1]] += max(n - DISCOUNT, 0.0)
        for context, n in (ends or {}).items():
            totals[context] += n
        self.totals = dict(totals)
        self.left = {context: 1 - kept[context] / n for context, n in totals.items()}

    def p(self, history: str, character: str) -> float:
        value = UNSEEN
        for at in range(len(history), -1, -1):
            context = history[at:]
            total = self.totals.get(context)
            if not total:
                break
            n = max(self.counts.get(context + character, 0.0) - DISCOUNT, 0.0)
            value = n / total + self.left[context] * value
        return value

    def share(self, gram: str) -> float:
        return self.counts.get(gram, 0.0) / self.totals[""]


def of_text(lines: Iterable[str]) -> Source:
    counts: defaultdict[str, float] = defaultdict(float)
    for line in lines:
        text = EDGE + normal(line) + EDGE
        for n in range(1, ORDER + 1):
            for at in range(len(text) - n + 1):
                counts[text[at : at + n]] += 1
    return Source(dict(counts))


def of_words(shares: dict[str, float]) -> Source:
    counts: defaultdict[str, float] = defaultdict(float)
    ends: defaultdict[str, float] = defaultdict(float)
    for word, share in shares.items():
        n = share * RUNNING
        for at in range(len(word)):
            for length in range(1, min(ORDER, len(word) - at) + 1):
                counts[word[at : at + length]] += n
        for length in range(1, min(ORDER - 1, len(word)) + 1):
            ends[word[-length:]] += n
    return Source(dict(counts), dict(ends))


def of_opengram(root: Path) -> Source:
    counts, ends = opengram.counts(corpus.find(root, "lm_sc.t3g").parent, ORDER)
    return Source(counts, ends)


def build(root: Path) -> dict[str, np.ndarray]:
    """The arrays of the model file."""
    sources = (
        (NEWS, of_text(corpus.news(root, "model"))),
        (MODERN, of_opengram(root)),
        (WORDS, of_words(corpus.words(root))),
    )
    following = corpus.successors(root)

    def p(history: str, character: str) -> float:
        mixed = sum(weight * source.p(history, character) for weight, source in sources)
        next_ = following.get(history[-1:])
        if next_ is None or not "\u4e00" <= character <= "\u9fff":
            return mixed
        return (1 - TRANSITIONS) * mixed + TRANSITIONS * next_.get(character, 1e-7)

    def share(gram: str) -> float:
        return sum(weight * source.share(gram) for weight, source in sources)

    grams: list[set[str]] = [set() for _ in range(ORDER)]
    for _, source in sources:
        for gram in source.counts:
            if len(gram) == 1 or share(gram) * FARTHEST > WORTH:
                grams[len(gram) - 1].add(gram)
    characters = sorted(grams[0], key=share, reverse=True)[:CHARACTERS]
    known = set(characters)
    grams[1] |= {
        a + b
        for a, following_a in following.items()
        for b, n in following_a.items()
        if n > 1e-4 and len(b) == 1
    }
    kept: list[dict[str, float]] = [{c: log(p("", c)) for c in characters}]
    backoff: list[dict[str, float]] = []

    def shorter(history: str, character: str) -> float:
        left = 0.0
        for at in range(len(history) + 1):
            context = history[at:]
            found = kept[len(context)].get(context + character)
            if found is not None:
                return left + found
            left += backoff[len(context) - 1].get(context, 0.0) if context else 0.0
        raise KeyError(character)

    for n in range(2, ORDER + 1):
        worth: defaultdict[str, list[tuple[str, float, float]]] = defaultdict(list)
        for gram in grams[n - 1]:
            history, character = gram[:-1], gram[-1]
            if history not in kept[n - 2] or character not in known:
                continue
            mine, other = p(history, character), shorter(history[1:], character)
            weight = share(history) * mine
            if weight * abs(log(mine) - other) > WORTH:
                worth[history].append((character, mine, other))
        backoff.append({})
        kept.append({})
        for history, followers in worth.items():
            taken = min(sum(mine for _, mine, _ in followers), 0.999)
            given = min(sum(exp(other) for _, _, other in followers), 0.999)
            backoff[-1][history] = log((1 - taken) / (1 - given))
            for character, mine, _ in followers:
                kept[-1][history + character] = log(mine)
        print(f"{n}-grams: {len(kept[-1]):,}", file=sys.stderr)
    return _arrays(characters, kept, backoff)


def _arrays(
    characters: list[str], kept: list[dict[str, float]], backoff: list[dict[str, float]]
) -> dict[str, np.ndarray]:
    number = {c: i for i, c in enumerate(characters, 1)}

    def key(gram: str) -> int:
        value = 0
        for character in gram:
            value = (value << BITS) + number[character]
        return value

    arrays = {"characters": np.array("".join(characters))}
    for n, logs in enumerate(kept, 1):
        grams = sorted(logs, key=key)
        steps = np.diff(np.array([key(gram) for gram in grams], dtype=np.int64), prepend=0)
        small = steps < 0xFFFF
        # Most keys follow the one before closely: two bytes for them, eight for the others.
        arrays[f"near{n}"] = np.where(small, steps, 0xFFFF).astype(np.uint16)
        arrays[f"far{n}"] = steps[~small]
        arrays[f"logs{n}"] = np.clip(np.rint([-logs[g] / STEP for g in grams]), 0, 255).astype(np.uint8)
        if n < ORDER:
            weights = [-backoff[n - 1].get(g, 0.0) / STEP for g in grams]
            arrays[f"backoffs{n}"] = np.clip(np.rint(weights), -128, 127).astype(np.int8)
    return arrays


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    np.savez_compressed(OUT, **build(Path(sys.argv[1])))
    print(f"{OUT.name}: {OUT.stat().st_size / 1e6:.1f} MB", file=sys.stderr)
