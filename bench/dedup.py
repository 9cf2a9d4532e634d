"""Near duplicates measured: python -m bench.dedup [N] (docs/duplicates.md shows the tables).

First how well: the labelled set of tests/editions.py, beside datasketch, rensa and simhash at their usual
settings, those that are installed. Then how fast: `banmian dedup` over a database of N invented articles
(default 100,000), and what the index adds to storing an article.
"""

from __future__ import annotations

import importlib
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import Any

from bench.dedup_speed import print_speed
from pipelines.text.keys import key_text
from pipelines.text.minhash import signature
from storage.reprints import index, likeness
from tests.support.editions import FAMILIES, Edition, labelled

ORIGINALS, FORMS = 300, 100
Pairs = set[tuple[int, int]]


def banmian(kept: Sequence[str]) -> tuple[Pairs, dict[int, int]]:
    """Pairs as the database finds them, and the cluster of every text (the list is in the order of print)."""
    signatures = [signature(text) for text in kept]
    pairs = {
        pair
        for pair in sharing(map(likeness.bands, signatures), index.CROWDED)
        if likeness.estimate(signatures[pair[0]], signatures[pair[1]]) >= likeness.ESTIMATE
        and likeness.compare(kept[pair[0]], kept[pair[1]]).alike
    }
    exact: dict[str, int] = {}
    first = [exact.setdefault(text, n) for n, text in enumerate(kept)]
    pairs |= {(one, n) for n, one in enumerate(first) if one != n}
    alike: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        alike[str(one)].add(str(other))
        alike[str(other)].add(str(one))
    found = likeness.clusters(
        {str(n): n for n in range(len(kept))},
        alike,
        lambda a, b: likeness.compare(kept[int(a)], kept[int(b)]).kin,
    )
    return pairs, {int(text): int(its_first) for text, its_first in found.items()}


def by_datasketch(tokens: Callable[[str], Iterable[str]]) -> Callable[[Sequence[str]], Pairs]:
    """MinHashLSH as its documentation shows it: 128 permutations, threshold 0.5."""
    module = importlib.import_module("datasketch")

    def find(raw: Sequence[str]) -> Pairs:
        index = module.MinHashLSH(threshold=0.5, num_perm=128)
        pairs: Pairs = set()
        for n, text in enumerate(raw):
            hashed = module.MinHash(num_perm=128)
            hashed.update_batch([token.encode() for token in set(tokens(text))])
            pairs |= {(other, n) for other in index.query(hashed)}
            index.insert(n, hashed)
        return pairs

    return find


def by_rensa(tokens: Callable[[str], Iterable[str]]) -> Callable[[Sequence[str]], Pairs]:
    """RMinHashLSH: 128 permutations, 16 bands, threshold 0.8."""
    module = importlib.import_module("rensa")

    def find(raw: Sequence[str]) -> Pairs:
        index = module.RMinHashLSH(threshold=0.8, num_perm=128, num_bands=16)
        hashes: list[Any] = []
        pairs: Pairs = set()
        for n, text in enumerate(raw):
            hashed = module.RMinHash(num_perm=128, seed=42)
            hashed.update(list(set(tokens(text))))
            pairs |= {(m, n) for m in index.query(hashed) if hashes[m].jaccard(hashed) >= 0.8}
            index.insert(n, hashed)
            hashes.append(hashed)
        return pairs

    return find


def by_simhash() -> Callable[[Sequence[str]], Pairs]:
    """SimhashIndex with 64 bits, windows of four characters (its own choice), distance 3."""
    module = importlib.import_module("simhash")

    def find(raw: Sequence[str]) -> Pairs:
        hashes = [module.Simhash(grams(text, 4)) for text in raw]
        index = module.SimhashIndex([(str(n), each) for n, each in enumerate(hashes)], k=3)
        near = ((int(m), n) for n, each in enumerate(hashes) for m in index.get_near_dups(each))
        return {(m, n) for m, n in near if m < n}

    return find


def sharing(bands: Iterable[Sequence[int]], crowded: int) -> Pairs:
    """Pairs of numbers of texts that share a band of no more than `crowded`."""
    members: dict[int, list[int]] = defaultdict(list)
    for n, entries in enumerate(bands):
        for band in entries:
            members[band].append(n)
    return {pair for held in members.values() if len(held) <= crowded for pair in combinations(held, 2)}


def clauses(text: str) -> list[str]:
    """What stands between punctuation: the words of tools made for other scripts."""
    return [part for part in re.split(r"\W+", text) if part]


def grams(text: str, length: int = 3) -> list[str]:
    """Character n-grams of the text without punctuation."""
    bare = re.sub(r"\W+", "", text)
    return [bare[n : n + length] for n in range(len(bare) - length + 1)]


def components(count: int, pairs: Pairs) -> dict[int, int]:
    """Connected texts: what these tools' users make of pairs."""
    parent = list(range(count))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for one, other in pairs:
        parent[root(other)] = root(one)
    return {n: root(n) for n in range(count)}


def purity(found: dict[int, int], editions: Sequence[Edition]) -> float:
    """Share of the clustered texts that are of the text most of their cluster are of."""
    members: dict[int, Counter[int]] = defaultdict(Counter)
    for n, first in found.items():
        members[first][editions[n].origin] += 1
    several = [counts for counts in members.values() if counts.total() > 1]
    total = sum(counts.total() for counts in several)
    return sum(max(counts.values()) for counts in several) / total if total else 1.0


def print_quality(name: str, editions: list[Edition]) -> None:
    """A column for each tool: recall by family and strength, then precision and purity."""
    raw = [edition.text for edition in editions]
    kept = [key_text(text) for text in raw]
    results: dict[str, tuple[Pairs, dict[int, int]]] = {"banmian": banmian(kept)}
    tools: list[tuple[str, Callable[[], Callable[[Sequence[str]], Pairs]]]] = [
        ("datasketch, clauses", lambda: by_datasketch(clauses)),
        ("datasketch, 3-grams", lambda: by_datasketch(grams)),
        ("rensa, 3-grams", lambda: by_rensa(grams)),
        ("simhash", by_simhash),
    ]
    for tool, make in tools:
        try:
            found = make()(raw)
        except ImportError as error:
            print(f"{tool}: not installed ({error}), left out: pip install datasketch rensa simhash")
            continue
        results[tool] = found, components(len(raw), found)
    print(f"\n{name}: {len(editions)} texts\n")
    print("| | " + " | ".join(results) + " |\n|---|" + "---:|" * len(results))
    first = {edition.origin: n for n, edition in enumerate(editions) if edition.family == "original"}
    for family in FAMILIES:
        for strength in family.strengths:
            wanted = [
                (first[e.origin], n)
                for n, e in enumerate(editions)
                if (e.family, e.strength) == (family.name, strength)
            ]
            shares = (sum(pair in pairs for pair in wanted) / len(wanted) for pairs, _ in results.values())
            print_row(f"recall, {family.name} {strength or ''}", shares)
    grouped = [found for _, found in results.values()]
    print_row("recall, in one cluster", (in_clusters(found, editions, first) for found in grouped))
    print_row("precision of all pairs", (precision(pairs, editions) for pairs, _ in results.values()))
    print_row("purity of clusters", (purity(found, editions) for found in grouped))
    for kind in sorted({e.family for e in editions} - {f.name for f in FAMILIES} - {"original"}):
        count = sum(e.family == kind for e in editions)
        wrong = (sum(false(p, editions, kind) for p in pairs) for pairs, _ in results.values())
        label = f"false pairs, {kind} (of {count * (count - 1) // 2:,})"
        print(f"| {label} | " + " | ".join(map(str, wrong)) + " |")


def print_row(label: str, values: Iterable[float]) -> None:
    print(f"| {label} | " + " | ".join(f"{value:.4f}" for value in values) + " |")


def in_clusters(found: dict[int, int], editions: Sequence[Edition], first: dict[int, int]) -> float:
    wanted = [n for n, e in enumerate(editions) if e.origin in first and e.family != "original"]
    return sum(found[n] == found[first[editions[n].origin]] for n in wanted) / len(wanted)


def precision(pairs: Pairs, editions: Sequence[Edition]) -> float:
    true = sum(editions[one].origin == editions[other].origin for one, other in pairs)
    return true / len(pairs) if pairs else 1.0


def false(pair: tuple[int, int], editions: Sequence[Edition], kind: str) -> bool:
    one, other = editions[pair[0]], editions[pair[1]]
    return one.origin != other.origin and kind in (one.family, other.family)


def main() -> None:
    """Both parts; N from the command line or the environment, 0 for the first part alone."""
    count = int(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("N") or 100_000)
    print_quality("Articles of 200 to 1200 characters", labelled(1, ORIGINALS, forms=FORMS))
    print_quality(
        "Short ones, 60 to 150 characters", labelled(2, ORIGINALS, shortest=60, longest=150, forms=0)
    )
    if count:
        print_speed(count)


if __name__ == "__main__":
    main()
