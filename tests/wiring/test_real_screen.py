"""On a real X server: a whole referral by keys alone, and every control has a name to be heard."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.demo import night
from desktop.domain.terms import DeviceKind, Role
from tests.wiring.conftest import ROLES

HERE = Path(__file__).resolve().parent
on_screen_path = HERE / "on_screen.py"
atspi_walk_path = HERE.parent / "ui" / "atspi_walk.py"
SYSTEM_PYTHON = "/usr/bin/python3"  # Debian's Atspi bindings are for this one alone
PATIENCE = 30.0  # seconds a state may take
TOOLS = {"Xvfb": "xvfb", "xdotool": "xdotool", "dbus-daemon": "dbus-daemon", "openbox": "openbox"}
LACKING = sorted(package for tool, package in TOOLS.items() if shutil.which(tool) is None)

pytestmark = [
    pytest.mark.slow,  # starts an X server, and a window in a process of its own
    pytest.mark.skipif(bool(LACKING), reason=f"not on this machine: {', '.join(LACKING)}"),
]


class Screen:
    """A window on an X server of its own."""

    def __init__(self, child: subprocess.Popen[str], environment: dict[str, str]) -> None:
        self.child = child
        self.environment = environment

    def ask(self, line: str = "state") -> dict:
        assert self.child.stdin is not None
        assert self.child.stdout is not None
        self.child.stdin.write(f"{line}\n")
        self.child.stdin.flush()
        said = self.child.stdout.readline()
        assert said, "the window went away"
        return json.loads(said)

    def until(self, ready) -> dict:
        until = time.monotonic() + PATIENCE
        while not ready(now := self.ask()):
            assert time.monotonic() < until, now
            time.sleep(0.05)  # noqa: TID251  nothing of the X server can be waited for
        return now

    def keys(self, *keys: str) -> None:
        command = ["xdotool", "key", "--delay", "30", *keys]
        subprocess.run(command, env=self.environment, check=True, timeout=30)

    def type(self, text: str) -> None:
        command = ["xdotool", "type", "--delay", "30", text]
        subprocess.run(command, env=self.environment, check=True, timeout=30)


@contextmanager
def x_server() -> Iterator[dict[str, str]]:
    """Return the environment of a fresh X server with a window manager."""
    reads, writes = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
        pass_fds=(writes,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writes)
    with os.fdopen(reads) as told:
        display = f":{told.readline().strip()}"
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    environment["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert bus.stdout is not None
    environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
    manager = subprocess.Popen(["openbox"], env=environment, stderr=subprocess.DEVNULL)
    try:
        yield environment
    finally:
        for one in (manager, server, bus):
            one.terminate()
            one.wait(10)
        bus.stdout.close()


@contextmanager
def window(
    environment: dict[str, str], folder: Path, kind: DeviceKind, role: Role
) -> Iterator[Screen]:
    child = subprocess.Popen(
        [sys.executable, str(on_screen_path), str(folder), kind.value, role.value],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with child:
        screen = Screen(child, environment)
        screen.until(lambda now: now["active"])
        yield screen
        child.kill()


def test_a_whole_referral_by_keys_alone(tmp_path: Path) -> None:
    with (
        x_server() as display,
        window(display, tmp_path, DeviceKind.PATROL, Role.OFFICER) as screen,
    ):
        screen.keys("ctrl+n")
        now = screen.until(lambda now: now["page"] == "refer")
        answers(screen, now)
        screen.keys("alt+2")
        screen.until(lambda now: now["step"] == "person")
        screen.type("Kit")
        screen.keys("Return")
        screen.type("Imaginary")
        screen.keys("alt+4")
        screen.until(lambda now: now["step"] == "consent")
        screen.keys(*["n"] * night.QUESTIONS)  # not now: the card is left instead
        screen.keys("alt+5")
        screen.until(lambda now: now["step"] == "send")
        screen.keys("ctrl+Return")
        screen.until(lambda now: now["stored"] == 3)


def answers(screen: Screen, now: dict) -> None:
    """Answer what can still change the result."""
    for _ in range(night.MOST_QUESTIONS):
        if not now["matters"]:
            return
        keys = night._keys_for(now["ask"], items=now["items"])
        assert keys, now
        for key in keys:
            if key.startswith("type:"):
                screen.type(key.removeprefix("type:"))
            else:
                screen.keys(key if len(key) > 1 else key.lower())
        before = (now["ask"], now["items"])
        now = screen.until(lambda then, before=before: (then["ask"], then["items"]) != before)
    pytest.fail("the questions do not end")


@pytest.mark.skipif(
    subprocess.run(
        [SYSTEM_PYTHON, "-c", "import gi; gi.require_version('Atspi', '2.0')"],
        capture_output=True,
        check=False,
    ).returncode
    != 0,
    reason="not on this machine: python3-gi, gir1.2-atspi-2.0",
)
@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (DeviceKind.PATROL, Role.OFFICER),
        (DeviceKind.DESK, Role.DESK),
        (DeviceKind.DESK, Role.SUPERVISOR),
        (DeviceKind.LEAD, Role.COORDINATOR),
    ],
)
def test_no_control_is_without_a_name_on_any_page(tmp_path, kind, role) -> None:
    assert role in ROLES[kind]
    with x_server() as display:
        script = [SYSTEM_PYTHON, str(atspi_walk_path)]
        with window(display, tmp_path, kind, role) as screen:
            for page in screen.ask()["pages"]:
                assert screen.ask(page)["page"] == page
                ran = subprocess.run(
                    script, env=display, capture_output=True, text=True, timeout=60, check=False
                )
                assert ran.returncode == 0, ran.stderr
                found = json.loads(ran.stdout)
                assert found["focusable"] > 3, (page, found)
                assert found["unnamed"] == [], page
