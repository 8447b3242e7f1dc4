"""``manage.py restore FILE``: the database as it was when ``backup`` wrote the file."""

import re
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from config.management.commands.backup import run_program, server_version, write_backup

# Object by object rather than the schema, whose own rights and default rights other roles may depend on.
CLEAR = """
DO $$
DECLARE statement text;
BEGIN
    FOR statement IN
        SELECT format('DROP %s IF EXISTS %s CASCADE',
                      CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
                                   WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END, oid::regclass)
        FROM pg_class c
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S', 'c')
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('e', 'i', 'a'))
        UNION ALL
        SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', oid::regprocedure)
        FROM pg_proc p
        WHERE pronamespace = 'public'::regnamespace
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
        UNION ALL
        SELECT format('DROP TYPE IF EXISTS %s CASCADE', oid::regtype)
        FROM pg_type t
        WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd', 'r')
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e')
    LOOP
        EXECUTE statement;
    END LOOP;
END $$;
"""


class Command(BaseCommand):
    help = "Puts a file written by `backup` into an empty database; with --replace, in place of what is there."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="replace what is there, after a backup of it beside FILE"
        )

    def handle(self, *, file: Path, replace: bool, **options: Any) -> None:
        made, tables = read_contents(file)
        version = server_version()
        with connection.cursor() as cursor:
            there = len(connection.introspection.table_names(cursor))
        if there and not replace:
            raise CommandError(
                f"The database is not empty: it has {there} tables. Add --replace to put the backup in its place; "
                "what is there now is first saved beside the file."
            )
        if there:
            now = datetime.now(UTC)
            saved = file.with_name(f"{file.stem}-replaced-{now:%Y%m%d-%H%M%S}{file.suffix}")
            write_backup(saved)
            self.stdout.write(f"Saved what was there to {saved}")
        put_back(file, version)
        connection.close()
        self.stdout.write(f"Restored {tables} tables from {file}, as they were at {made}.")
        self.stdout.write("Now run: manage.py migrate (if this Waymark is newer), then manage.py verify")


def read_contents(file: Path) -> tuple[str, int]:
    """When a backup was made, and how many tables it holds. CommandError when it is none of Waymark's."""
    if not file.is_file():
        raise CommandError(f"There is no file {file}.")
    try:
        listing = run_program("pg_restore", "--list", str(file.absolute()), connected=False)
    except CommandError as error:
        raise CommandError(f"{file} is not a backup, or is damaged. Nothing was changed. ({error})") from error
    tables = re.findall(r"^\d+;.* TABLE DATA public (\S+)", listing, re.MULTILINE)
    if "django_migrations" not in tables:
        raise CommandError(f"{file} is a backup of something else than Waymark. Nothing was changed.")
    made = re.search(r"Archive created at (.*)", listing)
    return made[1] if made else "an unknown time", len(tables)


def put_back(file: Path, version: int) -> None:
    """Replace everything in the schema ``public`` by the backup, in one transaction or not at all."""
    with TemporaryDirectory(prefix=f".{file.name}.", dir=file.absolute().parent) as directory:
        script = Path(directory) / "script.sql"
        # Into a file first: piped, a damaged backup would look like a shorter one and be committed.
        options = ("--no-owner", "--no-privileges", f"--file={script}")
        try:
            run_program("pg_restore", *options, str(file.absolute()), connected=False)
        except CommandError as error:
            raise CommandError(f"{file} is damaged. Nothing was changed. ({error})") from error
        clear = Path(directory) / "clear.sql"
        clear.write_text(CLEAR)
        if version < 17:
            leave_out(script, b"SET transaction_timeout = 0;")
        files = (f"--file={clear}", f"--file={script}")
        once = ("--single-transaction", "--set=ON_ERROR_STOP=1", "--no-psqlrc", "--quiet", "--output=/dev/null")
        try:
            run_program("psql", *once, *files, connected=True, lock_wait="5s")
        except CommandError as error:
            busy = " Somebody is using the database: stop the site first." if "lock timeout" in str(error) else ""
            raise CommandError(f"Nothing was restored, and nothing was changed.{busy} ({error})") from error


def leave_out(script: Path, setting: bytes) -> None:
    """Turn a setting that an older server does not know into a comment, in place: the script may be large."""
    with script.open("r+b") as opened:
        head = opened.read(4096)
        opened.seek(0)
        opened.write(head.replace(setting, b"--" + setting[2:], 1))
