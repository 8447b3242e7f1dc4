"""A large group, the same one each time: 30 facilities, 100 members, 300 technologies, 40 meetings, 20,000 lines and
comments, 5,000 positions. Technology 1 alone has 200 lines of history and 100 positions.

Invented people and words. Made by bulk inserts that leave what the services would leave; `verify` finds no difference.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from activity.models import Event
from decisions.models import Position, Question, Stance
from meetings.models import Attendance, Meeting
from members.models import Account, Facility, Group, Member, Membership
from members.services import create_group
from minutes.models import Entry, Minutes, Section
from roadmap.models import ActionItem, Participation, Technology
from roadmap.services import create_roadmap
from roadmap.services.importing import NewTechnology, make_all
from writing.models import Comment, Text, Version

SLUG = "large"
FACILITIES, MEMBERS, TECHNOLOGIES, MEETINGS = 30, 100, 300, 40
LINES, COMMENTS, POSITIONS = 16_000, 4_000, 5_000
BUSY_LINES, BUSY_COMMENTS = 160, 40  # the history of technology 1
WORDS = """
beamline data access common storage analysis facility user software pipeline training metadata catalogue detector
stream compute remote login token policy archive format schema workflow notebook service platform quality proposal
sample experiment reduction calibration simulation network transfer identity open shared reusable sustainable
""".split()


def words(chance: random.Random, least: int, most: int) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(least, most)))


def sentence(chance: random.Random) -> str:
    return f"{words(chance, 8, 22).capitalize()}."


@transaction.atomic
def build() -> Group:
    """Make the group; about a minute. Its chair signs in as ``chair@large.example``."""
    chance = random.Random(20250212)  # the same group each time
    facilities = Facility.objects.bulk_create(
        [Facility(short_name=f"LAB{n:02}", full_name=f"Laboratory number {n}") for n in range(1, FACILITIES + 1)]
    )
    people = make_people(facilities)
    group = create_group(slug=SLUG, name="Large group", full_name="A group to measure with", chair=people[0])
    Membership.objects.bulk_create([Membership(group=group, member=one) for one in people[1:]])
    create_roadmap(group=group, by=people[0])
    technologies = make_technologies(chance, group, people)
    make_participations(chance, technologies, facilities)
    make_meetings(chance, group, people, technologies)
    make_comments(chance, people, technologies)
    make_positions(chance, group, people, technologies)
    return group


def make_people(facilities: Sequence[Facility]) -> list[Member]:
    chair = Account.objects.create_user("chair@large.example")
    made = [
        Member(name=f"Person Number{n:03}", facility=facilities[n % FACILITIES], account=None if n else chair)
        for n in range(MEMBERS)
    ]
    return Member.objects.bulk_create(made)


def make_technologies(chance: random.Random, group: Group, people: Sequence[Member]) -> list[Technology]:
    wanted = [
        NewTechnology(
            number=n,
            title=words(chance, 2, 6).capitalize(),
            body="\n\n".join(" ".join(sentence(chance) for _ in range(5)) for _ in range(3)),
        )
        for n in range(1, TECHNOLOGIES + 1)
    ]
    made = make_all(group, wanted, people[0])
    texts = [one.text for one in made[::10]]
    later = Version.objects.bulk_create(
        [
            Version(
                text=text,
                number=2,
                title=text.title,
                body=f"{text.head.body if text.head else ''}\n\n{sentence(chance)}",
                author=chance.choice(people),
                based_on=text.head,
                words_changed=15,
            )
            for text in texts
        ]
    )
    for text, version in zip(texts, later, strict=True):
        text.head = version
    Text.objects.bulk_update(texts, ["head"])
    return made


def make_participations(
    chance: random.Random, technologies: Sequence[Technology], facilities: Sequence[Facility]
) -> None:
    parts = ["leads", "takes_part", "takes_part", "watches", "does_not"]
    Participation.objects.bulk_create(
        [
            Participation(
                technology=one, facility=facility, part=chance.choice(parts), said_on=datetime.date(2025, 2, 12)
            )
            for one in technologies
            for facility in chance.sample(list(facilities), 8)
        ]
    )


def make_meetings(
    chance: random.Random, group: Group, people: Sequence[Member], technologies: Sequence[Technology]
) -> None:
    newest = timezone.localdate() - datetime.timedelta(days=7)
    each = LINES // MEETINGS
    for number in range(MEETINGS):
        date = newest - datetime.timedelta(days=28 * (MEETINGS - 1 - number))
        meeting = Meeting.objects.create(group=group, title="Monthly meeting", date=date, slug=date.isoformat())
        Attendance.objects.bulk_create(
            [
                Attendance(meeting=meeting, member=one, facility=one.facility, place=place)
                for place, one in enumerate(chance.sample(list(people), 40))
            ]
        )
        make_minutes(chance, meeting, people, technologies, each, by=people[0])


def make_minutes(
    chance: random.Random,
    meeting: Meeting,
    people: Sequence[Member],
    technologies: Sequence[Technology],
    each: int,
    *,
    by: Member,
) -> None:
    said = [sentence(chance) for _ in range(each)]
    text = Text.objects.create(group=meeting.group, kind=Text.Kind.MINUTES, title=meeting.title)
    text.head = Version.objects.create(
        text=text, number=1, title=meeting.title, body="\n".join(said), author=by, origin=Version.Origin.IMPORTED
    )
    text.save(update_fields=["head"])
    minutes = Minutes.objects.create(meeting=meeting, text=text, recorded_by=by)
    sections = Section.objects.bulk_create(
        [Section(minutes=minutes, place=n, title=words(chance, 2, 5), line=1 + n * each // 5) for n in range(5)]
    )
    busy = BUSY_LINES // MEETINGS
    entries = []
    for place, line in enumerate(said):
        technology = technologies[0] if place < busy else chance.choice(technologies[1:])
        kind = (
            "statement" if place < busy else chance.choices(["statement", "decision", "note", "idea"], [90, 4, 5, 1])[0]
        )
        entries.append(
            Entry(
                minutes=minutes,
                section=sections[5 * place // each],
                place=place,
                kind=kind,
                technology=technology,
                speaker=None if kind == "note" else chance.choice(people),
                text=line,
                line_first=place + 1,
                line_last=place + 1,
                inside=place >= busy and chance.random() < 0.02,
            )
        )
    asked = chance.sample([one for one in entries if one.kind == "statement" and one.technology != technologies[0]], 8)
    actions = ActionItem.objects.bulk_create(
        [
            ActionItem(
                group=meeting.group,
                technology=one.technology,
                meeting=meeting,
                words=one.text,
                due=meeting.date + datetime.timedelta(days=chance.randint(10, 200)),
                state="open",
            )
            for one in asked
        ]
    )
    through = ActionItem.assignees.through
    through.objects.bulk_create(
        [through(actionitem_id=item.pk, member_id=chance.choice(people).pk) for item in actions]
    )
    for entry, item in zip(asked, actions, strict=True):
        entry.kind, entry.action_item = "action", item
    Entry.objects.bulk_create(entries)
    referring = Entry.references.through
    referring.objects.bulk_create(
        [
            referring(entry_id=one.pk, technology_id=chance.choice(technologies).pk)
            for one in chance.sample(entries, each // 20)
        ]
    )
    Event.objects.create(group=meeting.group, actor=by, kind="minutes.recorded", data={"minutes": minutes.pk})


def make_comments(chance: random.Random, people: Sequence[Member], technologies: Sequence[Technology]) -> None:
    now = timezone.now()
    made = Comment.objects.bulk_create(
        [
            Comment(
                thread_id=(technologies[0] if n < BUSY_COMMENTS else chance.choice(technologies[1:])).thread_id,
                author=chance.choice(people),
                body=" ".join(sentence(chance) for _ in range(chance.randint(1, 3))),
                at=now - datetime.timedelta(minutes=7 * n),
            )
            for n in range(COMMENTS)
        ]
    )
    Event.objects.bulk_create(
        [
            Event(
                group=technologies[0].group,
                actor=one.author,
                kind="comment.posted",
                at=one.at,
                data={"comment": one.pk},
            )
            for one in reversed(made)
        ]
    )


def make_positions(
    chance: random.Random, group: Group, people: Sequence[Member], technologies: Sequence[Technology]
) -> None:
    questions = {one.pk: one for one in Question.objects.filter(technology__in=technologies)}
    rest = POSITIONS - MEMBERS
    given: list[Position] = []
    for index, technology in enumerate(technologies):
        share = MEMBERS if index == 0 else rest // (TECHNOLOGIES - 1) + (index <= rest % (TECHNOLOGIES - 1))
        for sequence, member in enumerate(chance.sample(list(people), share), start=1):
            given.append(
                Position(
                    question=questions[technology.question_id],
                    member=member,
                    sequence=sequence,
                    value=chance.choices(["pro", "contra", "abstain"], [6, 2, 1])[0],
                    version=technology.text.head,
                    recorded_by=member,
                )
            )
    made = Position.objects.bulk_create(given)
    Stance.objects.bulk_create(
        [Stance(question=one.question, member=one.member, position=one, value=one.value) for one in made]
    )
