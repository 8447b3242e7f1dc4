"""The one way in which a file is turned away, and the one in which none could be made."""


class Unreadable(Exception):  # noqa: N818 - it is what the file is
    """A file that gives no text.

    `sentence` is shown to a person as it stands; it says what is the matter and that nothing was recorded.
    """

    def __init__(self, reason: str) -> None:
        self.sentence = f"{reason} Nothing was recorded."
        super().__init__(self.sentence)


class NotMade(Exception):  # noqa: N818 - it is what the file is not
    """A document that could not be written: the program that writes it failed, or needed more than its limits."""


BROKEN = "This file is broken: it cannot be opened as the document it says it is."
NESTED = "This file is nested too deeply to be read: lists or tables inside each other by the hundred."
NOT_TEXT = "This file is not text in any encoding we know."
