"""``manage.py import_roadmap``: bring a document into a roadmap the same way the site does, without a browser."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse

from documents.markdown import MAX_BYTES, Document, to_markdown
from documents.refusal import Unreadable
from members.models import Group, Member, Membership
from roadmap.bringing_in import SCOPE, Plan, Target
from roadmap.bringing_page import recorded_words, status_of
from roadmap.brought_in import Made, load, plan_of
from roadmap.models import DocumentDraft
from roadmap.services import documents
from web.refusals import Refused
from web.words import counted


class Command(BaseCommand):
    help = (
        "Bring the document in a file (.docx .odt .html .md .json, or - for standard input) into a roadmap. Each "
        "heading becomes a technology or finds the one that is there. Where only a person can say what a part is, "
        "nothing is recorded for it; nobody is mailed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the file, or - for standard input")
        parser.add_argument("--group", required=True, help="the address of the working group, such as wg3")
        parser.add_argument("--by", metavar="EMAIL", help="who brings it in: a chair (default: the chair)")
        parser.add_argument("--level", type=int, metavar="N", help="each heading of level N is a technology")
        parser.add_argument(
            "--in-order",
            action="store_true",
            help="the headings are the technologies without a name, in their order",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be recorded, and record nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        group = Group.objects.filter(slug=options["group"]).first()
        if group is None:
            known = ", ".join(Group.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no group “{options['group']}” here. Groups: {known}.")
        by = chair_of(group, options["by"])
        document, name = document_of(options["file"])
        for notice in document.notices:
            self.stderr.write(notice)
        changes = [{"level": options["level"]}] if options["level"] else []
        changes += [{"order": "yes"}] if options["in_order"] else []
        try:
            with transaction.atomic():
                draft, plan = bring_in(group, document, name, by, changes)
                lines = list(told(draft, plan))
                if options["dry_run"]:
                    transaction.set_rollback(True)
        except Refused as refusal:
            raise CommandError(f"{refusal} Nothing was recorded.") from refusal
        if options["dry_run"]:
            lines = [
                lines[0].replace("Brought in:", "Would bring in:", 1),
                *lines[2:],
                "Nothing was recorded (dry run).",
            ]
        self.stdout.write("\n".join(lines))


def bring_in(
    group: Group, document: Document, name: str, by: Member, changes: list[dict[str, Any]]
) -> tuple[DocumentDraft, Plan]:
    """Draft, plan and record in the caller's transaction."""
    draft = documents.start_document(group=group, text=document.text, by=by, file_name=name, notices=document.notices)
    for change in changes:
        draft = documents.change(draft=draft, change=change, base=documents.token(draft), by=by)
    plan = plan_of(draft, load(group))
    return documents.record_document(draft=draft, seen=plan.fingerprint, by=by), plan


def told(draft: DocumentDraft, plan: Plan) -> list[str]:
    """What was brought in, where it is, a line for each text, and what is open."""
    lines = [
        recorded_words(Made.of(draft)),
        f"Look at it at {reverse('document_draft', args=[draft.group.slug, draft.pk])}",
    ]
    lines += [f"  {line_of(one)}" for one in sorted(plan.targets.values(), key=lambda one: one.at)]
    if plan.untouched:
        lines.append(f"Not in the document: {', '.join(f'T{number}' for number in sorted(plan.untouched))}.")
    if plan.doubts:
        lines.append(f"{counted(len(plan.doubts), 'thing')} to check; nothing was recorded for them:")
        for doubt in plan.doubts:
            where = f"line {plan.parts[doubt.at].source.line}: " if doubt.at is not None else ""
            lines.append(f"  {where}{doubt.lead} {doubt.rest}")
    return lines


def line_of(target: Target) -> str:
    name = "Scope" if target.number == SCOPE else f"T{target.number} {target.title}".rstrip()
    return f"{name}: {status_of(target)}"


def chair_of(group: Group, email: str | None) -> Member:
    """Who brings it in: the chair, or the one with that address. CommandError with a sentence otherwise."""
    places = Membership.objects.current().filter(group=group).select_related("member__account")
    if email:
        place = places.filter(member__account__email__iexact=email.strip()).first()
        if place is None:
            raise CommandError(f"Nobody in {group.name} signs in with {email}.")
        if place.role != Membership.Role.CHAIR:
            raise CommandError(f"{place.member.name} is no chair of {group.name}.")
        return place.member
    chairs = list(places.filter(role=Membership.Role.CHAIR).order_by("pk")[:2])
    if not chairs:
        raise CommandError(f"{group.name} has no chair.")
    if len(chairs) > 1:
        raise CommandError(f"{group.name} has more than one chair. Say who brings it in with --by EMAIL.")
    return chairs[0].member


def document_of(name: str) -> tuple[Document, str]:
    """What the file says, and its name without folders ("" for standard input)."""
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
        return to_markdown(data, short or "document.md"), short
    except Unreadable as reason:
        raise CommandError(reason.sentence) from reason
