"""A real browser on the real data: the site on a loopback port, Chromium, and a visitor who minds what happens.

The browser lasts as long as this folder's tests, so that others of the process may start a Playwright of their own.
"""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request, expect, sync_playwright

PATIENCE = 15_000
"""Milliseconds that something may take to come, on a busy machine."""
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


expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def site(tables_folder: Path, built: Path) -> Iterator[str]:
    """Serve the real data from one process for all those of a run; return its address, without a last slash.

    The process of tests that asks first starts it, and stops it once no other uses it.
    """
    address = built.with_suffix(".site")
    with built.with_suffix(".users").open("w") as users, built.with_suffix(".begun").open("w") as begun:
        fcntl.flock(users, fcntl.LOCK_SH)
        fcntl.flock(begun, fcntl.LOCK_EX)
        server = None if address.exists() else _serve(tables_folder, built, address)
        fcntl.flock(begun, fcntl.LOCK_UN)
        yield address.read_text(encoding="utf-8")
        if server:
            fcntl.flock(users, fcntl.LOCK_EX)
            address.unlink()
            server.terminate()
            server.wait()


def _serve(data: Path, out: Path, address: Path) -> "subprocess.Popen[bytes]":
    """Start the site on a free port, and write its address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", str(port)]
    environment = {**os.environ, "ENTRELACS_DATA": str(data), "ENTRELACS_OUT": str(out)}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    while not _answers(f"http://127.0.0.1:{port}/readyz"):
        assert server.poll() is None, "the server did not start"
        time.sleep(0.1)
    address.write_text(f"http://127.0.0.1:{port}", encoding="utf-8")
    return server


def _answers(address: str) -> bool:
    try:
        with urlopen(address) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


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


class Profiles:
    """Browser profiles by their options, each with its pages at rest: our pages leave nothing, which test_pages checks.

    A page that is visited again costs half the processor time of a new one.
    """

    def __init__(self, browser: Browser, site: str) -> None:
        self._browser = browser
        self._site = site
        self._contexts: dict[str, BrowserContext] = {}
        self._idle: defaultdict[BrowserContext, list[Page]] = defaultdict(list)

    def page(self, options: dict[str, Any]) -> Page:
        """Return a blank page of the profile with these options of a browser context."""
        key = str(options)
        if key not in self._contexts:
            self._contexts[key] = self._browser.new_context(base_url=self._site, locale="fr-FR", **options)
            self._contexts[key].set_default_timeout(PATIENCE)
        context = self._contexts[key]
        page = self._idle[context].pop() if self._idle[context] else context.new_page()
        page.bring_to_front()  # a page behind another one draws no frame
        return page

    def give_back(self, page: Page) -> None:
        """Keep a page for another visit, as blank as a new one, unless the visitor closed it."""
        if page.is_closed():
            return
        page.unroute_all()
        page.goto("about:blank")
        self._idle[page.context].append(page)


@pytest.fixture(scope="package")
def profiles(browser: Browser, site: str) -> Profiles:
    """Return the profiles and pages that the tests of this folder share."""
    return Profiles(browser, site)


class Visitor:
    """Opens pages; remembers every error of a console and every request to another host."""

    def __init__(self, site: str, profiles: Profiles) -> None:
        self.site = site
        self.homes = [f"{site}/", "data:", "blob:"]
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        self._profiles = profiles
        self._pages: list[Page] = []
        self._heard = {"request": self._requested, "console": self._said, "pageerror": self._failed}

    def open(self, address: str = "", width: int = 1280, height: int = 900, **options: Any) -> Page:
        """Return a page at an address of the site, or at none yet; options are those of a browser context."""
        page = self._profiles.page(options)
        page.set_viewport_size({"width": width, "height": height})
        for event, hear in self._heard.items():
            page.on(event, hear)  # type: ignore[call-overload]  # each with its own kind of event
        self._pages.append(page)
        if address:
            page.goto(address)
        return page

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
        """Give every page back, and say what went wrong."""
        for page in self._pages:
            for event, hear in self._heard.items():
                page.remove_listener(event, hear)
            self._profiles.give_back(page)
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
def visitor(site: str, profiles: Profiles) -> Iterator[Visitor]:
    """Return who opens pages; a console error or a request to another host fails the test at its end."""
    person = Visitor(site, profiles)
    yield person
    person.leave()
