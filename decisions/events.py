"""How positions are told in the feed, and what a question belongs to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from activity.kinds import EventKind, Told, register_kinds, register_loader
from decisions.models import Question, Value
from members.viewer import Viewer
from web.words import listed


@dataclass(frozen=True, slots=True)
class QuestionHost:
    """What this floor must know of a question's owner."""

    may_see: Callable[[Viewer, Question], bool]
    address: Callable[[Question], str]
    label: Callable[[Question], str]
    related: str = ""


HOSTS: dict[str, QuestionHost] = {}


def register_question_host(host: QuestionHost) -> None:
    """Standing questions belong to technologies; there is one host for them."""
    HOSTS["standing"] = host


def host() -> QuestionHost:
    return HOSTS["standing"]


def load_questions(ids: Iterable[int]) -> Mapping[int, Question]:
    related = [name for name in ("group", host().related) if name]
    return Question.objects.select_related(*related).in_bulk(list(ids))


def taken(told: Told) -> str:
    value = Value(told.event.data["value"]).label.lower()
    label = host().label(told["question"])
    if told.event.actor_id != told.event.data["member"]:
        return f"{told.actor} recorded for {told['member']}: {value} on {label}"
    return f"{told['member']}: {value} on {label}"


def taken_together(told: Sequence[Told]) -> str:
    """Several positions of one side, recorded for others."""
    first = told[0]
    names = listed([str(one["member"]) for one in told])
    value = Value(first.event.data["value"]).label.lower()
    return f"{first.actor} recorded for {names}: {value} on {host().label(first['question'])}"


def same_side(told: Told) -> tuple[object, ...]:
    """What positions told together share; what somebody says in person stands alone."""
    data = told.event.data
    alone = told.event.pk if told.event.actor_id == data["member"] else None
    return data["question"], data["value"], alone


def register() -> None:
    register_loader("question", load_questions)

    def sees(viewer: Viewer, told: Told) -> bool:
        return told["question"] is not None and host().may_see(viewer, told["question"])

    def address(told: Told) -> str:
        return host().address(told["question"])

    register_kinds(
        EventKind("position.taken", taken, address, sees, taken_together, same_side),
        EventKind(
            "position.withdrawn",
            lambda t: f"{t['member']}: position taken back on {host().label(t['question'])}",
            address,
            sees,
        ),
    )
