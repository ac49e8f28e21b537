"""What this machine lacks, and how to put it there. Standard library only."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

# Debian and Ubuntu package by the library Qt asks for. Found by `ldd` over the wheel's libraries
# and its xcb and wayland plugins (PySide6_Essentials 6.11.3). Ubuntu's renamed ones ("t64")
# still answer to these names.
QT_CORE = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libX11.so.6": "libx11-6",
}
QT_WINDOW = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libcups.so.2": "libcups2",
}
MACHINE = os.uname().machine if hasattr(os, "uname") else ""
ATSPI_FOR_PYTHON = f"/usr/lib/{MACHINE}-linux-gnu/girepository-1.0/Atspi-2.0.typelib"
TEST_TOOLS = {
    "jose": "jose",
    "qpdf": "qpdf",
    "pdftotext": "poppler-utils",
    # A real screen without a screen, for keys and for what a screen reader sees.
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "openbox": "openbox",
    "dbus-daemon": "dbus-daemon",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
    "/usr/lib/python3/dist-packages/gi/__init__.py": "python3-gi",
    ATSPI_FOR_PYTHON: "gir1.2-atspi-2.0",
}
# By path: an ordinary account's PATH leaves /usr/sbin out.
TEST_SERVERS = {"/usr/sbin/sshd": "openssh-server", "/usr/sbin/apache2": "apache2-bin"}


class Unready(Exception):
    """This machine cannot go on as it is: a reason and a remedy."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason}\n{remedy}")


def has_library(name: str) -> bool:
    """Return whether the system's loader finds a shared library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def has_tool(name: str) -> bool:
    """Return whether a command is on the path; a full path may name any file."""
    return Path(name).is_file() if name.startswith("/") else shutil.which(name) is not None


def absent(wanted: Mapping[str, str], is_there: Callable[[str], bool]) -> list[str]:
    """Return the packages of what is not there, sorted, each once."""
    return sorted({package for name, package in wanted.items() if not is_there(name)})


def venv_package(version: tuple[int, int], *, has_ensurepip: bool) -> list[str]:
    """Return Debian's package for `venv`, where Debian left it out of this Python."""
    return [] if has_ensurepip else [f"python{version[0]}.{version[1]}-venv"]


def packages_for_tests(
    is_there: Callable[[str], bool], *, is_served: bool
) -> tuple[list[str], list[str]]:
    """Return the packages of what the tests use: those to install, and those only to name.

    Debian starts an SSH server as soon as it is installed. Where services run (`is_served`) that
    would open this machine to its network, so its owner decides.
    """
    servers = absent(TEST_SERVERS, is_there)
    tools = absent(TEST_TOOLS, is_there)
    return (tools, servers) if is_served else (sorted(tools + servers), [])


def has_services() -> bool:
    """Return whether this machine runs services by itself; a container does not."""
    return Path("/run/systemd/system").is_dir()


def apt_command(packages: list[str], *, is_root: bool) -> str:
    """Return the one command that a person can type."""
    sudo = "" if is_root else "sudo "
    return f"{sudo}apt-get update && {sudo}apt-get install -y {' '.join(packages)}"


def has_display(environment: Mapping[str, str], platform: str) -> bool:
    """Return whether windows can be shown; only Linux can be without a display."""
    if not platform.startswith("linux"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def with_qt_platform(
    environment: Mapping[str, str], platform: str, *, hidden: bool
) -> dict[str, str]:
    """Return the environment for a child: offscreen when hidden or without a display.

    A platform that somebody chose stays.
    """
    if environment.get("QT_QPA_PLATFORM"):
        return dict(environment)
    if hidden or not has_display(environment, platform):
        return {**environment, "QT_QPA_PLATFORM": "offscreen"}
    return dict(environment)


def make_ready(*, windows: bool, tests: bool) -> None:
    """Install what is missing, or say the one command; refuses only where nothing can run."""
    if not sys.platform.startswith("linux"):
        return
    has_ensurepip = importlib.util.find_spec("ensurepip") is not None
    needed = venv_package(sys.version_info[:2], has_ensurepip=has_ensurepip)
    needed += absent(QT_CORE, has_library)
    if windows:
        needed += absent(QT_WINDOW, has_library)
    useful, servers = packages_for_tests(has_tool, is_served=has_services()) if tests else ([], [])
    if not needed and not useful and not servers:
        return
    if not has_tool("apt-get"):
        _tell_other_linux(needed, useful + servers)
        return
    is_root = os.geteuid() == 0
    if is_root and (needed or useful) and _install(needed + useful):
        needed, useful = [], []
    if needed:
        command = apt_command(needed + useful, is_root=is_root)
        raise Unready(f"This machine lacks {', '.join(needed)}.", f"Run once: {command}")
    if lacking := useful + servers:
        command = apt_command(lacking, is_root=is_root)
        print(f"Some tests will be skipped: {', '.join(lacking)} missing. To run them: {command}")


def _install(packages: list[str]) -> bool:
    print(f"Installing {' '.join(packages)}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # A list that cannot be renewed may still do, so only the second command decides.
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    done = subprocess.run(install, env=quiet, stdout=subprocess.DEVNULL, check=False)
    return done.returncode == 0


def _tell_other_linux(needed: list[str], useful: list[str]) -> None:
    if needed:
        raise Unready(
            f"This machine lacks what Debian calls {', '.join(needed)}.",
            "Install the same with this system's package manager, then start again.",
        )
    print(f"Some tests will be skipped: {', '.join(useful)} missing (Debian's names).")
