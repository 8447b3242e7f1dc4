"""The administration in a browser, under the site's own content security policy."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import sign_in


@pytest.fixture
def heard(page: Page) -> list[str]:
    """What the browser complains of: scripts that fail, and whatever the policy refuses."""
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("console", lambda line: heard.append(line.text) if line.type in {"error", "warning"} else None)
    return heard


@pytest.mark.browser
def test_lists_filters_search_and_pages_work(page: Page, heard: list[str]) -> None:
    page.goto("/admin/")
    page.wait_for_url("**/sign-in/?next=/admin/")
    page.get_by_role("button", name="Paul Millar").click()
    expect(page.get_by_role("heading", name="Records")).to_be_visible()
    lists = [link.get_attribute("href") or "" for link in page.locator("#content-main th a").all()]
    assert len(lists) > 20
    for one in lists:
        page.goto(one)
        expect(page.locator(".why")).to_be_visible()
        row = page.locator("#result_list tbody tr a").first
        if row.count():
            page.goto(row.get_attribute("href") or "")
            expect(page.locator(".why")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), one
    page.goto("/admin/minutes/entry/")
    page.get_by_role("link", name="vote", exact=True).click()
    expect(page.locator("#result_list tbody tr").first).to_contain_text("vote")
    page.locator("#searchbar").fill("nothing like this")
    page.locator("#searchbar").press("Enter")
    expect(page.locator("#result_list tbody tr")).to_have_count(0)
    page.goto("/admin/activity/event/")
    page.locator("summary", has_text="kind").click()
    page.locator("summary", has_text="kind").click()
    page.get_by_role("link", name="minutes.recorded").click()
    expect(page.locator("#result_list tbody tr").first).to_contain_text("Paul Millar")
    assert heard == []


@pytest.mark.browser
def test_facility_is_found_while_typing_and_the_correction_is_told(page: Page, heard: list[str]) -> None:
    page.goto("/admin/")
    sign_in(page, "Paul Millar")
    page.goto("/admin/members/member/?q=robin")
    page.locator("#result_list tbody tr a").first.click()
    page.locator(".select2-selection").click()
    page.locator(".select2-search__field").fill("ESR")
    page.locator(".select2-results__option", has_text="ESRF").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_contain_text("Robin Visitor")
    page.goto("/wg3/feed/")
    expect(page.locator(".feed li").first).to_contain_text("Paul Millar corrected the particulars of Robin Visitor")
    assert heard == []


@pytest.mark.browser
def test_date_is_picked_and_meetings_are_kept_as_a_table(context: BrowserContext, page: Page, heard: list[str]) -> None:
    page.goto("/admin/")
    sign_in(page, "Paul Millar")
    page.goto("/admin/meetings/meeting/")
    page.locator(".action-select").first.check()
    page.locator("select[name=action]").select_option("as_csv")
    with page.expect_download() as download:
        page.get_by_role("button", name="Run").or_(page.get_by_role("button", name="Go")).click()
    assert "WG3 Monthly Meeting" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    page.locator("#result_list tbody tr a").first.click()
    page.locator(".date-icon").click()
    page.locator(".calendarbox:visible .calendar td a", has_text="17").first.click()
    expect(page.locator("#id_next_date")).to_have_value("17/03/2025")
    expect(page.locator("#attendances-group tbody tr").first).to_contain_text("Paul Millar")
    assert heard == []
