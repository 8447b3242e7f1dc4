"""Writing a text in place: the line beside the button says where the words are, and never "saved" before they are."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in


@pytest.mark.browser
def test_line_says_where_the_words_are(page: Page) -> None:
    sign_in(page, "Melanie Nentwich")
    page.goto("/wg3/T5/")
    page.locator("#text").get_by_role("link", name="Edit").click()
    line, box = page.locator("[data-state]"), page.locator("textarea[name=body]")
    expect(line).to_have_text(re.compile(r"^Version \d+$"))
    before = box.input_value()
    page.clock.install()
    box.press_sequentially("x")
    expect(line).to_have_text("Not kept yet")
    page.clock.run_for(1000)
    expect(line).to_have_text(re.compile(r"^Kept in this browser since \d\d:\d\d$"))
    box.fill(before)
    page.clock.run_for(1000)
    expect(line).to_have_text(re.compile(r"^Version \d+$"))
