"""Pictures of an article: from its text, without the page's furniture, with captions wherever they stand."""

from __future__ import annotations

import pytest

from crawler.platforms import PLATFORMS
from crawler.platforms.document import read_document
from pipelines.items import ImageItem

URL = "https://epaper.example.cn/pc/content/202609/16/content_1.html"
PICTURE = '<p><img src="a.jpg"></p>'


def images(markup: str) -> tuple[ImageItem, ...]:
    body = (
        f'<div class="article"><h1>老桥修好了</h1><div id="ozoom">{markup}<p>　　正文一段。</p></div></div>'
    )
    return PLATFORMS["founder_amuc"].with_overrides({}).article(read_document(URL, body.encode())).images


@pytest.mark.parametrize(
    "furniture",
    [
        '<img src="/template/images/ico5.gif">',
        '<a href="javascript:;"><img src="/x/big.png">放大</a>',
        '<img src="/x/copy.png" alt="全文复制">',
        '<img src="/x/a.png" width="16" height="16">',
        '<img src="/images/erweima.jpg" width="130">',
        '<img src="https://bdimg.share.baidu.com/static/a.png">',
        "<img src=''>",
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
    ],
)
def test_a_button_is_no_picture(furniture: str) -> None:
    assert [image.url.rpartition("/")[2] for image in images(furniture + PICTURE)] == ["a.jpg"]


@pytest.mark.parametrize(
    "printed",
    [
        '<p><img src="a.jpg" data-original-title="　　收割机在稻田里作业。陈一帆/摄"></p>',
        '<p><img src="a.jpg" title="收割机在稻田里作业。陈一帆 摄"></p>',
        '<p><img src="a.jpg" alt="收割机在稻田里作业。陈一帆 摄"></p>',
        '<figure><img src="a.jpg"><figcaption>收割机在稻田里作业。陈一帆 摄</figcaption></figure>',
    ],
)
def test_a_caption_in_an_attribute_or_a_figure_is_read(printed: str) -> None:
    [image] = images(printed)
    assert (image.caption, image.credit) == ("收割机在稻田里作业。", "陈一帆")


@pytest.mark.parametrize("alt", ["老桥修好了", "图片", "点击查看大图", "IMG_2023.jpg", "photo"])
def test_an_attribute_that_says_nothing_is_no_caption(alt: str) -> None:
    assert images(f'<p><img src="a.jpg" alt="{alt}"></p>')[0].caption == ""


def test_a_picture_that_waits_to_be_scrolled_to_has_its_own_address() -> None:
    [image] = images('<p><img src="/loading.gif" data-original="b.jpg"></p>')
    assert image.url.endswith("/b.jpg")
