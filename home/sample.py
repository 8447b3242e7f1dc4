"""The sample: the group whose real minutes Waymark was built for, made by the product's own import.

Nothing here writes what the minutes say: the text is read, the three doubts are answered and the offers taken as a
minute taker would. Only titles and descriptions are added, each marked as inferred; a working title asks for a name.
"""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from members.demo import DEMO_DOMAIN
from members.models import Account, Group, Member, Membership
from members.services import add_member, create_group, ensure_facility
from minutes.models import MinutesDraft
from minutes.preview import look, resolve
from minutes.services.drafts import answer, start_draft
from minutes.services.record import record
from roadmap.models import Technology
from roadmap.services import create_roadmap
from web.words import fold
from writing.models import Version
from writing.services import save

MINUTES = Path(__file__).resolve().parent.parent / "minutes" / "sample" / "2025-02-12-wg3.md"
INFERRED = "Inferred from the minutes of 12 Feb 2025; nobody has chosen these words yet."

# Working title and short description of each technology, as far as the minutes let one infer them.
TEXTS: dict[int, tuple[str, str]] = {
    1: (
        "Training material and its maintenance",
        "Training material is developed, and there is a plan for who maintains it. "
        "The credibility of the training platform depends on both.",
    ),
    2: (
        "Shared user-office software",
        "A user-office software that several facilities develop and use together, offered as an alternative beside "
        "those in use: adding something is easier than replacing. STFC, ESS and ELI use the same technology already.",
    ),
    3: (
        "Priority next to AI/ML and training",
        "Proposed as the top-most point. It overlaps with the AI/ML framework (T4) and the PaNOSC training platform.",
    ),
    4: (
        "AI/ML framework",
        "A framework for AI and machine learning over the facilities’ data, with an opening of the infrastructure. "
        "A rename to “FAIR-ready AI/ML framework” was suggested.",
    ),
    5: (
        "More efficient use of data",
        "How data can be used more efficiently, in synergy with OSCARS and the D3A initiative.",
    ),
    6: ("Innovative data management", "Innovative data management is added to the list; experts improve the text."),
    7: (
        "Reusable analysis components",
        "Modules and common patterns of analysis across beamlines, in synergy with DAPHNE and LEAPS-INNOV. "
        "The stress is on reusability, not on one work-flow technology.",
    ),
    8: (
        "Data streaming and storage beyond files",
        "Remote collaboration and collaboration with companies on streaming and storing data, such as tile storage, "
        "without a claim that files will be abandoned.",
    ),
    9: (
        "Transfer to and usability of computing",
        "Scientists without training in high-performance computing can bring their data to it and use it. "
        "Usability matters more than transport. Related: T10.",
    ),
    10: (
        "Secure exchange across facilities",
        "A simple way to move data between facilities, perhaps with common authentication, that considers "
        "cybersecurity. Other research infrastructures are to be included.",
    ),
    11: (
        "Identities and access rights beyond Umbrella",
        "What is added on top of Umbrella: access rights tagged to data, virtual organisations, and transfer that "
        "retains access rights. First it should be known why people do not use it.",
    ),
}


@transaction.atomic
def load_sample() -> list[Group]:
    """Make the sample group and a second, empty one. The caller makes sure that the database is empty."""
    chair = make_claimed(Member.objects.create(name="Paul Millar", facility=ensure_facility(short_name="DESY")))
    group = create_group(slug="wg3", name="LEAPS WG3", full_name="Working group 3 of LEAPS", chair=chair)
    create_roadmap(group=group, by=chair, title="LEAPS Technology Roadmap")
    draft = start_draft(group=group, text=MINUTES.read_text(encoding="utf-8"), by=chair, file_name=MINUTES.name)
    answer_as_a_minute_taker(draft, chair)
    record(draft=draft, resolved=resolve(draft), by=chair)
    describe(group, chair)
    Account.objects.filter(member=chair).update(is_staff=True)  # so that the administration can be looked at
    for membership in Membership.objects.filter(group=group, member__account__isnull=True).select_related("member"):
        make_claimed(membership.member)
    Membership.objects.filter(group=group, member__name="Melanie Nentwich").update(takes_minutes=True)
    visitor = make_claimed(Member.objects.create(name="Robin Visitor"))
    add_member(group=group, member=visitor, role=Membership.Role.OBSERVER)
    empty = create_group(slug="empty", name="Empty group", full_name="To begin with your own minutes", chair=chair)
    create_roadmap(group=empty, by=chair, title="Technology Roadmap")
    return [group, empty]


def answer_as_a_minute_taker(draft: MinutesDraft, by: Member) -> None:
    """Zdenek and David were quoted, the misspelt name is who it seems, and what is offered is taken."""
    understood = look(draft).understood
    for question in understood.questions:
        value = {"choice": "yes", "is": question.proposed} if question.proposed else {"choice": "quoted"}
        value["written"] = question.marks[0]
        answer(draft=draft, key=question.key, value=value, by=by, quote=question.quote, line=question.line)
    for offer in understood.offers:
        take = not offer.asks_people
        answer(draft=draft, key=offer.key, value={"take": take}, by=by, quote=offer.quote, line=offer.line)


def describe(group: Group, by: Member) -> None:
    for technology in Technology.objects.listed(group).select_related("text__head"):
        if technology.number in TEXTS and technology.text.head is not None:
            title, body = TEXTS[technology.number]
            save(
                text=technology.text,
                base=technology.text.head.number,
                title=title,
                body=body,
                by=by,
                note=INFERRED,
                origin=Version.Origin.INFERRED,
            )
    Technology.objects.listed(group).filter(number__in=TEXTS).update(working_title=True)


def make_claimed(member: Member) -> Member:
    """Give a person of the sample an account of the demo's own domain, without a password."""
    member.account = Account.objects.create_user(f"{fold(member.name).replace(' ', '.')}@{DEMO_DOMAIN}")
    member.save(update_fields=["account"])
    return member
