"""Contained: only the paper's hosts, only public addresses, only so many bytes and seconds."""

import contextlib
import datetime as dt
import gzip
import ipaddress
import json
import re
import socket
import ssl
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from crawler.download.compression import Unpackable, unpack
from crawler.download.hosts import host_of, is_public, may_connect, read_networks
from tests.support.desk import Desk
from tests.support.faults import Fault
from tests.support.newsstand import FaultyNewsstand, Newspaper, issue_of, newsstand
from tests.support.observed import observed

CASES = json.loads((Path(__file__).parents[1] / "cases" / "addresses.json").read_text(encoding="utf-8"))
DAY = dt.date(2023, 10, 17)
SMALL = Newspaper(pages=1, articles=2)
FRONT = r"/node_1\.htm"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.at(tmp_path)


def problems(desk: Desk) -> dict[str, tuple[str, str]]:
    """Last part of the address → kind and detail."""
    rows = desk.rows("SELECT url, kind, detail FROM problems")
    return {row["url"].rpartition("/")[2]: (row["kind"], row["detail"]) for row in rows}


def stored(desk: Desk) -> set[str]:
    """Ids of the articles that were stored."""
    return {row["source_id"] for row in desk.rows("SELECT source_id FROM articles")}


def one_each(paper: Newspaper, kinds: list[tuple[str, str]]) -> dict[str, Fault]:
    """Article file name → fault; every second article stays sound."""
    articles = issue_of(paper, DAY).pages[0].articles
    victims = [article.source_id for article in articles][::2]
    assert len(victims) >= len(kinds)
    return {
        f"content_{victim}.htm": Fault(f"content_{victim}", kind, value=value)
        for victim, (kind, value) in zip(victims, kinds, strict=False)
    }


@contextlib.contextmanager
def trap(address: str = "127.0.0.1", port: int = 0) -> Iterator[socket.socket]:
    """A listening socket that nobody may have connected to in the end."""
    with socket.create_server((address, port)) as listener:
        yield listener
        listener.setblocking(False)
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.mark.parametrize(("address", "public"), CASES["public"].items())
def test_what_a_public_address_is(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


@given(st.ip_addresses(v=4))
def test_an_address_is_as_public_in_every_ipv6_disguise(address: ipaddress.IPv4Address) -> None:
    inner = int(address)
    for prefix in (0xFFFF << 32, 0x64FF9B << 96, 0x2002 << 112):
        disguised = prefix | (inner << 80 if prefix >> 125 else inner)
        assert is_public(ipaddress.IPv6Address(disguised)) is is_public(address)


@pytest.mark.parametrize(("host", "address", "networks", "allowed"), CASES["may_connect"])
def test_which_addresses_a_host_may_have(host: str, address: str, networks: str, allowed: bool) -> None:
    assert may_connect(host, ipaddress.ip_address(address), read_networks(networks)) is allowed


@pytest.mark.parametrize(("url", "host"), CASES["host_of"].items())
def test_the_host_of_an_address_however_it_is_spelled(url: str, host: str | None) -> None:
    assert host_of(url) == host


def test_no_redirect_leads_to_a_host_the_profile_does_not_name(desk: Desk) -> None:
    paper = Newspaper(pages=1, articles=30)
    with newsstand(paper) as stand, trap() as listener:
        ours, inner = stand.server_port, listener.getsockname()[1]
        targets = [
            f"http://127.0.0.1:{inner}/",
            f"https://127.0.0.1:{inner}/",
            f"//127.0.0.1:{inner}/",
            f"http://localhost:{inner}/",
            f"http://2130706433:{inner}/",
            f"http://0x7f.1:{inner}/",
            f"http://0177.0.0.1:{inner}/",
            f"http://127.1:{inner}/",
            f"http://[::ffff:127.0.0.1]:{inner}/",
            f"http://127.0.0.1.:{ours}/",
            f"http://127.0.0.1:{ours}@127.0.0.1:{inner}/",
            "file:///etc/passwd",
            "ftp://127.0.0.1/",
            "data:text/html,x",
        ]
        faults = one_each(paper, [("redirect", target) for target in targets])
        stand.faults = tuple(faults.values())
        desk.subscribe(stand, paper)
        desk.run("crawl", paper.slug, "--date", str(DAY), code=1)
    assert {name: kind for name, (kind, _) in problems(desk).items()} == dict.fromkeys(faults, "outside")
    assert len(stored(desk)) == 30 - len(targets)


def test_robots_txt_on_another_host_is_not_fetched_and_nothing_is_asked_for(desk: Desk) -> None:
    with newsstand(SMALL) as stand, trap() as listener:
        target = f"http://127.0.0.1:{listener.getsockname()[1]}/robots.txt"
        stand.faults = (Fault("robots.txt", "redirect", value=target),)
        desk.subscribe(stand, SMALL)
        desk.run("crawl", SMALL.slug, "--date", str(DAY), code=1)
        assert stand.requests == ["/robots.txt"]
    [(kind, detail)] = problems(desk).values()
    assert kind == "outside"
    assert detail.startswith(f"robots.txt: {target.removesuffix('/robots.txt')} is not named in the profile")


def subscribe_at(desk: Desk, stand: FaultyNewsstand, host: str, paper: Newspaper = SMALL) -> None:
    profile = paper.profile(f"{stand.scheme}://{host}:{stand.server_port}")
    (desk.home / "papers" / f"{paper.slug}.toml").write_text(profile, encoding="utf-8")


@pytest.mark.parametrize("address", ["127.0.0.1", "::ffff:127.0.0.1"])
def test_a_name_with_an_inner_address_is_not_contacted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("TEST_HOSTS", json.dumps({"paper.example": [address]}))
    with newsstand(SMALL) as stand:
        subscribe_at(desk, stand, "paper.example")
        desk.run("crawl", SMALL.slug, "--date", str(DAY), code=1, prepare=observed)
        assert stand.requests == []
    [(kind, detail)] = problems(desk).values()
    assert kind == "outside"
    assert f"paper.example resolves to {address}, which is not a public address" in detail


def test_a_name_that_turns_to_an_inner_address_later_is_not_followed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_HOSTS", json.dumps({"paper.example": ["127.0.0.1", "127.0.0.2"]}))
    monkeypatch.setenv("BANMIAN_NETWORKS", "127.0.0.1/32")
    paper = Newspaper(pages=1, articles=3)
    # After robots.txt and the front page the connection ends: the next one asks for the address again.
    with newsstand(paper, faults=[Fault("content_", "reset", times=1)]) as stand:
        with trap("127.0.0.2", stand.server_port):
            subscribe_at(desk, stand, "paper.example", paper)
            desk.run("crawl", paper.slug, "--date", str(DAY), code=1, prepare=observed)
        assert len(stand.requests) == 3
    assert {kind for kind, _ in problems(desk).values()} == {"outside"}
    assert stored(desk) == set()


def test_an_address_the_profile_itself_names_may_be_an_inner_one(desk: Desk) -> None:
    with newsstand(SMALL) as stand:
        subscribe_at(desk, stand, "localhost")
        desk.run("crawl", SMALL.slug, "--date", str(DAY))
    assert len(stored(desk)) == 2


def test_a_proxy_in_the_environment_is_not_used(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with newsstand(SMALL) as stand, trap() as listener:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{listener.getsockname()[1]}")
        monkeypatch.setenv("no_proxy", "")
        desk.subscribe(stand, SMALL)
        desk.run("crawl", SMALL.slug, "--date", str(DAY))
    assert len(stored(desk)) == 2


def certificate(home: Path, host: x509.GeneralName | None) -> tuple[ssl.SSLContext, Path]:
    """A server's context with a certificate signed by itself, and the file one could trust it by."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "newsstand")])
    now = dt.datetime.now(dt.UTC)
    unsigned = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    )
    if host is not None:
        unsigned = unsigned.add_extension(x509.SubjectAlternativeName([host]), critical=False)
    signed = unsigned.sign(key, hashes.SHA256())
    public, private = home / "newsstand.pem", home / "newsstand.key"
    public.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context, public


LOOPBACK = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))


@pytest.mark.parametrize(
    ("host", "trusted", "detail"),
    [
        (LOOPBACK, False, "certificate verify failed"),
        (x509.DNSName("elsewhere.example"), True, "no trusted TLS connection"),
        (None, True, "no trusted TLS connection"),
    ],
    ids=["signed by itself", "of another host", "of no host"],
)
def test_a_bad_certificate_is_a_problem_and_nothing_is_stored(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, host: x509.GeneralName | None, trusted: bool, detail: str
) -> None:
    context, public = certificate(desk.home, host)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(public))
    with newsstand(SMALL, tls=context) as stand:
        desk.subscribe(stand, SMALL)
        desk.run("crawl", SMALL.slug, "--date", str(DAY), code=None)
        assert stand.requests == []
    [(kind, said)] = problems(desk).values()
    assert kind == "unreachable"
    assert detail in said
    assert desk.rows("SELECT * FROM captures") == []


def test_a_certificate_the_system_trusts_is_no_problem(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    context, public = certificate(desk.home, LOOPBACK)
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    with newsstand(SMALL, tls=context) as stand:
        desk.subscribe(stand, SMALL)
        desk.run("crawl", SMALL.slug, "--date", str(DAY))
    assert len(stored(desk)) == 2


def test_a_profile_may_do_without_a_good_certificate_and_every_run_says_so(desk: Desk) -> None:
    context, _ = certificate(desk.home, LOOPBACK)
    with newsstand(SMALL, tls=context) as stand:
        desk.subscribe(stand, SMALL, verify_tls=False)
        done = desk.run("crawl", SMALL.slug, "--date", str(DAY))
    assert len(stored(desk)) == 2
    assert "certificates are not verified" in done.stderr


HOSTILE_ANSWERS = [
    # kind of attack, kind of problem, what its detail says
    ("gzip_bomb", "http_error", "more than a page may have after unpacking"),
    ("deflate_bomb", "http_error", "more than a page may have after unpacking"),
    ("br_bomb", "http_error", "content coding 'br', which was not asked for"),
    ("nested_gzip", "http_error", "content coding 'gzip, gzip', which was not asked for"),
    ("many_members", "http_error", "more than 16 members"),
    ("half_gzip", "http_error", "it breaks off"),
    ("damaged_gzip", "http_error", "damaged"),
    ("large", "http_error", "larger than"),
    ("endless", "http_error", "larger than a page may be"),
    ("flood", "http_error", "more than 256 kB of headers"),
    ("endless_line", "http_error", "header line without an end"),
    ("redirect_loop", "http_error", "max redirections reached"),
]


def test_no_answer_is_too_large_too_deep_or_too_long_for_the_run(desk: Desk) -> None:
    paper = Newspaper(pages=1, articles=2 * len(HOSTILE_ANSWERS))
    faults = one_each(paper, [(attack, "") for attack, *_ in HOSTILE_ANSWERS])
    with newsstand(paper, faults=list(faults.values())) as stand:
        desk.subscribe(stand, paper)
        done = desk.run("crawl", paper.slug, "--date", str(DAY), code=1, prepare=observed)
        for fault in faults.values():
            if fault.kind != "redirect_loop":
                asked = [path for path in stand.requests if fault.pattern in path]
                assert len(asked) == 1, f"{fault.kind}: asking again would bring the same"
    found = problems(desk)
    for (attack, kind, words), name in zip(HOSTILE_ANSWERS, faults, strict=True):
        assert (attack, found[name][0]) == (attack, kind)
        assert words in found[name][1], attack
    assert len(stored(desk)) == len(HOSTILE_ANSWERS), "the sound ones between them are kept"
    peak = re.search(r"peak (\d+) kB", done.stderr)
    assert peak is not None
    assert int(peak[1]) < 400_000


def test_no_answer_takes_longer_than_the_time_out_as_a_whole(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each of them would go on for half a minute, a byte or a header every 50 ms, or silent.
    monkeypatch.setenv("BANMIAN_TIMEOUT", "1")
    paper = Newspaper(pages=1, articles=6)
    victims = one_each(paper, [("drip", ""), ("drip_head", ""), ("silence", "")])
    drip, *others = victims.values()
    faults = [drip, *(replace(fault, times=1) for fault in others)]
    with newsstand(paper, faults=faults) as stand:
        desk.subscribe(stand, paper)
        desk.run("crawl", paper.slug, "--date", str(DAY), code=1)
        tries = [sum(fault.pattern in path for path in stand.requests) for fault in faults]
        assert tries == [3, 2, 2], "it may be a passing trouble"
    [(kind, detail)] = problems(desk).values()
    assert kind == "unreachable"
    assert "no whole answer in time (BANMIAN_TIMEOUT)" in detail
    assert len(stored(desk)) == 5


def test_file_names_never_come_from_the_network(desk: Desk) -> None:
    paper = Newspaper(pages=1, articles=3)
    hostile, plain, led = (article.source_id for article in issue_of(paper, DAY).pages[0].articles)
    faults = [
        Fault(f"content_{hostile}", "hostile_headers"),
        Fault(f"content_{plain}", "gzip"),
        Fault(rf"content_{led}\.htm$", "redirect", value=f"..%2f..%2fcontent_{led}.htm?../../x"),
        Fault(r"%2f", "hostile_headers"),
    ]
    with newsstand(paper, faults=faults) as stand:
        desk.subscribe(stand, paper)
        desk.run("crawl", paper.slug, "--date", str(DAY), code=1)
    month = r"yangzhang/yangzhang-\d{4}-\d\d-[a-z]{8}\.warc\.gz"
    ids = r"archive/ids/[a-z]{8}\.json|turns/127\.0\.0\.1%3A\d+"
    ours = rf"archive/{month}|{ids}|\S*locks/yangzhang\.lock|papers/\S+|\.out|\.err|banmian\.db(-wal|-shm)?"
    for file in desk.home.rglob("*"):
        assert file.is_dir() or re.fullmatch(ours, str(file.relative_to(desk.home)))
    assert {hostile, plain} <= stored(desk)
    [record] = [row for row in desk.rows("SELECT * FROM captures") if hostile in row["url"]]
    assert re.fullmatch(month, record["warc"])


PACKED = st.binary(max_size=300).flatmap(
    lambda body: st.sampled_from([body, gzip.compress(body), zlib.compress(body), gzip.compress(body)[:-3]])
)


@given(PACKED, st.sampled_from(["gzip", "deflate"]), st.integers(0, 100))
def test_unpacking_yields_at_most_the_limit_or_refuses(body: bytes, coding: str, limit: int) -> None:
    with contextlib.suppress(Unpackable):
        assert len(unpack(body, coding, limit)) <= limit
