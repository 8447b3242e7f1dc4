"""The administration: who gets in, what every page costs at 500 rows, what may be corrected and what is recorded."""

from __future__ import annotations

import csv
import io
import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from activity.kinds import tell
from activity.models import Event
from decisions.models import Position, Stance
from meetings.models import Attendance, Meeting
from members.models import Account, Alias, Facility, Group, GroupFacility, Member, Membership
from members.services import create_group
from minutes.models import Entry, Minutes
from roadmap.models import ActionItem, Participation, Relation, Roadmap, Technology
from roadmap.services import add_technologies
from tests.conftest import Cast
from tests.pages import words_of
from tests.world import World, everything
from web.administration import AppendOnly, Correcting, Looking
from web.tables import harmless
from writing.models import Comment, CommentEdit, Text, Thread, Version

MOST_QUERIES = 25
ROWS = 500
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
APPEND_ONLY = {Version, CommentEdit, Event, Position}


@pytest.fixture
def staff(cast: Cast) -> Client:
    """A staff account that belongs to nobody and is no superuser."""
    account = Account.objects.create_user("staff@example.org", "correct horse battery", is_staff=True)
    client = Client()
    client.force_login(account, backend="members.sign_in.EmailBackend")
    return client


@pytest.fixture
def world(cast: Cast) -> World:
    return everything(cast)


def address(model: type[Model], page: str, *arguments: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


def addresses() -> list[str]:
    """Every address below /admin/, with a number where one is asked for."""

    def walk(patterns: Any, before: str) -> list[str]:
        found = []
        for one in patterns:
            here = before + re.sub(r"<[^>]*>|\(\?P<[^)]*\)", "1", str(one.pattern)).strip("^$")
            found += walk(one.url_patterns, here) if isinstance(one, URLResolver) else [here]
        return found

    (site,) = (one for one in get_resolver().url_patterns if isinstance(one, URLResolver) and one.namespace == "admin")
    assert all(isinstance(one, (URLPattern, URLResolver)) for one in site.url_patterns)
    return walk(site.url_patterns, "/admin/")


# Who gets in


def test_every_address_is_for_staff_only(world: World, staff: Client) -> None:
    """Also for a chair who is no staff; nobody is asked for a password by a second sign-in page."""
    paths = [one for one in addresses() if "\\" not in one and "(" not in one]
    assert len(paths) > 5 * len(MODELS)
    for who in ("chair", "observer", "outsider"):
        client = world.cast.client(getattr(world.cast, who))
        for path in paths:
            for method in ("get", "post"):
                assert getattr(client, method)(path).status_code == 403, (who, method, path)
    anonymous = Client()
    for path in paths:
        for method in ("get", "post"):
            answer = getattr(anonymous, method)(path)
            assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in/"), (method, path)
    assert anonymous.get("/admin/members/member/?q=x")["Location"] == "/sign-in/?next=/admin/members/member/%3Fq%3Dx"
    assert staff.get("/admin/").status_code == 200
    for gone in ("login", "logout", "password_change", "r/1/1"):
        assert staff.get(f"/admin/{gone}/").status_code == 404


def test_staff_account_that_ended_gets_nowhere(cast: Cast, staff: Client) -> None:
    Account.objects.filter(email="staff@example.org").update(is_active=False)
    assert staff.get("/admin/").status_code == 302


def test_menu_shows_the_administration_to_staff_only(cast: Cast) -> None:
    client = cast.client(cast.chair)
    assert 'href="/admin/"' not in words_of(client, "/optics/")
    Account.objects.filter(member=cast.chair).update(is_staff=True)
    assert '<a href="/admin/">Administration</a>' in words_of(client, "/optics/")
    page = words_of(client, "/admin/")
    assert "Ana Kováč" in page
    assert 'action="/sign-out/"' in page
    assert "Recent actions" not in page


def test_staff_without_a_member_can_sign_in_and_look(cast: Cast, staff: Client) -> None:
    assert staff.get("/").status_code in {200, 302}
    assert "staff@example.org" in words_of(staff, "/admin/")


# What every page costs


def many(world: World) -> None:
    """At least 500 rows of everything that is registered."""
    cast, group, now = world.cast, world.cast.group, timezone.now()
    facilities = Facility.objects.bulk_create([Facility(short_name=f"F{n}") for n in range(ROWS)])
    people = Member.objects.bulk_create(
        [Member(name=f"Person {n}", facility=facilities[n], named_in=group) for n in range(ROWS)]
    )
    Membership.objects.bulk_create([Membership(group=group, member=one) for one in people])
    Alias.objects.bulk_create(
        [Alias(group=group, member=one, name=f"P{one.pk}", folded=f"p{one.pk}") for one in people]
    )
    GroupFacility.objects.bulk_create([GroupFacility(group=group, facility=one) for one in facilities])
    accounts = Account.objects.bulk_create([Account(email=f"p{n}@example.org") for n in range(ROWS)])
    for one, account in zip(people, accounts, strict=True):
        one.account = account
    Member.objects.bulk_update(people, ["account"])
    technologies = [
        one
        for start in range(0, ROWS, 250)
        for one in add_technologies(group=group, titles=[f"Number {start + n}" for n in range(250)], by=cast.chair)
    ]
    Technology.objects.filter(pk=world.technology.pk).update(raised_by=cast.chair)
    world.technology.writers.set(people)
    Participation.objects.bulk_create(
        [
            Participation(
                technology=world.technology, facility=one, part="leads", said_by=cast.chair, recorded_by=cast.member,
                said_on=now.date(), confirmed_by=cast.member, confirmed_at=now,
            )
            for one in facilities
        ]
    )  # fmt: skip
    Relation.objects.bulk_create(
        [Relation(technology=world.technology, other=one, kind="needs", noted_by=cast.chair) for one in technologies]
    )
    actions = ActionItem.objects.bulk_create(
        [
            ActionItem(group=group, technology=world.technology, words=f"do {n}", closed_by=cast.chair)
            for n in range(ROWS)
        ]
    )
    for action in actions[:150]:
        action.assignees.add(cast.chair, cast.member)
    meetings = Meeting.objects.bulk_create(
        [
            Meeting(group=group, title=f"Meeting {n}", slug=f"m{n}", date=now.date() - timedelta(days=n))
            for n in range(ROWS)
        ]
    )
    Attendance.objects.bulk_create(
        [Attendance(meeting=world.minutes.meeting, member=one, facility=one.facility) for one in people]
    )
    texts = Text.objects.bulk_create([Text(group=group, kind="minutes", title=f"Minutes {n}") for n in range(ROWS)])
    Minutes.objects.bulk_create(
        [Minutes(meeting=m, text=t, recorded_by=cast.chair) for m, t in zip(meetings, texts, strict=True)]
    )
    Entry.objects.bulk_create(
        [
            Entry(
                minutes=world.minutes, place=n + 100, kind="statement", technology=one, speaker=person, text="words",
                line_first=n, line_last=n,
            )
            for n, (one, person) in enumerate(zip(technologies, people, strict=True))
        ]
    )  # fmt: skip
    Version.objects.bulk_create(
        [Version(text=world.technology.text, number=n + 100, author=one, body="b") for n, one in enumerate(people)]
    )
    comments = Comment.objects.bulk_create(
        [Comment(thread=world.technology.thread, author=one, body="said", reply_to=world.comment) for one in people]
    )
    CommentEdit.objects.bulk_create([CommentEdit(comment=world.comment, body="before") for _ in comments])
    question = world.technology.question
    positions = Position.objects.bulk_create(
        [
            Position(
                question=question, member=one, sequence=n, value="pro", recorded_by=cast.chair, heard="mail",
                version=world.technology.text.head, comment=world.comment,
            )
            for n, one in enumerate(people, start=1000)
        ]
    )  # fmt: skip
    Stance.objects.bulk_create(
        [Stance(question=question, member=one.member, position=one, value="pro") for one in positions]
    )
    Event.objects.bulk_create([Event(group=group, actor=one, kind="roadmap.due") for one in people])
    groups = Group.objects.bulk_create([Group(slug=f"g{n}", name=f"Group {n}") for n in range(ROWS)])
    scopes = Text.objects.bulk_create([Text(group=one, kind="roadmap") for one in groups])
    threads = Thread.objects.bulk_create([Thread(group=one, kind="roadmap") for one in groups])
    Roadmap.objects.bulk_create(
        [
            Roadmap(group=one, title="Roadmap", scope=scope, thread=thread)
            for one, scope, thread in zip(groups, scopes, threads, strict=True)
        ]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the server does by itself soon after: it plans for the rows there are


def busiest(model: type[Model], world: World) -> Any:
    """The row with most rows of other tables on its page."""
    one = {
        Facility: world.cast.hillside,
        Group: world.cast.group,
        Member: world.cast.chair,
        Meeting: world.minutes.meeting,
        Minutes: world.minutes,
        Technology: world.technology,
        Text: world.technology.text,
        Comment: world.comment,
    }.get(model)
    if one is not None:
        return one.pk
    if model._meta.model_name == "question":
        return world.technology.question_id
    return model._default_manager.latest("pk").pk


def cost(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return len(captured)


def test_no_page_over_25_queries_at_500_rows(world: World) -> None:
    many(world)
    root = Client()
    root.force_login(Account.objects.create_superuser("root@example.org", "x"), backend="members.sign_in.EmailBackend")
    wrong = {}
    for model in MODELS:
        assert model._default_manager.count() >= ROWS, model
        fields = admin.site._registry[model].search_fields
        paths = [address(model, "changelist"), address(model, "change", busiest(model, world))]
        paths += [f"{address(model, 'changelist')}?q=person"] if fields else []
        wrong |= {path: number for path in paths if (number := cost(root, path)) > MOST_QUERIES}
    assert cost(root, "/admin/") <= MOST_QUERIES
    assert (
        cost(root, "/admin/autocomplete/?app_label=members&model_name=member&field_name=facility&term=F")
        <= MOST_QUERIES
    )
    assert wrong == {}
    page = root.get(address(Technology, "changelist")).content.decode()
    assert page.count('<tr><td class="action-checkbox">') + page.count("<tr><th") <= 101


# What may be done


def test_nothing_is_added_or_deleted_and_the_record_is_not_changed(world: World, staff: Client) -> None:
    CommentEdit.objects.create(comment=world.comment, body="before")
    Attendance.objects.create(meeting=world.minutes.meeting, member=world.cast.unclaimed)
    Relation.objects.create(
        technology=world.technology, other=Technology.objects.get(group=world.cast.group, number=5), kind="needs"
    )
    Alias.objects.create(group=world.cast.group, member=world.cast.chair, name="AK")
    GroupFacility.objects.create(group=world.cast.group, facility=world.cast.lakeside)
    assert {model for model, one in admin.site._registry.items() if isinstance(one, AppendOnly)} >= APPEND_ONLY
    for model in MODELS:
        shown = admin.site._registry[model]
        pk = model._default_manager.latest("pk").pk
        assert staff.post(address(model, "add"), {}).status_code == 403, model
        assert staff.post(address(model, "delete", pk), {"post": "yes"}).status_code == 403, model
        assert staff.get(address(model, "history", pk)).status_code == 404, model
        page = words_of(staff, address(model, "change", pk))
        assert shown.why in page
        before = model._default_manager.values().get(pk=pk)
        if not isinstance(shown, Correcting) or model is Account:
            assert 'name="_save"' not in page, model
            assert staff.post(address(model, "change", pk), {"title": "x", "body": "x"}).status_code == 403, model
        assert model._default_manager.values().get(pk=pk) == before
        assert words_of(staff, address(model, "changelist")).count(shown.why) == 1


def told(cast: Cast, kind: str) -> list[str]:
    return [one.sentence for one in tell(Event.objects.filter(kind=kind).order_by("pk"), cast.viewer(cast.chair))]


def test_correction_of_a_meeting_is_one_line_in_the_record_of_acts(world: World) -> None:
    cast, meeting = world.cast, world.minutes.meeting
    Account.objects.filter(member=cast.member).update(is_staff=True)
    client = cast.client(cast.member)
    sent = {
        "title": "Optics, corrected",
        "link": "https://events.example.org/1",
        "next_words": "",
        "next_date": "",
        "date": "1999-01-01",
    }
    rows = {"attendances-TOTAL_FORMS": "0", "attendances-INITIAL_FORMS": "0"}
    assert client.post(address(Meeting, "change", meeting.pk), {**sent, **rows}).status_code == 302
    date = meeting.date
    meeting.refresh_from_db()
    assert (meeting.title, meeting.link, meeting.date) == ("Optics, corrected", sent["link"], date)
    words = f"Bo O'Neill corrected the meeting Optics, corrected, {date} in the administration"
    assert told(cast, "administration.meeting") == [words]
    client.post(address(Meeting, "change", meeting.pk), {**sent, **rows})  # nothing is different now
    assert Event.objects.filter(kind="administration.meeting").count() == 1
    assert "corrected the meeting" in words_of(client, "/optics/feed/")
    connection.check_constraints()


def test_corrections_of_people_facilities_places_and_groups_are_recorded(cast: Cast, staff: Client) -> None:
    def correct(model: type[Model], pk: int, sent: dict[str, str], *inlines: str) -> None:
        empty = {f"{name}-{what}_FORMS": "0" for name in inlines for what in ("TOTAL", "INITIAL")}
        answer = staff.post(address(model, "change", pk), {**sent, **empty})
        assert answer.status_code == 302, answer.content.decode()

    correct(Member, cast.member.pk, {"name": "Bo O'Neal", "facility": str(cast.lakeside.pk)}, "memberships", "aliases")
    correct(
        Facility, cast.hillside.pk, {"short_name": "HILLS", "full_name": "", "country": "", "website": ""}, "members"
    )
    place = Membership.objects.get(member=cast.second)
    correct(Membership, place.pk, {"role": "observer", "takes_minutes": "on"})
    group = {"name": "Optics", "full_name": "", "visibility": "site"}
    correct(Group, cast.group.pk, group, "memberships", "facility_settings")
    place.refresh_from_db()
    assert (place.role, place.takes_minutes) == ("observer", True)
    assert told(cast, "administration.member") == [
        "The administration corrected the particulars of Bo O'Neal in the administration"
    ]
    assert told(cast, "administration.facility") == [
        "The administration corrected the facility HILLS in the administration"
    ]
    assert told(cast, "administration.membership") == [
        "The administration corrected the place of Chidi Okafor in the administration"
    ]
    assert told(cast, "administration.group") == [
        "The administration corrected the settings of the group in the administration"
    ]
    assert not any(value for event in Event.objects.all() for value in event.data.values() if isinstance(value, str))


def test_last_chair_stays_chair(cast: Cast, staff: Client) -> None:
    place = Membership.objects.get(member=cast.chair)
    answer = staff.post(address(Membership, "change", place.pk), {"role": "member"})
    assert answer.status_code == 200
    assert "A group needs its chair. Make somebody else chair first." in answer.content.decode()
    place.refresh_from_db()
    assert place.role == "chair"
    Membership.objects.filter(member=cast.member).update(role="chair")
    assert staff.post(address(Membership, "change", place.pk), {"role": "member"}).status_code == 302


def test_slug_that_is_taken_by_the_site_cannot_be_given(cast: Cast, staff: Client) -> None:
    page = words_of(staff, address(Group, "change", cast.group.pk))
    assert 'name="slug"' not in page
    assert 'name="visibility"' in page


def test_accounts_are_changed_by_superusers_only(cast: Cast, staff: Client) -> None:
    account = cast.member.account
    assert account is not None
    assert staff.post(address(Account, "change", account.pk), {"is_active": "on", "is_staff": "on"}).status_code == 403
    root = Client()
    root.force_login(Account.objects.create_superuser("root@example.org", "x"), backend="members.sign_in.EmailBackend")
    sent = {"is_active": "on", "is_staff": "on", "is_superuser": "on", "email": "x@example.org", "password": "x"}
    assert root.post(address(Account, "change", account.pk), sent).status_code == 302
    account.refresh_from_db()
    assert (account.is_staff, account.is_superuser, account.email) == (True, False, "bo@example.org")
    assert told(cast, "administration.account") == [
        "The administration corrected the account of Bo O'Neill in the administration"
    ]
    assert account.password not in words_of(root, address(Account, "change", account.pk))


def test_correction_of_what_is_of_no_group_is_said_in_the_log(
    cast: Cast, staff: Client, caplog: pytest.LogCaptureFixture
) -> None:
    alone = Facility.objects.create(short_name="ALONE")
    sent = {"short_name": "ALONE", "full_name": "All Alone", "country": "", "website": ""}
    with caplog.at_level(logging.WARNING, "waymark.administration"):
        staff.post(
            address(Facility, "change", alone.pk), {**sent, "members-TOTAL_FORMS": "0", "members-INITIAL_FORMS": "0"}
        )
    assert "Full name" in caplog.text or "full_name" in caplog.text
    assert "All Alone" not in caplog.text
    assert not Event.objects.filter(kind="administration.facility").exists()


def test_correction_that_is_wrong_stays_in_the_form(cast: Cast, staff: Client) -> None:
    sent = {"short_name": "LAKE", "full_name": "typed", "country": "", "website": "", "members-TOTAL_FORMS": "0"}
    answer = staff.post(address(Facility, "change", cast.hillside.pk), {**sent, "members-INITIAL_FORMS": "0"})
    assert answer.status_code == 200
    assert 'value="typed"' in answer.content.decode()
    assert not Event.objects.filter(kind__startswith="administration.").exists()


# The CSV file of meetings


def test_selected_meetings_as_a_table(world: World, staff: Client) -> None:
    meeting = world.minutes.meeting
    Meeting.objects.filter(pk=meeting.pk).update(title="=cmd|' /C calc'!A0")
    other = Meeting.objects.create(
        group=world.cast.group,
        title="No minutes",
        date=meeting.date + timedelta(days=9),
        slug="later",
        link="https://x.example/",
    )
    Attendance.objects.create(meeting=other, member=world.cast.member, presence="apologised")
    Attendance.objects.create(meeting=other, member=world.cast.chair, presence="part")
    Attendance.objects.create(meeting=other, member=world.cast.second, presence="absent")
    sent = {"action": "as_csv", "_selected_action": [meeting.pk, other.pk]}
    answer = staff.post(address(Meeting, "changelist"), sent)
    assert answer["Content-Disposition"] == 'attachment; filename="meetings.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert list(rows[0]) == ["date", "title", "group", "present", "apologies", "lines", "link"]
    assert rows[0]["title"] == "'=cmd|' /C calc'!A0"
    assert rows[0]["lines"] == str(Entry.objects.filter(minutes=world.minutes, retired_at=None).count())
    assert rows[0]["link"] == f"http://testserver/optics/meetings/{meeting.slug}/"
    assert rows[1] | {"title": "", "date": ""} == {
        "date": "", "title": "", "group": "Optics WG", "present": "Ana Kováč", "apologies": "Bo O'Neill", "lines": "0",
        "link": "https://x.example/",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "safe"),
    [("=1", "'=1"), ("@x", "'@x"), ("-x", "'-x"), ("a=1", "a=1"), ("a; =1;@x", "a;' =1;'@x"), (7, 7), ("", "")],
)
def test_cells_are_no_formulas(cell: object, safe: object) -> None:
    assert harmless(cell) == safe


def test_hostile_addresses_are_answered_calmly(cast: Cast, staff: Client) -> None:
    for path in ("members/member/x/change/", "members/member/999999/change/", "members/nothing/", "nothing/"):
        assert staff.get(f"/admin/{path}").status_code in {302, 404}, path
    for query in ("q=%00", "q=" + "a" * 5000, "o=1.2.3", "p=9999", "date__year=x", "nothing=1", "all="):
        assert staff.get(f"{address(Meeting, 'changelist')}?{query}").status_code in {200, 302, 400}, query
    bad = "/admin/autocomplete/?app_label=members&model_name=account&field_name=password&term="
    assert staff.get(bad).status_code == 403


def test_create_group_refuses_the_address_of_the_administration(cast: Cast) -> None:
    with pytest.raises(Exception, match="an address the site itself uses"):
        create_group(slug="admin", name="Administration", chair=cast.chair)


def test_every_page_to_look_at_says_what_it_is() -> None:
    assert all(isinstance(one, Looking) for one in admin.site._registry.values())
