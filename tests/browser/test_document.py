"""A Word document becomes the texts of the roadmap: with and without JavaScript, over a bad line, and once only."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, sign_in

NAMES = [f"Measuring method of the kind {letter}" for letter in "ABCDEFGHIJK"]
MINUTES = "Monthly meeting\n\n2025-02-12\n\nPresent\n\n- Paul Millar (DESY)\n- Rolf Krahl (HZB)\n\n" + "\n\n".join(
    f"Technology {number}: Rolf: we keep it" for number in range(1, 12)
)


@pytest.fixture(scope="module")
def word_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eleven headings without numbers under a title, written by LibreOffice."""
    folder = tmp_path_factory.mktemp("word")
    texts = "".join(f"<h2>{name}</h2><p>It measures with <b>care</b>.</p><ul><li>one</li></ul>" for name in NAMES)
    (folder / "roadmap.html").write_text(f"<h1>LEAPS Technology Roadmap</h1><p>What we plan.</p>{texts}")
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to"]
    command += ["docx:MS Word 2007 XML", "--outdir", str(folder), str(folder / "roadmap.html")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / "roadmap.docx"


@pytest.fixture
def own_site(tmp_path: Path) -> Iterator[Site]:
    """A site of this test's own: it is changed and killed."""
    site = Site(tmp_path)
    site.start()
    yield site
    site.stop()
    site.manage("database", "stop")


def upload(page: Page, group: str, file: Path, *, script: bool = True) -> None:
    page.goto(f"/{group}/document/new/")
    page.locator("input[type=file]").set_input_files(file)
    if not script:
        page.get_by_role("button", name="Read", exact=True).click()
    page.wait_for_url(re.compile(r"/document/\d+/"))


def make_nameless(page: Page) -> None:
    page.goto("/empty/minutes/new/")
    page.get_by_label("Paste the minutes, as they are.").fill(MINUTES)
    page.get_by_role("button", name="Read", exact=True).click()
    page.wait_for_url(re.compile(r"/minutes/draft/\d+/"))
    page.get_by_role("button", name="Record", exact=True).click()
    page.wait_for_url(re.compile(r"/meetings/2025-02-12"))


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_nameless_technologies_get_names_and_texts(
    browser: Browser, own_site: Site, word_file: Path, script: bool
) -> None:
    context = browser.new_context(base_url=own_site.address, java_script_enabled=script)
    context.set_default_timeout(60_000)
    page = context.new_page()
    sign_in(page, "Paul Millar")
    make_nameless(page)
    page.goto("/empty/")
    page.get_by_role("main").get_by_role("link", name="bring in your document", exact=True).click()
    upload(page, "empty", word_file, script=script)

    # One question about the order; a text is corrected; the correction is taken back and made again.
    expect(page.get_by_text("11 headings, 11 technologies without a name:")).to_be_visible()
    page.get_by_role("button", name="Yes, T1 to T11").click()
    expect(page.locator("#sum")).to_have_text("12 texts: 12 first words · 11 names")
    page.get_by_role("link", name=f"edit {NAMES[2]}").click()
    page.get_by_label("Title", exact=True).fill("A better name")
    page.get_by_role("button", name="Keep this").click()
    expect(page.locator(".what-becomes", has_text="A better name")).to_be_visible()
    page.get_by_role("button", name=re.compile("undo the last")).click()
    expect(page.locator(".what-becomes", has_text=NAMES[2])).to_be_visible()
    page.get_by_role("link", name=f"edit {NAMES[10]}").click()
    page.get_by_role("button", name="Leave out").click()
    expect(page.locator("#sum")).to_have_text("11 texts: 11 first words · 10 names")
    page.get_by_role("button", name=re.compile("undo the last")).click()
    expect(page.locator("#sum")).to_have_text("12 texts: 12 first words · 11 names")

    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_text("Brought in: 12 texts, 11 names.")).to_be_visible()
    page.goto("/empty/")
    for name in NAMES:
        expect(page.get_by_role("main")).to_contain_text(name)
    page.goto("/empty/T3/")
    expect(page.locator(".prose strong")).to_have_text("care")

    # A second time, nothing has changed; then it is all taken back.
    upload(page, "empty", word_file, script=script)
    expect(page.locator("#record")).to_contain_text("Nothing would change.")
    page.goto("/empty/document/new/")
    page.locator("section", has_text="Brought in before").get_by_role("link", name="roadmap.docx").click()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("Every text is as it was before.")).to_be_visible()
    page.goto("/empty/")
    expect(page.get_by_role("main")).to_contain_text("11 technologies have no name yet.")
    assert own_site.manage("verify").returncode == 0
    context.close()


@pytest.mark.browser
def test_bad_line_double_press_and_power_cut_record_once(browser: Browser, own_site: Site, word_file: Path) -> None:
    context = browser.new_context(base_url=own_site.address)
    context.set_default_timeout(60_000)
    page = context.new_page()
    sign_in(page, "Paul Millar")

    # The line is cut while the pasted text is sent: the browser has kept it, and offers it back.
    page.goto("/empty/document/new/")
    box = page.get_by_label("Paste your document, or choose a file.")
    box.fill("# Mirrors\n\nPolished.\n")
    context.set_offline(True)
    page.get_by_role("button", name="Read", exact=True).click()
    page.wait_for_timeout(500)
    context.set_offline(False)
    page.goto("/empty/document/new/")
    page.get_by_role("button", name="Put it back").click()
    expect(box).to_have_value("# Mirrors\n\nPolished.\n")
    page.get_by_role("button", name="Read", exact=True).click()
    page.wait_for_url(re.compile(r"/document/\d+/"))

    # An answer is sent over a dead line: it says so, and is sent again.
    upload(page, "empty", word_file)
    context.set_offline(True)
    page.get_by_role("button", name=re.compile("level 1")).click()
    expect(page.get_by_text("The server did not take it.")).to_be_visible()
    context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("Each heading of level 1 is a technology.")).to_be_visible()
    page.get_by_role("button", name=re.compile("undo the last")).click()
    expect(page.get_by_text("Each heading of level 2 is a technology.")).to_be_visible()

    # Record is pressed twice, and the machine loses power before anybody has read the answer.
    address = page.url
    page.evaluate("() => { const b = document.querySelector('#record button'); b.click(); b.click(); }")
    page.wait_for_timeout(2000)
    own_site.kill()
    own_site.start()
    page.goto(address)
    if page.locator("#record").count():  # it was not recorded yet: then nothing of it was
        page.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_text("Brought in: 12 texts, 11 names.")).to_be_visible()
    page.goto("/empty/")
    expect(page.locator("ol.techs > li")).to_have_count(11)
    assert own_site.manage("verify").returncode == 0
    context.close()
