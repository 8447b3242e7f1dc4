"""Headings of a document and technologies of the roadmap: who is who, and where only a person can say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roadmap.bringing_in.headings import alike, folded, numbered, pairs_of
from roadmap.bringing_in.shapes import Choice, Doubt, Known, Part

SURE = 0.9
CLOSE = 0.7
MOST_CHOICES = 3

NEW = Choice("new", "a new technology")
JOINED = Choice("part", "part of the one above")
OUT = Choice("out", "leave it out")


@dataclass(slots=True)
class Matched:
    """What became of the headings: a technology each, none (it is new), or a doubt."""

    found: dict[int, int]
    new: list[int]
    doubts: list[Doubt]


def called(known: Known) -> str:
    return f"T{known.number} “{known.title}”" if known.title else f"T{known.number}"


def as_choice(known: Known) -> Choice:
    return Choice(f"T{known.number}", called(known))


def quoted(title: str) -> str:
    return f"“{title if len(title) <= 80 else f'{title[:79]}…'}”" if title else "A heading without words"


def match(headings: Sequence[Part], technologies: Sequence[Known], order: str) -> Matched:
    """Find the technology of each heading, by number and by title; ``order`` is what was said about those left over.

    Only what fits one alone is taken. ``technologies`` are those nobody has given a heading yet. The costliest part
    compares titles letter by letter, headings × technologies times; each is cut to the length of a title before.
    """
    by_number = {one.number: one for one in technologies}
    by_title: dict[str, list[Known]] = defaultdict(list)
    for known in technologies:
        if known.title:
            by_title[folded(known.title)].append(known)
    letters = {known.number: pairs_of(folded(known.title)) for known in technologies if known.title}
    result = Matched({}, [], [])
    for part in headings:
        fold = folded(part.title)
        one, several = candidates(part, fold, by_number, by_title.get(fold, []) if fold else [], letters)
        if one is not None and one.gone:
            result.doubts.append(of_one_gone(part, one))
        elif one is not None:
            result.found[part.at] = one.number
        elif several:
            result.doubts.append(which(part, several))
        else:
            result.new.append(part.at)
    refuse_twice(headings, by_number, result)
    ask_for_order(headings, technologies, order, result)
    return result


def candidates(
    part: Part,
    fold: str,
    by_number: Mapping[int, Known],
    same: Sequence[Known],
    letters: Mapping[int, frozenset[str]],
) -> tuple[Known | None, list[Known]]:
    """The technology of this heading; or those among which somebody has to choose; or neither: it is new."""
    numbered_so = by_number.get(part.number) if part.number is not None else None
    if len(same) == 1:
        if numbered_so is None or numbered_so is same[0]:
            return same[0], []
        return None, [numbered_so, same[0]]
    if same:
        return (numbered_so, []) if numbered_so in same else (None, list(same))
    own = pairs_of(fold) if fold else frozenset()
    close = sorted(
        ((alike(own, pairs), number) for number, pairs in letters.items() if fold), key=lambda one: (-one[0], one[1])
    )
    near = [number for likeness, number in close[:MOST_CHOICES] if likeness >= CLOSE]
    if numbered_so is not None:
        free = not numbered_so.title or (not numbered_so.named and not near)
        if free or not fold or numbered_so.number in near[:1] or says_the_same(part, numbered_so):
            return numbered_so, []
        return None, [numbered_so, *(by_number[number] for number in near if number != numbered_so.number)]
    if near and close[0][0] >= SURE and len(near) == 1:
        return by_number[near[0]], []
    return None, [by_number[number] for number in near]


def says_the_same(part: Part, known: Known) -> bool:
    """The text is the one the technology has or was brought in with: only its title was changed."""
    texts = {known.body, known.brought[1] if known.brought else known.body}
    return bool(part.body.strip()) and part.body.strip() in {text.strip() for text in texts}


def which(part: Part, several: Sequence[Known]) -> Doubt:
    lead, choices = quoted(part.title), [as_choice(one) for one in several[:MOST_CHOICES]]
    if part.number is not None and several[0].number == part.number:
        rest = f"has the number {part.number}, but T{part.number} is called “{several[0].title}”. Which is it?"
        if len(several) == 1:
            rest = f"has the number of {called(several[0])}. Is it that one under a new title?"
    elif len(several) == 1:
        rest = f"is close to {called(several[0])}. Is it that one?"
    else:
        rest = f"could be {len(several)} technologies. Which is it?"
    return Doubt("which", part.at, lead, rest, [*choices, NEW, JOINED, OUT])


def of_one_gone(part: Part, known: Known) -> Doubt:
    rest = f"is {called(known)}, which is {known.gone}. Should it get this text all the same?"
    return Doubt("gone", part.at, quoted(part.title), rest, [as_choice(known), OUT, NEW])


def refuse_twice(headings: Sequence[Part], by_number: Mapping[int, Known], result: Matched) -> None:
    """Two headings that match one technology: it is asked of both, and neither is taken."""
    of: dict[int, list[int]] = defaultdict(list)
    for at, number in result.found.items():
        of[number].append(at)
    titles = {part.at: part for part in headings}
    for number, places in of.items():
        if len(places) < 2:
            continue
        for at in places:
            del result.found[at]
            others = "another heading" if len(places) == 2 else f"{len(places) - 1} other headings"
            rest = f"and {others} match {called(by_number[number])}. What is this one?"
            result.doubts.append(
                Doubt("twice", at, quoted(titles[at].title), rest, [as_choice(by_number[number]), NEW, JOINED, OUT])
            )


def ask_for_order(headings: Sequence[Part], technologies: Sequence[Known], order: str, result: Matched) -> None:
    """Headings without number that match nothing, and technologies nobody has named: in this order?"""
    parts = {part.at: part for part in headings}
    left = [at for at in result.new if parts[at].number is None and parts[at].title]
    asked = {number for one in result.doubts for number in one.mentions}
    taken = asked | set(result.found.values())
    nameless = [
        one for one in technologies if not one.gone and (not one.title or not one.named) and one.number not in taken
    ]
    if not left or not nameless or order == "new":
        return
    nameless.sort(key=lambda one: one.number)
    if order == "yes" and len(left) == len(nameless):
        for at, one in zip(left, nameless, strict=True):
            result.found[at] = one.number
        result.new = [at for at in result.new if at not in left]
        return
    if order == "each":
        numbers = [one.number for one in nameless]
        for at in left:
            rest = "– which technology is it?"
            result.doubts.append(Doubt("each", at, quoted(parts[at].title), rest, [NEW, JOINED, OUT], suggests=numbers))
    else:
        result.doubts.insert(0, order_doubt(len(left), nameless))
    result.new = [at for at in result.new if at not in left]


def order_doubt(headings: int, nameless: Sequence[Known]) -> Doubt:
    several = f"{headings} heading{'' if headings == 1 else 's'}"
    titled = any(one.title for one in nameless)
    count = f"{len(nameless)} technolog{'y' if len(nameless) == 1 else 'ies'} "
    count += "that nobody has named" if titled else "without a name"
    choices = [Choice("each", "Choose each"), Choice("new", "They are new technologies")]
    if headings == len(nameless) == 1:
        choices = [Choice("yes", f"Yes, {called(nameless[0])}"), choices[0], Choice("new", "No, it is a new one")]
        rest = "is it that one?"
    elif headings == len(nameless):
        choices.insert(0, Choice("yes", f"Yes, {spanned([one.number for one in nameless])}"))
        rest = "in this order?"
    else:
        rest = "which is which?"
    numbers = [one.number for one in nameless]
    return Doubt("order", None, f"{several}, {count}:", rest, choices, key="order", suggests=numbers)


def spanned(numbers: Sequence[int]) -> str:
    """``T1 to T11`` where the numbers follow each other, otherwise ``T1, T4 … T9``."""
    first, last = numbers[0], numbers[-1]
    if last - first == len(numbers) - 1:
        return f"T{first} to T{last}"
    return f"T{first}, T{numbers[1]} … T{last}" if len(numbers) > 2 else f"T{first} and T{last}"


def bare_numbers(titles: Sequence[str]) -> bool:
    """Whether "3 Title" counts as numbered: when at least half of these headings begin so."""
    return 2 * sum(numbered(title, bare=True)[0] is not None for title in titles) >= len(titles) > 1
