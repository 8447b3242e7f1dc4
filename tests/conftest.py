"""The cast every test knows, on a real PostgreSQL of the tests' own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from members.models import Account, Facility, Group, Member, Membership
from members.services import add_member, create_group
from members.viewer import ANONYMOUS, Place, Viewer
from roadmap.services import create_roadmap


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The tests' own cluster ends with the last of them: not with a worker, others may still use it."""
    database = settings.DATABASES["default"]
    if "DATA_DIR" in database and not hasattr(session.config, "workerinput"):
        from config.embedded_postgres import Server

        Server(Path(database["DATA_DIR"]), durable=False).stop()


def make_person(name: str, facility: Facility | None, *, account: bool = True) -> Member:
    login = None
    if account:
        login = Account.objects.create_user(f"{name.split(maxsplit=1)[0].lower()}@example.org", "correct horse battery")
    return Member.objects.create(name=name, facility=facility, account=login)


@dataclass
class Cast:
    """One group and everybody who might look at it. Invented people."""

    group: Group
    other_group: Group
    lakeside: Facility
    hillside: Facility
    chair: Member
    member: Member
    second: Member  # of the same facility as member
    minute_taker: Member
    observer: Member
    outsider: Member  # signed in, in another group only
    unclaimed: Member  # a member without an account

    def client(self, who: Member | None) -> Client:
        client = Client()
        if who is not None:
            assert who.account is not None
            client.force_login(who.account, backend="members.sign_in.EmailBackend")
        return client

    def viewer(self, who: Member | None) -> Viewer:
        if who is None:
            return ANONYMOUS
        places = {
            row.group_id: Place(row.role, row.takes_minutes, row.speaks_for_facility)
            for row in Membership.objects.filter(member=who, ended_at__isnull=True)
        }
        return Viewer(member=who, places=places, is_signed_in=who.account_id is not None)


@pytest.fixture
def cast(db: None) -> Cast:
    lakeside = Facility.objects.create(short_name="LAKE", full_name="Lakeside Light Source")
    hillside = Facility.objects.create(short_name="HILL", full_name="Hillside Laser")
    chair = make_person("Ana Kováč", lakeside)
    group = create_group(slug="optics", name="Optics WG", chair=chair)
    create_roadmap(group=group, by=chair, title="Optics Technology Roadmap")
    member = make_person("Bo O'Neill", hillside)
    second = make_person("Chidi Okafor", hillside)
    minute_taker = make_person("Dana Lindqvist", lakeside)
    observer = make_person("Emre Yıldız", None)
    unclaimed = make_person("Jean-Luc Dubois", lakeside, account=False)
    outsider = make_person("Faye Outsider", None)
    for person in (member, second, minute_taker, unclaimed):
        add_member(group=group, member=person)
    Membership.objects.filter(member=minute_taker).update(takes_minutes=True)
    add_member(group=group, member=observer, role=Membership.Role.OBSERVER)
    other_group = create_group(slug="vacuum", name="Vacuum WG", chair=outsider)
    return Cast(
        group=group,
        other_group=other_group,
        lakeside=lakeside,
        hillside=hillside,
        chair=chair,
        member=member,
        second=second,
        minute_taker=minute_taker,
        observer=observer,
        outsider=outsider,
        unclaimed=unclaimed,
    )
