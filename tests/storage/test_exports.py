"""`banmian export`: what is in a release, that others can read it, and that it is whole or not there."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import random
import resource
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from storage import Corpus, Writer
from storage.corpus import NAMES, json_lines, record
from storage.corpus.describe import fields_md
from storage.exports import (
    FORMATS,
    NAMESPACE,
    Format,
    Order,
    Program,
    Refused,
    changed_settings,
    changes,
    export,
    guarded,
    unguarded,
)
from storage.items import Span
from storage.selection import Selection
from tests.support.builders import DAY, PAPER, article, capture, hours, page
from tests.support.corpora import FORMULAS, MIRROR, STORY, TRADITIONAL, fill, kept
from tests.support.desk import Desk

HERE = Path(__file__).parents[1]
CONTRACT = [
    "cite_id", "paper", "paper_name", "date", "page_number", "page_name", "kicker", "headline", "subhead",
    "byline", "authors", "dateline", "source", "body", "url", "script", "char_count", "reprint_of", "cluster",
    "reprints", "repairs",
]  # fmt: skip
LISTED = [
    f"data/paper={PAPER}/year=2023/articles.parquet",
    f"data/paper={MIRROR}/year=2023/articles.parquet",
    "CITATION.cff",
    "README.md",
    "croissant.json",
    "datapackage.json",
    "ro-crate-metadata.json",
    "manifest.json",
]
XML = "http://www.w3.org/XML/1998/namespace"
TEI = {"t": NAMESPACE}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk.at(tmp_path)
    fill(desk.db)
    return desk


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk for commands that write nothing."""
    desk = Desk.at(tmp_path_factory.mktemp("used"))
    fill(desk.db)
    return desk


def release(url: str, out: Path, form: Format = "jsonl", **selection: Any) -> Path:
    with Corpus(url) as corpus:
        export(corpus.engine, out, Order(Selection(**selection), form, Program("0.1.0", 1, 1)))
    return out


def rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def contents(directory: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()
    }


def test_the_columns_of_the_contract_come_first_and_in_its_order(desk: Desk) -> None:
    desk.run("export", "out")
    for row in rows(desk.home / "out" / "articles.jsonl"):
        assert list(row)[: len(CONTRACT)] == CONTRACT
        assert tuple(row) == NAMES


@pytest.mark.parametrize("form", FORMATS)
def test_two_releases_of_one_state_are_equal_byte_by_byte_on_either_database(
    sqlite_url: str, postgres_url: str, tmp_path: Path, form: Format
) -> None:
    for url in (sqlite_url, postgres_url):
        fill(url)
        with Writer(url) as archive:
            archive.store(kept("36010", "旧书\x07桌很稳，坐坐吧。", capture=capture(40)))
        with Corpus(url) as corpus:
            assert any(article.repairs for article in corpus.articles()), "order of names must be tried"
    first, second, third = (
        contents(release(url, tmp_path / name, form))
        for url, name in ((sqlite_url, "a"), (sqlite_url, "b"), (postgres_url, "c"))
    )
    assert first == second == third
    assert len(first) > 2


def test_card_and_manifest_say_what_was_asked_for(used: Desk) -> None:
    made = release(used.db, used.home / "asked", "jsonl", papers=(PAPER,), authors=("张三",))
    assert f"| asked for | papers {PAPER}; authors 张三 |" in (made / "README.md").read_text("utf-8")
    asked = json.loads((made / "manifest.json").read_text("utf-8"))["selection"]
    assert (asked["papers"], asked["authors"], asked["since"]) == ([PAPER], ["张三"], None)


def test_the_manifest_has_the_digest_of_every_file(desk: Desk) -> None:
    desk.run("export", "out", "--format", "parquet")
    files = contents(desk.home / "out")
    sums = files.pop("SHA256SUMS").decode()
    assert sums == "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in LISTED)
    manifest = json.loads(files.pop("manifest.json"))
    assert {each["path"]: (each["size"], each["sha256"]) for each in manifest["files"]} == {
        name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in files.items()
    }
    assert manifest["rows"] == 7


def test_the_card_is_one_the_hugging_face_hub_reads(desk: Desk) -> None:
    yaml = pytest.importorskip("yaml")
    desk.run("export", "out", "--format", "parquet", "--dedup", "near", "--script", "hans")
    _, front, card = (desk.home / "out" / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    assert yaml.safe_load(front) == {
        "pretty_name": "公益时报、镜像时报 articles, 2023-10-17 to 2023-10-18",
        "language": ["zh"],
        "license": "other",
        "license_name": "rights-of-the-newspapers",
        "size_categories": ["n<1K"],
        "source_datasets": ["original"],
        "tags": ["newspapers", "chinese", "banmian", "script-hans", "dedup-near"],
        "configs": [{"config_name": "default", "data_files": "data/**/*.parquet"}],
    }
    assert "| gongyishibao | 公益时报 | 2023 | 4 |" in card
    assert "| gongyishibao | 2023 | 0 | 1 | 0 | 0 | 0 | 0 | 1 | not_fetched 1 |" in card
    assert "| KEY_VERSION, FOLD_VERSION | 2, 3 |" in card
    assert "## How to cite" in card


def test_days_on_which_an_issue_was_to_be_expected_are_gaps_in_the_card(desk: Desk) -> None:
    profile = 'name = "公益时报"\nscript = "hans"\n[[eras]]\nsince = 2011-01-04\nplatform = "founder"\n'
    profile += 'front_page = "http://paper.test/{date:%Y-%m/%d}/node_1.htm"\n'
    (desk.home / "papers" / f"{PAPER}.toml").write_text(profile, encoding="utf-8")
    with Writer(desk.db) as archive:
        archive.store(page(1, "5", date=DAY.replace(day=20), capture=capture(50, at=hours(80))))
        archive.store_span(Span(PAPER, DAY, DAY.replace(day=20), "asked"))
    desk.run("export", "out")
    card = (desk.home / "out" / "README.md").read_text(encoding="utf-8")
    assert "| gongyishibao | 2023 | 0 | 2 | 2 | 0 | 0 | 0 |" in card, (
        "the 18th and the 19th, nothing after the 20th"
    )


def test_a_release_can_be_one_file_with_card_and_manifest_beside_it(desk: Desk) -> None:
    assert "7 articles" in desk.run("export", "corpus.jsonl.gz", "--paper", PAPER, "--paper", MIRROR).stdout
    beside = {path.name for path in desk.home.glob("*corpus*")}
    names = ("README.md", "SHA256SUMS", "croissant.json", "datapackage.json", "manifest.json")
    assert beside == {"corpus.jsonl.gz", *(f"corpus.{name}" for name in names)}
    desk.run("export", "corpus.csv", "--format", "csv", "--force")
    assert (
        desk.run("export", "--diff", "corpus.csv", "corpus.manifest.json").stdout
        == "0 added, 0 removed, 0 changed\n"
    )


def test_every_option_selects_what_it_says(desk: Desk) -> None:
    for number, (options, count) in enumerate(
        (
            (("--paper", MIRROR), 3),
            (("--since", "2023-10-18"), 3),
            (("--until", "2023-10-17"), 4),
            (("--page-name", "要*"), 3),
            (("--match", "石榴樹"), 3),
            (("--dedup", "exact"), 6),
            (("--dedup", "near"), 5),
            (("--as-of", "2023-10-17"), 4),
        )
    ):
        made = desk.json("export", f"out{number}", *options)
        assert made["rows"] == count, options
        assert len(rows(desk.home / f"out{number}" / "articles.jsonl")) == count


def test_csv_cells_cannot_be_formulas_and_can_be_had_back(desk: Desk) -> None:
    with Writer(desk.db) as archive:
        archive.store_all(
            [
                kept(f"7{n}", f"{STORY}{n}", headline=formula, subhead=formula, capture=capture(70 + n))
                for n, formula in enumerate(FORMULAS)
            ]
        )
    desk.run("export", "plain", "--format", "csv")
    desk.run("export", "excel.csv", "--format", "csv", "--bom")
    desk.run("export", "out")
    text = (desk.home / "plain" / "articles.csv").read_bytes().decode()
    found = list(csv.DictReader(io.StringIO(text, newline="")))
    for row, expected in zip(found, rows(desk.home / "out" / "articles.jsonl"), strict=True):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for cell in row.values())
        for name in ("cite_id", "headline", "subhead", "body"):
            assert unguarded(row[name]) == expected[name]
        assert json.loads(row["authors"]) == expected["authors"]
    assert {row["subhead"] for row in found} >= {f"'{formula}" for formula in FORMULAS}
    assert (desk.home / "excel.csv").read_bytes() == b"\xef\xbb\xbf" + text.encode()


@given(st.text())
def test_guarding_a_cell_can_be_undone(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell


def test_duckdb_polars_and_pandas_read_parquet_and_csv(desk: Desk) -> None:
    duckdb, pandas, polars = (pytest.importorskip(name) for name in ("duckdb", "pandas", "polars"))
    pytest.importorskip("pyarrow")
    desk.run("export", "out", "--format", "parquet")
    desk.run("export", "out.csv", "--format", "csv", "--bom")
    data = desk.home / "out" / "data"
    assert sorted(str(path.relative_to(data)) for path in data.rglob("*.parquet")) == [
        f"paper={paper}/year=2023/articles.parquet" for paper in (PAPER, MIRROR)
    ]
    connection = duckdb.connect()
    query = f"FROM '{data}/**/*.parquet' SELECT paper, count(*), sum(reprints) GROUP BY paper ORDER BY paper"
    assert connection.sql(query).fetchall() == [(PAPER, 4, 2), (MIRROR, 3, 4)]
    repaired = connection.sql(
        f"FROM '{data}/**/*.parquet' SELECT typeof(repairs), typeof(first_seen) LIMIT 1"
    )
    assert repaired.fetchall()[0][1] == "TIMESTAMP WITH TIME ZONE"
    connection.close()
    frame = pandas.read_parquet(data)
    assert frame.groupby("paper", observed=True).size().to_dict() == {PAPER: 4, MIRROR: 3}
    for table in (polars.read_parquet(data), polars.read_parquet(f"{data}/**/*.parquet")):
        assert table["body"].to_list()[0] == STORY
        assert table["images"].to_list()[0][0]["caption"] == "图为现场。"
    assert polars.read_csv(desk.home / "out.csv")["body"].to_list()[0] == STORY
    assert pandas.read_csv(desk.home / "out.csv")["cite_id"].tolist()[0] == f"{PAPER}-{DAY}-36001"


def test_a_parquet_file_was_asked_for_and_is_one(desk: Desk) -> None:
    pandas, polars = (pytest.importorskip(name) for name in ("pandas", "polars"))
    pytest.importorskip("pyarrow")
    desk.run("export", "x.parquet", "--format", "parquet")
    assert (desk.home / "x.parquet").is_file()
    assert len(pandas.read_parquet(desk.home / "x.parquet")) == 7
    assert polars.read_parquet(desk.home / "x.parquet")["page_number"].to_list()[0] == "01"
    compared = desk.run("export", "--diff", "x.parquet", "x.manifest.json").stdout
    assert compared == "0 added, 0 removed, 0 changed\n"


def test_each_row_says_which_bytes_it_was_read_from(desk: Desk) -> None:
    desk.run("export", "out")
    desk.run("export", "before", "--as-of", "2023-10-17")
    [ids] = desk.rows(
        "SELECT a.capture_id AS out, r.capture_id AS before FROM articles a"
        " JOIN revisions r ON r.article_id = a.id"
    )
    assert ids["out"] != ids["before"]
    for where, number in ids.items():
        found = {row["cite_id"]: row for row in rows(desk.home / where / "articles.jsonl")}
        [changed] = desk.rows(f'SELECT sha256, warc, "offset" FROM captures WHERE id = {number}')
        row = found[f"{PAPER}-{DAY}-36002"]
        assert (row["sha256"], row["warc"], row["warc_offset"]) == tuple(changed.values())
        assert row["program"].startswith("banmian ")


def test_datasets_loads_a_release_by_its_directory(desk: Desk) -> None:
    pytest.importorskip("datasets")
    for form in ("jsonl", "csv", "parquet"):
        desk.run("export", form, "--format", form)
    program = (
        "import sys, datasets\n"
        "for form in ('jsonl', 'csv', 'parquet'):\n"
        "    rows = datasets.load_dataset('./' + form, split='train', cache_dir='cache')\n"
        "    assert rows.column_names == sys.argv[1:], rows.column_names\n"
        "    print(len(rows), rows[0]['body'] == open('story').read(), rows[0]['page_number'])\n"
    )
    (desk.home / "story").write_text(STORY, encoding="utf-8")
    environment = {"HF_HUB_OFFLINE": "1", "HF_HOME": str(desk.home / "hf"), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-c", program, *NAMES], cwd=desk.home, env=environment, capture_output=True,
        text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.stdout == "7 True 01\n7 True 01\n7 True 01\n", done.stderr


def test_tei_documents_keep_to_the_schema_and_say_every_text_once(desk: Desk) -> None:
    desk.run("export", "out", "--format", "tei")
    schema = etree.RelaxNG(etree.parse(HERE / "tei.rng"))
    documents = {path.stem: etree.parse(path) for path in (desk.home / "out" / "tei").rglob("*.xml")}
    assert sorted(documents) == [f"{PAPER}-{DAY}", f"{MIRROR}-2023-10-18"]
    for document in documents.values():
        assert schema.validate(document), schema.error_log
    first = documents[f"{PAPER}-{DAY}"]
    assert [div.get("type") for div in first.iterfind(".//t:body/t:div", TEI)] == ["page", "page", "unplaced"]
    story = first.find(f".//t:div[@xml:id='{PAPER}-{DAY}-36001']", TEI | {"xml": XML})
    assert [paragraph.text for paragraph in story.iterfind("t:p", TEI)] == STORY.split("\n")
    assert first.findtext(".//t:biblScope[@unit='issue']", "", TEI) == "1042"


def test_tei_shows_what_was_restored_and_what_cannot_be_in_xml_is_marked(
    sqlite_url: str, tmp_path: Path
) -> None:
    damaged = "寧夏永寧:鄉(xiāng)鎮(zhèn)(街道)社工站實(shí)現(xiàn)全覆蓋，居民們都說好。\n第二段没有坏。"
    with Writer(sqlite_url) as archive:
        archive.store(kept("1 a", damaged, headline="控制\x1b符", capture=capture(1)))
    release(sqlite_url, tmp_path / "out", "tei")
    [file] = (tmp_path / "out").rglob("*.xml")
    document = etree.parse(file)
    schema = etree.RelaxNG(etree.parse(HERE / "tei.rng"))
    assert schema.validate(document), schema.error_log
    sics = [each.text for each in document.iterfind(".//t:sic", TEI)]
    assert "(xiāng)" in sics
    with Corpus(sqlite_url) as corpus:
        [article] = corpus.articles()
    for sic in document.iterfind(".//t:sic", TEI):
        sic.text = None
    assert "\n".join("".join(p.itertext()) for p in document.iterfind(".//t:div/t:p", TEI)) == article.body


def test_tei_names_the_articles_that_only_the_generic_reader_has_read(
    sqlite_url: str, tmp_path: Path
) -> None:
    with Writer(sqlite_url) as archive:
        archive.store(kept("1 a", "夜校今年已有九十所。", capture=capture(1)))
        archive.store(replace(kept("1 b", "菜市场里添了一间书屋。", capture=capture(2)), read_by="generic"))
    release(sqlite_url, tmp_path / "out", "tei")
    bibls = [
        bibl
        for file in (tmp_path / "out").rglob("*.xml")
        for bibl in etree.parse(file).iterfind(".//t:listBibl/t:bibl", TEI)
    ]
    assert sorted(bibl.findtext("t:note[@type='read_by']", "", TEI) for bibl in bibls) == ["", "generic"]


def test_vertical_text_is_well_formed_and_has_every_character(desk: Desk) -> None:
    desk.run("export", "out.vrt", "--format", "vrt")
    lines = (desk.home / "out.vrt").read_text(encoding="utf-8").splitlines()
    root = etree.fromstring("<corpus>" + "\n".join(lines) + "</corpus>")
    texts = root.findall("text")
    assert [text.get("id") for text in texts][:2] == [f"{PAPER}-{DAY}-36001", f"{PAPER}-{DAY}-36002"]
    assert (texts[0].get("page"), texts[0].get("year")) == ("01", "2023")
    tokens = [
        line.split("\t") for line in "".join(texts[0].xpath("p[@type='body']//text()")).split("\n") if line
    ]
    assert "".join(token[0] for token in tokens) == STORY.replace("\n", "")
    manifest = json.loads((desk.home / "out.manifest.json").read_bytes())
    columns = 2 if manifest["tokenizer"].startswith("jieba") else 1
    assert {len(token) for token in tokens} == {columns}


def without_jieba(_number: int) -> None:
    """As where the extra is not installed."""
    from importlib import metadata

    found = metadata.version

    def version(name: str) -> str:
        if name == "jieba":
            raise metadata.PackageNotFoundError(name)
        return found(name)

    metadata.version = version


def test_without_jieba_the_tokens_are_characters(desk: Desk) -> None:
    done = desk.attempt("export", "out.vrt", "--format", "vrt", prepare=without_jieba)
    assert done.returncode == 0, done.stderr
    assert json.loads((desk.home / "out.manifest.json").read_bytes())["tokenizer"] == "characters"
    text = (desk.home / "out.vrt").read_text(encoding="utf-8")
    assert "\n青\n禾\n县\n" in text


def test_plain_text_is_a_file_an_article_or_an_issue_and_its_names_sort(desk: Desk) -> None:
    desk.run("export", "out", "--format", "txt")
    index = list(
        csv.DictReader((desk.home / "out" / "index.tsv").read_text("utf-8").splitlines(), delimiter="\t")
    )
    files = [row["file"] for row in index]
    assert files == sorted(files)
    assert files[0] == f"txt/{PAPER}/2023/{DAY}_001_001_36001.txt"
    assert (desk.home / "out" / files[0]).read_text("utf-8").endswith(STORY + "\n")
    desk.run("export", "issues", "--format", "txt", "--per", "issue")
    names = sorted(path.name for path in (desk.home / "issues" / "txt").rglob("*.txt"))
    assert names == [f"{DAY}.txt", "2023-10-18.txt"]
    assert STORY in (desk.home / "issues" / "txt" / PAPER / "2023" / f"{DAY}.txt").read_text("utf-8")


def test_nothing_is_replaced_unless_asked_and_never_what_is_no_release(desk: Desk) -> None:
    desk.run("export", "out")
    before = contents(desk.home / "out")
    assert "out exists" in desk.run("export", "out", "--dedup", "near", code=2).stderr
    assert contents(desk.home / "out") == before
    desk.run("export", "out", "--dedup", "near", "--force")
    assert len(rows(desk.home / "out" / "articles.jsonl")) == 5
    (desk.home / "mine").mkdir()
    (desk.home / "mine" / "thesis.txt").write_text("x", encoding="utf-8")
    (desk.home / "mine.csv").write_text("x", encoding="utf-8")
    assert "mine is no release" in desk.run("export", "mine", "--force", code=2).stderr
    assert (
        "mine.csv is no release"
        in desk.run("export", "mine.csv", "--format", "csv", "--force", code=2).stderr
    )
    assert "thesis.txt is a file" in desk.run("export", "mine/thesis.txt", "--force", code=2).stderr
    assert (desk.home / "mine.csv").read_text(encoding="utf-8") == "x"
    assert contents(desk.home / "mine") == {"thesis.txt": b"x"}


def full_disk(size: int) -> None:
    """No file may become larger than that."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def full_disk_without_jieba(size: int) -> None:
    """The same where the tokens of vertical text are characters: jieba is slow on characters by chance."""
    without_jieba(0)
    full_disk(size)


@pytest.mark.parametrize("form", FORMATS)
def test_a_full_disk_leaves_nothing_half_written(desk: Desk, form: Format) -> None:
    letters = random.Random(1)
    body = "".join(chr(letters.randrange(0x4E00, 0x9000)) for _ in range(60_000))
    with Writer(desk.db) as archive:
        archive.store(article("7", body=body))
    done = desk.attempt("export", "out", "--format", form, prepare=full_disk_without_jieba, number=70_000)
    assert done.returncode == 5, done.stderr
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert not [path.name for path in desk.home.iterdir() if "out" in path.name and path.name != ".out"]


def test_diff_says_what_changed_between_two_releases(desk: Desk) -> None:
    added, changed, removed = f"{PAPER}-{DAY}-8001", f"{PAPER}-{DAY}-36009", f"{MIRROR}-2023-10-18-9003"
    for form in FORMATS:
        release(desk.db, desk.home / f"old-{form}", form)
    with Writer(desk.db) as archive:
        news = "又一篇新来的稿件，讲的是修鞋的人和他的收音机。"
        archive.store(kept("8001", news, capture=capture(80, at=hours(200))))
        other = "没有版面的稿件也要留在语料里，一个字都不能少。"
        archive.store(kept("36009", other, capture=capture(81, at=hours(200))))
    for form in FORMATS:
        old, new = (
            desk.home / f"old-{form}",
            release(desk.db, desk.home / f"new-{form}", form, papers=(PAPER,)),
        )
        found = {change.cite_id: change for change in changes(old, new)}
        assert Counter(change.kind for change in found.values()) == {"added": 1, "removed": 3, "changed": 1}
        assert [found[cite].kind for cite in (added, changed, removed)] == ["added", "changed", "removed"]
        assert list(changes(new, new)) == []
        assert changed_settings(old, new) == {"rows": (7, 5), "papers": ([], [PAPER])}
    shown = desk.run("export", "--diff", "old-jsonl", "new-jsonl").stdout
    assert f"+ {added}\n" in shown
    assert f"~ {changed}\tbody content_key revision\n" in shown
    document = desk.json("export", "--diff", "old-csv", "new-csv")
    assert document["counts"] == {"added": 1, "removed": 3, "changed": 1}
    refused = desk.run("export", "--diff", "old-csv", "new-tei", code=2).stderr
    assert "compare releases of one format" in refused


BAD_INPUT = [
    (("out", "--format", "xml"), 2, "Invalid value for '--format'"),
    (("out", "--script", "simplified"), 2, "Invalid value for '--script'"),
    (("out", "--since", "x"), 2, "--since: 'x' is no date"),
    (("out", "--as-of", "x"), 2, "--as-of: 'x' is no date"),
    (("out", "--bom"), 2, "is for CSV"),
    (("x.xyz",), 2, "no release in jsonl is a file '.xyz'"),
    (("x.tei", "--format", "tei"), 2, "no release in tei is a file '.tei'"),
    (("x.parquet.gz", "--format", "parquet"), 2, "no release in parquet is a file '.gz'"),
    (("out", "--per", "issue"), 2, "--per issue is for plain text"),
    (("out.csv",), 2, "out.csv looks like csv, the format is jsonl"),
    (("nowhere/out",), 2, "the directory nowhere does not exist"),
    (("out", "--paper", "gongyishibo"), 2, "did you mean gongyishibao (公益时报)?"),
    ((), 2, "name the release to write"),
    (("--diff", "a", "b"), 2, "a is no release"),
    (("out", "--diff", "a", "b"), 2, "stands alone"),
    (("out", "--db", "sqlite:///banmain.db"), 2, "there is no database at sqlite:///banmain.db"),
]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"), BAD_INPUT, ids=[" ".join(case[0]) for case in BAD_INPUT]
)
def test_bad_input_gets_one_sentence_and_its_exit_code(
    used: Desk, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    done = used.run("export", *arguments, code=code)
    assert sentence in done.stderr
    assert not (used.home / "out").exists()


def without_pyarrow(_number: int) -> None:
    """As where the extra is not installed."""
    sys.modules["pyarrow"] = None  # type: ignore[assignment]


def test_without_pyarrow_parquet_names_the_extra_and_the_rest_works(desk: Desk) -> None:
    done = desk.attempt("export", "out", "--format", "parquet", prepare=without_pyarrow)
    assert (done.returncode, done.stderr) == (
        2,
        "banmian: Parquet and Arrow need pyarrow: "
        "pip install pyarrow (in a clone of banmian: pip install '.[corpus]')\n",
    )
    assert desk.attempt("export", "out", prepare=without_pyarrow).returncode == 0


def test_the_document_of_columns_is_that_of_the_models() -> None:
    stale = "python -m storage.corpus.describe > docs/fields.md"
    assert (HERE.parent / "docs" / "fields.md").read_text(encoding="utf-8") == fields_md(), stale


def test_a_release_in_traditional_script_is_traditional_throughout(desk: Desk) -> None:
    desk.run("export", "out", "--script", "hant")
    found = rows(desk.home / "out" / "articles.jsonl")
    assert {row["paper_name"] for row in found} == {"公益時報", "鏡像時報"}
    assert found[-1]["body"] == TRADITIONAL
    assert {row["script"] for row in found} == {"hans", "hant"}


def test_a_line_of_json_has_the_bytes_of_pythons_own_encoder_however_small_a_number_is(desk: Desk) -> None:
    repair = {"field": "body", "start": 0, "end": 1, "observed": "x", "restored": "一", "kind": "torn"}
    repairs = (repair | {"confidence": 1e-5},)
    with Corpus(desk.db) as corpus:
        found = list(corpus.articles())
    found.append(replace(found[0], repairs=repairs))
    small = [replace(found[0], share_of_page=share) for share in (None, 0.0, 1e-5, 9.99e-5, 1e-4, 1 / 3, 1.0)]
    found += small
    for each, line in zip(found, json_lines(found), strict=True):
        plain = json.dumps(record(each), ensure_ascii=False, separators=(",", ":"))
        assert line.decode() == f"{plain}\n"


@pytest.mark.parametrize("name", ["corpus.jsonl", "corpus"])
def test_of_two_releases_to_one_place_at_once_the_first_stays(desk: Desk, name: str) -> None:
    out = desk.home / "out" / name
    out.parent.mkdir()
    (desk.home / "first").mkdir()
    first = release(desk.db, desk.home / "first" / name)
    kept_of_first = contents(first.parent)

    def meanwhile(done: int, total: int) -> None:
        for path in first.parent.iterdir():
            path.rename(out.with_name(path.name))

    order = Order(Selection(dedup="exact"), "jsonl", Program("0.1.0", 1, 1))
    with Corpus(desk.db) as corpus, pytest.raises(Refused, match="exists: name another place"):
        export(corpus.engine, out, order, meanwhile)
    assert contents(out.parent) == kept_of_first


def test_what_a_killed_export_left_is_gone_with_the_next(desk: Desk) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = desk.home / f".corpus.{ended.pid}.partial"
    at_work, another = (
        desk.home / f".corpus.{os.getppid()}.partial",
        desk.home / f".other.{ended.pid}.partial",
    )
    for directory in (left, at_work, another):
        directory.mkdir()
    release(desk.db, desk.home / "corpus")
    assert [directory.exists() for directory in (left, at_work, another)] == [False, True, True]
