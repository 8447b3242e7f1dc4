"""Signed out, signed in as somebody else, or cut off in the middle of typing: the words stay and can be sent."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.browser
WORDS = "Polished twice, and then measured again by night."


def start_typing(page: Page, words: str) -> None:
    sign_in(page, "Rolf Krahl")
    page.goto("/wg3/T2/")
    page.locator("textarea[name=words]:not(#asked-words)").fill(words)


def send(page: Page) -> None:
    page.locator("form:has(textarea[name=words]:not(#asked-words)) button.primary").click()


def sign_out_elsewhere(context: BrowserContext) -> Page:
    other = context.new_page()
    other.goto("/me/")
    other.evaluate("document.querySelector('form[action=\"/sign-out/\"]').submit()")
    other.wait_for_url("**/sign-in/")
    return other


@pytest.mark.parametrize("javascript", [True, False])
def test_words_typed_before_signing_out_are_sent_after_signing_in_again(
    browser: Browser, site: Site, javascript: bool
) -> None:
    words = f"{WORDS} {javascript}"
    context = browser.new_context(base_url=site.address, java_script_enabled=javascript)
    context.set_default_timeout(10_000)
    page = context.new_page()
    start_typing(page, words)
    if javascript:
        sign_out_elsewhere(context)
    else:
        context.clear_cookies(name="sessionid")
    send(page)
    expect(page.get_by_role("heading", name="You are signed out.")).to_be_visible()
    expect(page.locator("textarea[name=words]:not(#asked-words)")).to_have_value(words)
    with context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in another tab").click()
    opened.value.get_by_role("button", name="Rolf Krahl").click()
    opened.value.wait_for_url(lambda address: "/sign-in/" not in address)
    page.get_by_role("button", name="Send it again").click()
    # The token of the page is older than the sign-in; whoever is signed in now is named before anything is sent.
    page.get_by_role("button", name="Send it as Rolf Krahl").click()
    expect(page.locator(".line", has_text=words)).to_be_visible()
    assert page.url.startswith(f"{site.address}/wg3/T2/")
    context.close()


def test_words_are_not_sent_in_the_name_of_who_signed_in_meanwhile(context: BrowserContext, page: Page) -> None:
    words = f"{WORDS} somebody else"
    start_typing(page, words)
    other = sign_out_elsewhere(context)
    sign_in(other, "Melanie Nentwich")
    send(page)
    expect(page.get_by_role("button", name="Send it as Melanie Nentwich")).to_be_visible()
    expect(page.locator("textarea[name=words]:not(#asked-words)")).to_have_value(words)
    page.goto("/wg3/T2/")
    expect(page.locator(".line", has_text=words)).to_have_count(0)


def test_words_stay_while_the_network_is_away(context: BrowserContext, page: Page) -> None:
    words = f"{WORDS} offline"
    start_typing(page, words)
    context.set_offline(True)
    send(page)
    page.wait_for_url("chrome-error://**")
    context.set_offline(False)
    page.go_back()
    expect(page.locator("textarea[name=words]:not(#asked-words)")).to_have_value(words)
    send(page)
    expect(page.locator(".line", has_text=words)).to_have_count(1)


def test_words_whose_answer_got_lost_are_there_once(page: Page) -> None:
    """The server took them, the answer never came: going back and sending again adds nothing."""
    words = f"{WORDS} lost answer"
    start_typing(page, words)

    def lose(route: Route) -> None:
        assert route.fetch(max_redirects=0).status == 303
        route.abort()

    page.route("**/post/", lose)
    send(page)
    page.wait_for_url("chrome-error://**")
    page.unroute("**/post/")
    page.go_back()
    expect(page.locator("textarea[name=words]:not(#asked-words)")).to_have_value(words)
    send(page)
    expect(page.locator(".line", has_text=words)).to_have_count(1)


def test_form_sent_by_htmx_stays_in_place_until_it_can_be_sent(context: BrowserContext, page: Page) -> None:
    idea = f"{WORDS} as an idea"
    sign_in(page, "Rolf Krahl")
    page.goto("/wg3/ideas/")
    page.locator("textarea[name=words]:not(#asked-words)").fill(idea)
    context.set_offline(True)
    page.locator("form:has(textarea[name=words]:not(#asked-words)) button.primary").click()
    expect(page.get_by_text("The server did not take it. Your text is still here.")).to_be_visible()
    context.set_offline(False)
    sign_out_elsewhere(context)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("you may be signed out by now")).to_be_visible()
    expect(page.locator("textarea[name=words]:not(#asked-words)")).to_have_value(idea)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="You are signed out.")).to_be_visible()
    expect(page.locator("textarea[name=words]:not(#asked-words)")).to_have_value(idea)


def test_two_fast_clicks_send_once(page: Page) -> None:
    words = f"{WORDS} twice"
    start_typing(page, words)
    page.locator("form:has(textarea[name=words]:not(#asked-words)) button.primary").dblclick()
    expect(page.locator(".line", has_text=words)).to_have_count(1)
