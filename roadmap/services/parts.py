"""A facility's part in a technology: noted from minutes, set and confirmed by the facility's own people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from activity.services import log
from members.models import Facility, Group, Member
from members.services import set_facility_counts
from roadmap.models import Participation, Technology
from web.refusals import Refused
from web.transactions import atomic

ONLY_ITS_PEOPLE = "Only the facility’s own people can confirm its part."


@atomic
def set_part(
    *,
    technology: Technology,
    facility: Facility,
    part: str,
    by: Member | None,
    said_by: Member | None = None,
    said_on: date | None = None,
) -> Participation:
    """Say what part a facility takes. It is confirmed when one of the facility's own people sets it.

    The part that held is kept as superseded. Saying the same again by somebody who confirms it confirms it: the
    row that was noted stays, with who said it and the line of the minutes it came from.
    """
    if part not in Participation.Part.values:
        raise Refused("A facility leads, takes part, watches, does not take part, or it is not known.", status=422)
    Technology.objects.select_for_update().get(pk=technology.pk)
    own = by is not None and by.facility_id == facility.pk and (said_by is None or said_by.pk == by.pk)
    now = timezone.now()
    current = Participation.objects.filter(technology=technology, facility=facility, superseded_at__isnull=True).first()
    if current is not None and current.part == part:
        if own and by is not None and current.confirmed_at is None:
            return confirm_part(participation=current, by=by)
        return current
    Participation.objects.filter(technology=technology, facility=facility, superseded_at__isnull=True).update(
        superseded_at=now
    )
    participation = Participation.objects.create(
        technology=technology,
        facility=facility,
        part=part,
        said_by=said_by or by,
        said_on=said_on or timezone.localdate(),
        recorded_by=by,
        at=now,
        confirmed_by=by if own else None,
        confirmed_at=now if own else None,
    )
    log(
        kind="participation.set" if own else "participation.noted",
        group=technology.group_id,
        by=by,
        participation=participation.pk,
    )
    return participation


@atomic
def confirm_part(*, participation: Participation, by: Member) -> Participation:
    """One of the facility's own people says that it is so."""
    locked = Participation.objects.select_for_update().get(pk=participation.pk)
    if locked.superseded_at is not None:
        raise Refused("This was changed meanwhile. Look at the part as it is now.")
    if by.facility_id != locked.facility_id:
        raise Refused(ONLY_ITS_PEOPLE, status=403)
    if locked.confirmed_at is None:
        locked.confirmed_by, locked.confirmed_at = by, timezone.now()
        locked.save(update_fields=["confirmed_by", "confirmed_at"])
        log(
            kind="participation.confirmed",
            group=Technology.objects.values_list("group_id", flat=True).get(pk=locked.technology_id),
            by=by,
            participation=locked.pk,
        )
    return locked


@atomic
def confirm_parts(*, group: Group, facility: Facility, by: Member) -> list[Participation]:
    """Confirm at once all that was noted of a facility and that its own people have not confirmed yet.

    Returns what this confirmed. Four queries, and three for each part.
    """
    if by.facility_id != facility.pk:
        raise Refused(ONLY_ITS_PEOPLE, status=403)
    noted = Participation.objects.filter(
        technology__in=Technology.objects.listed(group),
        facility=facility,
        superseded_at__isnull=True,
        confirmed_at__isnull=True,
    ).exclude(part=Participation.Part.NOT_KNOWN)
    return [confirm_part(participation=one, by=by) for one in noted.order_by("technology", "pk")]


@atomic
def unconfirm_parts(*, group: Group, ids: Sequence[int], by: Member) -> list[Participation]:
    """Undo of confirming: the parts are again as they were noted. What was said anew meanwhile stays as it is."""
    found = list(
        Participation.objects.select_for_update()
        .filter(
            technology__group=group,
            pk__in=ids,
            facility_id=by.facility_id or 0,
            confirmed_at__isnull=False,
            superseded_at__isnull=True,
        )
        .order_by("pk")
    )
    for one in found:
        one.confirmed_by = one.confirmed_at = None
        one.save(update_fields=["confirmed_by", "confirmed_at"])
        log(kind="participation.not confirmed", group=group, by=by, participation=one.pk)
    return found


@atomic
def set_counts(*, group: Group, facility: Facility, counts: bool, by: Member) -> bool:
    """Whether a facility counts in the group's tallies; whether that is a change. The words of the chair."""
    Group.objects.select_for_update().get(pk=group.pk)
    before = group.facility_settings.filter(facility=facility).values_list("counts", flat=True).first()
    if (before is None or before) == counts:
        return False
    set_facility_counts(group=group, facility=facility, counts=counts)
    log(kind="facility.counts" if counts else "facility.left out", group=group, by=by, facility=facility.pk)
    return True


@atomic
def take_back_part(*, participation: Participation, by: Member | None) -> None:
    """Undo: the part no longer holds; the one that held before it holds again, if there was one."""
    Technology.objects.select_for_update().get(pk=participation.technology_id)
    locked = Participation.objects.select_related("technology").get(pk=participation.pk)
    if locked.superseded_at is not None:
        return
    locked.superseded_at, locked.taken_back = timezone.now(), True
    locked.save(update_fields=["superseded_at", "taken_back"])
    before = (
        Participation.objects.filter(
            technology_id=locked.technology_id, facility_id=locked.facility_id, pk__lt=locked.pk, taken_back=False
        )
        .order_by("-pk")
        .first()
    )
    if before is not None:
        before.superseded_at = None
        before.save(update_fields=["superseded_at"])
    log(kind="participation.took back", group=locked.technology.group_id, by=by, participation=locked.pk)
