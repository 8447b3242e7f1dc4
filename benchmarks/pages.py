"""Every page and act against two yardsticks that run on the same server: `make bench`, or
`python -m benchmarks.pages [--rounds N] [--only WORD]`.

Sets up a database of its own in `var/bench` with the sample and a large group (see :mod:`benchmarks.large`), serves
the site as in production on one worker, and asks for each page over one connection, each time right after the
yardstick: once after somebody wrote something ("first", with its milliseconds and statements) and once more ("again").
It prints the medians of those ratios and the bytes; nothing here is a test. The large group stays for the next run;
delete `var/bench` to make it anew.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
    "WAYMARK_VAR": os.environ.get("WAYMARK_VAR", str(ROOT / "var" / "bench")),
    "WAYMARK_DEBUG": "0",
    "WAYMARK_DEMO_SIGN_IN": "0",
}
TOKEN = "b" * 32
FIRST_VISIT = 120_000


@dataclass(frozen=True)
class Target:
    """A page (``sent`` None) or an act; ``aim`` is the ratio to reach, where one was set."""

    name: str
    address: str
    sent: Callable[[int], dict[str, str]] | None = None
    aim: float | None = None
    htmx: bool = False


@dataclass
class Figures:
    again: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    statements: int = 0
    size: int = 0
    packed: int = 0
    status: int = 0


class Visitor:
    """One signed-in browser on one connection."""

    def __init__(self, port: int, session: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = f"csrftoken={TOKEN}" + (f"; sessionid={session}" if session else "")

    def ask(
        self, address: str, sent: dict[str, str] | None = None, *, count: bool = False, htmx: bool = False
    ) -> tuple[http.client.HTTPResponse, bytes]:
        headers = {"Cookie": self.cookies, "Accept-Encoding": "identity"}
        if count:
            headers["X-Count"] = "1"
        if htmx:
            headers["HX-Request"] = "true"
        body = None
        if sent is not None:
            body = urlencode(sent)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": TOKEN}
        try:
            self.connection.request("GET" if sent is None else "POST", address, body, headers)
            answer = self.connection.getresponse()
        except http.client.RemoteDisconnected:  # idle for too long
            self.connection.close()
            self.connection.request("GET" if sent is None else "POST", address, body, headers)
            answer = self.connection.getresponse()
        return answer, answer.read()

    def seconds(self, target: Target, turn: int) -> float:
        sent = target.sent(turn) if target.sent else None
        start = time.perf_counter()
        self.ask(target.address, sent, htmx=target.htmx)
        return time.perf_counter() - start


def set_up() -> dict[str, Any]:
    """The database with both groups, a session of each chair, and what the addresses need."""
    os.environ.update(ENVIRONMENT)
    Path(ENVIRONMENT["WAYMARK_VAR"]).mkdir(parents=True, exist_ok=True)
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks import large, yardsticks
    from members.models import Group

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_sample", if_empty=True, verbosity=0)
    yardsticks.make_table()
    if not Group.objects.filter(slug=large.SLUG).exists():
        print("making the large group …", flush=True)
        large.build()
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return known()


def session_of(email: str) -> str:
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from members.models import Account

    account = Account.objects.get(email=email)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def known() -> dict[str, Any]:
    from meetings.models import Meeting
    from members.models import Membership
    from roadmap.models import ActionItem, Technology

    chair = Membership.objects.get(group__slug="wg3", role="chair").member
    technology = Technology.objects.select_related("text__head").get(group__slug="large", number=1)
    return {
        "large": session_of("chair@large.example"),
        "wg3": session_of(chair.account.email if chair.account else ""),
        "meeting": Meeting.objects.filter(group__slug="large").latest("date").slug,
        "text": technology.text_id,
        "person": technology.raised_by_id or chair.pk,
        "member": Membership.objects.filter(group__slug="large").latest("pk").member_id,
        "facility": Membership.objects.filter(group__slug="large").latest("pk").member.facility_id,
        "action": ActionItem.objects.filter(group__slug="large").latest("pk").pk,
        "chair": Membership.objects.get(group__slug="large", role="chair").member_id,
    }


def targets(ids: dict[str, Any]) -> list[Target]:
    big, sample = "/large/", "/wg3/"
    pages = [
        Target("technology, 200 lines, 100 positions", f"{big}T1/", aim=1.5),
        Target("technology of the sample", f"{sample}T2/", aim=1.5),
        Target("roadmap of 11", sample, aim=1),
        Target("roadmap of 300, all rows", f"{big}?rows=300", aim=4),
        Target("roadmap of 300, first hundred", big),
        Target("meeting of the sample", f"{sample}meetings/2025-02-12/", aim=2),
        Target("meeting with 400 lines", f"{big}meetings/{ids['meeting']}/"),
        Target("meetings", f"{big}meetings/"),
        Target("read view of 11", f"{sample}read/"),
        Target("read view of 300", f"{big}read/"),
        Target("read view of 300, changes since", f"{big}read/?since={ids['meeting']}"),
        Target("about the roadmap", f"{big}about/"),
        Target("ideas", f"{big}ideas/"),
        Target("decisions", f"{big}decisions/"),
        Target("facilities × technologies", f"{big}parts/"),
        Target("actions", f"{big}actions/"),
        Target("people", f"{big}people/"),
        Target("person", f"{big}people/{ids['member']}/"),
        Target("facility", f"{big}facilities/{ids['facility']}/"),
        Target("feed", f"{big}feed/"),
        Target("search", f"{big}search/?q=detector"),
        Target("editor", f"{big}T1/edit/"),
        Target("versions", f"{big}texts/{ids['text']}/versions/"),
        Target("compare", f"{big}texts/{ids['text']}/compare/?from=1&to=2"),
        Target("paste minutes", f"{big}minutes/new/"),
        Target("bring in a document", f"{big}document/new/"),
        Target("the groups", "/"),
    ]
    acts = [
        Target("position, page follows", f"{big}T1/position/", lambda n: {"position": value(n)}, aim=3),
        Target("position, changed parts", f"{big}T1/position/", lambda n: {"position": value(n)}, htmx=True),
        Target("comment", f"{big}T2/post/", lambda n: {"words": f"word {n}", "position": "comment"}),
        Target("move in the list", f"{big}T9/move/", lambda n: {"to": "up" if n % 2 else "down"}),
        Target("ready", f"{big}T9/ready/", lambda n: {"ready": str(n % 2)}),
        Target("part of one's facility", f"{big}T9/part/", lambda n: {"part": "leads" if n % 2 else "watches"}),
        Target("close an action", f"{big}actions/{ids['action']}/close/", lambda n: {"how": "done"}),
    ]
    return [*pages, *acts]


def value(turn: int) -> str:
    return ("pro", "contra", "abstain")[turn % 3]


@contextmanager
def server() -> Iterator[int]:
    """The site on one worker; ended by its id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        "granian",
        "--interface",
        "asgi",
        "--port",
        str(port),
        "--workers",
        "1",
        "--no-ws",
        "config.asgi:application",
    ]
    program = Path(sys.executable).parent / command[0]
    process = subprocess.Popen([program, *command[1:]], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def write() -> None:
    """Somebody writes something: what was kept of pages is good no longer."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")


def measure(port: int, ids: dict[str, Any], chosen: Sequence[Target], rounds: int) -> dict[str, Figures]:
    page, post = (
        Target("bare page", "/yardstick/page/"),
        Target("bare POST", "/yardstick/post/", lambda n: {"value": value(n)}),
    )
    visitors = {slug: Visitor(port, ids[slug]) for slug in ("large", "wg3")}
    bare = Visitor(port)
    found: dict[str, Figures] = {}
    for yardstick in (page, post):
        for turn in range(10):
            bare.seconds(yardstick, turn)
    for target in chosen:
        write()
        visitor = visitors["wg3" if target.address.startswith("/wg3") else "large"]
        figures = found[target.name] = Figures()
        for turn in range(3):  # warm, and what is filled once is filled
            answer, body = visitor.ask(target.address, target.sent(turn) if target.sent else None, htmx=target.htmx)
        write()
        answer, body = visitor.ask(
            target.address, target.sent(3) if target.sent else None, count=True, htmx=target.htmx
        )
        figures.status, figures.size = answer.status, len(body)
        figures.statements = int(answer.headers.get("X-Statements", "0"))
        figures.packed = len(gzip.compress(body))
        write()
        if answer.status >= 400:
            continue
        yardstick = post if target.sent else page
        for turn in range(rounds):
            base = bare.seconds(yardstick, turn)
            taken = visitor.seconds(target, turn + 4)
            figures.ratios.append(taken / base)
            figures.milliseconds.append(1000 * taken)
            if target.sent is None:
                base = bare.seconds(yardstick, turn)
                figures.again.append(visitor.seconds(target, turn) / base)
                write()
    found["bare page"] = Figures(milliseconds=[1000 * bare.seconds(page, n) for n in range(rounds)])
    found["bare POST"] = Figures(milliseconds=[1000 * bare.seconds(post, n) for n in range(rounds)])
    return found


def first_visit(port: int, ids: dict[str, Any], address: str) -> list[tuple[int, str]]:
    """What Chromium loads on a first visit, in bytes as they came; the page itself as a proxy in front packs it."""
    from playwright.sync_api import sync_playwright

    found: dict[str, list[Any]] = {}
    with sync_playwright() as playwright:
        program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        context = browser.new_context()
        site = f"http://127.0.0.1:{port}"
        context.add_cookies([{"name": "sessionid", "value": ids["wg3"], "url": site}])
        page = context.new_page()
        network = context.new_cdp_session(page)
        network.send("Network.enable")
        network.on("Network.responseReceived", lambda one: found.setdefault(one["requestId"], [one["response"]["url"]]))
        network.on("Network.loadingFinished", lambda one: found[one["requestId"]].append(one["encodedDataLength"]))
        page.goto(site + address, wait_until="networkidle")
        body = gzip.compress(page.request.get(site + address).body())
        browser.close()
    parts = [(int(one[1]), one[0].removeprefix(site)) for one in found.values() if len(one) > 1]
    return sorted(((len(body) if at == address else size, at) for size, at in parts), reverse=True)


def show(found: dict[str, Figures], chosen: Sequence[Target]) -> None:
    for name in ("bare page", "bare POST"):
        print(f"{name:40} {statistics.median(found[name].milliseconds):6.1f} ms")
    print(f"\n{'':40} {'again':>6} {'first':>6} {'aim':>5} {'ms':>7} {'SQL':>4} {'bytes':>9} {'packed':>8}")
    for target in chosen:
        figures = found[target.name]
        if not figures.ratios:
            print(f"{target.name:40} answers {figures.status}")
            continue
        ratio = statistics.median(figures.ratios)
        aim = f"{target.aim:g}" if target.aim else ""
        mark = " !" if target.aim and ratio > target.aim else ""
        again = f"{statistics.median(figures.again):.2f}" if figures.again else ""
        print(
            f"{target.name:40} {again:>6} {ratio:6.2f} {aim:>5} {statistics.median(figures.milliseconds):7.1f} "
            f"{figures.statements:4} {figures.size:9,} {figures.packed:8,}{mark}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--only", default="", help="measure what has this word in its name")
    options = parser.parse_args()
    ids = set_up()
    chosen = [one for one in targets(ids) if options.only in one.name]
    with server() as port:
        found = measure(port, ids, chosen, options.rounds)
        show(found, chosen)
        parts = first_visit(port, ids, "/wg3/T2/")
        print(f"\na first visit loads {sum(size for size, _ in parts):,} bytes compressed (aim {FIRST_VISIT:,})")
        for size, what in parts:
            print(f"  {size:8,} {what}")
    from django.core.management import call_command

    call_command("database", "stop", verbosity=0)


if __name__ == "__main__":
    main()
