"""A real browser on a real server: `desk` serves this test's own databases, `page` is one tab of chromium."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests import sockets

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

    from belisha.people.models import Staff

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
NO_CHROMIUM = "there is no chromium here (Debian: apt-get install chromium)"
ARGUMENTS = [
    "--no-sandbox",  # chromium refuses its sandbox to root, and this one reads nothing but our own pages
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


# Of all that axe says only what is wrong: to bring the rest here costs as much as to find it.
ASKED_OF_AXE = """async (options) => (await axe.run(options)).violations.flatMap((rule) =>
  rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 120)} (${rule.help})`))"""


@dataclass(frozen=True)
class Desk:
    """A desk that answers on this machine; `at("/desk/")` is the address of one of its pages."""

    url: str

    def at(self, path: str) -> str:
        return self.url + path


@pytest.fixture
def desk(committed) -> Iterator[Desk]:
    """The application, without its worker, in threads of this process, over this test's databases."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Desk(f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One chromium for all tests of this process."""
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    from playwright.sync_api import sync_playwright

    # Playwright runs an event loop in this thread, and Django would take the tests for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser) -> Iterator[Callable[..., Page]]:
    """A maker of tabs, each with its own cookies: new_page(color_scheme="dark", reduced_motion="reduce")."""
    contexts = []

    def make(**options: object) -> Page:
        context = browser.new_context(locale="en-GB", **options)
        # A machine that is busy with other tests is no reason to fail.
        context.set_default_timeout(60_000)
        context.on("request", _watch)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page):
    """A tab with JavaScript."""
    return new_page()


@pytest.fixture
def plain_page(new_page):
    """A tab without JavaScript."""
    return new_page(java_script_enabled=False)


@pytest.fixture
def sign_in(desk) -> Callable[..., None]:
    """sign_in(page, rosa): as if she had just signed in with both factors."""

    def as_person(page: Page, person: Staff) -> None:
        from django.conf import settings
        from django.test import Client

        client = Client()
        client.force_login(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": desk.url}])

    return as_person


def violations(page: Page, *rules: str) -> list[str]:
    """What axe finds wrong with the page as it stands, one sentence each; empty is what a test wants.

    With `rules` only these are asked, which takes a fraction of the time.
    """
    from axe_playwright_python.base import AXE_SCRIPT

    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"], "selectors": False, "preload": False}
    return page.evaluate(ASKED_OF_AXE, options | ({"runOnly": list(rules)} if rules else {}))


# What depends on the window and its colours; the rest is in the page, and needs to be asked but once.
LOOKS = ("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size")


def light_and_dark(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands: all of it in the light, its looks in the dark."""
    wrong = violations(page)
    page.emulate_media(color_scheme="dark")
    wrong += [f"dark: {what}" for what in violations(page, *LOOKS)]
    page.emulate_media(color_scheme="light")
    return wrong


def _watch(request: Request) -> None:
    address = urlsplit(request.url)
    if address.scheme in ("http", "https", "ws", "wss") and not sockets.is_local(address.hostname):
        sockets.dialled.append(f"{address.hostname} (by a page)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
        if CHROMIUM is None and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name each test that was skipped: a count alone hides what was not seen."""
    skipped = [r.nodeid for r in terminalreporter.stats.get("skipped", []) if NO_CHROMIUM in str(r.longrepr)]
    if skipped:
        terminalreporter.section("not run")
        terminalreporter.write_line(f"{len(skipped)} browser tests were not run: {NO_CHROMIUM}")
        for name in sorted(skipped):
            terminalreporter.write_line(f"  {name}")
