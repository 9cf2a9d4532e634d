"""The press: an invented issue in, its site in the markup of the platform `founder` out.

`find` and `render` make the resources of a `FacsimileIssue`. The newspapers of `banmian demo` are printed by
it: `python -m tests.facsimile.press` writes what the package ships (crawler/demo/site).
"""

from tests.facsimile.press.printing import Press, find, page_xml, period_xml, render
from tests.facsimile.press.values import (
    FacsimileArticle,
    FacsimileImage,
    FacsimileIssue,
    FacsimilePage,
    Polygon,
    Skin,
    Written,
    areas,
    image_path,
    picture_path,
)

__all__ = [
    "FacsimileArticle",
    "FacsimileImage",
    "FacsimileIssue",
    "FacsimilePage",
    "Polygon",
    "Press",
    "Skin",
    "Written",
    "areas",
    "find",
    "image_path",
    "page_xml",
    "period_xml",
    "picture_path",
    "render",
]
