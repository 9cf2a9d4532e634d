"""The reader in a real browser: with the mouse, with the keyboard alone, on a screen and on a phone."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import uvicorn
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from storage.browse import application
from tests.support import databases
from tests.support.axe import violations
from tests.support.newsroom import HOSTILE, furnish, reader_of

STORY = "gongyishibao-2023-10-17-36001"
SLOW = pytest.mark.slow
ADDRESSES = {
    "home": "/",
    "paper": "/paper/gongyishibao",
    "issue": f"/paper/{HOSTILE}/2023-10-17",
    "issue without image": "/paper/gongyishibao/2023-10-17",
    "page not read": "/paper/gongyishibao/2023-10-17/3",
    "article": f"/article/{STORY}",
    "restored": f"/article/{HOSTILE}-2023-10-17-h3",
    "vertical": f"/article/{STORY}?setting=vertical",
    "revisions": "/article/gongyishibao-2023-10-17-36002",
    "bytes": f"/article/{HOSTILE}-2023-10-17-h1/source",
    "text": f"/text/{STORY}",
    "day": "/day/2023-10-17",
    "search": "/search?q=社工站",
    "concordance": "/concordance?q=社工站",
    "trend": "/trend?q=社工站、图书馆",
    "collocates": "/collocates?q=社工站",
    "error": "/nothing",
}

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A furnished reader that is served."""
    home = tmp_path_factory.mktemp("reader")
    url = f"sqlite:///{home / 'banmian.db'}"
    databases.provide(url)
    furnish(url, home / "archive")
    reader = reader_of(url, home / "archive")
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(application(reader), log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()
    reader.corpus.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium: Debian's, or that of Playwright."""
    installed = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox"])
        except Error as error:
            pytest.skip(f"no browser: apt install chromium, or playwright install chromium ({error.name})")
        yield browser
        browser.close()


@dataclass
class Desk:
    """A window of the browser on the reader, which hears every error of a page."""

    page: Page
    address: str
    errors: list[str]

    def open(self, path: str) -> None:
        """Opens a page."""
        self.page.goto(self.address + path)

    def path(self) -> str:
        """Where the window is."""
        return self.page.url.removeprefix(self.address)

    def tab_to(self, selector: str, most: int = 120) -> None:
        """Presses the tabulator until what the selector names has the focus."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"the tabulator does not reach {selector} on {self.page.url}")


def desk(browser: Browser, address: str, width: int, **options: object) -> Desk:
    """A window of that width."""
    given: dict[str, object] = {
        "locale": "en-GB",
        "accept_downloads": True,
        "has_touch": width < 500,
        **options,
    }
    context = browser.new_context(viewport={"width": width, "height": 844}, **given)  # type: ignore[arg-type]
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda asked: errors.append(f"dialog: {asked.message}"))
    page.on(
        "request",
        lambda asked: None if asked.url.startswith((address, "data:")) else errors.append(asked.url),
    )
    return Desk(page, address, errors)


@pytest.mark.parametrize("width", [1280, pytest.param(390, marks=SLOW)])
def test_from_the_newsstand_to_an_export_with_the_mouse(browser: Browser, address: str, width: int) -> None:
    at = desk(browser, address, width)
    at.open("/")
    at.page.locator(".papers .nameplate a").filter(has_text="公益时报").click()
    at.page.locator(".month .partial a").click()
    assert at.path() == "/paper/gongyishibao/2023-10-17"
    at.page.locator(".pages a").nth(1).click()
    expect(at.page.locator(".pages [aria-current]")).to_contain_text("02")
    at.open(f"/paper/{HOSTILE}/2023-10-17")
    at.page.locator("svg.page a").nth(1).click(position={"x": 20, "y": 20})
    assert at.path() == f"/article/{HOSTILE}-2023-10-17-h2"
    at.page.get_by_role("link", name="繁 Traditional").click()
    expect(at.page.locator("article")).to_contain_text("社工站也在這裡")
    expect(at.page.locator("article")).to_have_attribute("lang", "zh-Hant")
    at.page.locator("header input[name=q]").fill("社工站")
    at.page.locator("header button").click()
    expect(at.page.locator(".total")).to_contain_text("5 articles")
    at.page.get_by_role("link", name="As a concordance").click()
    at.page.get_by_role("link", name="Right context").click()
    rights = at.page.locator(".kwic .right").all_inner_texts()
    assert len(rights) > 10
    assert rights == sorted(rights, key=lambda right: [one.encode("gb18030") for one in right[:3]])
    with at.page.expect_download() as download:
        at.page.get_by_role("link", name="JSONL").click()
    assert len(download.value.path().read_text("utf-8").splitlines()) == 5
    assert not at.errors


@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=SLOW)])
def test_from_the_newsstand_to_an_export_with_the_keyboard(
    browser: Browser, address: str, width: int
) -> None:
    at = desk(browser, address, width)
    at.open("/")
    at.tab_to(".skip")
    at.page.keyboard.press("Enter")
    at.tab_to(f".papers a[href='/paper/{HOSTILE}']")
    at.page.keyboard.press("Enter")
    at.page.wait_for_url("**/paper/*")
    at.tab_to(".month a")
    at.page.keyboard.press("Enter")
    at.page.wait_for_url("**/2023-10-17")
    at.tab_to("svg a[href$=h3]")
    at.page.keyboard.press("Enter")
    at.page.wait_for_url("**/article/*")
    at.tab_to(".repair")
    expect(at.page.locator(".repair .hint").first).to_be_visible()
    expect(at.page.locator(".repair .hint").first).to_contain_text("(kǒu)")
    at.open("/article/jingxiang-2023-10-18-9003")
    at.tab_to(".choices a[href*=hans]")
    at.page.keyboard.press("Enter")
    at.page.wait_for_url("**script=hans*")
    expect(at.page.locator("article")).to_contain_text("头发")
    at.tab_to("header input[name=q]")
    at.page.keyboard.type("社工站")
    at.page.keyboard.press("Enter")
    at.page.wait_for_url("**/search*")
    at.tab_to(".ways a[href^='/concordance']")
    at.page.keyboard.press("Enter")
    at.page.wait_for_url("**/concordance*")
    at.tab_to("a[href*='format=csv']")
    with at.page.expect_download() as download:
        at.page.keyboard.press("Enter")
    assert "36001" in download.value.path().read_text("utf-8-sig")
    assert not at.errors


def test_a_touch_shows_what_was_received(browser: Browser, address: str) -> None:
    at = desk(browser, address, 390)
    at.open(ADDRESSES["restored"])
    hint = at.page.locator(".repair .hint").first
    expect(hint).to_be_hidden()
    at.page.locator(".repair").first.tap()
    expect(hint).to_be_visible()


def test_hostile_texts_stay_texts(browser: Browser, address: str) -> None:
    at = desk(browser, address, 1280)
    for path in (
        "/",
        f"/paper/{HOSTILE}",
        f"/paper/{HOSTILE}/2023-10-17",
        "/search?q=script",
        "/day/2023-10-17",
    ):
        at.open(path)
        assert at.page.title() != "owned"
    for name in ("h1", "h2"):
        at.open(f"/article/{HOSTILE}-2023-10-17-{name}")
        assert at.page.title() != "owned"
        assert at.page.locator("script").count() == 0
    at.open(f"/article/{HOSTILE}-2023-10-17-h1")
    expect(at.page.locator(".body")).to_contain_text(
        "<script>document.title='owned'</script><img src=x onerror"
    )
    at.open(f"/article/{HOSTILE}-2023-10-17-h1/source")
    expect(at.page.locator(".bytes")).to_contain_text("<script>document.title")
    assert not at.errors


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (1280, "light"),
        *(pytest.param(*case, marks=SLOW) for case in ((390, "dark"), (390, "light"), (1280, "dark"))),
    ],
)
def test_nobody_is_kept_out_and_nothing_sticks_out(
    browser: Browser, address: str, width: int, scheme: str, whole: bool
) -> None:
    at = desk(browser, address, width, color_scheme=scheme, bypass_csp=True)
    sample = ("home", "issue", "restored", "search")
    for name in ADDRESSES if whole else sample:
        at.open(ADDRESSES[name])
        wide = at.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} is {wide} wide"
        assert not violations(at.page), name


def test_pages_need_no_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{address}/search?q=社工站")
    assert page.locator(".hits li").count() == 5
    assert "检索" in page.title()
    context.close()
