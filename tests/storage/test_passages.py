"""Passages reused inside longer texts: found on a set whose truth is known, and shown by the command."""

from __future__ import annotations

import random
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from pipelines.text.keys import letters
from storage import Writer
from storage.reprints.passages import LEAST, aligned
from tests.support.builders import article
from tests.support.desk import Desk
from tests.support.editions import sample

HOSTS, QUOTED, LENGTH = 120, 30, 600
SURE = 60
"""Letters that two quotations must have in common to be in the truth; below LEAST they are in neither."""


def changed(rng: random.Random, text: str, share: float) -> str:
    """The text with that share of its letters exchanged, left out or doubled."""
    kept = []
    for letter in text:
        kind = rng.random()
        if kind >= share:
            kept.append(letter)
        elif kind < share / 2:
            kept.append(rng.choice(text))
        elif kind < share * 3 / 4:
            kept.append(letter * 2)
    return "".join(kept)


@cache
def drawn(seed: int, count: int, length: int) -> list[str]:
    """The letters of invented texts, without those that say one character over and over."""
    texts = map(letters, sample(seed, 2 * count, length))
    varied = [text for text in texts if len({text[n : n + 4] for n in range(len(text))}) > 0.95 * len(text)]
    assert len(varied) >= count
    return varied[:count]


@cache
def quoting(share: float) -> tuple[list[str], dict[tuple[int, int], int]]:
    """Texts of which some quote a part of the same communiqué; two of them → how many letters they share."""
    rng = random.Random(11)
    hosts = [*drawn(1, HOSTS, LENGTH)]
    sources = drawn(2, QUOTED, 300)
    truth: dict[tuple[int, int], int] = {}
    free = list(range(HOSTS))
    rng.shuffle(free)
    for source in sources:
        parts = {}
        for host in (free.pop() for _ in range(rng.randint(2, 4))):
            start = rng.randrange(0, len(source) - 100)
            end = rng.randint(start + 70, min(start + 220, len(source)))
            place = rng.randrange(len(hosts[host]))
            quotation = changed(rng, source[start:end], share)
            hosts[host] = hosts[host][:place] + quotation + hosts[host][place:]
            parts[host] = (start, end)
        for one, other in combinations(sorted(parts), 2):
            (start, end), (begin, stop) = parts[one], parts[other]
            truth[one, other] = min(end, stop) - max(start, begin)
    return hosts, truth


@pytest.mark.parametrize(("share", "least"), [(0.0, 0.99), (0.03, 0.95), (0.06, 0.95)])
def test_quoted_passages_are_found_and_nothing_else_is(share: float, least: float) -> None:
    texts, truth = quoting(share)
    wanted = {pair for pair, common in truth.items() if common >= SURE}
    possible = {pair for pair, common in truth.items() if common >= LEAST * (1 - share) - 2}
    found = {(one, other) for one, _, other, _ in aligned(texts)}
    precision, recall = len(found & possible) / len(found), len(found & wanted) / len(wanted)
    print(f"{share:.0%} changed: {len(wanted)} pairs, precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= 0.95
    assert recall >= least


def test_a_passage_is_found_where_it_stands_and_letter_for_letter() -> None:
    texts, truth = quoting(0.0)
    for one, (start, end), other, (begin, stop) in aligned(texts):
        if (one, other) in truth:
            assert end - start >= LEAST
            assert abs((end - start) - truth[one, other]) <= 12, "a letter more may agree by chance"
            assert texts[one][start + 12 : end - 12] in texts[other][begin:stop]


def test_reprints_and_forms_are_no_passages_and_a_notice_inside_a_report_is_one() -> None:
    text, other, notice = (letters(each) for each in sample(5, 3, 400))
    notice = notice[:90]
    form = text.replace(text[50:54], "甲乙丙丁")
    assert not list(aligned([text, text, form]))
    [(_, (start, end), _, (begin, stop))] = aligned([notice, other[:200] + notice + other[200:]])
    assert (start, end) == (0, len(notice))
    assert (begin, stop) == (200, 200 + len(notice))
    assert not list(aligned([]))
    assert not list(aligned(["短", ""]))


def test_the_command_lists_a_passage_with_all_its_places(tmp_path: Path) -> None:
    desk = Desk.at(tmp_path)
    *bodies, quoted = sample(7, 4, 400)
    quoted = quoted[:120]
    with Writer(desk.db) as archive:
        for number, body in enumerate(bodies):
            text = f"{body[:150]}\n{quoted}\n{body[150:]}" if number else f"{quoted}{body}"
            archive.store(article("1", paper=f"paper{number}", key=f"k{number}", body=text, body_hans=text))
    [found] = desk.json("duplicates", "--passages")
    assert [place["paper"] for place in found["places"]] == ["paper0", "paper1", "paper2"]
    for place in found["places"]:
        assert letters(quoted) in place["text"]
        assert len(place["text"]) == place["end"] - place["start"] < len(letters(quoted)) + 12
        assert 0.15 < place["share"] < 0.4
    shown = desk.run("duplicates", "--passages", "--least", "100").stdout.splitlines()
    assert shown[0].startswith("paper0-2023-10-17-1\t3 texts of 3 papers\t")
    assert len(shown) == 4
    assert desk.json("duplicates", "--passages", "--paper", "paper2") == [found]
    assert desk.json("duplicates", "--passages", "--least", "200") == []
