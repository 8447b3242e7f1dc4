"""``manage.py serve``: the whole site as one command, for ``make run`` and for production."""

import errno
import os
import socket
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from config.embedded_postgres import Server


class Command(BaseCommand):
    help = "Serve the site. Ctrl-C or SIGTERM ends it, and the embedded database with it if this started it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", default=os.environ.get("PORT", "8000"))
        parser.add_argument("--set-up", action="store_true", help="migrate and collect static files first")
        parser.add_argument("--sample", action="store_true", help="load the sample group when the database is empty")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], self.port(options["port"])
        self.refuse_taken_port(host, port)
        server = self.embedded()
        started = server.ensure() if server else False
        try:
            if options["set_up"]:
                call_command("migrate", verbosity=0)
                if settings.STATIC_ROOT:
                    call_command("collectstatic", interactive=False, verbosity=0)
            if options["sample"]:
                call_command("load_sample", if_empty=True)
            connection.close()
            self.run(host, port)
        finally:
            if server and started:
                server.stop()

    def port(self, text: str) -> int:
        if not text.isdecimal() or not 0 < int(text) < 65536:
            raise CommandError(f"PORT is {text!r}; it takes a number from 1 to 65535.")
        return int(text)

    def refuse_taken_port(self, host: str, port: int) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CommandError(
                    f"Port {port} on {host} is taken by another program. Use another: make run PORT={port + 1}"
                ) from None
            raise CommandError(f"Cannot serve on {host}, port {port}: {error.strerror or error}.") from None

    def embedded(self) -> Server | None:
        database = settings.DATABASES["default"]
        return Server(database["DATA_DIR"]) if "DATA_DIR" in database else None

    def announce(self, host: str, port: int) -> None:
        """Say where the site is and how to sign in, once it listens."""
        shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - only compared
        shown = f"[{shown}]" if ":" in shown else shown
        lines = [f"Waymark is at http://{shown}:{port}/"]
        if settings.DEMO_SIGN_IN and settings.DEBUG:
            lines.append(f"Sign in at http://{shown}:{port}/sign-in/ with one click, as anybody of the sample group;")
            lines.append("as Paul Millar you chair it, and a second group that is still empty. Ctrl-C ends the site.")
        else:
            lines.append("Sign in with the e-mail and password given to manage.py setup. Ctrl-C ends the site.")
        self.stdout.write("\n".join(lines))
        self.stdout.flush()

    def run(self, host: str, port: int) -> None:
        pages = Granian(
            "config.asgi:application",
            address=host,
            port=port,
            interface=Interfaces.ASGI,
            workers=1 if settings.DEBUG else 2,
            log_enabled=True,
            log_level=LogLevels.warning,
            websockets=False,
            respawn_failed_workers=True,
            workers_kill_timeout=5,
        )
        pages.on_startup(lambda: self.announce(host, port))
        pages.serve()  # ends on SIGINT and SIGTERM by itself
