"""What programs read of the reader: every endpoint as it is described, paged, and IIIF manifests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from iiif_prezi3 import Manifest
from schemathesis.checks import positive_data_acceptance
from starlette.testclient import TestClient

from pipelines.text.plain import plain
from storage.browse import Reader, application
from storage.corpus import Corpus, record
from storage.search import collocates
from storage.selection import Selection
from tests.support import databases
from tests.support.newsroom import HEIGHT, HOSTILE, WIDTH, furnish, reader_of

STORY = "gongyishibao-2023-10-17-36001"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A furnished reader."""
    home = tmp_path_factory.mktemp("reader")
    url = f"sqlite:///{home / 'banmian.db'}"
    databases.provide(url)
    furnish(url, home / "archive")
    reader = reader_of(url, home / "archive")
    yield reader
    reader.corpus.close()


@pytest.fixture(scope="module")
def client(reader: Reader) -> Iterator[TestClient]:
    """Asks it."""
    with TestClient(application(reader), base_url="http://127.0.0.1:8000") as client:
        yield client


def test_an_article_is_a_row_of_a_release(client: TestClient, reader: Reader) -> None:
    corpus: Corpus = reader.corpus
    assert client.get(f"/api/articles/{STORY}").json() == json.loads(
        json.dumps(record(corpus.article(STORY)), ensure_ascii=False)
    )
    assert client.get(f"/api/articles/{STORY}?script=hant").json()["headline"] == "標題36001"
    assert client.get("/api/articles/nothing").json() == {"error": "no article 'nothing'"}


def test_articles_are_paged_in_print_order(client: TestClient, reader: Reader) -> None:
    found: list[str] = []
    offset: int | None = 0
    while offset is not None:
        answer = client.get("/api/articles", params={"limit": 3, "offset": offset}).json()
        found += [item["cite_id"] for item in answer["items"]]
        offset = answer["next"]
    assert found == [article.cite_id for article in reader.corpus.articles()]
    once = client.get("/api/articles?match=旧书桌&dedup=near&author=张三").json()["items"]
    assert [item["cite_id"] for item in once] == [STORY, "jingxiang-2023-10-18-9003"]


def test_a_search_is_that_of_the_command(client: TestClient, reader: Reader) -> None:
    answer = client.get("/api/search", params={"q": "社工站", "limit": 2, "offset": 1, "sort": "date"}).json()
    whole = reader.corpus.search("社工站", order="oldest")
    assert (answer["query"], answer["total"]) == ("社工站", whole.total)
    assert [hit["cite_id"] for hit in answer["hits"]] == [hit.cite_id for hit in whole.hits[1:3]]
    assert answer["hits"] == plain(reader.corpus.search("社工站", order="oldest", kwic=20).hits[1:3])
    assert list(answer["hits"][0]) == [
        "cite_id", "paper", "date", "page_number", "headline", "left", "match", "right",
    ]  # fmt: skip
    lines = client.get("/api/search?q=社工站&every=true&limit=5").json()
    assert len(lines["hits"]) == 5
    assert lines["next"] == 5


def test_the_issue_the_day_and_what_is_missing(client: TestClient) -> None:
    issue = client.get("/api/issues/gongyishibao/2023-10-17").json()
    assert [placement["cite_id"] for placement in issue["pages"][0]["placements"]] == [
        STORY, "gongyishibao-2023-10-17-36002",
    ]  # fmt: skip
    assert issue["unplaced"] == ["gongyishibao-2023-10-17-36009"]
    states = client.get("/api/issues?paper=gongyishibao").json()
    assert [(row["date"], row["state"], row["missing"]) for row in states["items"]] == [
        ("2023-10-17", "partial", 1)
    ]
    assert client.get("/api/gaps?paper=gongyishibao").json()["items"][0]["kind"] == "not_fetched"
    assert [front["paper"] for front in client.get("/api/days/2023-10-17").json()["items"]] == [
        "gongyishibao", HOSTILE,
    ]  # fmt: skip
    assert len(client.get(f"/api/articles/{STORY}/prints").json()["prints"]) == 3
    assert len(client.get("/api/articles/gongyishibao-2023-10-17-36002/versions").json()["versions"]) == 2
    facets = client.get("/api/facets?q=社工站").json()["facets"]
    assert {"value": "jingxiang", "articles": 2} in facets["paper"]
    counts = client.get("/api/trend?q=社工站&q=图书馆&per=month&by=paper").json()["items"]
    assert {count["query"] for count in counts} == {"社工站", "图书馆"}


def test_collocates_are_those_of_the_command(client: TestClient, reader: Reader) -> None:
    asked = {"q": "社工站", "window": "2", "by": "t", "dedup": "near"}
    answer = client.get("/api/collocates", params=asked).json()
    found = collocates(reader.corpus.engine, "社工站", Selection(dedup="near"), window=2, by="t", limit=100)
    assert answer == {**plain(found), "window": "2"}
    assert [row["item"] for row in answer["rows"]] == ["今", "家", "天"]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/api/papers?x=1", 400),
        ("/api/articles?limit=0", 400),
        ("/api/articles?limit=٣", 400),
        ("/api/articles?since=20231017", 400),
        ("/api/articles?since=2023-02-30", 400),
        ("/api/articles?paper=nobody", 404),
        ("/api/articles?script=", 400),
        ("/api/issues?paper=nobody", 404),
        ("/api/search", 400),
        ("/api/search?q=%22", 400),
        ("/api/trend", 400),
        ("/api/collocates", 400),
        ("/api/collocates?q=x&window=11", 400),
        ("/api/issues/gongyishibao/1999-01-01", 404),
        ("/api/nothing", 404),
        ("/iiif/gongyishibao/2023-10-17/manifest.json", 404),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_as_json(
    address: str, code: int, client: TestClient
) -> None:
    answer = client.get(address)
    assert answer.status_code == code, answer.text
    assert list(answer.json()) == ["error"]


def test_every_endpoint_keeps_what_its_description_promises(reader: Reader, whole: bool) -> None:
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", application(reader, ["testserver"]))
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) == 13
    for operation in operations if whole else operations[3:13:3]:
        # Which texts are queries (docs/search.md) no schema can say: ( and " are refused.
        asks = any(parameter.name in ("q", "match") for parameter in operation.query)
        examine(operation, [positive_data_acceptance] if asks else [], examples=100 if whole else 8)


def examine(operation: Any, left_out: list[Any], *, examples: int) -> None:
    """Asks an endpoint what its description allows and what it does not, and checks the answers."""
    modes = list(schemathesis.GenerationMode)

    @settings(
        max_examples=examples,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(case=st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in modes)))
    def keeps(case: schemathesis.Case) -> None:
        case.call_and_validate(excluded_checks=left_out)

    keeps()


def test_the_manifest_of_an_issue_is_one_of_iiif_presentation_3(client: TestClient) -> None:
    answer = client.get(f"/iiif/{HOSTILE}/2023-10-17/manifest.json")
    assert answer.headers["content-type"].startswith("application/ld+json")
    manifest = Manifest(**answer.json())
    [canvas] = manifest.items
    assert (canvas.width, canvas.height) == (WIDTH, HEIGHT)
    image = answer.json()["items"][0]["items"][0]["items"][0]["body"]
    assert client.get(image["id"]).headers["content-type"] == image["format"] == "image/png"
    notes = answer.json()["items"][0]["annotations"][0]["items"]
    assert [note["target"].rpartition("#")[2] for note in notes] == [
        "xywh=10,10,330,150", "xywh=10,170,330,160", "xywh=10,340,330,150",
    ]  # fmt: skip
