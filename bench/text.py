"""What `restore` can do, measured: python -m bench.text [DIR]

DIR: where the packages of bench/corpus.py are unpacked; without it only the invented news is used.
Prints Markdown.
"""

import json
import platform
import random
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from time import process_time, strftime
from typing import Any

from bench import corpus
from bench.measure import Score, measure
from pipelines.text.restoration.restore import restore
from tests.support.channel import CUT_MARKS
from tests.support.damage import LEVELS, Damaged, Mirror, damage, level

HERE = Path(__file__).parent
DOCUMENT = 900
"""Characters of a document of the news corpus: about one article."""
MORE = 40
"""Characters besides the observed ones on the lists of heavy mirrors."""
VARIANTS: dict[str, dict[str, Any]] = {
    "heavy, extra commas": {"commas": 0.5},
    "heavy, cuts at 、 too": {"marks": CUT_MARKS},
    "heavy, bytes dropped without ?": {"lost": ""},
    "heavy, dropped, bracket kept": {"lost": "", "swallow": False},
}
"""Rarer kinds of mirrors."""
ROUNDS = 6
"""Mirrors the invented news goes through."""
NAMES, TABLES = 1200, 120
"""Invented names, and pages of numbers."""
QUESTIONS: dict[str, dict[str, Any]] = {
    "as above": {},
    "letters and digits folded": {"letters": True},
    "？ kept after ?": {"query": False},
    "both": {"letters": True, "query": False},
    "spaces swallowed": {"blanks": True},
}
"""What could not be learned of real mirrors, both answers."""


def documents(paragraphs: Iterable[str]) -> Iterator[str]:
    """Paragraphs in documents of some `DOCUMENT` characters."""
    kept: list[str] = []
    for paragraph in paragraphs:
        kept.append(paragraph)
        if sum(map(len, kept)) > DOCUMENT:
            yield "\n".join(kept)
            kept = []
    if kept:
        yield "\n".join(kept)


def invented() -> list[str]:
    """The invented articles: the model has not seen them, but what they showed to be wrong was mended."""
    return [
        article
        for name in ("invented_news.txt", "invented_press.txt", "invented_later.txt")
        for article in _articles(name)
    ]


def _articles(name: str) -> list[str]:
    return (HERE / name).read_text("utf-8").strip().split("\n\n")


def names() -> list[str]:
    """Lists of invented personal names: nothing but the bytes and the model knows the next character."""
    chance = random.Random(2026)
    people = (
        chance.choice("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕")
        + "".join(
            chance.sample("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国海燕志晓东文雪梅", 2)
        )
        for _ in range(NAMES)
    )
    groups = iter(lambda: list(islice(people, 12)), [])
    return [
        f"参加座谈的有：{'、'.join(group)}。“谢谢大家！”主持人说，“下一位：{group[0]}。”" for group in groups
    ]


def tables() -> list[str]:
    """Rows with numbers between full-width marks, as results and prices are printed."""
    chance = random.Random(2027)
    places = re.findall("\\S+", "海口 三亚 儋州 文昌 琼海 万宁 东方 学院路 校场口 客运站 停车场 顾家庄")
    return ["\n".join(_row(place, chance) for place in chance.sample(places, 8)) for _ in range(TABLES)]


def _row(place: str, chance: random.Random) -> str:
    price = f"{chance.randrange(100000, 999999)}，{chance.randrange(1, 99)}.{chance.randrange(10)}%"
    day = f"“{chance.randrange(1, 12)}月{chance.randrange(1, 28)}日”"
    return f"{place}：{price}；{day}，比分{chance.randrange(5)}：{chance.randrange(5)}！"


def damaged(name: str, texts: list[str], rounds: int, **change: Any) -> list[Damaged]:
    """Every text through a mirror of its own, `rounds` times."""
    return [
        damage(
            text,
            replace(level(name, number * 101 + turn, MORE if name == "heavy" else 0), **change),
            number * 101 + turn,
        )
        for turn in range(rounds)
        for number, text in enumerate(texts)
    ]


def row(name: str, source: str, documents: list[Damaged], known: bool = False) -> str:
    """One line of the table; known: `restore` is told that the documents come from a mirror."""
    total = Score()
    seconds, size = 0.0, 0
    for document in documents:
        begun = process_time()
        found = restore(document.text, known)
        seconds += process_time() - begun
        size += len(document.text.encode())
        total += measure(document, found)[0]
    cells = (
        source,
        name,
        f"{total.characters:,}",
        _percent(total.errors, total.characters, 3),
        _percent(total.width_errors, total.characters, 3),
        f"{total.spans:,}",
        _percent(total.exact, total.spans, 2),
        f"{total.torn:,}",
        _percent(total.torn_exact, total.torn, 1),
        f"{total.several:,}",
        _percent(total.torn_exact - total.several_exact, total.torn - total.several, 1),
        _percent(total.sure_wrong, total.sure, 2),
        f"{total.torn_sure:,}",
        _percent(total.torn_sure_wrong, total.torn_sure, 1),
        f"{size / seconds / 1e6:.2f}",
    )
    return "| " + " | ".join(cells) + " |"


def _percent(part: int, whole: int, digits: int) -> str:
    return f"{100 * part / whole:.{digits}f} %" if whole else "–"


def table(root: Path | None) -> Iterator[str]:
    """The table of all levels and sources."""
    heads = (
        "text", "damage", "characters", "CER", "CER with widths", "spans", "exact", "torn spans", "exact",
        "several originals", "exact of the others", "wrong of the sure", "sure torn", "wrong", "MB/s",
    )  # fmt: skip
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * 2 + "--:|" * (len(heads) - 2)
    for source, texts, rounds in sources(root):
        for name in LEVELS:
            yield row(name, source, damaged(name, texts, rounds))
        if source in ("names", "tables"):
            documents = damaged("cuts only", texts, rounds)
            yield row("cuts only, known to be damaged", source, documents, known=True)
            continue
        for name, change in VARIANTS.items():
            yield row(name, source, damaged("heavy", texts, rounds, **change))


def questions() -> Iterator[str]:
    """CER and torn spans exact for both answers to what is not known of mirrors."""
    yield f"| text | damage | {' | '.join(QUESTIONS)} |"
    yield f"|---|---|{'--:|' * len(QUESTIONS)}"
    for source, texts, rounds in sources(None):
        for name in LEVELS:
            cells = []
            for change in QUESTIONS.values():
                total = Score()
                for document in damaged(name, texts, min(rounds, 3), **change):
                    total += measure(document, restore(document.text))[0]
                errors, exact = (
                    _percent(total.errors, total.characters, 3),
                    _percent(total.torn_exact, total.torn, 1),
                )
                cells.append(f"{errors}, {exact}")
            yield f"| {source} | {name} | {' | '.join(cells)} |"


def sources(root: Path | None) -> list[tuple[str, list[str], int]]:
    """Every text of the bench with its name and the mirrors it goes through."""
    once = _articles("invented_once.txt")
    found = [
        ("invented news", invented(), ROUNDS),
        ("news read once", once, ROUNDS),
        ("news of many kinds", _articles("invented_fresh.txt"), ROUNDS),
        ("names", names(), 1),
        ("tables", tables(), 1),
    ]
    if root:
        found.insert(0, ("news of 1998", list(documents(corpus.news(root, "bench"))), 1))
    return found


def speed() -> Iterator[str]:
    """MB/s on sound texts."""
    for name, text in (
        ("sound simplified news", "\n\n".join(invented())),
        ("sound traditional news", damage("\n\n".join(invented()), Mirror("", cut=0, fold=False)).text),
    ):
        large = text * (4_000_000 // len(text))
        begun = process_time()
        found = restore(large)
        seconds = process_time() - begun
        assert found.text == large
        yield f"- {name}: {len(large.encode()) / seconds / 1e6:,.0f} MB/s"


def gallery() -> str:
    """How many sound texts of the gallery change."""
    folder = HERE.parent / "tests" / "cases"
    cases = [
        case
        for name in ("sound_texts", "sound_gallery")
        for case in json.loads((folder / f"{name}.json").read_text("utf-8"))
    ]
    changed = sum(restore(case["text"]).text != case["text"] for case in cases)
    return f"- sound texts changed: {changed} of {len(cases)}"


def main(arguments: list[str]) -> None:
    root = Path(arguments[0]) if arguments else None
    today = strftime("%Y-%m-%d")
    print(f"`python -m bench.text DIR`, {today}, Python {platform.python_version()}, one core\n")
    restore("據(jù)了解,規(guī)模?!叭珖")  # the model is loaded before anything is timed
    for line in table(root):
        print(line, flush=True)
    print()
    for line in questions():
        print(line, flush=True)
    print()
    for line in (*speed(), gallery()):
        print(line)


if __name__ == "__main__":
    main(sys.argv[1:])
