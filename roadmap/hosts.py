"""What the lower floors are told of technologies: whose text, thread and question; how acts are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.urls import reverse

from activity.kinds import EventKind, Told, register_kinds, register_loader
from decisions.events import QuestionHost, register_question_host
from decisions.models import Question
from members.models import Group
from members.permissions import can_see_group
from members.viewer import Viewer
from roadmap.models import ActionItem, DocumentDraft, Participation, Relation, Technology
from roadmap.permissions import (
    can_comment_technology,
    can_discuss_roadmap,
    can_edit_scope,
    can_edit_technology,
    can_see_technology,
)
from web.words import counted, listed
from writing.hosts import TextHost, ThreadHost, register_text_host, register_thread_host
from writing.models import Text, Thread


def address(technology: Technology) -> str:
    """Where a technology is shown; an idea is shown in the list of ideas."""
    if technology.number is None:
        return f"{reverse('ideas', args=[technology.group.slug])}#idea-{technology.pk}"
    return reverse("technology", args=[technology.group.slug, technology.number])


def label(technology: Technology) -> str:
    return f"T{technology.number}" if technology.number else "an idea"


def load_technologies(ids: Iterable[int]) -> Mapping[int, Technology]:
    return Technology.objects.select_related("group", "text").in_bulk(list(ids))


def load_actions(ids: Iterable[int]) -> Mapping[int, ActionItem]:
    found = ActionItem.objects.select_related("group", "technology").prefetch_related("assignees")
    return found.in_bulk(list(ids))


def load_participations(ids: Iterable[int]) -> Mapping[int, Participation]:
    return Participation.objects.select_related("technology__group", "facility").in_bulk(list(ids))


def load_relations(ids: Iterable[int]) -> Mapping[int, Relation]:
    return Relation.objects.select_related("technology__group", "other__group").in_bulk(list(ids))


def sees_technology(viewer: Viewer, told: Told) -> bool:
    return told["technology"] is not None and can_see_technology(viewer, told["technology"])


def technology_address(told: Told) -> str:
    return address(told["technology"])


def part_address(told: Told) -> str:
    return address(told["participation"].technology)


def part_sentence(kind: str, words: str = "") -> EventKind:
    verb = words or kind

    def sentence(told: Told) -> str:
        part: Participation = told["participation"]
        return f"{told.actor} {verb}: {part.facility} {part.get_part_display()} in {label(part.technology)}"

    def sees(viewer: Viewer, told: Told) -> bool:
        return told["participation"] is not None and can_see_technology(viewer, told["participation"].technology)

    def several(told: Sequence[Told]) -> str:
        facility = told[0]["participation"].facility
        numbers = sorted({one["participation"].technology.number or 0 for one in told})
        return f"{told[0].actor} {verb}: {facility}’s part in {numbered(numbers)}"

    return EventKind(
        f"participation.{kind}", sentence, part_address, sees, several, lambda told: told["participation"].facility_id
    )


def listed_labels(told: Sequence[Told]) -> str:
    return numbered(sorted({one["technology"].number for one in told}))


def numbered(numbers: Sequence[int]) -> str:
    """``T1 to T11`` where the numbers follow each other, otherwise ``T2, T5 and T7``."""
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"T{numbers[0]} to T{numbers[-1]}"
    return listed([f"T{number}" for number in numbers])


def together(verb: str) -> Callable[[Sequence[Told]], str]:
    """Several technologies of one act, or several ideas."""

    def sentence(told: Sequence[Told]) -> str:
        is_idea = told[0]["technology"].number is None
        return f"{told[0].actor} {verb} {counted(len(told), 'idea') if is_idea else listed_labels(told)}"

    return sentence


def is_idea(told: Told) -> bool:
    return told["technology"].number is None


def people_of(action: ActionItem) -> str:
    names = [member.name for member in action.assignees.all()]
    return listed([*names, *([action.assigned_words] if action.assigned_words else [])])


def about_action(told: Told) -> str:
    """`` on T10 for Ana Kováč``: an action's own words stay on its page."""
    action: ActionItem = told["action"]
    on = f" on {label(action.technology)}" if action.technology and action.technology.number else ""
    people = people_of(action)
    return f"{on} for {people}" if people else on


def actions_together(told: Sequence[Told]) -> str:
    people = list(dict.fromkeys(filter(None, (people_of(one["action"]) for one in told))))
    tail = f", for {'; '.join(people)}" if people else ""
    return f"{told[0].actor} noted {len(told)} actions{tail}"


def action_kind(name: str, words: str, end: str = "") -> EventKind:
    def address_of(told: Told) -> str:
        action: ActionItem = told["action"]
        if action.taken_back_at is not None:
            return reverse("actions", args=[action.group.slug])
        return reverse("action", args=[action.group.slug, action.pk])

    return EventKind(
        f"action.{name}",
        lambda told: f"{told.actor} {words}{about_action(told)}{end}",
        address_of,
        lambda viewer, told: told["action"] is not None and viewer.is_inside(told.event.group_id),
        actions_together if name == "made" else None,
    )


def load_documents(ids: Iterable[int]) -> Mapping[int, DocumentDraft]:
    return DocumentDraft.objects.defer("source", "sections", "made").in_bulk(list(ids))


def document_name(told: Told) -> str:
    document: DocumentDraft | None = told["document"]
    return (document.file_name if document else "") or "a pasted document"


def brought_in(told: Told) -> str:
    """``Ana brought in 11 texts from roadmap.docx``; names alone are said where there are no texts."""
    texts, names = told.event.data.get("texts", 0), told.event.data.get("names", 0)
    what = counted(texts, "text") if texts or not names else counted(names, "name")
    return f"{told.actor} brought in {what} from {document_name(told)}"


def took_back(told: Told) -> str:
    return f"{told.actor} took back what came from {document_name(told)}"


def idea_kind(name: str, words: str) -> EventKind:
    """The idea itself may be gone, so it is told with the list of ideas."""
    return EventKind(
        f"idea.{name}",
        lambda told: f"{told.actor} {words}",
        lambda told: reverse("ideas", args=[told.event.group.slug]),
    )


def relation_kind(name: str, words: str) -> EventKind:
    def sentence(told: Told) -> str:
        relation: Relation = told["relation"]
        one, two = label(relation.technology), label(relation.other)
        return f"{told.actor} {words}: {one} {relation.get_kind_display()} {two}"

    def sees(viewer: Viewer, told: Told) -> bool:
        relation: Relation | None = told["relation"]
        return relation is not None and all(
            can_see_technology(viewer, one) for one in (relation.technology, relation.other)
        )

    return EventKind(f"relation.{name}", sentence, lambda told: address(told["relation"].technology), sees)


def moved(told: Told) -> str:
    places = told.event.data
    return f"{told.actor} moved {label(told['technology'])} from {places.get('from')} to {places.get('to')}"


def counts_kind(name: str, words: str) -> EventKind:
    """The chair's setting, told inside the group."""

    def address_of(told: Told) -> str:
        return f"{reverse('parts', args=[told.event.group.slug])}?by=facility"

    return EventKind(
        f"facility.{name}",
        lambda told: f"{told.actor} decided: {told['facility']} {words}",
        address_of,
        lambda viewer, told: told["facility"] is not None and viewer.is_inside(told.event.group_id),
    )


def about(group: Group) -> str:
    """Where the roadmap speaks of itself."""
    return reverse("about", args=[group.slug])


def roadmap_address(told: Told) -> str:
    return reverse("roadmap", args=[told.event.group.slug])


def register() -> None:
    register_text_host(
        Text.Kind.TECHNOLOGY,
        TextHost(
            may_see=lambda viewer, text: can_see_technology(viewer, text.technology),
            may_edit=lambda viewer, text: can_edit_technology(viewer, text.technology),
            address=lambda text: address(text.technology),
            label=lambda text: label(text.technology),
            related=("technology__group",),
        ),
    )
    register_thread_host(
        Thread.Kind.TECHNOLOGY,
        ThreadHost(
            may_see=lambda viewer, thread: can_see_technology(viewer, thread.technology),
            may_write=lambda viewer, thread: can_comment_technology(viewer, thread.technology),
            address=lambda thread: address(thread.technology),
            related=("technology__group",),
        ),
    )

    register_text_host(
        Text.Kind.ROADMAP,
        TextHost(
            may_see=lambda viewer, text: can_see_group(viewer, text.group),
            may_edit=lambda viewer, text: can_edit_scope(viewer, text.group),
            address=lambda text: about(text.group),
            label=lambda text: "the scope of the roadmap",
        ),
    )
    register_thread_host(
        Thread.Kind.ROADMAP,
        ThreadHost(
            may_see=lambda viewer, thread: can_see_group(viewer, thread.group),
            may_write=lambda viewer, thread: can_discuss_roadmap(viewer, thread.group),
            address=lambda thread: about(thread.group),
        ),
    )

    def of(question: Question) -> Technology:
        return question.technology

    register_question_host(
        QuestionHost(
            may_see=lambda viewer, question: can_see_technology(viewer, of(question)),
            address=lambda question: address(of(question)),
            label=lambda question: label(of(question)),
            related="technology__group",
        )
    )
    register_loader("technology", load_technologies)
    register_loader("action", load_actions)
    register_loader("participation", load_participations)
    register_loader("relation", load_relations)
    register_loader("document", load_documents)
    register_kinds(
        EventKind(
            "technology.made",
            lambda t: f"{t.actor} added {label(t['technology'])}",
            technology_address,
            sees_technology,
            together("added"),
            is_idea,
        ),
        EventKind(
            "technology.named",
            lambda t: f"{t.actor} named {label(t['technology'])}",
            technology_address,
            sees_technology,
            together("named"),
            is_idea,
        ),
        EventKind(
            "technology.ready",
            lambda t: f"{t.actor} says {label(t['technology'])} is ready for the group",
            technology_address,
            sees_technology,
        ),
        EventKind(
            "technology.written",
            lambda t: f"{t.actor} says {label(t['technology'])} is still being written",
            technology_address,
            sees_technology,
        ),
        EventKind("technology.moved", moved, technology_address, sees_technology),
        EventKind("document.recorded", brought_in, roadmap_address),
        EventKind("document.undone", took_back, roadmap_address),
        EventKind("roadmap.due", lambda t: f"{t.actor} set when the roadmap is due", roadmap_address),
        part_sentence("noted"),
        part_sentence("set"),
        part_sentence("confirmed"),
        part_sentence("not confirmed", "no longer confirms"),
        part_sentence("took back"),
        counts_kind("counts", "now counts in the tallies"),
        counts_kind("left out", "does not count in the tallies any more"),
        idea_kind("taken back", "took back an idea"),
        idea_kind("put back", "raised an idea again"),
        relation_kind("noted", "noted"),
        relation_kind("taken back", "took back"),
        action_kind("made", "noted an action"),
        action_kind("done", "closed an action", " as done"),
        action_kind("dropped", "dropped an action"),
        action_kind("reopened", "opened an action", " again"),
        action_kind("due", "set the date of an action"),
        action_kind("changed", "changed an action"),
        action_kind("taken back", "took back an action"),
        action_kind("put back", "noted an action", " again"),
    )
