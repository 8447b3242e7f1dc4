"""Numbers that stand in an address or a form, which anybody may have typed."""


def number_in(words: str, *, digits: int = 18) -> int | None:
    """The whole number that ``words`` are, None for anything else and for more than ``digits``.

    With 18 digits it still is an id the database can be asked for.
    """
    return int(words) if words.isascii() and words.isdecimal() and len(words) <= digits else None
