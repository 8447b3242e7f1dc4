"""Pressing Record: what the preview shows becomes the record, all of it or nothing."""

from __future__ import annotations

from datetime import date

from activity.services import log
from meetings.models import Attendance, Meeting
from meetings.services import free_slug
from members.models import Group, Member
from minutes.models import Correction, Minutes, MinutesDraft, Section
from minutes.resolved import Resolved
from minutes.services.correct import correct
from minutes.services.lines import add_entries, attendances, keep_corrections, meeting_fields, sections
from minutes.services.made import Made
from minutes.services.making import Making
from minutes.services.people import bring_in_people
from roadmap.services.technologies import hold
from web.refusals import Refused
from web.transactions import atomic
from web.words import day
from writing.models import Text, Version
from writing.services import create_text
from writing.services.texts import MAX_BODY, tidy

__all__ = ["correct", "record"]


@atomic
def record(*, draft: MinutesDraft, resolved: Resolved, by: Member | None) -> Minutes:
    """Write the resolved minutes of ``draft`` into the record of its group.

    A draft is recorded once: pressing again, also at the same moment, gives the same minutes. Refused for the
    sample that is only looked at, without a day, without words, and when the same text of the same day is
    recorded already. One transaction with its event; nobody is mailed. The draft's and the group's rows are
    locked. About a hundred queries, of which only positions, parts and new aliases grow with the minutes.
    """
    # Locked without joins: what PostgreSQL joins to a row it waited for is from before the wait.
    locked = MinutesDraft.objects.select_for_update().get(pk=draft.pk)
    if locked.recorded_as_id is not None:
        draft.recorded_as = Minutes.objects.select_related("meeting__group").get(pk=locked.recorded_as_id)
        return draft.recorded_as
    if locked.is_trial:
        raise Refused("This is the sample, to look at; it is never recorded.")
    if locked.corrects_id is not None:
        raise Refused("These minutes are recorded already. Correct the record instead.")
    if locked.changed_at != draft.changed_at:
        raise Refused("The text was changed in another window meanwhile. Look at it again, then record.")
    if resolved.date is None:
        raise Refused("Which day was this meeting?", status=422)
    body = tidy(locked.text)
    if not body.strip() or not (resolved.rows or resolved.roster or resolved.sections):
        raise Refused("There is nothing to record yet.", status=422)
    if len(body) > MAX_BODY:
        raise Refused("These minutes are longer than five million characters.", status=422)
    group = hold(locked.group)
    refuse_again(locked, resolved.date, body)
    minutes = write(group, locked, resolved, body, by)
    locked.recorded_as = draft.recorded_as = minutes
    locked.save(update_fields=["recorded_as"])
    return minutes


def refuse_again(draft: MinutesDraft, on: date, body: str) -> None:
    """The same text of the same day is the same meeting, unless the person has said that it is another."""
    earlier = (
        Minutes.objects.filter(
            meeting__group=draft.group_id, meeting__date=on, undone_at__isnull=True, text__head__body=body
        )
        .select_related("recorded_by")
        .first()
    )
    said = Correction.objects.filter(draft=draft, kind="answer", key="seen", undone_at__isnull=True)
    if earlier is not None and not said.exists():
        by = f" by {earlier.recorded_by.name}" if earlier.recorded_by else ""
        raise Refused(f"These minutes were recorded on {day(earlier.recorded_at)}{by}. Correct the record instead.")


def write(group: Group, draft: MinutesDraft, resolved: Resolved, body: str, by: Member | None) -> Minutes:
    made = Made(open=resolved.open_doubts)
    people = bring_in_people(group=group, resolved=resolved, by=by, made=made)
    fields = meeting_fields(resolved, group.name)
    meeting = Meeting.objects.create(group=group, slug=free_slug(group, fields["date"]), **fields)
    Attendance.objects.bulk_create(attendances(meeting, resolved, people))
    text = create_text(
        group=group,
        kind=Text.Kind.MINUTES,
        title=meeting.title,
        body=body,
        by=by,
        origin=Version.Origin.IMPORTED,
    )
    minutes = Minutes.objects.create(meeting=meeting, text=text, recorded_by=by)
    placed = Section.objects.bulk_create(sections(minutes, resolved, people))
    making = Making(group=group, meeting=meeting, by=by, people=people, made=made)
    making.bring_in_technologies(resolved)
    hung = making.make(resolved.rows)
    add_entries(minutes, resolved.rows, making, hung, placed)
    keep_corrections(draft, minutes)
    minutes.made = made.to_json()
    minutes.save(update_fields=["made"])
    log(kind="minutes.recorded", group=group, by=by, minutes=minutes.pk, lines=len(resolved.rows))
    return minutes
