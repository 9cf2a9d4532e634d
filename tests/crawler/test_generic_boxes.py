"""The generic reader among boxes: what stands in the midst of a text, before it and behind it."""

from __future__ import annotations

import pytest

from crawler.platforms.document import Document, read_document
from crawler.platforms.generic import SURE, Told, read_article, read_pages, read_titles

SUBJECTS = ("渡口", "书店", "果园", "堤坝", "码头")
TITLES = [f"{subject}今年换了新样子" for subject in SUBJECTS]


def paragraphs(subject: str) -> list[str]:
    """A text of three paragraphs that no other article has."""
    return [
        f"清早六点，{subject}边上已经站满了人，管事的老陈点了点人数，把门推开。",
        f"去年这个时候，{subject}还没有灯，来的人要打着手电走完最后一段路。",
        f"老陈说，明年{subject}要再添两间屋，留给走远路来的人歇脚。",
    ]


BOXES = {
    "related articles in the midst": (
        2,
        '<div class="rel"><h4>相关阅读</h4><ul><li><a href="/x{0}1.html">山里的路修到了村口</a></li>'
        '<li><a href="/x{0}2.html">学校的操场向村民开放</a></li></ul></div>',
    ),
    "an advertisement in the midst": (
        2,
        '<div class="ad"><p>下载本报客户端，随时随地看报纸，更多精彩。</p></div>',
    ),
    "a quotation of the text": (1, '<blockquote class="q">去年这个时候，{0}还没有灯</blockquote>'),
    "buttons and counts in the text's element": (
        3,
        '<div class="acts"><span>{1}</span><span>收藏</span><span>转发</span></div>',
    ),
}
"""Before which paragraph, and what; {0} is the subject, {1} a number."""
ASIDES = {
    "a comment of the day before the text": (
        '<div class="side"><p>{0}的事，我看要从长计议，不必急在一时。</p></div>',
        "",
    ),
    "readers' comments": (
        "",
        '<div class="c"><b>山里人</b><p>{0}越来越好，为大家点赞，有空去看看。</p><i>{1}天前</i></div>',
    ),
    "the beginnings of other articles": (
        "",
        '<div class="m"><a href="/y{1}.html">山里的路修到了村口</a>'
        "<p>{0}以东三里，山路昨天全线通车。</p></div>",
    ),
}


def article(number: int, box: tuple[int, str] | None = None, aside: tuple[str, str] = ("", "")) -> Document:
    """An article's page."""
    subject = SUBJECTS[number]
    text = [f"<p>{paragraph}</p>" for paragraph in paragraphs(subject)]
    if box is not None:
        text.insert(box[0], box[1].format(subject, number + 20))
    before, behind = (html.format(subject, number + 3) for html in aside)
    html = (
        f"<title>{TITLES[number]}_江城报</title><body><h1>{TITLES[number]}</h1>{before}"
        f'<div class="text">{"".join(text)}</div>{behind}<div><p>江城报社版权所有，不得转载。</p></div>'
    )
    return read_document(f"http://site.example/c{number}.html", html.encode(), "text/html; charset=utf-8")


@pytest.mark.parametrize("name", BOXES)
def test_a_box_in_the_midst_of_a_text_takes_nothing_from_it(name: str) -> None:
    told = Told()
    for number in range(1, len(SUBJECTS)):
        told = told.with_article(article(number, BOXES[name]))
    read = read_article(article(0, BOXES[name]), told, TITLES[0])
    assert read.value.body.splitlines() == paragraphs(SUBJECTS[0])


@pytest.mark.parametrize("name", ASIDES)
def test_what_stands_elsewhere_than_the_texts_of_an_issue_is_no_text(name: str) -> None:
    told = Told()
    for number in range(1, len(SUBJECTS)):
        told = told.with_article(article(number, aside=ASIDES[name]))
    read = read_article(article(0, aside=ASIDES[name]), told, TITLES[0])
    assert read.value.body.splitlines() == paragraphs(SUBJECTS[0])
    assert read.proofs["body"].confidence < SURE


def test_a_text_is_sure_only_beside_others_that_stand_in_the_same_place() -> None:
    told = Told()
    for number in range(1, len(SUBJECTS)):
        told = told.with_article(article(number))
    assert read_article(article(0), told, TITLES[0]).proofs["body"].confidence >= SURE
    alone = Told().with_article(article(1))
    assert read_article(article(0), alone, TITLES[0]).proofs["body"].confidence < SURE


LABELS = {
    "the name before the number": ["要闻·01", "综合·02", "国际·03", "副刊·04"],
    "the number right before the name": ["1要闻", "2综合", "3国际", "4副刊"],
    "a circled number": ["①要闻", "②综合", "③国际", "④副刊"],
    "a Chinese number without 版": ["一、要闻", "二、综合", "三、国际", "四、副刊"],
    "a name in place of the first number": ["头版", "二版", "三版", "四版"],
}


def page(labels: list[str], day: str = "2021年3月4日　星期四", titles: str = "") -> Document:
    links = "".join(
        f'<li><a href="node_{810 + 7 * n}.html">{label}</a></li>' for n, label in enumerate(labels)
    )
    html = f"<body><p>{day}</p><ul>{links}</ul>{titles}</body>"
    return read_document("http://site.example/node_810.html", html.encode(), "text/html; charset=utf-8")


@pytest.mark.parametrize("name", LABELS)
def test_a_page_list_with_labels_that_few_papers_print_is_read_and_never_sure(name: str) -> None:
    read = read_pages(page(LABELS[name]))
    assert [one.url for one in read.value.pages] == [
        f"http://site.example/node_{810 + 7 * n}.html" for n in range(4)
    ]
    assert read.proofs["pages"].confidence < SURE


def test_the_day_beside_an_issue_s_number_is_the_issue_s_whatever_the_moon_says() -> None:
    labels = [f"第0{n}版：要闻" for n in range(1, 5)]
    read = read_pages(page(labels, "2006年9月12日　星期二　农历丙戌年闰七月二十　第411期"))
    assert str(read.value.printed_date) == "2006-09-12"


def test_links_to_older_issues_are_no_claim_to_the_day() -> None:
    labels = [f"第0{n}版：要闻" for n in range(1, 5)]
    older = "".join(f'<p><a href="/old/{n}.html">2021-03-0{n}</a></p>' for n in range(1, 4))
    assert str(read_pages(page(labels, titles=older)).value.printed_date) == "2021-03-04"


def test_a_first_entry_that_stands_apart_is_in_the_list_under_the_page_s_label() -> None:
    titles = (
        '<div><h4>第01版　要闻</h4><div class="lead"><h2><a href="c_901.html">渡口今年换了新样子</a></h2>'
        "<p>清早六点，渡口边上已经站满了人……</p></div>"
        '<ul><li><a href="c_902.html">书店今年换了新样子</a></li>'
        '<li><a href="c_903.html">果园今年换了新样子</a></li></ul><h4>热门点击</h4>'
        '<ul><li><a href="c_911.html">堤坝今年换了新样子</a></li>'
        '<li><a href="c_912.html">码头今年换了新样子</a></li></ul></div>'
    )
    read = read_titles(page([f"第0{n}版：要闻" for n in range(1, 5)], titles=titles), Told())
    assert [placed.title for placed in read.value.placements] == TITLES[:3]
