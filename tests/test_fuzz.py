"""Whatever is sent, by whoever, the site answers: no 500, on any address, with any method, field or byte."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.conftest import Cast
from tests.world import World, everything, names_of_addresses

SECONDS = 20
HUGE = "9" * 25
NASTY = [
    "",
    " ",
    "0",
    "-1",
    "1",
    "2",
    "2.0",
    " 2 ",
    "٣",
    "²",
    "1e3",
    "NaN",
    str(2**31),
    str(2**63 - 1),
    str(2**63),
    HUGE,
    "9" * 5000,
    "\x00",
    "a\x00b",
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "\u202e\u2066rtl",
    "👩‍🔬" * 50,
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "x" * 10_000,
    "2024-02-29",
    "2023-02-29",
    "0001-01-01",
    "9999-12-31",
    "day:yesterday",
    "is:m999999999999999999999",
    "correct:x",
    f"correct:{HUGE}",
    "near:-1",
    f"near:{HUGE}",
    "T0",
    "../../etc/passwd",
    "//evil.example/",
    "http://[",
    "None",
    "[]",
    "{}",
    "@Bo O'Neill @[1] @[999999999] T2 T99999",
    "\r\n\r\nSet-Cookie: a=b",
    "pro",
    "contra",
    "up",
    "leads",
    "undo",
    "take",
]
FIELDS = [
    *("words", "body", "title", "note", "base", "number", "small", "as", "position", "send_key", "reply_to"),
    *("member", "heard", "said_on", "part", "to", "place", "names", "due_on", "due_for", "how", "ready"),
    *("title-2", "title-999999999", "text", "first", "last", "key", "answer", "name", "facility", "who", "date"),
    *("people", "presence", "quote", "line", "occurrence", "kind", "speaker", "technology", "pro", "contra"),
    *("abstain", "due", "inside", "at", "act", "state", "sample", "next", "email", "password"),
]
QUERIES = [
    *("older", "only", "change", "said", "ask", "reply", "show", "facility", "words", "rows", "names", "before"),
    *("page", "from", "to", "open", "edit", "fold", "person", "technology", "number", "base", "place", "next"),
]
OLDER = [
    *("1_1_1", f"{HUGE}_1_1", "1_1_-1", f"1_{HUGE}_1", f"1_1_{HUGE}", f"1_-{HUGE}_-{HUGE}", "-62135596800000000_1_1"),
    *("253402300799000000_1_1", "1739314800000000_12_0", f"1739314800000000_{HUGE}_-{HUGE}", "1739314800000000_9_-9"),
]
KEYS = ["date", "title", "seen", "name:Zenobia", "name:zenobia", "lost:1", f"lost:{HUGE}", "lost:x", "gone:1", "also"]


@pytest.fixture
def world(cast: Cast) -> World:
    return everything(cast)


@pytest.fixture
def draft_keys(world: World) -> list[str]:
    """The keys of the questions and offers of the draft, so that answers reach them."""
    page = world.cast.client(world.cast.chair).get(world.address("minutes_draft")).content.decode()
    return [*KEYS, *re.findall(r'name="key" value="([^"]+)"', page)]


def roles(cast: Cast) -> dict[str, Client]:
    people = [cast.chair, cast.member, cast.minute_taker, cast.observer, cast.outsider, None]
    return {str(person): cast.client(person) for person in people}


def settle(client: Client, method: str, address: str, **given: Any) -> int:
    """Send it and undo what it did."""
    with transaction.atomic():
        status = int(getattr(client, method)(address, **given).status_code)
        transaction.set_rollback(True)
    return status


def bodies(random_: random.Random, keys: list[str]) -> Iterator[dict[str, str]]:
    while True:
        chosen = random_.sample(FIELDS, random_.randint(0, 14))
        body = {name: random_.choice(NASTY) for name in chosen}
        if random_.random() < 0.5:
            body["key"] = random_.choice(keys)
        yield body


def test_any_form_is_answered(world: World, draft_keys: list[str]) -> None:
    random_ = random.Random(20250212)
    clients = list(roles(world.cast).items())
    sent = bodies(random_, draft_keys)
    names = sorted(names_of_addresses())
    until = time.monotonic() + SECONDS
    tried = 0
    for turn in range(40):
        for name in names:
            who, client = clients[turn % 2 * 2 if turn % 4 else turn // 4 % len(clients)]
            body, headers = next(sent), {"HX-Request": "true"} if random_.random() < 0.3 else {}
            query = {random_.choice(QUERIES): random_.choice(NASTY)}
            method = "post" if random_.random() < 0.8 else "get"
            data = {"data": body, "query_params": query} if method == "post" else {"data": {**query, **body}}
            status = settle(client, method, world.address(name), headers=headers, **data)
            assert status < 500, (name, who, method, body, query)
            tried += 1
        if time.monotonic() > until:
            break
    assert tried > 5 * len(names)
