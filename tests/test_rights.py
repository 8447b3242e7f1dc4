"""Who may do what: every address of the site, for every role, read and sent, in an open and in a hidden group.

The columns are chair, member, minute taker, observer, outsider (signed in, of another group) and anonymous, in a
group that everybody may see. A row has what they get for reading and for sending a form that is in order. What the
other visibilities change follows from one rule each and is worked out below. A new address fails the first test
until it has its row.
"""

from __future__ import annotations

from copy import deepcopy

import pytest
from django.db import transaction
from django.test import Client

from members.models import Group
from tests.conftest import Cast
from tests.world import SECRET, World, everything, names_of_addresses, other_world

ROLES = ("chair", "member", "minute_taker", "observer", "outsider", "anonymous")
NO_SUCH_METHOD = "405 405 405 405 405 405"
PUBLIC_PAGE = ("200 200 200 200 200 200", NO_SUCH_METHOD)
INSIDE_PAGE = ("200 200 200 200 404 404", NO_SUCH_METHOD)
# The draft is the chair's own; the minute taker may record minutes, but not these.
OWN_DRAFT = (NO_SUCH_METHOD, "303 404 404 404 404 403")
CHAIR_SETS = (NO_SUCH_METHOD, "303 403 403 403 403 403")
MEMBERS_DO = (NO_SUCH_METHOD, "303 303 303 403 403 403")
INSIDE_WRITES = (NO_SUCH_METHOD, "303 303 303 303 403 403")
OWN_ONLY = (NO_SUCH_METHOD, "403 303 403 403 403 403")  # the member's own comment, position or facility's part
RECORDER_DOES = (NO_SUCH_METHOD, "303 403 303 403 403 403")

RIGHTS: dict[str, tuple[str, str]] = {
    # the site's own
    "home": ("302 302 302 302 200 200", NO_SUCH_METHOD),
    "sign_in": ("200 200 200 200 200 200", "303 303 303 303 303 303"),
    "sign_out": (NO_SUCH_METHOD, "303 303 303 303 303 303"),
    "demo_sign_in": (NO_SUCH_METHOD, "404 404 404 404 404 404"),
    "me": ("200 200 200 200 200 302", NO_SUCH_METHOD),
    # the group's
    "search": PUBLIC_PAGE,
    "feed": INSIDE_PAGE,
    "people": INSIDE_PAGE,
    "person": INSIDE_PAGE,
    "person_join": CHAIR_SETS,
    "person_leave": CHAIR_SETS,
    "facility": INSIDE_PAGE,
    # minutes
    "minutes_paste": ("200 403 200 403 403 403", "303 403 303 403 403 403"),
    "minutes_draft": ("200 404 404 404 404 404", NO_SUCH_METHOD),
    "minutes_text": OWN_DRAFT,
    "minutes_answer": OWN_DRAFT,
    "minutes_line": OWN_DRAFT,
    "minutes_head": OWN_DRAFT,
    "minutes_roster": OWN_DRAFT,
    "minutes_take_all": OWN_DRAFT,
    "minutes_undo_last": OWN_DRAFT,
    "minutes_record": OWN_DRAFT,
    "meetings": PUBLIC_PAGE,
    "meeting": PUBLIC_PAGE,
    # Replies and positions were built on these minutes, so even who may take minutes back is refused (409).
    "minutes_undo": (NO_SUCH_METHOD, "409 403 409 403 403 403"),
    "minutes_correct": RECORDER_DOES,
    "entry_reply": ("200 200 200 200 403 403", "303 303 303 303 403 403"),
    # the roadmap
    "roadmap": PUBLIC_PAGE,
    "read": PUBLIC_PAGE,
    "download": PUBLIC_PAGE,
    "set_due": CHAIR_SETS,
    "name_technologies": CHAIR_SETS,
    "undo_names": CHAIR_SETS,
    "type_names": ("200 403 403 403 403 403", "303 403 403 403 403 403"),
    "document_bring": ("200 403 403 403 403 403", "303 403 403 403 403 403"),
    "document_draft": ("200 404 404 404 404 404", NO_SUCH_METHOD),
    "document_answer": OWN_DRAFT,
    "document_part": OWN_DRAFT,
    "document_undo_last": OWN_DRAFT,
    "document_record": OWN_DRAFT,
    "document_undo": (NO_SUCH_METHOD, "409 404 404 404 404 403"),  # the draft is not recorded
    "ideas": ("200 200 200 200 200 200", "303 303 303 303 403 403"),
    "idea_take_back": (NO_SUCH_METHOD, "303 303 403 403 403 403"),  # the member raised it
    "decisions": PUBLIC_PAGE,
    "actions": INSIDE_PAGE,
    "action_note": ("200 200 200 403 404 404", "303 303 303 403 404 403"),
    "action": INSIDE_PAGE,
    "action_change": (NO_SUCH_METHOD, "303 303 303 403 404 403"),
    "action_due": (NO_SUCH_METHOD, "303 303 303 403 404 403"),
    "action_take_back": (NO_SUCH_METHOD, "303 303 303 403 404 403"),  # the member noted it
    "action_close": (NO_SUCH_METHOD, "303 303 303 403 404 403"),  # the member was asked to do it
    "action_reopen": (NO_SUCH_METHOD, "303 303 303 403 404 403"),
    "undo_position": OWN_ONLY,
    # the facility's own people, and the chair who noted it as long as they have not confirmed it
    "undo_part": (NO_SUCH_METHOD, "303 303 403 403 403 403"),
    "parts": PUBLIC_PAGE,
    "own_part": MEMBERS_DO,
    "note_part": CHAIR_SETS,
    "confirm_parts": MEMBERS_DO,
    "unconfirm_parts": MEMBERS_DO,
    "facility_counts": CHAIR_SETS,
    "technology": PUBLIC_PAGE,
    "technology_edit": ("200 200 200 403 403 403", "303 303 303 403 403 403"),
    "set_state": MEMBERS_DO,
    "undo_state": MEMBERS_DO,
    "change_writers": ("405 405 405 405 405 405", "303 303 403 403 403 403"),  # the chair, and the member for themself
    "ask_directors": MEMBERS_DO,
    "undo_asked": MEMBERS_DO,
    "about": PUBLIC_PAGE,
    "about_edit": ("200 200 200 403 403 403", "303 303 303 403 403 403"),
    "about_post": INSIDE_WRITES,
    "set_title": CHAIR_SETS,
    "promote_idea": CHAIR_SETS,
    "technology_post": INSIDE_WRITES,
    "take_position": MEMBERS_DO,
    "record_position": RECORDER_DOES,
    "set_part": MEMBERS_DO,
    "relate": MEMBERS_DO,
    "relation_take_back": MEMBERS_DO,
    "move_technology": CHAIR_SETS,
    # texts and comments
    "versions": PUBLIC_PAGE,
    "compare": PUBLIC_PAGE,
    "restore": MEMBERS_DO,
    "comment_edit": ("403 200 403 403 403 403", "403 303 403 403 403 403"),
    "comment_withdraw": OWN_ONLY,
    "comment_put_back": OWN_ONLY,
}
# Ids that belong to one group. Facilities belong to none: a group's page shows what that group says of them.
OWN_IDS = {"pk", "text", "draft", "entry", "event", "line"}
OF_A_GROUP = sorted(set(RIGHTS) - {"home", "sign_in", "sign_out", "demo_sign_in", "me"})
QUERY = {"compare": {"from": "1", "to": "1"}}


def test_every_address_has_its_rights_written_down() -> None:
    assert names_of_addresses() == set(RIGHTS)


@pytest.fixture
def world(cast: Cast) -> World:
    return everything(cast)


@pytest.fixture
def clients(world: World) -> dict[str, Client]:
    cast = world.cast
    people = (cast.chair, cast.member, cast.minute_taker, cast.observer, cast.outsider, None)
    return {role: cast.client(person) for role, person in zip(ROLES, people, strict=True)}


def show_to(world: World, visibility: str) -> None:
    Group.objects.filter(pk=world.cast.group.pk).update(visibility=visibility)


def expected(row: tuple[str, str], visibility: str) -> dict[tuple[str, str], int]:
    """Status by role and method. Who may not see the group gets 404 for all of it, or, sending a form while nobody
    is signed in, the page that keeps what was typed (403) – whether or not there is such a thing."""
    found: dict[tuple[str, str], int] = {}
    blind = {"public": set(), "site": {"anonymous"}, "members": {"anonymous", "outsider"}}[visibility]
    for method, statuses in zip(("get", "post"), row, strict=True):
        for role, status in zip(ROLES, map(int, statuses.split()), strict=True):
            if visibility != "public" and role not in {"outsider", "anonymous"}:
                continue  # from inside all groups are the same
            found[role, method] = status
            if role in blind and status != 405:
                found[role, method] = 403 if (role, method) == ("anonymous", "post") else 404
    return found


def status_of(client: Client, method: str, world: World, name: str, slug: str = "") -> int:
    """Ask, and undo what was done, signing in and out as well."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        address = world.address(name, slug)
        given = QUERY.get(name, {}) if method == "get" else world.body(name)
        answer = getattr(client, method)(address, given)
        transaction.set_rollback(True)
    client.cookies = cookies
    return int(answer.status_code)


@pytest.mark.parametrize("visibility", ["public", "site", "members"])
def test_rights_of_a_group_are_as_written(world: World, clients: dict[str, Client], visibility: str) -> None:
    show_to(world, visibility)
    wrong = {
        (name, role, method): f"{got}, not {status}"
        for name in OF_A_GROUP
        for (role, method), status in expected(RIGHTS[name], visibility).items()
        if (got := status_of(clients[role], method, world, name)) != status
    }
    assert wrong == {}


def test_rights_of_the_site_are_as_written(world: World, clients: dict[str, Client]) -> None:
    show_to(world, "public")
    wrong = {
        (name, role, method): f"{got}, not {status}"
        for name in set(RIGHTS) - set(OF_A_GROUP)
        for (role, method), status in expected(RIGHTS[name], "public").items()
        if (got := status_of(clients[role], method, world, name)) != status
    }
    assert wrong == {}


def test_things_of_another_group_are_not_there_under_this_ones_name(world: World) -> None:
    """Its own chair, who may do everything with them at home, reaches none of them from here."""
    other, cast = other_world(world.cast), world.cast
    client = cast.client(cast.outsider)
    Group.objects.filter(pk=cast.group.pk).update(visibility="public", names_outside=True)
    bound = [name for name in OF_A_GROUP if OWN_IDS & set(other.arguments()[name]) and name != "facility"]
    assert len(bound) > 20
    wrong = {
        (name, method): status
        for name in bound
        for method in ("get", "post")
        if (status := status_of(client, method, other, name, cast.group.slug)) not in {404, 405}
    }
    assert wrong == {}


def test_chair_reaches_nothing_of_another_group(world: World) -> None:
    other, cast = other_world(world.cast), world.cast
    client = cast.client(cast.chair)
    wrong = {
        (name, method, slug): status
        for name in OF_A_GROUP
        for method in ("get", "post")
        for slug in (cast.other_group.slug, cast.group.slug)
        if slug == cast.other_group.slug or (OWN_IDS & set(other.arguments()[name]) and name != "facility")
        if (status := status_of(client, method, other, name, slug)) not in {404, 405}
    }
    assert wrong == {}


@pytest.mark.parametrize("names_outside", [False, True])
def test_lines_kept_inside_never_leave(world: World, clients: dict[str, Client], names_outside: bool) -> None:
    cast = world.cast
    Group.objects.filter(pk=cast.group.pk).update(visibility="public", names_outside=names_outside)
    pages = [world.address(name) for name in OF_A_GROUP]
    pages += [f"/optics/people/{person.pk}/" for person in world.minutes.meeting.group.named_members.all()]
    pages += [f"/optics/lines/{world.hidden.pk}/reply/", f"/optics/texts/{world.minutes.text_id}/versions/"]
    pages += [f"/optics/texts/{world.minutes.text_id}/compare/?from=1&to=1", "/optics/T5/", "/optics/T2/?only=said"]
    pages += ["/optics/?names", f"/optics/?words={SECRET}", "/optics/people/?show=facilities", "/optics/T2/?only=texts"]
    pages += [f"/optics/search/?q=note&in={kind}" for kind in ("roadmap", "people", "meetings", "minutes", "comments")]
    for role in ("outsider", "anonymous"):
        found = {page for page in pages if SECRET in clients[role].get(page).content.decode().replace(f"={SECRET}", "")}
        assert found - {f"/optics/?words={SECRET}"} == set(), role
        named = {page for page in pages if "Ida Inside" in clients[role].get(page).content.decode()}
        assert named == set(), role
    inside = {page for page in pages if SECRET in clients["member"].get(page).content.decode()}
    assert {world.address(name) for name in ("meeting", "technology", "person", "actions")} <= inside
