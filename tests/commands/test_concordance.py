"""A concordance on a terminal: matches whole and below one another, contexts cut at their far ends."""

from collections.abc import Iterator

import pytest
from rich.cells import cell_len

from crawler.commands.concordance import concordance
from storage.search import Hit
from tests.support.builders import DAY

LEFT = "沿河县第一个社区服务中心昨天上午挂牌，县里的"
RIGHT = "同时开门，AI 技术员小方说，居民可以来这里借书。\n社区"
HITS = [
    Hit("gongyishibao-2023-10-17-36001", "gongyishibao", DAY, "02", "题", LEFT, "社工站", RIGHT),
    Hit("gongyishibao-2023-10-17-36017", "gongyishibao", DAY, "A12", "题", "", "社工站", "开。"),
    Hit("gongyishibao-2023-10-17-36020", "gongyishibao", DAY, "", "题", "a b c\n在", "社工站", ""),
]


def lines(hits: list[Hit], width: int) -> Iterator[str]:
    """The lines as text."""
    return (line.plain for line in concordance(hits, width))


@pytest.mark.parametrize("width", [80, 100, 120, 200])
def test_every_line_has_its_match_in_one_column_and_its_cite_id_whole(width: int) -> None:
    shown = list(lines(HITS, width))
    assert len(shown) == len(HITS)
    assert len({cell_len(line[: line.index("社工站")]) for line in shown}) == 1
    for line, hit in zip(shown, HITS, strict=True):
        assert cell_len(line.rstrip()) <= width
        assert hit.cite_id in line
        left, right = line[: line.index(hit.cite_id)].split("社工站")
        assert hit.left.replace("\n", "¶").endswith(left.strip())
        assert hit.right.replace("\n", "¶").startswith(right.strip())


def test_at_eighty_columns_there_is_context_on_both_sides() -> None:
    assert next(lines(HITS, 80)).startswith("上午挂牌，县里的 社工站 同时开门，AI 技")


def test_on_a_narrow_terminal_the_cite_id_stands_below() -> None:
    shown = list(lines(HITS, 44))
    assert [line.strip() for line in shown[1::2]] == [hit.cite_id for hit in HITS]
    assert all(cell_len(line) <= 44 for line in shown)


def test_matches_of_different_lengths_are_whole() -> None:
    hits = [
        Hit(f"a-{n}", "a", DAY, "", "", LEFT, match, RIGHT) for n, match in enumerate(("社工", "社会工作者"))
    ]
    for line, hit in zip(lines(hits, 60), hits, strict=True):
        assert hit.match in line
