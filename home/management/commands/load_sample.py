"""``manage.py load_sample``: what ``make run`` shows when the database is empty."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from home.sample import load_sample
from members.models import Group


class Command(BaseCommand):
    help = "Fill an empty database with the sample group, made from its minutes, and a second, empty group."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing, quietly, when there is a group already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if Group.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError("There is a group already. The sample is for an empty database.")
        groups = load_sample()
        self.stdout.write(f"Loaded the sample: {' and '.join(group.name for group in groups)}.")
