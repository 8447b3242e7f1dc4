"""Who has said what on a technology's question: everybody of the group, with what they said. One query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone

from decisions.models import Heard, Position, Value
from decisions.tallies import Tally, tally
from members.models import Group, Member, Membership
from web.words import day, listed


@dataclass(frozen=True, slots=True)
class Voice:
    """A person and what they say. ``value`` is "" when they have not said; ``counts`` whether they could answer."""

    pk: int
    name: str
    facility: str
    facility_id: int | None
    counts: bool
    inside: bool
    value: str = ""
    position_id: int | None = None
    version: int | None = None
    heard: str = Heard.SITE
    said_on: date | None = None
    at: datetime | None = None
    recorded_by: str = ""
    recorded_by_id: int | None = None
    may_write: bool = False  # a member or the chair, not an observer
    has_words: bool = False  # ever, for what they say now: undoing a change brings the reason back

    @property
    def confirmed(self) -> bool:
        """Whether the person gave it in person."""
        return self.recorded_by_id == self.pk

    @property
    def on(self) -> date | None:
        if self.said_on is not None:
            return self.said_on
        return timezone.localtime(self.at).date() if self.at else None

    @property
    def remark(self) -> str:
        """Why there is a ``?``: “From the minutes of 12 Feb; Ana has not confirmed it yet”."""
        if self.confirmed or not self.value:
            return ""
        if self.heard == Heard.MINUTES:
            return f"From the minutes of {day(self.on)}; {self.name} has not confirmed it yet"
        recorder = f" by {self.recorded_by}" if self.recorded_by else ""
        where = Heard(self.heard).label
        return f"Recorded{recorder}, heard {where} on {day(self.on)}; {self.name} has not confirmed it yet"

    @property
    def asked_back(self) -> str:
        """What the person is asked: “The minutes of 12 Feb say you are pro. Is that right?”"""
        if self.heard == Heard.MINUTES:
            return f"The minutes of {day(self.on)} say: {self.name}, {self.value}. Is that right?"
        who = self.recorded_by or "Somebody"
        return f"{who} noted for you on {day(self.on)}: {self.value}, {Heard(self.heard).label}. Is that right?"

    @property
    def recorded(self) -> str:
        return f"recorded by {self.recorded_by}" if self.recorded_by and not self.confirmed else ""


def voices(group: Group, question_id: int) -> list[Voice]:
    """Everybody of the group, and whoever else has said something, by name."""
    electorate = Membership.objects.can_answer(group).filter(member=OuterRef("pk"))
    current = Membership.objects.current().filter(group=group, member=OuterRef("pk"))
    rows = (
        Member.objects.annotate(
            stance=FilteredRelation("stances", condition=Q(stances__question=question_id)),
            could=Exists(electorate),
            inside=Exists(current),
            may_write=Exists(current.exclude(role=Membership.Role.OBSERVER)),
            value=F("stance__value"),
            position_id=F("stance__position_id"),
            version=F("stance__position__version__number"),
            heard=F("stance__position__heard"),
            said_on=F("stance__position__said_on"),
            at=F("stance__position__at"),
            recorder=F("stance__position__recorded_by__name"),
            recorder_id=F("stance__position__recorded_by_id"),
            has_words=Exists(
                Position.objects.filter(
                    question=question_id, member=OuterRef("pk"), value=OuterRef("value"), comment__isnull=False
                )
            ),
        )
        .filter(Q(inside=True) | (Q(value__isnull=False) & ~Q(value=Value.WITHDRAWN)))
        .order_by(Lower("name"), "pk")
        .values(
            "pk", "name", "facility__short_name", "facility_id", "could", "inside", "may_write", "value", "position_id",
            "version", "heard", "said_on", "at", "recorder", "recorder_id", "has_words",
        )
    )  # fmt: skip
    return [
        Voice(
            pk=row["pk"],
            name=row["name"],
            facility=row["facility__short_name"] or "",
            facility_id=row["facility_id"],
            counts=row["could"],
            inside=row["inside"],
            may_write=row["may_write"],
            value="" if row["value"] in {None, Value.WITHDRAWN} else row["value"],
            position_id=row["position_id"],
            version=row["version"],
            heard=row["heard"] or Heard.SITE,
            said_on=row["said_on"],
            at=row["at"],
            recorded_by=row["recorder"] or "",
            recorded_by_id=row["recorder_id"],
            has_words=row["has_words"],
        )
        for row in rows
    ]


def counted_tally(found: Sequence[Voice]) -> Tally:
    return tally([voice.pk for voice in found if voice.counts], {one.pk: one.value for one in found if one.value})


@dataclass(frozen=True, slots=True)
class Side:
    """One stance in the side column: ``Pro 3``, who, and a remark on the wording they spoke of."""

    value: str
    label: str
    voices: Sequence[Voice]
    wording: str

    @property
    def recorded(self) -> str:
        """Who noted what others said: ``recorded by Ana Kováč``, with for whom when it was not for all of them."""
        noted: dict[str, list[str]] = {}
        for voice in self.voices:
            if voice.recorded:
                noted.setdefault(voice.recorded, []).append(voice.name)
        if len(noted) == 1 and len(next(iter(noted.values()))) == len(self.voices):
            return next(iter(noted))
        return "; ".join(f"{listed(names)}: {words}" for words, names in noted.items())


def sides(found: Sequence[Voice], substance: int) -> list[Side]:
    """Pro, contra and abstain, those that somebody took. ``substance`` is the newest version of other wording."""
    result = []
    for value in (Value.PRO, Value.CONTRA, Value.ABSTAIN):
        who = [voice for voice in found if voice.counts and voice.value == value]
        who.sort(key=lambda voice: (voice.on or date.min, voice.position_id or 0))  # as they said it
        if who:
            result.append(Side(value.value, str(value.label), who, wording_words(who, substance)))
    return result


def wording_words(who: Sequence[Voice], substance: int) -> str:
    """``on the wording of 12 Feb`` when all spoke that day, ``1 of them on an older wording``, or nothing."""
    older = [voice for voice in who if (voice.version or 0) < substance]
    if older and len(older) < len(who):
        return f"{len(older)} of them on an older wording"
    days = {voice.on for voice in who}
    if older or any(voice.heard == Heard.MINUTES for voice in who):
        return f"on the wording of {day(days.pop())}" if len(days) == 1 else "on an older wording" if older else ""
    return ""


@dataclass(frozen=True, slots=True)
class ByFacility:
    """What a facility's people say: never what the facility says."""

    facility: str
    words: str


def by_facility(found: Sequence[Voice]) -> list[ByFacility]:
    """``HILL: 2 pro, 1 contra (split 2:1)``, in the order of names; people without a facility come last."""
    houses: dict[str, list[Voice]] = {}
    for voice in found:
        if voice.counts:
            houses.setdefault(voice.facility, []).append(voice)
    result = []
    for name in sorted(houses, key=lambda one: (not one, one.casefold())):
        values = [voice.value for voice in houses[name]]
        numbers = [(word, values.count(word)) for word in ("pro", "contra", "abstain")]
        said = [f"{number} {word}" for word, number in numbers if number]
        if values.count(""):
            said.append(f"{values.count('')} not said")
        words = ", ".join(said)
        pro, contra = values.count("pro"), values.count("contra")
        if pro and contra:
            words = f"{words} (split {pro}:{contra})"
        result.append(ByFacility(name or "no facility", words))
    return result
