"""Two groups with one of everything in each, and the address of every page in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from activity.models import Event
from decisions.models import Position
from members.models import Member
from minutes.models import Entry, Minutes, MinutesDraft
from minutes.resolved import Part, Vote
from minutes.services.drafts import token
from minutes.services.replies import reply
from roadmap.brought_in import load, plan_of
from roadmap.models import ActionItem, AskedOfDirectors, DocumentDraft, Participation, Relation, Technology
from roadmap.services import (
    ask_directors,
    create_roadmap,
    documents,
    make_idea,
    note_action,
    relate,
    set_state,
    write_about,
)
from roadmap.services.actions import stamp
from tests.conftest import Cast
from tests.minutes.building import DAY, draft_of, known, member, recorded, resolved, row
from writing.models import Comment

KEY = "6f1c2d4e-0000-4000-8000-000000000001"
SECRET = "Quicksilver"  # stands in every line that is kept inside, and nowhere else

TEXT = """Optics meeting

Present

- Ana Kováč (LAKE)
- Bo O'Neill (HILL)

Technology 1: Ana: mirrors are polished twice – Bo: is that needed?

Technology 2: Bo: gratings come from one maker – Zora: should we keep it? – pro: Ana, Bo

Ana: Bo will prepare a list.
"""
DOCUMENT = "# The optics roadmap\n\nWhat it is.\n\n## 2. Mirrors\n\nPolished twice.\n\n## 5. Gratings\n\nRuled.\n"


@dataclass
class World:
    """One group and an id of everything in it. Everything that can be somebody's own is ``owner``'s."""

    cast: Cast
    owner: Member
    minutes: Minutes
    technology: Technology
    comment: Comment
    action: ActionItem
    noted: ActionItem  # by hand
    position: Position
    part: Participation
    relation: Relation
    raised: Technology  # an idea, by hand
    draft: MinutesDraft
    line: Entry
    hidden: Entry  # a line kept inside
    document: DocumentDraft
    made_ready: Event
    asked: AskedOfDirectors
    idea: Technology

    def arguments(self, slug: str = "") -> dict[str, dict[str, Any]]:
        """What the address of each name takes, under this group's slug or another's."""
        group = {"group": slug or self.cast.group.slug}
        number = {**group, "number": 2}
        text = {**group, "text": self.technology.text_id}
        draft = {**group, "draft": self.draft.pk}
        meeting = {**group, "meeting": self.minutes.meeting.slug}
        comment = {**group, "pk": self.comment.pk}
        action = {**group, "pk": self.action.pk}
        found: dict[str, dict[str, Any]] = {name: {} for name in ("home", "sign_in", "sign_out", "demo_sign_in", "me")}
        for name in (
            "roadmap",
            "read",
            "set_due",
            "name_technologies",
            "undo_names",
            "type_names",
            "ideas",
            "actions",
            "decisions",
            "action_note",
            "meetings",
        ):
            found[name] = group
        for name in ("parts", "own_part", "note_part", "confirm_parts", "unconfirm_parts", "facility_counts"):
            found[name] = group
        for name in ("feed", "people", "search", "minutes_paste"):
            found[name] = group
        for name in ("technology", "technology_edit", "set_state", "technology_post", "take_position"):
            found[name] = number
        for name in ("about", "about_edit", "about_post", "set_title"):
            found[name] = group
        for name in ("change_writers", "ask_directors"):
            found[name] = number
        for name in ("record_position", "set_part", "relate", "move_technology"):
            found[name] = number
        for name in ("versions", "compare", "restore"):
            found[name] = text
        for name in ("draft", "text", "answer", "line", "head", "roster", "take_all", "undo_last", "record"):
            found[f"minutes_{name}"] = draft
        found["document_bring"] = group
        for name in ("draft", "answer", "part", "undo_last", "record", "undo"):
            found[f"document_{name}"] = {**group, "draft": self.document.pk}
        for name in ("meeting", "minutes_undo", "minutes_correct"):
            found[name] = meeting
        for name in ("comment_edit", "comment_withdraw", "comment_put_back"):
            found[name] = comment
        for name in ("action", "action_close", "action_reopen", "action_change", "action_due"):
            found[name] = action
        found["action_take_back"] = {**group, "pk": self.noted.pk}
        return found | {
            "download": {**group, "form": "md"},
            "person": {**group, "pk": self.owner.pk},
            "person_join": {**group, "pk": self.owner.pk},
            "person_leave": {**group, "pk": self.owner.pk},
            "facility": {**group, "pk": self.owner.facility_id or self.cast.lakeside.pk},
            "undo_position": {**group, "pk": self.position.pk},
            "undo_part": {**group, "pk": self.part.pk},
            "idea_take_back": {**group, "pk": self.raised.pk},
            "relation_take_back": {**group, "pk": self.relation.pk},
            "entry_reply": {**group, "entry": self.line.pk},
            "undo_state": {**number, "event": self.made_ready.pk},
            "undo_asked": {**number, "line": self.asked.pk},
            "promote_idea": {**group, "pk": self.idea.pk},
        }

    def body(self, name: str) -> dict[str, str]:
        """A form that the address of that name takes, as its page would send it."""
        forms: dict[str, dict[str, str]] = {
            "sign_in": {"email": "ana@example.org", "password": "correct horse battery", "next": "/me/"},
            "demo_sign_in": {"member": str(self.owner.pk), "next": "/"},
            "set_due": {"due_on": "2026-05-28", "due_for": "the directors"},
            "name_technologies": {"title-2": "Mirrors", "title-5": "Gratings"},
            "type_names": {"names": "Undulators\nDetectors"},
            "ideas": {"words": "a common catalogue"},
            "action_note": {"words": "order mirrors", "people": str(self.owner.pk), "others": "", "due": "2026-03-01"},
            "action_change": {"words": "", "people": str(self.owner.pk), "others": "all", "was": stamp(self.action)},
            "action_due": {"due": "2026-03-01", "was": ""},
            "action_close": {"words": "sent", "how": "done"},
            "set_state": {"state": "written"},
            "change_writers": {"add": str(self.owner.pk)},
            "ask_directors": {"words": "A common budget", "base": str(self.asked.pk)},
            "about_edit": {"base": "1", "title": "", "body": "What we plan.", "note": "", "small": ""},
            "about_post": {"words": "who does it?", "send_key": KEY, "reply_to": ""},
            "set_title": {"title": "Optics of tomorrow"},
            "technology_edit": {"base": "1", "title": "Mirrors", "body": "Polished.", "note": "", "small": ""},
            "technology_post": {"words": "why not?", "position": "comment", "send_key": KEY, "reply_to": ""},
            "take_position": {"position": "abstain"},
            "record_position": {
                "member": str(self.owner.pk), "position": "pro", "heard": "mail", "said_on": "2025-03-01",
            },
            "set_part": {"part": "leads"},
            "relate": {"kind": "needs", "other": "5"},
            "own_part": {"part": "leads", "number": "2"},
            "note_part": {
                "part": "leads", "number": "2", "facility": str(self.part.facility_id), "said_by": str(self.owner.pk),
            },
            "facility_counts": {"facility": str(self.part.facility_id), "counts": "0"},
            "move_technology": {"to": "down", "place": ""},
            "restore": {"number": "1", "base": "1"},
            "comment_edit": {"words": "I would rather not, yet"},
            "minutes_paste": {"text": TEXT},
            "minutes_text": {"text": TEXT + "more", "base": token(self.draft), "first": "", "last": ""},
            "minutes_answer": {
                "key": "date", "answer": "date", "name": "", "facility": "", "who": "", "date": "2026-03-04", "people": "",
            },
            "minutes_line": {
                "quote": "mirrors are polished twice", "line": "8", "occurrence": "0", "kind": "statement",
                "speaker": "Ana Kováč", "technology": "1", "people": "", "pro": "", "contra": "", "abstain": "",
                "due": "", "text": "mirrors are polished twice", "inside": "1", "at": "7", "act": "",
            },
            "minutes_head": {"title": "Optics", "date": "2026-03-04"},
            "minutes_roster": {"name": "Bo O'Neill", "facility": "HILL", "presence": "part"},
            "document_bring": {"text": DOCUMENT},
            "document_answer": {"base": documents.token(self.document), "at": "", "key": "level", "answer": "1"},
            "document_part": {
                "base": documents.token(self.document), "at": "1", "becomes": "T2", "title": "Mirrors", "text": "Better.",
            },
            "document_record": {"seen": plan_of(self.document, load(self.cast.group)).fingerprint},
            "entry_reply": {"body": "quite", "send_key": KEY, "next": ""},
        }  # fmt: skip
        state = {"state": "?show=all"} if name.startswith(("minutes_", "document_")) else {}
        return {**forms.get(name, {}), **state}

    def address(self, name: str, slug: str = "") -> str:
        return reverse(name, kwargs=self.arguments(slug)[name])


def names_of_addresses() -> set[str]:
    """The name of every address the site answers. An address without a name is one that redirects to a named one.

    Those of the administration are walked by tests/test_administration.py.
    """

    def walk(patterns: Any) -> set[str]:
        found: set[str] = set()
        for one in patterns:
            if isinstance(one, URLResolver) and one.namespace == "admin":
                continue
            if isinstance(one, URLResolver):
                found |= walk(one.url_patterns)
            elif isinstance(one, URLPattern) and one.name:
                found.add(one.name)
        return found

    return walk(get_resolver().url_patterns)


def everything(cast: Cast) -> World:
    """Technologies 2 and 5 with texts, a comment, votes, an action, a part, an idea; recorded minutes and a draft.

    The comment, the position and the part are the member's own; the draft is the chair's.
    """
    create_roadmap(group=cast.group, by=cast.chair, title=cast.group.name)
    bo, zed = member(cast.member), known("Zed Known")
    inside = known("Ida Inside")
    rows = [
        row(0, "statement", "looks good", bo, technology=2, topic_title="Mirrors"),
        row(1, "vote", "pro: Ana", technology=2, vote=Vote("keep it?", [member(cast.chair)])),
        row(2, "action", "will write the text", bo, technology=2, assignees=[bo], is_action=True),
        row(3, "idea", "sample PIDs", zed),
        row(4, "statement", "we stay out", bo, technology=5, part=Part("HILL", "does_not", 2, bo)),
        row(5, "note", f"{SECRET} note", bo, technology=2, inside=True, references=(5,)),
        row(6, "action", f"{SECRET} action", bo, technology=2, inside=True, assignees=[bo], is_action=True),
        row(7, "statement", f"{SECRET} said", inside, technology=5, inside=True),
        row(8, "idea", f"{SECRET} idea", inside, inside=True),
    ]
    minutes = recorded(cast, resolved(rows), f"Optics meeting {cast.group.slug}\n{SECRET}\n")
    technology = Technology.objects.select_related("group", "question", "thread", "text__head").get(
        group=cast.group, number=2
    )
    write_about(technology=technology, by=cast.member, words="I would rather not", value="contra")
    comment = Comment.objects.get(thread=technology.thread_id)
    hidden = Entry.objects.get(minutes=minutes, text=f"{SECRET} note")
    reply(entry=hidden, body=f"{SECRET} reply", by=cast.member)
    position = Position.objects.get(comment=comment)
    _, made_ready = set_state(technology=technology, state="ready", by=cast.member)
    asked = ask_directors(technology=technology, words="A budget", base=0, by=cast.member)
    assert made_ready
    assert asked
    return World(
        cast=cast,
        owner=cast.member,
        minutes=minutes,
        technology=technology,
        comment=comment,
        action=ActionItem.objects.get(group=cast.group, words="will write the text"),
        noted=note_action(group=cast.group, words="order gratings", by=cast.member),
        position=position,
        part=Participation.objects.get(technology__group=cast.group, superseded_at__isnull=True),
        relation=relate(
            technology=technology,
            other=Technology.objects.select_related("group").get(group=cast.group, number=5),
            kind="overlaps",
            by=cast.chair,
        )[0],
        raised=make_idea(group=cast.group, words="share a workshop", by=cast.member, raised_by=cast.member),
        draft=draft_of(cast, TEXT),
        line=Entry.objects.get(minutes=minutes, text="looks good"),
        hidden=hidden,
        document=documents.start_document(group=cast.group, text=DOCUMENT, by=cast.chair, file_name="optics.md"),
        made_ready=made_ready,
        asked=asked,
        idea=Technology.objects.get(group=cast.group, text__title="sample PIDs"),
    )


def other_world(cast: Cast) -> World:
    """The same in the other group, all of it its chair's."""
    own = cast.outsider
    return everything(
        replace(cast, group=cast.other_group, other_group=cast.group, chair=own, member=own, second=own, observer=own)
    )


__all__ = ["DAY", "SECRET", "World", "everything", "names_of_addresses", "other_world"]
