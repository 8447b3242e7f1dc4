"""The document leaves by the menu of list and Read view: as a Word file, and to the printer."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser
PRINT = "window.print = () => { window.printed = (window.printed ?? 0) + 1; };"


def open_menu(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("details.download > summary").click()


@pytest.mark.parametrize("address", ["/wg3/", "/wg3/read/"])
def test_word_file_is_made_and_saved(page: Page, address: str) -> None:
    sign_in(page, "Paul Millar")
    open_menu(page, address)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Word", exact=True).click()
    assert taken.value.suggested_filename.startswith("leaps-technology-roadmap-2")
    with zipfile.ZipFile(io.BytesIO(Path(taken.value.path()).read_bytes())) as package:
        assert "Technology 11: " in package.read("word/document.xml").decode()
    assert page.locator("[data-making]").text_content() == ""


def test_making_is_said_once_and_so_is_failure(page: Page) -> None:
    asked: list[Route] = []

    def hold(route: Route) -> None:
        asked.append(route)

    page.route("**/download/docx/", hold)
    sign_in(page, "Paul Millar")
    open_menu(page, "/wg3/")
    word = page.get_by_role("link", name="Word", exact=True)
    word.click()
    word.dispatch_event("click")  # it says that it is busy, so a person's second press is all that could come
    page.get_by_text("Making the Word file …").wait_for()
    assert len(asked) == 1
    asked[0].fulfill(status=503, body="")
    page.get_by_text("It could not be made just now. Try again, or take another form.").wait_for()
    word.click()
    page.get_by_text("Making the Word file …").wait_for()
    asked[1].abort()
    page.get_by_text("It could not be made just now.").wait_for()


def test_print_opens_the_read_view_and_prints_it_once(page: Page) -> None:
    page.add_init_script(PRINT)
    sign_in(page, "Paul Millar")
    open_menu(page, "/wg3/")
    page.get_by_role("link", name="Print / PDF").click()
    page.wait_for_url("**/wg3/read/")
    page.wait_for_function("window.printed === 1")
    page.locator("details.download > summary").click()
    page.get_by_role("link", name="Print / PDF").click()
    page.wait_for_function("window.printed === 2")
    page.reload()
    assert page.evaluate("window.printed ?? 0") == 0


def test_menu_stays_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, "Paul Millar")
    for address in ("/wg3/", "/wg3/read/"):
        open_menu(page, address)
        box = page.locator("details.download .menu-list").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
