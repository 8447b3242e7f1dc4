"""``manage.py verify``: whatever is stored for speed, recomputed and compared."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from decisions import verify as decisions
from minutes import verify as minutes
from roadmap import verify as roadmap
from writing import verify as writing

PARTS = {"texts": writing, "positions": decisions, "roadmap": roadmap, "minutes": minutes}


class Command(BaseCommand):
    help = "Recompute what is stored for speed from what was recorded. Ends with an error at the first difference."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        for name, part in PARTS.items():
            difference = next(part.differences(), None)
            if difference is not None:
                raise CommandError(f"{name}: {difference}")
            self.stdout.write(f"{name}: as recorded")
