"""What a machine lacks is named once, in one command that can be typed."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from installer import machine

PROJECT = Path(__file__).resolve().parents[2]


def test_only_what_is_absent_is_asked_for_and_each_package_once():
    wanted = {"libA.so.1": "liba1", "libB.so.1": "libb1", "libB2.so.1": "libb1", "libC.so": "libc"}

    packages = machine.absent(wanted, is_there=lambda name: name in ("libA.so.1", "libC.so"))

    assert packages == ["libb1"]


def test_a_machine_that_has_everything_is_asked_for_nothing():
    assert machine.absent(machine.QT_CORE | machine.QT_WINDOW, is_there=lambda name: True) == []


def test_a_library_that_exists_is_found_and_another_is_not():
    assert not machine.has_library("libthere-is-no-such-thing.so.9")
    if sys.platform.startswith("linux"):
        assert machine.has_library("libc.so.6")


def test_python_s_own_venv_package_is_asked_for_only_where_debian_left_it_out():
    assert machine.venv_package((3, 11), has_ensurepip=False) == ["python3.11-venv"]
    assert machine.venv_package((3, 11), has_ensurepip=True) == []


def test_the_command_asks_for_the_rights_that_are_missing():
    for_user = machine.apt_command(["jose", "qpdf"], is_root=False)
    for_root = machine.apt_command(["jose", "qpdf"], is_root=True)

    assert for_user == "sudo apt-get update && sudo apt-get install -y jose qpdf"
    assert for_root == "apt-get update && apt-get install -y jose qpdf"


@pytest.mark.parametrize(
    ("platform", "environment", "hidden", "chosen"),
    [
        ("linux", {}, False, "offscreen"),
        ("linux", {"DISPLAY": ":0"}, False, None),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, False, None),
        ("linux", {"DISPLAY": ":0"}, True, "offscreen"),
        ("linux", {"QT_QPA_PLATFORM": "vnc"}, True, "vnc"),
        ("win32", {}, False, None),
        ("darwin", {}, False, None),
        ("win32", {}, True, "offscreen"),
    ],
)
def test_windows_are_hidden_where_nobody_could_see_them(platform, environment, hidden, chosen):
    child = machine.with_qt_platform(environment, platform, hidden=hidden)

    assert child.get("QT_QPA_PLATFORM") == chosen


def test_servers_for_the_tests_are_installed_only_where_nothing_would_start_them():
    def has_jose(name: str) -> bool:
        return name == "jose"

    in_a_container = machine.packages_for_tests(has_jose, is_served=False)
    on_a_desk = machine.packages_for_tests(has_jose, is_served=True)

    tools, servers = in_a_container
    assert {"apache2-bin", "openssh-server", "poppler-utils", "qpdf", "xdotool"} <= set(tools)
    assert servers == []
    assert on_a_desk == (
        [tool for tool in tools if tool not in {"apache2-bin", "openssh-server"}],
        ["apache2-bin", "openssh-server"],
    )


@pytest.mark.parametrize("name", ["main.py", "installer/dev.py"])
def test_an_old_python_can_read_the_file_that_tells_it_so(name):
    source = (PROJECT / name).read_text(encoding="utf-8")

    tree = ast.parse(source, feature_version=(3, 6))

    # Only the docstring and `import sys` may come before the question.
    assert isinstance(tree.body[1], ast.Import)
    assert isinstance(tree.body[2], ast.If)
    assert "__future__" not in source  # 3.6 does not know its annotations


@pytest.mark.parametrize("name", ["main.py", "installer/dev.py"])
def test_an_old_python_gets_one_sentence_and_a_remedy(name):
    program = (
        "import sys, runpy\n"
        "sys.version_info = (3, 9, 2, 'final', 0)\n"
        "runpy.run_path(sys.argv[1], run_name='__main__')\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, str(PROJECT / name)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert done.stdout == ""
    reason, remedy = done.stderr.splitlines()
    assert reason == "Offramp needs Python 3.11 or newer; this is 3.9."
    assert remedy.startswith("Install a newer one")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can lack a display")
def test_without_a_display_main_says_so_and_names_the_demo():
    done = subprocess.run(
        [sys.executable, str(PROJECT / "main.py")],
        env={"PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "no display" in done.stderr
    assert "python3 installer/dev.py demo" in done.stderr
