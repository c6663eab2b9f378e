"""A real browser on the real data: the site on a loopback port, Chromium, and a visitor who minds what happens.

Fixtures last as long as this folder's tests, so that other tests of the process may start a Playwright of their own.
"""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request, sync_playwright

from api.app import create_app
from api.settings import Settings

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--disable-gpu-compositing",  # only WebGL goes through the software GPU: half the processor time of a page
    "--process-per-site",
)


@pytest.fixture(scope="package")
def site(tables_folder: Path, built: Path) -> Iterator[str]:
    """Serve the application on the real data; return its address, without a last slash."""
    application = create_app(Settings(data=tables_folder, out=built))
    server = uvicorn.Server(uvicorn.Config(application, log_level="warning", ws="none"))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start Chromium, drawing WebGL without a graphics card."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail(
            "Chromium est introuvable : installez le paquet « chromium » (ou lancez « make test »), puis relancez."
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()


Profiles = dict[str, BrowserContext]


@pytest.fixture(scope="package")
def profiles() -> Profiles:
    """Keep a browser profile for each set of options: our pages leave nothing in them, which test_pages checks."""
    return {}


class Visitor:
    """Opens pages; remembers every error of a console and every request to another host."""

    def __init__(self, browser: Browser, site: str, profiles: Profiles) -> None:
        self.site = site
        self.homes = [f"{site}/", "data:", "blob:"]
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        self._browser = browser
        self._profiles = profiles
        self._pages: list[Page] = []

    def open(self, address: str = "", width: int = 1280, height: int = 900, **options: Any) -> Page:
        """Return a page at an address of the site, or at none yet; options are those of a browser context."""
        page = self._profile(options).new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.on("request", self._requested)
        page.on("console", self._said)
        page.on("pageerror", self._failed)
        self._pages.append(page)
        if address:
            page.goto(address)
        return page

    def _profile(self, options: dict[str, Any]) -> BrowserContext:
        key = str(options)
        if key not in self._profiles:
            self._profiles[key] = self._browser.new_context(base_url=self.site, locale="fr-FR", **options)
            self._profiles[key].set_default_timeout(15_000)
        return self._profiles[key]

    def graph(self, address: str, **options: Any) -> Page:
        """Return a page whose graph is drawn."""
        page = self.open(address, **options)
        page.wait_for_selector("section[data-graph][data-state]")
        assert page.locator("section[data-graph]").first.get_attribute("data-state") == "ready"
        return page

    def forgive(self, words: str) -> None:
        """Strike the complaints that hold these words: they were meant to happen, and must have, or soon do."""
        for _ in range(40):
            if any(words in complaint for complaint in self.complaints):
                break
            self._pages[-1].wait_for_timeout(50)
        kept = [complaint for complaint in self.complaints if words not in complaint]
        assert len(kept) < len(self.complaints), f"nobody complained of « {words} »"
        self.complaints = kept

    def leave(self) -> None:
        """Close every page, and say what went wrong."""
        for page in self._pages:
            page.close()
        assert not self.complaints, self.complaints
        assert not self.strangers, self.strangers

    def _requested(self, request: Request) -> None:
        if not request.url.startswith(tuple(self.homes)):
            self.strangers.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.location['url']}: {message.text}")

    def _failed(self, error: Error) -> None:
        self.complaints.append(str(error))


@pytest.fixture
def visitor(browser: Browser, site: str, profiles: Profiles) -> Iterator[Visitor]:
    """Return who opens pages; a console error or a request to another host fails the test at its end."""
    person = Visitor(browser, site, profiles)
    yield person
    person.leave()
