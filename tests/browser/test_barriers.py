"""axe-core finds nothing on any page, light or dark, and nothing scrolls sideways at 390 px."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import ROOT, Site, sign_in

MINUTES = (ROOT / "minutes" / "sample" / "2025-02-12-wg3.md").read_text(encoding="utf-8")
AS_CHAIR = {
    "desk": "/",
    "own page": "/me/",
    "roadmap": "/wg3/",
    "roadmap, names asked": "/wg3/?names=1",
    "roadmap, nothing found": "/wg3/?words=nothing+like+this",
    "empty roadmap": "/empty/",
    "read": "/wg3/read/",
    "read, with changes": "/wg3/read/?since=2025-02-12",
    "read, only changed": "/wg3/read/?since=2025-02-12&only=changed",
    "read, wrong day": "/wg3/read/?since=soon",
    "nothing to read": "/empty/read/",
    "edit, from the Read view": "/wg3/T2/edit/?from=read",
    "type names": "/empty/names/new/",
    "technology": "/wg3/T2/",
    "technology, decided": "/wg3/T2/?only=decided",
    "edit": "/wg3/T2/edit/",
    "versions": "{versions}",
    "compare": "{compare}",
    "ideas": "/wg3/ideas/",
    "about the roadmap": "/wg3/about/",
    "scope": "/wg3/about/edit/",
    "facilities and technologies": "/wg3/parts/",
    "facilities and technologies, in words": "/wg3/parts/?by=facility",
    "one facility": "/wg3/parts/?facility=1",
    "decisions": "/wg3/decisions/",
    "decisions, none found": "/wg3/decisions/?words=nothing+like+this",
    "nothing decided": "/empty/decisions/",
    "actions": "/wg3/actions/",
    "no actions": "/empty/actions/",
    "actions by person": "/wg3/actions/?by=person",
    "note an action": "/wg3/actions/note/?technology=2",
    "action": "{action}",
    "meetings": "/wg3/meetings/",
    "no meetings": "/empty/meetings/",
    "meeting": "/wg3/meetings/2025-02-12/",
    "reply": "{reply}",
    "people": "/wg3/people/",
    "people by facility": "/wg3/people/?show=facilities",
    "person": "{person}",
    "facility": "{facility}",
    "feed": "/wg3/feed/",
    "search": "/wg3/search/",
    "search, found": "/wg3/search/?q=the",
    "search, one kind": "/wg3/search/?q=the&in=minutes",
    "search, nothing found": "/wg3/search/?q=nothing+like+this",
    "paste": "/empty/minutes/new/",
    "preview, to check": "{draft}",
    "preview, offers": "{draft}?show=offers",
    "preview, all": "{draft}?show=all",
    "preview, the text": "{draft}?show=all&fold=text",
    "bring in a document": "/empty/document/new/",
    "document, to check": "{document}",
    "document, all": "{document}?show=all&open=2",
    "not found": "/nowhere/",
}


@pytest.fixture(scope="module")
def addresses(browser: Browser, site: Site) -> Iterator[dict[str, str]]:
    """The addresses that hold numbers, found by following links as a person would."""
    page = browser.new_page(base_url=site.address)
    sign_in(page, "Paul Millar")

    def link(start: str, part: str) -> str:
        page.goto(start)
        return page.locator(f"main a[href*='{part}']").first.get_attribute("href") or ""

    found = {
        "versions": link("/wg3/T2/", "/versions/"),
        "reply": link("/wg3/T2/", "/reply/"),
        "action": link("/wg3/actions/", "/wg3/actions/1").split("?")[0],
        "person": link("/wg3/people/", "/wg3/people/1"),
        "facility": link("/wg3/people/?show=facilities", "/facilities/"),
    }
    found["compare"] = link(found["versions"], "/compare/")
    page.goto("/empty/minutes/new/")
    page.get_by_label("Paste the minutes, as they are.").fill(MINUTES)
    page.get_by_role("button", name="Read", exact=True).click()
    page.wait_for_url("**/minutes/draft/**")
    found["draft"] = page.url.removeprefix(site.address).split("?")[0]
    page.goto("/wg3/document/new/")
    page.get_by_label("Paste your document, or choose a file.").fill(
        "# Plan\n\nAll.\n\n## T1 – Lasers\n\nA\n\n## New\n\nB\n"
    )
    page.get_by_role("button", name="Read", exact=True).click()
    page.wait_for_url("**/document/*/")
    found["document"] = page.url.removeprefix(site.address).split("?")[0]
    yield found
    page.close()


def barriers(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:200]} {node.get('failureSummary', '')}" for one in found for node in one["nodes"]
    ]


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_page_has_no_barrier_and_no_error(browser: Browser, site: Site, addresses: dict[str, str], theme: str) -> None:
    context = browser.new_context(base_url=site.address, color_scheme=theme, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto("/sign-in/")
    found = {"sign in": barriers(page)}
    sign_in(page, "Paul Millar")
    for name, address in AS_CHAIR.items():
        page.goto(address.format(**addresses))
        found[name] = barriers(page)
        page.set_viewport_size({"width": 390, "height": 844})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[name].append("scrolls sideways at 390 px")
        if theme == "light":
            found[name] += barriers(page)
        page.set_viewport_size({"width": 1280, "height": 800})
    assert [f"{name}: {line}" for name, lines in found.items() for line in lines] == []
    assert wrong == []
    context.close()
