"""A labelled set of duplicates: invented articles, editions of them, and forms that are no duplicates.

The articles are sampled from the language model that ships with `restore`: no newspaper printed them, but
their characters follow each other as in newspapers, so that unrelated ones share phrases as real ones do.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipelines.text.fold import to_hant
from pipelines.text.restoration.lm import BITS, model

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Family:
    """A way in which a text is printed again."""

    name: str
    edit: Callable[[random.Random, str, float], str]
    """Random numbers, text, share of its characters → the other print."""
    strengths: tuple[float, ...]
    """Those in the set."""


@cache
def _trigrams() -> tuple[Ids, npt.NDArray[np.float64], Ids, npt.NDArray[np.float64]]:
    """Keys and running sums of probability of the model's trigrams and bigrams."""
    lm = model()
    return (
        lm.keys[2],
        np.concatenate([[0.0], np.cumsum(np.exp(lm.logs[2]))]),
        lm.keys[1],
        np.concatenate([[0.0], np.cumsum(np.exp(lm.logs[1]))]),
    )


def _drawn(keys: Ids, sums: npt.NDArray[np.float64], context: Ids, at: npt.NDArray[np.float64]) -> Ids:
    """A character for each context, by probability (`at` in 0…1); 0 where the model has no such context."""
    first = np.searchsorted(keys, context << BITS)
    last = np.searchsorted(keys, (context + 1) << BITS)
    place = np.searchsorted(sums, sums[first] + at * (sums[last] - sums[first]), side="right") - 1
    found = keys[np.clip(place, first, np.maximum(last - 1, first)).clip(max=len(keys) - 1)] & (
        (1 << BITS) - 1
    )
    return np.where(last > first, found, 0)


def sample(seed: int, count: int, length: int) -> list[str]:
    """`count` strings of `length` characters that look like newspaper text; equal for equal arguments."""
    rng = np.random.default_rng(seed)
    trigrams, sums3, bigrams, sums2 = _trigrams()
    before = np.full(count, model().number["。"], dtype=np.int64)
    last = rng.integers(40, 900, count)
    columns = []
    for _ in range(length):
        # A fifth of the steps forget one character: otherwise rare contexts repeat whole phrases.
        drawn = _drawn(trigrams, sums3, (before << BITS) + last, rng.random(count))
        other = _drawn(bigrams, sums2, last, rng.random(count))
        drawn = np.where((drawn == 0) | (rng.random(count) < 0.2), other, drawn)
        drawn = np.where(drawn == 0, rng.integers(1, 900, count), drawn)
        before, last = last, drawn
        columns.append(drawn)
    characters = np.array(["。", *model().characters])
    digits = random.Random(seed)
    return [
        "".join(str(digits.randrange(10)) if c == "0" else c for c in characters[row])
        for row in np.stack(columns, 1)
    ]


# --- the same text, printed again ---------------------------------------------------------------------

COMMON = (
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她"
    "出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没成"
)


def changed(rng: random.Random, text: str, share: float) -> str:
    """Single characters exchanged for others, anywhere."""
    characters = list(text)
    for place in rng.sample(range(len(text)), round(share * len(text))):
        characters[place] = rng.choice(COMMON)
    return "".join(characters)


def dropped_and_added(rng: random.Random, text: str, share: float) -> str:
    """Half as many characters left out, half as many put in."""
    characters = list(text)
    for _ in range(round(share * len(text) / 2)):
        del characters[rng.randrange(len(characters))]
        characters.insert(rng.randrange(len(characters)), rng.choice(COMMON))
    return "".join(characters)


def words(rng: random.Random, text: str, share: float) -> str:
    """Words of two characters exchanged (another house's wording); no house rewords a number."""
    characters = list(text)
    places = [n for n in range(0, len(text) - 1, 2) if not any(map(str.isdigit, text[n : n + 2]))]
    for place in rng.sample(places, min(round(share * len(text) / 2), len(places))):
        characters[place : place + 2] = rng.choice(COMMON), rng.choice(COMMON)
    return "".join(characters)


def tail_cut(_rng: random.Random, text: str, share: float) -> str:
    """Cut at the end, as papers cut."""
    return text[: round(len(text) * (1 - share))]


def head_cut(_rng: random.Random, text: str, share: float) -> str:
    """Cut at the beginning."""
    return text[round(len(text) * share) :]


def middle_cut(rng: random.Random, text: str, share: float) -> str:
    """A passage left out."""
    start = rng.randrange(round(len(text) * (1 - share)))
    return text[:start] + text[start + round(len(text) * share) :]


def headed(rng: random.Random, text: str, share: float) -> str:
    """Another beginning and another end, each half of the share."""
    half = round(len(text) * share / 2)
    head, tail = (sample(rng.randrange(1 << 30), 1, max(half, 1))[0] for _ in range(2))
    return head + text[half : len(text) - half] + tail


def agency(rng: random.Random, text: str, _share: float) -> str:
    """With an agency's dateline before it and a credit behind it."""
    return _filled(rng, "{dateline}", {}) + text + _filled(rng, "（{person}）", {})


def taiwan(rng: random.Random, text: str, share: float) -> str:
    """In traditional characters with Taiwan's words, and some characters changed."""
    return to_hant(changed(rng, text, share), "s2twp")


def moved(rng: random.Random, text: str, _share: float) -> str:
    """With its paragraphs in another order."""
    paragraphs = text.split("\n")
    rng.shuffle(paragraphs)
    return "\n".join(paragraphs)


def cut_and_changed(rng: random.Random, text: str, share: float) -> str:
    """A fifth cut from the end and characters changed."""
    return changed(rng, tail_cut(rng, text, 0.2), share)


FAMILIES = (
    Family("characters changed", changed, (0.01, 0.05, 0.1)),
    Family("characters dropped and added", dropped_and_added, (0.01, 0.05, 0.1)),
    Family("words exchanged", words, (0.01, 0.05, 0.1)),
    Family("cut at the end", tail_cut, (0.1, 0.2, 0.4)),
    Family("cut at the beginning", head_cut, (0.1, 0.2, 0.4)),
    Family("cut in the middle", middle_cut, (0.1, 0.2, 0.4)),
    Family("new head and tail", headed, (0.05, 0.1, 0.2)),
    Family("agency's dateline and credit", agency, (0.0,)),
    Family("Taiwan wording", taiwan, (0.0, 0.02, 0.05)),
    Family("paragraphs moved", moved, (0.0,)),
    Family("a fifth cut, characters changed", cut_and_changed, (0.01, 0.05)),
)


# --- forms: alike, and not the same --------------------------------------------------------------------


@cache
def _cases() -> dict[str, Any]:
    with (Path(__file__).parents[1] / "cases" / "forms.json").open(encoding="utf-8") as file:
        return dict(json.load(file))


def form_names() -> tuple[str, ...]:
    """The kinds of forms there are."""
    return tuple(_cases()["forms"])


def form(rng: random.Random, name: str) -> str:
    """A form, filled in at random."""
    return _filled(rng, _cases()["forms"][name], {})


def _filled(rng: random.Random, template: str, known: dict[str, str]) -> str:
    def fill(slot: re.Match[str]) -> str:
        name = slot[1]
        if span := re.fullmatch(r"(\d+)-(\d+)", name):
            return str(rng.randint(int(span[1]), int(span[2])))
        if name == "text":
            return sample(rng.randrange(1 << 30), 1, rng.randint(120, 400))[0]
        if name not in known or " " not in name:
            known[name] = _filled(rng, rng.choice(_cases()["slots"][name.split()[0]]), {})
        return known[name]

    return re.sub(r"\{([^{}]+)\}", fill, template)


# --- the labelled set ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Edition:
    """One text of the set."""

    text: str
    origin: int
    """Equal for prints of one text; every unrelated text and every form has its own."""
    family: str
    """Its family, 'original', 'unrelated' or the name of a form."""
    strength: float = 0.0


def labelled(
    seed: int, originals: int, *, shortest: int = 200, longest: int = 1200, forms: int = 60
) -> list[Edition]:
    """Originals, an edition of each by every family and strength, unrelated texts, forms of each kind.

    `shortest` and `longest` bound the characters of an original.
    """
    rng = random.Random(seed)
    sampled = sample(seed, 2 * originals, longest)
    texts = [text[: rng.randint(shortest, longest)] for text in sampled]
    found = [Edition(text, n, "original") for n, text in enumerate(texts[:originals])]
    found += [
        Edition(family.edit(rng, text, strength), n, family.name, strength)
        for n, text in enumerate(texts[:originals])
        for family in FAMILIES
        for strength in family.strengths
    ]
    found += [Edition(text, n, "unrelated") for n, text in enumerate(texts[originals:], originals)]
    origin = 2 * originals
    for kind in form_names():
        for _ in range(forms):
            found.append(Edition(form(rng, kind), origin, kind))
            origin += 1
    return found
