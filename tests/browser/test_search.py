"""The search box: by key, while typing, on a phone, and with JavaScript off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, sign_in

NAME = "Search LEAPS WG3"


@pytest.mark.browser
def test_key_goes_to_the_box_and_typing_finds_without_a_jump(page: Page) -> None:
    sign_in(page, "Paul Millar")
    page.goto("/wg3/")
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name=NAME)
    expect(box).to_be_focused()
    page.keyboard.type("fair/")  # in the box it is a letter
    page.keyboard.press("Enter")
    page.wait_for_url("**/wg3/search/?q=fair%2F")
    expect(page.locator("mark").first).to_have_text("FAIR")
    top = box.bounding_box()
    box.fill("user offices")
    expect(page.locator("#found-sum")).to_contain_text("found for “user offices”.")
    page.wait_for_url(lambda address: address.endswith("/wg3/search/?q=user%20offices"))
    expect(box).to_be_focused()
    assert box.bounding_box() == top
    page.reload()
    expect(page.locator("mark").first).to_be_visible()


@pytest.mark.browser
def test_key_can_be_switched_off(page: Page) -> None:
    sign_in(page, "Paul Millar")
    page.goto("/wg3/search/?q=fair")
    page.get_by_role("button", name="keys are on").click()
    page.goto("/wg3/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name=NAME)).not_to_be_focused()


@pytest.mark.browser
def test_whole_row_leads_to_the_line_that_was_found(page: Page) -> None:
    sign_in(page, "Paul Millar")
    page.goto("/wg3/search/?q=perrin+believe&in=minutes")
    page.locator(".hit").first.click()  # its link covers it
    page.wait_for_url("**/wg3/meetings/2025-02-12/#e*")
    expect(page.locator(".line:target")).to_contain_text("believe")


@pytest.mark.browser
def test_phone_has_search_in_the_bar_and_in_the_menu_without_javascript(browser: Browser, site: Site) -> None:
    context = browser.new_context(
        base_url=site.address, java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    sign_in(page, "Paul Millar")
    page.goto("/wg3/")
    page.get_by_role("link", name="Search", exact=True).first.click()
    page.get_by_role("searchbox", name=NAME).fill("perrin jean francois")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Jean-François Perrin").click()
    page.wait_for_url("**/people/**")
    page.get_by_text("Menu", exact=True).click()
    page.locator(".menu-list").get_by_role("link", name="Search").click()
    page.wait_for_url("**/wg3/search/")
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 800, 900, 1000])
def test_bar_fits_with_its_box(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    sign_in(page, "Paul Millar")
    page.goto("/wg3/meetings/")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
