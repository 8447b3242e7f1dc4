"""Counting, pure: positions against who could answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """How a question stands. The four numbers add up to ``electorate``."""

    electorate: int
    pro: int = 0
    contra: int = 0
    abstain: int = 0

    @property
    def silent(self) -> int:
        return self.electorate - self.pro - self.contra - self.abstain


def tally(electorate: Iterable[int], stances: Mapping[int, str]) -> Tally:
    """Count ``stances`` (member id → value) of the members who could answer; others and withdrawn ones never count."""
    members = set(electorate)
    values = [value for member, value in stances.items() if member in members]
    return Tally(
        electorate=len(members),
        pro=values.count("pro"),
        contra=values.count("contra"),
        abstain=values.count("abstain"),
    )


def sentence(count: Tally) -> str:
    """``3 of 17 are pro, nobody is contra, 14 have not said.`` – the one wording for page and document."""
    if count.electorate == 0:
        return "Nobody can answer yet."
    if count.silent == count.electorate:
        return f"Nobody has said yet; {count.electorate} could."
    parts = [f"{count.pro or 'nobody'} of {count.electorate} {is_are(count.pro)} pro"]
    parts.append(f"{count.contra or 'nobody'} {is_are(count.contra)} contra")
    if count.abstain:
        parts.append(f"{count.abstain} {'abstains' if count.abstain == 1 else 'abstain'}")
    if count.silent:
        parts.append(f"{count.silent} {'has' if count.silent == 1 else 'have'} not said")
    words = ", ".join(parts)
    return f"{words[0].upper()}{words[1:]}."


def is_are(number: int) -> str:
    return "are" if number > 1 else "is"
