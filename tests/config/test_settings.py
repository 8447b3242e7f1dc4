"""Production refuses to start with an insecure default; with what it needs, ``check --deploy`` is clean."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "WAYMARK_PRODUCTION": "1",
    "WAYMARK_SECRET_KEY": "kJ8-s7Hq2" * 8,
    "WAYMARK_HOSTS": "roadmap.example.org",
    "DATABASE_URL": "postgresql://waymark@localhost/waymark",
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("WAYMARK_", "DATABASE_"))}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_deploy_check_is_clean_with_production_settings() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **GOOD)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"WAYMARK_SECRET_KEY": ""}, "WAYMARK_SECRET_KEY"),
        ({"WAYMARK_SECRET_KEY": "short"}, "50 characters"),
        ({"WAYMARK_HOSTS": ""}, "WAYMARK_HOSTS"),
        ({"WAYMARK_HOSTS": "*"}, "WAYMARK_HOSTS"),
        ({"WAYMARK_DEBUG": "1"}, "WAYMARK_DEBUG"),
        ({"WAYMARK_DEMO_SIGN_IN": "1"}, "WAYMARK_DEMO_SIGN_IN"),
        ({"DATABASE_URL": "mysql://localhost/x"}, "postgresql://"),
        ({"WAYMARK_PRODUCTION": "perhaps"}, "takes 1 or 0"),
    ],
)
def test_production_refuses_an_insecure_setting(change: dict[str, str], words: str) -> None:
    done = manage("check", **{**GOOD, **change})
    assert done.returncode != 0
    assert words in done.stderr
