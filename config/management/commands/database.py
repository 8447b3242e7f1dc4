"""``manage.py database status|stop``: the server behind the site."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from config.embedded_postgres import Server

STOPPED = 3  # the exit code of `status`, as of `systemctl status`


class Command(BaseCommand):
    help = "Says where the database is and whether its server runs (exit code 3: it does not), or stops it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=("status", "stop"))

    def handle(self, *, act: str, **options: Any) -> None:
        settings = connection.settings_dict
        if "DATA_DIR" not in settings:
            self._handle_other_server(act, settings)
            return
        server = Server(Path(settings["DATA_DIR"]), durable=settings.get("DURABLE", True))
        if act == "stop":
            self.stdout.write("Stopped." if server.stop() else "It was not running.")
            return
        found = server.status()
        self.stdout.write(f"directory   {found.directory}")
        self.stdout.write(f"PostgreSQL  {found.version or 'no database yet; the first connection makes it'}")
        self.stdout.write(f"size        {found.size / 1_000_000:.0f} MB")
        self.stdout.write(f"running     {f'yes, process {found.pid}' if found.running else 'no'}")
        if not found.running:
            sys.exit(STOPPED)

    def _handle_other_server(self, act: str, settings: dict[str, Any]) -> None:
        where = f"{settings['NAME']} on {settings['HOST'] or 'this machine'}"
        if act == "stop":
            raise CommandError(f"DATABASE_URL names the database {where}; whoever runs that server stops it.")
        self.stdout.write(f"DATABASE_URL  {where}")
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_setting('server_version'), pg_database_size(current_database())")
                version, size = cursor.fetchone()
        except OperationalError as error:
            self.stdout.write(f"running     no: {str(error).strip()}")
            sys.exit(STOPPED)
        self.stdout.write(f"PostgreSQL  {version}\nsize        {size / 1_000_000:.0f} MB\nrunning     yes")
