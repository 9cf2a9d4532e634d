"""The operators' door: what each command prints, and how it says that something is wrong."""

import contextlib
import io
import json
import re
import shlex
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pytest

from crawler.cli import globals_first
from crawler.commands.demo import make_room
from crawler.demo import SLUGS
from crawler.paper import today as today_in_china
from storage import Corpus
from storage.errors import UsageError
from tests.facsimile.press.demo import demo_paper
from tests.support.desk import PROJECT, Desk
from tests.support.newsstand import Newspaper, newsstand

PAPER = Newspaper()
DAY = "2023-10-17"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.at(tmp_path)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, str]:
    """The desk the demo kept, and what it printed."""
    home = tmp_path_factory.mktemp("demo")
    printed = Desk.at(home).run("demo", "--keep", "kept").stdout
    return Desk.at(home / "kept"), printed


def test_the_demo_shows_coverage_articles_and_a_second_run_that_does_nothing(demo: tuple[Desk, str]) -> None:
    _, shown = demo
    assert "$ banmian browse --db sqlite:///" in shown
    assert "gongyishibao\t2023-10-17\tcomplete\t16\t42\t0" in shown
    assert "jingxiang\t2023-10-18\tcomplete\t2\t4\t0" in shown
    assert "nothing to do; 0 requests" in shown
    assert "0 by the second" in shown


@pytest.mark.parametrize(
    ("place", "code", "said"),
    [
        (".", 2, "neither empty nor an earlier demo"),
        ("papers/own.toml", 2, "is a file: name a directory"),
        ("papers/own.toml/below", 5, "cannot be written"),
        ("/proc/nowhere", 5, "cannot be written"),
    ],
)
def test_a_demo_is_kept_only_where_nothing_else_lies(desk: Desk, place: str, code: int, said: str) -> None:
    own = desk.home / "papers" / "own.toml"
    own.write_text("mine", encoding="utf-8")
    assert said in desk.run("demo", "--keep", place, code=code).stderr
    assert own.read_text(encoding="utf-8") == "mine"
    assert not (desk.home / "banmian.db").exists()


def test_a_demo_may_be_kept_where_an_earlier_one_is(demo: tuple[Desk, str]) -> None:
    database = demo[0].home / "banmian.db"
    make_room(demo[0].home)
    assert database.stat().st_size > 0


REPLACING = [
    ("report", "{}"),
    ("trend", "慈善", "--plot", "{}"),
    ("duplicates", "--network", "{}"),
    ("search", "慈善", "--save", "{}"),
]


@pytest.mark.parametrize("arguments", REPLACING, ids=[words[0] for words in REPLACING])
def test_a_file_that_is_not_the_commands_own_is_never_replaced(
    demo: tuple[Desk, str], arguments: tuple[str, ...]
) -> None:
    desk = demo[0]
    notes = desk.home / "notes.html"
    notes.write_text("<p>mine, not a banmian report</p>", encoding="utf-8")
    for taken in ("notes.html", "papers.html", *(["banmian.db"] if arguments[0] != "trend" else [])):
        (desk.home / "papers.html").mkdir(exist_ok=True)
        before = (desk.home / "banmian.db").read_bytes()
        said = desk.run(*(word.format(taken) for word in arguments), code=2).stderr
        assert ("is a directory" if taken == "papers.html" else "is not what this command writes") in said
        assert (desk.home / "banmian.db").read_bytes() == before
    assert notes.read_text(encoding="utf-8") == "<p>mine, not a banmian report</p>"


AGAIN = [*((words, "html") for words in REPLACING), *((REPLACING[1], end) for end in ("svg", "png", "pdf"))]


@pytest.mark.parametrize(("arguments", "ending"), AGAIN, ids=[f"{words[0]}-{end}" for words, end in AGAIN])
def test_what_a_command_wrote_it_writes_again(
    demo: tuple[Desk, str], arguments: tuple[str, ...], ending: str
) -> None:
    own = demo[0].home / f"own-{arguments[0]}.{ending}"
    own.touch()
    for _ in range(2):
        demo[0].run(*(word.format(own.name) for word in arguments))
        assert own.stat().st_size > 0


def test_the_demo_stores_every_article_as_it_is_printed(demo: tuple[Desk, str]) -> None:
    desk, _ = demo
    rows = {row["cite_id"]: row for row in desk.rows("SELECT * FROM articles")}
    for slug in SLUGS:
        issue = demo_paper(slug).issue
        for article in {
            article.source_id: article for page in issue.pages for article in page.articles
        }.values():
            row = rows.pop(f"{slug}-{issue.date}-{article.source_id}")
            if json.loads(row["repairs"]) and demo_paper(slug).reprints.get(article.source_id):
                continue  # the mirror's damaged copy: the next test
            assert row["headline"] == article.headline
            for field in ("kicker", "subhead", "byline", "dateline", "source"):
                assert row[field] == getattr(article, field), (row["cite_id"], field)
            assert json.loads(row["authors"]) == list(article.authors), row["cite_id"]
            assert row["body"] == "\n".join(article.paragraphs), row["cite_id"]
    assert not rows


def test_the_demo_recognises_the_mirrors_damaged_copy_as_a_reprint(demo: tuple[Desk, str]) -> None:
    desk, _ = demo
    [copy] = desk.rows("SELECT * FROM articles WHERE reprint_of IS NOT NULL")
    assert copy["reprint_of"] == "gongyishibao-2023-10-17-36017"
    [original] = desk.rows("SELECT * FROM articles WHERE cite_id = 'gongyishibao-2023-10-17-36017'")
    assert copy["body_hans"] == original["body"]
    assert (copy["script"], original["script"]) == ("hant", "hans")
    assert copy["cluster"] == original["cluster"] == original["cite_id"]


@pytest.mark.slow
def test_the_demo_leaves_nothing_behind_unless_asked(desk: Desk) -> None:
    desk.run("demo")
    assert sorted(path.name for path in desk.home.iterdir() if path.name[0] != ".") == ["papers"]


def test_scrapy_lists_and_crawls_every_profile_by_its_slug(desk: Desk) -> None:
    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
        assert PAPER.slug in desk.scrapy("list").stdout.split()
        span = ("-a", f"since={DAY}", "-a", f"until={DAY}")
        desk.scrapy("crawl", PAPER.slug, *span, "-O", "out.jsonl")
    items = [json.loads(line) for line in (desk.home / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert sum("body_hans" in item for item in items) == 20
    assert desk.json("status", PAPER.slug, "--since", DAY, "--until", DAY)[0]["state"] == "complete"


def test_without_dates_an_empty_database_gets_the_newest_issue_there_is(desk: Desk) -> None:
    today = today_in_china()
    paper = Newspaper(
        first=date.fromordinal(today.toordinal() - 20), last=date.fromordinal(today.toordinal() - 3)
    )
    with newsstand(paper) as stand:
        desk.subscribe(stand, paper)
        result = desk.json("crawl", paper.slug)
    assert [(issue["date"], issue["state"]) for issue in result["issues"]] == [(str(paper.last), "complete")]


def test_without_dates_the_issues_since_the_newest_complete_one_are_fetched(desk: Desk) -> None:
    today = today_in_china()
    days = [date.fromordinal(today.toordinal() - back) for back in (4, 3, 2, 1)]
    paper = Newspaper(first=days[0], last=days[-1])
    with newsstand(paper) as stand:
        desk.subscribe(stand, paper)
        desk.run("crawl", paper.slug, "--date", str(days[1]))
        desk.run("crawl", paper.slug)
    states = {row["date"]: row["state"] for row in desk.json("status", paper.slug)}
    assert [states.get(str(day)) for day in days[1:]] == ["complete"] * 3


def test_todays_issue_that_is_not_out_yet_is_early_and_no_failure(desk: Desk) -> None:
    today = today_in_china()
    yesterday = date.fromordinal(today.toordinal() - 1)
    paper = Newspaper(first=date.fromordinal(today.toordinal() - 5), last=yesterday)
    with newsstand(paper) as stand:
        desk.subscribe(stand, paper)
        desk.run("crawl", paper.slug, "--date", str(yesterday))
        done = desk.run("crawl", paper.slug)
    assert "no issue yet" in done.stderr
    assert desk.rows("SELECT * FROM problems") == []


def test_json_is_one_document_and_nothing_else(desk: Desk) -> None:
    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
        crawled = desk.json("crawl", PAPER.slug, "--date", DAY)
    assert crawled["exit_code"] == 0
    [row] = desk.json("status", PAPER.slug, "--since", DAY, "--until", DAY)
    assert row == {
        "paper": PAPER.slug, "date": DAY, "state": "complete", "pages": 4, "articles": 20, "missing": 0,
        "edition": "", "guessed": 0, "unproved": False,
    }  # fmt: skip
    assert crawled["issues"] == [row], "crawl and status say the same of an issue"
    assert desk.json("gaps", PAPER.slug, "--since", DAY, "--until", DAY) == []
    known = {paper["slug"]: paper for paper in desk.json("papers")}
    assert list(known["gongyishibao"].items())[:5] == [
        ("slug", "gongyishibao"),
        ("name", "公益时报"),
        ("script", "hans"),
        ("platform", "founder"),
        ("proof", "facsimile"),
    ]


def test_every_run_is_on_record(desk: Desk) -> None:
    with newsstand(PAPER) as stand:
        desk.subscribe(stand, PAPER)
        desk.run("crawl", PAPER.slug, "--date", DAY)
    [run] = desk.rows("SELECT * FROM runs")
    assert run["command"] == f"banmian crawl {PAPER.slug} --since={DAY} --until={DAY}"
    assert run["finished"] is not None
    assert run["exit_code"] == 0
    assert json.loads(run["counts"])["items"] == 25


BAD_INPUT = [
    (("crawl", "gongyishibo"), 2, "unknown paper 'gongyishibo': did you mean gongyishibao"),
    (("crawl", "gongyishibao", "--date", "2023-02-30"), 2, "--date: '2023-02-30' is no date"),
    (("crawl", "gongyishibao", "--since", "gestern"), 2, "--since: 'gestern' is no date"),
    (("crawl", "gongyishibao", "--since", "2023-10-18", "--until", "2023-10-17"), 2, "is after --until"),
    (("crawl", "gongyishibao", "--date", DAY, "--all"), 2, "--date stands alone"),
    (("crawl",), 2, "no paper: name one"),
    (("status", "--since", "x"), 2, "--since: 'x' is no date"),
    (("crawl", "gongyishibao", "--db", "mysql://x/y"), 2, "sqlite:///"),
    (("status", "--db", "banmian.db"), 2, "'banmian.db' is not a database address"),
    (("db", "upgrade", "--db", ""), 2, "'' is not a database address"),
    (("status", "--db", "sqlite://"), 2, "name a file, sqlite:///path/to/banmian.db"),
    (("crawl", "gongyishibao", "--db", "sqlite:///:memory:"), 2, "would be gone with the command"),
    (("crawl", "gongyishibao", "--db"), 2, "--db needs a value: an address"),
    (("crawl", "gongyishibao", "--archive", "--json"), 2, "--archive needs a value: a directory"),
    (("crawl", "gongyishibao", "--archive", ""), 2, "--archive: '' is not a directory"),
    (
        ("crawl", "gongyishibao", "--db", "sqlite:////nowhere/at/all/x.db"),
        5,
        "/nowhere/at/all does not exist",
    ),
    (("status", "--db", "postgresql://nobody@127.0.0.1:1/x"), 5, "127.0.0.1"),
]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"), BAD_INPUT, ids=[" ".join(case[0]) for case in BAD_INPUT]
)
def test_bad_input_gets_one_sentence_and_its_exit_code(
    desk: Desk, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    done = desk.run(*arguments, code=code)
    assert sentence in done.stderr
    assert done.stdout == ""


def test_a_broken_profile_is_named_with_file_and_key(desk: Desk) -> None:
    (desk.home / "papers" / "kaputt.toml").write_text('name = "x"\nscrpt = "hans"\n', encoding="utf-8")
    done = desk.run("crawl", "kaputt", code=2)
    assert "kaputt.toml: scrpt: unknown key, did you mean 'script'" in done.stderr


def test_an_empty_database_is_filled_by_itself_and_upgrade_says_so(desk: Desk) -> None:
    assert "upgraded from empty" in desk.run("db", "upgrade").stdout
    assert "up to date" in desk.run("db", "upgrade").stdout


def test_global_options_may_stand_before_or_after_the_command() -> None:
    assert globals_first(["crawl", "x", "--db", "u", "--json"]) == ["--db", "u", "crawl", "x", "--json"]
    assert globals_first(["crawl", "--db=u", "x", "--archive", "a"]) == [
        "--db=u",
        "--archive",
        "a",
        "crawl",
        "x",
    ]
    assert globals_first(["crawl", "--", "--db"]) == ["crawl", "--", "--db"]
    with pytest.raises(UsageError):
        globals_first(["crawl", "--db"])


def test_the_version_is_told(desk: Desk) -> None:
    assert desk.run("--version").stdout == f"banmian {version('banmian')}\n"


@pytest.mark.parametrize("module", ["banmian", "crawler"])
def test_the_command_is_a_module_too(desk: Desk, module: str) -> None:
    assert desk.fresh("--version", module=module).stdout == f"banmian {version('banmian')}\n"


READING = [
    ("status",),
    ("gaps",),
    ("search", "慈善"),
    ("trend", "慈善"),
    ("export", "out.jsonl"),
    ("report", "out.html"),
    ("diff", "gongyishibao-2023-10-17-36001"),
    ("duplicates",),
    ("dedup",),
    ("verify",),
]


@pytest.mark.parametrize("arguments", READING, ids=[words[0] for words in READING])
def test_commands_that_read_say_that_there_is_no_database_and_make_none(
    desk: Desk, arguments: tuple[str, ...]
) -> None:
    done = desk.run(*arguments, code=2)
    assert f"there is no database at {desk.db}: `banmian crawl SLUG` makes one" in done.stderr
    (desk.home / "banmian.db").touch()
    assert "there is no database" in desk.run(*arguments, code=2).stderr
    assert (desk.home / "banmian.db").stat().st_size == 0
    assert sorted(path.name for path in desk.home.iterdir() if path.name[0] != ".") == [
        "banmian.db",
        "papers",
    ]


UNKNOWN = [
    ("status", "jingxang"),
    ("gaps", "jingxang"),
    ("search", "慈善", "--paper", "jingxang"),
    ("trend", "慈善", "--paper", "jingxang"),
    ("export", "out.jsonl", "--paper", "jingxang"),
    ("report", "out.html", "--paper", "jingxang"),
    ("duplicates", "--paper", "jingxang"),
]


@pytest.mark.parametrize("arguments", UNKNOWN, ids=[words[0] for words in UNKNOWN])
def test_a_paper_nobody_knows_is_named_with_near_matches(
    demo: tuple[Desk, str], arguments: tuple[str, ...]
) -> None:
    done = demo[0].run(*arguments, code=2)
    assert "paper 'jingxang': did you mean jingxiang" in done.stderr
    assert done.stdout == ""


def test_a_paper_whose_profile_is_gone_is_known_by_its_rows(demo: tuple[Desk, str]) -> None:
    desk = demo[0]
    profile = desk.home / "papers" / "jingxiang.toml"
    aside = profile.rename(desk.home / "jingxiang.toml")
    try:
        [row] = desk.json("status", "jingxiang")
        assert (row["state"], row["articles"]) == ("complete", 4)
        assert desk.json("gaps", "jingxiang", "--since", DAY) == []
        for arguments in UNKNOWN[2:]:
            desk.run(*(word.replace("jingxang", "jingxiang") for word in arguments))
    finally:
        aside.rename(profile)


def test_the_sums_by_month_and_year_are_json_too(demo: tuple[Desk, str]) -> None:
    span = ("jingxiang", "--until", "2023-10-18")
    none = dict.fromkeys(("complete", "partial", "missing", "absent", "blocked", "no_issue"), 0)
    states, sums = none | {"complete": 1}, {"pages": 2, "articles": 4, "missing": 0}
    for grain, period in (("month", "2023-10"), ("year", "2023")):
        summed = {"paper": "jingxiang", grain: period, "issues": 1, "states": states} | sums
        assert demo[0].json("status", *span, "--by", grain) == [summed]
    assert demo[0].json("status", *span, "--by", "issue") == demo[0].json("status", *span)


def test_where_there_is_nothing_to_do_it_says_why(desk: Desk) -> None:
    paper = Newspaper(first=date(2023, 10, 10), pages=1, articles=1, days=("TU",))
    with newsstand(paper) as stand:
        desk.subscribe(stand, paper)
        desk.run("crawl", paper.slug, "--date", DAY)
        for span, reason in (
            (("--date", "1999-01-01"), "it begins on 2023-10-10, no issue before that is asked for"),
            (("--date", "2999-01-01"), "2999-01-01 is still to come: in China it is"),
            (("--since", "2023-10-18", "--until", "2023-10-20"), "is no day it appears on (TU)"),
            (("--date", DAY), "nothing is lacking of 2023-10-17"),
        ):
            assert f"{paper.slug}: " in (done := desk.run("crawl", paper.slug, *span)).stdout
            assert reason in done.stdout
            assert reason in desk.json("crawl", paper.slug, *span)["notes"][0]
        images = ("--date", DAY, "--media", "images")
        asked = len(stand.requests)
        said = desk.run("crawl", paper.slug, *images).stdout
        assert "nothing is lacking of 2023-10-17, nor of its pictures" in said
        assert len(stand.requests) == asked
        said = desk.run("crawl", paper.slug, "--date", DAY, "--media", "all").stdout
        assert "nothing is lacking of 2023-10-17; its pictures were asked for" in said
        assert len(stand.requests) > asked
        asked = len(stand.requests)
        said = desk.run("crawl", paper.slug, "--date", DAY, "--media", "all").stdout
        assert "nothing is lacking of 2023-10-17, nor of its pictures" in said
        assert len(stand.requests) == asked, "what is archived is not asked for again"


FIRST_HOUR = {
    language: (PROJECT / "docs" / f"first-hour{language}.md").read_text("utf-8") for language in ("", ".zh")
}


def commands_of(text: str) -> list[list[str]]:
    """The commands of banmian in the blocks of a document, the demo apart."""
    blocks = re.findall(r"^```\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("banmian ")]
    return [shlex.split(line, comments=True)[1:] for line in lines if "--keep" not in line]


def test_every_command_of_the_first_hour_runs(demo: tuple[Desk, str]) -> None:
    desk, _ = demo
    assert commands_of(FIRST_HOUR[""]) == commands_of(FIRST_HOUR[".zh"])
    for words in commands_of(FIRST_HOUR[""]):
        done = desk.run(*words, code=None)
        assert done.returncode == 0 or words == ["status"], (words, done.stderr)
        assert done.stdout.strip(), words
    assert len(desk.run("search", "社工站", "--every").stdout.splitlines()) > 5
    [code] = re.findall(r"^```python\n(.*?)^```", FIRST_HOUR[""], re.DOTALL | re.MULTILINE)
    assert code in FIRST_HOUR[".zh"]
    with contextlib.chdir(desk.home), contextlib.redirect_stdout(io.StringIO()) as out:
        exec(code.replace("sqlite:///first-hour/banmian.db", desk.db), {})
    with Corpus(desk.db) as corpus:
        cited = [hit.cite_id for hit in corpus.concordance("社工站", dedup="near").sort("R1").hits]
    lines = [line for line in out.getvalue().splitlines() if "[社工站]" in line]
    assert [line.split()[-1] for line in lines] == cited != [], "each occurrence is one line"
