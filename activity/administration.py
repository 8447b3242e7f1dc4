"""What is corrected in the administration is an act like any other: one line in the record of each group it is of."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Model, Q
from django.http import HttpRequest
from django.urls import reverse

from activity.kinds import EventKind, Told, register_kinds, register_loader
from activity.services import log
from meetings.models import Meeting
from members.models import Account, Facility, Group, Member, Membership
from members.viewer import viewer_of
from web.administration import register_recorder

logger = logging.getLogger("waymark.administration")


def groups_of(row: Model) -> list[int]:
    """The groups in whose record the correction of a row belongs. At most one query."""
    if isinstance(row, Group):
        return [row.pk]
    if isinstance(row, (Meeting, Membership)):
        return [row.group_id]
    groups = Group.objects.order_by("pk").distinct()
    if isinstance(row, Facility):
        return list(groups.filter(memberships__member__facility=row).values_list("pk", flat=True))
    if isinstance(row, Account):
        return list(groups.filter(memberships__member__account=row).values_list("pk", flat=True))
    if isinstance(row, Member):
        named = Q(pk=row.named_in_id) if row.named_in_id else Q(pk__in=[])
        return list(groups.filter(Q(memberships__member=row) | named).values_list("pk", flat=True))
    return []


def ids_of(row: Model) -> Mapping[str, int]:
    """What the event names: the row, or for a place or an account its person."""
    if isinstance(row, Membership):
        return {"member": row.member_id}
    if isinstance(row, Account):
        person = Member.objects.filter(account=row).values_list("pk", flat=True).first()
        return {"member": person} if person else {}
    return {} if isinstance(row, Group) else {row._meta.model_name or "": row.pk}


def record(request: HttpRequest, row: Model, fields: Sequence[str]) -> None:
    """One event in each group; what is of no group yet is said in the site's own log."""
    found = groups_of(row)
    for group in found:
        log(kind=f"administration.{row._meta.model_name}", group=group, by=viewer_of(request).member, **ids_of(row))
    if not found:
        logger.warning(
            "account %s corrected %s %s: %s", request.user.pk, row._meta.model_name, row.pk, ", ".join(fields)
        )


def kind(name: str, words: Callable[[Told], str]) -> EventKind:
    def sentence(told: Told) -> str:
        who = told.objects.get("actor") or "The administration"
        return f"{who} corrected {words(told)} in the administration"

    return EventKind(f"administration.{name}", sentence, lambda told: reverse("feed", args=[told.event.group.slug]))


def named(key: str, before: str = "") -> Callable[[Told], str]:
    return lambda told: f"{before}{told.objects.get(key) or 'somebody'}"


def load_meetings(ids: Iterable[int]) -> Mapping[int, Any]:
    return Meeting.objects.select_related("group").in_bulk(list(ids))


def register() -> None:
    register_recorder(record)
    register_loader("facility", Facility.objects.in_bulk)
    register_loader("meeting", load_meetings)
    register_kinds(
        kind("meeting", named("meeting", "the meeting ")),
        kind("facility", named("facility", "the facility ")),
        kind("member", named("member", "the particulars of ")),
        kind("membership", named("member", "the place of ")),
        kind("account", named("member", "the account of ")),
        kind("group", lambda told: "the settings of the group"),
    )
