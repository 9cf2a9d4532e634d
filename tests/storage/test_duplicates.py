"""Near duplicates: what is one text and what is not, whatever the order of arrival, and told why."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from pipelines.items import ArticleItem
from pipelines.text.differences import differences
from pipelines.text.fingerprint import fingerprint
from pipelines.text.fold import fold
from pipelines.text.keys import content_key, key_text, letters
from pipelines.text.minhash import BINS, signature, signatures
from storage import Writer
from storage.reprints import COMMAND, OtherFingerprints, dedup, explain, index, likeness, recompute
from tests.support.builders import DAY, PAPER, article, dump, empty, page, rows
from tests.support.corpora import fill
from tests.support.desk import Desk
from tests.support.editions import FAMILIES, Family, changed, form, form_names, headed, sample, tail_cut

PAPERS = ("a-paper", "b-paper", "c-paper")
[NEWS, SECOND, THIRD] = sample(20, 3, 500)


def printed(number: int, body: str, **fields: Any) -> ArticleItem:
    """The article `number` with that text as the pipelines make it, in one of three papers, a day each."""
    body_hans = fold(body)
    key, signed = fingerprint(body_hans)
    values: dict[str, Any] = {
        "paper": PAPERS[number % 3],
        "date": DAY + dt.timedelta(days=number),
        "body": body,
        "body_hans": body_hans,
        "content_key": key,
        "signature": signed,
        **fields,
    }
    return article(str(number), **values)


def cite(number: int) -> str:
    return f"{PAPERS[number % 3]}-{DAY + dt.timedelta(days=number)}-{number}"


@pytest.fixture
def archive(database_url: str) -> Iterator[Writer]:
    with Writer(database_url) as archive:
        yield archive


def clusters(engine: sa.Engine) -> dict[str, tuple[Any, ...]]:
    return {row[0]: row[1:] for row in rows(engine, "articles", "cite_id", "cluster", "reprint_of")}


def state(engine: sa.Engine) -> list[Any]:
    """Everything about duplicates, by content keys: numbers of rows tell the order of arrival."""
    stored = dump(engine)
    keys = {row["id"]: row["content_key"] for row in stored["texts"]}
    derived_columns = ("cite_id", "content_key", "cluster", "reprint_of", "headline_hans", "body_hans")
    return [
        sorted([tuple(row[name] for name in derived_columns) for row in stored["articles"]], key=str),
        sorted((row["content_key"], bytes(row["signature"])) for row in stored["texts"]),
        sorted((row["band"], keys[row["text_id"]]) for row in stored["bands"]),
        sorted((keys[r["text_id"]], keys[r["like_id"]], r["similarity"]) for r in stored["pairs"]),
    ]


# --- texts and signatures ----------------------------------------------------------------------------------


@given(st.text(max_size=200), st.text(max_size=200))
def test_the_likeness_of_two_texts_is_the_same_from_either_side(one: str, other: str) -> None:
    mine, theirs = key_text(one), key_text(other)
    assert likeness.compare(mine, theirs) == likeness.compare(theirs, mine)
    assert 0 <= likeness.compare(mine, theirs).similarity <= 1
    assert likeness.compare(mine, mine).rule == "same"


@given(st.text(max_size=400))
def test_any_text_has_a_signature_or_none(text: str) -> None:
    kept = key_text(text)
    assert len(signature(kept)) == (2 * BINS if len(kept) >= 40 else 0)
    assert len(likeness.bands(signature(kept))) == (BINS // likeness.ROWS if len(kept) >= 40 else 0)


@given(st.lists(st.text(max_size=400), max_size=5), st.integers(39, 3_000))
def test_many_texts_at_once_have_the_signatures_each_has_alone(texts: list[str], length: int) -> None:
    kept = [*map(key_text, texts), "社工" * length, NEWS[:length]] * 20
    assert signatures(kept) == [*map(signature, kept)]


def test_what_is_compared_in_the_database_is_what_keys_are_made_of() -> None:
    for text in (NEWS, "１０月１７日，「永安縣」召開（NGO）ﾃｽﾄ。Ⅳ", "ﬁve 　 _x_ ②"):
        assert letters(fold(text)) == key_text(text)


def test_a_band_fits_the_six_bytes_sqlite_keeps_it_in() -> None:
    bands = likeness.bands(b"\xff\x3f" * BINS)
    assert max(bands) < 1 << 47
    assert len(set(bands)) == BINS // likeness.ROWS


def test_the_signatures_estimate_the_jaccard_index() -> None:
    rng = random.Random(3)
    errors = []
    for text in map(key_text, sample(4, 40, 600)):
        other = changed(rng, text, 0.05)
        grams = [{t[n : n + 3] for n in range(len(t) - 2)} for t in (text, other)]
        true = len(grams[0] & grams[1]) / len(grams[0] | grams[1])
        errors.append(likeness.estimate(signature(text), signature(other)) - true)
    assert abs(sum(errors) / len(errors)) < 0.03
    assert max(map(abs, errors)) < 0.2


# --- what is one text -----------------------------------------------------------------------------------


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_text_is_recognised_in_every_family_of_editions(family: Family) -> None:
    rng = random.Random(1)
    texts_of_news = sample(6, 40, 600)
    for strength in family.strengths:
        found = 0
        for text in texts_of_news:
            mine, theirs = key_text(text), key_text(family.edit(rng, text, strength))
            shared = set(likeness.bands(signature(mine))) & set(likeness.bands(signature(theirs)))
            found += bool(shared) and likeness.compare(mine, theirs).alike
        assert found >= 39, (family.name, strength, found)


@pytest.mark.parametrize("name", form_names())
def test_forms_filled_in_otherwise_are_texts_of_their_own(name: str) -> None:
    rng = random.Random(2)
    filled = [key_text(form(rng, name)) for _ in range(40)]
    pairs = [(one, other) for n, one in enumerate(filled) for other in filled[:n]]
    alike = sum(likeness.compare(one, other).alike for one, other in pairs)
    assert alike <= len(pairs) / 100


def test_unrelated_texts_have_nothing_to_do_with_each_other() -> None:
    unrelated = [key_text(text) for text in sample(8, 60, 800)]
    for n, one in enumerate(unrelated):
        for other in unrelated[:n]:
            assert likeness.compare(one, other).similarity < 0.15


def test_a_passage_is_not_its_text_nor_a_round_up_each_of_its_parts() -> None:
    long = NEWS + SECOND + THIRD
    assert likeness.compare(key_text(NEWS), key_text(long)).rule == "passage"


LOST = "市民{}不慎遗失身份证一张，现声明作废，如有拾到者请送交本市新华路派出所，必有重谢。"
AIR = "本市今日最高气温{}度，最低气温20度，相对湿度{}%，紫外线指数{}，空气质量良好，适宜户外活动。"
FAIR = "{}市图书馆定于本周六举办读书分享会，地点在主楼三层报告厅，欢迎读者参加，凭借书证入场。"


@pytest.mark.parametrize(
    ("text", "one", "other", "rule"),
    [
        (LOST, "张秀英", "李建国", "words"),
        (LOST, "张秀英", "张秀英", "same"),
        (AIR, "31", "28", "numbers"),
        (FAIR, "", "据新华社北京电", "alike"),
        (FAIR, "本报讯", "新华社北京1月1日电记者张三", "alike"),
        (FAIR, "本", "外", "alike"),
        (FAIR, "南海", "北山", "words"),
        ("{}", FAIR[4:], FAIR[:-4], "alike"),
    ],
)
def test_short_texts_have_their_own_rule(text: str, one: str, other: str, rule: str) -> None:
    filled = [key_text(text.replace("{}", word)) for word in (one, other)]
    assert likeness.compare(*filled).rule == rule


# --- clusters: a function of texts and their order of print -----------------------------------------------


def family_of_prints() -> list[ArticleItem]:
    """Three texts in many editions (one exact, one traditional), a round-up, forms, unrelated texts."""
    rng = random.Random(11)
    bodies = [
        changed(rng, NEWS, 0.05),
        NEWS,
        tail_cut(rng, NEWS, 0.2),
        headed(rng, NEWS, 0.1),
        NEWS.replace("。", "，"),
        SECOND,
        FAMILIES[8].edit(rng, SECOND, 0.02),
        changed(rng, changed(rng, SECOND, 0.08), 0.08),
        changed(rng, SECOND, 0.1),
        THIRD,
        NEWS[:250] + THIRD[:250],
        *(form(rng, "天气") for _ in range(3)),
        *(form(rng, "遗失声明") for _ in range(3)),
        *sample(31, 3, 300),
    ]
    return [printed(n, body) for n, body in enumerate(bodies)]


def test_every_order_of_arrival_gives_the_same_clusters(database_url: str, whole: bool) -> None:
    prints = family_of_prints()
    prints[3] = replace(prints[3], date=prints[0].date, paper="c-paper")
    pages: list[Any] = [
        page(2, "0", paper="a-paper", date=prints[0].date),
        page(1, "3", paper="c-paper", date=prints[0].date),
    ]
    with Writer(database_url) as archive:
        seen = []
        for seed in range(20 if whole else 8):
            empty(archive.engine)
            arriving = [*prints, *pages]
            random.Random(seed).shuffle(arriving)
            for start in range(0, len(arriving), 6):
                archive.store_all(arriving[start : start + 6])
            seen.append(state(archive.engine))
        assert all(found == seen[0] for found in seen)
        found = clusters(archive.engine)
    first = f"c-paper-{prints[0].date}-3"  # page 1 of that day, before page 2 of another paper
    assert [found[c] for c in (cite(0), first, cite(1), cite(2), cite(4))] == [
        (first, first),
        (first, None),
        *[(first, first)] * 3,
    ]
    assert {found[cite(n)][0] for n in (5, 6, 8)} == {cite(5)}
    assert all(found[cite(n)] == (None, None) for n in (9, *range(11, len(prints))))


def test_an_earlier_print_that_arrives_later_becomes_the_first_of_all(archive: Writer) -> None:
    rng = random.Random(5)
    for n in (3, 4, 5):
        archive.store(printed(n, changed(rng, NEWS, 0.04)))
    assert clusters(archive.engine)[cite(5)] == (cite(3), cite(3))
    archive.store(printed(1, NEWS))
    assert clusters(archive.engine) == {
        cite(1): (cite(1), None),
        **{cite(n): (cite(1), cite(1)) for n in (3, 4, 5)},
    }
    archive.store(printed(0, NEWS, date=DAY))  # an exact one, earlier still
    assert {row[0] for row in clusters(archive.engine).values()} == {cite(0)}


def test_in_a_chain_everyone_stands_under_a_text_it_has_much_in_common_with(archive: Writer) -> None:
    """A~B~C and A!~C: C joins the cluster as long as half of it is A's, and not a step further."""
    third = len(NEWS) // 3
    near = [NEWS, NEWS[third:] + SECOND[:third], NEWS[2 * third :] + SECOND[: 2 * third], SECOND]
    shares = [likeness.compare(key_text(near[0]), key_text(text)).whole for text in near]
    assert shares == sorted(shares, reverse=True)
    ranks = {name: n for n, name in enumerate("ABCD")}
    alike = {"A": {"B"}, "B": {"A", "C"}, "C": {"B", "D"}, "D": {"C"}}
    kin = {("C", "A")}
    found = likeness.clusters(ranks, alike, lambda one, other: (one, other) in kin)
    assert found == {"A": "A", "B": "A", "C": "A", "D": "D"}
    assert likeness.clusters(ranks, alike, lambda *_: False) == {"A": "A", "B": "A", "C": "C", "D": "C"}


def test_a_text_that_ceases_to_be_like_another_leaves_no_trace(archive: Writer) -> None:
    archive.store(printed(0, SECOND))
    archive.store(printed(1, NEWS))
    before = state(archive.engine)
    archive.store(printed(2, THIRD))
    alone = state(archive.engine)
    archive.store(printed(2, changed(random.Random(1), NEWS, 0.03)))
    assert clusters(archive.engine)[cite(2)] == (cite(1), cite(1))
    archive.store(printed(2, THIRD))
    assert state(archive.engine) == alone
    assert before != alone


def test_near_duplicates_in_one_issue_are_two_articles_of_one_cluster(archive: Writer) -> None:
    archive.store_all([printed(0, NEWS), printed(3, changed(random.Random(1), NEWS, 0.02), date=DAY)])
    assert len(clusters(archive.engine)) == 2
    assert {row[0] for row in clusters(archive.engine).values()} == {cite(0)}


def test_a_crowded_band_says_nothing_whenever_it_became_crowded(
    archive: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "CROWDED", 4)
    rng = random.Random(7)
    prints = [printed(n, changed(rng, NEWS, 0.06)) for n in range(9)]
    seen = []
    for seed in range(6):
        empty(archive.engine)
        for item in random.Random(seed).sample(prints, len(prints)):
            archive.store(item)
        seen.append(state(archive.engine))
    assert all(found == seen[0] for found in seen)
    pairs = len(seen[0][3])
    assert 0 < pairs < 9 * 8  # of 36 pairs, each both ways, some shared crowded bands only
    for _ in dedup(archive.engine):
        pass
    assert state(archive.engine) == seen[0]
    for n in range(6, 9):  # texts that leave a band make it speak again
        archive.store(printed(n, sample(40 + n, 1, 400)[0]))
    fewer = state(archive.engine)
    for _ in dedup(archive.engine):
        pass
    assert state(archive.engine) == fewer


def test_storing_near_duplicates_again_changes_not_one_byte(archive: Writer) -> None:
    prints = [replace(item, capture=None) for item in family_of_prints()[:5]]
    archive.store_all(prints)
    before = state(archive.engine)
    archive.store_all(prints)
    assert state(archive.engine) == before


# --- the whole database anew ---------------------------------------------------------------------------


def forget(engine: sa.Engine) -> None:
    """As a database of another KEY_VERSION looks to this program."""
    with engine.begin() as connection:
        connection.execute(
            sa.text(
                "UPDATE articles SET content_key = 'k0.0-' || id, cluster = 'x-y', "
                "reprint_of = 'x-y', body_hans = ''"
            )
        )
        connection.execute(sa.text("DELETE FROM pairs WHERE text_id < 4"))


def test_dedup_ends_where_storing_ends(archive: Writer) -> None:
    archive.store_all(family_of_prints())
    stored = state(archive.engine)
    forget(archive.engine)
    steps = list(dedup(archive.engine))
    assert state(archive.engine) == stored
    assert {step.phase for step in steps} == {"texts", "bands", "groups"}
    assert all(0 < step.done <= step.total for step in steps)
    archive.store(printed(40, changed(random.Random(3), NEWS, 0.02)))
    assert clusters(archive.engine)[cite(40)] == (cite(0), cite(0))


def test_dedup_continues_where_it_was_killed(archive: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.reprints.recompute.BATCH", 4)
    archive.store_all(family_of_prints())
    stored = state(archive.engine)
    forget(archive.engine)
    length = len(list(dedup(archive.engine)))
    folded = recompute.folded
    for kept in (1, 3, 7, 20, length - 1):
        forget(archive.engine)
        for done, _ in enumerate(dedup(archive.engine), 1):
            if done == kept:
                break  # what is killed between two batches
        calls = 0

        def counted(article: Any) -> tuple[str, str]:
            nonlocal calls
            calls += 1
            return folded(article)

        with monkeypatch.context() as patch:
            patch.setattr(recompute, "folded", counted)
            list(dedup(archive.engine))
        assert state(archive.engine) == stored
        assert calls == max(len(stored[0]) - 4 * kept, 0)
    runs = rows(archive.engine, "runs", "command", "exit_code")
    assert runs == [(COMMAND, 0)] * 6


def test_a_batch_that_is_torn_is_done_again(archive: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.reprints.recompute.BATCH", 4)
    archive.store_all(family_of_prints())
    stored = state(archive.engine)
    forget(archive.engine)
    seen: list[str] = []

    folded = recompute.folded

    def killed(article: Any) -> tuple[str, str]:
        seen.append(article.headline)
        if len(seen) == 10:
            raise KeyboardInterrupt
        return folded(article)

    with monkeypatch.context() as patch:
        patch.setattr(recompute, "folded", killed)
        with pytest.raises(KeyboardInterrupt):
            list(dedup(archive.engine))
    list(dedup(archive.engine))
    assert state(archive.engine) == stored


def use_another_version(patch: pytest.MonkeyPatch, version: str) -> None:
    """As a program whose fingerprints are of that version."""
    for module in ("storage.reprints.version", "storage.reprints.recompute"):
        patch.setattr(f"{module}.FINGERPRINT_VERSION", version)


def test_texts_of_another_version_are_not_added_to_until_dedup_has_run(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Writer(database_url) as archive:
        archive.store_all(family_of_prints())
        stored = state(archive.engine)
        use_another_version(monkeypatch, "k2.3-s2")
        sentence = r"version k2\.3-s1, this banmian makes k2\.3-s2.*: run `banmian dedup`"
        with pytest.raises(OtherFingerprints, match=sentence):
            Writer(database_url)
        list(dedup(archive.engine))
        assert state(archive.engine) == stored  # the version here is another in name only
    with Writer(database_url) as archive:
        assert archive.store(printed(50, NEWS)) == "new"
    monkeypatch.undo()
    with pytest.raises(OtherFingerprints, match=r"k2\.3-s2"):
        Writer(database_url)


def test_a_dedup_that_another_version_began_is_not_continued(
    archive: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.reprints.recompute.BATCH", 4)
    archive.store_all(family_of_prints())
    url = archive.engine.url.render_as_string(hide_password=False)
    with monkeypatch.context() as patch:
        use_another_version(patch, "k2.3-s2")
        next(dedup(archive.engine))  # killed after the first batch
    with pytest.raises(OtherFingerprints, match="version unknown"):
        Writer(url)
    steps = list(dedup(archive.engine))
    assert steps[0].done == 4  # from the beginning
    Writer(url).close()


# --- told so that it can be checked ----------------------------------------------------------------------


def test_every_cluster_is_told_with_what_differs(archive: Writer) -> None:
    text = NEWS.replace(NEWS[100:103], "甲乙丙")
    archive.store_all([printed(0, NEWS), printed(1, NEWS), printed(2, text), printed(3, SECOND)])
    archive.store(page(4, "2", paper="c-paper", date=DAY + dt.timedelta(days=2)))
    [found] = explain.clusters(archive.engine)
    assert found.cluster == cite(0)
    assert [each.kind for each in found.prints] == ["first", "exact", "near"]
    assert [each.similarity == 1 for each in found.prints] == [True, True, False]
    assert found.prints[2].page_number == "04"
    assert found.prints[1].differences == ()
    assert "甲乙丙" in "".join(each.other for each in found.prints[2].differences)
    assert [c.cluster for c in explain.clusters(archive.engine, ["b-paper"])] == [cite(0)]
    assert list(explain.clusters(archive.engine, ["d-paper"])) == []


def test_why_names_keys_bands_likeness_rule_and_differences(archive: Writer) -> None:
    archive.store_all(
        [printed(0, NEWS), printed(1, changed(random.Random(2), NEWS, 0.05)), printed(2, SECOND)]
    )
    found = explain.why(archive.engine, cite(0), cite(1))
    assert found.rule == "alike"
    assert found.bands > 5
    assert 0.5 < found.estimated < found.similarity < 1
    assert found.clusters == (cite(0), cite(0))
    assert found.content_keys[0] == content_key(NEWS)
    assert len(found.differences) > 10
    other = explain.why(archive.engine, cite(0), cite(2))
    assert (other.rule, other.bands, other.clusters[1]) == ("passage", 0, None)
    with pytest.raises(explain.UnknownArticle, match="nowhere"):
        explain.why(archive.engine, cite(0), "nowhere")


def test_why_says_through_whom_two_texts_are_one(archive: Writer) -> None:
    rng = random.Random(9)
    one, other = changed(rng, NEWS, 0.12), changed(rng, NEWS, 0.12)
    archive.store_all([printed(0, one), printed(1, NEWS), printed(2, other)])
    found = explain.why(archive.engine, cite(0), cite(2))
    assert found.clusters == (cite(0), cite(0))
    assert found.rule == "little"
    assert found.through == (cite(1),)


@given(st.text(alphabet="甲乙丙丁，。\n", max_size=60), st.text(alphabet="甲乙丙丁，。\n", max_size=60))
def test_differences_lead_from_one_text_to_the_other(one: str, other: str) -> None:
    rest, made = one, ""
    for each in differences(one, other):
        at = rest.index(each.first, 0) if not each.before else rest.find(each.first)
        assert at >= 0
    found = differences(one, other)
    assert (found == []) == (one == other)
    made = "".join(each.first for each in found)
    assert len(one) - len(made) == len(other) - sum(len(each.other) for each in found)


def test_a_difference_reads_like_wdiff() -> None:
    [found] = differences("今天晴，明天有雨。", "今天晴，明天有雪。")
    assert str(found) == "今天晴，明天有[-雨-]{+雪+}。"


# --- the commands ------------------------------------------------------------------------------------------


def test_the_commands_list_explain_and_recompute(tmp_path: Path) -> None:
    desk = Desk.at(tmp_path)
    text = NEWS.replace(NEWS[100:103], "甲乙丙")
    with Writer(desk.db) as archive:
        archive.store_all([printed(0, NEWS), printed(1, text), printed(2, NEWS), printed(3, SECOND)])
    [listed] = desk.json("duplicates")
    assert [each["kind"] for each in listed["prints"]] == ["first", "near", "exact"]
    assert "no paper 'd-paper'" in desk.run("duplicates", "--paper", "d-paper", code=2).stderr
    shown = desk.run("duplicates").stdout
    assert shown.startswith(f"{cite(0)}\t3 prints in 3 papers\n")
    assert "{+甲乙丙+}" in shown
    assert desk.json("duplicates", "--why", cite(0), cite(1))["rule"] == "alike"
    why = desk.run("duplicates", "--why", cite(0), cite(3)).stdout
    assert "rule\tpassage: less than 50% of the longer text is in the other" in why
    assert (
        "no article is stored as nowhere"
        in desk.run("duplicates", "--why", cite(0), "nowhere", code=2).stderr
    )
    before = desk.rows("SELECT cite_id, cluster, reprint_of FROM articles ORDER BY 1")
    engine = sa.create_engine(desk.db)
    with engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE articles SET content_key = NULL, cluster = NULL, reprint_of = NULL")
        )
    engine.dispose()
    assert "texts: 4 of 4" in desk.run("dedup").stderr
    assert desk.rows("SELECT cite_id, cluster, reprint_of FROM articles ORDER BY 1") == before


def test_who_reprints_whom_and_how_fast_is_a_table_and_a_graph(tmp_path: Path) -> None:
    desk = Desk.at(tmp_path)
    fill(desk.db)
    [flow] = desk.json("duplicates", "--between", "--network", "out.graphml")
    assert flow == {
        "first": PAPER, "again": "jingxiang", "reprints": 2, "same_day": 0, "median_days": 1.0,
        "since": "2023-10-18", "until": "2023-10-18",
    }  # fmt: skip
    graph = networkx.read_graphml(desk.home / "out.graphml")
    assert graph.nodes["jingxiang"]["label"] == "鏡像時報"
    assert graph.edges[PAPER, "jingxiang"]["weight"] == 2
    assert desk.json("duplicates", "--between", "--paper", "镜像时报") == [flow]
    assert "cannot be written" in desk.run("duplicates", "--network", "no/such.graphml", code=5).stderr
