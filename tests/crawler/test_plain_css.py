"""Selectors of profiles: what is taken for one at a glance, the compiler of selectors takes, too."""

from itertools import product

import pytest

from crawler.platforms.document import compile_css
from crawler.profile import _PLAIN_CSS, is_css

THINGS = (
    "div",
    "#list",
    "p.a-b_c",
    "td:nth-of-type(3)",
    "td:first-of-type",
    "a[href]",
    "[id^='mp 1']",
    "i[class*='']",
)
ENDS = ("", ":not(.x)", ":not(:has(b))", ":has(~ h1)", ":has(div[id$='a/b']):not(em)")
JOINS = (" ", " > ", " ~ ", " + ", ", ")


def test_what_is_plainly_a_selector_is_one() -> None:
    steps = ["".join(each) for each in product(THINGS, ENDS)]
    for first, join, second in product(steps[::3], JOINS, steps[::4]):
        selector = f"{first}{join}{second}"
        assert _PLAIN_CSS.fullmatch(selector), selector
        compile_css(selector)


@pytest.mark.parametrize(
    "text",
    ["td.", "div >", "> a", "a,,b", "a[", ":nth-of-type(1)", "p:not()", "a:hover(", "1a", "字("],
)
def test_what_is_no_selector_is_none(text: str) -> None:
    assert not _PLAIN_CSS.fullmatch(text)
    with pytest.raises(ValueError, match="no CSS selector"):
        compile_css(text)
    assert not is_css(text)
