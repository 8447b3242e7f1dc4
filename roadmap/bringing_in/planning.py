"""From what was read and what is there to what Record does."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from documents.outline import Section
from roadmap.bringing_in.changes import Change, Said, said
from roadmap.bringing_in.headings import (
    BACK_MATTER,
    CONTENTS,
    INTRODUCTIONS,
    SCOPE_ITSELF,
    folded,
    numbered,
    split_title,
    tidy_title,
)
from roadmap.bringing_in.judging import judge
from roadmap.bringing_in.levels import fitting_level, levels_of, title_at
from roadmap.bringing_in.matching import JOINED, NEW, OUT, bare_numbers, called, match, quoted
from roadmap.bringing_in.shapes import MAX_TITLE, SCOPE, Choice, Doubt, Exact, Known, KnownRoadmap, Part, Plan, Target

MOST_NUMBERS = 999  # a larger number in front of a heading is a year, not a technology's


def plan(document: Sequence[Section], known: KnownRoadmap, changes: Iterable[Change] = ()) -> Plan:
    """What each part becomes. Linear in the document, but for the comparison of headings with technologies."""
    told = said(changes)
    levels = levels_of(document)
    level = told.level if told.level in levels else fitting_level(document, known)
    parts = parts_of(document, level)
    headings = sort_out(parts, document, level, known)
    doubts = settle(parts, headings, known, told)
    targets = put_together(parts, known, told, doubts, level)
    for target in targets.values():
        judge(target, told, doubts)
    made = Plan(parts, targets, sorted(doubts, key=lambda one: -1 if one.at is None else one.at), level, levels)
    made.roadmap = known
    name_of_all(made, parts, known, told)
    listed = [one.number for one in known.technologies if not one.gone and not one.away]
    asked = {number for one in doubts for number in one.mentions}
    made.untouched = [number for number in listed if number not in targets and number not in asked]
    there = [one.number for one in sorted(targets.values(), key=lambda one: one.at) if one.number in set(listed)]
    made.keeps_order = there != [number for number in listed if number in targets]
    return made


def in_order(document: Sequence[Section], known: KnownRoadmap, changes: Sequence[Change]) -> dict[str, int]:
    """What "yes" to the question about the order means now: part → technology, as a change keeps it."""
    before, after = plan(document, known, changes), plan(document, known, [*changes, {"order": "yes"}])
    return {
        str(part.at): part.target
        for part, earlier in zip(after.parts, before.parts, strict=True)
        if part.fate == "technology" and part.target is not None and earlier.fate == "doubt"
    }


def parts_of(document: Sequence[Section], level: int) -> list[Part]:
    """The parts with their titles without numbers; a number counts at the level of the technologies alone."""
    bare = bare_numbers([tidy_title(one.title) for one in document if one.level == level])
    found = []
    for at, one in enumerate(document):
        if isinstance(one, Exact):
            found.append(Part(at, one, one.title, one.body.strip("\n"), one.title, one.number))
            continue
        number, title = None, tidy_title(one.title)
        if one.level == level and level:
            number, title, _ = numbered(title, bare=bare)
            if number is not None and number > MOST_NUMBERS:
                number, title = None, tidy_title(one.title)
        title, over = split_title(title)
        heading = " ".join(one.title.split()) if len(one.title) <= MAX_TITLE else title
        found.append(Part(at, one, title, one.body.strip("\n"), heading, number, over=over))
    return found


def sort_out(parts: Sequence[Part], document: Sequence[Section], level: int, known: KnownRoadmap) -> list[Part]:
    """Give every part the fate its place says; returns the headings that may be technologies, still in doubt."""
    if not level:
        return []
    top = title_at(document, level)
    names = {folded(one.title) for one in known.technologies if one.title}
    headings: list[Part] = []
    for part in parts:
        fold = folded(part.title)
        special = part.source.level == level and part.number is None and fold not in names
        if part.at == top or part.source.level == 0:
            part.fate, part.is_title = "scope", part.at == top
        elif part.source.level > level:
            part.fate = "part"
        elif special and fold in CONTENTS:
            part.fate = "out"
        elif special and fold in INTRODUCTIONS and not headings:
            part.fate = "scope"
        else:
            headings.append(part)
    return headings


def settle(parts: Sequence[Part], headings: Sequence[Part], known: KnownRoadmap, told: Said) -> list[Doubt]:
    """Fates by what a person said, then by matching; the doubts that are left."""
    there = known.by_number()
    for part in parts:
        becomes = told.of(part.at, "becomes")
        if becomes:
            part.said = set_fate(part, becomes, there)
    taken = {part.target for part in parts if part.said}
    for part in headings:
        number = told.pairs.get(part.at)
        if number in there and number not in taken and not part.said:
            part.fate, part.target = "technology", number
            taken.add(number)
    level = max((part.source.level for part in headings), default=0)
    asked = [part for part in headings if part.fate == "doubt"]
    doubts = [odd for part in asked if (odd := odd_one(part, level, asked)) is not None]
    odd_places = {one.at for one in doubts}
    free = [one for one in known.technologies if not one.away and one.number not in taken]
    result = match([part for part in asked if part.at not in odd_places], free, told.order)
    for part in asked:
        if part.at in result.found:
            part.fate, part.target = "technology", result.found[part.at]
        elif part.at in result.new:
            part.fate = "new"
    if not headings and not any(part.said for part in parts) and parts and not parts[0].source.level:
        doubts.append(no_heading())
    return [*doubts, *result.doubts]


def set_fate(part: Part, becomes: str, there: dict[int, Known]) -> bool:
    """Whether what was said can be done."""
    if becomes.startswith("T"):
        number = int(becomes[1:])
        if number not in there or there[number].away:
            return False
        part.fate, part.target = "technology", number
        return True
    if becomes in {"new", "scope", "part", "out"}:
        part.fate = becomes  # type: ignore[assignment]
        return True
    return False


def odd_one(part: Part, level: int, headings: Sequence[Part]) -> Doubt | None:
    """A heading that is hardly a technology: a chapter above them, or the back matter of a document."""
    choices = [Choice("scope", "the scope of the roadmap"), JOINED, OUT, NEW]
    if part.source.level < level:
        return Doubt("above", part.at, quoted(part.title), "stands above the technologies. What is it?", choices)
    if part.number is None and folded(part.title) in BACK_MATTER and len(headings) > 1:
        return Doubt("back", part.at, quoted(part.title), "does not sound like a technology.", [OUT, JOINED, NEW])
    return None


def no_heading() -> Doubt:
    choices = [Choice("scope", "Bring it in as the scope text"), Choice("new", "As one technology")]
    return Doubt("no heading", 0, "No heading found.", "Or go back and mark the headings.", choices)


def put_together(
    parts: Sequence[Part], known: KnownRoadmap, told: Said, doubts: list[Doubt], level: int
) -> dict[int, Target]:
    """The texts, each out of its parts. What follows a part in doubt or left out shares its fate."""
    there = known.by_number()
    give_numbers(parts, there)
    targets: dict[int, Target] = {}
    host: Target | None = None
    lost = False  # the one above is in doubt or left out
    below = 0  # what is deeper than this was left out with the part above it
    for part in parts:
        correct_words(part, told)
        deeper = bool(below) and part.source.level > below and not part.said
        below = below if deeper else 0
        if part.fate == "part" and (deeper or (lost and host is None)):
            part.follows = True
            continue
        if part.fate == "out" and part.source.level > level:
            below = part.source.level
            continue
        if part.fate in {"out", "doubt"}:
            host, lost = (host, lost) if part.source.level == 0 else (None, True)
            continue
        lost = False
        if part.fate == "part":
            host = host or targets.setdefault(SCOPE, scope_target(part, known))
        elif part.fate == "scope":
            host = targets.setdefault(SCOPE, scope_target(part, known))
        elif part.target in targets:
            doubts.append(given_twice(part, targets[part.target], there))
            part.fate, part.target, host, lost = "doubt", None, None, True
            continue
        else:
            number = part.target or 0
            host = targets[number] = Target(number, there.get(number), part.title, "", part.at, "")
            if isinstance(part.source, Exact):
                host.working = part.source.working and told.of(part.at, "title") is None
                host.asked = part.source.asked
        part.target, part.head = host.number, host.at
        host.parts.append(part.at)
        add_text(host, part)
    if SCOPE in targets and not targets[SCOPE].text:
        for at in targets[SCOPE].parts:
            parts[at].target = None
        del targets[SCOPE]
    return targets


def correct_words(part: Part, told: Said) -> None:
    """Title and text as somebody corrected them."""
    title, text = told.of(part.at, "title"), told.of(part.at, "text")
    if title is not None:
        part.title = part.heading = title
    part.body = part.body if text is None else text.strip("\n")


def scope_target(part: Part, known: KnownRoadmap) -> Target:
    return Target(SCOPE, known.scope, "", "", part.at, "")


def given_twice(part: Part, first: Target, there: dict[int, Known]) -> Doubt:
    name = called(there[first.number]) if first.number in there else f"T{first.number}"
    rest = f"was said to be {name}, as {quoted(first.title)} is. What is it?"
    return Doubt("twice", part.at, quoted(part.title), rest, [NEW, JOINED, OUT], suggests=sorted(there))


def give_numbers(parts: Sequence[Part], there: dict[int, Known]) -> None:
    """New technologies keep the number their heading carries where that is free; the others are numbered on.

    One that was taken back and comes again under its title has its old number: that is its name for life.
    """
    used = {number for number, one in there.items() if not one.away}
    away = {folded(one.title): number for number, one in there.items() if one.away and one.title}
    new = [part for part in parts if part.fate == "new"]
    for part in new:
        number = part.number if part.number is not None else away.get(folded(part.title))
        if number is not None and number not in used:
            part.target = number
            used.add(number)
    last = max([*used, *there], default=0)
    for part in new:
        if part.target is None:
            part.target = last = last + 1


def add_text(target: Target, part: Part) -> None:
    """Add what the part says; a heading that is no title of its own stays in the text."""
    body = part.body
    pieces = [target.text] if target.text else []
    is_own = part.at == target.at and target.number != SCOPE
    heads_scope = target.number == SCOPE and (part.is_title or folded(part.title) in SCOPE_ITSELF)
    if part.title and part.source.level and not is_own and not heads_scope and (body or part.fate == "part"):
        pieces.append(f"{'#' * part.source.level} {part.heading}")
    if part.over:
        pieces.append(part.over)
    if body:
        pieces.append(body)
    target.text = "\n\n".join(pieces).strip("\n").rstrip()
    source = f"{target.read}\n{part.source.level} {part.source.title}\n{part.source.body}"
    target.read = hashlib.sha256(source.encode(errors="replace")).hexdigest()[:32]


def name_of_all(made: Plan, parts: Sequence[Part], known: KnownRoadmap, told: Said) -> None:
    """The document's title is offered as the roadmap's, never taken silently."""
    title = next((part.title for part in parts if part.is_title), "")
    if title and folded(title) != folded(known.title):
        made.title = title
        made.takes_title = {"take": True, "leave": False}.get(told.name)
