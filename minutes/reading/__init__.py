"""Meeting minutes as text in, as a record out, and back. Pure Python: no database, no framework, no files."""

from .alignment import Matching, Pair, match
from .corrections import Applied, Cut, Pin, apply
from .reader import read
from .records import (
    Attendee,
    Counts,
    Doubt,
    Entry,
    Link,
    NextMeeting,
    Offer,
    Person,
    Record,
    Section,
    Technology,
    Topic,
)
from .writer import write

__all__ = [
    "Applied",
    "Attendee",
    "Counts",
    "Cut",
    "Doubt",
    "Entry",
    "Link",
    "Matching",
    "NextMeeting",
    "Offer",
    "Pair",
    "Person",
    "Pin",
    "Record",
    "Section",
    "Technology",
    "Topic",
    "apply",
    "match",
    "read",
    "write",
]
