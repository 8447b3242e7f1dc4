"""``manage.py export_roadmap``: the roadmap as a file, the same one the site gives to download."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from members.models import Group
from members.viewer import Place, Viewer
from roadmap.export import FORMS, document_of, file_name, written
from web.refusals import Refused


class Command(BaseCommand):
    help = "Write a group's roadmap as a document: Word, Markdown, HTML, JSON or CSV."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("group", metavar="GROUP", help="the address of the working group, such as wg3")
        parser.add_argument("--format", choices=FORMS, default="docx", help="which form (default: docx)")
        parser.add_argument(
            "-o", "--output", metavar="FILE", help="where to (default: its own name, here; - for standard output)"
        )
        parser.add_argument(
            "--for",
            dest="reader",
            choices=("directors", "group"),
            default="directors",
            help="for directors: people's names only where the group shows them outside; for the group: with names",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        group = Group.objects.filter(slug=options["group"]).first()
        if group is None:
            known = ", ".join(Group.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no group “{options['group']}” here. Groups: {known}.")
        viewer = Viewer(places={group.pk: Place("observer")})
        names = options["reader"] == "group" or group.names_outside
        document = document_of(group, viewer, names=names)
        try:
            data = written(document, options["format"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        target = options["output"] or file_name(group, document.record, options["format"])
        if target == "-":
            sys.stdout.buffer.write(data)
            return
        try:
            Path(target).write_bytes(data)
        except OSError as error:
            raise CommandError(f"{target}: {error.strerror}.") from error
        self.stderr.write(f"{document.record.edition_words} Written to {target}.")
