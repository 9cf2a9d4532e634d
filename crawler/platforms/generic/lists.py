"""Lists of titles on a page, and the words before them that say whose they are."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from crawler.platforms.document import Document, Element
from crawler.platforms.generic.lines import Line, path_of
from crawler.platforms.generic.links import Link
from crawler.platforms.generic.navigation import TURN
from pipelines.text.labels import page_key, read_label

_HAN = re.compile(r"[\u3400-\u9fff]")
_FOREIGN = re.compile(
    "[关關]注|[热熱][点點门門词詞读讀榜文]|本周[热熱]|排行|[推荐薦]{2}|[荐薦][读讀]|相[关關]|延伸|[点點][击擊]|往期|回[顾顧]|更多|[导導][读讀]|最新|精[彩选選]|[专專][题題]|"
    "其他版|各版|要[闻聞]速|[头頭][条條]|[阅閱][读讀]|一周|猜你|大家|[网網]友|快[讯訊]|[滚滾][动動]|都在看|速[览覽]"
)
_OWN = re.compile(
    "[标標][题題][导導]航|本版[^责責编編]*$|目[录錄]|[稿新][件闻聞]列表|[标標][题題]列表|本页|版面[内內]容"
)
_AD = re.compile(
    r"^\W*(?:(?:公益)?[广廣]告|(?:本|\w{1,3})?版(?:面)?[责責]?[任]?[编編]|[责責](?:任)?[编編]|美术?[编編]|[编編][辑輯](?:\W|$)|值班|[审審]校|校[对對]|[导導][读讀]$|[订訂][阅閱]指南|[广廣]告刊例|[报報][头頭]$)"
)
_NO_TITLE = re.compile(
    r"^(?:首[页頁]|[关關]于我.*|[联聯]系我.*|版[权權].*|[设設][为為].*|加入收藏|收藏.*|[登注][录錄册冊]|PDF.*|下[载載].*|[查检檢][看索].*|[\d\W]+|更多.*|English|放大|[缩縮]小|打印|返回.*|.{0,6}版面.{0,4}|.{0,4}[检檢]索|[读讀]者.{0,4}|[数數]字[报報].*|.{0,4}客[户戶]端|.*[>»]{2,}|第?\d+[页頁期]|手机版|.{0,3}微[信博]|[举舉]报|回到.{2,4}|[A-Z]?\d{1,2}\s*[/／].*)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TitleList:
    """Links that stand in one list."""

    home: Element
    links: list[Link]
    heading: str
    """The words before it, or at its beginning."""

    @property
    def number(self) -> str:
        """Key of the page that its heading names; ''."""
        label = read_label(self.heading) if len(self.heading) < 40 else None
        return (
            page_key(label.number)
            if label is not None and label.number and re.search("版|[A-Z]", self.heading)
            else ""
        )

    @property
    def is_foreign(self) -> bool:
        """Whether its heading says that it is no list of the page."""
        return len(self.heading) <= 16 and bool(_FOREIGN.search(self.heading)) and not self.is_own

    @property
    def is_own(self) -> bool:
        """Whether its heading says that it is the list of the page."""
        return len(self.heading) <= 30 and bool(_OWN.search(self.heading))

    @property
    def shape(self) -> str:
        """Where it stands, by tags."""
        return path_of(self.home)


def is_title(text: str) -> bool:
    """Whether a link's text may be a title: words, and no word of a site's own."""
    words = len(_HAN.findall(text)) >= 2 or len(re.findall(r"[A-Za-z]{2,}", text)) >= 3
    return words and not _NO_TITLE.match(text) and not TURN.fullmatch(text) and not is_ad(text)


def is_ad(text: str) -> bool:
    """Whether an entry is an advertisement, or names the editors."""
    return bool(_AD.match(text)) and len(text) <= 24


def lists_of(page: Document, links: Sequence[Link], lines: Sequence[Line]) -> list[TitleList]:
    """The links by the list they stand in: the lowest element that holds another article's link too."""
    targets: dict[Element, set[str]] = {}
    for link in links:
        for around in (link.element, *link.element.iterancestors()):
            targets.setdefault(around, set()).add(link.url)
    place = {element: number for number, element in enumerate(page.root.iter())}
    elements = {link.element for link in links}
    shown = [line for line in lines if not line.hidden]
    homes: dict[tuple[Element, int], list[Link]] = {}
    headings: dict[int, str] = {-1: ""}
    for link in links:
        home = next(
            (around for around in link.element.iterancestors() if len(targets[around]) > 1), page.root
        )
        before = [line for line in shown if place[line.first] < place[link.element]]
        heading = _heading(before, home, elements)
        number = heading.number if heading is not None else -1
        headings[number] = heading.text if heading is not None else ""
        homes.setdefault((home, number), []).append(link)
    return [TitleList(key[0], held, headings[key[1]]) for key, held in homes.items()]


def _heading(before: Sequence[Line], home: Element, links: Set[Element]) -> Line | None:
    """The heading above an entry: the nearest within its list, else the line right above the list."""
    apart = False
    for at, line in reversed(list(enumerate(before))):
        around = {line.element, *line.element.iterancestors()}
        is_link = not around.isdisjoint(links) or not links.isdisjoint(line.pieces)
        if not is_link and _is_heading(line):
            # a box may bear the words 标题导航, too: what stands above them counts
            above = before[at - 1] if at and _OWN.search(line.text) else line
            found = above if len(above.text) <= 16 and _FOREIGN.search(above.text) else line
            return found if not apart or _heads(found, home) else None
        if home not in around:
            if not is_link and not line.is_sentence and not line.text.endswith(("…", "...")):
                return None
            apart = True  # the first entry may stand apart from the others, with the beginning of its text
    return None


def _heads(heading: Line, home: Element) -> bool:
    """Whether what stands behind a heading's first entry is under it, too: its element holds both."""
    if len(heading.text) <= 16 and _FOREIGN.search(heading.text):
        return False
    return heading.element.getparent() in home.iterancestors()


def _is_heading(line: Line) -> bool:
    text = line.text
    label = read_label(text) if len(text) <= 30 else None
    return (len(text) <= 16 and bool(_FOREIGN.search(text) or _OWN.search(text))) or bool(
        label and label.number and re.search("版|[A-Z]", text)
    )
