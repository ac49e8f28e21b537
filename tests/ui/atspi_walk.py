"""Walk what a screen reader sees of Offramp: run by the system's Python, which has Atspi.

Prints a JSON line: how many focusable controls are shown, and which of them lack a name.
"""

import json
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

WAIT = 20.0  # seconds until the window is on the bus


def main():
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        desktop = Atspi.get_desktop(0)
        for at in range(desktop.get_child_count()):
            app = desktop.get_child_at_index(at)
            if app is not None and app.get_name() == "Offramp" and app.get_child_count():
                sys.stdout.write(json.dumps(look_at(app)) + "\n")
                return 0
        time.sleep(0.2)  # noqa: TID251  nothing tells when a program comes to the bus
    sys.stderr.write("Offramp is not on the accessibility bus\n")
    return 1


def look_at(app):
    focusable, unnamed = 0, []
    rest = [app]
    while rest:
        node = rest.pop()
        for at in range(node.get_child_count()):
            child = node.get_child_at_index(at)
            if child is None:
                continue
            rest.append(child)
            states = child.get_state_set()
            shown = states.contains(Atspi.StateType.SHOWING)
            if shown and states.contains(Atspi.StateType.FOCUSABLE):
                focusable += 1
                if not child.get_name().strip():
                    unnamed.append(child.get_role_name())
    return {"focusable": focusable, "unnamed": unnamed}


if __name__ == "__main__":
    sys.exit(main())
