"""A profile's TOML is written and changed so that nobody loses a word of it."""

import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.paper import profile_directories
from crawler.profile import profile_toml, with_proof

DAY = date(2026, 11, 28)
_TEXT = st.text(st.characters(codec="utf-8"))
_ERA = st.fixed_dictionaries(
    {"since": st.dates(), "platform": _TEXT, "front_page": _TEXT},
    optional={"select": st.dictionaries(st.sampled_from(["body", "headline"]), _TEXT, min_size=1)},
)
_PROFILES = st.fixed_dictionaries(
    {"eras": st.lists(_ERA, min_size=1, max_size=3), "name": _TEXT},
    optional={
        "days": st.lists(_TEXT),
        "delay": st.floats(0, 3600),
        "verify_tls": st.booleans(),
        "settle": st.lists(st.integers(1, 99)),
        "first_issue": st.dates(),
    },
)


@given(data=_PROFILES)
def test_a_profile_that_is_written_is_read_again(data: dict[str, Any]) -> None:
    assert tomllib.loads(profile_toml(data)) == data


@given(data=_PROFILES)
def test_a_proof_is_put_into_any_profile(data: dict[str, Any]) -> None:
    noted = with_proof(profile_toml(data), "live", DAY)
    assert tomllib.loads(noted) == {**data, "proof": "live", "checked": DAY}


def test_a_proof_changes_nothing_else_in_the_bundled_profiles() -> None:
    for file in profile_directories()[-1].glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        noted = with_proof(text, "live", DAY)
        assert tomllib.loads(noted) == {**tomllib.loads(text), "proof": "live", "checked": DAY}, file
        kept = [line for line in noted.splitlines() if not line.startswith(("proof =", "checked ="))]
        assert kept == [line for line in text.splitlines() if not line.startswith(("proof =", "checked ="))]


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        (
            'name = "报"\n\n# its only site\n[[eras]]\n',
            f'name = "报"\nproof = "live"\nchecked = {DAY}\n\n# its only site\n[[eras]]\n',
        ),
        (
            'proof = "listed"  # by hand\nname = "报"\n[[eras]]\n',
            f'proof = "live"  # by hand\nname = "报"\nchecked = {DAY}\n[[eras]]\n',
        ),
    ],
)
def test_a_proof_stands_before_the_eras_and_comments_stay_where_they_are(text: str, noted: str) -> None:
    assert with_proof(text, "live", DAY) == noted
