"""Cutting one paragraph into what each said: turns, votes, labelled and unlabelled acts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import actions, labels, prose, vocabulary, votes
from .characters import fold
from .labels import Speakers
from .names import Found, looks_like_name

_KIND_LABEL = re.compile(
    r"\(?\[?(?P<label>[^\W\d_][\w’'\-]{1,20}(?:\s[^\W\d_][\w’'\-]{1,20}){0,2}?)(?:\s?#?[\d./\-]{1,10})?\]?\)?(?:\s\([^()]{1,40}\))?\s?(?::|\s[–—-](?=\s))\s*"
)
_OF_A_VOTE = re.compile(
    r"(?:(?:the\s)?(?:motion|vote|resolution|roll call|question|amendment)\b"
    r"|(?:all|none|\d+)\s(?:in favou?r|for|ayes?|voted)\b|second(?:ed)?\b"
    r"|carried\b|passed\b|approved\b|unanimous|ayes?\b|nays?\b|voting\b|yeas?\b|abst|there (?:was|were) (?:no|\d))",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"\b(?:carried|carries|passed|passes|approved|adopted|defeated|failed|unanimous(?:ly)?"
    r"|all in favou?r|ayes?|nays?|accepted)\b",
    re.IGNORECASE,
)


def _has_result(text: str, begin: int, end: int) -> bool:
    """Whether a motion is followed by what became of it, within a few sentences."""
    return _RESULT.search(text, begin, min(end, begin + 900)) is not None


_AFTER_LABEL = re.compile(r"[^\W\d_][^\s:.]{0,30}(?:\s[^\s:.]{1,30}){0,4}\s?[:–]\s+(?=[^\W\d_a-z])")
_SHOUTED = re.compile(r"(?P<label>DECISION|DECIDED|AGREED|RESOLVED|RESOLUTION)\b\s?:?\s?[–—-]?\s*(?=\S)")


_BALLOT = re.compile(labels.NAME.replace("@?", "(?P<name>@?", 1) + r")\s?:?\s+(?P<vote>[+\-±][01](?:\.5)?(?![\w]))")
_PAST = frozenset(
    [
        "accepted",
        "approved",
        "adopted",
        "rejected",
        "agreed",
        "decided",
        "resolved",
        "beschlossen",
        "angenommen",
        "abgelehnt",
        "adoptee",
        "adopte",
    ]
)
_MOTION = frozenset(
    ["vote", "motion", "abstimmung", "antrag", "scrutin", "abgestimmt", "ballot", "proposition", "motions"]
)


@dataclass(slots=True)
class Segment:
    """A stretch of a paragraph: what it is, whose, and where its words begin and end."""

    kind: str  # turn, vote, action, decision, idea, prose, said, agreed, text
    start: int
    body: int
    end: int = 0
    found: Found | None = None
    stranger: str | None = None
    written: str | None = None
    owner: str = ""
    who: tuple[str, ...] = ()
    label: str | None = None
    separator: str = ""


def labelled(text: str, position: int) -> tuple[str, int, str] | None:
    """Decision or idea by label: kind, where the words begin, the label."""
    match = _SHOUTED.match(text, position) or _KIND_LABEL.match(text, position)
    if match is None:
        return None
    name = fold(match["label"])
    if name in vocabulary.DECISION_LABELS:
        return "decision", match.end(), match["label"]
    if name in vocabulary.IDEA_LABELS:
        return "idea", match.end(), match["label"]
    if name.split()[-1] in _PAST and not (match["label"][:1].islower()):
        return "decision", match.end(), match["label"]
    if name.rstrip("0123456789") in _MOTION or name.rstrip("0123456789") == "mot":
        return "motion", match.end(), match["label"]
    return None


class Cutter:
    """Cuts paragraphs; knows who speaks. Each cut costs time linear in the paragraph."""

    def __init__(self, speakers: Speakers, owner: actions.Owner) -> None:
        self.speakers = speakers
        self.owner = owner

    def cut(self, text: str, begin: int, starts: list[int]) -> list[Segment]:
        """The segments of a paragraph from `begin` on; together they cover all of it."""
        out: list[Segment] = []
        positions = [(begin, begin, "^")]
        positions.extend((max(e, begin), p, m) for e, p, m in labels.breaks(text, starts) if p > begin)
        previous = -1
        for end, position, mark in positions:
            if position <= previous or position >= len(text):
                continue
            if out and (position < out[-1].body or (position == out[-1].body and out[-1].kind == "action")):
                continue
            segment = self._at(text, position, mark)
            if segment is None and mark != "^":
                continue
            if segment is not None and segment.kind == "vote" and out and self._in_motion(text, out[-1], position):
                continue
            segment = segment or Segment("text", position, position)
            segment.separator = mark
            if out:
                out[-1].end = end
            out.append(segment)
            previous = position
        if out:
            out[-1].end = len(text)
        return [s for s in self._sentences(text, out) if s.kind != "text" or s.end > s.body]

    @staticmethod
    def _in_motion(text: str, before: Segment, position: int) -> bool:
        """Whether the names of a vote stand in the paragraph of a motion, whose entry takes them."""
        if before.kind != "text":
            return False
        return votes.MOVING.search(text, max(before.start, position - 1200), position) is not None

    def _at(self, text: str, position: int, mark: str) -> Segment | None:
        first = mark in "^\n"
        action = actions.keyword(text, position)
        if action is not None and text[position] in "([" and mark not in "^\n":
            action = None
        if action is not None and (first or action[2].isupper() or mark in "–—-") and not self._is_initials(action[2]):
            return Segment("action", position, action[0], owner=action[1], label=action[2])
        named = labelled(text, position)
        if named is not None:
            return Segment(named[0], position, named[1], label=named[2])
        vote = votes.LABEL.match(text, position)
        if vote is not None and self._vote_here(text, position):
            return Segment("vote", position, position)
        ballot = _BALLOT.match(text, position)
        if ballot is not None:
            found, stranger = self.speakers.who(labels.Label(ballot["name"], position, ballot.start("vote"), "colon"))
            if stranger or (found is not None and found.name is not None):
                return Segment(
                    "turn", position, ballot.start("vote"), found=found, stranger=stranger, written=ballot["name"]
                )
        label = labels.at(text, position, begin=first or mark in ".?!…")
        if label is not None:
            found, stranger = self.speakers.who(label)
            if label.form in {"dash", "arrow"} and (
                found is None
                or found.name is None
                or found.how == "spelling"
                or (not found.listed and found.how != "alias")
            ):
                found = None
            if label.form == "bracket" and (found is None or found.name is None):
                found = None
            if found is not None and found.name is None and labels.is_thing(label.written):
                found = None
            if found is not None and found.how == "spelling" and mark in ".?!…;)":
                found = None
            if found is not None or stranger is not None:
                written = labels.without_bracket(label.written)[0]
                if found is not None and found.how == "joint" and label.beside:
                    written = f"{written}, {label.beside}"
                return Segment(
                    "turn",
                    position,
                    label.body,
                    found=found,
                    stranger=stranger,
                    written=written,
                )
        if first or mark in "–—-":
            done = actions.prose(text, position, len(text), self.owner)
            if done is not None:
                return Segment("prose", position, done.start, who=done.who, written=text[position : done.start].strip())
        return None

    def _is_initials(self, key: str) -> bool:
        found = self.speakers.names.find(key)
        return found is not None and found.how in {"legend", "exact"}

    def _vote_here(self, text: str, position: int) -> bool:
        stop = min(len(text), position + 400)
        vote = votes.by_label(text, position, stop, self.voter_loose)
        return vote is not None and vote.start == position

    def voter_loose(self, word: str) -> str | None:
        """Like `voter`, for a name with more words behind it: "Okafor. Motion carried"."""
        word = word.split(" – ", maxsplit=1)[0].split(". ", maxsplit=1)[0].strip()
        return self.voter(word)

    def voter(self, word: str) -> str | None:
        """Who a name in a vote is; somebody unknown only with the form of a name."""
        found = self.speakers.names.exact(word)
        if found is not None:
            return found.name
        accepted = self.speakers.accepted.get(fold(word))
        if accepted:
            return accepted
        return word.lstrip("@") if looks_like_name(word, words=3) and len(word) > 1 and not word.isupper() else None

    def _sentences(self, text: str, segments: list[Segment]) -> list[Segment]:
        """Text without a label: sentences in which somebody reports, or something was agreed, stand alone."""
        out: list[Segment] = []
        for segment in segments:
            if segment.kind != "text" or segment.end - segment.body > 20000:
                out.append(segment)
                continue
            current: Segment | None = None
            motion: Segment | None = None
            for begin, end in prose.sentences(text, segment.body, segment.end):
                if motion is not None:
                    if self._goes_on(text, begin, end):
                        motion.end = end
                        continue
                    motion = None
                if votes.MOVED.match(text, begin) and _has_result(text, begin, segment.end):
                    motion = Segment("moved", begin, begin, end)
                    out.append(motion)
                    current = None
                    continue
                said = prose.reporting(text, begin, self._present)
                if said is None and (after := _AFTER_LABEL.match(text, begin)):
                    # "Pumps: Bo commented that …": a topic's label before the sentence.
                    said = prose.reporting(text, after.end(), self._present)
                agreed = prose.decided(text[begin : begin + 400])
                will = actions.prose(text, begin, end, self.owner) if said and begin > segment.body else None
                if will is not None:
                    out.append(
                        Segment("prose", begin, will.start, end, who=will.who, written=text[begin : will.start].strip())
                    )
                    current = None
                elif said:
                    current = Segment(
                        "said", begin, begin, end, found=self.speakers.names.find(said[1]), written=said[1]
                    )
                    out.append(current)
                elif agreed:
                    out.append(Segment("agreed", begin, begin, end))
                    current = None
                elif current is None:
                    current = Segment("text", begin, begin, end)
                    out.append(current)
                else:
                    current.end = end
            if out and segment.separator:
                out[-1].separator = out[-1].separator or segment.separator
        return out

    @staticmethod
    def _goes_on(text: str, begin: int, end: int) -> bool:
        """Whether a sentence behind a motion still belongs to its vote."""
        return bool(_OF_A_VOTE.match(text, begin, end)) or votes.LABEL.match(text, begin) is not None

    def _present(self, written: str) -> str | None:
        if not written[:1].isupper():
            return None
        found = self.speakers.names.exact(written)
        if found is None or not (found.listed or found.how == "alias"):
            return None
        return found.name
