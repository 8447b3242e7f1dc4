"""The page the chair shares on the call: what changed since we met, and each text edited where it stands."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)  # milliseconds; the machine may be busy with other tests
READ = "/wg3/read/"
WRITE = """
from roadmap.models import Technology
from roadmap.services import save_text
from members.models import Member
for number, words in {words!r}.items():
    one = Technology.objects.select_related("text__head", "group").get(group__slug="wg3", number=number)
    head = one.text.head
    body = words if {instead!r} else head.body + words
    save_text(technology=one, base=head.number, title=head.title, body=body, note="", small=False,
              by=Member.objects.get(name="Rolf Krahl"))
"""


def write(site: Site, words: dict[int, str], *, instead: bool = False) -> None:
    """Somebody else writes, in another process."""
    done = site.manage("shell", "-c", WRITE.format(words=words, instead=instead))
    assert done.returncode == 0, done.stderr


def article(page: Page, number: int):
    return page.locator(f"article#T{number}")


def open_editor(page: Page, number: int):
    article(page, number).get_by_role("link", name="Edit").click()
    box = article(page, number).locator("textarea[name=body]")
    expect(box).to_be_focused()
    return box


def save(page: Page, number: int) -> None:
    article(page, number).get_by_role("button", name="Save for everyone").click()


def top_of(page: Page, number: int) -> float:
    return page.evaluate(f"document.getElementById('T{number}').getBoundingClientRect().top")


def test_chair_shows_what_changed_since_the_meeting(site: Site, page: Page) -> None:
    sign_in(page, "Paul Millar")
    page.goto("/wg3/")
    write(site, {3: " It was the first wish.", 7: "\n\nA second paragraph."})
    page.get_by_role("link", name="Read", exact=True).click()
    expect(page.locator("article")).to_have_count(11)
    expect(page.locator("#contents a", has_text=re.compile("changed since"))).to_have_count(2)

    page.get_by_text("Show changes since").click()
    page.get_by_role("link", name="12 Feb 2025 WG3 Monthly Meeting").click()
    expect(page.locator("#changes")).to_have_text(
        "2 of 11 texts changed since 12 Feb 2025: T3 (5 words), T7 (3 words)."
    )
    expect(article(page, 3).locator("ins")).to_have_text("It was the first wish.")
    expect(page.locator("article ins")).to_have_count(2)
    page.get_by_role("link", name="Only the changed ones").click()
    expect(page.locator("article")).to_have_count(2)

    # Changed back, it is no change any more.
    page.goto("/wg3/T7/")
    page.get_by_role("link", name="3 versions").click()
    page.get_by_role("button", name="Compare").click()
    page.get_by_role("button", name="Restore version 2").click()
    page.goto(f"{READ}?since=2025-02-12")
    expect(page.locator("#changes")).to_have_text("1 of 11 texts changed since 12 Feb 2025: T3 (5 words).")
    page.goto("/wg3/?show=changed")
    expect(page.locator("ol.techs > li")).to_have_count(1)


def test_text_is_edited_in_its_place(page: Page) -> None:
    sign_in(page, "Melanie Nentwich")
    page.goto(f"{READ}#T8")
    before = top_of(page, 8)
    box = open_editor(page, 8)
    assert abs(top_of(page, 8) - before) < 2
    expect(page.locator("article .prose")).to_have_count(11)  # the ten others, and the box in the same type
    second = open_editor(page, 9)
    second.fill("Something else, not saved yet.")

    words = "Data are streamed, and **kept**."
    box.fill(words)
    with page.expect_response(lambda answer: "as=look" in (answer.request.post_data or "")):
        box.press("End")
    expect(box).to_be_focused()  # whether it is a small correction was asked meanwhile
    article(page, 8).get_by_role("button", name="Preview").click()
    expect(article(page, 8).locator(".preview strong")).to_have_text("kept")
    expect(box).to_have_value(words)
    save(page, 8)
    expect(article(page, 8).locator(".prose strong")).to_have_text("kept")
    expect(article(page, 8).get_by_role("status")).to_contain_text("everyone sees it.")
    expect(article(page, 8).locator(".notice")).to_be_focused()
    expect(second).to_have_value("Something else, not saved yet.")
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('keep:')).length") == 1

    article(page, 8).get_by_role("button", name="Undo").click()
    expect(page.get_by_text(re.compile(r"Version \d is back"))).to_be_visible()
    assert page.url.endswith("/wg3/read/#T8")
    expect(article(page, 8)).not_to_contain_text("streamed, and kept")


def test_conflict_and_a_cut_line_keep_the_words(site: Site, context: BrowserContext, page: Page) -> None:
    sign_in(page, "Melanie Nentwich")
    page.goto(READ)
    box = open_editor(page, 10)
    box.fill("My words of the conflict.")
    write(site, {10: "Their words."}, instead=True)
    save(page, 10)
    expect(article(page, 10).get_by_role("alert")).to_have_text("Rolf Krahl and you changed the same text")
    expect(box).to_have_value("My words of the conflict.")
    expect(article(page, 10)).to_contain_text("Their words.")
    expect(page.locator("article")).to_have_count(11)

    box.fill("Both our words.")
    context.set_offline(True)
    save(page, 10)
    expect(page.get_by_text("The server did not take it. Your text is still here.")).to_be_visible()
    expect(box).to_have_value("Both our words.")
    article(page, 9).get_by_role("link", name="Edit").click()
    expect(article(page, 9).get_by_role("alert")).to_have_text("The server did not answer. Try again.")
    kept = page.evaluate(
        "Object.entries(localStorage).filter(([name]) => name.startsWith('keep:')).map((one) => one[1])"
    )
    assert any("Both our words." in one and '"sent":false' in one for one in kept)

    context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(article(page, 10).locator(".read-body > .prose")).to_have_text("Both our words.")


def test_cancelled_words_are_offered_back(page: Page) -> None:
    sign_in(page, "Melanie Nentwich")
    page.goto(READ)
    before = article(page, 11).locator(".prose").inner_text()
    box = open_editor(page, 11)
    box.fill("Half a thought")
    expect(article(page, 11).locator("[data-state]")).to_have_text(re.compile("^Kept in this browser"))
    article(page, 11).get_by_role("link", name="Cancel").click()
    expect(article(page, 11).locator(".read-body > .prose")).to_have_text(before)
    box = open_editor(page, 11)
    article(page, 11).get_by_role("button", name="Put it back").click()
    expect(box).to_have_value("Half a thought")


def test_keys_go_through_the_texts_and_not_while_typing(page: Page) -> None:
    sign_in(page, "Melanie Nentwich")
    page.goto(READ)
    page.keyboard.press("j")
    expect(article(page, 1).locator("h2")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(article(page, 2).locator("h2")).to_be_focused()
    expect(page.locator("#contents [aria-current]")).to_contain_text("T2")
    page.keyboard.press("e")
    box = article(page, 2).locator("textarea[name=body]")
    expect(box).to_be_focused()
    words = box.input_value()
    page.keyboard.type("jke")
    expect(box).to_have_value(re.compile("jke"))
    assert len(box.input_value()) == len(words) + 3
    page.get_by_role("button", name="keys are on").click()
    page.locator("h1").click()
    page.keyboard.press("j")
    expect(article(page, 1).locator("h2")).not_to_be_focused()


def test_place_is_kept_between_visits(page: Page) -> None:
    sign_in(page, "Melanie Nentwich")
    page.goto(READ)
    page.evaluate("document.getElementById('T6').scrollIntoView(); scrollBy(0, 30)")
    expect(page.locator("#contents [aria-current]")).to_contain_text("T6")  # seen, and kept with that
    before = top_of(page, 6)
    page.goto("/wg3/meetings/")
    page.goto(READ)
    expect(page.locator("#contents [aria-current]")).to_contain_text("T6")
    assert abs(top_of(page, 6) - before) < 3
    page.goto(f"{READ}?since=2025-02-12")
    assert page.evaluate("scrollY") == 0


def test_contents_is_a_fold_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, "Melanie Nentwich")
    page.goto(READ)
    expect(page.locator("#contents")).to_be_hidden()
    page.get_by_text("Contents", exact=True).click()
    page.locator("#contents").get_by_role("link", name="Technology 9").click()
    expect(page.locator("#contents")).to_be_hidden()
    assert abs(top_of(page, 9)) < 60


@pytest.mark.parametrize("number", [4])
def test_everything_works_without_javascript(site: Site, context: BrowserContext, number: int) -> None:
    browser = context.browser
    assert browser is not None
    plain = browser.new_context(base_url=site.address, java_script_enabled=False)
    page = plain.new_page()
    sign_in(page, "Melanie Nentwich")
    page.goto(READ)
    article(page, number).get_by_role("link", name="Edit").click()
    page.locator("textarea[name=body]").fill("Written without a script.")
    page.get_by_role("button", name="Save for everyone").click()
    assert page.url.endswith(f"/wg3/read/#T{number}")
    expect(article(page, number).locator(".prose")).to_have_text("Written without a script.")
    page.get_by_role("button", name="Undo").click()
    expect(article(page, number)).not_to_contain_text("Written without a script.")
    plain.close()
