"""The whole idea on real input, from the empty group: paste, answer, record, read, act, correct – and nothing is lost.

Once with JavaScript, once without it. The site is the real one, its database is killed in the middle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ROOT, Site, sign_in

MINUTES = (ROOT / "minutes" / "sample" / "2025-02-12-wg3.md").read_text(encoding="utf-8")
STANDING = (
    "3 of 17 are pro, nobody is contra, 14 have not said. ESRF does not take part (said on 12 Feb, not confirmed)."
)
expect.set_options(timeout=30_000)  # milliseconds; the machine may be busy with other tests
NAMES = {number: f"Name of technology {number}" for number in range(1, 12)}


@pytest.fixture
def own_site(tmp_path: Path) -> Iterator[Site]:
    """A site of this test's own: it is killed."""
    site = Site(tmp_path)
    site.start()
    yield site
    site.stop()
    site.manage("database", "stop")


def paste(page: Page, text: str, *, script: bool) -> None:
    page.get_by_label("Paste the minutes, as they are.").fill(text)
    if script:
        page.get_by_label("Paste the minutes, as they are.").press("End")
    page.get_by_role("button", name="Read", exact=True).click()
    page.wait_for_url(re.compile(r"/minutes/draft/\d+/"))


def answer_doubts(page: Page) -> None:
    asked = page.locator("form.ask")
    expect(asked).to_have_count(3)
    expect(asked.filter(has_text="Andy")).to_have_count(0)
    zdenek = asked.filter(has_text="speaks 10 times and is not on the list of this meeting.")
    zdenek.get_by_role("button", name="quoted, was not there").click()
    expect(asked).to_have_count(2)
    asked.filter(has_text="David").get_by_role("button", name="quoted, was not there").click()
    expect(asked).to_have_count(1)
    asked.filter(has_text="Thomas Hold Rod").get_by_role("button", name="yes").click()
    expect(page.get_by_text("Nothing left to check.")).to_be_visible()


def take_offers(page: Page) -> None:
    page.get_by_role("link", name="7 offers").click()
    page.get_by_role("button", name=re.compile("Take all \\d that name a person")).click()
    expect(page.locator("form.offer")).to_have_count(3)
    part = page.locator("form.offer").filter(has_text="ESRF does not take part")
    part.get_by_role("button", name="Take", exact=True).click()
    expect(page.get_by_text("ESRF does not take part in T2 – taken")).to_be_visible()
    decision = page.locator("form.offer").filter(has_text="continue with a small group")
    decision.get_by_role("button", name="Take", exact=True).click()
    expect(page.locator("form.offer")).to_have_count(1)


def record(page: Page) -> None:
    page.get_by_role("button", name="Record", exact=True).click()
    page.wait_for_url(re.compile(r"/meetings/2025-02-12"))


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_minutes_become_a_roadmap(browser: Browser, own_site: Site, script: bool) -> None:
    site = own_site
    context = browser.new_context(base_url=site.address, java_script_enabled=script)
    context.set_default_timeout(60_000)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)

    # Sign in as the chair of the empty group, and paste.
    sign_in(page, "Paul Millar")
    page.goto("/empty/")
    page.get_by_role("main").get_by_role("link", name="Paste the minutes of a meeting").click()
    paste(page, MINUTES, script=script)
    expect(page.locator("#sum")).to_contain_text("58 lines understood · 15 present · 2 apologies · 11 technologies")
    answer_doubts(page)
    take_offers(page)
    record(page)
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"Recorded: \d+ lines on 11 technologies, 3 positions"))

    # Eleven technologies; T2 says where it stands word for word.
    page.goto("/empty/")
    expect(page.locator("ol.techs > li")).to_have_count(11)
    page.goto("/empty/T2/")
    expect(page.locator("#sentence")).to_have_text(STANDING)
    page.goto("/empty/T10/")
    expect(page.get_by_role("complementary")).to_contain_text("Jean-François Perrin")
    page.goto("/empty/ideas/")
    for words in ("sample PIDs", "control system development", "Data transfer service that preserves authorisation"):
        expect(page.get_by_role("main")).to_contain_text(words)

    # Name all eleven.
    page.goto("/empty/")
    for number, name in NAMES.items():
        page.get_by_label(f"Name of technology {number}", exact=True).fill(name)
    page.get_by_role("button", name="Save names").click()
    page.goto("/empty/")
    for name in NAMES.values():
        expect(page.get_by_role("main")).to_contain_text(name)

    # Edit T3's text.
    page.goto("/empty/T3/")
    page.get_by_role("link", name="Write the first version").click()
    page.locator("textarea[name=body]").fill("A text for **T3**, related to T4.")
    page.get_by_role("button", name="Save for everyone").click()
    expect(page.locator(".prose strong")).to_have_text("T3")
    assert page.locator(".prose a", has_text="T4").get_attribute("href") == "/empty/T4/"

    # Contra on T2 with words, and a reply to a line.
    page.goto("/empty/T2/")
    page.get_by_label("Write about T2").fill("I'd rather improve what we have.")
    page.locator("#composer").get_by_label("contra", exact=True).check()
    page.locator("#composer").get_by_role("button", name="Post", exact=True).click()
    expect(page.locator("#sentence")).to_contain_text("3 of 17 are pro, 1 is contra, 13 have not said.")
    line = page.locator("li.line", has_text="do we really believe in it?")
    line.hover()
    line.get_by_role("link", name=re.compile("^Reply")).click()
    page.get_by_label("Your reply to line 46").fill("Fair question. See the projects.")
    page.locator("form", has=page.get_by_label("Your reply to line 46")).get_by_role("button", name="Reply").click()
    expect(page.get_by_text("Fair question. See the projects.")).to_be_visible()

    # The machine loses power: everything is killed, and everything is there again.
    site.kill()
    site.start()
    page.goto("/empty/T2/")
    expect(page.locator("#sentence")).to_contain_text("1 is contra")
    expect(page.get_by_text("I'd rather improve what we have.")).to_be_visible()
    assert site.manage("verify").returncode == 0

    # Correct "6means" in the minutes: everything stays attached.
    page.goto("/empty/meetings/2025-02-12/")
    page.get_by_role("button", name="Edit the minutes").click()
    page.wait_for_url(re.compile(r"/minutes/draft/\d+/"))
    page.get_by_role("link", name=re.compile("The text")).click()
    box = page.get_by_label("The text of the minutes")
    box.fill(box.input_value().replace("6means possible", "means possible"))
    page.get_by_role("button", name="Read again").click()
    expect(page.get_by_role("main")).to_contain_text("Replies, positions and actions stay where they are.")
    record(page)
    page.goto("/empty/T7/")
    expect(page.get_by_role("main")).to_contain_text("including beamlines, means possible collaboration")
    page.goto("/empty/T2/")
    expect(page.locator("#sentence")).to_contain_text("3 of 17 are pro, 1 is contra, 13 have not said. ESRF does not")
    expect(page.get_by_text("Fair question. See the projects.")).to_be_visible()

    # A second import, of another meeting, is undone.
    page.goto("/empty/minutes/new/")
    second = "Monthly meeting\n\n2025-03-12\n\nPresent\n\n- Paul Millar (DESY)\n- Rolf Krahl (HZB)\n\n"
    paste(page, second + "Technology 12: Rolf: a new one – Paul: fine\n", script=script)
    page.get_by_role("button", name="Record", exact=True).click()
    page.wait_for_url(re.compile(r"/meetings/2025-03-12"))
    page.goto("/empty/")
    expect(page.locator("ol.techs > li")).to_have_count(12)
    page.goto("/empty/meetings/2025-03-12/")
    page.get_by_role("button", name=re.compile("Undo|Take back")).first.click()
    page.goto("/empty/")
    expect(page.locator("ol.techs > li")).to_have_count(11)
    assert site.manage("verify").returncode == 0
    assert [one for one in wrong if "favicon" not in one] == []
    context.close()
