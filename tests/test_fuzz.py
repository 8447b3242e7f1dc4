"""Whatever is sent, by whoever, the site answers: no 500, on any address, with any method, field or byte."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from tests.conftest import Cast
from tests.world import World, everything, names_of_addresses

TURNS = 12
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
    *("version", "meeting", "into", "add", "remove", "listed", "other", "others", "was", "counts", "said_by", "row"),
    *("level", "which", "becomes", "seen", "before", "back", "file"),
]
QUERIES = [
    *("older", "only", "change", "said", "ask", "reply", "show", "facility", "words", "rows", "names", "before"),
    *(
        "q",
        "in",
        "page",
        "from",
        "to",
        "open",
        "edit",
        "fold",
        "person",
        "technology",
        "number",
        "base",
        "place",
        "next",
        "since",
        "text",
        "by",
        "meeting",
        "start",
        "names",
        "part",
        "was",
        "due",
        "other",
        "kind",
        "counts",
        "add",
        "remove",
        "version",
        "back",
        "rows",
    ),
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


def settle(client: Client, method: str, *given: Any, **more: Any) -> int:
    """Send it and undo what it did."""
    with transaction.atomic():
        status = int(getattr(client, method)(*given, **more).status_code)
        transaction.set_rollback(True)
    return status


def changed(random_: random.Random, body: dict[str, str], keys: list[str]) -> dict[str, str]:
    """A form in order with one or two of its fields spoilt, left out or added."""
    body = dict(body)
    for _ in range(random_.randint(1, 2)):
        name = random_.choice([*body, random_.choice(FIELDS)])
        if random_.random() < 0.1:
            body.pop(name, None)
        else:
            body[name] = random_.choice(keys if name == "key" and random_.random() < 0.7 else NASTY)
    return body


def test_any_form_is_answered(world: World, draft_keys: list[str]) -> None:
    """Every address, by turns as each role; most often as who is let through to the form."""
    random_ = random.Random(int(__import__("os").environ.get("FUZZ_SEED", "20250212")))
    clients = roles(world.cast)
    bold = [str(world.cast.chair), str(world.cast.member)]
    for turn in range(TURNS):
        for name in sorted(names_of_addresses()):
            who = random_.choice([*clients, *bold * 4])
            headers = {"HX-Request": "true"} if turn % 3 == 0 else {}
            body = changed(random_, world.body(name), draft_keys)
            address = world.address(name)
            status = settle(clients[who], "post", address, data=body, headers=headers)
            assert status < 500, (name, who, body)
            query = {random_.choice(QUERIES): random_.choice(NASTY), "older": random_.choice(OLDER)}
            status = settle(clients[who], "get", address, data=query, headers=headers)
            assert status < 500, (name, who, query)


@pytest.mark.parametrize("method", ["head", "options", "put", "delete", "patch", "trace"])
def test_any_method_is_answered(world: World, method: str) -> None:
    client = world.cast.client(world.cast.chair)
    for name in names_of_addresses():
        assert settle(client, method, world.address(name)) in {200, 302, 403, 404, 405}, (name, method)


RAW = [
    (b"\xff\xfe=\xff&words=\xed\xa0\x80", "application/x-www-form-urlencoded"),
    (b"words=a", "application/x-www-form-urlencoded; charset=utf-16"),
    (b"words=a", "application/x-www-form-urlencoded; charset=nonsense"),
    (b'{"words": 1}', "application/json"),
    (b"x", "multipart/form-data"),
    (b"x", "multipart/form-data; boundary=a"),
    (
        b'--a\r\nContent-Disposition: form-data; name="file"; filename="b\x00.txt"\r\n\r\n\x00\xff\r\n--a--\r\n',
        "multipart/form-data; boundary=a",
    ),
]


@pytest.mark.parametrize(("body", "kind"), RAW)
def test_any_bytes_are_answered(world: World, body: bytes, kind: str) -> None:
    client = world.cast.client(world.cast.chair)
    for name in names_of_addresses():
        assert settle(client, "generic", "POST", world.address(name), body, content_type=kind) < 500, name
        assert settle(client, "get", f"{world.address(name)}?words=%ff%00&older=%ed%a0%80&page=%") < 500, name


HUGE_IDS = [2**31, 2**63 - 1, 2**63, int(HUGE)]


@pytest.mark.parametrize("number", HUGE_IDS)
def test_ids_that_no_database_has_are_not_there(world: World, number: int) -> None:
    client = world.cast.client(world.cast.chair)
    for name, arguments in world.arguments().items():
        ids = {key: number for key in arguments if key in {"pk", "text", "draft", "entry", "number", "event", "line"}}
        if not ids:
            continue
        address = reverse(name, kwargs={**arguments, **ids})
        for method in ("get", "post"):
            assert settle(client, method, address) in {404, 405}, (name, method)


BREAKING = [
    ("technology_edit", {"base": "2.0", "title": "Other", "body": "Written meanwhile"}, 409),
    ("record_position", {"member": str(2**63)}, 422),
    ("minutes_answer", {"key": "date", "answer": "date:yesterday"}, 422),
    ("minutes_answer", {"key": "date", "answer": "date:2023-02-29"}, 422),
    ("demo_sign_in", {"member": "9" * 5000}, 404),
]


@pytest.mark.parametrize(("name", "spoilt", "status"), BREAKING)
def test_what_once_broke_a_page_is_answered_with_a_sentence(
    world: World, name: str, spoilt: dict[str, str], status: int
) -> None:
    client = world.cast.client(world.cast.chair)
    with override_settings(DEMO_SIGN_IN=True, DEBUG=True):
        answer = client.post(
            world.address(name), {**world.body(name), **spoilt}, headers={"host": "localhost", "origin": ""}
        )
    assert answer.status_code == status


@pytest.mark.parametrize("older", OLDER)
def test_any_place_in_the_history_is_answered(world: World, older: str) -> None:
    client = world.cast.client(world.cast.member)
    for name in ("technology", "about", "decisions"):
        assert client.get(world.address(name), {"older": older}).status_code == 200
