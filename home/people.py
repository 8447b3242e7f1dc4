"""What the pages of people and facilities show, each in a fixed number of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from decisions.models import Stance, Value
from members.models import Facility, Group, Member, Membership
from minutes.models import Entry
from roadmap.models import ActionItem, Participation, Technology

if TYPE_CHECKING:
    from members.viewer import Viewer


def count_of(rows: QuerySet, key: str) -> Coalesce:  # type: ignore[type-arg]
    """How many of ``rows`` belong to the outer row, as one subquery."""
    counted = rows.order_by().values(key).annotate(number=Count("pk", distinct=True)).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def lines_of(group: Group, viewer: Viewer) -> QuerySet[Entry]:
    return Entry.objects.visible_to(viewer).filter(minutes__meeting__group=group)


def stances_of(group: Group) -> QuerySet[Stance]:
    return Stance.objects.exclude(value=Value.WITHDRAWN).filter(
        question__group=group, question__technology__taken_back_at__isnull=True
    )


def actions_of(group: Group) -> QuerySet[ActionItem]:
    return ActionItem.objects.filter(group=group, taken_back_at__isnull=True)


def for_people(group: Group, viewer: Viewer) -> QuerySet[Membership]:
    """The members of a group with what they said and stand for; their actions are for the group itself. One query."""
    person = OuterRef("member_id")
    asked = (
        actions_of(group).filter(state="open", assignees=person)
        if viewer.is_inside(group)
        else ActionItem.objects.none()
    )
    return (
        Membership.objects.current()
        .filter(group=group)
        .select_related("member__facility", "member__account")
        .annotate(
            lines=count_of(lines_of(group, viewer).filter(speaker=person), "speaker"),
            positions=count_of(stances_of(group).filter(member=person), "member"),
            actions=count_of(asked, "assignees"),
        )
        .order_by("member__name", "pk")
    )


def known_by_name(group: Group, viewer: Viewer) -> QuerySet[Member]:
    """Who only speaks or is mentioned: no membership, never counted. Outside, only whose lines one may read."""
    inside = Membership.objects.current().filter(group=group).values("member_id")
    return (
        Member.objects.filter(named_in=group, canonical__isnull=True)
        .exclude(pk__in=inside)
        .select_related("facility")
        .annotate(lines=count_of(lines_of(group, viewer).filter(speaker=OuterRef("pk")), "speaker"))
        .annotate(asked=count_of(actions_of(group).filter(assignees=OuterRef("pk")), "assignees"))
        .filter(
            Q(lines__gt=0) | Q(asked__gt=0) | Q(aliases__isnull=False) if viewer.is_inside(group) else Q(lines__gt=0)
        )
        .distinct()
        .order_by("name", "pk")
    )


def for_facilities(group: Group) -> QuerySet[Facility]:
    """The facilities of a group's members, with how many members and what part they take. One query."""
    inside = Membership.objects.current().filter(group=group, member__facility=OuterRef("pk"))
    parts = Participation.objects.filter(
        facility=OuterRef("pk"),
        superseded_at__isnull=True,
        technology__group=group,
        technology__taken_back_at__isnull=True,
    )
    return (
        Facility.objects.annotate(
            people=count_of(inside, "member__facility"),
            leads=count_of(parts.filter(part="leads"), "facility"),
            takes_part=count_of(parts.filter(part="takes_part"), "facility"),
            stays_out=count_of(parts.filter(part="does_not"), "facility"),
        )
        .filter(Q(people__gt=0) | Q(leads__gt=0) | Q(takes_part__gt=0) | Q(stays_out__gt=0))
        .order_by("short_name", "pk")
    )


def for_person(group: Group, viewer: Viewer, member: Member) -> QuerySet[Entry]:
    """What somebody said, newest meeting first, as spoken within it."""
    return (
        lines_of(group, viewer)
        .filter(speaker=member)
        .select_related("minutes__meeting", "technology__text")
        .order_by("-minutes__meeting__date", "-minutes_id", "place")
    )


def positions_of(group: Group, member: Member) -> QuerySet[Stance]:
    return (
        stances_of(group)
        .filter(member=member)
        .select_related("position__version", "position__recorded_by", "question__technology__text")
        .order_by(F("question__technology__rank").asc(nulls_last=True), "pk")
    )


def parts_of(group: Group, facility: Facility) -> QuerySet[Participation]:
    listed = Technology.objects.filter(group=group, taken_back_at__isnull=True)
    return (
        Participation.objects.filter(facility=facility, superseded_at__isnull=True, technology__in=listed)
        .select_related("technology__text", "said_by", "confirmed_by")
        .order_by("technology__rank", "pk")
    )
