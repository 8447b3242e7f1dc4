"""The life of the embedded PostgreSQL: made, started, found again after any crash, stopped."""

import fcntl
import os
import secrets
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import psutil  # type: ignore[import-untyped]
import psycopg

from config.embedded_postgres.place import MAJOR, Account, ServerError, account_for, name_of, programs_for, system_home

SITE = "waymark"  # the role the site connects as, and the database that belongs to it
PATIENCE = 120  # seconds for recovery after a crash, or for another process that starts or stops the server
QUIET = "-c log_min_messages=log -c log_checkpoints=off"  # an error's text may hold what people wrote


class Status(NamedTuple):
    directory: Path
    version: str  # of PostgreSQL, as "18"; empty when there is no database yet
    running: bool  # it answered just now
    pid: int | None
    size: int  # bytes on disk


class Server:
    """One cluster in a directory. ``durable=False``: no fsync, and the site's role may make databases (tests)."""

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self.data_dir, self.durable = data_dir.absolute(), durable

    @property
    def place(self) -> Path:
        """The real directory: ``data_dir`` is a link where root's checkout is closed to the server's user."""
        return self.data_dir.resolve()

    def parameters(self, user: str = SITE) -> dict[str, Any]:
        """What libpq needs to reach this server and no other, besides the database's name. Starts nothing."""
        place, owner = self.place, os.geteuid()
        with suppress(OSError):
            owner = place.stat().st_uid
        if len(os.fsencode(place)) > 80 or "," in str(place):  # a socket's whole path has room for 103 bytes
            place = Path("/tmp", f"waymark-{owner}-{sha256(os.fsencode(place)).hexdigest()[:16]}")  # noqa: S108
        peer = {"requirepeer": name} if (name := name_of(owner)) else {}
        return {"host": str(place), "port": 5432, "user": user, **peer}

    def ensure(self) -> bool:
        """Make and start what is missing; True if this call started the server. Costs a connection when it runs.

        Any number of processes may call it at once. Raises ``ServerError``.
        """
        if not self._trouble(SITE):
            return False
        with self._locked():
            account, started, deadline = self._made(), False, time.monotonic() + PATIENCE
            while trouble := self._trouble("postgres"):
                if time.monotonic() > deadline:
                    raise ServerError(f"PostgreSQL runs on {self.place} but does not answer: {trouble}")
                if not self._processes():
                    self._start(account)
                    started = True
                time.sleep(0.05)
            self._make_site_role()
        return started

    def stop(self) -> bool:
        """End the server, rolling back what is open; False if none was running. Raises ``ServerError``."""
        with self._sentences():
            if not self.data_dir.exists():
                return False
        with self._locked():
            if pid := self._pid():
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGINT)
            deadline = time.monotonic() + PATIENCE
            while self._processes():
                if time.monotonic() > deadline:
                    raise ServerError(f"PostgreSQL on {self.place} does not end.{self._log_tail()}")
                time.sleep(0.02)
        return pid is not None

    def status(self) -> Status:
        """What there is, without changing it. Raises ``ServerError`` when the directory is somebody else's."""
        with self._sentences():
            if not self.data_dir.exists():
                return Status(self.place, "", False, None, 0)
            account_for(self.place)
            version, size = "", 0
            for path in self.place.rglob("*"):
                with suppress(FileNotFoundError):  # a running server removes files
                    size += path.lstat().st_size
            with suppress(FileNotFoundError):
                version = (self.place / "PG_VERSION").read_text().strip()
            return Status(self.place, version, not self._trouble(SITE), self._pid(), size)

    def _connect(self, user: str) -> psycopg.Connection:
        return psycopg.connect(**self.parameters(user), dbname=user, connect_timeout=10, autocommit=True)

    def _trouble(self, user: str) -> str:
        """Why the server does not let this role in; empty when it does."""
        try:
            self._connect(user).close()
        except psycopg.OperationalError as error:
            return str(error)
        return ""

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise ServerError(
                f"The database in {self.data_dir} cannot be used: {error.strerror} ({error.filename}). It needs a "
                "directory that this user can write (WAYMARK_VAR names another), or set DATABASE_URL."
            ) from error

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One process at a time, whoever it runs as; not for those whose database it is not."""
        with self._sentences():
            if self.place.exists():
                account_for(self.place)
            for directory in reversed(self.data_dir.parents):
                if not directory.exists():
                    directory.mkdir(exist_ok=True)
                    above = directory.parent.stat()
                    if os.geteuid() == 0:  # what root makes in somebody's checkout stays theirs
                        os.chown(directory, above.st_uid, above.st_gid)
            lock = os.open(self.data_dir.with_name(f"{self.data_dir.name}.lock"), os.O_RDWR | os.O_CREAT, 0o666)
            try:
                with suppress(PermissionError):
                    os.fchmod(lock, 0o666)  # root's umask must not shut out the others
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
            finally:
                os.close(lock)

    def _made(self) -> Account:
        """Whoever runs the server, after making the cluster where there is none."""
        if self.data_dir.is_symlink() and not self.data_dir.exists():  # a disk that is not there now, perhaps
            raise ServerError(
                f"{self.data_dir} leads to {self.place}, which is missing. Remove the link to begin anew."
            )
        place, account = self.place, account_for(self.place)
        if not place.exists() or not any(place.iterdir()):
            self._make(place, account)
            place = self.place
        version = place / "PG_VERSION"
        if not version.exists():
            raise ServerError(f"{place} holds files but no database. Move it away, and a new one is made.")
        if (found := version.read_text().strip()) != str(MAJOR):
            raise ServerError(
                f"{place} was made by PostgreSQL {found}; this Waymark runs {MAJOR}. Nothing was touched. "
                "Make a backup with the Waymark that made it, move the directory away, then: manage.py restore FILE"
            )
        if os.geteuid() == 0 and place.stat().st_uid == 0:  # chown'ed or copied by root; nobody can run it so
            Account(0, 0, "root").run("chown", "-hR", f"{account.uid}:{account.gid}", place)
        return account

    def _make(self, place: Path, account: Account) -> None:
        """Complete or not at all: a directory that initdb did not finish never gets the name."""
        if not account.reaches(place.parent):
            place = system_home() / f"{self.data_dir.parent.parent.name}-{secrets.token_hex(4)}"
        new = place.with_name(f"{place.name}.new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        os.chown(new, account.uid, account.gid)
        options = "--username=postgres --auth=peer --encoding=UTF8 --locale=C --builtin-locale=C.UTF-8"
        safety = () if self.durable else ("--no-sync",)
        initdb = programs_for(account) / "initdb"
        done = account.run(initdb, "-D", new, *options.split(), "--locale-provider=builtin", *safety)
        if done.returncode:
            raise ServerError(f"PostgreSQL could not make a database in {new}: {done.stderr.strip()}")
        new.rename(place)
        if place != self.place:
            if self.data_dir.exists():
                self.data_dir.rmdir()
            self.data_dir.symlink_to(place)
        for directory in {place.parent, self.data_dir.parent}:  # else a power cut could take the name back
            handle = os.open(directory, os.O_RDONLY)
            os.fsync(handle)
            os.close(handle)

    def _start(self, account: Account) -> None:
        """Only while nothing answers and no process is on the directory: then its two pid files are stale."""
        place, sockets, log = self.place, Path(self.parameters()["host"]), self.place / "server.log"
        if sockets != place:
            with suppress(FileExistsError):
                sockets.mkdir(mode=0o700)
                os.chown(sockets, account.uid, account.gid)
            if sockets.is_symlink() or sockets.stat().st_uid != account.uid or sockets.stat().st_mode & 0o77:
                raise ServerError(f"{sockets}, where the socket belongs, is not ours alone. Remove it as its owner.")
        for stale in (place / "postmaster.pid", sockets / ".s.PGSQL.5432.lock"):
            stale.unlink(missing_ok=True)
        maps = [f'site "{name}" "{role}"\n' for name in {"root", account.name} - {""} for role in (SITE, "postgres")]
        for name, text in (("pg_hba.conf", "local all all peer map=site\n"), ("pg_ident.conf", "".join(maps))):
            if (done := account.run("tee", place / name, text=text)).returncode:
                raise ServerError(f"The database in {place} cannot be used: {done.stderr.strip()}")
        options = f"{QUIET} -c listen_addresses= -c unix_socket_permissions=0700 -c unix_socket_directories="
        options += "." if sockets == place else str(sockets)
        options += "" if self.durable else " -c fsync=off -c full_page_writes=off"
        pg_ctl = programs_for(account) / "pg_ctl"
        done = account.run(pg_ctl, "start", "-w", "-t", str(PATIENCE), "-D", place, "-l", log, "-o", options)
        if done.returncode:
            raise ServerError(f"PostgreSQL does not start in {place}.{self._log_tail() or done.stderr}")

    def _processes(self) -> dict[int, int]:
        """The server and its children, or children that outlive it for a moment and still write; with their parents.

        Told by their working directory, which no other process that got the same number has.
        """
        found, noted = {}, ""
        with suppress(OSError):
            noted = (self.place / "postmaster.pid").read_text().partition("\n")[0]
        for process in psutil.process_iter():
            try:
                if process.name() == "postgres" and Path(process.cwd()).samefile(self.place):
                    found[process.pid] = process.ppid()
            except psutil.AccessDenied:
                if str(process.pid) == noted:  # not to be looked into: rather too careful than two servers
                    found[process.pid] = 0
            except (psutil.NoSuchProcess, OSError):  # it has just ended
                continue
        return found

    def _pid(self) -> int | None:
        """The server among its processes: the one whose parent is none of them."""
        found = self._processes()
        return next((pid for pid, parent in found.items() if parent not in found), None)

    def _log_tail(self) -> str:
        with suppress(OSError):
            lines = (self.place / "server.log").read_text(errors="replace").splitlines()[-12:]
            return "\nThe end of its log:\n  " + "\n  ".join(lines)
        return ""

    def _make_site_role(self) -> None:
        """Idempotent, so that a start killed half-way is completed by the next."""
        power = "" if self.durable else " CREATEDB"
        with self._connect("postgres") as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [SITE]).fetchone():
                connection.execute(f"CREATE ROLE {SITE} LOGIN{power}")
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [SITE]).fetchone():
                connection.execute(f"CREATE DATABASE {SITE} OWNER {SITE}")
