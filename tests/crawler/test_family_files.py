"""A family as a TOML file: what is checked when it is read, and what its switches do to a page."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.keys import ProfileError
from crawler.platforms import PLATFORMS
from crawler.platforms.base import Platform
from crawler.platforms.document import Document, LayoutChanged, read_document
from crawler.platforms.loading import FAMILIES, Families, read_family
from crawler.platforms.skins import SWITCHES

NAMED = 'description = "Sites."\n'
SKIN = f'{NAMED}[skins.a]\nheadline = "h1"\nbody = "div.text"\nimage = "img"\n'
Read = Callable[[str], Platform]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a family from its text."""

    def read(text: str) -> Platform:
        file = tmp_path / "sites.toml"
        file.write_text(text, encoding="utf-8")
        return read_family(file)

    return read


def page(markup: str, url: str = "http://a.cn/html/2023-10/17/node_1.htm") -> Document:
    return read_document(url, f"<html><body>{markup}</body></html>".encode())


@pytest.mark.parametrize("name", PLATFORMS)
def test_every_bundled_family_loads_and_says_in_a_line_what_it_is(name: str) -> None:
    first = PLATFORMS[name].description.partition("\n")[0]
    assert first.endswith(".")
    assert len(first) <= 120


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "description: this key is missing"),
        ('description = " "', "description: must not be empty"),
        (f"{NAMED}mark = []", "mark: unknown key, did you mean 'marks'?"),
        (f'{NAMED}marks = "a"', "marks: must be a list, not 'a'"),
        (f'{NAMED}marks = ["p", "td["]', "marks[1]: 'td[' is no CSS selector"),
        (f'{NAMED}text_marks = ["("]', "text_marks[0]: '(' is no regular expression"),
        (f'{NAMED}article_id = "\\\\d+"', "article_id: must have one group"),
        (f'{NAMED}front_is_page = "no"', "front_is_page: must be true or false"),
        (f"{NAMED}calendar = 1", "calendar: must be a text in quotes"),
        (f"{NAMED}headers = {{ X = 1 }}", "headers.X: must be a text in quotes"),
        (f"{NAMED}title_attributes = [1]", "title_attributes: must be a list of texts"),
        (f'{NAMED}captions = "nowhere"', "captions: 'nowhere' is not one of row, block, alt, none"),
        (f'{NAMED}pdf = "own"', "pdf: must be a list, not 'own'"),
        (f'{NAMED}pdf = ["beside"]', "pdf: 'beside' is not one of own, beside_entry, named"),
        (f'{NAMED}comment = ["issue"]', "comment: 'issue' is not one of page, article"),
        (f'{NAMED}neighbours = "no"', "neighbours: must be true or false"),
        (f'{NAMED}cut = {{ headline = "x" }}', "cut.headline: unknown key"),
        (f'{NAMED}like = "fonder"', "like: unknown family 'fonder', did you mean 'founder'?"),
        (f'{NAMED}like = "sites"', "like: unknown family 'sites'"),
        (f'{NAMED}like = "copy"', "like: copy is itself like 'founder'; name that one"),
        (NAMED, "skins: at least one [skins.…] table is needed"),
        (f"{NAMED}skins = 1", "skins: must be a table"),
        (f"{NAMED}[skins]\na = 1", "skins.a: must be a table, written [skins.a]"),
        (f'{NAMED}[skins.a]\nheadlin = "h1"', "skins.a.headlin: unknown key, did you mean 'headline'?"),
        (f"{NAMED}[skins.a]\nheadline = 1", "skins.a.headline: must be a CSS selector in quotes"),
        (f'{NAMED}[skins.a]\nbody = "p:::x"', "skins.a.body: 'p:::x' is no CSS selector"),
        (f'{NAMED}[skins.a]\ntext = "last"', "skins.a.text: 'last' is not one of first, every, longest"),
        (f'{NAMED}[skins.a]\nlike = "b"', "skins.a.like: unknown skin 'b'"),
        (f'{NAMED}[skins.a]\nlike = "b"\n[skins.b]\nlike = "a"', "skins.b.like: unknown skin 'a'"),
        (f'{NAMED}[fields.pages]\nname = "n"', "fields.pages: unknown key, did you mean 'page'?"),
        (f'{NAMED}[fields.article]\nbodi = "n"', "fields.article.bodi: unknown key, did you mean 'body'?"),
        (f"{NAMED}[fields.article]\nbody = 1", "fields.article.body: must be a text in quotes"),
        ("description = ", "cannot be read"),
    ],
)
def test_a_fault_is_one_sentence_that_names_file_and_key(
    read: Read, tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "founder.toml").write_text(NAMED, encoding="utf-8")
    (tmp_path / "copy.toml").write_text(f'{NAMED}like = "founder"', encoding="utf-8")
    with pytest.raises(ProfileError, match="^" + re.escape(f"{tmp_path / 'sites.toml'}: {said}")) as error:
        read(text)
    assert "\n" not in str(error.value) or said == "cannot be read"


def test_a_family_is_read_when_it_is_first_asked_for_and_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(SKIN, encoding="utf-8")
    (tmp_path / "bad.toml").write_text("", encoding="utf-8")
    families = Families(tmp_path)
    assert list(families) == ["bad", "good"]
    assert families["good"] is families["good"]
    assert "bad" in families
    assert "better" not in families
    with pytest.raises(ProfileError, match=r"bad\.toml"):
        families["bad"]


def test_a_skin_takes_from_another_what_it_does_not_say(read: Read) -> None:
    family = read(
        f'{NAMED}captions = "none"\n[skins.a]\nlike = "b"\nheadline = "h2"\n'
        '[skins.b]\nheadline = "h1"\nbody = "div"\ncaptions = "alt"\ntext = "every"\n[skins.c]\nbody = "p"\n'
    )
    first, second, third = family.skins.values()
    assert list(family.skins) == ["a", "b", "c"]
    assert (first.headline, first.body, first.captions, first.text) == ("h2", "div", "alt", "every")
    assert (second.headline, second.captions) == ("h1", "alt")
    assert (third.headline, third.captions, third.text) == ("", "none", "first")


def test_a_family_like_another_is_read_as_that_one_with_skins_and_marks_of_its_own(tmp_path: Path) -> None:
    for name in ("joyhua", "sites"):
        text = (FAMILIES / "joyhua.toml").read_text(encoding="utf-8")
        if name == "sites":
            text = f'{NAMED}like = "joyhua"\npdf = ["named"]\n[skins.a]\nbody = "p"\n'
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    families = Families(tmp_path)
    base, family = families["joyhua"], families["sites"]
    assert type(family) is type(base)
    assert family.article_id == base.article_id
    assert family.skins["a"].captions == base.skins["bmnr"].captions == "none"
    assert family.skins["a"].pdf == ("named",)
    assert (list(family.skins), family.marks) == (["a"], ())


def test_an_override_replaces_a_selector_in_every_skin_and_no_switch(read: Read) -> None:
    family = read(f'{SKIN}captions = "alt"\n[skins.b]\nheadline = "h3"\n')
    changed = family.with_overrides({"headline": "h2"})
    assert [skin.headline for skin in changed.skins.values()] == ["h2", "h2"]
    assert changed.skins["a"].captions == "alt"
    assert family.skins["a"].headline == "h1"


TABLE = "<table><tr><td><img src=1.jpg alt=代替></td></tr><tr><td>图说</td></tr></table>"


@pytest.mark.parametrize(
    ("captions", "caption"), [("row", "图说"), ("block", "图说"), ("alt", "代替"), ("none", "")]
)
def test_captions_stand_where_the_switch_says(read: Read, captions: str, caption: str) -> None:
    article = read(f'{SKIN}captions = "{captions}"').article(
        page(f"<h1>题</h1>{TABLE}<div class=text><p>文</p></div>")
    )
    assert [image.caption for image in article.images] == [caption]


@pytest.mark.parametrize(("text", "body"), [("first", "一"), ("every", "一\n二二\n三"), ("longest", "二二")])
def test_the_text_is_what_the_switch_says(read: Read, text: str, body: str) -> None:
    markup = "<h1>题</h1><div class=text>一</div><div class=text>二二</div><div class=text>三</div>"
    assert read(f'{SKIN}text = "{text}"').article(page(markup)).body == body


def test_what_is_left_out_is_no_text(read: Read) -> None:
    markup = "<h1>题</h1><div class=text><p>文</p><p class=back>回到版面</p></div>"
    assert read(f'{SKIN}left_out = "p.back"').article(page(markup)).body == "文"


def test_a_label_before_the_author_takes_the_author_out_of_its_line(read: Read) -> None:
    markup = "<h1>题</h1><h5>作者：张三 来源：样张晨报</h5><div class=text>文</div>"
    family = read(f'{SKIN}byline = "h5"\n')
    assert family.article(page(markup)).byline == "作者：张三 来源：样张晨报"
    assert read(f'{SKIN}byline = "h5"\nbyline_label = "作者"').article(page(markup)).byline == "张三"


COMMENT = (
    "<!--enpproperty <date>2023-10-17 00:00:00</date><pagenum>03</pagenum><title>题</title>"
    "<author>张三</author>/enpproperty-->"
)
PAGE = f'{NAMED}[skins.a]\npage_link = "a.page"\ntitle_list = "ul"\ntitle_link = "ul a"\npage_pdf = "a.pdf"\n'


@pytest.mark.parametrize(
    ("switch", "day", "number"),
    [
        ("", None, ""),
        ('comment = ["page"]', "2023-10-17", "03"),
        ('date = "address"', "2023-10-18", ""),
        ('comment = ["page"]\ndate = "address"', "2023-10-17", "03"),
    ],
)
def test_date_and_number_that_a_page_does_not_print_are_where_the_switches_say(
    read: Read, switch: str, day: str | None, number: str
) -> None:
    printed = read(PAGE + switch).articles(page(f"<ul></ul>{COMMENT}", "http://a.cn/2023-10/18/node_1.htm"))
    found = printed.printed_date or printed.address_date
    assert found is None if day is None else str(found) == day
    assert printed.number == number


def test_the_comment_is_asked_for_an_article_only_where_the_switch_says_so(read: Read) -> None:
    markup = page(f"<div class=text>文</div>{COMMENT}")
    with pytest.raises(LayoutChanged, match=r"no headline \(h1\)$"):
        read(SKIN).article(markup)
    article = read(f'{SKIN}comment = ["article"]').article(markup)
    assert (article.headline, article.byline) == ("题", "张三")


@pytest.mark.parametrize(
    ("pdf", "found"),
    [
        ('["own"]', "own.pdf"),
        ('["beside_entry"]', "1.pdf"),
        ('["named"]', "2.pdf"),
        ('["beside_entry", "own"]', "1.pdf"),
        ('["own", "beside_entry"]', "own.pdf"),
    ],
)
def test_the_pdf_of_a_page_is_looked_for_in_the_order_the_switch_says(
    read: Read, pdf: str, found: str
) -> None:
    markup = (
        "<dl><dd><a class=page href=node_2.htm>02版：乡村</a><a class=pdf href=2.pdf></a></dd>"
        "<dd><a class=page href=node_1.htm>01版：头版</a><a class=pdf href=1.pdf></a></dd></dl>"
        "<ul></ul><div><a class=pdf href=own.pdf></a></div>"
    )
    url = read(f"{PAGE}pdf = {pdf}").articles(page(markup)).pdf_url
    assert url is not None
    assert url.rpartition("/")[2] == found


def test_links_to_other_issues_that_lead_nowhere_are_not_followed(read: Read) -> None:
    markup = page("<a class=page href=node_1.htm>01版：头版</a><a href=../16/node_1.htm>上一期</a>")
    assert read(PAGE).pages(markup).previous_issue == "http://a.cn/html/2023-10/16/node_1.htm"
    assert read(f"{PAGE}neighbours = false").pages(markup).previous_issue is None


def test_articles_that_are_counted_within_their_page_have_its_number_in_their_id(read: Read) -> None:
    family = read("page_directories = true\narticle_id = 'news-(\\d+)\\.html$'\n" + PAGE)
    printed = family.articles(
        page("<ul><li><a href=news-1.html>一</a></li></ul>", "http://a.cn/17/3/page.html")
    )
    assert [place.source_id for place in printed.placements] == ["3-1"]
    with pytest.raises(LayoutChanged, match="names no page"):
        family.articles(page("<ul><li><a href=news-1.html>一</a></li></ul>", "http://a.cn/page.html"))


def test_what_is_cut_off_is_not_stored(read: Read) -> None:
    family = read(f"cut = {{ byline = '\\s*字数.*' }}\n{SKIN}byline = \"h5\"\n")
    assert family.article(page("<h1>题</h1><h5>张三 字数：9</h5><div class=text>文</div>")).byline == "张三"


GUIDE = (Path(__file__).parents[2] / "crawler" / "papers" / "README.md").read_text(encoding="utf-8")


def test_the_family_that_the_guide_shows_reads_a_page(read: Read) -> None:
    (example,) = (
        block for block in re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL) if "[skins.mou]" in block
    )
    family = read(textwrap.dedent(example))
    printed = family.articles(
        page('<div id="mouTitles"><a href="article_7.html">一</a><a href="page_2.html">下一版</a></div>')
    )
    assert [place.source_id for place in printed.placements] == ["7"]


def test_the_guide_explains_every_switch_and_every_word_for_it() -> None:
    for switch, words in SWITCHES.items():
        row = next((line for line in GUIDE.splitlines() if line.startswith(f"| `{switch}` |")), "")
        for word in words:
            assert f"`{word}`" in row, f"{switch} = {word!r}"
