"""The real site as its own process, with the embedded database and the sample, and a real Chromium in front of it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60  # seconds for the site to answer, on a slow and busy machine


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Site:
    """``manage.py serve`` as ``make run`` starts it."""

    def __init__(self, var: Path) -> None:
        self.var, self.port = var, free_port()
        self.process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("WAYMARK_", "DATABASE_"))}
        return kept | {"WAYMARK_VAR": str(self.var), "WAYMARK_DEMO_SIGN_IN": "1"}

    def start(self) -> None:
        command = [sys.executable, "manage.py", "serve", "--port", str(self.port), "--set-up", "--sample"]
        with (self.var / "site.log").open("a") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, text=True, start_new_session=True
            )
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                urlopen(f"{self.address}/sign-in/", timeout=5).close()
            except (URLError, ConnectionError, TimeoutError):
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise AssertionError(f"The site does not answer:\n{self.log}") from None
                time.sleep(0.1)
            else:
                return

    @property
    def log(self) -> str:
        return (self.var / "site.log").read_text()

    def stop(self) -> int:
        """End it as a service manager would; its exit status."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        """``kill -9`` of everything: the site's processes and its database."""
        assert self.process is not None
        family = [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]
        family += [process for process in psutil.process_iter() if self.is_own_database(process)]
        for process in family:
            if process.is_running():
                process.kill()
        self.process.wait(PATIENCE)
        psutil.wait_procs(family, PATIENCE)

    def is_own_database(self, process: psutil.Process) -> bool:
        try:
            return process.name() == "postgres" and Path(process.cwd()) == (self.var / "postgres").resolve()
        except (psutil.Error, OSError):
            return False

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One site with the sample for all tests that change nothing of it, or only in ways of their own."""
    site = Site(tmp_path_factory.mktemp("site"))
    site.start()
    yield site
    site.stop()
    site.manage("database", "stop")


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """Ends with this package: while it runs, Django takes the whole thread for asynchronous."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.fail("The browser tests need Chromium (Debian: sudo apt-get install chromium).")
    browser = playwright.chromium.launch(executable_path=found, args=QUIET)
    yield browser
    browser.close()


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=site.address, viewport={"width": 1280, "height": 800})
    context.set_default_timeout(60_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def sign_in(page: Page, name: str) -> None:
    """One click on the demo's list."""
    page.goto("/sign-in/")
    page.get_by_role("button", name=name).click()
    page.wait_for_url(lambda address: "/sign-in/" not in address)
