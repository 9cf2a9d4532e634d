"""Invented news: an edition from a seed and a plan of its pages, always the same.

A topic is used once in an issue, and every sentence has names and numbers of its own: what two articles share
is furniture, never text.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.facsimile.unknown.values import Edition, Picture, Sheet, Story

TOPICS: Mapping[str, Any] = json.loads(
    (Path(__file__).parents[2] / "cases" / "unknown_topics.json").read_text(encoding="utf-8")
)
Plan = tuple[tuple[str, str, str], ...]
"""The pages of an issue: number, name, the forms of its stories with spaces between; 'jump' twice in an issue
is one story on two pages, 'twin' a photograph whose headline is that of another."""


@dataclass(frozen=True, slots=True)
class House:
    """The habits of a newspaper."""

    plan: Plan
    without: frozenset[str] = frozenset()
    """Which of kicker, subhead, byline, column, pictures it never prints."""
    shorten: int = 0
    """Longest entry of its title list in characters; 0: any length."""
    step: int = 1
    """Days between two issues."""
    latin: bool = False
    """Its bylines are 文/… instead of 本报记者 …."""
    subhead_mark: str = ""
    """What every subhead begins with, ——."""


def edition(slug: str, house: House, day: date, number: int, newest: bool) -> Edition:
    """The issue of a day."""
    rng = random.Random(f"{slug} {day}")
    desk = _Desk(rng, day, house)
    sheets = tuple(
        Sheet(page, name, tuple(desk.story(form) for form in forms.split()))
        for page, name, forms in house.plan
    )
    step = timedelta(house.step)
    return Edition(day, number, sheets, day - step, None if newest else day + step)


class _Desk:
    """Hands out stories; remembers which topics are used, for no two stories may share one."""

    def __init__(self, rng: random.Random, day: date, house: House) -> None:
        self.rng, self.day, self.house = rng, day, house
        self.key = 0
        self.stock = {
            name: rng.sample(TOPICS[name], len(TOPICS[name]))
            for name in ("topics", "english", "poems", "notices", "tables")
        }
        photographs = TOPICS["photographs"]
        self.stock["photographs"] = rng.sample(photographs[:4], 4)
        self.stock["twins"] = rng.sample(photographs[4:], 2)
        self.jump: tuple[int, Story, tuple[str, ...]] | None = None

    def story(self, form: str) -> Story:
        """The next story of a form."""
        self.key += 1
        made: Story = getattr(self, f"_{form}")()
        blank: dict[str, Any] = {
            name: () if name == "pictures" and made.form != "photo" else ""
            for name in self.house.without
            if name != "pictures" or made.form != "photo"
        }
        made = replace(made, **blank)
        if made.subhead:
            made = replace(made, subhead=self.house.subhead_mark + made.subhead)
        longest = self.house.shorten
        short = f"{made.headline[: longest - 1]}…" if 0 < longest < len(made.headline) else ""
        return replace(made, listed=short)

    def _slots(self) -> dict[str, object]:
        rng = self.rng
        names = rng.sample([last + first for last in TOPICS["surnames"] for first in TOPICS["given"]], 3)
        place, other = rng.sample(TOPICS["places"], 2)
        near, far = rng.sample(TOPICS["latin_places"], 2)
        return {
            "p": place, "q": other, "who": names[0], "who2": names[1], "who3": names[2],
            "unit": rng.choice(TOPICS["units"]), "y": rng.randint(1961, 1998), "y2": rng.randint(1961, 1998),
            "n1": rng.randint(21, 96), "n2": rng.randint(12, 58), "n3": rng.randint(61, 97),
            "n4": rng.randint(104, 986), "n5": rng.randint(3, 9), "n6": rng.randint(2, 8),
            "d": self.day.day, "d2": rng.randint(1, 28), "m": self.day.month, "m2": self.day.month % 12 + 1,
            "N": rng.randint(10**7, 10**8), "P": near, "Q": far, "W": rng.choice(TOPICS["latin_names"]),
        }  # fmt: skip

    def _filled(self, topic: Mapping[str, Any], least: int) -> Story:
        """A topic with its sentences in paragraphs of one to three; some left out, never below `least`."""
        slots = self._slots()
        texts = list(topic["sentences"])
        for _ in range(self.rng.randint(0, max(len(texts) - least, 0))):
            texts.pop(self.rng.randrange(1, len(texts)))
        join = " " if topic["desk"] == "English" else ""
        paragraphs = [join.join(part).format(**slots) for part in self._parted(texts)]
        return Story(
            self.key, "news", topic["headline"].format(**slots), tuple(paragraphs),
            kicker=topic["kicker"].format(**slots) if self.rng.random() < 0.6 else "",
            subhead=topic["subhead"].format(**slots) if self.rng.random() < 0.6 else "",
        )  # fmt: skip

    def _parted(self, texts: Sequence[str]) -> list[list[str]]:
        parts: list[list[str]] = []
        rest = list(texts)
        while rest:
            size = self.rng.randint(1, 3)
            parts.append(rest[:size])
            rest = rest[size:]
        return parts

    def _name(self) -> str:
        return str(self.rng.choice(TOPICS["surnames"])) + str(self.rng.choice(TOPICS["given"]))

    def _signed(self, story: Story) -> Story:
        """With a byline row, or a reporter in the dateline, or neither."""
        style = self.rng.random()
        name = self._name()
        if style < 0.5:
            return replace(story, byline=f"文/{name}" if self.house.latin else f"本报记者 {name}")
        if style < 0.65:
            return replace(story, byline=f"本报记者 {name} 通讯员 {self._name()}")
        if style < 0.85:
            first = f"本报讯（记者{name}）{story.paragraphs[0]}"
            return replace(story, paragraphs=(first, *story.paragraphs[1:]))
        return story

    def _picture(self, at: int, caption: str) -> Picture:
        return Picture(f"{self.key:02d}_{at}", caption, self._name())

    def _news(self) -> Story:
        story = self._signed(self._filled(self.stock["topics"].pop(), 3))
        if self.rng.random() < 0.35:
            slots = self._slots()
            captions = (
                "{p}的{n2}位居民在现场查看。",
                "{who}展示一件{y}年的旧物。",
                "{q}的孩子们围成{n6}圈。",
            )
            count = self.rng.choice((1, 1, 2))
            pictures = tuple(
                self._picture(at, caption.format(**slots))
                for at, caption in enumerate(self.rng.sample(captions, count), start=1)
            )
            story = replace(story, pictures=pictures)
        if self.rng.random() < 0.25:
            story = replace(story, column=self.rng.choice(("街巷笔记", "一线见闻", "记者手记", "百姓账本")))
        return story

    def _long(self) -> Story:
        """A report in five chapters, each with its heading."""
        first, *others = (self._filled(self.stock["topics"].pop(), 8) for _ in range(5))
        chapters = (first, *others)
        paragraphs = [text for part in chapters for text in (part.headline, *part.paragraphs)][1:]
        story = self._signed(replace(first, paragraphs=tuple(paragraphs), form="long"))
        picture = self._picture(1, f"{self._slots()['p']}的老街上，店铺刚刚卸下门板。")
        return replace(story, pictures=(picture,))

    def _jump(self) -> Story:
        """The first part of a story, at the second call the rest of it."""
        if self.jump:
            first, story, rest = self.jump
            return replace(story, key=self.key, paragraphs=rest, continues=first)
        whole = self._filled(self.stock["topics"].pop(), 8)
        more = self._filled(self.stock["topics"].pop(), 8)
        target = next(page for page, _, forms in self.house.plan[1:] if "jump" in forms.split())
        turn = target.lstrip("A0") or target
        story = replace(whole, form="jump", byline=f"本报记者 {self._name()}")
        self.jump = (self.key, story, (f"（上接第1版）{more.paragraphs[0]}", *more.paragraphs[1:]))
        last = f"{whole.paragraphs[-1]}（下转第{turn}版）"
        return replace(story, paragraphs=(*whole.paragraphs[:-1], last))

    def _photo(self) -> Story:
        return self._photograph("photographs")

    def _twin(self) -> Story:
        return self._photograph("twins")

    def _photograph(self, stock: str) -> Story:
        """A picture with its caption, no text."""
        headline, caption = self.stock[stock].pop()
        picture = self._picture(1, caption.format(**self._slots()))
        return Story(self.key, "photo", headline, (), pictures=(picture,))

    def _poem(self) -> Story:
        headline, *lines = (line.format(**self._slots()) for line in self.stock["poems"].pop())
        return Story(self.key, "poem", headline, tuple(lines), byline=self._name(), column="诗叶")

    def _notice(self) -> Story:
        headline, text = self.stock["notices"].pop()
        return Story(self.key, "notice", headline, (text.format(**self._slots()),))

    def _table(self) -> Story:
        headline, names, unit = self.stock["tables"].pop()
        slots = self._slots()
        rows = tuple(f"{name} {self.rng.randint(11, 989) / 10} {unit}" for name in names)
        lead = f"{slots['m']}月{self.day.day}日采集，由{slots['unit']}提供。"
        return Story(self.key, "table", headline.format(**slots), (lead, *rows))

    def _english(self) -> Story:
        story = self._filled(self.stock["english"].pop(), 4)
        return replace(story, kicker="", byline=f"By {self._slots()['W']}")
