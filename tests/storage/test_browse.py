"""The reader: every page on both databases, what strangers get, and texts that would like to execute."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from storage.browse import application, language
from storage.browse.around import READ
from storage.browse.marks import pieces
from storage.browse.shown import weblink
from storage.corpus import NAMES, Corpus
from storage.items import PROBLEM_KINDS
from tests.support import databases
from tests.support.corpora import fill
from tests.support.newsroom import BIDI, HOSTILE, SCRIPT, SITE, furnish, reader_of

STORY = "gongyishibao-2023-10-17-36001"
REPRINT = "jingxiang-2023-10-18-9002"
CHANGED = "gongyishibao-2023-10-17-36002"
EVIL = f"{HOSTILE}-2023-10-17-h1"
RESTORED = f"{HOSTILE}-2023-10-17-h3"

PAGES = {
    "home": ("/", ["公益时报", "鏡像時報", "not fetched yet"]),
    "paper": ("/paper/gongyishibao", ["2023-10", "partial", "page 03"]),
    "issue": ("/paper/gongyishibao/2023-10-17", ["Page navigation", "Title list", "标题36001", "No. 1042"]),
    "page": ("/paper/gongyishibao/2023-10-17/2", ["社会·生活", "=1+1", "Articles whose page was not read"]),
    "page not read": ("/paper/gongyishibao/2023-10-17/3", ["was not read yet"]),
    "page image": (f"/paper/{HOSTILE}/2023-10-17", ['<image href="/archive/', "<polygon", "manifest.json"]),
    "article": (
        f"/article/{STORY}",
        ["石榴树", "Also printed", "图为现场。", "[N]. 公益时报"],
    ),
    "near reprint": (f"/article/{REPRINT}", ["nearly the same", "<del>", "<ins>", "桂花"]),
    "story in two parts": (f"/article/{HOSTILE}-2023-10-17-h4", ["Continued on Page 02", "孩子数着路灯"]),
    "its second part": (f"/article/{HOSTILE}-2023-10-17-h5", ["Continued from Page 01", "孩子数着路灯"]),
    "jump story": (f"/article/{STORY}", ["A jump story", "Page 01", "Page 02"]),
    "simplified": ("/article/jingxiang-2023-10-18-9003?script=hans", ["皇后大道", "头发", 'lang="zh-Hans"']),
    "vertical": (f"/article/{STORY}?setting=vertical", ['class="story vertical"']),
    "revisions": (f"/article/{CHANGED}", ["Revisions", "<ins>", "转晴"]),
    "restored": (f"/article/{RESTORED}", ['class="repair', "(kǒu)", "confidence"]),
    "bytes": (f"/article/{EVIL}/source", ["&lt;script&gt;", "never executed", "SHA-256", "UTC+8"]),
    "text": (f"/text/{STORY}", ["3 prints in 2 newspapers", "first print", "days later: 1"]),
    "day": ("/day/2023-10-17", ["公益时报", "Day after"]),
    "day without": ("/day/1999-01-01", ["No issue of this day"]),
    "search": ("/search?q=旧书桌", ["4 articles", "Narrow down", "<mark>", "Release with data card"]),
    "search in the other script": ("/search?q=舊書桌&paper=jingxiang", ["3 articles"]),
    "nothing found": ("/search?q=没有这个词", ["Nothing was found."]),
    "concordance": ("/concordance?q=社工站&sort=right", ["lines", 'class="kwic"']),
    "concordance by places": ("/concordance?q=社工站&sort=L2,N", ['<option value="L2,N" selected>']),
    "trend": ("/trend?q=社工站、图书馆", ["<polyline", "As a table"]),
    "collocates": ("/collocates?q=社工站&window=2&by=logdice", ["20 occurrences", "<rect width=", "logDice"]),
    "no collocates": ("/collocates?q=没有这个词", ["Nothing was found."]),
    "collocates of no query": ("/collocates", ["Window"]),
}


@contextmanager
def served(url: str, archive: Path) -> Iterator[TestClient]:
    """The reader of a furnished corpus."""
    furnish(url, archive)
    reader = reader_of(url, archive)
    with TestClient(application(reader), base_url="http://127.0.0.1:8000") as client:
        yield client
    reader.corpus.close()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The reader of a furnished corpus, one for all tests: it only reads."""
    home = tmp_path_factory.mktemp("reader")
    url = f"sqlite:///{home / 'banmian.db'}"
    databases.provide(url)
    with served(url, home / "archive") as client:
        yield client


class Checked(HTMLParser):
    """What a page links to and which of its attributes would run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.running: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]
        self.running += [name for name, _ in attrs if name.startswith("on") or name == "style"]
        self.running += [tag] if tag in ("script", "style", "iframe", "object", "embed") else []


def test_every_page_answers_shows_what_it_is_for_and_runs_nothing(database_url: str, tmp_path: Path) -> None:
    with served(database_url, tmp_path / "archive") as client:
        check_pages(client)


def check_pages(client: TestClient) -> None:
    """Every page of PAGES, in both languages."""
    for name, (address, wanted) in PAGES.items():
        answer = client.get(address)
        assert answer.status_code == 200, f"{name}: {answer.status_code} {answer.text}"
        for text in wanted:
            assert text in answer.text, f"{name}: {text}"
        checked = Checked(answer.text)
        assert not checked.running, f"{name}: {checked.running}"
        assert all(re.match(r"/(?!/)|#|https?://", link) for link in checked.links), name
        assert SCRIPT not in answer.text, name
        assert not set(BIDI) & set("\u202e\u2066") & set(answer.text), name
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        chinese = client.get(address, headers={"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5"})
        assert '<html lang="zh-Hans">' in chinese.text, name


def test_links_within_the_reader_lead_to_pages(client: TestClient, whole: bool) -> None:
    seen: dict[str, int] = {}
    waiting = ["/"]
    while waiting and len(seen) < (1_000 if whole else 120):
        address = waiting.pop()
        answer = client.get(address, follow_redirects=False)
        seen[address] = answer.status_code
        if answer.headers["content-type"].startswith("text/html"):
            links = (link for link in Checked(answer.text).links if link.startswith("/"))
            waiting += [link for link in dict.fromkeys(links) if link not in seen and link not in waiting]
    imagined = re.compile(r"/article/(?!huairenbao).*/source")  # their bytes are in no archive
    wrong = {
        address: code
        for address, code in seen.items()
        if code not in (200, 303) and not imagined.match(address)
    }
    assert not wrong
    assert len(seen) > 50


def test_the_bytes_of_the_archive_are_pictures_or_nothing(client: TestClient) -> None:
    page = client.get(f"/paper/{HOSTILE}/2023-10-17").text
    [address] = re.findall(r'<image href="(/archive/\d+)"', page)
    picture = client.get(address)
    assert (picture.headers["content-type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    again = client.get(address, headers={"If-None-Match": picture.headers["etag"]})
    assert again.status_code == 304
    number = int(address.rpartition("/")[2])
    others = [client.get(f"/archive/{other}") for other in range(number + 1, number + 4)]
    assert {answer.status_code for answer in others} <= {400, 404}
    assert all("svg xmlns" not in answer.text for answer in others)


def test_one_issue_is_no_plural(client: TestClient) -> None:
    assert re.search(r"· 1 issue ·", client.get(f"/paper/{HOSTILE}").text)


def test_hostile_addresses_are_text_and_no_links(client: TestClient) -> None:
    page = client.get(f"/article/{EVIL}").text
    assert "javascript:alert(1)" in page
    assert "javascript:alert(1)" not in Checked(page).links


@pytest.mark.parametrize(
    ("address", "link"),
    [
        (f"{SITE}/a.htm", True),
        ("https://例え.test/路?q=1", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,x", False),
        ("//evil.test/x", False),
        ("http:///x", False),
        ("http://[::1", False),
        ("http://a.test/\u202egnp.exe", False),
        ("http://a.test/a b", False),
        ("\x01http://a.test", False),
        ("", False),
    ],
)
def test_only_addresses_of_the_web_are_links(address: str, link: bool) -> None:
    assert bool(weblink(address)) == link


@pytest.mark.parametrize(
    ("host", "code"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost:8000", 200),
        ("[::1]:8000", 200),
        ("evil.test", 421),
        ("127.0.0.1.evil.test", 421),
        ("evil.test:8000", 421),
        ("", 421),
        ("[::1", 421),
    ],
)
def test_foreign_hosts_are_refused(host: str, code: int, sqlite_url: str, tmp_path: Path) -> None:
    reader = reader_of(sqlite_url, tmp_path)
    client = TestClient(application(reader), base_url="http://127.0.0.1:8000")
    assert client.get("/", headers={"Host": host}).status_code == code
    reader.corpus.close()


def test_a_public_reader_answers_to_any_name_and_lets_viewers_read(sqlite_url: str, tmp_path: Path) -> None:
    reader = reader_of(sqlite_url, tmp_path, public=True)
    answer = TestClient(application(reader), base_url="http://reader.example").get("/api/papers")
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")
    reader.corpus.close()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_no_other_method_than_reading_is_answered(method: str, client: TestClient) -> None:
    for address in ("/", "/search", "/api/papers", "/download"):
        assert client.request(method, address).status_code == 405


@pytest.mark.parametrize(
    ("address", "code", "sentence"),
    [
        ("/nothing", 404, "there is no page /nothing"),
        ("/paper/nobody", 404, "nobody"),
        ("/paper/nobody/2023-10-17", 404, "nobody"),
        ("/paper/gongyishibao/2023-10-19", 404, "nearest issues"),
        ("/paper/gongyishibao/2023-10-17/9", 404, "no page 9"),
        ("/paper/gongyishibao/yesterday", 400, "2023-10-17"),
        ("/article/gongyishibao-2023-10-17-3600", 404, "did you mean"),
        (f"/article/{STORY}?script=latin", 400, "script"),
        ("/search?q=(", 400, "bracket"),
        ("/search?q=x&paper=nobody", 400, "nobody"),
        ("/search?q=x&page=0", 400, "page"),
        ("/search?q=x&q=y", 400, "2 times"),
        ("/search?q=x%00", 400, "characters"),
        ("/concordance?q=x&sort=L0", 400, "no place to sort by"),
        ("/concordance?q=x&sort=sideways", 400, "no place to sort by"),
        ("/trend?q=一,二,三,四,五,六,七", 400, "at most 6"),
        ("/collocates?q=(", 400, "nothing after"),
        ("/collocates?q=x&window=99", 400, "window"),
        ("/collocates?q=x&paper=nobody", 400, "nobody"),
        ("/archive/999999", 404, "no capture"),
        (f"/article/{STORY}/source", 404, "cannot be read"),
        (f"/article/{STORY}/source?revision=9", 404, "has no revision 9: it has 1"),
        (f"/article/{STORY}/cite.doc", 404, "bib"),
        ("/text/%00", 404, ""),
    ],
)
def test_what_cannot_be_shown_is_said_in_a_sentence(
    address: str, code: int, sentence: str, client: TestClient
) -> None:
    answer = client.get(address)
    assert (answer.status_code, sentence in answer.text) == (code, True), answer.text
    assert "`banmian" not in answer.text, "who reads here runs no commands"


def test_an_article_is_cited_in_four_ways(client: TestClient) -> None:
    cited = {kind: client.get(f"/article/{STORY}/cite.{kind}").text for kind in ("txt", "bib", "ris", "json")}
    assert cited["txt"] == (
        "张三. 标题36001[N]. 公益时报, 2023-10-17(01). http://paper.test/html/2023-10/17/content_36001.htm. "
        f"banmian: {STORY}.\n"
    )
    assert cited["bib"].startswith(
        f"@article{{{STORY},\n  author = {{{{张三}}}},\n  title = {{{{标题36001}}}},"
    )
    assert "TY  - NEWS\r\nAU  - 张三\r\nTI  - 标题36001\r\nT2  - 公益时报\r\nDA  - 2023/10/17" in cited["ris"]
    [item] = json.loads(cited["json"])
    assert item["issued"] == {"date-parts": [[2023, 10, 17]]}
    assert item["container-title"] == "公益时报"


def test_what_is_found_can_be_had_as_a_file(client: TestClient) -> None:
    found = [STORY, "jingxiang-2023-10-18-9001", REPRINT, "jingxiang-2023-10-18-9003"]
    lines = client.get("/download?q=旧书桌&format=jsonl").text.splitlines()
    assert [list(json.loads(line)) for line in lines] == [list(NAMES)] * 4
    assert [json.loads(line)["cite_id"] for line in lines] == found
    table = client.get("/download?q=旧书桌&format=csv&paper=jingxiang")
    assert table.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert list(rows[0]) == list(NAMES)
    assert [row["cite_id"] for row in rows] == found[1:]
    release = zipfile.ZipFile(io.BytesIO(client.get("/download?q=旧书桌&format=release").content))
    assert sorted(release.namelist()) == [
        "CITATION.cff", "README.md", "SHA256SUMS", "articles.jsonl", "croissant.json", "datapackage.json",
        "manifest.json", "ro-crate-metadata.json",
    ]  # fmt: skip
    kept = release.read("articles.jsonl").decode().splitlines()
    assert [json.loads(line)["cite_id"] for line in kept] == found


def test_a_concordance_is_sorted_as_the_command_sorts_it(client: TestClient, sqlite_url: str) -> None:
    with Corpus(sqlite_url) as corpus:
        fill(sqlite_url)
        lines = corpus.search("社工站", every=True, kwic=30).sort("R1,R2,R3").hits
    page = client.get("/concordance?q=社工站&sort=right&paper=gongyishibao&paper=jingxiang").text
    shown = re.findall(r'<td class="right"><bdi>(.*?)</bdi>', page)
    assert shown == [line.right.replace("\n", " ") for line in lines]


def test_what_would_take_too_long_to_count_is_narrowed_down(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(READ, "character", 3)
    answer = client.get("/collocates?q=社工站")
    assert (answer.status_code, "choose a newspaper or dates" in answer.text) == (400, True)
    assert client.get("/collocates?q=社工站&paper=jingxiang").status_code == 200


def test_facets_narrow_a_search_down(client: TestClient) -> None:
    page = client.get("/search?q=社工站").text
    assert "author=%E5%BC%A0%E4%B8%89" in page
    narrowed = client.get("/search?q=社工站&author=张三&page_name=要聞&since=2023-01-01").text
    assert "2 articles" in narrowed
    assert 'aria-label="Remove: 要聞"' in narrowed


def test_today_stands_first(client: TestClient) -> None:
    page = client.get("/").text
    assert page.index("Today’s issues") < page.index('class="papers"')
    assert "/paper/jingxiang/2023-10-18" in page


def test_both_languages_have_every_word() -> None:
    assert language.words("zh").keys() == language.words("en").keys()
    assert all(language.words("zh").values())
    assert {f"why_{kind}" for kind in PROBLEM_KINDS} <= language.words("en").keys()


@pytest.mark.parametrize(
    ("accepted", "chosen", "expected"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.1", "", "en"),
        ("de,fr;q=0.5,zh-TW;q=0.2", "", "zh"),
        ("de", "", "en"),
        ("en", "zh", "zh"),
        ("en", "<b>", "en"),
        ("zh;q=0,en;q=x", "", "en"),
        ("", "", "en"),
    ],
)
def test_the_language_is_that_of_the_browser(accepted: str, chosen: str, expected: str) -> None:
    assert language.preferred(accepted, chosen) == expected


def test_restored_places_are_found_again_in_the_text() -> None:
    repairs = [
        {"field": "body", "start": 1, "end": 6, "observed": "(kǒu)", "restored": "", "kind": "annotation",
         "confidence": 0.99},
        {"field": "body", "start": 8, "end": 10, "observed": "?;", "restored": "。晚", "kind": "cut",
         "confidence": 0.3},
        {"field": "headline", "start": 0, "end": 1, "observed": "x", "restored": "y", "kind": "cut",
         "confidence": 1.0},
        {"field": "body", "start": 12, "end": 13, "observed": ",", "restored": "，", "kind": "width",
         "confidence": 1.0},
    ]  # fmt: skip
    found = pieces("口的站。晚上亮，好", "body", repairs)
    assert [(piece.text, piece.mark and piece.mark.observed) for piece in found] == [
        ("口", "口(kǒu)"),
        ("的站", None),
        ("。晚", "?;"),
        ("上亮，好", None),
    ]
    assert [piece.mark.sure for piece in found if piece.mark] == [True, False]


def test_a_repair_that_does_not_fit_the_text_is_not_marked() -> None:
    repair = {"field": "body", "start": 0, "end": 1, "observed": "a", "restored": "乙", "kind": "cut",
              "confidence": 1.0}  # fmt: skip
    assert [piece.text for piece in pieces("甲", "body", [repair])] == ["甲"]
