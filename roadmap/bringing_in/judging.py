"""A text of the document against the one that is there: first words, unchanged, changed, or changed on both sides."""

from __future__ import annotations

from roadmap.bringing_in.changes import Said
from roadmap.bringing_in.matching import called, quoted
from roadmap.bringing_in.shapes import MAX_TEXT, SCOPE, Choice, Doubt, Target

OURS = Choice("ours", "Keep ours")
DOCUMENTS = Choice("document", "Take the document’s")


def plain(body: str) -> str:
    """A text without blank lines around it, as the parts of a document are."""
    return body.strip("\n").rstrip()


def judge(target: Target, told: Said, doubts: list[Doubt]) -> None:
    """Set ``state`` and ``title_state``; where both moved since the last time, a doubt that leaves all as it is."""
    known = target.known
    target.title_state = "new" if target.number != SCOPE and target.title else "left"
    if len(target.text) > MAX_TEXT:
        lead = quoted(target.title) if target.title else "The scope"
        rest = f"is longer than {MAX_TEXT:,} characters. Shorten it below, or make two of it."
        doubts.append(Doubt("long", target.at, lead, rest, ()))
        target.state, target.title_state, target.asked = "left", "left", None
        return
    target.state = "first" if target.text else "empty"
    if target.asked == (known.asked if known else ""):
        target.asked = None
    if target.working and known is not None and known.title:
        target.title_state = "left"
    if known is None or known.away:
        return
    corrected = any(told.of(at, name) is not None for at in target.parts for name in ("title", "text"))
    before = known.brought
    again = before is not None and (
        (target.text, target.title) == (before[1], before[0]) or (target.read == known.read and not corrected)
    )
    if target.number != SCOPE and target.title == known.title and known.named:
        target.title_state = "same"
    elif again and known.named:
        target.title_state = "left"
    if target.text == plain(known.body):
        target.state = "same"
    elif again:
        target.state = "left"
    elif target.text and known.worded:
        target.state = "changed"
    if again or before is None:
        return
    # The document has changed since it was brought in last. What Waymark changed since then is not written over.
    ours_moved = plain(known.body) != plain(before[1]) and target.state == "changed"
    name_moved = known.named and known.title != before[0] and target.title_state == "new"
    if ours_moved and target.text == plain(before[1]):
        target.state, ours_moved = "left", False
    if name_moved and target.title == before[0]:
        target.title_state, name_moved = "left", False
    if ours_moved or name_moved:
        ask(target, told.of(target.at, "words"), doubts, text=ours_moved, title=name_moved)


def ask(target: Target, answer: str | None, doubts: list[Doubt], *, text: bool, title: bool) -> None:
    if answer == "document":
        return
    if answer is None and target.known is not None:
        lead = called(target.known) if target.number != SCOPE else "The scope"
        what = "text" if text else "title"
        rest = f"– its {what} was changed here and in the document since it was brought in last."
        doubts.append(Doubt("both", target.at, lead, rest, [OURS, DOCUMENTS], key="words"))
    # Until somebody has said, nothing is recorded for it.
    target.state = "left" if text or answer is None else target.state
    target.title_state = "left" if title or answer is None else target.title_state
    target.asked = None if answer is None else target.asked
