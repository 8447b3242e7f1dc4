"""What a recording made, so that it can be taken back: kept with the minutes as ids."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from minutes.models import Minutes
from web.words import counted


@dataclass(slots=True)
class Made:
    """Ids of what recording and correcting made. ``technologies`` and ``ideas`` map an id (as JSON has it, a
    string) to the version their text had then; ``aliases`` maps an alias to the member it meant before, or None.
    """

    technologies: dict[str, int | None] = field(default_factory=dict)
    ideas: dict[str, int | None] = field(default_factory=dict)
    members: list[int] = field(default_factory=list)
    facility_of: list[int] = field(default_factory=list)
    memberships: list[int] = field(default_factory=list)
    aliases: dict[str, int | None] = field(default_factory=dict)
    positions: list[int] = field(default_factory=list)
    actions: list[int] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    open: int = 0

    @classmethod
    def of(cls, minutes: Minutes) -> Made:
        return cls(**minutes.made)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def technology_ids(self) -> list[int]:
        return [int(pk) for pk in self.technologies]

    @property
    def idea_ids(self) -> list[int]:
        return [int(pk) for pk in self.ideas]


def recorded_words(made: Made, lines: int, technologies: int) -> str:
    """``Recorded: 58 lines on 11 technologies, 3 positions, 4 actions, 3 ideas. 2 to check are still open.``

    What there is none of is left out.
    """
    parts = [
        counted(lines, "line") + (f" on {counted(technologies, 'technology', 'technologies')}" if technologies else "")
    ]
    made_of = ((made.positions, "position"), (made.actions, "action"), (made.ideas, "idea"))
    parts += [counted(len(ids), one) for ids, one in made_of if ids]
    words = f"Recorded: {', '.join(parts)}."
    if made.open:
        words += f" {made.open} to check {'is' if made.open == 1 else 'are'} still open."
    return words
