"""Members' names in a text: `@Ana Kováč` while somebody types, `@[12]` once it is stored."""

import re
import unicodedata
from collections.abc import Mapping

MENTION = re.compile(r"@\[([0-9]{1,9})\]")
_WORD = re.compile(r"[^\W_][\w'’.-]*+")
# Code and addresses, in which nothing is a mention.
_LITERAL = r"```.*?(?:```|\Z)|``[^`]++``|`[^`\n]++`|<[^<>\s]++>|\bhttps?://\S++"
_TYPED = re.compile(
    _LITERAL + r"|(?<![\w@./\\])(?P<at>@)(?P<words>[^\W_][\w'’.-]*+(?:[ \u00a0][^\W_][\w'’.-]*+){0,7}+)", re.S
)
# Only where the name, once shown, would be found again.
_STORED = re.compile(_LITERAL + r"|(?<![\w@./\\])@\[(?P<id>[0-9]{1,9})\](?![\w@]|(?!['’]s\b)[-.'’]+\w)", re.S)
_MENTIONED = re.compile(_LITERAL + r"|@\[(?P<id>[0-9]{1,9})\]", re.S)
_OTHER_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ð": "d",
        "þ": "th",
        "-": " ",
        "\u00a0": " ",
        "’": "'",
    }
)


def store_mentions(source: str, names: Mapping[str, int]) -> str:
    """`source` with each typed `@name` that means one member turned into `@[id]`.

    `names` holds full names and aliases. Names match without regard to case, accents and hyphens, the longest
    first; a given or last name alone counts where it fits one member. Code, addresses and e-mail stay as they are.
    """
    known = _known(names)
    longest = max((name.count(" ") + 1 for name in known), default=0)

    def stored(match: re.Match[str]) -> str:
        if match["at"] is None:
            return match[0]
        words = list(_WORD.finditer(match["words"]))[: longest + 1]
        for last in reversed(words):
            for end in (last.end(), last.end() - _tail(last[0])):
                ids = known.get(_folded(match["words"][:end]))
                if ids is not None and len(ids) == 1:
                    return f"@[{next(iter(ids))}]{match['words'][end:]}"
        return match[0]

    # A name's words may contain the next "@" only behind a blank, where the search for it begins anew.
    return _TYPED.sub(stored, source)


def show_mentions(source: str, names: Mapping[int, str]) -> str:
    """`source` for editing: each `@[id]` as `@name`. An id that has no name, or shares it, stays as it is stored."""
    shared: dict[str, set[int]] = {}
    for id_, name in names.items():
        shared.setdefault(_folded(name), set()).add(id_)

    def shown(match: re.Match[str]) -> str:
        name = names.get(int(match["id"])) if match["id"] else None
        if name is None or len(shared[_folded(name)]) > 1:
            return match[0]
        return f"@{name}"

    return _STORED.sub(shown, source)


def name_mentions(source: str, names: Mapping[int, str]) -> str:
    """`source` for who reads it elsewhere: each `@[id]` as its name, as it is given. Code and addresses stay."""

    def named(match: re.Match[str]) -> str:
        return names.get(int(match["id"]), match[0]) if match["id"] else match[0]

    return _MENTIONED.sub(named, source)


def _folded(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.translate(_OTHER_LETTERS).split())


def _known(names: Mapping[str, int]) -> dict[str, set[int]]:
    """Members by folded name. A full name beats another's given name alone."""
    whole: dict[str, set[int]] = {}
    parts: dict[str, set[int]] = {}
    for name, id_ in names.items():
        folded = _folded(name)
        if not folded:
            continue
        whole.setdefault(folded, set()).add(id_)
        words = name.split()
        for part in {_folded(words[0]), _folded(words[-1])}:
            parts.setdefault(part, set()).add(id_)
    return {**parts, **whole}


def _tail(word: str) -> int:
    """How much of a word's end may be no part of the name: a full stop, a hyphen, an English genitive."""
    bare = re.sub(r"(?:['’]s)?[.'’-]*$", "", word)
    return len(word) - len(bare)
