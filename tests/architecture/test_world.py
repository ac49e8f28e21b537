"""Only desktop/world.py reads the clock, makes ids and randomness, and knows where a home is."""

import ast
from pathlib import Path

import pytest

DESKTOP = Path(__file__).resolve().parents[2] / "desktop"
OURS = sorted(path for path in DESKTOP.rglob("*.py") if path != DESKTOP / "world.py")

MODULES = {"secrets", "random"}
CALLS = {
    "datetime": {"now", "today", "utcnow"},
    "date": {"today"},
    "uuid": {"uuid1", "uuid4"},
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime"},
    "os": {"urandom", "getrandom"},
    "Path": {"home", "cwd"},
    "QDateTime": {"currentDateTime", "currentDateTimeUtc"},
    "QDate": {"currentDate"},
    "QTime": {"currentTime"},
}


def worldly(source: str) -> list[str]:
    """Return each line that asks the world for something, "12: datetime.now"."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, a.name) for a in node.names if a.name in MODULES]
        elif isinstance(node, ast.ImportFrom):
            if node.module in MODULES:
                found.append((node.lineno, node.module))
            taken = CALLS.get(node.module or "", set())
            found += [(node.lineno, a.name) for a in node.names if a.name in taken]
        elif isinstance(node, ast.Attribute):
            owner = node.value
            name = getattr(owner, "id", getattr(owner, "attr", ""))
            if node.attr in CALLS.get(name, set()):
                found.append((node.lineno, f"{name}.{node.attr}"))
    return [f"{line}: {what}" for line, what in sorted(found)]


@pytest.mark.parametrize("path", OURS, ids=lambda p: p.relative_to(DESKTOP).as_posix())
def test_nobody_but_world_asks_the_clock_or_the_dice(path):
    assert worldly(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\ndatetime.now()",
        "import datetime\ndatetime.datetime.now(tz)",
        "import secrets",
        "from random import choice",
        "from uuid import uuid4",
        "import uuid\nuuid.uuid4()",
        "import time\ntime.time()",
        "from pathlib import Path\nPath.home()",
        "make = datetime.now",
    ],
)
def test_the_search_notices(source):
    assert worldly(source)


def test_the_search_lets_a_given_moment_pass():
    assert worldly("def late(now):\n    return now.time() > moment.today_at(9)") == []


@pytest.mark.parametrize("path", OURS, ids=lambda p: p.relative_to(DESKTOP).as_posix())
def test_work_beside_the_window_is_in_threads_that_tests_can_count(path):
    assert "QThread" not in path.read_text(encoding="utf-8")
