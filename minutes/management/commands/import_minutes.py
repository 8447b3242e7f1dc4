"""``manage.py import_minutes``: record minutes from a file, the same way the site does, without a browser."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse

from documents.reading import MAX_BYTES, Text, Unreadable, to_text
from members.models import Group, Member, Membership
from minutes.models import Entry, Minutes
from minutes.preview import Preview, look
from minutes.services.drafts import answer, start_draft
from minutes.services.made import Made, recorded_words
from minutes.services.record import record
from web.refusals import Refused
from web.words import counted, day


class Command(BaseCommand):
    help = (
        "Record the minutes in a file (.md .txt .rst .html .docx .odt, or - for standard input). "
        "What the reader is unsure of stays open, offers stay offers; nobody is mailed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the file, or - for standard input")
        parser.add_argument("--group", required=True, help="the address of the working group, such as wg3")
        parser.add_argument("--by", metavar="EMAIL", help="who records: chair or minute taker (default: the chair)")
        parser.add_argument(
            "--date", metavar="YYYY-MM-DD", help="the day of the meeting, where the text does not say it"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be recorded, and record nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        group = Group.objects.filter(slug=options["group"]).first()
        if group is None:
            known = ", ".join(Group.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no group “{options['group']}” here. Groups: {known}.")
        by = recorder(group, options["by"])
        given = day_given(options["date"])
        text, name = text_of(options["file"])
        for notice in text.notices:
            self.stderr.write(notice)
        try:
            with transaction.atomic():
                minutes, preview = import_text(group, text, name, by, given)
                lines = self.told(minutes, preview)
                if options["dry_run"]:
                    transaction.set_rollback(True)
        except Refused as refusal:
            raise CommandError(f"{refusal} Nothing was recorded.") from refusal
        if options["dry_run"]:
            lines = [lines[0].replace("Recorded:", "Would record:", 1), *lines[2:], "Nothing was recorded (dry run)."]
        self.stdout.write("\n".join(lines))

    def told(self, minutes: Minutes, preview: Preview) -> list[str]:
        """What was recorded, where it is, and what is open."""
        technologies = list(Entry.objects.filter(minutes=minutes).values_list("technology_id", flat=True))
        words = recorded_words(Made.of(minutes), len(technologies), len(set(technologies) - {None}))
        meeting = minutes.meeting
        lines = [
            f"{words} {meeting.title}, {day(meeting.date)}.",
            f"Read it at {reverse('meeting', args=[meeting.group.slug, meeting.slug])}",
        ]
        questions = [one for one in preview.understood.questions if one.is_open]
        offers = [one for one in preview.understood.offers if one.is_open]
        if questions:
            lines.append("To check:")
            lines += [f"  line {one.line}: {one.lead} {one.rest}".rstrip() for one in questions]
        if offers:
            lines.append(f"{counted(len(offers), 'offer')} left open:")
            lines += [f"  line {one.line}: {one.short}".rstrip() for one in offers]
        return lines


def recorder(group: Group, email: str | None) -> Member:
    """Who records: the chair, or who has that address and may. CommandError with a sentence otherwise."""
    places = Membership.objects.current().filter(group=group).select_related("member__account")
    if email:
        place = places.filter(member__account__email__iexact=email.strip()).first()
        if place is None:
            raise CommandError(f"Nobody in {group.name} signs in with {email}.")
        if place.role != Membership.Role.CHAIR and not place.takes_minutes:
            raise CommandError(f"{place.member.name} is neither chair nor minute taker of {group.name}.")
        return place.member
    chairs = list(places.filter(role=Membership.Role.CHAIR).order_by("pk")[:2])
    if not chairs:
        raise CommandError(f"{group.name} has no chair. Say who records with --by EMAIL.")
    if len(chairs) > 1:
        raise CommandError(f"{group.name} has more than one chair. Say who records with --by EMAIL.")
    return chairs[0].member


def day_given(words: str | None) -> datetime.date | None:
    if not words:
        return None
    try:
        return datetime.date.fromisoformat(words)
    except ValueError:
        raise CommandError(f"“{words}” is no day. Write it as 2025-02-12.") from None


def text_of(name: str) -> tuple[Text, str]:
    """The text of the file, and its name without folders ("" for standard input)."""
    short = "" if name == "-" else Path(name).name
    try:
        if name == "-":
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}.") from error
    try:
        return to_text(data, short or "minutes.md"), short
    except Unreadable as reason:
        raise CommandError(f"{reason.sentence} Nothing was recorded.") from reason


def import_text(
    group: Group, text: Text, name: str, by: Member, given: datetime.date | None
) -> tuple[Minutes, Preview]:
    """Draft, reading and record in the caller's transaction. Refused when a person has to look first."""
    draft = start_draft(group=group, text=text.text, by=by, file_name=name, notices=text.notices)
    if given is not None:
        answer(draft=draft, key="date", value={"value": given.isoformat()}, by=by)
    preview = look(draft)
    waiting = {one.kind: one for one in preview.understood.questions if one.is_open}
    for kind in ("nothing", "seen"):
        if kind in waiting:
            raise Refused(f"{waiting[kind].lead} {waiting[kind].rest}".strip())
    if "date" in waiting:
        raise Refused(f"{waiting['date'].lead} {waiting['date'].rest}".strip() + " Say it with --date YYYY-MM-DD.")
    return record(draft=draft, resolved=preview.resolved, by=by), preview
