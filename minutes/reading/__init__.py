"""Meeting minutes as text in, as a record out, and back. Pure Python: no database, no framework, no files."""

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
    "Attendee",
    "Counts",
    "Doubt",
    "Entry",
    "Link",
    "NextMeeting",
    "Offer",
    "Person",
    "Record",
    "Section",
    "Technology",
    "Topic",
    "read",
    "write",
]
