"""Imports go down the list of floors only; pure parts import no Django and no app."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ["config", "home", "minutes", "roadmap", "decisions", "writing", "activity", "meetings", "members", "web"]
PURE = [
    "documents",
    "minutes/reading",
    "roadmap/bringing_in",
    "roadmap/document",
    "writing/diff.py",
    "writing/marks.py",
    "decisions/tallies.py",
]


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return names


def modules(place: str) -> list[Path]:
    path = ROOT / place
    return [path] if path.is_file() else sorted(p for p in path.rglob("*.py"))


@pytest.mark.parametrize("floor", FLOORS)
def test_floor_imports_only_lower_floors(floor: str) -> None:
    higher = set(FLOORS[: FLOORS.index(floor)])
    found = modules(floor)
    assert found
    wrong = {
        (str(path.relative_to(ROOT)), name) for path in found for name in imported(path) if name.split(".")[0] in higher
    }
    assert wrong == set()


@pytest.mark.parametrize("place", PURE)
def test_pure_part_imports_no_django_and_no_app(place: str) -> None:
    found = modules(place)
    assert found
    own = place.split("/", maxsplit=1)[0]
    inside = place.removesuffix(".py").replace("/", ".")
    forbidden = {"django", *FLOORS} - {own}
    wrong = {
        (str(path.relative_to(ROOT)), name)
        for path in found
        for name in imported(path)
        if name.split(".")[0] in forbidden
        or (own in FLOORS and name.startswith(f"{own}.") and not f"{name}.".startswith(f"{inside}."))
    }
    assert wrong == set()
