"""方正: the press of the demo."""

from crawler.demo.newsstand import Resource
from tests.facsimile import EVERYTHING, Family, issue_in
from tests.facsimile.press import (
    FacsimileImage,
    FacsimileIssue,
    FacsimilePage,
    Press,
    find,
    image_path,
    picture_path,
)


def _table(issue: FacsimileIssue, path: str) -> Resource | None:
    return find(issue, Press("table"), path)


def _list(issue: FacsimileIssue, path: str) -> Resource | None:
    return find(issue, Press("list"), path)


def _picture(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return picture_path(issue, page, "_b.jpg")


def _pdf(issue: FacsimileIssue, page: FacsimilePage) -> str:
    return picture_path(issue, page, ".pdf")


def _image(issue: FacsimileIssue, image: FacsimileImage) -> str:
    return image_path(issue, image.src)


FAMILIES = [
    Family(
        platform="founder",
        skin=skin,
        front_page="html/{date:%Y-%m/%d}/node_1.htm",
        find=press,
        issue=issue_in(),
        prints=EVERYTHING,
        picture_url=_picture,
        pdf_url=_pdf,
        image_url=_image,
    )
    for skin, press in (("table", _table), ("list", _list))
]
