"""``manage.py backup FILE``: the whole database in one file that ``restore`` takes."""

import os
import subprocess
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from config.embedded_postgres.place import MAJOR, programs


class Command(BaseCommand):
    help = "Writes the whole database to FILE, readable by you alone. The site may go on meanwhile."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="replace FILE if it is there")

    def handle(self, *, file: Path, force: bool, **options: Any) -> None:
        size = write_backup(file, replace=force)
        self.stdout.write(f"Wrote {file} ({size / 1000:,.0f} kB). To put it back: manage.py restore {file}")


def write_backup(file: Path, *, replace: bool = False) -> int:
    """Write the state at one moment to ``file``, complete or not at all, and give its size in bytes.

    Raises CommandError when the file is there and not to be replaced, cannot be written, or the dump fails.
    """
    if file.exists() and not (replace and file.is_file()):
        raise CommandError(f"{file} is already there. Name another file, or add --force to replace it.")
    partial = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        partial.touch(mode=0o600, exist_ok=False)
        run_program("pg_dump", "--format=custom", f"--file={partial.absolute()}", connected=True)
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.replace(file)
        directory = os.open(file.absolute().parent, os.O_RDONLY)
        os.fsync(directory)
        os.close(directory)
        return file.stat().st_size
    except OSError as error:
        raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
    finally:
        partial.unlink(missing_ok=True)


def run_program(name: str, *arguments: str, connected: bool, lock_wait: str = "") -> str:
    """What one of PostgreSQL's programs prints; ``connected``: to the site's database, in which it waits
    for locks at most ``lock_wait``. Raises CommandError with what the program says when it fails."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    if connected:
        server = server_version()
        if server > MAJOR:
            raise CommandError(
                f"The database runs on PostgreSQL {server}, and the programs here are version {MAJOR}, too old to read "
                "it. Use that version's own: pg_dump --format=custom, and pg_restore to put it back."
            )
        info = connection.connection.info
        arguments = (f"--dbname={info.dsn}", *arguments)
        environment |= {"PGPASSWORD": info.password} if info.password else {}
        environment |= {"PGOPTIONS": f"-c lock_timeout={lock_wait}"} if lock_wait else {}
    done = subprocess.run([programs() / name, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandError(f"{name}: {done.stderr.strip() or f'ended with {done.returncode}'}")
    return done.stdout


def server_version() -> int:
    """The major version of the server the site is connected to; connects. CommandError when it cannot."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise CommandError(f"The database does not answer: {str(error).strip()}") from error
    return int(connection.connection.info.server_version) // 10_000
