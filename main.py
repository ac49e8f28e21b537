"""Start Offramp: without arguments the window, otherwise a command.

This file must be readable by Python 3.6, to say that it is too old.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - told to people whose Python is too old
    sys.stderr.write(
        "Offramp needs Python 3.11 or newer; this is {}.{}.\n"
        "Install a newer one (python.org, or your system's packages) and start Offramp with it.\n"
        "".format(*sys.version_info[:2])
    )
    sys.exit(2)

import os
from collections.abc import Mapping

NO_DISPLAY = (
    "Offramp has no display to open its window on.\n"
    "Start it in a desktop session; here you can run the demo: python3 installer/dev.py demo\n"
)


def main(arguments: list[str]) -> int:
    """Return 0 when done, 1 for a bug, 2 when something was refused; rooms are loaded late."""
    if arguments == ["--smoke"]:
        from desktop.demo.smoke import smoke

        return smoke()
    if arguments:
        from desktop import cli

        return cli.main(arguments)
    if not can_show_windows(os.environ, sys.platform):
        sys.stderr.write(NO_DISPLAY)
        return 2
    from desktop import app

    return app.main()


def can_show_windows(environment: Mapping[str, str], platform: str) -> bool:
    """Return whether a window can open; only Linux can be without a display."""
    if not platform.startswith("linux"):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(environment.get(name) for name in names)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
