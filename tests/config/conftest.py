"""Clusters of a test's own, in directories that the server's user can reach, each stopped at the end."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.embedded_postgres import Server

ROOT = Path(__file__).parents[2]
AS_ROOT = os.geteuid() == 0
ORDINARY = pwd.getpwnam("nobody") if AS_ROOT else pwd.getpwuid(os.geteuid())

# Everything is loaded before the change of user, who may not be able to read root's Python.
AS_ORDINARY_USER = f"""
import os, sys
from pathlib import Path
import django, psycopg, psutil
from config.embedded_postgres import Server, ServerError
from config.embedded_postgres.place import programs
programs()
try:
    psycopg.connect(host="/nowhere", user="x", dbname="x")
except psycopg.OperationalError:
    pass
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid({ORDINARY.pw_gid})
    os.setuid({ORDINARY.pw_uid})
os.umask(0o022)
"""

SETTINGS = """
import os
SECRET_KEY = "x" * 60
INSTALLED_APPS = ["config", "django.contrib.contenttypes", "django.contrib.auth"]
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": {"NAME": "waymark"}}
if os.environ.get("OTHER_SERVER"):
    DATABASES["default"] |= {"ENGINE": "django.db.backends.postgresql", "HOST": os.environ["OTHER_SERVER"],
                             "USER": "waymark"}
else:
    DATABASES["default"] |= {"ENGINE": "config.embedded_postgres", "DATA_DIR": os.environ["DATA_DIR"],
                             "DURABLE": False}
"""


def run_python(code: str, *arguments: object, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def result_of(process: subprocess.Popen[str]) -> str:
    """What it printed; its error output is the failure's message."""
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out.strip()


@pytest.fixture
def ground() -> Iterator[Path]:
    """A directory of a test's own; every server below is stopped, and what root had to put elsewhere removed."""
    base = Path(tempfile.mkdtemp(prefix="waymark-test-"))
    base.chmod(0o755)
    yield base
    clear(base)


def clear(base: Path) -> None:
    for path in [path for path in base.rglob("postgres") if path.parent.name == "var"]:
        server = Server(path)
        place, sockets = server.place, Path(str(server.parameters()["host"]))
        server.stop()
        for directory in {place, sockets} - {path}:
            shutil.rmtree(directory, ignore_errors=True)
    shutil.rmtree(base)


@pytest.fixture(scope="session")
def template() -> Iterator[Path]:
    """A finished cluster, at rest: copying it is quicker than making one."""
    base = Path(tempfile.mkdtemp(prefix="waymark-test-"))
    base.chmod(0o755)
    server = Server(base / "checkout" / "var" / "postgres", durable=False)
    server.ensure()
    with server._connect("postgres") as connection:
        connection.execute("ALTER ROLE waymark NOCREATEDB")
    server.stop()
    yield server.place
    clear(base)


@pytest.fixture
def server(template: Path) -> Iterator[Server]:
    """The template itself, at rest, for tests that leave a cluster whole; a table ``kept`` is removed afterwards."""
    server = Server(template, durable=False)
    yield server
    server.ensure()
    with server._connect("waymark") as connection:
        connection.execute("DROP TABLE IF EXISTS kept")
    server.stop()


def copy_of(cluster: Path, checkout: Path, *, durable: bool = False) -> Server:
    server = Server(checkout / "var" / "postgres", durable=durable)
    server.data_dir.parent.mkdir(parents=True)
    subprocess.run(["cp", "-a", cluster, server.data_dir], check=True)
    return server


@pytest.fixture
def make_server(ground: Path, template: Path) -> Callable[..., Server]:
    """``make_server("name", durable=True)``: a copy of the template, not started."""

    def make(checkout: str = "checkout", *, durable: bool = False) -> Server:
        return copy_of(template, ground / checkout, durable=durable)

    return make


def manage_on(server: Server, ground: Path, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command of a small site on that server, in a process of its own."""
    (ground / "small_site.py").write_text(SETTINGS)
    site = {
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ground)]),
        "DJANGO_SETTINGS_MODULE": "small_site",
        "DATA_DIR": str(server.data_dir),
    }
    return subprocess.run(
        [sys.executable, "-m", "django", *map(str, arguments)],
        env={**os.environ, **site, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def manage(ground: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """``manage(server, "backup", file)``: see `manage_on`."""
    return lambda server, *arguments, **environment: manage_on(server, ground, *arguments, **environment)
