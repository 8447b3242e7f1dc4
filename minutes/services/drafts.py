"""Writes on a draft of minutes. It is its author's alone; every answer, pin and cut is kept with who and when."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from members.models import Group, Member
from minutes.models import Correction, Minutes, MinutesDraft
from minutes.preview.resolve import Understood, understand
from minutes.preview.rows import FIELDS, QUOTE_LIMIT
from web.refusals import Refused
from web.transactions import atomic
from writing.services.texts import MAX_BODY, tidy

MAX_LINES = 50_000  # a long meeting has a thousand
TOO_LONG = "These minutes are larger than 5 MB. Nothing was recorded."
NOTHING_THERE = "There is nothing to read yet. Paste the minutes, or choose a file."


class StaleText(Refused):
    """The draft's text was changed elsewhere since ``base``; nothing was saved. ``draft`` is as it is now."""

    def __init__(self, draft: MinutesDraft) -> None:
        self.draft = draft
        super().__init__("The text was changed in another window meanwhile. Both texts are below; nothing was lost.")


def token(draft: MinutesDraft) -> str:
    """What a form carries to say from which text it started."""
    return draft.changed_at.isoformat()


def _checked(text: str) -> str:
    text = tidy(text.removeprefix("\ufeff"))
    if not text.strip():
        raise Refused(NOTHING_THERE, status=422)
    if len(text) > MAX_BODY:
        raise Refused(TOO_LONG, status=422)
    lines = text.count("\n") + 1
    if lines > MAX_LINES:
        raise Refused(
            f"This text has {lines:,} lines; up to {MAX_LINES:,} are read. Paste one meeting at a time.", status=422
        )
    return text


def _locked(draft: MinutesDraft) -> MinutesDraft:
    """The draft's row, locked; refused when it was recorded meanwhile."""
    locked = MinutesDraft.objects.select_for_update(of=("self",)).select_related("group", "by").get(pk=draft.pk)
    if locked.recorded_as_id is not None:
        raise Refused("These minutes are recorded already. Edit them from the page of their meeting.")
    return locked


@atomic
def start_draft(
    *,
    group: Group,
    text: str,
    by: Member,
    file_name: str = "",
    notices: Iterable[str] = (),
    is_trial: bool = False,
) -> MinutesDraft:
    """Keep a pasted text or the text of a file. Refused when it is empty or longer than five million characters."""
    return MinutesDraft.objects.create(
        group=group, by=by, text=_checked(text), file_name=file_name[:255], notices=list(notices), is_trial=is_trial
    )


@atomic
def start_correction(*, minutes: Minutes, by: Member) -> MinutesDraft:
    """Open recorded minutes for correction: their text and what was corrected in its reading.

    Somebody's unfinished correction of the same minutes is opened again. ``minutes.meeting.group`` must be loaded.
    """
    Minutes.objects.select_for_update().get(pk=minutes.pk)
    group = minutes.meeting.group
    earlier = MinutesDraft.objects.filter(corrects=minutes, by=by, recorded_as__isnull=True).order_by("-pk").first()
    if earlier is not None:
        return earlier
    head = minutes.text.head
    draft = MinutesDraft.objects.create(group=group, by=by, text=head.body if head else "", corrects=minutes)
    Correction.objects.filter(minutes=minutes).holding().copy_to(draft=draft)
    return draft


@atomic
def correct_instead(*, draft: MinutesDraft, minutes: Minutes, by: Member) -> MinutesDraft:
    """These minutes were recorded before: let the draft correct that record instead of making a second one."""
    locked = _locked(draft)
    if locked.corrects_id is None:
        locked.corrects = minutes
        locked.save(update_fields=["corrects"])
        Correction.objects.filter(minutes=minutes).holding().copy_to(draft=locked)
        draft.corrects = minutes
    return locked


@atomic
def change_text(*, draft: MinutesDraft, text: str, base: str, by: Member) -> MinutesDraft:
    """Put another text into the draft. What was chosen goes with the words it was chosen for.

    ``base`` is the :func:`token` the writer started from; :class:`StaleText` when the text moved on. Both texts are
    read, so that corrections are moved to the lines that now have their words.
    """
    text = _checked(text)
    locked = _locked(draft)
    if locked.text == text:
        return locked
    if token(locked) != base:
        raise StaleText(locked)
    locked.text = text
    locked.changed_at = max(timezone.now(), locked.changed_at + datetime.timedelta(microseconds=1))
    locked.save(update_fields=["text", "changed_at"])
    _carry(understand(locked))
    draft.text, draft.changed_at = locked.text, locked.changed_at
    return locked


def _carry(now: Understood) -> None:
    """Let pins and cuts quote the words as they are now, where these were edited a little or moved."""
    for one, quote, line, value in now.moved:
        one.quote, one.line, one.value = quote, line, value
    Correction.objects.bulk_update([moved[0] for moved in now.moved], ["quote", "line", "value"], batch_size=200)


@atomic
def change_lines(*, draft: MinutesDraft, first: int, last: int, text: str, base: str, by: Member) -> MinutesDraft:
    """Like :func:`change_text` for the source lines ``first`` to ``last`` (from 1) alone."""
    lines = draft.text.split("\n")
    if not 1 <= first <= last <= len(lines):
        raise Refused("There is no such line in the text.", status=422)
    if token(draft) != base:
        raise StaleText(draft)
    lines[first - 1 : last] = tidy(text).split("\n")
    return change_text(draft=draft, text="\n".join(lines), base=base, by=by)


@atomic
def answer(
    *, draft: MinutesDraft, key: str, value: Mapping[str, Any], by: Member, quote: str = "", line: int = 0
) -> Correction:
    """Settle a doubt or an offer. An earlier answer to the same is taken back."""
    locked = _locked(draft)
    _undo(locked, key)
    return Correction.objects.create(
        draft=locked,
        kind=Correction.Kind.ANSWER,
        key=key[:200],
        value=dict(value),
        quote=quote[:QUOTE_LIMIT],
        line=line,
        by=by,
    )


@atomic
def take_back_answer(*, draft: MinutesDraft, key: str, by: Member) -> int:
    """Take an answer back; how many there were."""
    return _undo(_locked(draft), key)


def _undo(draft: MinutesDraft, key: str) -> int:
    return Correction.objects.filter(draft=draft, kind=Correction.Kind.ANSWER, key=key, undone_at__isnull=True).update(
        undone_at=timezone.now()
    )


@atomic
def pin(
    *, draft: MinutesDraft, quote: str, line: int, fields: Mapping[str, Any], by: Member, occurrence: int = 0
) -> list[Correction]:
    """Set fields of the line that has these words. It beats the reader for ever."""
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise Refused(f"A line of minutes has no {sorted(unknown)[0]}.", status=422)
    locked = _locked(draft)
    return [
        Correction.objects.create(
            draft=locked,
            kind=Correction.Kind.PIN,
            key=name,
            quote=quote[:QUOTE_LIMIT],
            line=line,
            value={"to": to, "occurrence": occurrence},
            by=by,
        )
        for name, to in fields.items()
    ]


@atomic
def split(
    *, draft: MinutesDraft, quote: str, line: int, first: str, second: str, by: Member, occurrence: int = 0
) -> Correction:
    """Make two lines of one, ending the first after the words ``first``."""
    if not first.strip() or not second.strip():
        raise Refused("Put the cursor, or a line break, where the line should be split.", status=422)
    value = {"first": first.strip(), "second": second.strip(), "occurrence": occurrence}
    return _cut(draft=draft, how="split", quote=quote, line=line, value=value, by=by)


@atomic
def join(*, draft: MinutesDraft, quote: str, line: int, by: Member, occurrence: int = 0) -> Correction:
    """Make the line that has these words part of the one above it."""
    return _cut(draft=draft, how="join", quote=quote, line=line, value={"occurrence": occurrence}, by=by)


def _cut(*, draft: MinutesDraft, how: str, quote: str, line: int, value: Mapping[str, Any], by: Member) -> Correction:
    return Correction.objects.create(
        draft=_locked(draft),
        kind=Correction.Kind.CUT,
        key=how,
        quote=quote[:QUOTE_LIMIT],
        line=line,
        value=dict(value),
        by=by,
    )


@atomic
def undo_last(*, draft: MinutesDraft, by: Member) -> Correction | None:
    """Take back what was answered, pinned or cut last; None when there is nothing.

    What was set in one act (several fields of one line) goes together.
    """
    locked = _locked(draft)
    newest = Correction.objects.filter(draft=locked, undone_at__isnull=True, by=by).order_by("-pk").first()
    if newest is None:
        return None
    together = Correction.objects.filter(
        draft=locked,
        undone_at__isnull=True,
        by=by,
        kind=newest.kind,
        quote=newest.quote,
        line=newest.line,
        at__gte=newest.at - datetime.timedelta(seconds=1),
    )
    if newest.kind != Correction.Kind.PIN:
        together = together.filter(pk=newest.pk)
    together.update(undone_at=timezone.now())
    return newest


@atomic
def undo_correction(*, draft: MinutesDraft, pk: int, by: Member) -> None:
    """Take back one correction of the draft."""
    Correction.objects.filter(draft=_locked(draft), pk=pk, undone_at__isnull=True).update(undone_at=timezone.now())


@atomic
def move_correction(*, draft: MinutesDraft, pk: int, quote: str, line: int, by: Member) -> None:
    """Let a correction that lost its words hold for the line that has these. Who made it and when stays."""
    Correction.objects.filter(draft=_locked(draft), pk=pk, undone_at__isnull=True).update(
        quote=quote[:QUOTE_LIMIT], line=line
    )


@atomic
def take_all_named(*, draft: MinutesDraft, by: Member) -> int:
    """Take every open offer that names a person; how many these were."""
    locked = _locked(draft)
    waiting = [one for one in understand(locked).offers if one.is_open and one.names_person]
    Correction.objects.bulk_create(
        Correction(
            draft=locked,
            kind=Correction.Kind.ANSWER,
            key=one.key,
            value={"take": True},
            quote=one.quote[:QUOTE_LIMIT],
            line=one.line,
            by=by,
        )
        for one in waiting
    )
    return len(waiting)
