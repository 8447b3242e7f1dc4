"""Reading: one text in, one record out. Ties the parts of this package together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from . import attendance, blocks, entry_tables, explicit, header, headings, labels, layout, roster, topics, vocabulary
from .blocks import Block
from .characters import fold, squeeze
from .entries import Builder
from .names import Names, has_given_name, looks_like_name
from .next_meeting import Following
from .records import Attendee, Doubt, NextMeeting, Person, Record, Section, Technology, Topic


def read(
    text: str,
    *,
    people: Sequence[Person] = (),
    technologies: Sequence[Technology] = (),
    file_name: str | None = None,
) -> Record:
    """What the minutes in a text say.

    `people` and `technologies` are those the group knows already; `file_name` may propose the day. Any text is read,
    none raises. Time and memory are linear in the text.
    """
    stated = explicit.parse(text)
    if stated is not None:
        return stated
    return _Reading(text, people, technologies, file_name).record()


class _Reading:
    def __init__(
        self, text: str, people: Sequence[Person], technologies: Sequence[Technology], file_name: str | None
    ) -> None:
        self.document = blocks.build(text)
        self.document.blocks = layout.settle(self.document.blocks)
        self.blocks = self.document.blocks
        self.attendance = attendance.find(self.blocks)
        self.head = header.read_header(self.document, self.attendance.taken, file_name)
        self.titles = {t.number: t.title for t in technologies}
        present, away = self._with_people(people)
        self.present, self.apologies = present, away
        here = {p.name for p in present}
        self.names = Names([*present, *[a for a in away if a.name not in here]], people, {a.name for a in away} - here)
        self.sections: list[Section] = []
        self.following = Following(self.head)
        self.links = list(self.head.links)
        self.doubts: list[Doubt] = [*self.head.doubts, *self.attendance.doubts]

    def _with_people(self, people: Sequence[Person]) -> tuple[list[Attendee], list[Attendee]]:
        """The lists with people the group knows under their full name, when the list gives a known alias."""
        known: dict[str, Person | None] = {}
        for person in people:
            for spelling in {fold(person.name), *(fold(a) for a in person.aliases)}:
                known[spelling] = None if spelling in known and known[spelling] != person else person

        def full(attendee: Attendee) -> Attendee:
            person = known.get(fold(attendee.name))
            if person is None or person.name == attendee.name:
                return attendee
            return replace(attendee, name=person.name, affiliation=attendee.affiliation or person.affiliation)

        return [full(a) for a in self.attendance.present], [full(a) for a in self.attendance.apologies]

    def record(self) -> Record:
        taken = self.attendance.taken | self.head.taken
        again = fold(self.head.title or "")
        taken |= {i for i, b in enumerate(self.blocks) if again and b.kind != "row" and self._is_title_again(b, again)}
        flow = [i for i in range(len(self.blocks)) if i not in taken]
        kept = [self.blocks[i] for i in flow]
        marks = self._headings(kept)
        speakers = labels.Speakers(self.names)
        content = [b for i, b in enumerate(kept) if i not in marks and b.kind in {"para", "item"}]
        speakers.learn(content, [self._begin(b) for b in content])
        builder = Builder(
            names=self.names,
            speakers=speakers,
            titles=self.titles,
            date=self.head.date,
            known={p.name for p in self.present} | {p.name for p in self.apologies},
        )
        self._walk(kept, marks, builder)
        builder.topic_alone()
        builder.book.finish()
        coming = self.following.meeting.date or self.head.next
        if coming and self.head.date and coming < self.head.date:
            words = f"The next meeting, {coming}, would be before this one."
            self.doubts.append(Doubt(self.following.at, words, "next", None, (), (), (self.following.at,)))
        doubts = [*self.doubts, *builder.book.doubts]
        doubts.sort(key=lambda d: (d.line, d.kind))
        next_day = self.following.meeting.date or self.head.next
        following = self.following.meeting
        if following.date is None and following.text is None and self.head.next:
            following = NextMeeting(self.head.next, self.head.next)
        return Record(
            title=self.head.title,
            date=self.head.date,
            previous=self.head.previous,
            next=self.head.next or next_day,
            links=tuple(dict.fromkeys(self.links)),
            present=tuple(self.present),
            apologies=tuple(self.apologies),
            sections=tuple(self.sections),
            entries=tuple(builder.book.entries),
            next_meeting=following,
            unlisted=tuple(builder.book.unlisted),
            unread=(),
            doubts=tuple(doubts),
            offers=tuple(builder.book.offers),
        )

    @staticmethod
    def _is_title_again(block: Block, title: str) -> bool:
        """Whether a block only repeats the title of the text, as pages do."""
        return len(block.text) < 160 and block.kind in {"heading", "para"} and fold(block.text.rstrip(":")) == title

    def _begin(self, block: Block) -> int:
        topic = topics.leading(block.text, self.titles)
        return topic[1] if topic and topic[1] < len(block.text) else 0

    def _is_speaker(self, text: str) -> bool:
        """Whether a short line is, or begins as, somebody's turn or presence."""
        stripped = text.rstrip(":")
        if self.names.exact(stripped):
            return True
        label = labels.at(text, 0, begin=True)
        return label is not None and label.body < len(text) and self.names.exact(label.written) is not None

    def _headings(self, kept: list[Block]) -> set[int]:
        numbered = headings.numbered_headings(kept) | headings.stepped_headings(kept)
        marks: set[int] = set()
        under_next = False
        for index, block in enumerate(kept):
            if headings.is_heading(
                kept, index, numbered, marked=self.document.marked, speaker=self._is_speaker, under_next=under_next
            ):
                marks.add(index)
                under_next = fold(block.text.rstrip(":")) in vocabulary.NEXT_MEETING
        loud = [i for i, b in enumerate(kept) if _is_loud(b) and not self._is_speaker(b.text)]
        if len(loud) >= 3:
            marks.update(loud)
        return marks | self._returning(kept, marks)

    def _returning(self, kept: list[Block], marks: set[int]) -> set[int]:
        """Lines further down that are titles of the agenda: headings, however they are set."""
        out: set[int] = set()
        titles: set[str] = set()
        agenda = False
        for index, block in enumerate(kept):
            if index in marks:
                agenda = fold(headings.LEAD.sub("", block.text.rstrip(":"))) in vocabulary.AGENDA
            key = self._key(block.text) if len(block.text) < 120 else ""
            if agenda and block.kind == "item" and key:
                titles.add(key)
            elif key in titles and block.kind in {"item", "para"} and len(key) > 3 and index + 1 < len(kept):
                out.add(index)
        return out

    def _walk(self, kept: list[Block], marks: set[int], builder: Builder) -> None:
        index = 0
        agenda = next_section = False
        agenda_titles = {self._key(kept[i].text) for i in marks}
        returns = {self._key(kept[i].text.strip()): i for i in sorted(marks)}
        while index < len(kept):
            block = kept[index]
            if index in marks:
                title = block.text.strip()
                if agenda and returns[self._key(title)] > index:
                    index += 1
                    continue
                folded = fold(title.rstrip(":"))
                agenda = folded in vocabulary.AGENDA
                next_section = self.following.heading(title)
                self._section(block, builder, index, kept, marks)
                index += 1
                continue
            if agenda and block.kind in {"item", "para"} and self._key(block.text) in agenda_titles:
                index += 1
                continue
            if header.is_only_links(block.text) and block.kind in {"para", "item"}:
                self.links.extend(header.links_of(block.text))
                index += 1
                continue
            if (
                fold(block.text.rstrip(":")) in vocabulary.NEXT_MEETING
                and index + 1 < len(kept)
                and index + 1 not in marks
            ):
                next_section = True
                index += 1
                continue
            if self.following.line(block, next_section=next_section):
                index += 1
                continue
            if block.kind == "row":
                end = index
                while end < len(kept) and kept[end].kind == "row":
                    end += 1
                entry_tables.enter(kept[index:end], builder.book)
                index = end
                continue
            self.following.mention(block)
            if self._presenter(block, index, kept, marks, builder):
                index += 1
                continue
            below = kept[index + 1] if index + 1 < len(kept) else None
            if below is not None and not below.gap and below.indent > block.indent and self.names.exact(block.text):
                builder.name_line(block)
            else:
                builder.block(block)
            index += 1

    @staticmethod
    def _key(text: str) -> str:
        text = headings.LEAD.sub("", text.rstrip(": ")).partition(" (")[0]
        return fold(text)

    def _section(self, block: Block, builder: Builder, index: int, kept: list[Block], marks: set[int]) -> None:
        self.links.extend(header.links_of(block.text))
        title = squeeze(header.without_links(block.text)) or squeeze(block.text)
        if title.endswith(":") and len(title) > 1:
            title = title[:-1].rstrip()
        who = self.names.exact(title)
        if who is not None and who.name is not None and who.how != "initials" and (who.listed or who.how == "alias"):
            builder.speaker_heading(who.name, title)
            return
        presenter = None
        for opening, closing in (("(", ")"), ("[", "]")):
            if title.endswith(closing) and opening in title[1:]:
                head, _, inner = title[:-1].rpartition(opening)
                found = self.names.exact(inner)
                if found is not None and found.name:
                    presenter, title = found.name, head.strip()
        if presenter is None:
            for dash in (" – ", " — ", " - ", " / "):
                head, separator, tail = title.rpartition(dash)
                found = self.names.exact(tail) if separator else None
                if found is not None and found.name and found.how != "spelling":
                    presenter, title = found.name, head.strip()
                    break
        if presenter is None:
            head, _, tail = title.rpartition(" - " if " - " in title else " – ")
            if head and len(tail.split()) in {2, 3} and has_given_name(tail) and looks_like_name(tail, words=3):
                presenter, title = tail, head.strip()
                builder.mention(tail, block, speaks=True)
        topic = topics.of_heading(title, self.titles)
        self.sections.append(Section(title, presenter, max(block.level, 1), block.first))
        builder.section(len(self.sections) - 1, title, topic, max(block.level, 1))

    def _presenter(self, block: Block, index: int, kept: list[Block], marks: set[int], builder: Builder) -> bool:
        """A line below a heading that is somebody's name, or says who presents."""
        if not self.sections or index - 1 not in marks or len(block.text) > 80:
            return False
        section = self.sections[-1]
        if section.presenter is not None:
            return False
        text = block.text.strip(" ()[]*_")
        colon = text.partition(":")
        if colon[1] and fold(colon[0]) in vocabulary.PRESENTER_LABELS:
            text = colon[2].strip()
            found = self.names.find(text)
            name = found.name if found and found.name else (text if looks_like_name(text) else None)
        else:
            if block.kind == "item" or text.endswith(":"):
                return False
            found = self.names.exact(text)
            name = found.name if found else None
            if name is None:
                parts = list(roster.split_items(text.replace(" & ", ", ").replace(" and ", ", ")))
                several = [self.names.exact(p) for p in parts]
                if len(parts) > 1 and all(s is not None and s.name for s in several):
                    name = ", ".join(s.name for s in several if s is not None and s.name)
            if name is None and has_given_name(text) and len(text.split()) in {2, 3} and looks_like_name(text):
                name = text
                builder.mention(text, block, speaks=True)
        if name is None:
            return False
        self.sections[-1] = replace(section, presenter=name)
        return True


def _is_loud(block: Block) -> bool:
    """Whether a block is one short line in capitals."""
    text = block.text
    return (
        block.kind == "para"
        and len(block.numbers) == 1
        and 4 <= len(text) <= 70
        and text.isupper()
        and not text.endswith((".", "!", "?"))
        and sum(c.isalpha() for c in text) >= 0.7 * len(text.replace(" ", ""))
    )


__all__ = ["Topic", "read"]
