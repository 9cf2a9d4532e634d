"""What is printed becomes what is kept: one pipeline, one purpose."""

from dataclasses import replace
from datetime import date

import pytest

from pipelines.fingerprint import FingerprintPipeline
from pipelines.items import ArticleItem, ImageItem, IssueItem, ProblemItem
from pipelines.normalize import NormalizePipeline, normalized
from pipelines.validate import ValidatePipeline, is_navigation

DAY = date(2023, 10, 17)
ARTICLE = ArticleItem(
    paper="yangzhang",
    date=DAY,
    edition="",
    source_id="1",
    url="http://epaper.example.cn/content_1.htm",
    headline="社区食堂开张",
    byline="本报记者 沈知夏",
    body="本报青禾10月16日电 社区食堂昨天开张，来了三百人。\n第二段写的是食堂的账本。（据青禾新闻网）",
)
ISSUE = IssueItem("yangzhang", DAY, "", "http://epaper.example.cn/node_1.htm", None, 0, ())


def test_credits_and_script_are_read_and_the_text_stays_as_printed() -> None:
    kept = normalized(ARTICLE)
    assert kept.body == ARTICLE.body
    assert (kept.authors, kept.dateline, kept.source) == (("沈知夏",), "本报青禾10月16日电", "青禾新闻网")
    assert (kept.script, kept.repairs) == ("hans", ())
    assert kept.char_count == sum(not character.isspace() for character in ARTICLE.body)


def test_indents_inside_a_bare_text_are_paragraphs_and_a_letter_spaced_headline_is_a_word() -> None:
    kept = normalized(replace(ARTICLE, headline="社　论", body="第一段写完了。 　　第二段也写完了。"))
    assert kept.headline == "社论"
    assert kept.body == "第一段写完了。\n第二段也写完了。"
    assert {repair["field"] for repair in kept.repairs} == {"headline", "body"}


def test_a_traditional_text_is_kept_and_folded_beside_it() -> None:
    kept = normalized(
        replace(ARTICLE, headline="鄉鎮社工站實現全覆蓋", body="記者從民政廳瞭解到，全縣已經實現全覆蓋。")
    )
    assert kept.headline == "鄉鎮社工站實現全覆蓋"
    assert kept.headline_hans == "乡镇社工站实现全覆盖"
    assert kept.script == "hant"


def test_a_lost_byte_is_on_record() -> None:
    [repair] = normalized(replace(ARTICLE, body="社区食\ufffd开张了，来了三百人。")).repairs
    assert (repair["field"], repair["start"], repair["observed"], repair["kind"]) == (
        "body",
        3,
        "\ufffd",
        "suspicious",
    )


def test_repairs_name_the_caption_they_are_in() -> None:
    image = ImageItem(1, "http://epaper.example.cn/1.jpg", "图\x00为食堂", "")
    [repair] = normalized(replace(ARTICLE, images=(image,))).repairs
    assert repair["field"] == "caption 1"


def test_one_torn_place_is_restored_where_the_site_is_known_to_damage_texts() -> None:
    torn = replace(ARTICLE, headline="", byline="", body="旗理黑烈觸。傾樹河?!叭R春皮。")
    assert normalized(torn).body == torn.body
    kept = normalized(replace(torn, damaged=True))
    assert kept.body == "旗理黑烈觸。傾樹河。“萊春皮。"
    assert [repair["field"] for repair in kept.repairs] == ["body"]


@pytest.mark.parametrize(
    ("change", "kind", "detail"),
    [
        (
            {"printed_date": date(2023, 10, 16)},
            "other_issue",
            "asked for 2023-10-17, the article is printed 2023-10-16",
        ),
        ({"body": ""}, "empty", "no text and no picture"),
        (
            {"body": "版面导航 标题导航\n上一期 下一期\n第01版：头版\n第02版：新闻"},
            "navigation",
            "navigation, not an article",
        ),
    ],
)
def test_what_cannot_be_true_is_refused_with_its_reason(
    change: dict[str, object], kind: str, detail: str
) -> None:
    problem = ValidatePipeline().process_item(replace(ARTICLE, **change))  # type: ignore[arg-type]
    assert isinstance(problem, ProblemItem)
    assert (problem.kind, problem.url) == (kind, ARTICLE.url)
    assert detail in problem.detail


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"printed_date": DAY},
        {"body": "", "images": (ImageItem(1, "http://epaper.example.cn/1.jpg", "图说", ""),)},
        {"body": "短讯。"},
        {"body": "本期看点\n第05版：食堂的账本\n第08版：社工的一天\n编辑部与您一起读完这一周。\n下周见。"},
    ],
)
def test_what_may_be_true_passes(change: dict[str, object]) -> None:
    article = replace(ARTICLE, **change)  # type: ignore[arg-type]
    assert ValidatePipeline().process_item(article) is article


def test_other_items_pass_every_pipeline_untouched() -> None:
    for pipeline in (NormalizePipeline(), ValidatePipeline(), FingerprintPipeline()):
        assert pipeline.process_item(ISSUE) is ISSUE


def test_a_text_has_one_key_in_both_scripts_and_any_punctuation() -> None:
    simplified = normalized(replace(ARTICLE, body="乡镇社工站实现全覆盖，二十四名社工到岗。"))
    traditional = normalized(replace(ARTICLE, body="鄉鎮社工站實現全覆蓋,二十四名社工到崗!"))
    keys = {FingerprintPipeline().process_item(each).content_key for each in (simplified, traditional)}  # type: ignore[union-attr]
    assert len(keys) == 1
    assert None not in keys


def test_few_lines_of_navigation_words_are_not_yet_navigation() -> None:
    assert not is_navigation("上一期 下一期")
    assert not is_navigation("")
