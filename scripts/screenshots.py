"""Take the README's pictures from the running product: ``make screenshots``.

Starts the site with the sample in a directory of its own, walks to each page in Chromium, and stops it again.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
DOCUMENT = ROOT / "roadmap" / "sample" / "leaps-roadmap.docx"
MINUTES = ROOT / "minutes" / "sample" / "2025-02-12-wg3.md"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            urlopen(address, timeout=5).close()  # noqa: S310 - our own address
        except (URLError, ConnectionError):
            if process.poll() is not None:
                sys.exit("The site did not start.")
            time.sleep(0.2)
        else:
            return
    sys.exit("The site does not answer.")


def rewrite(page: Page, number: int, before: str, after: str) -> None:
    """Change words in the text of a technology, as its writer would."""
    page.goto(f"/wg3/T{number}/edit/")
    body = page.get_by_label("Text", exact=True)
    body.fill(body.input_value().replace(before, after))
    page.get_by_role("button", name="Save for everyone").click()
    page.get_by_text("everyone sees it").wait_for()


def take(page: Page) -> None:
    page.goto("/sign-in/")
    page.get_by_role("button", name="Paul Millar").click()
    page.goto("/wg3/")
    page.screenshot(path=PICTURES / "roadmap.png")
    page.goto("/wg3/T2/")
    page.screenshot(path=PICTURES / "technology.png")
    page.goto("/empty/minutes/new/")
    page.get_by_label("Paste the minutes, as they are.").fill(MINUTES.read_text(encoding="utf-8"))
    page.get_by_role("button", name="Read", exact=True).click()
    page.wait_for_url("**/minutes/draft/**")
    page.screenshot(path=PICTURES / "preview.png")
    page.goto("/wg3/document/new/")
    page.set_input_files("input[type=file]", DOCUMENT)
    page.wait_for_url(re.compile(r"/document/\d+/"))
    page.get_by_role("button", name="Record").click()
    page.get_by_text("Brought in: 11 texts").wait_for()
    rewrite(page, 1, "a course that no longer fits the software does more harm than none", "an old course does harm")
    rewrite(page, 2, "The next step is a list", "The next step, due before the directors meet, is a list")
    page.goto("/wg3/read/?since=2025-02-12")
    page.screenshot(path=PICTURES / "read.png")


def main() -> None:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("The pictures are taken with Chromium. Install it (Debian: sudo apt-get install chromium).")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as var:
        environment = os.environ | {"WAYMARK_VAR": var, "WAYMARK_DEMO_SIGN_IN": "1"}
        port = free_port()
        manage = [sys.executable, "manage.py"]
        process = subprocess.Popen(
            [*manage, "serve", "--port", str(port), "--set-up", "--sample"], cwd=ROOT, env=environment
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/sign-in/", process)
            with sync_playwright() as driver:
                browser = driver.chromium.launch(executable_path=chromium, args=QUIET)
                address = f"http://127.0.0.1:{port}"
                take(browser.new_page(base_url=address, viewport={"width": 1280, "height": 800}))
                browser.close()
        finally:
            process.terminate()
            process.wait(60)
            subprocess.run([*manage, "database", "stop"], cwd=ROOT, env=environment, check=False)


if __name__ == "__main__":
    main()
