"""Bytes of pages in every state they arrive in, and the text they must give. All text is invented."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.text.decode import Decoded, decode
from pipelines.text.restoration.lm import model

CASES: dict[str, Any] = json.loads((Path(__file__).parents[1] / "cases" / "decode.json").read_text("utf-8"))
HANS: list[str] = CASES["hans"]
HANT: list[str] = CASES["hant"]
CODECS = [("utf-8", HANS), ("utf-8", HANT), ("gb18030", HANS), ("gb18030", HANT), ("big5", HANT)]


@pytest.fixture(scope="module", autouse=True)
def _model() -> None:
    """The language model is loaded once, before anything is timed."""
    model()


def page(paragraphs: list[str], label: str = "") -> str:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">' if label else ""
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<html><head>{meta}<title>{paragraphs[0][:6]}</title></head><body>\n{body}\n</body></html>"


def lost(original: str, text: str) -> int:
    """How many characters of the original are not in the text."""
    matcher = difflib.SequenceMatcher(None, original, text, autojunk=False)
    return len(original) - sum(block.size for block in matcher.get_matching_blocks())


@pytest.mark.parametrize("case", CASES["exact"], ids=lambda case: case["why"])
def test_bytes_give_the_text_whatever_the_labels_say(case: dict[str, Any]) -> None:
    ordinary = page(HANT if case.get("script") == "hant" else HANS, case.get("meta", ""))
    text = case.get("text", ordinary)
    mark = bytes.fromhex(case.get("bom", ""))
    body = bytes.fromhex(case["hex"]) if "hex" in case else mark + text.encode(case["encode"])
    decoded = decode(body, case.get("header", ""))
    assert decoded.text == text
    assert decoded.encoding == case["encoding"]
    assert decoded.damage == ()


@pytest.mark.parametrize(("codec", "paragraphs"), CODECS)
@pytest.mark.parametrize("label", ["", "utf-8", "gb2312", "big5", "iso-8859-1", "nonsense"])
def test_no_label_changes_the_text(codec: str, paragraphs: list[str], label: str) -> None:
    text = page(paragraphs, label)
    header = f"text/html; charset={label}" if label else "text/html"
    assert decode(text.encode(codec)).text == text
    assert decode(text.encode(codec), header).text == text


@pytest.mark.parametrize("case", CASES["damaged"], ids=lambda case: case["why"])
def test_damage_is_told_and_the_rest_survives(case: dict[str, Any]) -> None:
    decoded = decode(bytes.fromhex(case["hex"]), case.get("header", ""))
    assert decoded.text == case["text"]
    found = [[one.offset, one.observed.hex(), one.replacement, one.kind] for one in decoded.damage]
    assert found == case["damage"]


@pytest.mark.parametrize(("main", "other"), [("utf-8", "gb18030"), ("gb18030", "utf-8")])
def test_a_section_in_the_other_encoding_is_read_in_that_encoding(main: str, other: str) -> None:
    start, section, end = (
        page(HANS[:4], "utf-8"),
        f"<div><b>{HANS[4]}</b>一、{HANS[0][:9]}</div>",
        page(HANS[5:]),
    )
    body = start.encode(main) + section.encode(other) + end.encode(main)
    decoded = decode(body, f"text/html; charset={main}")
    assert decoded.text == start + section + end
    assert decoded.encoding == main
    assert {one.kind for one in decoded.damage} == {"section"}
    for one in decoded.damage:
        assert body[one.offset : one.offset + len(one.observed)] == one.observed
        assert one.observed.decode(other) == one.replacement


@pytest.mark.parametrize(("codec", "paragraphs"), CODECS)
def test_half_a_character_at_the_end_costs_that_character(codec: str, paragraphs: list[str]) -> None:
    text = page(paragraphs)[: -len("</p>\n</body></html>")]
    decoded = decode(text.encode(codec)[:-1])
    assert decoded.text.rstrip("\ufffd") == text[:-1]
    assert decoded.text.endswith("\ufffd")
    assert [one.kind for one in decoded.damage] == ["cut"]


@pytest.mark.parametrize(("codec", "paragraphs"), CODECS)
def test_a_bad_first_byte_costs_nothing_else(codec: str, paragraphs: list[str]) -> None:
    text = page(paragraphs)
    decoded = decode(b"\xff" + text.encode(codec))
    assert decoded.text == "\ufffd" + text
    assert [(one.offset, one.observed, one.kind) for one in decoded.damage] == [(0, b"\xff", "byte")]


def test_private_use_characters_of_a_sound_page_stay() -> None:
    text = page([HANS[0] + "\ue000\ue1d6\ue765", *HANS[1:]], "gbk")
    for codec in ("utf-8", "gb18030"):
        assert decode(text.encode(codec)) == Decoded(text, codec)


def test_nuls_are_dropped_and_told() -> None:
    text = page(HANS, "utf-8")
    for codec in ("utf-8", "gb18030"):
        body = text.encode(codec)
        spot = body.index(HANS[1].encode(codec)) + 1  # within a character
        decoded = decode(b"\0\0" + body[:spot] + b"\0" + body[spot:])
        assert decoded.text == text
        assert [(one.offset, one.observed, one.kind) for one in decoded.damage] == [
            (0, b"\0\0", "nul"),
            (spot + 2, b"\0", "nul"),
        ]


def test_a_long_line_of_base64_does_not_slow_it_down() -> None:
    body = page([HANS[0] + "A" * 500_000]).encode("gb18030") + b"\xff"
    assert decode(body).text.endswith("</html>\ufffd")


@given(st.binary(max_size=400), st.text(max_size=40))
def test_any_bytes_and_any_header_give_a_text(body: bytes, header: str) -> None:
    decoded = decode(body, header)
    assert "\0" not in decoded.text
    assert decoded.text or not body.strip(b"\0\xff\xfe\xef\xbb\xbf\x841\x953")
    if not decoded.damage and not body.startswith(
        (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x84\x31\x95\x33")
    ):
        assert decoded.encoding.startswith("utf-16") or len(decoded.text) <= len(body)


WORDS = st.lists(st.sampled_from(range(len(HANS))), min_size=4, max_size=12)


@given(WORDS, st.sampled_from(CODECS))
def test_any_order_of_sentences_decodes_to_itself(order: list[int], codec: tuple[str, list[str]]) -> None:
    text = page([codec[1][i] for i in order])
    decoded = decode(text.encode(codec[0]))
    assert decoded.text == text
    assert decoded.damage == ()


@given(
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=300),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_characters_decode_to_themselves(text: str, codec: str) -> None:
    assert decode(page([text]).encode(codec)).text == page([text])


@given(st.data(), st.sampled_from(CODECS[2:]))
def test_ordinary_characters_in_any_order_decode_to_themselves(
    data: st.DataObject, codec: tuple[str, list[str]]
) -> None:
    ordinary = sorted(set("".join(codec[1])))
    text = page([*codec[1], data.draw(st.text(st.sampled_from(ordinary), min_size=1, max_size=300))])
    assert decode(text.encode(codec[0])).text == text


def flipped(body: bytes, bit: int) -> bytes:
    changed = bytearray(body)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@given(st.data(), WORDS, st.sampled_from([HANS, HANT]))
def test_one_flipped_bit_costs_at_most_two_characters(
    data: st.DataObject, order: list[int], paragraphs: list[str]
) -> None:
    text = page([paragraphs[i] for i in order])
    body = text.encode()
    decoded = decode(flipped(body, data.draw(st.integers(0, 8 * len(body) - 1))))
    assert lost(text, decoded.text) <= 2
    assert len(decoded.text) <= len(text) + 2


@pytest.mark.parametrize(("codec", "paragraphs"), CODECS[2:])
def test_one_flipped_bit_hardly_ever_shifts_a_run_of_gbk_or_big5(codec: str, paragraphs: list[str]) -> None:
    """Where the bytes of a character end is no certainty in these encodings, only overwhelming likelihood."""
    text = page(paragraphs)
    body = text.encode(codec)
    bits = range(0, 8 * len(body), 7)  # every bit of a byte in turn
    costs = [lost(text, decode(flipped(body, bit)).text) for bit in bits]
    assert sum(cost <= 2 for cost in costs) >= 0.995 * len(costs)
    assert max(costs) <= 6


@pytest.mark.parametrize(("codec", "paragraphs"), CODECS[2:])
def test_one_lost_byte_hardly_ever_costs_more_than_two_characters(codec: str, paragraphs: list[str]) -> None:
    text = page(paragraphs)
    body = text.encode(codec)
    places = [place for place in range(0, len(body), 3) if body[place] > 0x7F]
    costs = [lost(text, decode(body[:place] + body[place + 1 :]).text) for place in places]
    assert sum(cost <= 2 for cost in costs) >= 0.96 * len(costs)
    assert max(costs) <= 6


def latin(code: bytes) -> str:
    """What windows-1252 makes of bytes; the five it does not have as they are."""
    return "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in code)


@pytest.mark.parametrize("codec", ["utf-8", "gbk"])
@pytest.mark.parametrize("misread", [latin, lambda code: code.decode("latin-1")], ids=["cp1252", "latin-1"])
def test_a_page_encoded_twice_by_way_of_latin_is_undone_and_noted(
    codec: str, misread: Callable[[bytes], str]
) -> None:
    text = page(HANS)
    decoded = decode(misread(text.encode(codec)).encode(), "text/html; charset=utf-8")
    assert decoded.text == text
    assert {one.kind for one in decoded.damage} == {"doubled"}


def test_a_page_encoded_twice_by_way_of_gbk_is_undone_but_for_what_gbk_has_no_character_for() -> None:
    text = page(HANS)
    body = text.encode().decode("gb18030", "replace").encode()
    decoded = decode(body)
    assert lost(text, decoded.text) <= 3 * decoded.text.count("\ufffd") < 0.2 * len(text)
    assert decoded.damage
    for one in decoded.damage:
        assert one.kind == "doubled"
        assert body[one.offset : one.offset + len(one.observed)] == one.observed
        assert one.replacement in decoded.text


def test_what_windows_lost_in_a_page_encoded_twice_is_shown_as_lost() -> None:
    text = page(HANS)
    decoded = decode(text.encode().decode("cp1252", "replace").encode())
    assert 0 < lost(text, decoded.text) <= 2 * decoded.text.count("\ufffd")
    assert {one.kind for one in decoded.damage} == {"doubled"}


def test_one_paragraph_encoded_twice_is_undone_and_the_others_stay() -> None:
    start, end = page(HANS[:4]), page(HANS[5:])
    body = f"{start}<p>{latin(HANS[4].encode())}</p>{end}".encode()
    decoded = decode(body)
    assert decoded.text == f"{start}<p>{HANS[4]}</p>{end}"
    assert [(one.kind, one.replacement) for one in decoded.damage] == [("doubled", HANS[4])]
