"""Genres and sections against samples that were labelled before the rules were written."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pipelines.text.fold import fold
from pipelines.text.kinds import Printed, genre_of, kind_of, level_of, page_section

CASES = Path(__file__).parents[1] / "cases"


def labelled(name: str) -> list[list[str]]:
    """The rows of a labelled sample."""
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def printed(row: list[str]) -> Printed:
    """An article of the sample, as it is printed."""
    kicker, headline, subhead, byline, column, page, pictures, characters, dateline, *body = row[1:]
    return Printed(
        kicker=kicker,
        headline=headline,
        subhead=subhead,
        byline=byline,
        column_name=column,
        page_name=page,
        dateline=dateline,
        body="".join(body),
        char_count=int(characters),
        image_count=int(pictures),
    )


def test_a_genre_is_right_or_not_given() -> None:
    sample = [(row[0], genre_of(printed(row)), row[2]) for row in labelled("genres.tsv")]
    assert [each for each in sample if each[1] not in ("", each[0])] == []
    missed = Counter(label for label, found, _ in sample if label and not found)
    assert sum(missed.values()) <= 3, missed
    assert len(sample) >= 60


HEADLINES = """社论：一
社评：一
图片新闻
摄影报道
影像新闻
某公告
某公示
某通告
某启事
遗失声明
讣告
公益广告""".splitlines()


def test_a_headline_that_names_its_genre_is_known_in_every_form_of_its_characters() -> None:
    tables = [
        files("pipelines.text").joinpath(f"data/fold_{name}.txt") for name in ("characters", "variants")
    ]
    lines = [line.split("\t") for table in tables for line in table.read_text("utf-8").splitlines()]
    forms = [(line[0], line[1].split(" ")[0]) for line in lines if len(line) > 1 and len(line[0]) == 1]
    for headline in HEADLINES:
        genre = genre_of(Printed(headline=headline))
        assert genre
        for form, plain in forms:
            if plain in headline and fold(other := headline.replace(plain, form)) == headline:
                assert genre_of(Printed(headline=other)) == genre, other


def test_a_section_is_right_or_not_given() -> None:
    sample = [(label, page_section(name), name) for label, name in labelled("sections.tsv")]
    assert [each for each in sample if each[1] not in ("", each[0])] == []
    assert sum(1 for label, found, _ in sample if label and not found) <= 3
    assert len(sample) >= 150


def test_both_scripts_have_one_section() -> None:
    assert page_section("国内") == page_section("國內") == page_section("第03版：國內新聞") == "国内"


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_has_a_genre_and_a_section_or_none(one: str, other: str) -> None:
    assert isinstance(page_section(one), str)
    assert isinstance(genre_of(Printed(kicker=one, headline=other, subhead=one, byline=other, body=one)), str)


def test_level_and_kind_of_a_paper_are_right_or_not_given() -> None:
    sample = labelled("nameplates.tsv")
    found = [(level_of(name, province), kind_of(name), name) for _, _, province, name in sample]
    wrong = [
        (each, row)
        for each, row in zip(found, sample, strict=True)
        if each[0] not in ("", row[0]) or each[1] not in ("", row[1])
    ]
    assert wrong == []
    missed = sum(
        1
        for each, row in zip(found, sample, strict=True)
        if (row[0] and not each[0]) or (row[1] and not each[1])
    )
    assert missed <= 2
