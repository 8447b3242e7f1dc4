"""Print what the reader makes of a file of minutes, as JSON. Needs no database."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from documents.reading import Unreadable, to_text
from minutes.reading import read


class Command(BaseCommand):
    help = "Print what the reader makes of minutes (.md .txt .rst .html .docx .odt, or - for standard input)."
    requires_system_checks: tuple[str, ...] = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the file, or - for standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        name: str = options["file"]
        try:
            data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except OSError as error:
            raise CommandError(f"{name}: {error.strerror}.") from error
        try:
            text = to_text(data, "minutes.md" if name == "-" else Path(name).name)
        except Unreadable as error:
            raise CommandError(error.sentence) from error
        for notice in text.notices:
            self.stderr.write(notice)
        record = read(text.text, file_name=None if name == "-" else Path(name).name)
        self.stdout.write(json.dumps(record.to_json(), ensure_ascii=False, indent=1))
