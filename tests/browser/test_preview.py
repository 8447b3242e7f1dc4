"""The preview of minutes under quick hands: keys, answers given faster than the site, rows that must not jump."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, sign_in

MINUTES = (ROOT / "minutes" / "sample" / "2025-02-12-wg3.md").read_text(encoding="utf-8")


@pytest.fixture
def preview(page: Page) -> Page:
    sign_in(page, "Paul Millar")
    page.goto("/empty/minutes/new/")
    page.get_by_label("Paste the minutes, as they are.").fill(MINUTES)
    page.get_by_role("button", name="Read", exact=True).click()
    page.wait_for_url(re.compile(r"/minutes/draft/\d+/"))
    return page


def ready(page: Page, card: str = "form.ask") -> None:
    """Until htmx has taken the cards in hand; before, a form is sent the plain way and the page loads anew."""
    page.wait_for_function(
        "(card) => document.querySelector(card)?.['htmx-internal-data']?.initHash !== undefined", arg=card
    )


@pytest.mark.browser
def test_keys_go_from_card_to_card_and_answer(preview: Page) -> None:
    page = preview
    ready(page)
    page.keyboard.press("n")
    expect(page.locator("form.ask").nth(1).get_by_role("button", name="1 was there", exact=True)).to_be_focused()
    page.keyboard.press("p")
    expect(page.locator("form.ask").nth(0).get_by_role("button", name="1 was there", exact=True)).to_be_focused()
    for key, who, following in (("3", "David", "1 was there"), ("3", "Thomas Hold Rod", "1 yes")):
        page.keyboard.press(key)
        card = page.locator("form.ask").filter(has=page.locator(".what b", has_text=who))
        expect(card.get_by_role("button", name=following, exact=True)).to_be_focused()
        ready(page)
    page.keyboard.press("1")
    expect(page.get_by_text("Nothing left to check.")).to_be_focused()
    page.keyboard.press("z")
    expect(page.locator("form.ask").get_by_role("button", name="1 yes")).to_be_focused()


@pytest.mark.browser
@pytest.mark.parametrize("pause", [0, 30, 100])
def test_two_answers_at_once_are_both_kept_and_shown(preview: Page, pause: int) -> None:
    page = preview
    page.get_by_role("link", name="7 offers").click()
    expect(page.locator("form.offer")).to_have_count(7)
    ready(page, "form.offer")
    page.evaluate(
        """async (pause) => {
            const take = (words) => [...document.querySelectorAll("form.offer")]
                .find((form) => form.textContent.includes(words)).querySelector("button[value=take]").click();
            take("ESRF does not take part");
            await new Promise((done) => setTimeout(done, pause));
            take("Action on T10");
        }""",
        pause,
    )
    expect(page.get_by_role("link", name="5 offers")).to_be_visible()
    expect(page.locator(".answered")).to_have_count(2)


@pytest.mark.browser
def test_what_is_pressed_in_an_opened_line_does_not_move_away(preview: Page) -> None:
    page = preview
    page.get_by_role("link", name="all 58").click()
    line = page.locator(".entry").filter(has_text="clarify some misunderstanding")
    line.locator(".open").click()
    inside = page.get_by_label("Keep inside the group")
    inside.check()
    page.get_by_role("button", name="Keep this").click()
    expect(line).to_contain_text("inside")
    expect(line.locator(".open")).to_be_focused()
